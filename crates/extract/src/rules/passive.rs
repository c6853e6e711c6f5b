//! Verbs whose subject is not the source, and the one passive whose subject is: "was quoted as saying".

use super::verb::Found;
use crate::complement::{self, Frame};
use crate::content;
use crate::lexicon::{Class, Form};
use crate::noun_phrase;
use crate::proposal::{CERTAIN, Proposal, Rule};
use crate::reading::{Tokens, piece};
use crate::rules::Site;
use crate::subject::{self, Link, Subject, VerbGroup};
use crate::token::TokenKind;

/// Verbs whose passive has the one who is told for its subject.
const TOLD: &[&str] = &[
    "tell", "inform", "advise", "assure", "remind", "notify", "warn", "ask",
];

/// Verbs that report how somebody judges something: "called “a disgrace” by Roe".
const JUDGING: &[&str] = &[
    "call",
    "describe",
    "dub",
    "brand",
    "label",
    "denounce",
    "criticize",
    "condemn",
    "praise",
    "dismiss",
    "hail",
    "deride",
    "decry",
    "slam",
    "blast",
    "mock",
    "ridicule",
    "characterize",
    "portray",
    "lambaste",
    "attack",
    "reject",
];

/// The verb with its auxiliaries, and the "by" wherever it stands.
fn cue(found: &Found, by: Option<usize>) -> Vec<Tokens> {
    let verb = found.group.tokens.start..found.index + 1;
    match by {
        Some(by) if by == verb.end => piece(verb.start..by + 1),
        Some(by) => vec![verb, by..by + 1],
        None => piece(verb),
    }
}

