//! What stands before a report, and where and when it was said, is no part of what was said.

use crate::annotated::check;

#[test]
fn a_dateline() {
    check(
        "PORT POE - The bridge is safe, the mayor said.",
        &["indirect: PORT POE - <The bridge is safe>, [the mayor] {said}."],
    );
    check(
        "PORT POE, Sept. 5 (Agency) — Mayor Roe said that the bridge was safe.",
        &["indirect: PORT POE, Sept. 5 (Agency) — [Mayor Roe] {said} <that the bridge was safe>."],
    );
    check(
        "Poe (Reuters) – The bridge is safe, the mayor said.",
        &["indirect: Poe (Reuters) – <The bridge is safe>, [the mayor] {said}."],
    );
    // Only the first sentence of a paragraph has one.
    check(
        "The ferry is late. The bridge is safe, the mayor said.",
        &["indirect: The ferry is late. <The bridge is safe>, [the mayor] {said}."],
    );
}

#[test]
fn no_dateline() {
    check(
        "Roe – the mayor of Poe – said that the bridge was safe.",
        &["indirect: [Roe – the mayor of Poe –] {said} <that the bridge was safe>."],
    );
    check(
        "The UN - and its members - said that the bridge was safe.",
        &["indirect: [The UN - and its members -] {said} <that the bridge was safe>."],
    );
    check(
        "PBA - the bridge authority - said that the bridge was safe.",
        &["indirect: [PBA - the bridge authority -] {said} <that the bridge was safe>."],
    );
    check("PORT POE -", &[]);
}

#[test]
fn what_is_asked_is_not_what_is_answered() {
    check(
        "Asked who had noticed the mistake, Roe laughed. “Not us,” she said.",
        &["direct: Asked who had noticed the mistake, Roe laughed. <“Not us,”> [she] {said}."],
    );
    check(
        "When asked about it, Roe said nothing was lost.",
        &["indirect: When asked about it, [Roe] {said} <nothing was lost>."],
    );
}

#[test]
fn where_and_when_it_was_said() {
    check(
        "The bridge is safe, the mayor said in an interview on Monday.",
        &["indirect: <The bridge is safe>, [the mayor] {said} in an interview on Monday."],
    );
    check(
        "The bridge will stay open, the chief executive said on Tuesday as the council met.",
        &[
            "indirect: <The bridge will stay open>, [the chief executive] {said} on Tuesday as the council met.",
        ],
    );
    check(
        "The bridge is safe, Roe told reporters in Poe.",
        &["indirect: <The bridge is safe>, [Roe] {told} reporters in Poe."],
    );
}

#[test]
fn a_place_is_not_what_was_said() {
    check(
        "When the ferry came, Roe said in a speech that the bridge was safe.",
        &["indirect: When the ferry came, [Roe] {said in a speech} <that the bridge was safe>."],
    );
    check("After the meeting, Roe wrote in a hurry.", &[]);
}
