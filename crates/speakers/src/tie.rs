//! What the article says somebody is: titles before a name, appositions behind and before it.

use std::ops::Range;

use onrecord_extract::TokenKind;

use crate::gazetteer::{Gazetteer, Gender, Office};
use crate::lexicon::{self, Class};
use crate::normalise;
use crate::scan::{Name, Scanner};
use crate::word::{Shape, Word};

/// A description: "former U.S. special envoy to Harrow" has the head "envoy" and the modifiers "us", "special",
/// "harrow", and is former.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tie {
    /// The noun, as titles are compared.
    pub(crate) head: String,
    /// All other words of content, as titles are compared.
    pub(crate) modifiers: Vec<String>,
    /// Whether it says "former" or the like.
    pub(crate) former: bool,
}

/// What the words around a name tell.
#[derive(Debug, Default)]
pub(crate) struct Described {
    pub(crate) ties: Vec<Tie>,
    pub(crate) gender: Option<Gender>,
    pub(crate) age: Option<u32>,
    /// Whether the words around it show that it is a person's name.
    pub(crate) is_person: bool,
}

/// Longest apposition read, in tokens.
const LONGEST: usize = 16;

/// Reads the words of a description. `None` where it has no head. Adjectives of countries become the country,
/// so that "the Russian president" and "the president of Russia" are the same.
pub(crate) fn read(words: &[Word], gazetteer: &Gazetteer) -> Option<Tie> {
    let cut = words
        .iter()
        .position(|word| word.class.is(Class::POSTMODIFIER) && word.shape == Shape::Lower)
        .unwrap_or(words.len());
    let head_index = words[..cut]
        .iter()
        .rposition(|word| !word.normal.is_empty() && !word.is_possessive())?;
    let head = head_of(&words[head_index].normal);
    if head.is_empty() {
        return None;
    }
    let mut former = false;
    let mut modifiers = Vec::new();
    for (index, word) in words.iter().enumerate() {
        former |= word.class.is(Class::FORMER);
        let grammar = word
            .class
            .is(Class::FUNCTION.or(Class::PRONOUN).or(Class::FORMER));
        if index == head_index || grammar || word.normal.len() < 2 || word.is_possessive() {
            continue;
        }
        let country = gazetteer
            .country_name(&word.normal)
            .and_then(|name| gazetteer.country(name.country));
        match country {
            Some(country) => modifiers.extend(normalise(country).split(' ').map(str::to_owned)),
            None => modifiers.extend(
                word.normal
                    .split(' ')
                    .map(|part| lexicon::same_title(part).to_owned()),
            ),
        }
    }
    Some(Tie {
        head,
        modifiers,
        former,
    })
}

/// "vice-president" and "secretary-treasurer" are headed by their last part.
fn head_of(normal: &str) -> String {
    let last = normal.rsplit(' ').next().unwrap_or_default();
    lexicon::same_title(last).to_owned()
}

/// The tie that an office of the gazetteer makes, ended or not.
pub(crate) fn of_office(office: &Office, ended: bool, gazetteer: &Gazetteer) -> Option<Tie> {
    let mut tie = of_words(office.title, office.organisation, gazetteer)?;
    tie.former |= ended;
    Some(tie)
}

/// The tie that a title and an institution make.
pub(crate) fn of_words(
    title: &str,
    organisation: Option<&str>,
    gazetteer: &Gazetteer,
) -> Option<Tie> {
    let words: Vec<Word> = title
        .split_whitespace()
        .chain(organisation.unwrap_or_default().split_whitespace())
        .map(|word| {
            let normal = normalise(word);
            Word {
                class: Class::of(&normal),
                shape: Shape::Lower,
                normal: normal.into(),
            }
        })
        .collect();
    let title = title.split_whitespace().count();
    let mut tie = read(&words[..title], gazetteer)?;
    let organisation = words[title..]
        .iter()
        .filter(|word| !word.class.is(Class::FUNCTION))
        .flat_map(|word| word.normal.split(' '))
        .map(str::to_owned);
    tie.modifiers.extend(organisation);
    Some(tie)
}

