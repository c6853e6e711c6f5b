//! What goes on in the voice of somebody without naming them again is left alone unless a verb says so: in PolNeAR
//! hardly an unquoted content goes on behind its sentence, and a reporter's own words would be put into a mouth.

use crate::annotated::check_tagged;

#[test]
fn another_verb() {
    check_tagged(&[
        "indirect: <The bridge is old>, [Roe] {said}. It would have to go, he said.",
        "indirect: The bridge is old, Roe said. <It would have to go>, [he] {said}.",
    ]);
    check_tagged(&[
        "direct: <“The bridge is old,”> {said} [the mayor]. She added that it must go.",
        "indirect: “The bridge is old,” said the mayor. [She] {added} <that it must go>.",
    ]);
}

#[test]
fn a_quotation_alone() {
    check_tagged(&["direct: <“The bridge is old,”> [Roe] {said}. <“It must go.”>"]);
}

#[test]
fn no_verb() {
    check_tagged(&["indirect: [Roe] {said} <the bridge was old>. It would have to go."]);
    check_tagged(&[
        "direct: <“The bridge is old,”> [Roe] {said}. The ferrymen disagreed. “It will not.”",
    ]);
}
