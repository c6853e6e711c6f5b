//! What is counted over everything that matches, against counting by hand.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeZone, Utc};
use onrecord_model::{
    ClaimId, Colour, CueClass, Kind, Manner, Polarity, Quote, QuoteId, StatementId,
};
use onrecord_search::{
    Bucket, Counts, Dimension, Facts, Index, Query, Search, Sort, Tail, Tally, Value,
};
use proptest::collection::{btree_map, btree_set, hash_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use crate::by_hand::{self, Record};
use crate::corpus::{Bench, Put, With, article, day, no_facts, quote, speaker, tail};

const OUTLETS: [&str; 3] = ["The Ledger", "the ledger", "Vellmar Post"];
const LANGUAGES: [&str; 2] = ["eng", "deu"];
const SPEAKERS: u64 = 6;
const WORDINGS: u64 = 10;

fn wording(number: u64) -> StatementId {
    StatementId(Uuid::from_u64_pair(
        0x3,
        number.wrapping_mul(0x9E37_79B9_7F4A_7C15),
    ))
}

fn claim(number: u64) -> ClaimId {
    ClaimId(Uuid::from_u64_pair(0xC, number))
}

fn any_manner() -> impl Strategy<Value = Manner> {
    (
        option::of(select(CueClass::ALL)),
        select(Colour::ALL),
        select(Polarity::ALL),
    )
        .prop_map(|(class, colour, polarity)| Manner {
            class,
            colour,
            polarity,
        })
}

/// Within some centuries of today, more often near each other, and at the edges of steps.
fn any_date() -> impl Strategy<Value = DateTime<Utc>> {
    let seconds = prop_oneof![
        3 => 1_700_000_000..1_710_000_000_i64,
        1 => -30_000_000_000..30_000_000_000_i64,
        1 => select(vec![
            0,
            -1,
            // The day before a leap day, the leap day, the first of a year, a Sunday and a Monday.
            1_709_164_799,
            1_709_164_800,
            1_704_067_200,
            1_704_067_199,
            -259_200,
            -259_201,
        ]),
    ];
    seconds.prop_map(|seconds| {
        Utc.timestamp_opt(seconds, 0)
            .single()
            .expect("a moment within some centuries")
    })
}

#[derive(Debug, Clone)]
struct Said {
    speaker: Option<u64>,
    wording: Option<u64>,
    kind: usize,
    manner: Manner,
}

fn any_said() -> impl Strategy<Value = Said> {
    (
        option::weighted(0.8, 0..SPEAKERS),
        option::weighted(0.8, 0..WORDINGS),
        0..3_usize,
        any_manner(),
    )
        .prop_map(|(speaker, wording, kind, manner)| Said {
            speaker,
            wording,
            kind,
            manner,
        })
}

fn any_put() -> impl Strategy<Value = Put> {
    (
        0..8_u64,
        option::of(select(OUTLETS.as_slice())),
        option::of(select(LANGUAGES.as_slice())),
        option::weighted(0.9, any_date()),
        any::<bool>(),
        vec(any_said(), 0..5),
    )
        .prop_map(|(number, outlet, language, published, is_source, said)| {
            let id = article(number);
            let quotes = said.into_iter().enumerate().map(|(place, said)| {
                let number = (number * 8 + place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                let mut quote = quote(number, "harbor bridge")
                    .of_kind(Kind::ALL[said.kind])
                    .in_manner(said.manner);
                if is_source {
                    quote = quote.in_source(place as u32);
                }
                quote.article.id = id;
                quote.article.outlet = outlet.map(str::to_owned);
                quote.article.language = language.map(str::to_owned);
                quote.article.published = published;
                quote.wording = said.wording.map(wording);
                match said.speaker {
                    Some(number) => quote.said_by(number, "Ilse Marchetti"),
                    None => quote,
                }
            });
            (id, quotes.collect())
        })
}

fn any_puts(number: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = Vec<Put>> {
    vec(any_put(), number)
}

/// The lower half of speakers may be merged into the upper one, and so with wordings.
fn any_facts() -> impl Strategy<Value = Facts> {
    let merged = btree_map(0..SPEAKERS / 2, SPEAKERS / 2..SPEAKERS + 1, 0..3);
    let joined = btree_map(0..WORDINGS / 2, WORDINGS / 2..WORDINGS + 1, 0..5);
    let rated = btree_map(0..WORDINGS + 1, btree_set(0..3_u16, 0..3), 0..6);
    let claimed = btree_map(0..4_u64, vec(0..WORDINGS + 1, 0..3), 0..4);
    let copies = hash_set(0..9_u64, 0..4);
    (merged, joined, rated, claimed, copies, 1..u64::MAX).prop_map(
        |(merged, joined, rated, claimed, copies, version)| {
            let root = |number: u64| joined.get(&number).copied().unwrap_or(number);
            Facts {
                version,
                shown_as: merged
                    .iter()
                    .map(|(from, to)| (speaker(*from), speaker(*to)))
                    .collect(),
                stands_for: joined
                    .iter()
                    .map(|(from, to)| (wording(*from), wording(*to)))
                    .collect(),
                verdicts: ["false", "misleading", "true"].map(str::to_owned).to_vec(),
                rated: rated
                    .into_iter()
                    .filter(|(number, _)| root(*number) == *number)
                    .map(|(number, verdicts)| (wording(number), verdicts.into_iter().collect()))
                    .collect(),
                claimed: claimed
                    .into_iter()
                    .map(|(number, statements)| {
                        let roots = statements.into_iter().map(|number| wording(root(number)));
                        (claim(number), roots.collect())
                    })
                    .collect(),
                copies: copies.into_iter().map(article).collect(),
            }
        },
    )
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0..SPEAKERS + 1).prop_map(|number| Value::Speaker(speaker(number))),
        select(vec!["the ledger", "vellmar post", "nobody's"])
            .prop_map(|key| Value::Outlet(key.to_owned())),
        select(Kind::ALL.to_vec()).prop_map(Value::Kind),
        select(CueClass::ALL).prop_map(Value::Class),
        (0..4_u16).prop_map(Value::Verdict),
        (0..5_u64).prop_map(|number| Value::Claim(claim(number))),
        (1_965..2_030_i32).prop_map(Value::Year),
        Just(Value::Language("deu".to_owned())),
        Just(Value::None),
    ]
}

fn any_tally() -> impl Strategy<Value = Tally> {
    let buckets = vec![
        Bucket::Day,
        Bucket::Week,
        Bucket::Month,
        Bucket::Quarter,
        Bucket::Year,
    ];
    (
        subsequence(Dimension::ALL.to_vec(), 0..3).prop_shuffle(),
        option::of(select(buckets)),
        prop_oneof![3 => 0..4_usize, 1 => Just(usize::MAX)],
        option::weighted(0.3, vec(any_value(), 0..8)),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(by, over, limit, among, statements, articles)| Tally {
            by,
            over,
            limit,
            among,
            statements,
            articles,
        })
}

fn any_search() -> impl Strategy<Value = Search> {
    let speakers = || option::weighted(0.3, vec(0..SPEAKERS + 1, 0..3));
    let rarely_date = || option::weighted(0.2, any_date());
    (
        (any::<bool>(), speakers(), speakers(), any::<bool>()),
        option::weighted(0.2, select(Kind::ALL.to_vec())),
        option::weighted(0.2, select(OUTLETS.as_slice())),
        (rarely_date(), rarely_date()),
        vec(any_tally(), 0..4),
    )
        .prop_map(
            |((has_words, speakers, beside, without_copies), kind, outlet, dates, tallies)| {
                let them = |numbers: Vec<u64>| numbers.into_iter().map(speaker).collect();
                let words = || Query::parse("harbor").expect("one word").expect("a word");
                Search {
                    query: has_words.then(words),
                    speakers: speakers.map(them),
                    beside: beside.map(them),
                    without_copies,
                    kind,
                    outlet: outlet.map(str::to_owned),
                    from: dates.0,
                    to: dates.1,
                    tallies,
                    ..Search::default()
                }
            },
        )
}

fn check(index: &Index, tail: Option<&Tail>, search: &Search, facts: &Arc<Facts>, record: &Record) {
    let found = index
        .search(search, facts, tail)
        .expect("a search is answered");
    let expected = by_hand::matching(record, search, facts);
    assert_eq!(found.total, expected.len() as u64, "{search:?}");
    assert!(found.is_complete);
    assert_eq!(found.tallies.len(), search.tallies.len());
    for (tally, tallied) in search.tallies.iter().zip(&found.tallies) {
        assert_eq!(
            *tallied,
            by_hand::tallied(tally, &expected, facts),
            "{tally:?} of {search:?}"
        );
    }
    check_most_repeated(index, tail, search, facts, &expected);
}

/// Page by page.
fn check_most_repeated(
    index: &Index,
    tail: Option<&Tail>,
    search: &Search,
    facts: &Arc<Facts>,
    expected: &[Quote],
) {
    let mut search = Search {
        sort: Sort::MostRepeated,
        limit: 3,
        tallies: Vec::new(),
        ..search.clone()
    };
    let mut hits: Vec<(QuoteId, u64)> = Vec::new();
    loop {
        let found = index
            .search(&search, facts, tail)
            .expect("a search is answered");
        hits.extend(found.hits.iter().map(|hit| (hit.quote, hit.repeats)));
        assert!(hits.len() <= expected.len(), "a hit comes twice");
        search.after = found.next;
        if search.after.is_none() {
            break;
        }
    }
    assert_eq!(hits, by_hand::most_repeated(expected, facts), "{search:?}");
}

/// The ways of counting, in memory over an index that holds nothing.
#[test]
fn a_tail_counts_as_it_is_counted_by_hand() {
    let bench = Bench::of(&[]);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(200));
    let cases = (
        any_puts(0..10),
        vec((any_search(), any_facts().prop_map(Arc::new)), 1..6),
    );
    let checked = runner.run(&cases, |(puts, questions)| {
        let record: Record = puts.iter().cloned().collect();
        let tail = tail(1, &puts, 2);
        for (search, facts) in &questions {
            check(&bench.index, Some(&tail), search, facts, &record);
        }
        Ok(())
    });
    checked.expect("every case holds");
}

