//! The titles that stand before names.

use std::ops::Range;

use crate::lexicon::Class;
use crate::scan::Scanner;
use crate::word::Shape;

/// How many words before a name can be its title.
const LONGEST_TITLE: usize = 7;

impl Scanner<'_> {
    /// Whether a title stands right before token `start`, in small letters.
    pub(crate) fn titled(&self, start: usize) -> bool {
        start > 0
            && self.words[start - 1].class.is(Class::TITLE)
            && self.words[start - 1].shape != Shape::Other
    }

    /// The words before a name that are its title: from the run's own beginning, and before it as far as small
    /// words and names lead to a title ("Clinton campaign manager Robby Mook").
    pub(crate) fn title_before(
        &self,
        run_start: usize,
        name_start: usize,
        sentence: &Range<usize>,
    ) -> Range<usize> {
        let mut start = run_start;
        if start == name_start && !(start > sentence.start && self.titled(start)) {
            return name_start..name_start;
        }
        let honorific = Class::MALE_HONORIFIC.or(Class::FEMALE_HONORIFIC);
        let political = self.words[start].class.is(Class::POLITICAL);
        if start < name_start && self.words[start].class.is(honorific) && !political {
            return start..name_start;
        }
        let lowest = sentence.start.max(name_start.saturating_sub(LONGEST_TITLE));
        let mut unknown = 0;
        while start > lowest && self.goes_on_left(start, &mut unknown) {
            start -= 1;
        }
        // A preposition or "'s" does not begin a title.
        while start < name_start
            && (self.words[start].normal == "of" || self.words[start].shape == Shape::Clitic)
        {
            start += 1;
        }
        start..name_start
    }

    /// Whether the word before token `start` belongs to the same title. Small words that are no titles ("real
    /// estate" in "real estate mogul Jane Roe") do only before other small words, and two at most: before a
    /// capital such a word is as a rule a verb.
    fn goes_on_left(&self, start: usize, unknown: &mut usize) -> bool {
        let (word, next) = (&self.words[start - 1], &self.words[start]);
        let next_is_small = matches!(next.shape, Shape::Lower | Shape::Clitic);
        match word.shape {
            Shape::Other => false,
            Shape::Clitic => next_is_small && word.is_possessive(),
            Shape::Capital | Shape::Shout | Shape::Initial => {
                !word.class.is(Class::FUNCTION.or(Class::PRONOUN))
                    && (next_is_small || next.normal == "of")
            }
            Shape::Lower if word.normal == "of" => {
                start >= 2 && self.words[start - 2].class.is(Class::TITLE) && next.is_capital()
            }
            Shape::Lower => {
                let grammar = Class::FUNCTION.or(Class::PRONOUN).or(Class::POSTMODIFIER);
                let part = Class::TITLE
                    .or(Class::OPENER)
                    .or(Class::FORMER)
                    .or(Class::POLITICAL)
                    .or(Class::BODY);
                if word.class.is(part) {
                    return true;
                }
                *unknown += 1;
                !word.class.is(grammar) && next_is_small && *unknown <= 2
            }
        }
    }
}
