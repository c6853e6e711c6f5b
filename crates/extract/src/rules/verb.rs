//! Reporting verbs: "Roe said that …", "“…,” said Roe", "…, Roe said", "was quoted as saying".

use crate::complement::{self, Complement, Frame};
use crate::content;
use crate::lexicon::{Class, Form, Verb};
use crate::proposal::{Proposal, Rule};
use crate::reading::{Reading, Tokens, piece};
use crate::rules::Site;
use crate::subject::{self, Link, Subject, VerbGroup};
use crate::token::TokenKind;

pub(super) fn propose(site: &Site<'_, '_, '_>, proposals: &mut Vec<Proposal>) {
    let reading = site.reading;
    let mut shared: Option<Tokens> = None;
    // Verbs that another cue has used up.
    let mut used = site.sentence.start;
    // Where the content of the last strong verb ends; a subject inside it is not that of what comes behind.
    let mut reported = site.sentence.start;
    for index in site.sentence.clone() {
        if index < used || reading.quoted(index) {
            continue;
        }
        let Some(verb) = reading.word(index).verb else {
            continue;
        };
        let group = subject::verb_group(reading, index, site.sentence.start);
        let found = Found { index, verb, group };
        if !site.is_verb(&found) {
            continue;
        }
        if let Some(proposal) = site.after_quotation(&found) {
            shared = proposal.source.first().cloned().or(shared);
            proposals.push(proposal);
            continue;
        }
        if let Some(proposal) = site.quoted_as_saying(&found) {
            used = proposal.cue[0].end;
            shared = proposal.source.first().cloned().or(shared);
            proposals.push(proposal);
            continue;
        }
        if let Some(proposal) = site.reduced_passive(&found) {
            proposals.push(proposal);
            continue;
        }
        if found.is_passive() {
            proposals.extend(site.passive(&found));
            continue;
        }
        let complement = complement::read(reading, verb.lemma, index + 1, site.sentence.end);
        let subject = subject::before(
            reading,
            &found.group,
            verb.form,
            site.sentence.start,
            shared.as_ref(),
        );
        if let Some(subject) = &subject
            && matches!(subject.link, Link::Adjacent | Link::Apposition)
            && content::STRONG.contains(&verb.lemma)
            && index >= reported
        {
            shared = Some(subject.tokens.clone());
        }
        if let Some(proposal) = site.clause_first(&found, subject.as_ref(), &complement) {
            shared = proposal.source.first().cloned().or(shared);
            proposals.push(proposal);
            continue;
        }
        if let Some(subject) = subject {
            proposals.extend(site.next_paragraph(&found, &subject, &complement));
            if let Some(proposal) = site.plain(&found, subject, &complement) {
                if content::STRONG.contains(&verb.lemma) {
                    reported = reported.max(proposal.content[0].end);
                }
                proposals.push(proposal);
            }
        }
    }
}

/// A verb that was found, with its auxiliaries.
pub(super) struct Found {
    pub(super) index: usize,
    pub(super) verb: Verb,
    pub(super) group: VerbGroup,
}

impl Found {
    pub(super) fn is_passive(&self) -> bool {
        self.group.be && self.verb.form == Form::Past
    }
}

/// Verbs whose participle, behind a comma, says what an act shows or causes, in the reporter's own judgement: "Roe
/// resigned, highlighting the rift". Nobody said that.
const EFFECTS: &[&str] = &[
    "highlight",
    "underscore",
    "underline",
    "show",
    "signal",
    "reflect",
    "illustrate",
    "demonstrate",
    "reveal",
    "expose",
    "raise",
    "prompt",
    "draw",
    "spark",
    "mean",
    "indicate",
    "prove",
    "make",
    "give",
    "take",
    "leave",
    "keep",
    "bring",
    "hit",
    "strike",
    "put",
    "set",
    "send",
    "come",
    "go",
    "tip",
    "rank",
    "record",
    "print",
];

/// Whether `cue` has such a participle behind a comma, or `content` follows one. Of 198 of them in PolNeAR's articles 18
/// are annotated as cues.
pub(crate) fn shows_an_effect(
    reading: &Reading<'_, '_>,
    cue: &[Tokens],
    content: &[Tokens],
) -> bool {
    let governing = content.first().and_then(|piece| piece.start.checked_sub(1));
    cue.iter().cloned().flatten().chain(governing).any(|index| {
        let is_effect = reading
            .word(index)
            .verb
            .is_some_and(|verb| verb.form == Form::Participle && EFFECTS.contains(&verb.lemma));
        is_effect && index > 0 && reading.is(index - 1, ",")
    })
}