impl Scanner<'_> {
    /// What the words around `name` say about its bearer.
    pub(crate) fn described(&self, name: &Name) -> Described {
        let mut described = Described::default();
        let title = &self.words[name.title.clone()];
        if !title.is_empty() {
            self.read_title(title, &mut described);
        }
        if name.echo {
            return described;
        }
        self.read_behind(name, &mut described);
        self.read_before(name, &mut described);
        described
    }

    fn read_title(&self, title: &[Word], described: &mut Described) {
        described.gender = title
            .iter()
            .rev()
            .find_map(|word| lexicon::gender_of_title(&word.normal));
        let honorific = Class::MALE_HONORIFIC.or(Class::FEMALE_HONORIFIC);
        described.is_person = title
            .iter()
            .any(|word| word.class.is(Class::TITLE.or(honorific)));
        let first = title
            .iter()
            .take_while(|word| !word.class.is(honorific) || word.class.is(Class::POLITICAL))
            .count();
        // "Mr. Roe" says nothing but the gender; "the Hon. Senator Roe" ends with the title.
        let rest = if first == title.len() {
            title
        } else {
            &title[..first]
        };
        if rest.iter().any(|word| word.class.is(Class::TITLE)) {
            described.ties.extend(read(rest, self.gazetteer));
        }
    }

    /// ", 54, a nurse from Harrow," and "(R-Wis.)" and ", who".
    fn read_behind(&self, name: &Name, described: &mut Described) {
        let tokens = self.document.tokens();
        let end = name.tokens.end;
        let Some(mark) = tokens.get(end) else {
            return;
        };
        if !matches!(
            mark.kind,
            TokenKind::Comma | TokenKind::Dash | TokenKind::OpeningBracket
        ) {
            if self.words[end].normal == "who" {
                described.is_person = true;
            }
            return;
        }
        if mark.kind == TokenKind::OpeningBracket {
            self.read_party(end + 1, described);
            return;
        }
        let mut start = end + 1;
        if let Some(age) = self.age(start) {
            described.age = Some(age);
            described.is_person = true;
            start += 1;
            if tokens
                .get(start)
                .is_some_and(|token| token.kind == TokenKind::Comma)
            {
                start += 1;
            }
        }
        let Some(first) = self.words.get(start) else {
            return;
        };
        if matches!(first.normal.as_str(), "who" | "whose") {
            // In "the mayor of Harrow, who" it is not Harrow.
            let before = name.title.start.min(name.tokens.start).checked_sub(1);
            described.is_person |= before.is_none_or(|before| {
                !self.words[before].class.is(Class::POSTMODIFIER)
                    && tokens[before].kind != TokenKind::Comma
            });
            return;
        }
        let phrase = self.phrase(start);
        let introduced = matches!(
            first.normal.as_str(),
            "a" | "an" | "the" | "his" | "her" | "its" | "their"
        ) || first.class.is(Class::FORMER)
            || first.class.is(Class::TITLE);
        let words = &self.words[phrase];
        if let Some(tie) = read(words, self.gazetteer).filter(|tie| is_role(&tie.head))
            && (introduced || words.iter().any(|word| word.class.is(Class::POSTMODIFIER)))
        {
            described.is_person = true;
            described.gender = described.gender.or_else(|| {
                words
                    .iter()
                    .find_map(|word| lexicon::gender_of_title(&word.normal))
            });
            described.ties.push(tie);
        }
    }

    /// "the mayor of Harrow, Jane Roe,": a description that ends at the comma before the name.
    fn read_before(&self, name: &Name, described: &mut Described) {
        let tokens = self.document.tokens();
        let start = name.title.start.min(name.tokens.start);
        let Some(comma) = start.checked_sub(1) else {
            return;
        };
        if tokens[comma].kind != TokenKind::Comma {
            return;
        }
        let lowest = comma.saturating_sub(LONGEST);
        let mut begin = comma;
        let mut determined = false;
        while begin > lowest {
            let word = &self.words[begin - 1];
            if word.shape == Shape::Other {
                break;
            }
            if word.is_possessive()
                || matches!(
                    word.normal.as_str(),
                    "a" | "an" | "his" | "her" | "its" | "their"
                )
            {
                determined = true;
                break;
            }
            begin -= 1;
            if word.normal == "the" {
                // "the mayor of the town": go on to the outermost article.
                determined = true;
                let of = begin
                    .checked_sub(1)
                    .is_some_and(|before| self.words[before].class.is(Class::POSTMODIFIER));
                if !of {
                    break;
                }
            }
        }
        if !determined {
            return;
        }
        let words = &self.words[begin..comma];
        // A verb in between would make it a sentence of its own; a description is short.
        if words.len() > 9 {
            return;
        }
        if let Some(tie) = read(words, self.gazetteer).filter(|tie| is_role(&tie.head)) {
            described.is_person = true;
            described.ties.push(tie);
        }
    }

    /// "R-Wis." or "D-N.Y." behind a bracket.
    fn read_party(&self, index: usize, described: &mut Described) {
        let Some(word) = self.words.get(index) else {
            return;
        };
        let mut parts = word.normal.split(' ');
        let party = match parts.next() {
            Some("r") => "republican",
            Some("d") => "democrat",
            Some("i") => "independent",
            _ => return,
        };
        let mut modifiers = Vec::new();
        if let Some(state) = parts.next() {
            let state = lexicon::state_of_abbreviation(state).unwrap_or(state);
            modifiers.extend(state.split(' ').map(str::to_owned));
        }
        described.is_person = true;
        described.ties.push(Tie {
            head: party.to_owned(),
            modifiers,
            former: false,
        });
    }

    fn age(&self, index: usize) -> Option<u32> {
        let token = self.document.tokens().get(index)?;
        if token.kind != TokenKind::Number {
            return None;
        }
        let age: u32 = self.words[index].normal.parse().ok()?;
        (10..=115).contains(&age).then_some(age)
    }

    /// The tokens from `start` to the next mark.
    fn phrase(&self, start: usize) -> Range<usize> {
        let tokens = self.document.tokens();
        let limit = tokens.len().min(start + LONGEST);
        let end = (start..limit)
            .find(|index| {
                !tokens[*index].is_word()
                    || matches!(
                        self.words[*index].normal.as_str(),
                        "who" | "which" | "whose"
                    )
            })
            .unwrap_or(limit);
        start..end
    }
}

/// Whether a noun says what somebody is.
pub(crate) fn is_role(head: &str) -> bool {
    let trade = head.len() > 6
        && (head.ends_with("ist") || head.ends_with("ician") || head.ends_with("grapher"));
    trade || Class::of(head).is(Class::TITLE.or(Class::KIN).or(Class::POLITICAL))
}
