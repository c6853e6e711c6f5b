//! What indexing and searching cost, on invented quotes whose words are as unevenly spread as those of a language.
//!
//! ```text
//! cargo run --release -p onrecord-search --example figures -- 200000
//! ```
//!
//! Times are of the clock; the mean on the processor, as Linux counts it for the thread, stands beside them where
//! the disk has no part.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use onrecord_model::{
    ArticleId, ArticleSummary, CodePointSpan, Confidence, DatabaseId, Kind, Quote, QuoteId,
    ResolutionRule, Sequence, SpeakerId, SpeakerKind, SpeakerSummary, Why,
};
use onrecord_search::{Index, Opened, Query, Search, SearchError, Sort, Tail, Writer};
use uuid::Uuid;

const DATABASE: DatabaseId = DatabaseId(Uuid::from_u128(1));
const QUOTES_OF_AN_ARTICLE: u64 = 5;
const WORDS_OF_A_QUOTE: usize = 20;
const VOCABULARY: f64 = 50_000.0;
const ROUNDS: u32 = 1_000;

fn main() -> Result<(), SearchError> {
    let quotes: u64 = std::env::args()
        .nth(1)
        .and_then(|number| number.parse().ok())
        .unwrap_or(100_000);
    let folder = std::env::temp_dir().join(format!("onrecord-figures-{}", std::process::id()));
    let measured = measure(&folder, quotes / QUOTES_OF_AN_ARTICLE);
    // Left behind, it takes space and does no other harm.
    let _removed = std::fs::remove_dir_all(&folder);
    measured
}

fn measure(folder: &std::path::Path, articles: u64) -> Result<(), SearchError> {
    let mut chance = Chance(42);
    let mut writer = Writer::acquire(folder, DATABASE)?.expect("nobody else writes here");
    let began = Instant::now();
    writer.begin_rebuild()?;
    for number in 0..articles {
        let (article, quotes) = chance.article(number);
        writer.put(article, &quotes)?;
    }
    writer.finish_rebuild(Sequence(1))?;
    let quotes = articles * QUOTES_OF_AN_ARTICLE;
    println!(
        "built {quotes} quotes in {:.1} s",
        began.elapsed().as_secs_f64()
    );

    let began = Instant::now();
    let Opened::Ready(index) = Index::open(folder, DATABASE)? else {
        panic!("what was built is ready");
    };
    println!("opened in {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
    searches(&index, None, "index")?;

    for size in [1, 20, 400] {
        let put: Vec<_> = (0..size)
            .map(|number| chance.article(articles + number))
            .collect();
        let (tail, time) = timed(|| Tail::build(Sequence(1), &put, Sequence(2)))?;
        println!("tail of {} quotes built: {:.2} ms", tail.count(), time);
        if size == 400 {
            searches(&index, Some(&tail), "index and tail")?;
        }
    }

    let mut commits = Vec::new();
    for round in 0..30 {
        for number in 0..20 {
            let (article, quotes) = chance.article(articles + round * 20 + number);
            writer.put(article, &quotes)?;
        }
        let began = Instant::now();
        writer.commit(Sequence(2 + round as i64))?;
        commits.push(began.elapsed().as_secs_f64() * 1e3);
        index.reload()?;
    }
    report("commit of 20 articles, with the disk", commits);
    let began = Instant::now();
    let damaged = index.check()?;
    println!(
        "check: {} wrong, {:.1} ms",
        damaged.len(),
        began.elapsed().as_secs_f64() * 1e3
    );
    writer.close()?;
    println!("peak memory: {}", peak_memory());
    Ok(())
}

fn searches(index: &Index, tail: Option<&Tail>, over: &str) -> Result<(), SearchError> {
    let mut chance = Chance(7);
    let all = Search {
        limit: 20,
        ..Search::default()
    };
    let mut ask = |name: &str, mut request: Box<dyn FnMut(&mut Chance) -> Search>| {
        let mut times = Vec::new();
        let before = on_processor();
        for _ in 0..ROUNDS {
            let request = request(&mut chance);
            times.push(timed(|| index.search(&request, &Arc::default(), tail))?.1);
        }
        let mean = (on_processor() - before) / 1e6 / f64::from(ROUNDS);
        report(
            &format!("{over}: {name} (mean on the processor {mean:.3} ms)"),
            times,
        );
        Ok::<(), SearchError>(())
    };
    let of = |query: String, sort| Search {
        query: Query::parse(&query).expect("a query is read"),
        sort,
        limit: 20,
        ..Search::default()
    };
    ask(
        "one word",
        Box::new(move |chance| of(chance.word(), Sort::Relevance)),
    )?;
    ask(
        "one word, newest",
        Box::new(move |chance| of(chance.word(), Sort::Newest)),
    )?;
    ask(
        "three words",
        Box::new(move |chance| {
            of(
                format!("{} {} {}", chance.word(), chance.word(), chance.word()),
                Sort::Relevance,
            )
        }),
    )?;
    ask(
        "phrase",
        Box::new(move |chance| {
            of(
                format!("\"{} {}\"", chance.word(), chance.word()),
                Sort::Relevance,
            )
        }),
    )?;
    let everything = all.clone();
    ask("everything, newest", Box::new(move |_| everything.clone()))?;
    ask(
        "speaker and a year",
        Box::new(move |chance| Search {
            speakers: Some(vec![speaker(chance.below(5_000))]),
            from: Some(day(1_000)),
            to: Some(day(1_365)),
            sort: Sort::Newest,
            ..all.clone()
        }),
    )
}

fn report(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{name}: p50 {:.3} ms, p99 {:.3} ms", at(0.5), at(0.99));
}

fn timed<T>(work: impl FnOnce() -> Result<T, SearchError>) -> Result<(T, f64), SearchError> {
    let began = Instant::now();
    let done = work()?;
    Ok((done, began.elapsed().as_secs_f64() * 1e3))
}

/// Nanoseconds this thread has run.
fn on_processor() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split_whitespace().next()?.parse().ok())
        .unwrap_or(f64::NAN)
}

fn peak_memory() -> String {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("VmHWM"))?;
            Some(line.trim_start_matches("VmHWM:").trim().to_owned())
        })
        .unwrap_or_else(|| "unknown".to_owned())
}

fn speaker(number: u64) -> SpeakerId {
    SpeakerId(Uuid::from_u64_pair(5, number))
}

fn day(number: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(18_000 + number)
}

/// A sequence of numbers that is the same on every run (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// The rank of a word falls as Zipf says.
    fn word(&mut self) -> String {
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

    fn words(&mut self, number: usize) -> String {
        let words: Vec<String> = (0..number).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn article(&mut self, number: u64) -> (ArticleId, Vec<Quote>) {
        let article = ArticleSummary {
            id: ArticleId(Uuid::from_u64_pair(3, number)),
            title: Some(self.words(8)),
            outlet: Some(format!("Outlet {}", self.below(70))),
            published: Some(day(self.below(2_000) as i64)),
            url: None,
            language: Some("eng".to_owned()),
        };
        let quotes = (0..QUOTES_OF_AN_ARTICLE).map(|index| {
            let person = self.below(5_000);
            Quote {
                id: QuoteId(Uuid::from_u64_pair(number << 16 | index, self.next())),
                article: article.clone(),
                version: 1,
                kind: Kind::ALL[self.below(3) as usize],
                text: self.words(WORDS_OF_A_QUOTE),
                source: Vec::new(),
                cue: Vec::new(),
                content: vec![CodePointSpan { start: 0, end: 1 }],
                manner: onrecord_model::Manner::default(),
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
                wording: None,
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
