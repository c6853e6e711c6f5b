//! The clues of one sentence's tokens, some hundred for each.
//!
//! Most look at the token and its neighbours. The ones that carry most look far: which reporting word stands nearest
//! on either side, what stands around the quotation the token is in, and what the rules propose for it. Each clue is a
//! template with up to two values; the template's number is the first argument of `tell`, and must not change without
//! training anew.

use onrecord_model::BlockRole;

use super::clue::{ClueSort, Clues, mix, steps};
use super::surroundings::{Proposed, Surroundings};
use crate::lexicon::Class;
use crate::reading::Tokens;
use crate::token::TokenKind;

/// The least strength of a word that counts as reporting.
const REPORTS: u8 = 2;
/// How far from a quotation its reporting word may stand to be noticed, in tokens.
const NEAR_QUOTATION: u64 = 8;

/// The nearest reporting word on one side, and what stands between.
#[derive(Debug, Clone, Copy)]
struct Near {
    at: usize,
    commas: usize,
    verbs: usize,
    quotation_marks: usize,
}

impl Near {
    fn at(at: usize) -> Self {
        Self {
            at,
            commas: 0,
            verbs: 0,
            quotation_marks: 0,
        }
    }

    fn between(self) -> u64 {
        (self.commas.min(3) * 16 + self.verbs.min(3) * 4 + self.quotation_marks.min(3)) as u64
    }
}

pub(super) struct SentenceClues<'a, 'reading, 'document, 'text> {
    around: &'a Surroundings<'reading, 'document, 'text>,
    /// How far neighbours may be looked for: the stretch.
    bounds: &'a Tokens,
    tokens: Tokens,
    /// Which sentence of the paragraph it is.
    number: usize,
    role: BlockRole,
    /// For each token the nearest reporting word before it, the one before that, and the nearest behind it.
    left: Vec<Option<Near>>,
    second_left: Vec<Option<usize>>,
    right: Vec<Option<Near>>,
    /// For each token the nearest name or pronoun before it.
    nominal: Vec<Option<usize>>,
}

impl<'a, 'reading, 'document, 'text> SentenceClues<'a, 'reading, 'document, 'text> {
    pub(super) fn new(
        around: &'a Surroundings<'reading, 'document, 'text>,
        bounds: &'a Tokens,
        tokens: Tokens,
        number: usize,
        role: BlockRole,
    ) -> Self {
        let mut sentence = Self {
            around,
            bounds,
            left: vec![None; tokens.len()],
            second_left: vec![None; tokens.len()],
            right: vec![None; tokens.len()],
            nominal: vec![None; tokens.len()],
            tokens,
            number,
            role,
        };
        sentence.look_left();
        sentence.look_right();
        sentence
    }

    fn reports(&self, index: usize) -> bool {
        self.around.facts[index].strength >= REPORTS && !self.around.reading.quoted(index)
    }

    fn pass(&self, index: usize, near: Option<&mut Near>) {
        let Some(near) = near else { return };
        let reading = self.around.reading;
        match reading.kind(index) {
            TokenKind::Comma => near.commas += 1,
            TokenKind::QuotationMark => near.quotation_marks += 1,
            _ => {
                let word = reading.word(index);
                let is_verb = word.verb.is_some()
                    || matches!(
                        word.class,
                        Class::Verb | Class::Be | Class::Auxiliary | Class::Modal
                    );
                near.verbs += usize::from(is_verb);
            }
        }
    }

    fn look_left(&mut self) {
        let reading = self.around.reading;
        let mut near: Option<Near> = None;
        let mut second = None;
        let mut nominal = None;
        for index in self.tokens.clone() {
            let slot = index - self.tokens.start;
            self.left[slot] = near;
            self.second_left[slot] = second;
            self.nominal[slot] = nominal;
            if self.reports(index) {
                second = near.map(|near| near.at);
                near = Some(Near::at(index));
            } else {
                self.pass(index, near.as_mut());
            }
            let is_nominal = matches!(
                reading.class(index),
                Class::Pronoun | Class::Name | Class::Relative
            );
            if is_nominal && !reading.quoted(index) {
                nominal = Some(index);
            }
        }
    }

