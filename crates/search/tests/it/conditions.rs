//! Conditions in a query, against a look at each quote.

use std::collections::HashMap;
use std::sync::Arc;

use onrecord_model::{
    ClaimId, Colour, CueClass, Kind, Manner, Polarity, Quote, SpeakerId, StatementId,
};
use onrecord_search::{Facts, Query, Read, Search, Tail};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use crate::corpus::{Bench, Put, With, all, apart, day, numbers, quote, sorted, speaker, tail};

const OUTLETS: [&str; 2] = ["The Ledger", "Vellmar Post"];
const VERDICTS: [&str; 2] = ["False", "Half True"];
const NAMES: [&str; 3] = ["Ana Ruiz", "Bo Lind", "Cleo Varga"];
const CUES: [&str; 2] = ["warned that", "according to"];

fn wording(number: u64) -> StatementId {
    StatementId(Uuid::from_u64_pair(0x7, number))
}

fn claim(number: u64) -> ClaimId {
    ClaimId(Uuid::from_u64_pair(0x6, number))
}

/// Wordings 1 and 2 are one statement, rated false and linked to the first claim; 3 is half true and linked to both.
fn facts() -> Arc<Facts> {
    Arc::new(Facts {
        version: 1,
        stands_for: HashMap::from([(wording(2), wording(1))]),
        verdicts: VERDICTS.map(str::to_owned).to_vec(),
        rated: HashMap::from([(wording(1), vec![0]), (wording(3), vec![1])]),
        claimed: HashMap::from([
            (claim(1), vec![wording(1), wording(3)]),
            (claim(2), vec![wording(3)]),
        ]),
        ..Facts::default()
    })
}

/// What the names in queries stand for. Bo Lind was once two.
fn names() -> Read {
    Read {
        speakers: HashMap::from([
            (NAMES[0].to_owned(), vec![speaker(0)]),
            (NAMES[1].to_owned(), vec![speaker(1), speaker(2)]),
        ]),
        claims: HashMap::from([
            ("demo-1".to_owned(), vec![claim(1)]),
            ("demo-2".to_owned(), vec![claim(2)]),
        ]),
    }
}

#[derive(Debug, Clone)]
struct Said {
    words: &'static str,
    speaker: Option<u64>,
    outlet: Option<usize>,
    language: Option<&'static str>,
    day: Option<u32>,
    wording: Option<u64>,
    cue: Option<usize>,
    kind: usize,
    manner: Manner,
    is_primary: bool,
}

fn any_said() -> impl Strategy<Value = Said> {
    let manner = (
        option::of(prop::sample::select(CueClass::ALL)),
        prop::sample::select(Colour::ALL),
        prop::sample::select(Polarity::ALL),
    )
        .prop_map(|(class, colour, polarity)| Manner {
            class,
            colour,
            polarity,
        });
    (
        prop::sample::select(vec!["truce", "harbour", "truce harbour"]),
        option::of(0..3_u64),
        option::of(0..OUTLETS.len()),
        option::of(prop::sample::select(vec!["eng", "deu"])),
        option::of(1..5_u32),
        option::of(1..5_u64),
        option::of(0..CUES.len()),
        (0..3_usize, manner, any::<bool>()),
    )
        .prop_map(
            |(words, speaker, outlet, language, day, wording, cue, (kind, manner, is_primary))| {
                Said {
                    words,
                    speaker,
                    outlet,
                    language,
                    day,
                    wording,
                    cue,
                    kind,
                    manner,
                    is_primary,
                }
            },
        )
}

fn put(number: u64, said: &Said) -> Quote {
    let mut quote = quote(number, said.words)
        .of_kind(Kind::ALL[said.kind])
        .in_manner(said.manner);
    quote.article.language = said.language.map(str::to_owned);
    quote.article.outlet = said.outlet.map(|outlet| OUTLETS[outlet].to_owned());
    quote.article.published = said.day.map(day);
    quote.wording = said.wording.map(wording);
    quote.cue_text = said.cue.map(|cue| CUES[cue].to_owned());
    if said.is_primary {
        quote = quote.in_source(0);
    }
    match said.speaker {
        Some(number) => quote.said_by(number, NAMES[number as usize]),
        None => quote,
    }
}

