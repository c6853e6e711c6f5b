//! Training, on articles small enough to train on in a test.

use std::io::Write as _;
use std::path::Path;

use onrecord_extract::{AccurateModel, Extractor, FastModel};
use onrecord_lab::scoring::{MEASURES, Measure, Score};
use onrecord_lab::train::{Teaching, WordGroups, ablate, train};
use onrecord_lab::{Document, LabError, Sample, read_samples};
use onrecord_model::Confidence;
use tempfile::NamedTempFile;

use crate::invented::{document, file, lines};

const NAMES: [&str; 8] = [
    "Ada Harrow",
    "Ines Okoro",
    "Jonas Vell",
    "Mira Dane",
    "Tom Lark",
    "Eva Stone",
    "Karl Brun",
    "Nia Frey",
];
const THINGS: [&str; 4] = ["bridge", "ferry", "harbour", "library"];

/// Articles in which people gloam, which no rule knows for a verb of saying.
fn articles() -> Vec<Document> {
    let mut documents = Vec::new();
    for (number, name) in NAMES.iter().enumerate() {
        for thing in THINGS {
            let content = format!("that the {thing} would be closed for days");
            let text = format!(
                "The council of Ostwick met again on Monday evening to talk about the {thing}.\n\n{name} gloamed \
                 {content}. The meeting went on until late, and the rain did not stop."
            );
            let attribution = [*name, "gloamed", content.as_str()];
            documents.push(document(
                &format!("{number} {thing}"),
                &text,
                &[attribution],
            ));
        }
    }
    documents
}

fn samples() -> Vec<Sample> {
    read_samples(file(&lines(&articles())).path()).expect("they are articles")
}

fn end_to_end(score: &Score) -> f64 {
    let row = MEASURES.iter().position(|name| *name == "e2e");
    match score.measures[row.expect("it is a measure")][0] {
        Measure::Ratio(ratio) => ratio.f1,
        Measure::Share(share) => share.acc,
    }
}

fn groups() -> WordGroups {
    let mut table = NamedTempFile::new().expect("there is room");
    table
        .write_all(b"bridge\t1\t2\t3\nferry\t1\t2\t4\n")
        .expect("it is written");
    WordGroups::read(table.path()).expect("it is a table")
}

#[test]
fn the_same_articles_make_the_same_model_and_it_knows_what_they_teach() {
    let (samples, groups) = (samples(), groups());
    let trained = train(&samples, &groups, None, "test/1").expect("there is right and wrong");
    let bytes = trained.parts.to_bytes();
    let again = train(&samples, &groups, None, "test/1").expect("there is right and wrong");
    assert!(bytes == again.parts.to_bytes(), "the bytes differ");
    // Every article is judged once by what the others teach, and they teach it.
    let score = &trained.judge.score;
    assert_eq!(score.documents, samples.len());
    assert!(end_to_end(score) > 0.9, "{score}");
    let text = "It was a quiet week in Ostwick, and the mayor was away.\n\nPaul Reed gloamed that the mill would be \
                sold for a song. Nobody answered.";
    assert_eq!(found(&Extractor::rules_alone(), text), []);
    let model = FastModel::from_bytes(bytes.into()).expect("it is whole");
    let expected = (
        "Paul Reed".to_owned(),
        "that the mill would be sold for a song".to_owned(),
    );
    assert_eq!(found(&Extractor::with_model(model), text), [expected]);
}

/// The first words of each source and content that are found in `text`.
fn found(extractor: &Extractor, text: &str) -> Vec<(String, String)> {
    let samples = read_samples(file(&lines(&[document("new", text, &[])])).path()).expect("reads");
    let words = |span: &onrecord_model::CodePointSpan| {
        text.chars()
            .skip(span.start as usize)
            .take((span.end - span.start) as usize)
            .collect::<String>()
    };
    let found = samples[0].extract(extractor).attributions;
    found
        .iter()
        .map(|found| (words(&found.source[0]), words(&found.content[0])))
        .collect()
}

/// Nobody annotated that polls show something, and no rule knows it; the teacher does.
#[test]
fn what_only_the_teacher_knows_is_learned_of_texts_that_nobody_annotated() {
    let samples = samples();
    let unlabelled: Vec<Document> = ["Ostwick", "Fernley", "Marrow", "Tarn"]
        .into_iter()
        .flat_map(|town| THINGS.map(|thing| (town, thing)))
        .map(|(town, thing)| {
            let text = format!(
                "The week was a quiet one, and it rained until late.\n\nPolls in {town} show the {thing} losing money. \
                 The council met again on Monday evening."
            );
            document(&format!("{town} {thing}"), &text, &[])
        })
        .collect();
    let unlabelled = read_samples(file(&lines(&unlabelled)).path()).expect("they are articles");
    let teaching = Teaching::new(
        AccurateModel::from_bytes(include_bytes!("../../../extract/data/accurate.model"))
            .expect("it is whole"),
        unlabelled,
    );
    let extractor = |teaching: Option<&Teaching>| {
        let trained = train(&samples, &groups(), teaching, "test/1").expect("right and wrong");
        let bytes = trained.parts.to_bytes();
        Extractor::with_model(FastModel::from_bytes(bytes.into()).expect("it is whole"))
            .with_floor(Confidence::new(0.0))
    };
    let text = "The mayor was away for most of the week.\n\nPolls in Hallow show the harbour losing money. It rained.";
    let expected = (
        "Polls in Hallow".to_owned(),
        "the harbour losing money".to_owned(),
    );
    // The judge, who learned of people's annotations alone, does not think much of it.
    assert!(!found(&extractor(None), text).contains(&expected));
    assert!(found(&extractor(Some(&teaching)), text).contains(&expected));
}

#[test]
fn what_is_left_out_is_told_with_what_it_costs() {
    let samples = samples();
    let ablations = ablate(&samples[..16], &samples[16..], &groups()).expect("it trains");
    let [whole, rest @ ..] = ablations.as_slice() else {
        panic!("nothing was measured");
    };
    assert_eq!((whole.without, rest.len()), (None, 7));
    assert!(whole.exact.iter().all(|f1| *f1 > 0.9), "{whole:?}");
    assert!(whole.to_string().starts_with("without nothing"), "{whole}");
}

#[test]
fn articles_without_anything_to_learn_are_refused() {
    let text = "The council of Ostwick met again on Monday evening, and it rained until late in the night.";
    let silent = read_samples(file(&lines(&[document("a", text, &[])])).path()).expect("reads");
    assert!(matches!(
        train(&silent, &groups(), None, "test/1"),
        Err(LabError::OneSided { right: 0, .. })
    ));
}

#[test]
fn a_line_that_is_no_word_with_groups_is_named() {
    for bad in [
        "bridge\t1\t2\n",
        "bridge\t1\t2\tx\n",
        "bridge\t1\t2\t3\t4\n",
        "bridge\t300\t2\t3\n",
    ] {
        let mut table = NamedTempFile::new().expect("there is room");
        write!(table, "ferry\t1\t2\t4\n{bad}").expect("it is written");
        let error = WordGroups::read(table.path()).expect_err("it is no table");
        assert!(error.to_string().contains("line 2"), "{error}");
    }
    assert!(WordGroups::read(Path::new("no such table")).is_err());
}