    fn look_right(&mut self) {
        let mut near: Option<Near> = None;
        for index in self.tokens.clone().rev() {
            self.right[index - self.tokens.start] = near;
            if self.reports(index) {
                near = Some(Near::at(index));
            } else {
                self.pass(index, near.as_mut());
            }
        }
    }

    /// Appends the clues of all tokens of the sentence, but for the sorts `without`.
    pub(super) fn tell(&self, without: &[ClueSort], clues: &mut Clues) {
        let reporting = self
            .tokens
            .clone()
            .filter(|index| self.reports(*index))
            .count()
            .min(3) as u64;
        for index in self.tokens.clone() {
            let mut tell = |template: u64, a: u64, b: u64| {
                clues.tell(mix(mix(mix(0x1319_8a2e_0370_7344, template), a), b));
            };
            tell(0, 0, 0);
            for sort in ClueSort::ALL {
                if without.contains(&sort) {
                    continue;
                }
                match sort {
                    ClueSort::Words => self.words(index, &mut tell),
                    ClueSort::Shapes => self.shapes(index, &mut tell),
                    ClueSort::Groups => self.groups(index, &mut tell),
                    ClueSort::Place => self.place(index, reporting, &mut tell),
                    ClueSort::Cues => self.cues(index, &mut tell),
                    ClueSort::Quotation => self.quotation(index, &mut tell),
                    ClueSort::Proposals => self.proposals(index, &mut tell),
                }
            }
            clues.end_token();
        }
    }

    /// A neighbour of a token, if it is in the stretch.
    fn neighbour(&self, index: usize, offset: isize) -> Option<usize> {
        index
            .checked_add_signed(offset)
            .filter(|at| self.bounds.contains(at))
    }

    fn word(&self, index: usize, offset: isize) -> u64 {
        self.around.word(self.bounds, index, offset)
    }

    fn class(&self, index: usize, offset: isize) -> u64 {
        self.around.class(self.bounds, index, offset)
    }

    fn group(&self, index: usize, offset: isize) -> [u64; 3] {
        self.around
            .facts(self.bounds, index, offset)
            .groups
            .map(u64::from)
    }

    fn words(&self, index: usize, tell: &mut impl FnMut(u64, u64, u64)) {
        let word = [-2, -1, 0, 1, 2].map(|offset| self.word(index, offset));
        let class = [-2, -1, 0, 1, 2].map(|offset| self.class(index, offset));
        tell(1, word[2], 0);
        tell(2, word[1], 0);
        tell(3, word[3], 0);
        tell(4, word[0], 0);
        tell(5, word[4], 0);
        tell(6, word[1], word[2]);
        tell(7, word[2], word[3]);
        tell(8, word[0], word[1]);
        tell(9, word[3], word[4]);
        tell(10, class[2], 0);
        tell(11, class[1], 0);
        tell(12, class[3], 0);
        tell(13, class[1], class[2]);
        tell(14, class[2], class[3]);
        tell(15, class[0], class[1] * 256 + class[2]);
        tell(16, class[1], class[2] * 256 + class[3]);
        tell(17, class[2], class[3] * 256 + class[4]);
        tell(18, word[2], class[1]);
        tell(19, word[2], class[3]);
        tell(20, class[0], class[4]);
    }

    fn shapes(&self, index: usize, tell: &mut impl FnMut(u64, u64, u64)) {
        let reading = self.around.reading;
        let text = reading.text(index);
        let class = self.class(index, 0);
        tell(21, ending(text, 3), 0);
        tell(22, ending(text, 2), self.class(index, -1));
        tell(23, shape(text), u64::from(index == self.tokens.start));
        tell(24, shape(text), self.class(index, 1));
        if let Some(after) = self.neighbour(index, 1) {
            tell(25, ending(reading.text(after), 3), class);
        }
        if let Some(before) = self.neighbour(index, -1) {
            tell(26, ending(reading.text(before), 3), class);
            tell(27, shape(reading.text(before)), shape(text));
        }
    }