type Holds = fn(&Said) -> bool;

/// What can be asked, and whether a quote answers it.
const LEAVES: &[(&str, Holds)] = &[
    ("truce", |said| said.words.contains("truce")),
    ("harbour", |said| said.words.contains("harbour")),
    ("speaker:\"Ana Ruiz\"", |said| said.speaker == Some(0)),
    ("speaker:\"Bo Lind\"", |said| {
        matches!(said.speaker, Some(1 | 2))
    }),
    // A name that nobody could read.
    ("speaker:\"Cleo Varga\"", |_| false),
    ("speaker:none", |said| said.speaker.is_none()),
    ("outlet:\"the  LEDGER\"", |said| said.outlet == Some(0)),
    ("outlet:vellmar", |_| false),
    ("outlet:none", |said| said.outlet.is_none()),
    ("kind:direct", |said| Kind::ALL[said.kind] == Kind::Direct),
    ("origin:primary", |said| said.is_primary),
    ("origin:report", |said| !said.is_primary),
    ("cue:warn", |said| said.cue == Some(0)),
    ("cue:\"according to\"", |said| said.cue == Some(1)),
    ("class:warning", |said| {
        said.manner.class == Some(CueClass::Warning)
    }),
    ("class:none", |said| said.manner.class.is_none()),
    ("colour:doubting", |said| {
        said.manner.colour == Colour::Doubting
    }),
    ("polarity:negated", |said| {
        said.manner.polarity == Polarity::Negated
    }),
    ("verdict:FALSE", |said| matches!(said.wording, Some(1 | 2))),
    ("verdict:\"half true\"", |said| said.wording == Some(3)),
    ("verdict:true", |_| false),
    ("verdict:none", |said| !matches!(said.wording, Some(1..=3))),
    ("claim:demo-1", |said| matches!(said.wording, Some(1..=3))),
    ("claim:demo-2", |said| said.wording == Some(3)),
    ("claim:none", |said| !matches!(said.wording, Some(1..=3))),
    ("date:2031-05-02", |said| said.day == Some(2)),
    ("date:2031-05", |said| said.day.is_some()),
    ("date:[2031-05-02 TO *]", |said| {
        said.day.is_some_and(|day| day >= 2)
    }),
    ("date:{2031-05-01 TO 2031-05-03}", |said| {
        said.day == Some(2)
    }),
    ("date:[* TO *]", |said| said.day.is_some()),
    // Published at half past nine.
    ("date:2031-05-02T09:30:00Z", |said| said.day == Some(2)),
    ("date:{2031-05-02T09:30:00Z TO *]", |said| {
        said.day.is_some_and(|day| day > 2)
    }),
    ("date:none", |said| said.day.is_none()),
    ("lang:en", |said| said.language == Some("eng")),
    ("lang:none", |said| said.language.is_none()),
];

#[derive(Debug, Clone)]
enum Asked {
    Leaf(usize),
    All(Vec<Asked>),
    Any(Vec<Asked>),
    Not(Box<Asked>),
}

fn any_asked() -> impl Strategy<Value = Asked> {
    let leaf = (0..LEAVES.len()).prop_map(Asked::Leaf);
    leaf.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(Asked::All),
            vec(inner.clone(), 1..4).prop_map(Asked::Any),
            inner.prop_map(|part| Asked::Not(Box::new(part))),
        ]
    })
}

impl Asked {
    fn typed(&self) -> String {
        let join = |parts: &[Self], between: &str| {
            let parts: Vec<String> = parts.iter().map(Self::typed).collect();
            format!("({})", parts.join(between))
        };
        match self {
            Self::Leaf(leaf) => LEAVES[*leaf].0.to_owned(),
            Self::All(parts) => join(parts, " "),
            Self::Any(parts) => join(parts, " OR "),
            Self::Not(part) => format!("-({})", part.typed()),
        }
    }

    fn holds(&self, said: &Said) -> bool {
        match self {
            Self::Leaf(leaf) => LEAVES[*leaf].1(said),
            Self::All(parts) => parts.iter().all(|part| part.holds(said)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(said)),
            Self::Not(part) => !part.holds(said),
        }
    }
}

