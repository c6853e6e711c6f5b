//! Segmentation: quotation marks.

use onrecord_extract::Document;
use onrecord_model::BlockRole;

use crate::annotated::lines;

/// Expected quotations with `…` at the end of those that are not closed and `…` before those that continue.
#[track_caller]
fn check_quotations(text: &str, expected: &[&str]) {
    let document = Document::new(text, &lines(text, BlockRole::Body));
    let quotations: Vec<String> = document
        .quotations()
        .iter()
        .map(|quotation| {
            let before = if quotation.continues { "…" } else { "" };
            let behind = if quotation.closed { "" } else { "…" };
            format!("{before}{}{behind}", document.slice(quotation.span))
        })
        .collect();
    assert_eq!(quotations, expected, "in {text:?}");
}

#[test]
fn every_style_of_marks_is_paired() {
    check_quotations("He said “yes” and \"no\".", &["“yes”", "\"no\""]);
    check_quotations(
        "„Ja“, «oui», ``yes'' and ''no''.",
        &["„Ja“", "«oui»", "``yes''", "''no''"],
    );
    check_quotations("Roe Claims ‘Big Win’ for Bees", &["‘Big Win’"]);
    check_quotations(
        "'It is,' he said, 'the dogs' dinner.'",
        &["'It is,'", "'the dogs' dinner.'"],
    );
}

#[test]
fn apostrophes_are_no_quotation_marks() {
    check_quotations(
        "The dogs' owners told 'em in the '90s that it's Roe’s.",
        &[],
    );
    check_quotations("It was rock ’n’ roll, the voters’ choice.", &[]);
    check_quotations(
        "\"The dogs' dinner isn't 'fine',\" he said.",
        &["\"The dogs' dinner isn't 'fine',\""],
    );
}

#[test]
fn nested_marks_give_the_outer_quotation() {
    check_quotations(
        "‘She said “no” to me,’ he wrote.",
        &["‘She said “no” to me,’"],
    );
    check_quotations(
        "“She said ‘no’ to me,” he wrote.",
        &["“She said ‘no’ to me,”"],
    );
}

#[test]
fn unbalanced_marks_do_not_swallow_the_text() {
    check_quotations("A 6\" pipe broke, officials said.", &[]);
    check_quotations("Then he said” and left.", &[]);
    check_quotations("He said \"it is and then \"fine\" again.", &["\"fine\""]);
}

#[test]
fn a_quotation_runs_over_paragraphs() {
    check_quotations(
        "He said: “One.\n“Two.\n“Three.”\nFour.",
        &["“One.…", "…“Two.…", "…“Three.”"],
    );
    check_quotations(
        "He said: \"One.\n\"Two,\" he added.",
        &["\"One.…", "…\"Two,\""],
    );
}

#[test]
fn marks_of_other_languages() {
    check_quotations("„Yes“, he said. „No”, she said.", &["„Yes“", "„No”"]);
    check_quotations("„It is ‚old‘“, he said.", &["„It is ‚old‘“"]);
    check_quotations("»Yes«, he said. »No,« she said.", &["»Yes«", "»No,«"]);
    check_quotations("»Yes», he said. ”No,” she said.", &["»Yes»", "”No,”"]);
    check_quotations("« Yes », he said. ‹No›, she said.", &["« Yes »", "‹No›"]);
}

#[test]
fn doubled_single_marks_are_double_marks() {
    check_quotations(
        "‘‘The bridge,’’ said Roe, ''is the dogs' bridge.''",
        &["‘‘The bridge,’’", "''is the dogs' bridge.''"],
    );
}

#[test]
fn marks_of_one_kind_nest() {
    check_quotations(
        "“He called it “old” and left,” Roe said.",
        &["“He called it “old” and left,”"],
    );
    check_quotations(
        "\"He called it \"old\" and left,\" Roe said. \"Yes.\"",
        &["\"He called it \"old\" and left,\"", "\"Yes.\""],
    );
    check_quotations("«It is “old” now», he said.", &["«It is “old” now»"]);
    check_quotations(
        "“I said, ‘You’re “old”,’” he said.",
        &["“I said, ‘You’re “old”,’”"],
    );
}

#[test]
fn kinds_of_marks_may_be_mixed_up() {
    check_quotations("“Yes,\" he said. \"No,” she said.", &["“Yes,\"", "\"No,”"]);
    check_quotations("“Yes,“ he said. “No,“ she said.", &["“Yes,“", "“No,“"]);
}

#[test]
fn a_forgotten_end_swallows_no_other_quotation() {
    check_quotations(
        "“The bridge is old, Roe said. “It will fall.”",
        &["“It will fall.”"],
    );
    check_quotations(
        "“It is,” said Roe. “The bridge is old. “It will fall,” said Poe.",
        &["“It is,”", "“It will fall,”"],
    );
    check_quotations(
        "The bridge is old,” Roe said. “It will fall.”",
        &["“It will fall.”"],
    );
}

#[test]
fn single_marks_run_over_paragraphs() {
    check_quotations("He said: ‘One.\n‘Two.’\nThree.", &["‘One.…", "…‘Two.’"]);
    check_quotations("He said: 'One.\n'Two.'\nThree.", &["'One.…", "…'Two.'"]);
    // A double mark does not go on from a single one.
    check_quotations("The dogs of the 'Poe.\n\"Two.\"", &["\"Two.\""]);
}

#[test]
fn a_closing_mark_may_be_repeated_at_a_new_paragraph() {
    check_quotations("He said: «One.\n»Two.»", &["«One.…", "…»Two.»"]);
    check_quotations("He said: “One.\n”Two.”", &["“One.…", "…”Two.”"]);
}

#[test]
fn feet_and_inches_quote_nothing() {
    check_quotations("The 6'2\" player bought a 12\" pipe and a 10\" pipe.", &[]);
}

#[test]
fn empty_quotations_are_kept_apart() {
    check_quotations("\"\" said Roe. “” said Poe.", &["\"\"", "“”"]);
}
