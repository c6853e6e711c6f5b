use onrecord_search::{Query, QueryError, Search};

use crate::corpus::{Bench, all, apart, highlights, quote, typed};

fn refused(query: &str) -> QueryError {
    match Query::parse(query) {
        Err(error) => error,
        other => panic!("{other:?} for a query of {} bytes", query.len()),
    }
}

#[test]
fn too_much_is_refused() {
    let clauses = "a ".repeat(10_000);
    assert_eq!(refused(&clauses), QueryError::TooLong { length: 20_000 });
    assert_eq!(
        refused(&"x".repeat(1 << 20)),
        QueryError::TooLong { length: 1 << 20 }
    );
    assert_eq!(
        refused(&("a OR ".repeat(500) + "a")),
        QueryError::TooManyWords
    );
    assert_eq!(
        refused(&format!("\"{}\"", "a ".repeat(1_000))),
        QueryError::TooManyWords
    );
    let deep = |depth| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(refused(&deep(2_000)), QueryError::TooDeep);
    assert_eq!(refused(&"(".repeat(4_000)), QueryError::TooDeep);
    assert_eq!(refused(&"-(".repeat(2_000)), QueryError::TooDeep);
    assert_eq!(
        refused(&"lang:en ".repeat(Query::MOST_CONDITIONS + 1)),
        QueryError::TooManyConditions
    );
    assert_eq!(
        refused(&"b* ".repeat(Query::MOST_SPELLINGS + 1)),
        QueryError::TooManySpellings
    );
    assert!(Query::parse(&deep(Query::DEEPEST)).is_ok());
}

#[test]
fn a_query_without_words_is_refused_by_name() {
    for query in ["!!!", "— —", "\u{301}", "/ & …"] {
        assert_eq!(refused(query), QueryError::NoWords(query.to_owned()));
    }
    assert_eq!(
        refused(" ?? ").to_string(),
        "the query \"??\" has no word in it"
    );
}

#[test]
fn the_largest_query_allowed_is_answered() {
    let bench = Bench::of(&apart([quote(1, "alpha beta")]));
    let mut query = "alpha ".repeat(Query::MOST_WORDS);
    assert_eq!(bench.numbers(&typed(&query)), [1]);
    query = "alpha OR ".repeat(Query::MOST_WORDS - 1) + "beta";
    assert_eq!(bench.numbers(&typed(&query)), [1]);
    query = format!("\"{}\"", "alpha ".repeat(Query::MOST_WORDS));
    assert_eq!(bench.found(&typed(&query)).total, 0);
    let long = format!("{}beta", "alpha ".repeat(40));
    let bench = Bench::of(&apart([
        quote(1, "alpha beta"),
        quote(2, &long),
        quote(3, &"alpha beta ".repeat(40)),
    ]));
    assert_eq!(bench.numbers(&typed(&format!("\"{long}\""))), [2]);
    query = format!("\"{}\"", "alpha beta ".repeat(40));
    assert_eq!(bench.numbers(&typed(&query)), [3]);
    query = "x".repeat(Query::LONGEST);
    assert_eq!(bench.found(&typed(&query)).total, 0);
    query = "-alpha ".repeat(Query::MOST_WORDS);
    assert_eq!(bench.found(&typed(&query)).total, 0);
}

#[test]
fn whatever_is_typed_gets_an_answer() {
    let bench = Bench::of(&apart([quote(1, "alpha beta 東京 ﷺ")]));
    for query in [
        "\0",
        "\u{FEFF}a",
        "a\"b\"c\"",
        "-\"",
        "-(",
        "((a)",
        "a)b(",
        "OR OR OR",
        "-OR",
        "--a",
        "-a-b",
        "'''",
        "’s",
        "s’",
        "a'",
        "🦀",
        "東京",
        "ﷺ",
        "İ",
        "ǅ",
        "ß",
        "e\u{301}\u{301}\u{301}",
        "1.2.3,4",
        "a.b.c",
        "a..b",
        "_a_",
        "a:b",
        "AND",
        "NOT a",
        "a && b",
        "\\",
        "\\\"",
        "/a/",
        "a^2",
        "{a TO b}",
        "a\u{200D}b",
        "…",
        "a … b",
        "\"… a\"",
    ] {
        if let Ok(query) = Query::parse(query) {
            bench.found(&Search { query, ..all() });
        }
        let marked = highlights(query, query);
        assert!(
            marked.is_sorted_by(|one, next| one.end <= next.start),
            "{query:?}"
        );
    }
}

#[test]
fn a_word_longer_than_any_other_is_kept_and_found() {
    let long = "y".repeat(100_000);
    let bench = Bench::of(&apart([quote(1, &format!("alpha {long} beta"))]));
    assert_eq!(bench.numbers(&typed(&"y".repeat(3_000))), [1]);
    assert_eq!(bench.numbers(&typed("\"alpha beta\"")), [] as [u64; 0]);
    assert_eq!(bench.numbers(&typed("alpha beta")), [1]);
}
