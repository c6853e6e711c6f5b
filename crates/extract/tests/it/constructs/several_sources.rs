//! "Roe and Poe said": one attribution to both.

use crate::annotated::check_tagged;

#[test]
fn before_the_verb() {
    check_tagged(&["indirect: [Roe and Poe] {said} <the bridge was old>."]);
    check_tagged(&["indirect: [Jane Roe and John Poe] {said} <that the bridge was old>."]);
    check_tagged(&["indirect: [The mayor and the council] {said} <the bridge was old>."]);
    check_tagged(&["direct: <“The bridge is old,”> [Roe and Poe] {said}."]);
    check_tagged(&["indirect: <The bridge is old>, [Roe and Poe] {said}."]);
}

#[test]
fn behind_the_verb() {
    check_tagged(&["direct: <“The bridge is old,”> {said} [Jane Roe and John Poe]."]);
}
