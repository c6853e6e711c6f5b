//! How queries are read: what means the same, and what is refused where.

use onrecord_search::{Names, Query, QueryError};
use proptest::collection::vec;
use proptest::prelude::*;

fn read(typed: &str) -> Query {
    Query::parse(typed)
        .unwrap_or_else(|error| panic!("{typed:?}: {error}"))
        .expect("it is not blank")
}

fn same(one: &str, other: &str) {
    assert_eq!(read(one), read(other), "{one:?} and {other:?}");
}

#[test]
fn what_means_the_same_is_read_the_same() {
    same("truce talks", "truce AND talks");
    same("truce talks", " ( (truce) (talks) ) ");
    same("a OR b c", "(a OR b) c");
    same("a OR (b OR c)", "a OR b OR c");
    same("-truce", "NOT truce");
    same("-(a b)", "NOT (a AND b)");
    same("“red line”", "\"red line\"");
    same("red-line", "\"red line\"");
    same("\"red line\"~0", "\"red line\"");
    same("securities", "SECURITY");
    same("KIND:Direct", "kind:direct");
    same("outlet:\"The  Ledger\"", "outlet:\"the ledger\"");
    same(
        "speaker:\"Ana \\\"Nan\\\" Ruiz\"",
        "speaker:“Ana \\\"Nan\\\" Ruiz”",
    );
    same("date:2024", "date:[2024-01-01 TO 2024-12-31]");
    same("date:2024", "date:[2024 TO 2025}");
    same("date:2024", "date:[\"2024\" TO 2024-12]");
    same("date:2024-05", "date:{2024-04 TO 2024-06-01}");
    same("date:{2023 TO *}", "date:[2024-01-01T00:00:00Z TO *]");
    same(
        "date:2024-05-01T10:00:00Z",
        "date:[2024-05-01T10:00:00Z TO 2024-05-01T12:00:00+02:00]",
    );
    same("title:\"red line\"", "title:red-line");
    same("a b a (b a)", "a b");
    same("a OR b OR a", "a OR b");
    same("lang:EN", "lang:eng");
    same("lang:fa", "lang:\"pes\"");
}

#[test]
fn what_differs_is_read_apart() {
    let apart = |one: &str, other: &str| assert_ne!(read(one), read(other), "{one:?}, {other:?}");
    apart("a b OR c", "(a b) OR c");
    apart("outlet:none", "outlet:\"none\"");
    apart("speaker:none", "speaker:\"none\"");
    apart("word~1", "word~2");
    apart("word", "word~1");
    apart("word*", "word");
    apart("\"a b\"~1", "\"a b\"");
    apart("date:[2024 TO *]", "date:{2024 TO *}");
    apart("said:truce", "truce");
    apart("date:none", "date:[* TO *]");
}

/// `expected`: what was typed with the place marked by `‸`, and a part of the message.
fn refused(marked: &str, message: &str) {
    let typed = marked.replacen('‸', "", 1);
    let place = marked.chars().position(|character| character == '‸');
    match Query::parse(&typed) {
        Err(QueryError::Syntax {
            message: told,
            position,
            ..
        }) => {
            assert_eq!(Some(position), place, "{typed:?}: {told}");
            assert!(told.contains(message), "{typed:?}: {told}");
        }
        other => panic!("{typed:?}: {other:?}"),
    }
}

