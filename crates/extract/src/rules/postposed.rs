//! Attributions behind what they report: "“…,” said Roe", "…, Roe said."

use onrecord_model::BlockRole;

use super::verb::Found;
use crate::complement::{self, Complement, Frame};
use crate::content;
use crate::lexicon::{Class, Form};
use crate::proposal::{CERTAIN, Proposal, Rule};
use crate::reading::{REACH, Tokens, piece};
use crate::rules::Site;
use crate::subject::{self, Link, Subject};
use crate::token::TokenKind;

impl Site<'_, '_, '_> {
    /// "“…,” said Roe", "“…,” Roe said", and what goes on behind: "“…,” she said, “…”".
    pub(super) fn after_quotation(&self, found: &Found) -> Option<Proposal> {
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
        // Nor is “Jack” said in "“Jack” Roe said the bridge was old".
        let joined = self.ends_like_speech(&quotation)
            || reading.kind(quotation.end) != TokenKind::Word && in_sentence;
        if !(in_sentence && joined) && self.reports_on(&behind) {
            return None;
        }
        let first = match in_sentence {
            true => content::clause_start(reading, self.sentence.start, quotation.start),
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
        proposal.before = (!in_sentence).then_some(quotation.end - 2);
        let whole = first == quotation.start && self.ends_like_speech(&quotation);
        if (whole || self.is_headline(found)) && content::STRONG.contains(&found.verb.lemma) {
            proposal.least = CERTAIN;
        }
        if matches!(proposal.link, Link::Inverted) {
            proposal.cue = vec![found.group.tokens.clone()];
        }
        Some(proposal)
    }

    /// Whether a quotation ends with a mark that goes on into its attribution.
    fn ends_like_speech(&self, quotation: &Tokens) -> bool {
        let last = quotation.end.saturating_sub(2);
        last > quotation.start
            && match self.reading.kind(last) {
                TokenKind::Comma => true,
                TokenKind::Stop => self.reading.text(last) != ".",
                _ => false,
            }
    }

    /// "…, says Roe" in a headline.
    fn is_headline(&self, found: &Found) -> bool {
        self.reading.document.paragraphs()[self.paragraph].role != BlockRole::Body
            && found.verb.form == Form::Third
            && found.verb.lemma == "say"
    }

    /// Whether the words behind a verb are themselves what it reports.
    fn reports_on(&self, behind: &Complement) -> bool {
        match behind.frame {
            Frame::End | Frame::Preposition | Frame::Other | Frame::Object => false,
            Frame::To | Frame::Nominal => {
                let end = content::end_of(self.reading, behind.start, self.sentence.end);
                self.reading.has_finite(&(behind.start..end))
            }
            Frame::Quotation | Frame::Colon | Frame::That | Frame::Question | Frame::Clause => true,
        }
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
            TokenKind::Stop => before_sentence || reading.text(mark) != "." || !comma,
            TokenKind::QuotationMark => true,
            // "“It is over” Roe said": only a whole sentence does without a comma.
            _ => !before_sentence && (comma || quotation.tokens.start == self.sentence.start),
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
                        TokenKind::Comma
                            | TokenKind::Colon
                            | TokenKind::Semicolon
                            | TokenKind::Dash
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
    pub(super) fn clause_first(
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
            Some(subject)
                if matches!(subject.link, Link::Adjacent | Link::Apposition)
                    && self.is_adjunct(found, complement) =>
            {
                (subject.clone(), subject.tokens.start, found.index + 1)
            }
            _ if comma_before_verb && can_invert => {
                let subject = subject::after(reading, found.index + 1, self.sentence.end)?;
                let tail = subject.tokens.end;
                if !self.closes_behind_subject(&subject, tail)
                    || !self.has_main_verb(&(self.sentence.start..before_verb))
                {
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
        let first = content::clause_start(reading, self.sentence.start, comma);
        if first >= comma || comma - first > REACH || self.is_asked(first) {
            return None;
        }
        let adjunct = complement.frame != Frame::End && tail == found.index + 1;
        if adjunct && !self.is_clause(&(first..comma)) {
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
            let end = content::end_of(reading, tail + 1, self.sentence.end);
            if tail + 1 < end {
                content.push(tail + 1..end);
            }
        }
        let mut proposal =
            self.proposal(Rule::ClauseFirst, found, Some(subject), Frame::End, content);
        if self.is_headline(found) && tail >= self.sentence.end {
            proposal.least = CERTAIN;
        }
        Some(proposal)
    }

    /// Whether "said Roe" ends the clause. In "…, said Roe had left" the subject has a verb of its own and is content;
    /// and nobody writes "…, said he".
    fn closes_behind_subject(&self, subject: &Subject, tail: usize) -> bool {
        let reading = self.reading;
        let pronoun = matches!(
            reading.class(subject.tokens.start),
            Class::Pronoun | Class::Her
        );
        let closes = tail >= self.sentence.end
            || reading.quoted(tail)
            || matches!(
                reading.kind(tail),
                TokenKind::Stop
                    | TokenKind::Comma
                    | TokenKind::Semicolon
                    | TokenKind::Dash
                    | TokenKind::ClosingBracket
            )
            || reading.kind(tail - 1) == TokenKind::Comma
            || matches!(reading.class(tail), Class::Time | Class::Preposition);
        closes && !pronoun
    }

    /// Whether the clause has a verb of its own, outside relative clauses and appositions, or a quotation.
    fn has_main_verb(&self, clause: &Tokens) -> bool {
        let reading = self.reading;
        let mut relative = false;
        let start = clause.start.max(clause.end.saturating_sub(REACH));
        (start..clause.end).any(|index| {
            if reading.quoted(index) {
                return true;
            }
            match reading.class(index) {
                Class::Relative => relative = true,
                Class::Mark if reading.kind(index) == TokenKind::Comma => relative = false,
                _ => {}
            }
            !relative && reading.is_finite(index, start)
        })
    }

    /// Whether the words behind the verb tell where or when it was said, not what: "said in an interview", "said as
    /// the council met".
    fn is_adjunct(&self, found: &Found, complement: &Complement) -> bool {
        let reading = self.reading;
        if !matches!(
            found.verb.lemma,
            "say" | "tell" | "write" | "add" | "note" | "explain" | "announce" | "warn"
        ) {
            return false;
        }
        if let Some(preposition) = complement.preposition {
            let end = content::end_of(reading, complement.start, self.sentence.end);
            return reading.is_any(
                preposition,
                &[
                    "in", "on", "at", "during", "after", "before", "through", "from",
                ],
            ) && !reading.has_finite(&(complement.start..end));
        }
        complement.frame == Frame::Other
            && complement.start < self.sentence.end
            && reading.is_any(complement.start, &["as", "while", "after", "before"])
    }

    /// Whether the tokens could be what somebody said: a clause, and not one that only leads to another.
    fn is_clause(&self, tokens: &Tokens) -> bool {
        let reading = self.reading;
        let whole = reading.class(tokens.start) != Class::Subordinator
            || tokens
                .clone()
                .any(|index| reading.kind(index) == TokenKind::Comma);
        whole && reading.has_finite(tokens)
    }

    /// "Asked who did it, Roe laughed": what is asked is not what is answered.
    fn is_asked(&self, first: usize) -> bool {
        let reading = self.reading;
        let verb = match reading.class(first) {
            Class::Subordinator => first + 1,
            _ => first,
        };
        verb < self.sentence.end
            && reading.word(verb).verb.is_some_and(|verb| {
                verb.form == Form::Past && matches!(verb.lemma, "ask" | "press" | "question")
            })
    }
}
