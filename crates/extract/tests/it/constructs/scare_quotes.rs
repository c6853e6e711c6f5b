//! Quotation marks that keep a word at a distance quote nobody.

use crate::annotated::{check_silent, check_tagged};

#[test]
fn a_word() {
    check_silent("The so-called “bridge” is a plank.");
    check_silent("The “bridge” is a plank.");
    check_silent("They sell “organic” bread and “fresh” fish.");
    check_silent("His ‘friends’ never came.");
}

#[test]
fn inside_what_is_said() {
    check_tagged(&["mixed: <The council’s “bridge” is a plank>, [Roe] {said}."]);
}
