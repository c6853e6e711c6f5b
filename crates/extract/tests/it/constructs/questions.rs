//! Reported questions: "asked whether".

use crate::annotated::check_tagged;

#[test]
fn indirect() {
    check_tagged(&["indirect: [Roe] {asked} <whether the bridge was old>."]);
    check_tagged(&["indirect: [Roe] {asked} <if the bridge was old>."]);
    check_tagged(&["indirect: [Roe] {asked} Poe <whether the bridge was old>."]);
    check_tagged(&["indirect: [Roe] {wondered} <why the bridge was old>."]);
}

#[test]
fn direct() {
    check_tagged(&["direct: <“Is the bridge old?”> [Roe] {asked}."]);
    check_tagged(&["direct: [Roe] {asked}: <“Is the bridge old?”>"]);
    check_tagged(&["direct: <\"Is the bridge old?\"> {asked} [the mayor]."]);
}

#[test]
fn asked_by_nobody_named() {
    check_tagged(&["indirect: {Asked} <whether the bridge was old>, Roe laughed."]);
    check_tagged(&["indirect: Roe {was asked} <whether the bridge was old>."]);
}