proptest! {
    // Each case waits for the disk some dozen times.
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn index_and_tail_count_as_it_is_counted_by_hand(
        built in any_puts(0..10),
        committed in any_puts(0..6),
        fresh in any_puts(0..6),
        questions in vec((any_search(), any_facts().prop_map(Arc::new)), 6..14),
    ) {
        let mut bench = Bench::of(&built);
        bench.commit(&committed, 2);
        let mut record: Record = built.into_iter().chain(committed).collect();
        for (search, facts) in &questions {
            check(&bench.index, None, search, facts, &record);
        }
        record.extend(fresh.iter().cloned());
        let with_tail = tail(2, &fresh, 3);
        for (search, facts) in &questions {
            check(&bench.index, Some(&with_tail), search, facts, &record);
        }
        bench.commit(&fresh, 3);
        for (search, facts) in &questions {
            check(&bench.index, None, search, facts, &record);
        }
    }
}

fn by_speaker_and_month() -> Tally {
    Tally {
        by: vec![Dimension::Speaker],
        over: Some(Bucket::Month),
        limit: 1,
        statements: true,
        articles: true,
        ..Tally::default()
    }
}

#[test]
fn what_is_merged_later_counts_as_one_in_the_next_search() {
    let one = |number: u64, by: u64| {
        let mut quote = quote(number, "alpha").said_by(by, "Tomas Okoye").on(day(3));
        quote.wording = Some(wording(by));
        quote
    };
    let bench = Bench::of(&[
        (article(1), vec![one(1, 1), one(2, 2)]),
        (article(2), vec![one(3, 2)]),
    ]);
    let search = Search {
        tallies: vec![by_speaker_and_month()],
        ..Search::default()
    };
    let rows = |facts: &Arc<Facts>| {
        let found = bench.index.search(&search, facts, None).expect("found");
        let rows = found.tallies[0].rows.iter();
        rows.map(|row| (row.values[0].clone(), row.counts))
            .collect::<Vec<_>>()
    };
    let counts = |quotes, statements, articles| Counts {
        quotes,
        statements,
        articles,
    };
    assert_eq!(
        rows(&no_facts()),
        [
            (Value::Speaker(speaker(2)), counts(2, 1, 2)),
            (Value::Other, counts(1, 1, 1)),
        ]
    );
    let merged = Facts {
        version: 1,
        shown_as: [(speaker(1), speaker(2))].into(),
        stands_for: [(wording(1), wording(2))].into(),
        ..Facts::default()
    };
    assert_eq!(
        rows(&Arc::new(merged)),
        [(Value::Speaker(speaker(2)), counts(3, 1, 2))]
    );
}

#[test]
fn a_deadline_that_has_passed_is_told() {
    let bench = Bench::of(&[(article(1), vec![quote(1, "alpha"), quote(2, "alpha")])]);
    let query = Query::parse("alpha").expect("one word");
    for (query, sort) in [
        (None, Sort::Newest),
        (query.clone(), Sort::Newest),
        (query.clone(), Sort::Relevance),
        (query, Sort::MostRepeated),
    ] {
        let search = |deadline| Search {
            query: query.clone(),
            sort,
            limit: 5,
            tallies: vec![by_speaker_and_month()],
            deadline: Some(deadline),
            ..Search::default()
        };
        let ask = |deadline| {
            let found = bench.index.search(&search(deadline), &no_facts(), None);
            found.expect("a search is answered")
        };
        let cut = ask(Instant::now());
        assert!(!cut.is_complete, "{sort:?}");
        assert_eq!(cut.total, cut.tallies[0].total.quotes, "{sort:?}");
        let whole = ask(Instant::now() + Duration::from_secs(3_600));
        assert!(whole.is_complete);
        assert_eq!((whole.total, whole.hits.len()), (2, 2));
    }
}