/// What is done with works and laws, whose titles stand in quotation marks.
const MAKING: &[&str] = &[
    "write",
    "read",
    "sing",
    "play",
    "record",
    "perform",
    "publish",
    "release",
    "recite",
    "watch",
    "see",
    "hear",
    "star",
    "direct",
    "produce",
    "host",
    "quote",
    "mention",
    "broadcast",
    "print",
    "debate",
    "discuss",
    "introduce",
    "sponsor",
];

impl Site<'_, '_, '_> {
    /// Whether the title of a work follows the verb at once: "Roe wrote “The Long Night”". What a sign reads is no work.
    fn names_a_work(&self, found: &Found, subject: &Subject, complement: &Complement) -> bool {
        let reading = self.reading;
        let person = matches!(
            reading.class(subject.tokens.end - 1),
            Class::Pronoun | Class::Name | Class::Mark
        );
        complement.start == found.index + 1
            && MAKING.contains(&found.verb.lemma)
            && (person || found.verb.lemma != "read")
            && self.is_title(complement.start)
    }

    /// Whether a quotation begins here that looks like the title of a work: “The Long Night”.
    fn is_title(&self, start: usize) -> bool {
        let reading = self.reading;
        let Some(quotation) = (start < self.sentence.end)
            .then(|| reading.quotation_from(start))
            .flatten()
        else {
            return false;
        };
        reading.is_title(quotation)
    }

    /// Whether the word is used as a verb here, as far as the word before tells.
    fn is_verb(&self, found: &Found) -> bool {
        let reading = self.reading;
        let start = found.group.tokens.start;
        if found.group.be || found.group.auxiliary || found.group.modal {
            return start > self.sentence.start || found.verb.form != Form::Base;
        }
        if start == self.sentence.start {
            return matches!(found.verb.form, Form::Participle);
        }
        let before = start - 1;
        let class = reading.class(before);
        if matches!(
            class,
            Class::To | Class::Preposition | Class::Determiner | Class::Possession
        ) {
            let quantifier = class == Class::Determiner
                && !reading.is_any(
                    before,
                    &[
                        "the", "a", "an", "this", "no", "any", "every", "such", "its",
                    ],
                );
            let by_participle = found.verb.form == Form::Participle && class == Class::Preposition;
            return quantifier || by_participle;
        }
        if matches!(class, Class::Possessive | Class::Her) {
            return false;
        }
        match found.verb.form {
            Form::Base => {
                let plural = matches!(class, Class::Name | Class::Other)
                    && reading.text(before).ends_with('s');
                plural
                    || matches!(
                        class,
                        Class::Pronoun | Class::Relative | Class::Coordinator | Class::That
                    )
                    || matches!(reading.text(before), "people" | "women" | "men")
                    || found.verb.lemma == "say"
                    || matches!(reading.kind(before), TokenKind::Comma)
            }
            _ => true,
        }
    }

    pub(super) fn proposal(
        &self,
        rule: Rule,
        found: &Found,
        subject: Option<Subject>,
        frame: Frame,
        content: Vec<Tokens>,
    ) -> Proposal {
        let link = subject.as_ref().map_or(Link::None, |subject| subject.link);
        let leftmost = subject
            .as_ref()
            .map_or(found.group.tokens.start, |subject| {
                subject.tokens.start.min(found.group.tokens.start)
            });
        Proposal {
            rule,
            source: subject.map(|subject| subject.tokens).into_iter().collect(),
            cue: vec![found.group.tokens.clone()],
            content,
            lemma: found.verb.lemma,
            form: Some(found.verb.form),
            frame,
            link,
            group: Some(found.group.clone()),
            preposition: None,
            addressed: false,
            least: 0.0,
            paragraph: self.paragraph,
            before: leftmost
                .checked_sub(1)
                .filter(|before| *before >= self.sentence.start),
        }
    }

    /// "Roe said that …", "Roe called the plan “…”".
    fn plain(&self, found: &Found, subject: Subject, complement: &Complement) -> Option<Proposal> {
        let reading = self.reading;
        // "If he says so": nobody has said it.
        let hypothetical = subject.tokens.start.checked_sub(1).is_some_and(|before| {
            before >= self.sentence.start && reading.is_any(before, &["if", "unless"])
        });
        if hypothetical {
            return None;
        }
        if subject.link == Link::Participle && EFFECTS.contains(&found.verb.lemma) {
            return None;
        }
        if self.names_a_work(found, &subject, complement) {
            return None;
        }
        let content = self.content(complement)?;
        let mut proposal =
            self.proposal(Rule::Verb, found, Some(subject), complement.frame, content);
        let cue_end = complement.cue_end.max(found.index + 1);
        proposal.cue = piece(found.group.tokens.start..cue_end);
        proposal.preposition = complement.preposition;
        proposal.addressed = complement.addressed;
        if let Some(noun) = complement.noun {
            proposal.lemma = noun;
        }
        // "the plan that Roe proposed …": what the relative pronoun stands for is not looked for.
        let overlaps = proposal.source.iter().any(|source| {
            proposal
                .content
                .iter()
                .any(|piece| source.start < piece.end && piece.start < source.end)
        });
        (!overlaps && !reading.span(&proposal.cue[0]).is_empty()).then_some(proposal)
    }

    /// The content behind a verb, in one or two pieces.
    pub(super) fn content(&self, complement: &Complement) -> Option<Vec<Tokens>> {
        let reading = self.reading;
        let start = complement.start;
        let end = self.sentence.end;
        if complement.frame == Frame::End || start >= end {
            return None;
        }
        // "talks on Monday are likely": what looked like the verb is a noun.
        let noun = matches!(
            reading.class(start),
            Class::Be | Class::Modal | Class::Verb | Class::Auxiliary
        ) && !reading.quoted(start);
        if noun {
            return None;
        }
        let content_end = match reading.quotation_from(start) {
            Some(quotation) => self.quotation_end(quotation.tokens.clone(), complement),
            None => content::end_of(reading, start, end),
        };
        // "it", "that" alone: a content that says nothing.
        let empty = content_end == start + 1
            && matches!(
                reading.class(start),
                Class::Pronoun | Class::ObjectPronoun | Class::Her | Class::That | Class::To
            );
        (start < content_end && !empty).then(|| piece(start..content_end))
    }

    /// Where a content that begins with a quotation ends: with it where it is a sentence of its own, else with the
    /// clause that it is part of.
    fn quotation_end(&self, quotation: Tokens, complement: &Complement) -> usize {
        let reading = self.reading;
        let end = quotation.end.min(self.sentence.end);
        let set_off = complement.start > complement.cue_end || complement.frame == Frame::Colon;
        if set_off || end == self.sentence.end || ends_with_stop(self, &quotation) {
            return end;
        }
        content::end_of(reading, quotation.start, self.sentence.end).max(end)
    }

    /// "Roe responded:" at the end of a paragraph, the quotation in the next.
    fn next_paragraph(
        &self,
        found: &Found,
        subject: &Subject,
        complement: &Complement,
    ) -> Option<Proposal> {
        let reading = self.reading;
        let last = self.around.end - 1;
        let colon = self.sentence.end == self.around.end
            && !reading.quoted(last)
            && reading.kind(last) == TokenKind::Colon
            && last < found.index + 16
            && complement.frame != Frame::That;
        if !colon || reading.has_finite(&(found.index + 1..last)) {
            return None;
        }
        let next = self.next.clone()?;
        let quotation = reading.quotation_from(next.start)?;
        let content = vec![quotation.tokens.clone()];
        let mut proposal = self.proposal(
            Rule::NextParagraph,
            found,
            Some(subject.clone()),
            Frame::Colon,
            content,
        );
        proposal.cue = vec![found.group.tokens.clone()];
        Some(proposal)
    }
}

fn ends_with_stop(site: &Site<'_, '_, '_>, quotation: &Tokens) -> bool {
    let before = quotation
        .end
        .checked_sub(2)
        .filter(|index| *index > quotation.start);
    before
        .is_some_and(|index| matches!(site.reading.kind(index), TokenKind::Stop | TokenKind::Comma))
}
