//! Dates, URLs, names.

use onrecord_intake::{
    Facts, FieldProblem, Limits, Problem, canonical_url, from_plain_text, parse_published,
};

fn check_time(value: &str, expected: Option<&str>) {
    let time = parse_published(value).map(|time| time.to_rfc3339());
    assert_eq!(time.as_deref(), expected, "{value:?}");
}

#[test]
fn dates_and_times() {
    check_time("2025-08-17T09:30:00Z", Some("2025-08-17T09:30:00+00:00"));
    check_time(
        "2025-08-17T09:30:00+02:00",
        Some("2025-08-17T07:30:00+00:00"),
    );
    check_time(
        "2025-08-17T09:30:00.123-0500",
        Some("2025-08-17T14:30:00.123+00:00"),
    );
    check_time(
        "2025-08-17 09:30:00 +0000",
        Some("2025-08-17T09:30:00+00:00"),
    );
    check_time("2025-08-17T09:30+02", Some("2025-08-17T07:30:00+00:00"));
    check_time(
        "Sun, 17 Aug 2025 09:30:00 GMT",
        Some("2025-08-17T09:30:00+00:00"),
    );
    check_time(
        "Sun, 17 Aug 2025 09:30:00 -0400",
        Some("2025-08-17T13:30:00+00:00"),
    );
    check_time("2025-08-17T09:30:00", Some("2025-08-17T09:30:00+00:00"));
    check_time("2025-08-17 09:30", Some("2025-08-17T09:30:00+00:00"));
    check_time("2025-08-17 09:30:00 UTC", Some("2025-08-17T09:30:00+00:00"));
    check_time(" 2025-08-17 ", Some("2025-08-17T00:00:00+00:00"));
    check_time("20250817", Some("2025-08-17T00:00:00+00:00"));
    check_time("August 17, 2025", Some("2025-08-17T00:00:00+00:00"));
    check_time("17 Aug 2025", Some("2025-08-17T00:00:00+00:00"));
    check_time("0001-01-01", Some("0001-01-01T00:00:00+00:00"));
    check_time("9999-12-31T23:59:59Z", Some("9999-12-31T23:59:59+00:00"));
}

#[test]
fn what_is_no_date() {
    for value in [
        "",
        "yesterday",
        "2025",
        "2025-13-01",
        "2025-02-30",
        "08/17/2025",
        "17.08.2025",
        "+12025-08-17",
        "0000-01-01",
        "-0001-01-01",
    ] {
        check_time(value, None);
    }
    check_time(&"2".repeat(1_000_000), None);
}

fn check_url(value: &str, expected: &str) {
    assert_eq!(canonical_url(value).as_deref(), Ok(expected), "{value:?}");
}

#[test]
fn one_spelling_of_a_url() {
    check_url(
        "HTTPS://News.Example:443/A/b?x=1#top",
        "https://news.example/A/b?x=1",
    );
    check_url("http://news.example:80", "http://news.example/");
    check_url("http://news.example:8080/a", "http://news.example:8080/a");
    check_url(
        "https://news.example/a?utm_source=x&UTM_Medium=y&id=7&fbclid=z",
        "https://news.example/a?id=7",
    );
    check_url("https://news.example/a?gclid=1", "https://news.example/a");
    check_url("https://news.example/a?", "https://news.example/a");
    check_url(
        "https://news.example/a?b=2&a=%20&&flag",
        "https://news.example/a?b=2&a=%20&flag",
    );
    check_url(
        "https://reader:secret@news.example/a",
        "https://news.example/a",
    );
    check_url("  https://news.example/a/../b  ", "https://news.example/b");
    check_url(
        "https://bücher.example/ä",
        "https://xn--bcher-kva.example/%C3%A4",
    );
}

#[test]
fn a_canonical_url_is_its_own() {
    for value in [
        "https://news.example/a?b=%zz&utm=1",
        "http://[::1]/x?y",
        "https://news.example/a b?c d",
    ] {
        let once = canonical_url(value).expect("a URL");
        assert_eq!(canonical_url(&once), Ok(once.clone()));
    }
}

