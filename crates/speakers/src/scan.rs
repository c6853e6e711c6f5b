//! Finds names: runs of capitalised words, taken apart into titles, people and institutions.

use std::collections::HashSet;
use std::ops::Range;

use onrecord_extract::{Document, Sentence, TokenKind};
use onrecord_model::BlockRole;

use crate::gazetteer::{Gazetteer, OrganisationIndex, PersonIndex};
use crate::lexicon::Class;
use crate::word::{Shape, Word};

/// What a name looks like, before the article's other names are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Look {
    /// Two words or more with a reason to believe they name a person: a title, a given name, the gazetteer.
    Person,
    /// Two words or more that could name a person as well as a thing.
    Unclear,
    /// One word.
    Single,
    /// An institution, with its entry where there is one.
    Organisation(Option<OrganisationIndex>),
    /// A country, or a capital that stands for its government.
    Country,
}

/// A name as it stands in the text.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    /// The tokens of the name itself.
    pub(crate) tokens: Range<usize>,
    /// The tokens of what stands before it as its title; empty and right before the name where there is none.
    pub(crate) title: Range<usize>,
    pub(crate) look: Look,
    /// Who in the gazetteer bears it in full.
    pub(crate) bearers: Vec<PersonIndex>,
    /// From a headline, where every word is capitalised: it may repeat a name, and introduces none.
    pub(crate) echo: bool,
}

/// Longest run of capitalised words read as one; names are shorter, and longer runs are shouting.
const LONGEST_RUN: usize = 40;

