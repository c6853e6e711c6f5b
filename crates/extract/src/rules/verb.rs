//! Reporting verbs: "Roe said that …", "“…,” said Roe", "…, Roe said", "was quoted as saying".

use crate::complement::{self, Complement, Frame};
use crate::lexicon::{Class, Form, Verb};
use crate::noun_phrase;
use crate::proposal::{Proposal, Rule};
use crate::reading::{REACH, Tokens, piece};
use crate::rules::Site;
use crate::subject::{self, Link, Subject, VerbGroup};
use crate::token::TokenKind;

pub(super) fn propose(site: &Site<'_, '_, '_>, proposals: &mut Vec<Proposal>) {
    let reading = site.reading;
    let mut shared: Option<Tokens> = None;
    // Verbs that another cue has used up.
    let mut used = site.sentence.start;
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
            proposals.extend(site.plain(&found, subject, &complement));
        }
    }
}

/// A verb that was found, with its auxiliaries.
struct Found {
    index: usize,
    verb: Verb,
    group: VerbGroup,
}

impl Found {
    fn is_passive(&self) -> bool {
        let participle = self.verb.form == Form::Past
            || (self.verb.form == Form::Base
                && matches!(self.verb.lemma, "cast" | "put" | "hit" | "set" | "read"));
        self.group.be && participle
    }
}

