//! `Roe: “…”`: a name and a colon.

use crate::annotated::{check_silent, check_tagged};

#[test]
fn before_a_quotation() {
    check_tagged(&["direct: [Roe]{:} <“The bridge is old.”>"]);
    check_tagged(&["direct: [Jane Roe]{:} <\"The bridge is old. It must go.\">"]);
    check_tagged(&["direct: [Roe, the mayor]{:} <‘The bridge is old.’>"]);
}

#[test]
fn behind_a_quotation() {
    check_tagged(&["direct: <“The bridge is old”>{:} [Roe]"]);
}

#[test]
fn a_title_in_capitals() {
    check_tagged(&["indirect: [MR. ROE]{:} <The bridge is old. It must go>."]);
    check_tagged(&["indirect: [THE MAYOR]{:} <The bridge is old>."]);
}

#[test]
fn nobody_speaks() {
    check_silent("WASHINGTON: The bridge is old.");
    check_silent("Editor’s note: The bridge is old.");
    check_silent("Correction: The bridge is old.");
    check_silent("Time: Monday at noon in Poe.");
    check_silent("Jane Roe: 1,769\nJohn Poe: 1,501");
}

#[test]
fn a_quotation_inside_the_words_behind_a_label_is_taken_once() {
    check_tagged(&["mixed: [MR. ROE]{:} <The bridge is old. “It must go.”>"]);
}
