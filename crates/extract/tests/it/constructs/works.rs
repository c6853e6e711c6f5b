//! The title of a work is said by nobody.

use crate::annotated::{check_silent, check_tagged};

#[test]
fn as_a_subject() {
    check_silent("“The Long Night” opens on Friday in Poe.");
    check_silent("“The Long Night,” a film by Roe, opens on Friday.");
    check_silent("The film “The Long Night” shows the bridge.");
}

#[test]
fn as_an_object() {
    check_silent("She read “The Long Night” and left.");
    check_silent("Roe wrote “The Long Night” in 1990.");
    check_silent("Roe sang \"The Long Night\" at the fair.");
    check_silent("Roe published ‘The Long Night’ in May.");
}

#[test]
fn beside_a_name() {
    check_silent("Roe, author of “The Long Night,” lives in Poe.");
    check_silent("Roe’s book “The Long Night” is out.");
}

#[test]
fn a_law() {
    check_silent("The council debated “The Bridge Act” on Monday.");
}

#[test]
fn inside_what_is_said() {
    check_tagged(&["mixed: <“The Long Night” opened on Friday>, [Roe] {said}."]);
}

#[test]
fn what_a_sign_reads_is_no_work() {
    check_tagged(&["direct: [A sign on the bridge] {reads} <“Danger.”>"]);
}