impl Site<'_, '_, '_> {
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

    fn proposal(
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
            paragraph: self.paragraph,
            before: leftmost
                .checked_sub(1)
                .filter(|before| *before >= self.sentence.start),
        }
    }

    /// "Roe said that …", "Roe called the plan “…”".
    fn plain(&self, found: &Found, subject: Subject, complement: &Complement) -> Option<Proposal> {
        let reading = self.reading;
        let content = self.content(complement)?;
        let mut proposal =
            self.proposal(Rule::Verb, found, Some(subject), complement.frame, content);
        let cue_end = complement.cue_end.max(found.index + 1);
        proposal.cue = piece(found.group.tokens.start..cue_end);
        proposal.preposition = complement.preposition;
        proposal.addressed = complement.addressed;
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
    fn content(&self, complement: &Complement) -> Option<Vec<Tokens>> {
        let reading = self.reading;
        let start = complement.start;
        let end = self.sentence.end;
        if complement.frame == Frame::End || start >= end {
            return None;
        }
        let content_end = match reading.quotation_from(start) {
            Some(quotation) => self.quotation_end(quotation.tokens.clone(), complement),
            None => complement::end_of(reading, start, end),
        };
        (start < content_end).then(|| piece(start..content_end))
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
        complement::end_of(reading, quotation.start, self.sentence.end).max(end)
    }

    /// "“…,” said Roe", "“…,” Roe said", and what goes on behind: "“…,” she said, “…”".
    fn after_quotation(&self, found: &Found) -> Option<Proposal> {
        let reading = self.reading;
        if found.verb.form == Form::Participle && !found.group.be {
            return None;
        }
        let start = found.group.tokens.start;
        let (subject, tail) = match self.quotation_before(start) {
            Some(_) => {
                let subject = subject::after(reading, found.index + 1, self.sentence.end)?;
                let tail = subject.tokens.end;
                (subject, tail)
            }
            None => {
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
                (subject, found.index + 1)
            }
        };
        let left = subject.tokens.start.min(start);
        let quotation = self.quotation_before(left)?;
        if found.is_passive() {
            return None;
        }
        let in_sentence = quotation.start >= self.sentence.start;
        // A question or exclamation ends the sentence before; what follows must not report something else.
        let behind = complement::read(reading, found.verb.lemma, tail, self.sentence.end);
        if !in_sentence && !matches!(behind.frame, Frame::End | Frame::Preposition | Frame::Other) {
            return None;
        }
        let first = match in_sentence {
            true => complement::clause_start(reading, self.sentence.start, quotation.start),
            false => quotation.start,
        };
        // A quotation inside a long sentence of its own is too far to be sure where its clause begins.
        let first = if quotation.start - first > REACH {
            quotation.start
        } else {
            first
        };
        let mut content = piece(first..quotation.end);
        content.extend(self.resumed(tail));
        let mut proposal = self.proposal(
            Rule::QuotationFirst,
            found,
            Some(subject),
            Frame::Quotation,
            content,
        );
        proposal.before = None;
        if matches!(proposal.link, Link::Inverted) {
            proposal.cue = vec![found.group.tokens.clone()];
        }
        Some(proposal)
    }

    /// The quotation that ends right before token `index`, a comma between allowed. It must end like one that
    /// goes on into its attribution: with a comma, a question, an exclamation, an ellipsis or a dash.
    fn quotation_before(&self, index: usize) -> Option<Tokens> {
        let reading = self.reading;
        let mut last = index.checked_sub(1)?;
        let mut comma = false;
        if last >= self.around.start
            && !reading.quoted(last)
            && matches!(reading.kind(last), TokenKind::Comma | TokenKind::Dash)
        {
            comma = true;
            last = last.checked_sub(1)?;
        }
        if last < self.around.start {
            return None;
        }
        let quotation = reading.quotation_at(last)?;
        if quotation.tokens.end != last + 1 || !quotation.closed {
            return None;
        }
        let inside = quotation.inside();
        let mark = inside
            .end
            .checked_sub(1)
            .filter(|mark| inside.contains(mark))?;
        let before_sentence = last < self.sentence.start;
        let goes_on = match reading.kind(mark) {
            TokenKind::Comma | TokenKind::Dash | TokenKind::Ellipsis => !before_sentence,
            TokenKind::Stop => reading.text(mark) != "." || (!before_sentence && !comma),
            TokenKind::QuotationMark => true,
            _ => comma && !before_sentence,
        };
        // What a short title in quotation marks does, "“Hamilton” closed", is not said by anybody.
        goes_on.then(|| quotation.tokens.clone())
    }

    /// "…,” she said, “…”: the quotation that goes on behind token `tail` in the same sentence.
    fn resumed(&self, tail: usize) -> Option<Tokens> {
        let reading = self.reading;
        let limit = self.sentence.end.min(tail + 20);
        for index in tail..limit {
            if let Some(quotation) = reading.quotation_from(index) {
                let joined = index > tail
                    && (matches!(
                        reading.kind(index - 1),
                        TokenKind::Comma | TokenKind::Colon | TokenKind::Dash
                    ) || matches!(reading.kind(index - 1), TokenKind::Stop));
                let tight = index == tail && self.reading.kind(tail - 1) == TokenKind::Comma;
                return (joined || tight).then(|| quotation.tokens.clone());
            }
            let stops = reading.quoted(index)
                || reading
                    .word(index)
                    .verb
                    .is_some_and(|verb| verb.form == Form::Participle)
                || (reading.is_finite(index, tail) && reading.kind(index) == TokenKind::Word)
                || matches!(reading.class(index), Class::But | Class::Coordinator);
            if stops {
                return None;
            }
        }
        None
    }

    /// "…, Roe said." and "…, said Roe.", and what goes on behind.
    fn clause_first(
        &self,
        found: &Found,
        subject: Option<&Subject>,
        complement: &Complement,
    ) -> Option<Proposal> {
        let reading = self.reading;
        if found.verb.form == Form::Participle && !found.group.be {
            return None;
        }
        let start = found.group.tokens.start;
        let before_verb = start
            .checked_sub(1)
            .filter(|before| *before > self.sentence.start)?;
        let comma_before_verb =
            !reading.quoted(before_verb) && reading.kind(before_verb) == TokenKind::Comma;
        let can_invert = matches!(
            found.verb.lemma,
            "say" | "write" | "add" | "note" | "explain" | "report" | "warn" | "show" | "suggest"
        );
        let (subject, left, tail) = match subject {
            Some(subject) if subject.link == Link::Adjacent && complement.frame == Frame::End => {
                (subject.clone(), subject.tokens.start, found.index + 1)
            }
            Some(subject) if subject.link == Link::Apposition && complement.frame == Frame::End => {
                (subject.clone(), subject.tokens.start, found.index + 1)
            }
            _ if comma_before_verb && can_invert => {
                let subject = subject::after(reading, found.index + 1, self.sentence.end)?;
                let tail = subject.tokens.end;
                // "…, said Roe had": a subject with a verb of its own is content.
                if tail < self.sentence.end && reading.is_finite(tail, tail) {
                    return None;
                }
                (subject, start, tail)
            }
            _ => return None,
        };
        let comma = left
            .checked_sub(1)
            .filter(|comma| *comma > self.sentence.start)?;
        if reading.quoted(comma)
            || !matches!(reading.kind(comma), TokenKind::Comma | TokenKind::Dash)
        {
            return None;
        }
        let first = complement::clause_start(reading, self.sentence.start, comma);
        if first >= comma || comma - first > REACH {
            return None;
        }
        let mut content = piece(first..comma);
        let goes_on = tail + 1 < self.sentence.end
            && !reading.quoted(tail)
            && matches!(reading.kind(tail), TokenKind::Comma | TokenKind::Dash)
            && reading.word(tail + 1).verb.is_none()
            && !matches!(
                reading.class(tail + 1),
                Class::Relative | Class::But | Class::Coordinator | Class::Subordinator
            );
        if goes_on {
            let end = complement::end_of(reading, tail + 1, self.sentence.end);
            if tail + 1 < end {
                content.push(tail + 1..end);
            }
        }
        Some(self.proposal(Rule::ClauseFirst, found, Some(subject), Frame::End, content))
    }

    /// "Roe was quoted as saying …".
    fn quoted_as_saying(&self, found: &Found) -> Option<Proposal> {
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
        Some(self.proposal(
            Rule::QuotedAsSaying,
            &found,
            Some(subject),
            complement.frame,
            content,
        ))
    }

    /// "Roe is expected to …", "Roe was praised by Poe": the subject is reported on, the agent is the source.
    fn passive(&self, found: &Found) -> Option<Proposal> {
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
            let end = complement::end_of(reading, from, self.sentence.end);
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