/// Reads one document.
pub(crate) struct Scanner<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) words: &'a [Word],
    pub(crate) gazetteer: &'a Gazetteer,
    /// Words of content that stand somewhere in small letters: capitalised at the beginning of a sentence, they are no name.
    pub(crate) small: HashSet<&'a str>,
    /// Words that stand behind "Mr." or "Ms." somewhere: family names.
    honoured: HashSet<&'a str>,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(
        document: &'a Document<'a>,
        words: &'a [Word],
        gazetteer: &'a Gazetteer,
    ) -> Self {
        let small = words
            .iter()
            .filter(|word| word.shape == Shape::Lower && !word.class.is(Class::FUNCTION))
            .map(|word| word.normal.as_str())
            .collect();
        let honorific = Class::MALE_HONORIFIC.or(Class::FEMALE_HONORIFIC);
        let honoured = words
            .windows(2)
            .filter(|pair| {
                pair[0].class.is(honorific) && pair[0].is_capital() && pair[1].is_capital()
            })
            .map(|pair| pair[1].normal.as_str())
            .collect();
        Self {
            document,
            words,
            gazetteer,
            small,
            honoured,
        }
    }

    /// Every name of the document, in order.
    pub(crate) fn names(&self) -> Vec<Name> {
        let mut names = Vec::new();
        for sentence in self.document.sentences() {
            let headline = self.is_headline_at(sentence);
            let mut index = sentence.tokens.start;
            while index < sentence.tokens.end {
                if !self.begins_name(index) {
                    index += 1;
                    continue;
                }
                let end = self.run_end(index, sentence.tokens.end);
                self.take_apart(index..end, sentence.tokens.clone(), headline, &mut names);
                index = end;
            }
        }
        names
    }

    /// Whether a sentence is a headline, marked as such or in title case.
    pub(crate) fn is_headline(&self, sentence: usize) -> bool {
        let sentences = self.document.sentences();
        sentences
            .get(sentence)
            .is_some_and(|sentence| self.is_headline_at(sentence))
    }

    fn is_headline_at(&self, sentence: &Sentence) -> bool {
        let role = self.document.paragraphs()[sentence.paragraph].role;
        matches!(role, BlockRole::Headline | BlockRole::Subheading)
            || self.is_title_case(sentence.tokens.clone())
    }

    /// Whether all but its little words are capitalised, as in headlines that are not marked as such. A short
    /// sentence can be all names, so it takes several capitals, hardly a small word of content, and no stop.
    fn is_title_case(&self, tokens: Range<usize>) -> bool {
        let stops = tokens
            .clone()
            .next_back()
            .is_some_and(|last| self.document.tokens()[last].kind == TokenKind::Stop);
        if stops {
            return false;
        }
        let grammar = Class::FUNCTION.or(Class::POSTMODIFIER).or(Class::PRONOUN);
        let (mut small, mut capital) = (0, 0);
        for word in &self.words[tokens] {
            if word.is_capital() {
                capital += 1;
            } else if word.shape == Shape::Lower && !word.class.is(grammar) {
                small += 1;
            }
        }
        capital >= 5 && small * 8 <= capital
    }

    fn begins_name(&self, index: usize) -> bool {
        let word = &self.words[index];
        word.is_capital() && self.can_be_name(index)
    }

    /// Words of grammar are no names, but "Will" and "May" are where they begin no sentence.
    pub(crate) fn can_be_name(&self, index: usize) -> bool {
        let word = &self.words[index];
        let text = self.document.word(self.document.tokens()[index]);
        if word.shape == Shape::Initial && text.ends_with('.') {
            // "A." and "I." are initials, whatever "a" and "I" are.
            return true;
        }
        if is_compound_adjective(text) {
            return false;
        }
        if word.class.is(Class::PRONOUN) && word.shape != Shape::Shout {
            return false;
        }
        if !word.class.is(Class::FUNCTION) {
            return true;
        }
        let next_is_number = self.words.get(index + 1).is_some_and(|next| {
            next.normal
                .starts_with(|first: char| first.is_ascii_digit())
        });
        let given_name = matches!(
            word.normal.as_str(),
            "will" | "may" | "april" | "june" | "august" | "jan"
        );
        if word.normal == "may" && word.shape == Shape::Capital && self.is_said(index + 1) {
            return true;
        }
        given_name
            && !next_is_number
            && !self.begins_sentence(index)
            && self.followed_by_name(index)
            || word.normal == "may" && index > 0 && self.words[index - 1].class.is(Class::TITLE)
            || word.normal == "may" && index > 0 && self.words[index - 1].normal == "theresa"
    }

    /// Whether a verb stands at `index` that months and modal verbs do not stand before.
    fn is_said(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| {
            matches!(
                word.normal.as_str(),
                "said" | "says" | "told" | "added" | "insisted" | "replied" | "argued"
            )
        })
    }

    fn followed_by_name(&self, index: usize) -> bool {
        self.words
            .get(index + 1)
            .is_some_and(|next| next.is_capital() && !next.class.is(Class::FUNCTION))
    }

    pub(crate) fn begins_sentence(&self, index: usize) -> bool {
        match index.checked_sub(1) {
            None => true,
            Some(before) => {
                let token = self.document.tokens()[before];
                matches!(
                    token.kind,
                    TokenKind::QuotationMark
                        | TokenKind::Stop
                        | TokenKind::Colon
                        | TokenKind::Bullet
                        | TokenKind::Ellipsis
                ) || self
                    .document
                    .sentence_at(self.document.tokens()[index].span.start())
                    .is_some_and(|sentence| {
                        self.document.sentences()[sentence].tokens.start == index
                    })
            }
        }
    }

    /// Whether token `index` is a preposition, and cannot begin a clause as "as" and "after" can.
    pub(crate) fn is_preposition(&self, index: usize) -> bool {
        let word = &self.words[index];
        word.shape == Shape::Lower
            && matches!(
                word.normal.as_str(),
                "of" | "for"
                    | "at"
                    | "in"
                    | "on"
                    | "from"
                    | "with"
                    | "to"
                    | "about"
                    | "by"
                    | "among"
                    | "against"
                    | "near"
                    | "behind"
                    | "under"
                    | "over"
                    | "including"
                    | "like"
                    | "than"
                    | "between"
                    | "without"
                    | "alongside"
                    | "toward"
                    | "towards"
                    | "beside"
                    | "despite"
            )
    }

    /// Where the run of capitalised words that begins at `start` ends.
    fn run_end(&self, start: usize, limit: usize) -> usize {
        let mut end = start + 1;
        let limit = limit.min(start + LONGEST_RUN);
        while end < limit {
            let step = self.step(start, end, limit);
            if step == 0 {
                break;
            }
            end += step;
        }
        end
    }

    /// How many tokens at `end` go on with the run: none, a word, or a joining word and the one it joins.
    fn step(&self, start: usize, end: usize, limit: usize) -> usize {
        let tokens = self.document.tokens();
        if tokens[end].quoted != tokens[start].quoted
            && tokens[end].kind != TokenKind::QuotationMark
        {
            return 0;
        }
        let word = &self.words[end];
        if word.is_capital() && (self.can_be_name(end) || word.normal == "may") {
            return 1;
        }
        let capital = |index: usize| {
            index < limit && self.words[index].is_capital() && self.can_be_name(index)
        };
        let before = &self.words[end - 1];
        if word.shape == Shape::Lower && word.class.is(Class::PARTICLE) {
            if capital(end + 1) {
                return 2;
            }
            let second = self.words.get(end + 1).filter(|_| end + 1 < limit);
            let particles = second
                .is_some_and(|word| word.shape == Shape::Lower && word.class.is(Class::PARTICLE));
            return if particles && capital(end + 2) { 3 } else { 0 };
        }
        if tokens[end].kind == TokenKind::Comma {
            let suffix = self.words.get(end + 1).filter(|_| end + 1 < limit);
            let is_suffix =
                suffix.is_some_and(|word| word.class.is(Class::SUFFIX) && word.is_capital());
            return if is_suffix { 2 } else { 0 };
        }
        if tokens[end].kind == TokenKind::QuotationMark {
            // A nickname between given and family name: “Marcia "Cia" Price”.
            let closed = end + 2 < limit
                && tokens[end + 2].kind == TokenKind::QuotationMark
                && self.words[end + 1].is_capital();
            return if closed && end <= start + 3 && capital(end + 3) {
                4
            } else {
                0
            };
        }
        if self.document.word(tokens[end]) == "&" && capital(end + 1) {
            return 2;
        }
        let institution = before.class.is(Class::INSTITUTION) && before.shape == Shape::Capital;
        match word.normal.as_str() {
            "of" | "for" | "on"
                if institution && capital(end + 1) && !self.begins_person(end + 1, limit) =>
            {
                2
            }
            "of" | "for" | "on"
                if institution
                    && self
                        .words
                        .get(end + 1)
                        .is_some_and(|word| word.normal == "the")
                    && capital(end + 2) =>
            {
                3
            }
            "and" if capital(end + 1) => self.joined_institution(start, end, limit),
            _ => 0,
        }
    }

    /// Whether a person's name begins at token `start`: with a title, with a given name and one word more, or with
    /// words of which the last stands behind "Mr." or "Ms." somewhere.
    fn begins_person(&self, start: usize, limit: usize) -> bool {
        let mut end = start;
        while end < limit && self.words[end].is_capital() {
            end += 1;
        }
        let words = &self.words[start..end];
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return false;
        };
        let institution = last.class.is(Class::INSTITUTION);
        let given = words.len() == 2 && self.gazetteer.given_name(&first.normal).is_some();
        let title = words.len() > 1 && first.class.is(Class::TITLE);
        !institution
            && (given || title || words.len() > 1 && self.honoured.contains(last.normal.as_str()))
    }

    /// "House Oversight and Government Reform Committee": the words up to an institution's last noun, where
    /// nothing before "and" is a name of its own.
    fn joined_institution(&self, start: usize, and: usize, limit: usize) -> usize {
        let before = &self.words[start..and];
        let name_before = before.iter().any(|word| {
            word.shape == Shape::Shout
                || self.gazetteer.given_name(&word.normal).is_some()
                || word.class.is(Class::TITLE)
        });
        if name_before
            || before
                .last()
                .is_some_and(|word| word.class.is(Class::INSTITUTION) && before.len() > 1)
        {
            return 0;
        }
        let mut end = and + 1;
        while end < limit && self.words[end].is_capital() && self.can_be_name(end) {
            end += 1;
        }
        let after = &self.words[and + 1..end];
        if let ([word], true) = (after, before.len() > 1) {
            // "Lennick Water and Power", "Roe Brothers and Sons".
            let tail = matches!(
                word.normal.as_str(),
                "power"
                    | "light"
                    | "gas"
                    | "electric"
                    | "sons"
                    | "daughters"
                    | "company"
                    | "partners"
                    | "associates"
            );
            return if tail { end - and } else { 0 };
        }
        let joins = after.len() >= 2
            && after
                .last()
                .is_some_and(|word| word.class.is(Class::INSTITUTION))
            && after
                .iter()
                .all(|word| self.gazetteer.given_name(&word.normal).is_none());
        if joins { end - and } else { 0 }
    }

    /// The normalised words of `tokens` with single spaces between.
    pub(crate) fn joined(&self, tokens: Range<usize>) -> String {
        let mut joined = String::new();
        for word in &self.words[tokens] {
            if word.normal.is_empty() {
                continue;
            }
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(&word.normal);
        }
        joined
    }
}

/// "Trump-led", "Koch-backed": made of a name, and no name.
fn is_compound_adjective(text: &str) -> bool {
    const ENDINGS: [&str; 14] = [
        "-led",
        "-backed",
        "-based",
        "-style",
        "-era",
        "-like",
        "-born",
        "-affiliated",
        "-owned",
        "-controlled",
        "-funded",
        "-linked",
        "-friendly",
        "-turned",
    ];
    ENDINGS.iter().any(|ending| text.ends_with(ending))
}
