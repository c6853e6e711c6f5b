//! Pages made to do harm are refused, or read without harm. `examples/hostile_pages.rs` measures more of them.

use std::fmt::Write;
use std::time::Duration;

use onrecord_intake::{Facts, Limits, from_html};

const PARAGRAPH: &str = "<p>The council of Eastport said on Monday that the bridge would stay shut, and gave no date.</p>";

/// The test harness runs this on a thread with the 2 MiB stack that any thread has, unoptimised: what overflows
/// anywhere overflows here.
fn check(page: &str, expected: Result<(), &str>) {
    check_within(&Limits::default(), page, expected);
}

fn check_within(limits: &Limits, page: &str, expected: Result<(), &str>) {
    let outcome = from_html(page, Facts::default(), limits);
    match (&outcome, expected) {
        (Ok(article), Ok(())) => crate::check_invariants(article),
        (Err(problem), Err(code)) => assert_eq!(problem.code(), code),
        _ => panic!(
            "expected {expected:?}, not {:?}",
            outcome.map(|article| article.text.len())
        ),
    }
}

#[test]
fn nesting() {
    check(&"<div>".repeat(1_000_000), Err("html_too_deep"));
    check(&"<b>".repeat(1_000_000), Err("html_too_deep"));
    check(&"<table><tr><td>".repeat(1_000), Err("html_too_deep"));
    check(&"<svg><g>".repeat(10_000), Err("html_too_deep"));
    check(
        &format!("{}{}", "<div>".repeat(505), PARAGRAPH.repeat(3)),
        Ok(()),
    );
    check(
        &format!("{}{}", "<span>".repeat(505), PARAGRAPH.repeat(3)),
        Ok(()),
    );
    check(
        &format!("{}{PARAGRAPH}", "<template>".repeat(600)),
        Err("no_article_text"),
    );
}

#[test]
fn depth_between_two_looks() {
    let page = format!("{}{}{PARAGRAPH}", "<i>".repeat(520), "</i>".repeat(520));
    check(&page, Err("html_too_deep"));
}

#[test]
fn nodes() {
    check(&"<p>x".repeat(60_000), Err("html_too_many_nodes"));
    let mut page = String::from("<p>");
    for number in 0..400 {
        let _ = write!(page, "<b id={number}>");
    }
    check(
        &(page + &"<p>x".repeat(100_000)),
        Err("html_too_many_nodes"),
    );
}

#[test]
fn attributes() {
    let mut page = String::from("<div");
    for number in 0..1_000_000 {
        let _ = write!(page, " a{number}=1");
    }
    // The comparison of each with each is what takes the time; how much is enough does not matter here.
    let limits = Limits {
        html_parse_time: Duration::from_millis(100),
        ..Limits::default()
    };
    check_within(
        &limits,
        &format!("{page}>{PARAGRAPH}"),
        Err("html_too_slow"),
    );
    let few = page.get(..10_000).expect("the attributes are ASCII");
    check(&format!("{few}>{PARAGRAPH}"), Ok(()));
}

#[test]
fn what_is_never_closed() {
    for opening in [
        "<!-- ",
        "<a href=\"",
        "<script>",
        "<style>",
        "<title>",
        "<textarea>",
        "<![CDATA[",
        "<",
    ] {
        let page = format!("{opening}{}", "x > y ".repeat(10_000));
        if let Ok(article) = from_html(&page, Facts::default(), &Limits::default()) {
            crate::check_invariants(&article);
        }
    }
}

#[test]
fn deep_json_ld_is_passed_over() {
    let script = format!(
        "<script type=application/ld+json>{}</script>",
        "{\"@graph\":[".repeat(100_000)
    );
    check(&format!("{script}{}", PARAGRAPH.repeat(3)), Ok(()));
}

#[test]
fn size() {
    let limits = Limits {
        article_bytes: 100,
        ..Limits::default()
    };
    let problem = from_html(&PARAGRAPH.repeat(3), Facts::default(), &limits).expect_err("too long");
    assert_eq!(problem.code(), "article_too_large");
}