#[test]
fn what_is_not_understood_is_refused_where_it_stands() {
    refused("truce ‸\"red line", "never closed");
    refused("‸“", "never closed");
    refused("truce ‸(talks", "never closed");
    refused("truce talks‸)", "never opened");
    refused("‸)(", "never opened");
    refused("truce ‸()", "no word between");
    refused("truce ‸\"…\"", "no word");
    refused("‸\"\"", "no word");
    refused("truce ‸OR", "both sides");
    refused("‸OR truce", "both sides");
    refused("(truce ‸OR) talks", "both sides");
    refused("truce ‸OR OR talks", "both sides");
    refused("truce ‸OR !!!", "both sides");
    refused("truce ‸AND", "both sides");
    refused("‸AND truce", "both sides");
    refused("truce AND ‸AND talks", "both sides");
    refused("truce AND talks ‸OR summit", "parentheses");
    refused("truce ‸OR talks AND summit", "parentheses");
    refused("truce ‸-", "right behind");
    refused("truce ‸- talks", "right behind");
    refused("‸--truce", "right behind");
    refused("(truce ‸-)", "right behind");
    refused("truce ‸-…", "left out");
    refused("truce ‸NOT", "left out");
    refused("‸NOT NOT truce", "left out");
    refused("‸NOT -truce", "left out");
    refused("naïve ‸a*b", "end of a word");
    refused("naïve ‸*", "end of a word");
    refused("‸f***ing", "end of a word");
    refused("‸red-line*", "more than one");
    refused("‸red-line~1", "more than one");
    refused("word‸~", "~1 or ~2");
    refused("word‸~0", "~1 or ~2");
    refused("word‸~3", "~1 or ~2");
    refused("\"red line\"‸~", "0 to 100");
    refused("\"red line\"‸~101", "0 to 100");
    refused("\"red line\"‸~+1", "0 to 100");
    refused("‸\"red\"~1", "one word");
    refused("‸note:truce", "there is no field \"note\"");
    refused("‸note:truce", "lang:, title:, said:");
    refused("‸note:truce", "quotation marks");
    refused("‸text:\"red line\"", "there is no field");
    refused("speaker:‸(ana OR ben)", "takes a word");
    refused("speaker:\"Ana\"‸~2", "takes no ~");
    refused("‸speaker:\" \"", "nothing between");
    refused("‸kind:loud", "\"loud\" is not a kind");
    refused("‸origin:paper", "report or primary");
    refused("‸lang:xx", "\"xx\" is not the code of a language");
    refused("‸lang:english", "en or eng");
    refused("‸class:loud", "\"loud\"");
    refused("‸colour:red", "\"red\"");
    refused("‸polarity:none", "\"none\"");
    refused("‸date:yesterday", "\"yesterday\" is not a date");
    refused("‸date:*", "\"*\" is not a date");
    refused("‸date:2024-13", "\"2024-13\" is not a date");
    refused("‸date:[2025 TO 2024]", "ends before it begins");
    refused("‸date:{2024 TO 2024}", "ends before it begins");
    refused("date:‸[2024 TO 2025", "never closed");
    refused("date:‸[2024 2025]", "[2024-01-01 TO 2024-06-30]");
    refused("date:‸[2024 to 2025]", "[2024-01-01 TO 2024-06-30]");
    refused("‸speaker:[a TO b]", "only date:");
    refused("‸said:[a TO b]", "only date:");
    refused("‸said:pre*", "stand by themselves");
    refused("‸title:word~1", "stand by themselves");
    refused("‸said:…", "no word");
}

#[test]
fn a_second_line_points_at_the_place() {
    let caret = |typed: &str| Query::parse(typed).expect_err("it is refused").caret();
    assert_eq!(caret("truce OR").as_deref(), Some("truce OR\n      ^"));
    assert_eq!(caret("\"").as_deref(), Some("\"\n^"));
    assert_eq!(
        caret("cafe\u{301}\n\u{202E}(talks").as_deref(),
        Some("cafe\u{301}  (talks\n      ^")
    );
    assert_eq!(
        caret(&format!("{} OR) {}", "a".repeat(50), "b".repeat(50))).as_deref(),
        Some(format!("…{} OR) {}…\n{:31}^", "a".repeat(29), "b".repeat(26), "").as_str())
    );
    assert_eq!(caret("!!!"), None);
    assert_eq!(caret(&"(".repeat(100)), None);
}

#[test]
fn names_are_told_once_and_in_their_order() {
    let names = |typed: &str| read(typed).names();
    assert_eq!(
        names("speaker:\"Ana Ruiz\" (claim:demo-1 OR -speaker:ben) speaker:\"Ana Ruiz\" truce"),
        Names {
            speakers: vec!["Ana Ruiz".to_owned(), "ben".to_owned()],
            claims: vec!["demo-1".to_owned()],
        }
    );
    assert_eq!(
        names("speaker:none claim:none \"speaker:x\""),
        Names::default()
    );
}

#[test]
fn a_query_remembers_how_it_was_typed() {
    assert_eq!(read("  (Truce)  ").typed(), "(Truce)");
    assert_eq!(Query::parse(" \n"), Ok(None));
    assert_eq!(Query::plain(" \n"), Ok(None));
}

