//! Posts: a handle, a signature with one, and verbs of posting.

use crate::annotated::check_tagged;

#[test]
fn a_handle() {
    check_tagged(&["indirect: [@roe]{:} <The bridge is old>."]);
    check_tagged(&["indirect: RT [@roe]{:} <The bridge is old>."]);
    check_tagged(&["direct: <“The bridge is old,”> [@roe] {tweeted} on Monday."]);
}

#[test]
fn a_verb() {
    check_tagged(&["direct: [Roe] {tweeted}: <“The bridge is old.”>"]);
    check_tagged(&["direct: <“The bridge is old,”> [Roe] {tweeted}."]);
    check_tagged(&["indirect: [Roe (@roe)] {tweeted} <that the bridge was old>."]);
    check_tagged(&["direct: [Roe] {posted on his page}: <“The bridge is old.”>"]);
    check_tagged(&["direct: <“The bridge is old,”> [Roe] {wrote} on Twitter. <“It must go.”>"]);
}

#[test]
fn an_embedded_post() {
    check_tagged(&["indirect: <The bridge is old. #bridge> {—} [Jane Roe (@roe)] May 5, 2015"]);
    check_tagged(&["indirect: <The bridge is old.>\n{—} [Jane Roe (@roe)] June 5, 2015"]);
}
