//! Reports without quotation marks.

use onrecord_model::{BlockRole, Polarity};

use crate::annotated::{check, extract};

#[test]
fn that_clauses() {
    check(
        "Roe said that the bridge would open in May.",
        &["indirect: [Roe] {said} <that the bridge would open in May>."],
    );
    check(
        "Critics warn that the bridge will sink.",
        &["indirect: [Critics] {warn} <that the bridge will sink>."],
    );
    check(
        "The Poe Gazette reports that the bridge will sink.",
        &["indirect: [The Poe Gazette] {reports} <that the bridge will sink>."],
    );
}

#[test]
fn clauses_without_that() {
    check(
        "He said the bridge was safe.",
        &["indirect: [He] {said} <the bridge was safe>."],
    );
    check(
        "On Monday, Roe said she would resign, while the council met in the old school.",
        &[
            "indirect: On Monday, [Roe] {said} <she would resign>, while the council met in the old school.",
        ],
    );
}

#[test]
fn appositions_and_relative_clauses_belong_to_the_source() {
    check(
        "Roe, the mayor of Poe, told reporters that the bridge would open in May.",
        &[
            "indirect: [Roe, the mayor of Poe,] {told} reporters <that the bridge would open in May>.",
        ],
    );
    check(
        "Roe, who has led the town since 2011, said the bridge would open in May.",
        &[
            "indirect: [Roe, who has led the town since 2011,] {said} <the bridge would open in May>.",
        ],
    );
    check(
        "The council — long a critic of the mayor — said the bridge would sink.",
        &["indirect: [The council — long a critic of the mayor —] {said} <the bridge would sink>."],
    );
}

#[test]
fn asides_do_not() {
    check(
        "Sen. Ada Q. Poe of Roe, speaking in the U.S. Senate, argued that the bridge was too expensive.",
        &[
            "indirect: [Sen. Ada Q. Poe of Roe], speaking in the U.S. Senate, {argued} <that the bridge was too \
             expensive>.",
        ],
    );
}

#[test]
fn the_clause_may_come_first() {
    check(
        "The bridge will open in May, Roe said.",
        &["indirect: <The bridge will open in May>, [Roe] {said}."],
    );
    check(
        "The bridge between the two old towns will open to traffic in May, according to the mayor.",
        &[
            "indirect: <The bridge between the two old towns will open to traffic in May>, {according to} [the mayor].",
        ],
    );
}

#[test]
fn a_noun_can_be_part_of_the_cue() {
    check(
        "Roe previously made the point that the bridge was safe.",
        &["indirect: [Roe] {previously made the point} <that the bridge was safe>."],
    );
}

#[test]
fn passives() {
    check(
        "Roe was quoted as saying that the bridge would sink.",
        &["indirect: [Roe] {was quoted as saying} <that the bridge would sink>."],
    );
}

#[test]
fn the_cue_shows_that_something_was_not_said() {
    check(
        "Roe did not say whether the bridge would open.",
        &["indirect: [Roe] {did not say} <whether the bridge would open>."],
    );
}

#[test]
fn what_somebody_might_say_is_told_from_what_they_said() {
    let text = "If he says the bridge is safe, nobody will believe it.";
    for attribution in extract(text, BlockRole::Body) {
        assert_eq!(attribution.manner.polarity, Polarity::Hypothetical);
    }
}

#[test]
fn what_an_act_shows_was_said_by_nobody() {
    check(
        "Roe will visit the ferry on Monday, highlighting the need for a bridge.",
        &[],
    );
}

#[test]
fn nouns_that_look_like_verbs() {
    check("The claims were filed on Monday by the state of Poe.", &[]);
    check("The Poe talks on Monday are likely to be long.", &[]);
}
