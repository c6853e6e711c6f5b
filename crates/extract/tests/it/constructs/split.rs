//! "“…,” she said, “…”": one attribution of two pieces.

use crate::annotated::check_tagged;

#[test]
fn one_sentence() {
    check_tagged(&["direct: <“The bridge is old,”> [she] {said}, <“and it must go.”>"]);
    check_tagged(&["direct: <\"The bridge is old,\"> [she] {said}, <\"and it must go.\">"]);
    check_tagged(&["direct: <‘The bridge,’> [she] {said}, <‘is old.’>"]);
    check_tagged(&["direct: <«The bridge,»> [she] {said}, <«is old.»>"]);
    check_tagged(&["direct: <„The bridge,“> [she] {said}, <„is old.“>"]);
    check_tagged(&["direct: <“The bridge is old,”> [she] {said}; <“it must go.”>"]);
    check_tagged(&["direct: <“The bridge is old — ”> [she] {said} — <“and it must go.”>"]);
}

#[test]
fn two_sentences() {
    check_tagged(&["direct: <“The bridge is old,”> [she] {said}. <“It must go.”>"]);
    check_tagged(&["direct: <“Is the bridge old?”> [she] {asked}. <“It must go.”>"]);
}

#[test]
fn words_between() {
    check_tagged(&["direct: <“The bridge,”> [she] {said} on Monday after the vote, <“is old.”>"]);
    check_tagged(&[
        "direct: <“The bridge is old,”> [Roe] {told} reporters on Monday. <“It must go.”>",
    ]);
}

#[test]
fn the_source_behind_the_verb() {
    check_tagged(&["direct: <“The bridge,”> {said} [Roe, the mayor,] <“is old.”>"]);
    check_tagged(&["direct: <“The bridge,”> {said} [Mayor Roe], <“is old.”>"]);
}

#[test]
fn without_quotation_marks() {
    check_tagged(&["indirect: <The bridge>, [Roe] {said}, <is old>."]);
}
