//! The source behind the content: "called “a disgrace” by the senator".

use crate::annotated::{check_silent, check_tagged};

#[test]
fn behind_a_quotation() {
    check_tagged(&["mixed: <He> {was called} <“a disgrace”> {by} [the senator]."]);
    check_tagged(&["mixed: <The bridge> {was described} <as “a disgrace”> {by} [Roe]."]);
}

#[test]
fn before_a_quotation() {
    check_tagged(&["mixed: <The plan> {was denounced by} [Roe] <as “a disgrace.”>"]);
}

#[test]
fn without_an_auxiliary() {
    check_tagged(&["mixed: <The bridge>, {called} <“a disgrace”> {by} [the senator], is old."]);
}

#[test]
fn no_source_at_all() {
    check_silent("The plan was made by Roe and “the gang.”");
    check_silent("The bridge was crossed by “the gang.”");
}
