//! The queries, drawn from the statements: words that are there, as often as words are there.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

use crate::random::Random;

/// One statement, as a file has it.
#[derive(Debug, Clone, Deserialize)]
pub struct Statement {
    /// The words.
    pub text: String,
    /// Who said them.
    pub speaker: String,
    /// Year, month and day, or less of it.
    #[serde(default)]
    pub date: String,
    /// Where.
    #[serde(default)]
    pub outlet: String,
}

/// What sort of query it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// One word.
    Term,
    /// Three words of one statement, all of which must match.
    Terms,
    /// Two neighbouring words.
    Phrase,
    /// One word, misspelt by one edit.
    Typo,
    /// A speaker within three years, newest first.
    SpeakerAndDates,
    /// One word with five facets and a histogram by month.
    Facets,
    /// Quotes by speaker and month, over everything.
    Statistics,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Self; 7] = [
        Self::Term,
        Self::Terms,
        Self::Phrase,
        Self::Typo,
        Self::SpeakerAndDates,
        Self::Facets,
        Self::Statistics,
    ];

    /// What the report calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Term => "one term",
            Self::Terms => "three terms",
            Self::Phrase => "phrase",
            Self::Typo => "typo",
            Self::SpeakerAndDates => "speaker and dates",
            Self::Facets => "facets and histogram",
            Self::Statistics => "speaker by month",
        }
    }
}

/// One query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Of what sort.
    pub topic: Topic,
    /// Words, in order; of a typo the misspelt one.
    pub words: Vec<String>,
    /// The word that was meant, and how many statements have it.
    pub meant: Option<(String, usize)>,
    /// Whose words.
    pub speaker: String,
    /// First and last year.
    pub years: (i32, i32),
}

impl Query {
    /// Of the ten hits there could be, how many have the word that was meant, from 0 to 1; `None` where nothing was
    /// misspelt.
    pub(super) fn recalled(&self, texts: &[String]) -> Option<f64> {
        let (meant, there_are) = self.meant.as_ref()?;
        let right = (texts.iter().take(10))
            .filter(|text| words(text).any(|word| word == *meant || is_form_of(&word, meant)))
            .count();
        Some(right as f64 / (*there_are).min(10) as f64)
    }
}

/// What distinguishes the forms of a word.
const ENDINGS: [&str; 9] = ["", "s", "e", "es", "ed", "ing", "y", "ies", "ied"];

/// Whether these are likely forms of one word: an index of stems finds either for the other.
fn is_form_of(one: &str, other: &str) -> bool {
    let shared: usize = one
        .chars()
        .zip(other.chars())
        .take_while(|(one, other)| one == other)
        .map(|(letter, _)| letter.len_utf8())
        .sum();
    let longer = one.len().max(other.len());
    let ends = |word: &str| ENDINGS.contains(&&word[shared..]);
    shared >= 4 && shared + 4 > longer || shared >= 3 && ends(one) && ends(other)
}

/// All queries.
#[derive(Debug, Clone)]
pub struct Asked {
    queries: Vec<Query>,
}

impl Asked {
    /// Draws `count` of each topic.
    #[must_use]
    pub fn draw(statements: &[Statement], count: usize) -> Self {
        let mut frequency: HashMap<String, usize> = HashMap::new();
        for statement in statements {
            let distinct: HashSet<String> = words(&statement.text).collect();
            for word in distinct {
                *frequency.entry(word).or_default() += 1;
            }
        }
        let mut draw = Draw {
            statements,
            frequency,
            random: Random::new(),
        };
        let mut queries = Vec::new();
        for topic in Topic::ALL {
            let wanted = match topic {
                Topic::Statistics => count.min(20),
                _ => count,
            };
            let mut tries = 0;
            let before = queries.len();
            while queries.len() - before < wanted && tries < wanted * 1_000 {
                tries += 1;
                queries.extend(draw.query(topic));
            }
        }
        Self { queries }
    }