fn check(
    bench: &Bench,
    tail: Option<&Tail>,
    said: &[Said],
    query: &str,
    holds: impl Fn(&Said) -> bool,
) {
    let read = Query::parse(query).expect("a query is read");
    let search = Search {
        query: read.map(|query| query.with(&names())),
        ..all()
    };
    let by_hand = (1..).zip(said).filter(|(_, said)| holds(said));
    let by_hand: Vec<u64> = by_hand.map(|(number, _)| number).collect();
    let found = bench
        .index
        .search(&search, &facts(), tail)
        .expect("a search is answered");
    assert_eq!(sorted(numbers(&found)), by_hand, "{query} among {said:?}");
    assert_eq!(found.total, by_hand.len() as u64, "{query}");
}

fn record(said: &[Said]) -> Vec<Put> {
    apart((1..).zip(said).map(|(number, said)| put(number, said)))
}

#[test]
fn in_a_tail_they_are_as_by_hand() {
    let bench = Bench::of(&[]);
    let cases = (vec(any_said(), 0..12), vec(any_asked(), 1..8));
    let checked = TestRunner::new(ProptestConfig::with_cases(150)).run(&cases, |(said, asked)| {
        let tail = tail(1, &record(&said), 2);
        for asked in asked {
            check(&bench, Some(&tail), &said, &asked.typed(), |said| {
                asked.holds(said)
            });
        }
        Ok(())
    });
    checked.expect("every case holds");
}

#[test]
fn in_the_index_each_is_as_by_hand() {
    // Every value of everything, in one go: each case waits for the disk.
    let mut runner = TestRunner::deterministic();
    let said: Vec<Said> = (0..90)
        .map(|_| {
            let tree = any_said().new_tree(&mut runner).expect("a quote");
            proptest::strategy::ValueTree::current(&tree)
        })
        .collect();
    let bench = Bench::of(&record(&said));
    for (leaf, holds) in LEAVES {
        check(&bench, None, &said, leaf, holds);
        check(&bench, None, &said, &format!("-{leaf}"), |said| {
            !holds(said)
        });
        check(&bench, None, &said, &format!("truce {leaf}"), |said| {
            said.words.contains("truce") && holds(said)
        });
        check(&bench, None, &said, &format!("truce OR {leaf}"), |said| {
            said.words.contains("truce") || holds(said)
        });
    }
}

#[test]
fn conditions_leave_scores_alone() {
    let said: Vec<Quote> = vec![
        quote(1, "a truce").said_by(0, "Ana Ruiz"),
        quote(2, "a truce, a truce").said_by(0, "Ana Ruiz"),
    ];
    let bench = Bench::of(&apart(said));
    let scores = |query: &str| -> Vec<f32> {
        let query = Query::parse(query).expect("a query is read");
        let search = Search {
            query: query.map(|query| query.with(&names())),
            ..all()
        };
        let found = bench.found(&search);
        found.hits.iter().map(|hit| hit.score).collect()
    };
    let plain = scores("truce");
    assert_eq!(plain.len(), 2);
    assert_eq!(scores("truce speaker:\"Ana Ruiz\" -kind:indirect"), plain);
    assert_eq!(scores("truce (date:none OR kind:mixed)"), plain);
    assert_eq!(scores("kind:direct date:none"), [0.0, 0.0]);
}

#[test]
fn a_name_that_nobody_read_is_nobody() {
    let bench = Bench::of(&apart([quote(1, "a truce").said_by(0, "Ana Ruiz")]));
    let query = Query::parse("speaker:\"Ana Ruiz\"").expect("a query is read");
    let search = Search { query, ..all() };
    assert_eq!(bench.numbers(&search), [] as [u64; 0]);
    let nobody: Vec<SpeakerId> = Vec::new();
    let names = Read {
        speakers: HashMap::from([("Ana Ruiz".to_owned(), nobody)]),
        ..Read::default()
    };
    let search = Search {
        query: search.query.map(|query| query.with(&names)),
        ..all()
    };
    assert_eq!(bench.numbers(&search), [] as [u64; 0]);
}
