//! Quotations and who said them.

use crate::annotated::check;

#[test]
fn source_behind_the_quotation() {
    check(
        "“The bridge will open in May,” Mayor Jane Roe said.",
        &["direct: <“The bridge will open in May,”> [Mayor Jane Roe] {said}."],
    );
    check("\"No,\" he said.", &["direct: <\"No,\"> [he] {said}."]);
}

#[test]
fn source_behind_the_verb() {
    check(
        "“The bridge will open in May,” said Jane Roe, the mayor of Poe.",
        &["direct: <“The bridge will open in May,”> {said} [Jane Roe, the mayor of Poe]."],
    );
}

#[test]
fn source_before_the_quotation() {
    check(
        "Mayor Jane Roe said: “The bridge will open in May.”",
        &["direct: [Mayor Jane Roe] {said}: <“The bridge will open in May.”>"],
    );
    check(
        "Jane Roe wrote, \"The bridge will open in May.\"",
        &["direct: [Jane Roe] {wrote}, <\"The bridge will open in May.\">"],
    );
    check(
        "A sign at the ferry read “No dogs.”",
        &["direct: [A sign at the ferry] {read} <“No dogs.”>"],
    );
}

#[test]
fn source_in_the_middle() {
    check(
        "“The bridge,” Ms. Roe said on Monday, “will open in May.”",
        &["direct: <“The bridge,”> [Ms. Roe] {said} on Monday, <“will open in May.”>"],
    );
}

#[test]
fn a_quotation_that_follows_belongs_to_the_same_source() {
    check(
        "“The bridge will open in May,” Roe told reporters. “Nobody will pay a toll.”",
        &[
            "direct: <“The bridge will open in May,”> [Roe] {told} reporters. <“Nobody will pay a toll.”>",
        ],
    );
}

#[test]
fn a_sentence_between_may_have_changed_the_speaker() {
    check(
        "“The bridge will open in May,” Roe said. The ferrymen disagreed. “It will not.”",
        &[
            "direct: <“The bridge will open in May,”> [Roe] {said}. The ferrymen disagreed. “It will not.”",
        ],
    );
}

#[test]
fn a_question_is_no_end() {
    check(
        "“Will the bridge open?” Roe asked. “I doubt it.”",
        &["direct: <“Will the bridge open?”> [Roe] {asked}. <“I doubt it.”>"],
    );
}

#[test]
fn sentences_in_one_quotation_are_one_content() {
    check(
        "“I came. I saw. I built a bridge,” Roe boasted.",
        &["direct: <“I came. I saw. I built a bridge,”> [Roe] {boasted}."],
    );
}

#[test]
fn every_style_of_marks() {
    check(
        "‘The bridge will open in May,’ said Ms Roe. ‘Nobody will pay.’",
        &["direct: <‘The bridge will open in May,’> {said} [Ms Roe]. <‘Nobody will pay.’>"],
    );
    check(
        "'It's the dogs' bridge,' said Ms Roe.",
        &["direct: <'It's the dogs' bridge,'> {said} [Ms Roe]."],
    );
    check(
        "''The bridge will open,'' said Ms. Roe.",
        &["direct: <''The bridge will open,''> {said} [Ms. Roe]."],
    );
    check(
        "„The bridge will open,“ said Ms. Roe.",
        &["direct: <„The bridge will open,“> {said} [Ms. Roe]."],
    );
    check(
        "«The bridge will open,» said Ms. Roe.",
        &["direct: <«The bridge will open,»> {said} [Ms. Roe]."],
    );
}

#[test]
fn what_nobody_said_is_left_alone() {
    check("“Poe” is the name of the ferry.", &[]);
    check("“The bridge will open in May.”", &[]);
}
