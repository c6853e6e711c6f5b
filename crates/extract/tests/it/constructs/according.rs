//! "according to Roe".

use crate::annotated::check_tagged;

#[test]
fn in_front() {
    check_tagged(&["indirect: {According to} [Roe], <the bridge is old>."]);
    check_tagged(&["indirect: {According to} [Jane Roe, a doctor,] <the bridge is old>."]);
    check_tagged(&["indirect: {According to} [a report by the council], <the bridge is old>."]);
    check_tagged(&["direct: {According to} [the report], <“The bridge is old.”>"]);
    check_tagged(&[
        "indirect: {According to} [Roe], <the bridge is old and must go, and Poe agrees>.",
    ]);
}

#[test]
fn behind() {
    check_tagged(&["indirect: <The bridge is old>, {according to} [Roe]."]);
    check_tagged(&["direct: <“The bridge is old,”> {according to} [Roe]."]);
    check_tagged(&["mixed: <The bridge is “old,”> {according to} [a report by the council]."]);
}

#[test]
fn in_the_middle() {
    check_tagged(&["indirect: <The bridge>, {according to} [Roe], <is old>."]);
}
