//! Interviews and transcripts: who speaks stands in front of each turn.

use crate::annotated::{check_silent, check_tagged};

#[test]
fn names() {
    check_tagged(&[
        "indirect: [MR. ROE]{:} <The bridge is old.>\nMS. POE: It is not.\nMR. ROE: It is.",
        "indirect: MR. ROE: The bridge is old.\n[MS. POE]{:} <It is not.>\nMR. ROE: It is.",
        "indirect: MR. ROE: The bridge is old.\nMS. POE: It is not.\n[MR. ROE]{:} <It is.>",
    ]);
}

#[test]
fn a_role_behind_the_name() {
    check_tagged(&[
        "indirect: [JANE ROE, host]{:} <Why is it old?>\nJOHN POE (on tape): It just is.\nROE: Thank you.",
        "indirect: JANE ROE, host: Why is it old?\n[JOHN POE (on tape)]{:} <It just is.>\nROE: Thank you.",
        "indirect: JANE ROE, host: Why is it old?\nJOHN POE (on tape): It just is.\n[ROE]{:} <Thank you.>",
    ]);
}

#[test]
fn letters() {
    check_tagged(&[
        "indirect: [Q]{:} <Is the bridge old?>\nA: It is, and it must go.",
        "indirect: Q: Is the bridge old?\n[A]{:} <It is, and it must go.>",
    ]);
    check_tagged(&[
        "indirect: [Q.] <Is the bridge old?>\nA. It is, and it must go.",
        "indirect: Q. Is the bridge old?\n[A.] <It is, and it must go.>",
    ]);
}

#[test]
fn a_letter_and_a_name() {
    check_tagged(&[
        "indirect: [Q]{:} <Is the bridge old, Mayor Roe?>\nRoe: It is, and it must go.",
        "indirect: Q: Is the bridge old, Mayor Roe?\n[Roe]{:} <It is, and it must go.>",
    ]);
}

#[test]
fn a_turn_of_several_paragraphs() {
    check_tagged(&[
        "indirect: [MR. ROE]{:} <Good morning.>\n<The bridge is old.>\nMS. POE: Why?\nMR. ROE: It is old.",
        "indirect: MR. ROE: Good morning.\nThe bridge is old.\n[MS. POE]{:} <Why?>\nMR. ROE: It is old.",
        "indirect: MR. ROE: Good morning.\nThe bridge is old.\nMS. POE: Why?\n[MR. ROE]{:} <It is old.>",
    ]);
}

#[test]
fn a_list_of_facts_is_no_talk() {
    check_silent("Name: Jane Roe\nParty: Green\nHome: Poe\nName: John Doe\nParty: Blue\nHome: Poe");
    check_silent("Poe: Roe 3, Moe 2.\nDoe: Moe 1.\nPoe: Roe 5, Moe 2.");
}
