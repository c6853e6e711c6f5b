//! Institutions as speakers.

use onrecord_model::{ResolutionRule, SpeakerKind};

use crate::{Marked, check, check_keys, check_rules};

#[test]
fn listed_institutions_and_their_other_names() {
    check(
        "[Reuters] reported it. [The White House] denied it. [the Kremlin] said nothing.",
        &["Reuters", "White House", "Kremlin"],
    );
    check_keys(
        "[The Associated Press] reported it. [AP] repeated it.",
        &[
            "gazetteer:organisation:associated press",
            "gazetteer:organisation:associated press",
        ],
    );
}

#[test]
fn unlisted_institutions() {
    check(
        "[Acme Corp.] said no. [The Harrow Ferry Company] said yes. [the Ministry of Harbours] said maybe.",
        &["Acme Corp.", "Harrow Ferry Company", "Ministry of Harbours"],
    );
}

#[test]
fn a_short_form_means_the_institution_named_before() {
    check(
        "[Pellworth Energy] said no. [Pellworth] said yes.",
        &["Pellworth Energy", "Pellworth Energy"],
    );
    check(
        "[The Harrow Ferry Authority] said no. [HFA] said yes. [The authority] said maybe.",
        &[
            "Harrow Ferry Authority",
            "Harrow Ferry Authority",
            "Harrow Ferry Authority",
        ],
    );
}

#[test]
fn ministries_and_governments_by_their_description() {
    check("[The finance ministry] said no.", &["finance ministry"]);
    check_keys(
        "[The Russian foreign ministry] said no. [Russia's foreign ministry] said yes.",
        &[
            "name:organisation:russia foreign ministry",
            "name:organisation:russia foreign ministry",
        ],
    );
    check("[local government] said no.", &["-"]);
}

#[test]
fn a_campaign_is_not_its_candidate() {
    let marked = "Odile Brandt wants to be mayor. [The Brandt campaign] said no.";
    check(marked, &["Odile Brandt campaign"]);
    let resolution = &Marked::read(marked).resolve(None)[0];
    let speaker = resolution.speaker.as_ref().expect("a speaker");
    assert_eq!(speaker.kind, SpeakerKind::Organisation);
    assert_eq!(resolution.why.rule, ResolutionRule::Organisation);
}

#[test]
fn countries_speak() {
    check_keys("[Russia] said no.", &["gazetteer:country:russia"]);
    check_rules("[Moscow] said no.", &[ResolutionRule::Organisation]);
}

#[test]
fn common_names_of_institutions_belong_to_the_country_of_the_article() {
    check_keys(
        "Harrow is an island. [the Treasury] said no.",
        &["name:organisation:treasury"],
    );
    check_keys(
        "Harrow is in Ohio. [the Treasury] said no.",
        &["gazetteer:organisation:treasury department"],
    );
}

#[test]
fn an_institution_does_not_swallow_the_name_behind_it() {
    check(
        "The Harbour Party of Prime Minister Conrad Pell met the Commons Alliance of Maren Oskwell.
         [Mr. Pell] said no. [Ms. Oskwell] said yes. [The Harbour Party] said maybe. [Lennick Water and Power] left.",
        &["Conrad Pell", "Maren Oskwell", "Harbour Party", "Lennick Water and Power"],
    );
}