/// An expression, printed with no more parentheses and spaces than it needs, or with all there can be.
#[derive(Debug, Clone)]
enum Printed {
    Leaf(&'static str),
    All(Vec<Printed>),
    Any(Vec<Printed>),
    Not(Box<Printed>),
}

const LEAVES: &[&str] = &[
    "truce",
    "harbour-master",
    "\"red line\"",
    "“tax cut”~3",
    "secur*",
    "securty~1",
    "speaker:\"Ana \\\"Nan\\\" Ruiz\"",
    "speaker:none",
    "outlet:ledger",
    "kind:direct",
    "class:denial",
    "verdict:\"half true\"",
    "claim:demo-prices",
    "date:[2024-01-01 TO *]",
    "date:2024-05",
    "lang:en",
    "title:\"red line\"~2",
    "said:truce",
    "cue:\"according to\"",
];

impl Printed {
    fn sparse(&self) -> String {
        let join = |parts: &[Self], between: &str| {
            let parts: Vec<String> = parts.iter().map(Self::within_sparse).collect();
            parts.join(between)
        };
        match self {
            Self::Leaf(leaf) => (*leaf).to_owned(),
            Self::All(parts) => {
                // `OR` binds closer: what it joins needs nothing among all.
                let parts: Vec<String> = parts
                    .iter()
                    .map(|part| match part {
                        Self::Any(_) => part.sparse(),
                        _ => part.within_sparse(),
                    })
                    .collect();
                parts.join(" ")
            }
            Self::Any(parts) => join(parts, " OR "),
            Self::Not(part) => format!("-{}", part.within_sparse()),
        }
    }

    fn within_sparse(&self) -> String {
        match self {
            Self::Leaf(_) => self.sparse(),
            Self::All(parts) | Self::Any(parts) if parts.len() == 1 => parts[0].within_sparse(),
            Self::Not(_) | Self::All(_) | Self::Any(_) => format!("({})", self.sparse()),
        }
    }

    fn full(&self) -> String {
        let join = |parts: &[Self], between: &str| {
            let parts: Vec<String> = parts.iter().map(Self::full).collect();
            format!("( {} )", parts.join(between))
        };
        match self {
            Self::Leaf(leaf) => format!("({leaf})"),
            Self::All(parts) => join(parts, "  AND "),
            Self::Any(parts) => join(parts, "\tOR\n"),
            Self::Not(part) => format!("(NOT {})", part.full()),
        }
    }
}

fn any_printed() -> impl Strategy<Value = Printed> {
    let leaf = prop::sample::select(LEAVES).prop_map(Printed::Leaf);
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(Printed::All),
            vec(inner.clone(), 1..4).prop_map(Printed::Any),
            inner.prop_map(|part| Printed::Not(Box::new(part))),
        ]
    })
}

/// What queries are made of, and what is not.
fn any_hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(LEAVES).prop_map(str::to_owned),
        prop::sample::select(
            &[
                "\"", "“", "”", "(", ")", "-", "~", "~2", "*", ":", "[", "]", "{", "}", " TO ",
                " OR ", " AND ", " NOT ", " ", "\\", "speaker:", "date:", "date:[", "x:", "//",
                "…", "\0", "\u{301}", "\u{202E}", "🦀", "東京", "ﷺ", "İ", "ß", "a", "1,000",
                "U.S.", "’s",
            ][..]
        )
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ];
    vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn printed_and_read_again_it_is_the_same(printed in any_printed()) {
        let (sparse, full) = (printed.sparse(), printed.full());
        prop_assert_eq!(read(&sparse), read(&full), "{}\n{}", sparse, full);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn whatever_is_typed_is_read_or_refused(typed in any_hostile()) {
        match Query::parse(&typed) {
            Ok(None) => prop_assert!(typed.trim().is_empty()),
            Ok(Some(query)) => {
                prop_assert_eq!(query.typed(), typed.trim());
                for text in [typed.as_str(), "a truce: 1,000 red lines in the U.S. …"] {
                    let length = text.chars().count() as u32;
                    let marked = query.highlights(text);
                    prop_assert!(marked.iter().all(|span| span.start < span.end && span.end <= length));
                    prop_assert!(marked.is_sorted_by(|one, next| one.end <= next.start));
                }
            }
            Err(error) => {
                let length = typed.chars().count();
                prop_assert!(error.position().is_none_or(|position| position <= length));
                let lines = error.caret().map(|caret| caret.lines().count());
                prop_assert!(lines.is_none_or(|lines| lines == 2));
                prop_assert!(!error.to_string().is_empty());
            }
        }
        // Whatever is no query has words, or none.
        let plain = Query::plain(&typed);
        let is_syntax = matches!(plain, Err(QueryError::Syntax { .. }));
        prop_assert!(!is_syntax);
    }
}
