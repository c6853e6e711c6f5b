//! Contents that are quoted in part.

use crate::annotated::check;

#[test]
fn the_clause_around_the_quotation_is_content() {
    check(
        "Roe said the bridge was “a gift to the north,” a view few share.",
        &["mixed: [Roe] {said} <the bridge was “a gift to the north,”> a view few share."],
    );
    check(
        "The bridge is “a gift to the north,” Roe said.",
        &["mixed: <The bridge is “a gift to the north,”> [Roe] {said}."],
    );
}

#[test]
fn the_next_verb_of_the_same_subject_is_not() {
    check(
        "Roe called the bridge “a gift to the north” and left.",
        &["mixed: [Roe] {called} <the bridge “a gift to the north”> and left."],
    );
}

#[test]
fn a_participle_has_the_subject_of_the_sentence() {
    check(
        "Roe announced a new ferry, calling the old one “a disgrace.”",
        &[
            "indirect: [Roe] {announced} <a new ferry>, calling the old one “a disgrace.”",
            "mixed: [Roe] announced a new ferry, {calling} <the old one “a disgrace.”>",
        ],
    );
}
