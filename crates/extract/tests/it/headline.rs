//! Headlines, where every word has a capital.

use onrecord_model::BlockRole;

use crate::annotated::{extract, render};

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(
        render(text, &extract(text, BlockRole::Headline)),
        expected,
        "in {text:?}"
    );
}

#[test]
fn a_verb() {
    check(
        "Roe Claims ‘Big Win’ for Ferry",
        &["mixed: [Roe] {Claims} <‘Big Win’ for Ferry>"],
    );
    check(
        "Roe Says Ferry Will Return",
        &["indirect: [Roe] {Says} <Ferry Will Return>"],
    );
}

#[test]
fn a_label() {
    check(
        "Mayor Roe: Bridge Over the Lower Poe Will Open in May",
        &["indirect: [Mayor Roe]{:} <Bridge Over the Lower Poe Will Open in May>"],
    );
    check(
        "Mayor Roe: Bridge Will Open in May",
        &["indirect: [Mayor Roe]{:} <Bridge Will Open in May>"],
    );
}

#[test]
fn neither() {
    check("Ferry Season: What to Know", &[]);
    check("New Bridge in Poe", &[]);
}
