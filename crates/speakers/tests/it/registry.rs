//! Speakers known besides those of the gazetteer.

use onrecord_extract::Document;
use onrecord_model::{Reason, Resolution, Role, SpeakerIdentity, SpeakerKind};
use onrecord_speakers::{Context, Registry, Resolver};

use crate::{Marked, day};

fn speaker(id: &str, name: &str, aliases: &[&str], title: Option<&str>) -> SpeakerIdentity {
    SpeakerIdentity {
        key: format!("desk:{id}"),
        name: name.to_owned(),
        kind: SpeakerKind::Person,
        wikidata: None,
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        roles: title
            .map(|title| Role {
                title: title.to_owned(),
                organisation: None,
                start: None,
                end: None,
            })
            .into_iter()
            .collect(),
    }
}

fn resolver() -> Resolver {
    Resolver::bundled()
        .expect("the bundled gazetteer is sound")
        .with_registry(Registry::new([
            speaker("1", "Odile Brandt", &["Dilly Brandt-Pell"], Some("mayor")),
            speaker("2", "Sergei Vassilenko", &[], None),
            speaker("3", "Conrad Pell", &[], None),
            speaker("4", "Conrad Pell", &[], None),
            speaker("5", "Donald Trump", &[], None),
        ]))
}

fn resolved(marked: &str) -> Vec<Resolution> {
    let article = Marked::read(marked);
    let document = Document::new(&article.text, &article.blocks);
    let context = Context {
        published: Some(day("2025-08-18")),
        ..Context::default()
    };
    resolver().resolve(&document, &article.attributions, &context)
}

#[track_caller]
fn check(marked: &str, expected: &[&str]) {
    let resolutions = resolved(marked);
    let keys: Vec<&str> = resolutions
        .iter()
        .map(|resolution| {
            let speaker = resolution.speaker.as_ref();
            speaker.map_or("-", |speaker| speaker.key.as_str())
        })
        .collect();
    assert_eq!(keys, expected, "{resolutions:#?}");
}

#[test]
fn a_name_or_an_alias_of_the_list_is_its_speaker() {
    check(
        "Mayor [Odile Brandt] spoke. [She] left. [Ms. Brandt] came back.",
        &["desk:1", "desk:1", "desk:1"],
    );
    check("[Mayor Dilly Brandt-Pell] spoke.", &["desk:1"]);
}

#[test]
fn other_transliterations_and_middle_names_meet() {
    check("[Sergey Vassilenko] spoke.", &["desk:2"]);
    check("Pilot [Sergei M. Vassilenko] spoke.", &["desk:2"]);
    let why = &resolved("[Sergey Vassilenko] spoke.")[0].why;
    assert!(why.reasons.contains(&Reason::Spelling), "{why:?}");
}

#[test]
fn whoever_is_something_else_is_not_forced_onto_the_list() {
    check(
        "[Odile Brandt], a nurse from Harrow, spoke.",
        &["name:person:odile brandt"],
    );
}

#[test]
fn of_two_of_one_name_both_are_told_and_neither_is_taken() {
    check("[Conrad Pell] spoke.", &["name:person:conrad pell"]);
    let candidates = &resolved("[Conrad Pell] spoke.")[0].why.candidates;
    let listed: Vec<(Option<&str>, f32)> = candidates
        .iter()
        .map(|candidate| (candidate.key.as_deref(), candidate.score))
        .skip(1)
        .collect();
    assert_eq!(listed, [(Some("desk:3"), 0.5), (Some("desk:4"), 0.5)]);
}

#[test]
fn whom_the_gazetteer_knows_stays_who_they_are() {
    check("President [Donald Trump] spoke.", &["wikidata:Q22686"]);
}

#[test]
fn a_name_alone_is_linked_too() {
    let resolver = resolver();
    let key = |name: &str| {
        resolver
            .link(name, Some(day("2025-08-18")), &[])
            .speaker
            .key
    };
    assert_eq!(key("Odile Brandt"), "desk:1");
    assert_eq!(key("Volodymyr Zelenskyy"), "wikidata:Q3874799");
    assert_eq!(key("Ebenezer Marrowby"), "name:person:ebenezer marrowby");
}

#[test]
fn of_two_entries_with_one_key_the_first_is_kept() {
    let registry = Registry::new([
        speaker("1", "Odile Brandt", &[], None),
        speaker("1", "Ottilie Marrowby", &[], None),
    ]);
    let resolver = Resolver::bundled()
        .expect("the bundled gazetteer is sound")
        .with_registry(registry);
    let key = |name: &str| resolver.link(name, None, &[]).speaker.key;
    assert_eq!(key("Odile Brandt"), "desk:1");
    assert_eq!(key("Ottilie Marrowby"), "name:person:ottilie marrowby");
}
