//! `Roe, a doctor, said`: what describes the source belongs to it.

use crate::annotated::check_tagged;

#[test]
fn before_a_clause() {
    check_tagged(&["indirect: [Jane Roe, a doctor,] {said} <the bridge was old>."]);
    check_tagged(&[
        "indirect: [Jane Roe, a doctor at the Poe clinic,] {said} <that the bridge was old>.",
    ]);
    check_tagged(&["indirect: [Jane Roe, of Poe,] {said} <the bridge was old>."]);
    check_tagged(&[
        "indirect: [Roe, who has led the town since 2011,] {said} <the bridge was old>.",
    ]);
}

#[test]
fn before_a_quotation() {
    check_tagged(&["direct: [Jane Roe, 52, a doctor,] {said}: <“The bridge is old.”>"]);
    check_tagged(&["direct: [Jane Roe, a doctor,] {said}, <\"The bridge is old.\">"]);
}

#[test]
fn behind_a_quotation() {
    check_tagged(&["direct: <“The bridge is old,”> [Jane Roe, a doctor,] {said}."]);
    check_tagged(&["direct: <‘The bridge is old,’> [Jane Roe, a doctor,] {said}."]);
}
