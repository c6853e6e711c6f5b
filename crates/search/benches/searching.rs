//! One pass over what matches: hits, facets and statistics. `ONRECORD_BENCH_QUOTES` says how many quotes there are to
//! be; without it there are 100,000.

use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use made_up::{Chance, QUOTES_OF_AN_ARTICLE, day, speaker};
use onrecord_model::{DatabaseId, Sequence};
use onrecord_search::{Bucket, Dimension, Index, Opened, Query, Search, Sort, Tally, Writer};
use tempfile::TempDir;
use uuid::Uuid;

mod made_up;

const DATABASE: DatabaseId = DatabaseId(Uuid::from_u128(1));

fn index() -> (Index, TempDir) {
    let quotes: u64 = std::env::var("ONRECORD_BENCH_QUOTES")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(100_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("index");
    let mut writer = Writer::acquire(&path, DATABASE)
        .expect("the folder can be written")
        .expect("nobody else writes here");
    writer.begin_rebuild().expect("a rebuild begins");
    let mut chance = Chance(42);
    for number in 0..quotes / QUOTES_OF_AN_ARTICLE {
        let (article, quotes) = chance.article(number);
        writer.put(article, &quotes).expect("an article is put");
    }
    writer.finish_rebuild(Sequence(1)).expect("a rebuild ends");
    match Index::open(&path, DATABASE).expect("the index is opened") {
        Opened::Ready(index) => (index, folder),
        Opened::Rebuild(reason) => panic!("the index is not ready: {reason}"),
    }
}

fn tally(by: &[Dimension], over: Option<Bucket>) -> Tally {
    Tally {
        by: by.to_vec(),
        over,
        limit: 10,
        statements: true,
        articles: true,
        ..Tally::default()
    }
}

fn searching(criterion: &mut Criterion) {
    let (index, _folder) = index();
    let mut group = criterion.benchmark_group("searching");
    group.sample_size(30);
    let mut ask = |name: &str, search: Search| {
        group.bench_function(name, |bench| {
            bench.iter(|| index.search(&search, &Arc::default(), None));
        });
    };
    let word = Chance(7).word();
    let of_word = |sort, limit| Search {
        query: Query::parse(&word).expect("a word is read"),
        sort,
        limit,
        ..Search::default()
    };
    ask("a word, best first", of_word(Sort::Relevance, 20));
    ask("a word, newest first", of_word(Sort::Newest, 20));
    ask(
        "a word, most repeated first",
        of_word(Sort::MostRepeated, 20),
    );
    let dimensions = [
        Dimension::Speaker,
        Dimension::Outlet,
        Dimension::Kind,
        Dimension::Class,
        Dimension::Year,
    ];
    let mut facets: Vec<Tally> = dimensions.map(|by| tally(&[by], None)).to_vec();
    facets.push(tally(&[], Some(Bucket::Month)));
    ask(
        "five facets and a histogram of a word",
        Search {
            tallies: facets.clone(),
            ..of_word(Sort::Relevance, 20)
        },
    );
    ask(
        "five facets and a histogram of everything",
        Search {
            tallies: facets,
            ..Search::default()
        },
    );
    ask(
        "everything by speaker and month",
        Search {
            tallies: vec![tally(&[Dimension::Speaker], Some(Bucket::Month))],
            ..Search::default()
        },
    );
    ask(
        "a speaker's year, newest first",
        Search {
            speakers: Some(vec![speaker(3)]),
            from: Some(day(1_000)),
            to: Some(day(1_365)),
            sort: Sort::Newest,
            limit: 20,
            ..Search::default()
        },
    );
}

criterion_group!(benches, searching);
criterion_main!(benches);
