//! Other spellings of a full name: transliterations, short forms of the given name, middle names left out.

use crate::gazetteer::{Person, PersonIndex};
use crate::lexicon::Class;
use crate::link::Setting;
use crate::normalise::{folded, transliteration_key};

impl Setting<'_> {
    /// Prominent people whose names are this one in another transliteration, or with another form of the given
    /// name. Who shares the blocking key must also be close in spelling.
    pub(crate) fn other_spellings(&self, words: &[String]) -> Vec<PersonIndex> {
        let gazetteer = self.gazetteer;
        let [first, .., last] = words else {
            return Vec::new();
        };
        let mut bearers = gazetteer.full_name(&format!("{first} {last}"));
        for form in gazetteer.nicknames(first) {
            for bearer in gazetteer.full_name(&format!("{form} {last}")) {
                if !bearers.contains(&bearer) {
                    bearers.push(bearer);
                }
            }
        }
        bearers.retain(|bearer| {
            gazetteer
                .person(*bearer)
                .is_some_and(|person| middle_fits(words, &person))
        });
        if !bearers.is_empty() {
            return bearers;
        }
        let name = words.join(" ");
        let Some(key) = transliteration_key(&name) else {
            return Vec::new();
        };
        gazetteer
            .similar_names(&key)
            .into_iter()
            .filter(|index| {
                gazetteer.person(*index).is_some_and(|person| {
                    std::iter::once(person.name)
                        .chain(person.aliases.iter().copied())
                        .map(crate::normalise)
                        .any(|known| is_other_spelling(&name, &known))
                })
            })
            .collect()
    }
}

/// Whether no middle name of an entry contradicts the middle initial in the article: "Dennis B. Ross" is not
/// Dennis A. Ross.
fn middle_fits(words: &[String], person: &Person) -> bool {
    let initial = |middle: &[&str]| middle.first().and_then(|word| word.chars().next());
    let own: Vec<&str> = words[1..words.len() - 1]
        .iter()
        .map(String::as_str)
        .collect();
    let Some(own) = initial(&own) else {
        return true;
    };
    let known: Vec<char> = std::iter::once(person.name)
        .chain(person.aliases.iter().copied())
        .filter_map(|name| {
            let normalised = crate::normalise(name);
            let words: Vec<&str> = normalised.split(' ').collect();
            let last = words
                .iter()
                .rposition(|word| !Class::of(word).is(Class::SUFFIX))?;
            initial(words.get(1..last)?)
        })
        .collect();
    known.is_empty() || known.contains(&own)
}

/// "Zelenskiy" for "Zelensky", and one slip more in the whole name of somebody prominent. Short words differ too
/// easily.
fn is_other_spelling(one: &str, known: &str) -> bool {
    let (one, known) = (folded(one), folded(known));
    let length = one.chars().count().min(known.chars().count());
    length >= 9
        && strsim::osa_distance(&one, &known) <= 1
        && strsim::jaro_winkler(&one, &known) >= 0.95
}