    pub(super) fn of(&self, topic: Topic) -> &[Query] {
        let first = self.queries.partition_point(|query| query.topic < topic);
        let behind = self.queries.partition_point(|query| query.topic <= topic);
        &self.queries[first..behind]
    }
}

struct Draw<'statements> {
    statements: &'statements [Statement],
    frequency: HashMap<String, usize>,
    random: Random,
}

impl Draw<'_> {
    /// A query, unless what was drawn makes none.
    fn query(&mut self, topic: Topic) -> Option<Query> {
        let statement = &self.statements[self.random.below(self.statements.len())];
        let text: Vec<String> = words(&statement.text).collect();
        let mut query = Query {
            topic,
            words: Vec::new(),
            meant: None,
            speaker: statement.speaker.clone(),
            years: (0, 0),
        };
        match topic {
            Topic::Term => {
                query.words.push(self.word(&text, 10..=300_000)?);
            }
            Topic::Facets => {
                query.words.push(self.word(&text, 1_000..=100_000)?);
            }
            Topic::Terms => {
                for _ in 0..3 {
                    query.words.push(self.word(&text, 100..=300_000)?);
                }
                let distinct: HashSet<&String> = query.words.iter().collect();
                if distinct.len() < 3 {
                    return None;
                }
            }
            Topic::Phrase => {
                let first = self.random.below(text.len().checked_sub(1)?.max(1));
                query
                    .words
                    .extend(text.get(first..first + 2)?.iter().cloned());
            }
            Topic::Typo => {
                let meant = self.word(&text, 20..=20_000)?;
                if meant.len() < 5 || !meant.bytes().all(|byte| byte.is_ascii_lowercase()) {
                    return None;
                }
                let typo = self.misspelt(&meant);
                if self.frequency.contains_key(&typo) {
                    return None;
                }
                query.meant = Some((meant.clone(), self.frequency[&meant]));
                query.words.push(typo);
            }
            Topic::SpeakerAndDates => {
                let year: i32 = statement.date.get(..4)?.parse().ok()?;
                query.years = (year - 1, year + 1);
            }
            Topic::Statistics => {}
        }
        Some(query)
    }

    /// A word of a text that so many statements have.
    fn word(&mut self, text: &[String], often: std::ops::RangeInclusive<usize>) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        let word = &text[self.random.below(text.len())];
        let is_word = word.chars().all(char::is_alphabetic) && word.len() > 2;
        (is_word && often.contains(&self.frequency[word])).then(|| word.clone())
    }

    /// One letter left out, doubled, changed, or exchanged with its neighbour; never the first.
    fn misspelt(&mut self, word: &str) -> String {
        let mut letters: Vec<u8> = word.bytes().collect();
        let place = 1 + self.random.below(letters.len() - 2);
        let other = b'a' + self.random.below(26) as u8;
        match self.random.below(4) {
            0 => {
                letters.remove(place);
            }
            1 => letters.insert(place, other),
            2 => letters[place] = other,
            _ => letters.swap(place, place + 1),
        }
        String::from_utf8_lossy(&letters).into_owned()
    }
}

/// Runs of letters and digits, in lower case.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// Reads statements, JSON Lines, also in xz.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Statement>> {
    let name = path.display();
    let file = File::open(path).with_context(|| format!("{name}: it cannot be read"))?;
    let input: Box<dyn Read> = match path.extension().is_some_and(|end| end == "xz") {
        true => Box::new(lzma_rust2::XzReader::new(file, true)),
        false => Box::new(file),
    };
    let mut statements = Vec::new();
    for (number, line) in BufReader::new(input).lines().enumerate() {
        let line = line.with_context(|| format!("{name}: it cannot be read"))?;
        let statement = serde_json::from_str(&line)
            .with_context(|| format!("{name}, line {}: not a statement", number + 1))?;
        statements.push(statement);
    }
    anyhow::ensure!(!statements.is_empty(), "{name}: it has no statement");
    Ok(statements)
}