    fn groups(&self, index: usize, tell: &mut impl FnMut(u64, u64, u64)) {
        let here = self.group(index, 0);
        let before = self.group(index, -1);
        let after = self.group(index, 1);
        for size in 0..3 {
            let template = 150 + size as u64 * 10;
            tell(template, here[size], 0);
            tell(template + 1, before[size], 0);
            tell(template + 2, after[size], 0);
            tell(template + 3, here[size], self.class(index, 1));
            tell(template + 4, here[size], self.class(index, -1));
        }
        tell(180, here[1], after[0]);
        tell(181, before[0], here[1]);
        tell(182, here[0], after[0] * 100 + before[0]);
        tell(183, here[2], after[0]);
        tell(184, self.group(index, -2)[0], before[0] * 100 + here[0]);
        tell(185, self.group(index, 2)[0], after[0] * 100 + here[0]);
        let slot = index - self.tokens.start;
        let class = self.class(index, 0);
        if let Some(near) = self.left[slot] {
            let cue = self.group(near.at, 0);
            tell(191, cue[1], steps(index - near.at));
            tell(192, cue[1], class);
            tell(193, cue[2], self.group(near.at, 1)[0]);
            tell(194, cue[1], near.between());
        } else {
            tell(190, here[1], 0);
        }
        if let Some(near) = self.right[slot] {
            let cue = self.group(near.at, 0);
            tell(195, cue[1], steps(near.at - index));
            tell(196, cue[1], class);
        }
    }

    fn place(&self, index: usize, reporting: u64, tell: &mut impl FnMut(u64, u64, u64)) {
        let from_start = steps(index - self.tokens.start);
        let to_end = steps(self.tokens.end - 1 - index);
        let class = self.class(index, 0);
        tell(30, from_start, 0);
        tell(31, to_end, 0);
        tell(32, from_start.min(3), class);
        tell(33, self.number.min(3) as u64, self.role as u64);
        tell(34, reporting, from_start.min(2));
        tell(35, reporting, self.around.quotation_state(index));
        if let Some(nominal) = self.nominal[index - self.tokens.start] {
            let nominal_class = self.around.reading.class(nominal) as u64;
            tell(36, nominal_class, steps(index - nominal));
            tell(37, nominal_class, class);
        }
    }

    fn cues(&self, index: usize, tell: &mut impl FnMut(u64, u64, u64)) {
        let facts = &self.around.facts;
        let slot = index - self.tokens.start;
        let class = self.class(index, 0);
        let own = u64::from(facts[index].strength);
        tell(40, own, 0);
        tell(41, own, self.class(index, -1));
        tell(42, own, self.class(index, 1));
        let strength_at = |offset| {
            self.neighbour(index, offset)
                .map_or(9, |at| u64::from(facts[at].strength))
        };
        tell(43, strength_at(-1), strength_at(1));
        let (left, right) = (self.left[slot], self.right[slot]);
        if let Some(near) = left {
            let cue = self.around.words[near.at];
            let strength = u64::from(facts[near.at].strength);
            let distance = steps(index - near.at);
            let between = near.between();
            let next = self.word(near.at, 1);
            tell(50, cue, 0);
            tell(51, cue, distance);
            tell(52, cue, class);
            tell(53, cue, next);
            tell(54, strength, distance);
            tell(55, strength, between);
            tell(56, cue, between);
            tell(57, next, distance.min(8));
            tell(58, self.class(near.at, -1), distance);
            tell(59, next, class);
            tell(60, between, class);
            tell(61, between, self.word(index, 0));
            tell(62, between, self.word(index, 1));
        } else {
            tell(63, class, 0);
        }
        if let Some(near) = right {
            let cue = self.around.words[near.at];
            let strength = u64::from(facts[near.at].strength);
            let distance = steps(near.at - index);
            let between = near.between();
            tell(70, cue, 0);
            tell(71, cue, distance);
            tell(72, cue, class);
            tell(73, strength, distance);
            tell(74, strength, between);
            tell(75, self.class(near.at, -1), distance);
            tell(76, between, class);
            tell(77, self.class(near.at, 1), distance);
            tell(78, self.word(near.at, 1), strength);
        } else {
            tell(79, class, 0);
        }
        let side = |near: Option<Near>| near.map_or(0, |near| u64::from(facts[near.at].strength));
        tell(80, side(left) * 8 + side(right), class);
        if let Some(second) = self.second_left[slot] {
            tell(81, self.around.words[second], 0);
        }
    }

