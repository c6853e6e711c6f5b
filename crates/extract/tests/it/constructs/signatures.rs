//! "“…” – Commissioner Roe": words signed with a dash and a name.

use crate::annotated::{check_silent, check_tagged};

#[test]
fn in_the_same_paragraph() {
    check_tagged(&["direct: <\"The bridge is old.\"> {–}[Commissioner Poe]"]);
    check_tagged(&["direct: <“The bridge is old.”> {—} [Jane Roe, mayor of Poe]"]);
    check_tagged(&["direct: <“The bridge is old.”> {-} [Jane Roe]"]);
    check_tagged(&["direct: <“The bridge is old”> {—}[Roe]"]);
    check_tagged(&["direct: <‘The bridge is old’> {--} [Will May]"]);
}

#[test]
fn in_a_paragraph_of_its_own() {
    check_tagged(&["direct: <“The bridge is old.”>\n{—} [Jane Roe, mayor of Poe]"]);
    check_tagged(&["direct: <“The bridge is old.”>\n{-} [Jane Roe]"]);
    check_tagged(&["direct: <“The bridge is old.>\n<“It must go.”>\n{—} [Jane Roe]"]);
}

#[test]
fn the_name_may_come_first() {
    check_tagged(&["direct: [Jane Roe] {–} <“The bridge is old.”>"]);
}

#[test]
fn neither_a_byline_nor_an_aside() {
    check_silent("The vote on the bridge was “close.” — Jane Roe");
    check_silent("“The Bridge” – Roe was late – is a film.");
    check_silent("The bridge is old. – Jane Roe");
}
