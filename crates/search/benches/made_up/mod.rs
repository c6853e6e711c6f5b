//! Invented quotes whose words and speakers are as unevenly spread as those of a language and of news.

use chrono::{DateTime, TimeDelta, Utc};
use onrecord_model::{
    ArticleId, ArticleSummary, CodePointSpan, Confidence, CueClass, Kind, Manner, Quote, QuoteId,
    ResolutionRule, SpeakerId, SpeakerKind, SpeakerSummary, StatementId, Why,
};
use uuid::Uuid;

pub(crate) const QUOTES_OF_AN_ARTICLE: u64 = 5;
const WORDS_OF_A_QUOTE: usize = 20;
const VOCABULARY: f64 = 50_000.0;
const PEOPLE: f64 = 8_000.0;

pub(crate) fn speaker(number: u64) -> SpeakerId {
    SpeakerId(Uuid::from_u64_pair(5, number))
}

pub(crate) fn day(number: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(18_000 + number)
}

/// A sequence of numbers that is the same on every run (splitmix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// The rank of a word falls as Zipf says.
    pub(crate) fn word(&mut self) -> String {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let rank = VOCABULARY.powf(share) as u64;
        let mut word = String::new();
        let mut rest = rank * 7 + 3;
        while rest > 0 {
            word.push(char::from(b"bdfgklmnprtv"[(rest % 12) as usize]));
            word.push(char::from(b"aiou"[(rest % 4) as usize]));
            rest /= 12;
        }
        word
    }

    /// Some are quoted far more often than others.
    pub(crate) fn person(&mut self) -> u64 {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        PEOPLE.powf(share) as u64
    }

    fn words(&mut self, number: usize) -> String {
        let words: Vec<String> = (0..number).map(|_| self.word()).collect();
        words.join(" ")
    }

    pub(crate) fn article(&mut self, number: u64) -> (ArticleId, Vec<Quote>) {
        let article = ArticleSummary {
            id: ArticleId(Uuid::from_u64_pair(3, number)),
            title: Some(self.words(8)),
            outlet: Some(format!("Outlet {}", self.below(70))),
            published: Some(day(self.below(2_000) as i64)),
            url: None,
            language: Some("eng".to_owned()),
        };
        let quotes = (0..QUOTES_OF_AN_ARTICLE).map(|index| {
            let person = self.person();
            // One in ten is told again elsewhere, in the same words.
            let wording = match self.below(10) {
                0 => self.below(20_000),
                _ => number << 16 | index | 1 << 40,
            };
            Quote {
                id: QuoteId(Uuid::from_u64_pair(number << 16 | index, self.next())),
                article: article.clone(),
                version: 1,
                kind: Kind::ALL[self.below(3) as usize],
                text: self.words(WORDS_OF_A_QUOTE),
                source: Vec::new(),
                cue: Vec::new(),
                content: vec![CodePointSpan { start: 0, end: 1 }],
                manner: Manner {
                    class: CueClass::ALL.get(self.below(12) as usize).copied(),
                    ..Manner::default()
                },
                inside: None,
                mention: Some("she".to_owned()),
                cue_text: None,
                speaker: Some(SpeakerSummary {
                    id: speaker(person),
                    name: format!("Person {person}"),
                    kind: SpeakerKind::Person,
                    wikidata: None,
                }),
                filed_under: Some(speaker(person)),
                statement: None,
                wording: Some(StatementId(Uuid::from_u64_pair(6, scattered(wording)))),
                confidence: Confidence::new(1.0),
                rule: String::new(),
                why: Why {
                    rule: ResolutionRule::FullName,
                    confidence: Confidence::new(1.0),
                    chain: Vec::new(),
                    candidates: Vec::new(),
                    reasons: Vec::new(),
                },
                decision: None,
                extractor: String::new(),
                primary: None,
            }
        });
        (article.id, quotes.collect())
    }
}

fn scattered(number: u64) -> u64 {
    Chance(number).next()
}
