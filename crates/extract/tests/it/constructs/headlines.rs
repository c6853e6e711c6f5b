//! Headlines: `Roe: no comment`, `Bridge is old, says Roe`.

use crate::annotated::{check_silent_headline, check_tagged_headline};

#[test]
fn a_label() {
    check_tagged_headline(&[
        "indirect: [Roe]{:} <no comment>\nJane Roe said on Monday that she would not run.",
        "indirect: Roe: no comment\n[Jane Roe] {said on Monday} <that she would not run>.",
    ]);
    check_tagged_headline(&["direct: [Roe]{:} <‘The bridge is old’>"]);
    check_tagged_headline(&["indirect: [Mayor Roe]{:} <Bridge is old>"]);
    check_tagged_headline(&["direct: [Roe] on bridge{:} <‘It must go’>"]);
    check_tagged_headline(&["direct: <‘The bridge is old’>{:} [Roe]"]);
}

#[test]
fn a_verb() {
    check_tagged_headline(&["indirect: [Mayor] {says} <bridge is old>"]);
    check_tagged_headline(&["indirect: <Bridge is old>, {says} [Roe]"]);
    check_tagged_headline(&["indirect: <Bridge is old>, [Roe] {says}"]);
    check_tagged_headline(&["mixed: <Bridge ‘too old’>, {says} [mayor]"]);
    check_tagged_headline(&["mixed: [Roe] {says} <bridge is ‘too old’>"]);
    check_tagged_headline(&["direct: <‘The bridge must go,’> [mayor] {says}"]);
}

#[test]
fn a_signature() {
    check_tagged_headline(&["direct: <‘The bridge is too old’> {–} [Roe]"]);
}

#[test]
fn nothing_said() {
    check_silent_headline("Ferry Season: What to Know");
    check_silent_headline("The Latest: Bridge opens in Poe");
    check_silent_headline("Bridge opens in Poe");
}