#[test]
fn what_is_no_url_of_an_article() {
    for value in [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://news.example/a",
        "mailto:a@news.example",
        "file:///etc/passwd",
        "blob:https://news.example/x",
    ] {
        assert_eq!(
            canonical_url(value),
            Err(FieldProblem::SchemeNotTaken(value.to_owned()))
        );
    }
    for value in ["", "news", "/a/b", "https://", "http://[::1"] {
        assert!(
            matches!(canonical_url(value), Err(FieldProblem::NotAUrl { .. })),
            "{value:?}"
        );
    }
}

const TEXT: &str = "The bridge stays shut, the mayor said on Monday.\n";

fn check_fact(facts: Facts, expected: &str) {
    let problem = from_plain_text(TEXT.to_owned(), facts, &Limits::default())
        .expect_err("a fact cannot be used");
    assert_eq!(problem.to_string(), expected);
    assert_eq!(problem.code(), "bad_field");
}

#[test]
fn a_supplied_fact_that_cannot_be_used_is_an_error() {
    check_fact(
        Facts {
            title: Some("x".repeat(1_001)),
            ..Facts::default()
        },
        "the field \"title\" has 1001 characters, more than the 1000 it may have",
    );
    check_fact(
        Facts {
            published: Some("soon".to_owned()),
            ..Facts::default()
        },
        "the field \"published\" is \"soon\", which is no date or time (such as 2025-08-17 or 2025-08-17T09:30:00Z)",
    );
    check_fact(
        Facts {
            url: Some("javascript:alert(1)".to_owned()),
            ..Facts::default()
        },
        "the field \"url\" is \"javascript:alert(1)\", but only http and https URLs are taken",
    );
    check_fact(
        Facts {
            url: Some("news".to_owned()),
            ..Facts::default()
        },
        "the field \"url\" is \"news\", which is no URL: relative URL without a base",
    );
}

#[test]
fn names_are_one_clean_line() {
    let facts = Facts {
        title: Some("  Bridge\u{a0}stays\n\tshut\u{7}\u{200b} ".to_owned()),
        outlet: Some("\u{202e}The Courier".to_owned()),
        published: Some(" ".to_owned()),
        ..Facts::default()
    };
    let article = from_plain_text(TEXT.to_owned(), facts, &Limits::default()).expect("taken");
    assert_eq!(article.title.as_deref(), Some("Bridge stays shut"));
    assert_eq!(article.outlet.as_deref(), Some("The Courier"));
    assert_eq!(article.published, None);
}

fn check_authors(bylines: &[&str], expected: &[&str]) {
    let facts = Facts {
        authors: bylines.iter().map(|byline| (*byline).to_owned()).collect(),
        ..Facts::default()
    };
    let article = from_plain_text(TEXT.to_owned(), facts, &Limits::default()).expect("taken");
    assert_eq!(article.authors, expected, "{bylines:?}");
}

#[test]
fn a_byline_names_each_author_once() {
    check_authors(&["Ana Reyes"], &["Ana Reyes"]);
    check_authors(&["By ANA REYES"], &["ANA REYES"]);
    check_authors(&["Ana Reyes and Tom Hollis"], &["Ana Reyes", "Tom Hollis"]);
    check_authors(&["Ana Reyes,Tom Hollis"], &["Ana Reyes", "Tom Hollis"]);
    check_authors(
        &["Ana Reyes, Tom Hollis, and Jo van Beek"],
        &["Ana Reyes", "Tom Hollis", "Jo van Beek"],
    );
    check_authors(
        &["Ana Reyes; Tom Hollis", "Ana Reyes"],
        &["Ana Reyes", "Tom Hollis"],
    );
    check_authors(
        &["Tom Hollis, Special for the Courier"],
        &["Tom Hollis, Special for the Courier"],
    );
    check_authors(&["Associated Press"], &["Associated Press"]);
    check_authors(&["Press and Journal"], &["Press and Journal"]);
    check_authors(&["None", "", "null", "https://news.example/ana"], &[]);
}

#[test]
fn problems_have_codes_of_their_own() {
    let codes = [
        Problem::NotFound.code(),
        Problem::PermissionDenied.code(),
        Problem::Empty.code(),
        Problem::NoArticleText.code(),
        Problem::Hidden.code(),
    ];
    let mut unique = codes.to_vec();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), codes.len());
}
