//! Nouns that report: "Roe’s claim that …", "his promise to …".

use crate::annotated::{check_silent, check_tagged};

#[test]
fn a_claim() {
    check_tagged(&["indirect: [Roe]’s {claim} <that the bridge was old> surprised the council."]);
    check_tagged(&[
        "indirect: The {claim} by [Roe] <that the bridge was old> surprised the council.",
    ]);
    check_tagged(&["indirect: [The mayor]’s {warning} <that the bridge would fall> was ignored."]);
    check_tagged(&["indirect: [Her] {belief} <that the bridge was old> was shared."]);
}

#[test]
fn a_promise() {
    check_tagged(&["indirect: [His] {promise} <to build a bridge> was kept."]);
    check_tagged(&["indirect: Roe kept [his] {promise} <to build a bridge>."]);
    check_tagged(&["indirect: [Roe]’s {promise} <to build a bridge> was kept."]);
    check_tagged(&["indirect: [His] {threat} <to close the bridge> was heard."]);
}

#[test]
fn a_verb_with_its_noun() {
    check_tagged(&["indirect: [Roe] {repeated the claim} <that the bridge was old>."]);
    check_tagged(&["indirect: [The council] {rejected} <Roe’s argument that the bridge was old>."]);
}

#[test]
fn a_claim_of_nobody() {
    check_silent("The claim that the bridge was old is false.");
}
