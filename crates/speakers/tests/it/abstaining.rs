//! Where nobody may be named.

use onrecord_model::ResolutionRule::{NoSource, NotFound, Several, Unnamed};

use crate::{Marked, check, check_keys, check_on, check_rules};

#[test]
fn unnamed_sources_and_groups() {
    check_rules(
        "[A senior official] said no. [critics] said yes. [Voters] agree. [experts] warn. [two sources] say so. \
         [a poll] shows it. [Several Harrow residents] left. [One Brandt adviser] smiled.",
        &[Unnamed; 8],
    );
}

#[test]
fn who_belongs_to_somebody_is_not_that_somebody() {
    check(
        "Odile Brandt spoke. [A spokesman for Odile Brandt] said no. [People close to Brandt] said yes. \
         [Brandt's lawyer] said maybe. [Brandt supporters] cheered. [Ms. Brandt's book] says so.",
        &["-", "-", "-", "-", "-"],
    );
}

#[test]
fn several_named_together_are_nobody_in_particular() {
    let marked = "[Odile Brandt and Conrad Pell] said no.";
    check(marked, &["-"]);
    check_rules(marked, &[Several]);
    let resolution = &Marked::read(marked).resolve(None)[0];
    assert_eq!(resolution.why.candidates.len(), 2);
}

#[test]
fn a_missing_source_is_not_guessed() {
    let mut article = Marked::read("Odile Brandt spoke. [She] said no.");
    article.attributions[0].source.clear();
    let resolution = &article.resolve(None)[0];
    assert_eq!(resolution.why.rule, NoSource);
    assert_eq!((&resolution.speaker, &resolution.mention), (&None, &None));
}

#[test]
fn a_last_name_alone_is_nobody() {
    check_rules("[Grobnik] said the ferry was late.", &[NotFound]);
    check("[Mr. Smith] said the ferry was late.", &["-"]);
}

#[test]
fn a_namesake_is_not_the_famous_one() {
    check_keys(
        "[Marco Rubio, a plumber from Harrow,] said the pipes were old.",
        &["name:person:marco rubio"],
    );
    check_keys(
        "[Marco Rubio, 23, a student,] said the library was closed.",
        &["name:person:marco rubio"],
    );
    check_keys(
        "[Marco Rubio Quillfeather] said the library was closed.",
        &["name:person:marco rubio quillfeather"],
    );
}

#[test]
fn offices_are_held_at_a_time() {
    check_on("2025-08-18", "[President Trump] spoke.", &["Donald Trump"]);
    check_on("2022-08-18", "[President Biden] spoke.", &["Joe Biden"]);
    check_on("2022-08-18", "[President Rubio] spoke.", &["-"]);
}
