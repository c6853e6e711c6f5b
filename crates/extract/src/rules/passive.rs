//! Verbs whose subject is not the source, and the one passive whose subject is: "was quoted as saying".

use super::verb::Found;
use crate::complement::{self, Frame};
use crate::content;
use crate::noun_phrase;
use crate::proposal::{Proposal, Rule};
use crate::reading::piece;
use crate::rules::Site;
use crate::subject::{self, Link, Subject, VerbGroup};

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
        let mut rest = next;
        if reading.is(next, "by") && next + 1 < self.sentence.end && !reading.quoted(next + 1) {
            let tokens = noun_phrase::with_apposition(reading, next + 1, self.sentence.end)?;
            rest = tokens.end;
            agent = Some(Subject {
                tokens,
                link: Link::Inverted,
            });
        }
        let complement = complement::read(reading, found.verb.lemma, rest, self.sentence.end);
        let joined = matches!(
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
            let end = content::end_of(reading, from, self.sentence.end);
            if from < end {
                content.push(from..end);
            }
        }
        // "It was reported that": "it" stands for the clause.
        if reading.is(subject.tokens.start, "it") && subject.tokens.len() == 1 && content.len() > 1
        {
            content.remove(0);
        }
        let mut proposal = self.proposal(Rule::Passive, found, agent, complement.frame, content);
        proposal.preposition = complement.preposition;
        proposal.addressed = complement.addressed;
        proposal.cue = piece(found.group.tokens.start..next + usize::from(reading.is(next, "by")));
        Some(proposal)
    }
}
