//! Names of lists and labels of transcripts.

use onrecord_model::SpeakerKind;
use onrecord_speakers::Identifier;
use proptest::prelude::*;

use crate::{day, resolver};

#[track_caller]
fn check(name: &str, key: &str, shown: &str) {
    check_on("2025-08-18", name, key, shown);
}

#[track_caller]
fn check_on(published: &str, name: &str, key: &str, shown: &str) {
    let speaker = resolver().identify(name, Some(day(published)));
    assert_eq!(
        (speaker.key.as_str(), speaker.name.as_str()),
        (key, shown),
        "{name}"
    );
}

#[test]
fn whom_articles_name_is_whom_lists_name() {
    for name in [
        "Donald Trump",
        "Donald J Trump",
        "DONALD TRUMP",
        "Trump, Donald J.",
        "President Donald J. Trump (R)",
    ] {
        check(name, "wikidata:Q22686", "Donald Trump");
    }
    check_on(
        "2008-01-28",
        "George W Bush",
        "wikidata:Q207",
        "George W. Bush",
    );
    check_on(
        "1995-01-24",
        "William J Clinton",
        "wikidata:Q1124",
        "Bill Clinton",
    );
    check(
        "URSULA VON DER LEYEN",
        "wikidata:Q60772",
        "Ursula von der Leyen",
    );
    check("NATO", "gazetteer:organisation:nato", "NATO");
    check("Rwanda", "gazetteer:country:rwanda", "Rwanda");
}

#[test]
fn a_namesake_is_told_by_office_and_time_or_left_alone() {
    check("Senator John Kennedy", "wikidata:Q6250211", "John Kennedy");
    check("John Kennedy", "name:person:john kennedy", "John Kennedy");
    check_on(
        "1992-01-28",
        "George Bush",
        "name:person:george bush",
        "George Bush",
    );
}

#[test]
fn titles_and_explanations_are_no_part_of_a_name() {
    for name in [
        "REP. ODILE BRANDT (D-Ohio)",
        "Brandt, Odile",
        "Odile Brandt, mayor of Harrow",
        "Dame  Odile Brandt",
        "Special Envoy Odile Brandt",
    ] {
        check(name, "name:person:odile brandt", "Odile Brandt");
    }
    check(
        "ODILE MCBRANDT-O'ROE",
        "name:person:odile mcbrandt oroe",
        "Odile McBrandt-O'Roe",
    );
    check(
        "Odile Mc Brandt",
        "name:person:odile mcbrandt",
        "Odile McBrandt",
    );
    check(
        "Odile Brandt, Jr.",
        "name:person:odile brandt jr",
        "Odile Brandt, Jr.",
    );
    check(
        "Minister of Finance",
        "name:person:minister of finance",
        "Minister of Finance",
    );
}

#[test]
fn bodies_are_organisations() {
    for name in [
        "Delegation of DEU",
        "Ministry of Finance",
        "Council of Harrow",
        "Harrow Port Authority",
        "General Motors",
        "HPA",
    ] {
        let speaker = resolver().identify(name, None);
        assert_eq!(
            (speaker.kind, speaker.name.as_str()),
            (SpeakerKind::Organisation, name)
        );
    }
    assert_eq!(
        resolver().identify("Delegation of DEU", None).key,
        "name:organisation:delegation of deu"
    );
}

/// The key of whom a label names; "-" where it names nobody.
#[track_caller]
fn check_label(label: &str, expected: &str) {
    let speaker = resolver().identify_label(label, Some(day("2025-08-18")));
    let key = speaker.map_or("-".to_owned(), |speaker| speaker.key);
    assert_eq!(key, expected, "{label}");
}

#[test]
fn a_label_that_many_may_bear_names_nobody() {
    check_label("ODILE BRANDT", "name:person:odile brandt");
    check_label("President Trump", "wikidata:Q22686");
    check_label("JD VANCE", "wikidata:Q28935729");
    check_label("Delegation of DEU", "name:organisation:delegation of deu");
    for label in [
        "Mr. TEAGUE",
        "TEAGUE",
        "Mr. TEAGUE of Harrow",
        "THE PRESIDENT",
        "The PRESIDING OFFICER",
        "Prime Minister",
        "Minister of Finance",
        "Chair",
    ] {
        check_label(label, "-");
    }
}

#[test]
fn what_is_remembered_is_what_was_found() {
    let resolver = resolver();
    let mut identifier = Identifier::new(resolver);
    let days = [None, Some(day("1992-02-01")), Some(day("2025-08-18"))];
    let names = [
        "John Kennedy",
        "Senator John Kennedy",
        "Odile Brandt",
        "Council of Harrow",
        "Donald Trump",
        "Trump",
    ];
    for _ in 0..2 {
        for (name, day) in names.iter().flat_map(|name| days.map(|day| (name, day))) {
            assert_eq!(identifier.identify(name, day), resolver.identify(name, day));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever a list calls somebody, it is somebody, with a key and a name.
    #[test]
    fn any_name_is_somebody(name in "\\PC{1,40}|([A-Z][a-z]{0,6}[., ]{0,2}|(Mr|the|of) ){1,5}") {
        let speaker = resolver().identify(&name, None);
        prop_assert!(speaker.key.contains(':'));
        prop_assert!(name.trim().is_empty() || !speaker.name.trim().is_empty(), "{:?}", speaker);
        if let Some(speaker) = resolver().identify_label(&name, None) {
            prop_assert!(speaker.key.contains(':'));
        }
    }
}