impl Site<'_, '_, '_> {
    /// "Roe was quoted as saying …".
    pub(super) fn quoted_as_saying(&self, found: &Found) -> Option<Proposal> {
        let reading = self.reading;
        let saying = found.index + 2;
        let matches = found.is_passive()
            && matches!(found.verb.lemma, "quote" | "cite" | "report" | "describe")
            && saying < self.sentence.end
            && reading.is(found.index + 1, "as")
            && reading.is_any(saying, &["saying", "telling", "calling", "stating"]);
        if !matches {
            return None;
        }
        let start = found.group.tokens.start;
        let group = VerbGroup {
            tokens: start..saying + 1,
            ..found.group.clone()
        };
        let subject = subject::before(
            reading,
            &found.group,
            found.verb.form,
            self.sentence.start,
            None,
        )?;
        let complement = complement::read(reading, "say", saying + 1, self.sentence.end);
        let content = self.content(&complement)?;
        let found = Found {
            index: saying,
            verb: found.verb,
            group,
        };
        let mut proposal =
            self.proposal(Rule::Verb, &found, Some(subject), complement.frame, content);
        // What it does is say: too rare to be counted by itself, and as plain.
        proposal.lemma = "say";
        proposal.group = None;
        Some(proposal)
    }

    /// "Roe is expected to …", "Roe was praised by Poe": the subject is reported on, the agent is the source.
    pub(super) fn passive(&self, found: &Found) -> Option<Proposal> {
        let reading = self.reading;
        let subject = subject::before(
            reading,
            &found.group,
            found.verb.form,
            self.sentence.start,
            None,
        )?;
        if !matches!(subject.link, Link::Adjacent | Link::Apposition) {
            return None;
        }
        let next = found.index + 1;
        if next >= self.sentence.end {
            return None;
        }
        let mut content = vec![subject.tokens.clone()];
        let mut agent = None;
        let mut by = None;
        let mut rest = next;
        if reading.is(next, "by") && next + 1 < self.sentence.end && !reading.quoted(next + 1) {
            let tokens = noun_phrase::with_apposition(reading, next + 1, self.sentence.end)?;
            rest = tokens.end;
            by = Some(next);
            agent = Some(tokens);
        }
        let complement = complement::read(reading, found.verb.lemma, rest, self.sentence.end);
        // Who is told or asked is not what is told.
        let told = TOLD.contains(&found.verb.lemma)
            && matches!(
                complement.frame,
                Frame::That | Frame::Question | Frame::Colon | Frame::Clause | Frame::Quotation
            );
        let joined = told
            || matches!(
                complement.frame,
                Frame::To
                    | Frame::That
                    | Frame::Quotation
                    | Frame::Question
                    | Frame::Preposition
                    | Frame::Nominal
                    | Frame::Other
            );
        if joined {
            let from = complement.preposition.unwrap_or(complement.start);
            let mut end = content::end_of(reading, from, self.sentence.end);
            if agent.is_none()
                && let Some((at, tokens)) = self.agent_behind(from, end)
            {
                end = at;
                by = Some(at);
                agent = Some(tokens);
            }
            if from < end {
                content.push(from..end);
            }
        }
        if told && content.len() > 1 {
            content.remove(0);
        }
        // "It was reported that": "it" stands for the clause.
        if reading.is(subject.tokens.start, "it") && subject.tokens.len() == 1 && content.len() > 1
        {
            content.remove(0);
        }
        let judged =
            JUDGING.contains(&found.verb.lemma) && content.iter().any(|piece| self.quotes(piece));
        let certain = (told || judged) && agent.is_some();
        let agent = agent.map(|tokens| Subject {
            tokens,
            link: Link::Inverted,
        });
        let mut proposal = self.proposal(Rule::Passive, found, agent, complement.frame, content);
        proposal.preposition = complement.preposition;
        proposal.addressed = complement.addressed;
        if certain {
            proposal.least = CERTAIN;
        }
        proposal.cue = cue(found, by);
        Some(proposal)
    }

    /// "The bridge, called “a disgrace” by Roe, is old": a passive without its auxiliary.
    pub(super) fn reduced_passive(&self, found: &Found) -> Option<Proposal> {
        let reading = self.reading;
        let quotation = reading.quotation_from(self.behind_as(found.index + 1))?;
        let comma = found.group.tokens.start.checked_sub(1)?;
        let bare = found.verb.form == Form::Past
            && JUDGING.contains(&found.verb.lemma)
            && found.group.tokens.len() == 1
            && comma > self.sentence.start
            && !reading.quoted(comma)
            && reading.kind(comma) == TokenKind::Comma;
        if !bare {
            return None;
        }
        let (by, agent) = self.agent_behind(found.index + 1, quotation.tokens.end + 1)?;
        let start = noun_phrase::start_of(reading, comma, self.sentence.start)?;
        let agent = Subject {
            tokens: agent,
            link: Link::Inverted,
        };
        let content = vec![start..comma, found.index + 1..by];
        let mut proposal =
            self.proposal(Rule::Passive, found, Some(agent), Frame::Quotation, content);
        proposal.least = CERTAIN;
        proposal.cue = cue(found, Some(by));
        Some(proposal)
    }

    fn behind_as(&self, index: usize) -> usize {
        let skips =
            index + 1 < self.sentence.end && self.reading.is_any(index, &["as", "a", "the"]);
        index + usize::from(skips)
    }

    /// "“a disgrace” by Roe", "a disgrace by Roe": where the "by" stands that ends what is reported, and the source.
    fn agent_behind(&self, from: usize, end: usize) -> Option<(usize, Tokens)> {
        let reading = self.reading;
        let limit = self.sentence.end.min(end + 1);
        let by =
            (from + 1..limit).find(|index| !reading.quoted(*index) && reading.is(*index, "by"))?;
        let behind_quotation = reading.quoted(by - 1);
        let agent = noun_phrase::with_apposition(reading, by + 1, self.sentence.end)?;
        // "described as led by Roe", "asked to come by noon": only what can speak or what follows a quotation does.
        let speaks = behind_quotation && !reading.quoted(by + 1)
            || (reading.class(agent.start) == Class::Name
                && by - from <= 6
                && !reading.has_finite(&(from..by)));
        speaks.then_some((by, agent))
    }

    fn quotes(&self, tokens: &Tokens) -> bool {
        tokens.clone().any(|index| self.reading.quoted(index))
    }
}
