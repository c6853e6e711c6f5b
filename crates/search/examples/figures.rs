//! What indexing and searching cost, on invented quotes whose words are as unevenly spread as those of a language.
//!
//! ```text
//! cargo run --release -p onrecord-search --example figures -- 200000
//! ```
//!
//! A second argument leaves only the searches whose name it is a part of. Times are of the clock; the mean on the processor, as Linux counts it for the thread, stands beside them where
//! the disk has no part.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::sync::Arc;
use std::time::Instant;

use made_up::{Chance, QUOTES_OF_AN_ARTICLE, day, speaker};
use onrecord_model::{DatabaseId, Sequence};
use onrecord_search::{
    Bucket, Dimension, Index, Opened, Query, Search, SearchError, Sort, Tail, Tally, Writer,
};
use uuid::Uuid;

#[path = "../benches/made_up/mod.rs"]
mod made_up;

const DATABASE: DatabaseId = DatabaseId(Uuid::from_u128(1));
const ROUNDS: u32 = 200;

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
    let only = std::env::args().nth(2).unwrap_or_default();
    let mut chance = Chance(7);
    let all = Search {
        limit: 20,
        ..Search::default()
    };
    let mut ask = |name: &str, mut request: Box<dyn FnMut(&mut Chance) -> Search>| {
        if !name.contains(&only) {
            return Ok(());
        }
        let mut times = Vec::new();
        let mut matching = 0;
        let before = on_processor();
        for _ in 0..ROUNDS {
            let request = request(&mut chance);
            let (found, time) = timed(|| index.search(&request, &Arc::default(), tail))?;
            times.push(time);
            matching += found.total;
        }
        let spent = (on_processor() - before) / 1e6 / f64::from(ROUNDS);
        let mean = matching / u64::from(ROUNDS);
        report(
            &format!("{over}: {name} ({mean} match, mean on the processor {spent:.3} ms)"),
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
    ask(
        "one word, most repeated",
        Box::new(move |chance| of(chance.word(), Sort::MostRepeated)),
    )?;
    ask(
        "one word, five facets and a histogram",
        Box::new(move |chance| Search {
            tallies: facets(),
            ..of(chance.word(), Sort::Relevance)
        }),
    )?;
    let everything = all.clone();
    ask("everything, newest", Box::new(move |_| everything.clone()))?;
    let counted = Search {
        tallies: facets(),
        ..all.clone()
    };
    ask(
        "everything, five facets and a histogram",
        Box::new(move |_| counted.clone()),
    )?;
    let speakers = Search {
        limit: 0,
        tallies: vec![Tally {
            by: vec![Dimension::Speaker],
            over: Some(Bucket::Month),
            limit: 100,
            ..Tally::default()
        }],
        ..all.clone()
    };
    ask(
        "everything, by speaker and month",
        Box::new(move |_| speakers.clone()),
    )?;
    ask(
        "speaker and a year",
        Box::new(move |chance| Search {
            speakers: Some(vec![speaker(chance.person())]),
            from: Some(day(1_000)),
            to: Some(day(1_365)),
            sort: Sort::Newest,
            ..all.clone()
        }),
    )
}

/// What a page of hits shows beside them.
fn facets() -> Vec<Tally> {
    let facet = |by: &[Dimension], over| Tally {
        by: by.to_vec(),
        over,
        limit: 10,
        statements: true,
        articles: true,
        ..Tally::default()
    };
    vec![
        facet(&[Dimension::Speaker], None),
        facet(&[Dimension::Outlet], None),
        facet(&[Dimension::Kind], None),
        facet(&[Dimension::Class], None),
        facet(&[Dimension::Verdict], None),
        facet(&[], Some(Bucket::Month)),
    ]
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
