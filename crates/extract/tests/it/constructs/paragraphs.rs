//! A quotation that runs over paragraphs opens anew in each and closes in the last.

use crate::annotated::check_tagged;

#[test]
fn an_introduced_quotation() {
    check_tagged(&[
        "direct: [Mayor Roe] {said}: <“The bridge is old.>\n<“It must go.>\n<“We will build another.”>",
    ]);
    check_tagged(&["direct: [Mayor Roe] {said}: <«The bridge is old.>\n<«It must go.»>"]);
    check_tagged(&["direct: [Mayor Roe] {said}: <‘The bridge is old.>\n<‘It must go.’>"]);
    check_tagged(&["direct: [Mayor Roe] {said}: <\"The bridge is old.>\n<\"It must go.\">"]);
}

#[test]
fn a_quotation_that_goes_on_behind_its_source() {
    check_tagged(&[
        "direct: <“The bridge is old,”> [Mayor Roe] {said}. <“It must go.>\n<“We will build another.”>",
    ]);
    check_tagged(&[
        "direct: <\"The bridge is old,\"> [Mayor Roe] {said}. <\"It must go.>\n<\"We will build another.\">",
    ]);
}

#[test]
fn the_last_paragraph_may_be_followed_by_text() {
    check_tagged(&[
        "direct: [Mayor Roe] {said}: <“The bridge is old.>\n<“It must go.”>\nThe ferry was late.",
    ]);
}

#[test]
fn a_colon_introduces_the_next_paragraph() {
    check_tagged(&["direct: [Roe] {continued}:\n<“The bridge is old.>\n<“It must go.”>"]);
}
