//! A nickname or a title in quotation marks is said by nobody.

use crate::annotated::{check_silent, check_tagged};

#[test]
fn alone() {
    check_silent("John “Jack” Roe lives in Poe.");
    check_silent("John \"Jack\" Roe, the \"Bridge King,\" lives in Poe.");
    check_silent("John ‘Jack’ Roe moved to Poe in 1990.");
}

#[test]
fn of_a_source() {
    check_tagged(&["indirect: [John “Jack” Roe] {said} <the bridge was old>."]);
    check_tagged(&["direct: [John “Jack” Roe, 52,] {said}: <“The bridge is old.”>"]);
    check_tagged(&["direct: <“The bridge is old,”> {said} [John “Jack” Roe]."]);
    check_tagged(&["direct: <\"The bridge is old,\"> [John \"Jack\" Roe] {said}."]);
}

#[test]
fn in_front_of_a_name() {
    check_tagged(&["indirect: “Jack” [Roe] {said} <the bridge was old>."]);
}
