//! Takes a run of capitalised words apart: title, person, institution.

use std::ops::Range;

use crate::gazetteer::PersonIndex;
use crate::lexicon::{self, Class};
use crate::scan::{Look, Name, Scanner};
use crate::word::{Shape, Word};

/// Longest name looked up as a whole; longer runs are institutions or lists.
const LONGEST_NAME: usize = 5;

impl Scanner<'_> {
    /// Takes a run apart and appends the names it holds.
    pub(crate) fn take_apart(
        &self,
        run: Range<usize>,
        sentence: Range<usize>,
        headline: bool,
        names: &mut Vec<Name>,
    ) {
        if self.organisation_or_country(&run, headline, names) {
            return;
        }
        if let Some((name, bearers)) = self.known_person(&run, headline) {
            let before = run.start..name.start;
            let after = name.end..run.end;
            let title = self.title_before(before.start, name.start, &sentence);
            names.push(Name {
                tokens: name,
                title,
                look: Look::Person,
                bearers,
                echo: false,
            });
            if headline && !after.is_empty() {
                self.take_apart(after, sentence, headline, names);
            }
            return;
        }
        if headline {
            self.echoes(run, names);
            return;
        }
        self.unknown(run, sentence, names);
    }

    /// The words of a headline that may repeat a name. A given name with the word behind it is kept together: it
    /// is a name where the body goes on with that word alone.
    fn echoes(&self, run: Range<usize>, names: &mut Vec<Name>) {
        let mut index = run.start;
        while index < run.end {
            let given = self
                .gazetteer
                .given_name(&self.words[index].normal)
                .is_some();
            let pair = given && index + 1 < run.end && self.is_plain(index + 1);
            if pair || self.is_plain(index) {
                names.push(Name {
                    tokens: index..index + 1 + usize::from(pair),
                    title: index..index,
                    look: if pair { Look::Unclear } else { Look::Single },
                    bearers: Vec::new(),
                    echo: true,
                });
            }
            index += 1 + usize::from(pair);
        }
    }

    /// Whether the whole run is an institution or a country the gazetteer knows.
    fn organisation_or_country(
        &self,
        run: &Range<usize>,
        headline: bool,
        names: &mut Vec<Name>,
    ) -> bool {
        let normal = self.joined(run.clone());
        if lexicon::is_state(&normal) {
            return true;
        }
        let country = self.gazetteer.country_name(&normal);
        let look = match (self.gazetteer.organisation_name(&normal), country) {
            (Some(index), _) => Look::Organisation(Some(index)),
            (None, Some(country)) if country.adjective => return true,
            (None, Some(_)) => Look::Country,
            (None, None) => return false,
        };
        names.push(Name {
            tokens: run.clone(),
            title: run.start..run.start,
            look,
            bearers: Vec::new(),
            echo: headline,
        });
        true
    }

    /// The longest full name of the run that the gazetteer knows, the last of equals.
    fn known_person(
        &self,
        run: &Range<usize>,
        headline: bool,
    ) -> Option<(Range<usize>, Vec<PersonIndex>)> {
        for length in (2..=LONGEST_NAME.min(run.len())).rev() {
            for start in (run.start..=run.end - length).rev() {
                let window = start..start + length;
                if self.words[start].class.is(Class::PARTICLE)
                    && self.words[start].shape == Shape::Lower
                {
                    continue;
                }
                if !headline && !self.stands_alone(&window, run) {
                    continue;
                }
                let bearers = self.gazetteer.full_name(&self.joined(window.clone()));
                if !bearers.is_empty() {
                    return Some((self.with_suffix(window, run.end), bearers));
                }
            }
        }
        None
    }

    /// Whether what stands around `window` in the run cannot be part of the same name: "John Kerry" in
    /// "John Kerry Smith", in "Mary John Kerry" and in "John Kerry Foundation" is somebody or something else.
    fn stands_alone(&self, window: &Range<usize>, run: &Range<usize>) -> bool {
        let after = self.words.get(window.end).filter(|_| window.end < run.end);
        let free_after =
            after.is_none_or(|word| word.class.is(Class::SUFFIX) || word.normal.is_empty());
        let before = (window.start > run.start).then(|| &self.words[window.start - 1]);
        let free_before = before.is_none_or(|word| {
            word.class.is(Class::TITLE.or(Class::OPENER))
                || self.gazetteer.given_name(&word.normal).is_none()
        });
        free_after && free_before
    }

    /// The window with the "Jr." behind it.
    fn with_suffix(&self, window: Range<usize>, limit: usize) -> Range<usize> {
        let mut end = window.end;
        while end < limit
            && (self.words[end].normal.is_empty() || self.words[end].class.is(Class::SUFFIX))
        {
            end += 1;
        }
        window.start..end
    }

    /// A run nobody knows: what stands behind its last title is the name.
    fn unknown(&self, run: Range<usize>, sentence: Range<usize>, names: &mut Vec<Name>) {
        let last = run.end - 1;
        let title = (run.start..last)
            .rev()
            .find(|index| self.ends_title(*index, &run));
        let mut start = title.map_or(run.start, |title| title + 1);
        while start < run.end && self.is_lead_word(start) {
            start += 1;
        }
        if title.is_none() {
            start = self.first_given_name(start..run.end);
        }
        if start + 1 < run.end && self.only_begins_sentence(start) {
            start += 1;
        }
        let name = start..run.end;
        if name.is_empty() || self.is_no_name(&name) {
            return;
        }
        let body = title.is_some()
            && self.words[last].class.is(Class::INSTITUTION)
            && run
                .start
                .checked_sub(1)
                .is_some_and(|before| self.words[before].normal == "the");
        let look = if body {
            // "The General Assembly" is no general.
            Look::Organisation(None)
        } else if name.len() == 1 || self.is_surname_alone(&name) {
            if title.is_none() && !self.is_plain(name.end - 1) && !self.titled(start) {
                return;
            }
            Look::Single
        } else {
            self.look(&name, title.is_some())
        };
        let last = &self.words[name.end - 1];
        if self.describes(last, &name) && matches!(look, Look::Organisation(_) | Look::Unclear) {
            return;
        }
        let (name, title) = match look {
            Look::Organisation(_) => {
                let whole = self.without_opener(run.clone());
                (whole.clone(), whole.start..whole.start)
            }
            _ => {
                let title = self.title_before(run.start, start, &sentence);
                (name, title)
            }
        };
        names.push(Name {
            tokens: name,
            title,
            look,
            bearers: Vec::new(),
            echo: false,
        });
    }

    /// "The Wisconsin Republican", "the Harrow mayor", "the Field Poll", "Cuban Americans": words in capitals that
    /// describe somebody or something and name nobody.
    fn describes(&self, last: &Word, name: &Range<usize>) -> bool {
        if name.len() < 2 {
            return false;
        }
        let document = last.class.is(Class::DOCUMENT) && !last.class.is(Class::INSTITUTION)
            || matches!(
                last.normal.as_str(),
                "act" | "amendment" | "poll" | "wall" | "avenue" | "road"
            );
        let first = &self.words[name.start];
        let people = first.class.is(Class::PARTISAN)
            || self
                .gazetteer
                .country_name(&first.normal)
                .is_some_and(|name| name.adjective);
        let singular = last.normal.strip_suffix('s').map(Class::of);
        let group = people && singular.is_some_and(|class| !class.is(Class::INSTITUTION));
        last.class.is(Class::PARTISAN.or(Class::TITLE)) || document || group
    }

    /// Whether a run is a heading in capitals, the abbreviation of a state or nothing but initials.
    fn is_no_name(&self, name: &Range<usize>) -> bool {
        let words = &self.words[name.clone()];
        let shouted = words.iter().all(|word| word.shape != Shape::Capital);
        let heading = words.len() > 3 && shouted;
        let state = words.len() == 1
            && shouted
            && lexicon::state_of_abbreviation(&words[0].normal).is_some();
        let initials = words.iter().all(|word| word.shape == Shape::Initial);
        heading || state || initials
    }

    /// Whether token `index` is capitalised for beginning the sentence only: the article also writes it small,
    /// and nobody is called so.
    fn only_begins_sentence(&self, index: usize) -> bool {
        let word = &self.words[index];
        word.shape == Shape::Capital
            && self.begins_sentence(index)
            && self.small.contains(word.normal.as_str())
            && !word.class.is(Class::INSTITUTION)
            && self.gazetteer.given_name(&word.normal).is_none()
    }

    /// "von der Leyen", "de Blasio": particles and one word.
    fn is_surname_alone(&self, name: &Range<usize>) -> bool {
        self.words[name.start..name.end - 1]
            .iter()
            .all(|word| word.class.is(Class::PARTICLE) && word.normal != "al")
    }

    /// Whether token `index` is the last word of a title inside `run`. "King" in "Larry King" is not, nor is a
    /// title that belongs to an institution ("Attorney General" in "Attorney General Office").
    fn ends_title(&self, index: usize, run: &Range<usize>) -> bool {
        let word = &self.words[index];
        let part = word.normal.rsplit(' ').next().unwrap_or_default();
        if !word.class.is(Class::TITLE) && !Class::of(part).is(Class::TITLE) {
            return false;
        }
        let behind_given_name = index > run.start
            && self
                .gazetteer
                .given_name(&self.words[index - 1].normal)
                .is_some()
            && !self.words[index - 1].class.is(Class::TITLE)
            && !lexicon::is_state(&self.words[index - 1].normal);
        // "Gov." and "Sen." are nobody's name.
        !behind_given_name || self.gazetteer.family_name(&word.normal).is_empty()
    }

    /// Words that stand before a name without being part of it: "Former", "Democrat", "American", "Florida".
    fn is_lead_word(&self, index: usize) -> bool {
        let word = &self.words[index];
        let more = self.words.get(index + 1).is_some_and(Word::is_capital);
        more && (word.class.is(Class::OPENER) && self.gazetteer.given_name(&word.normal).is_none())
    }

    /// Where the name begins: at the first given name, where one stands behind other words.
    fn first_given_name(&self, name: Range<usize>) -> usize {
        let given = |index: usize| {
            self.words[index].shape != Shape::Initial
                && !self.words[index].class.is(Class::PARTICLE)
                && self
                    .gazetteer
                    .given_name(&self.words[index].normal)
                    .is_some()
        };
        if name.len() < 3 || given(name.start) {
            return name.start;
        }
        let institution = |index: usize| self.words[index].class.is(Class::INSTITUTION);
        let initial = self.words[name.start].shape == Shape::Initial;
        if institution(name.end - 1) || initial {
            return name.start;
        }
        // "Fox News Sean Hannity": the name begins behind the institution.
        if let Some(last) = name.clone().rev().find(|index| institution(*index)) {
            let behind = last + 1..name.end;
            return if behind.len() == 2 && given(behind.start) {
                behind.start
            } else {
                name.start
            };
        }
        (name.start + 1..name.end - 1)
            .find(|index| given(*index))
            .unwrap_or(name.start)
    }

    fn look(&self, name: &Range<usize>, titled: bool) -> Look {
        let words = &self.words[name.clone()];
        let first = &words[0];
        let known_given =
            self.gazetteer.given_name(&first.normal).is_some() || first.shape == Shape::Initial;
        let institution = words
            .iter()
            .any(|word| word.class.is(Class::INSTITUTION) && word.shape != Shape::Lower);
        let last_is_institution = words
            .last()
            .is_some_and(|word| word.class.is(Class::INSTITUTION));
        let joined = words
            .iter()
            .any(|word| word.shape == Shape::Lower && !word.class.is(Class::PARTICLE))
            || name
                .clone()
                .any(|index| self.document.word(self.document.tokens()[index]) == "&");
        if joined || last_is_institution || (institution && !known_given) || words.len() > 5 {
            return Look::Organisation(None);
        }
        if titled || self.titled(name.start) || known_given {
            return Look::Person;
        }
        let place = lexicon::is_state(&self.joined(name.clone()));
        let group = first.class.is(Class::PARTISAN)
            || self.gazetteer.country_name(&first.normal).is_some()
            || lexicon::is_state(&first.normal);
        if place || group {
            return Look::Organisation(None);
        }
        let article = name.start > 0 && self.words[name.start - 1].normal == "the";
        if article || words.iter().all(|word| word.shape == Shape::Shout) && words.len() > 2 {
            return Look::Organisation(None);
        }
        Look::Unclear
    }

    /// Whether an unclear name is more likely a thing's: it holds an acronym, or ends with a word that the article
    /// also writes small and that is nobody's family name.
    pub(crate) fn is_thing(&self, name: &Range<usize>) -> bool {
        let words = &self.words[name.clone()];
        let words = match words {
            [rest @ .., last] if last.class.is(Class::SUFFIX) => rest,
            words => words,
        };
        let Some(last) = words.last() else {
            return false;
        };
        let acronym = words
            .iter()
            .any(|word| word.shape == Shape::Shout && word.normal.len() <= 4);
        let place =
            last.class.is(Class::PLACE) || self.gazetteer.country_name(&last.normal).is_some();
        let word = self.small.contains(last.normal.as_str()) || last.class != Class::default();
        acronym || place || word && self.gazetteer.family_name(&last.normal).is_empty()
    }

    /// The run without a capitalised word that only begins the sentence.
    fn without_opener(&self, run: Range<usize>) -> Range<usize> {
        let first = &self.words[run.start];
        let opener = run.len() > 1
            && self.begins_sentence(run.start)
            && self.small.contains(first.normal.as_str())
            && first.shape == Shape::Capital
            && !first.class.is(Class::INSTITUTION);
        if opener { run.start + 1..run.end } else { run }
    }

    /// Whether one capitalised word can be a name: no title, party or people, and, at the beginning of a
    /// sentence, no word that the article also writes in small letters.
    fn is_plain(&self, index: usize) -> bool {
        let word = &self.words[index];
        if word.shape == Shape::Initial || word.normal.len() < 2 {
            return false;
        }
        if word.normal == "may" {
            return self.can_be_name(index);
        }
        if word.class.is(Class::FUNCTION
            .or(Class::PARTISAN)
            .or(Class::OPENER)
            .or(Class::HEADLINE_VERB))
        {
            return false;
        }
        let title = word.class.is(Class::TITLE.or(Class::DOCUMENT)) && word.shape != Shape::Shout;
        if title && self.gazetteer.family_name(&word.normal).is_empty() {
            return false;
        }
        if self.gazetteer.country_name(&word.normal).is_some() || is_group(word) {
            return false;
        }
        !(self.begins_sentence(index) && self.small.contains(word.normal.as_str()))
    }
}

/// "Voters", "Officials", "Critics": many who share a part played.
fn is_group(word: &Word) -> bool {
    let singular = word
        .normal
        .strip_suffix('s')
        .map(Class::of)
        .unwrap_or_default();
    word.shape != Shape::Shout
        && (word.class.is(Class::INDEFINITE)
            || singular.is(Class::TITLE
                .or(Class::BODY)
                .or(Class::DOCUMENT)
                .or(Class::KIN)))
}
