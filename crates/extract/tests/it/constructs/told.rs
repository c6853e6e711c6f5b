//! "Poe was told by Roe": who is told says nothing.

use crate::annotated::check_tagged;

#[test]
fn by_somebody() {
    check_tagged(&["indirect: Poe {was told by} [Roe] <that the bridge was old>."]);
    check_tagged(&["direct: Poe {was told by} [the mayor]: <“The bridge is old.”>"]);
    check_tagged(&["indirect: The council {was warned by} [Roe] <that the bridge was old>."]);
}

#[test]
fn in_the_active() {
    check_tagged(&["indirect: [Roe] {told} Poe <that the bridge was old>."]);
    check_tagged(&["indirect: [Roe] {told} Poe <the bridge was old>."]);
    check_tagged(&["direct: [Roe] {told} Poe: <“The bridge is old.”>"]);
    check_tagged(&["direct: <“The bridge is old,”> [Roe] {told} Poe."]);
}
