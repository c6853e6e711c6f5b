//! Names in full and in part.

use onrecord_model::ResolutionRule;

use crate::{Marked, check, check_keys, check_rules};

#[test]
fn full_name_behind_a_title() {
    check(
        "[Special Harrow envoy Tobias Quillfeather] said the ferry would run.",
        &["Tobias Quillfeather"],
    );
    check(
        "[Mayor Odile Brandt-Oyelaran] said no.",
        &["Odile Brandt-Oyelaran"],
    );
    check(
        "[Harrow Port Authority Director Mina Okparo] said no.",
        &["Mina Okparo"],
    );
    check("[campaign manager Robin Tesh] said no.", &["Robin Tesh"]);
}

#[test]
fn full_name_before_an_apposition() {
    check(
        "[Odile Brandt, the mayor of Harrow,] said no.",
        &["Odile Brandt"],
    );
    check(
        "[Odile Brandt, 54, who runs a bakery,] said no.",
        &["Odile Brandt"],
    );
    check("[Sen. Wendell Oake (R-Wis.)] said no.", &["Wendell Oake"]);
}

#[test]
fn full_name_behind_its_apposition() {
    check(
        "[The mayor of Harrow, Odile Brandt,] said no.",
        &["Odile Brandt"],
    );
    check(
        "Milo Teague arrived. [Mr. Teague's campaign manager, Odile Brandt,] said no.",
        &["Odile Brandt"],
    );
}

#[test]
fn last_name_after_the_full_name() {
    check(
        "Odile Brandt opened the bridge.
         [Brandt] said it was safe. [Ms. Brandt] said so twice. [Brandt’s] plan is to close it.",
        &["Odile Brandt", "Odile Brandt", "Odile Brandt"],
    );
}

#[test]
fn last_name_in_the_headline_and_in_a_lead_before_the_full_name() {
    check(
        "# [Brandt] Says Bridge Is Safe
         [Brandt] said the bridge was safe.
         Mayor Odile Brandt spoke at the quay.",
        &["Odile Brandt", "Odile Brandt"],
    );
}

#[test]
fn a_headline_introduces_nobody() {
    check("# [Grobnik] Slams Ferry Plan\nThe ferry was late.", &["-"]);
}

#[test]
fn the_fullest_form_is_shown_without_title() {
    check(
        "Odile M. Brandt opened the bridge. [Dr. Odile Brandt] said no.",
        &["Odile M. Brandt"],
    );
}

#[test]
fn short_given_name_and_initial_are_the_same_person() {
    check_keys(
        "Michael Teague-Orrin spoke. [Mike Teague-Orrin] said no. [M. Teague-Orrin] said yes.",
        &[
            "name:person:michael teague orrin",
            "name:person:michael teague orrin",
        ],
    );
}

#[test]
fn particles_belong_to_the_family_name() {
    check(
        "Ilse van der Quast spoke. [Ms. van der Quast] said no. [Van der Quast] said yes.",
        &["Ilse van der Quast", "Ilse van der Quast"],
    );
}

#[test]
fn two_of_one_last_name_are_told_apart_by_honorific_first_name_and_title() {
    let introduction = "Senator Peter Marlowe and his wife, Joan Marlowe, came to Harrow.\n";
    check(
        &format!(
            "{introduction}[Mrs. Marlowe] said no. [Mr. Marlowe] said yes. [Joan] said maybe."
        ),
        &["Joan Marlowe", "Peter Marlowe", "Joan Marlowe"],
    );
    check(
        &format!("{introduction}[Senator Marlowe] said no."),
        &["Peter Marlowe"],
    );
}

#[test]
fn two_of_one_last_name_without_a_sign_are_ambiguous() {
    let marked =
        "Peter Marlowe and Joan Marlowe came to Harrow.\n[Marlowe] said the ferry was late.";
    check(marked, &["-"]);
    check_rules(marked, &[ResolutionRule::Ambiguous]);
    let resolution = &Marked::read(marked).resolve(None)[0];
    let names: Vec<&str> = resolution
        .why
        .candidates
        .iter()
        .map(|candidate| candidate.name.as_str())
        .collect();
    assert_eq!(names, ["Peter Marlowe", "Joan Marlowe"]);
}

#[test]
fn nearest_full_mention_in_the_paragraph_decides_between_two_of_one_last_name() {
    check(
        "Peter Marlowe spoke first.
         Joan Marlowe spoke last. [Marlowe] said the ferry was late.",
        &["Joan Marlowe"],
    );
}

#[test]
fn father_and_son_are_two_people() {
    check_keys(
        "[Aldous Fenn Sr.] said no. [Aldous Fenn Jr.] said yes.",
        &["name:person:aldous fenn sr", "name:person:aldous fenn jr"],
    );
}

#[test]
fn other_transliterations_of_a_last_name_are_one_person() {
    check(
        "Oleksiy Varemskyy arrived. [Varemskiy] said no. [Varemsky] said yes.",
        &["Oleksiy Varemskyy", "Oleksiy Varemskyy"],
    );
}

#[test]
fn a_similar_last_name_is_somebody_else() {
    check("Dora Andersen arrived. [Anderson] said no.", &["-"]);
}

#[test]
fn the_chain_goes_from_the_mention_to_the_naming() {
    let resolution =
        &Marked::read("Mayor Odile Brandt opened the bridge. [She] said no.").resolve(None)[0];
    assert_eq!(resolution.mention.as_deref(), Some("She"));
    assert_eq!(resolution.why.chain, ["She", "Mayor Odile Brandt"]);
    assert_eq!(resolution.why.rule, ResolutionRule::Pronoun);
}
