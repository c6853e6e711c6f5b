//! `said Roe, who …`: the source stands behind its verb.

use crate::annotated::check_tagged;

#[test]
fn a_relative_clause() {
    check_tagged(&["direct: <“The bridge is old,”> {said} [Jane Roe, who runs the ferry]."]);
    check_tagged(&[
        "direct: <“The bridge is old,”> {said} [Jane Roe, 52, who has lived in Poe all her life]. <“It must go.”>",
    ]);
    check_tagged(&["indirect: <The bridge is old>, {said} [Jane Roe, who runs the ferry]."]);
}

#[test]
fn an_apposition() {
    check_tagged(&["direct: <“The bridge is old,”> {said} [Jane Roe, a doctor who lives in Poe]."]);
    check_tagged(&["direct: <\"The bridge is old,\"> {said} [Jane Roe, the mayor of Poe]."]);
    check_tagged(&["direct: <‘The bridge is old,’> {said} [Jane Roe, the mayor]."]);
}

#[test]
fn nothing_more() {
    check_tagged(&["direct: <“The bridge is old,”> {said} [the mayor]."]);
    check_tagged(&["direct: <“Is the bridge old?”> {asked} [Roe]."]);
    check_tagged(&["indirect: <The bridge is old>, {said} [the mayor]."]);
}

#[test]
fn a_subject_with_a_verb_of_its_own_is_content() {
    check_tagged(&["indirect: [Jane Roe, a doctor in Poe,] {said} <the mayor had left>."]);
}