    fn quotation(&self, index: usize, tell: &mut impl FnMut(u64, u64, u64)) {
        let around = self.around;
        let state = around.quotation_state(index);
        let state_at = |offset| {
            self.neighbour(index, offset)
                .map_or(9, |at| around.quotation_state(at))
        };
        tell(90, state, 0);
        tell(91, state_at(-1) * 16 + state, state_at(1));
        tell(92, state, self.class(index, 0));
        let Some(quotation) = around.reading.quotation_at(index) else {
            return;
        };
        let length = steps(quotation.inside().len());
        let state = state % 4;
        let first = quotation.tokens.start;
        let last = quotation.tokens.end - 1;
        let opens_sentence = u64::from(first == self.tokens.start);
        let manner =
            opens_sentence + 2 * u64::from(quotation.continues) + 4 * u64::from(quotation.closed);
        tell(93, length, state);
        tell(94, length * 16 + manner, state);
        tell(95, self.word(first, -1), state);
        tell(96, self.class(first, -1), length);
        tell(97, self.word(last, 1), state);
        tell(98, self.class(last, 1), length);
        tell(99, self.word(last, -1), state * 16 + length);
        let cues = self.cue_near(first, -1) * 16 + self.cue_near(last, 1);
        tell(100, cues / 16, state);
        tell(101, cues % 16, state);
        tell(102, cues, manner);
        tell(103, cues, length);
    }

    /// How near and how strong a reporting word is from `index` in the direction `by`, out of quotations.
    fn cue_near(&self, index: usize, by: isize) -> u64 {
        let mut at = index;
        for distance in 1..=NEAR_QUOTATION {
            let Some(next) = self.neighbour(at, by) else {
                return 0;
            };
            at = next;
            if by < 0 && self.around.reading.kind(at) == TokenKind::Stop {
                return 1;
            }
            if self.reports(at) {
                let stronger = u64::from(self.around.facts[at].strength - REPORTS);
                return 2 + (distance / 3).min(2) * 3 + stronger;
            }
        }
        1
    }

    fn proposals(&self, index: usize, tell: &mut impl FnMut(u64, u64, u64)) {
        let proposed = &self.around.proposed;
        for (part, of_part) in proposed.iter().enumerate() {
            let at = |offset| {
                self.neighbour(index, offset)
                    .map_or_else(Proposed::default, |at| of_part[at])
            };
            let here = at(0);
            let template = 110 + part as u64 * 10;
            tell(template, here.number(), 0);
            tell(template + 1, u64::from(here.sure), 0);
            let rule = u64::from(here.rule) * 8 + u64::from(here.place);
            tell(template + 2, rule, u64::from(here.sure / 3));
            tell(template + 3, at(-1).number(), here.number());
            tell(template + 4, here.number(), at(1).number());
        }
        let joined = proposed
            .iter()
            .fold(0, |sum, of_part| sum * 64 + of_part[index].number());
        tell(140, joined, 0);
        tell(141, joined, self.class(index, 0));
        let second = self.around.second_content[index];
        tell(142, second.number(), proposed[2][index].number());
    }
}

/// The last letters of a word, at most `length`.
fn ending(text: &str, length: usize) -> u64 {
    let mut state = 7;
    for character in text.chars().rev().take(length) {
        let lower = character.to_lowercase().next().unwrap_or(character);
        state = mix(state, u64::from(lower));
    }
    state
}

/// The first six runs of capitals, small letters, digits and anything else.
fn shape(text: &str) -> u64 {
    let mut state = 1;
    let mut last = 0;
    let mut runs = 0;
    for character in text.chars() {
        let sort = if character.is_uppercase() {
            1
        } else if character.is_alphabetic() {
            2
        } else if character.is_numeric() {
            3
        } else {
            4
        };
        if sort != last {
            state = state * 5 + sort;
            last = sort;
            runs += 1;
            if runs == 6 {
                break;
            }
        }
    }
    state
}
