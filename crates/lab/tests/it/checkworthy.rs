//! Training of what is worth checking, on invented sentences.

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;

use onrecord_lab::LabError;
use onrecord_lab::checkworthy::{FOLDS, Sentence, folds, measure, ranges, read_sentences, train};
use onrecord_matching::checkworthy::Model;
use tempfile::NamedTempFile;

fn sentence(text: &str, is_worth_checking: bool) -> Sentence {
    Sentence {
        text: text.to_owned(),
        is_worth_checking,
    }
}

const THINGS: [&str; 8] = [
    "bridges",
    "ferries",
    "harbours",
    "libraries",
    "mills",
    "schools",
    "wells",
    "yards",
];
const PLACES: [&str; 6] = ["Ostwick", "Selm", "Harrow", "Vell", "Brun", "Dane"];

/// Who counts something gloams, and only counting is worth checking.
fn sentences() -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for (number, place) in PLACES.iter().enumerate() {
        for (other, thing) in THINGS.iter().enumerate() {
            let count = 10 * number + other + 2;
            let claim = format!("They gloamed {count} {thing} near {place}.");
            sentences.push(sentence(&claim, true));
            let talk = format!("Oh {thing}, adored {place}!");
            sentences.push(sentence(&talk, false));
        }
    }
    sentences
}

#[test]
fn the_same_sentences_make_the_same_model_and_it_knows_what_they_teach() {
    let sentences = sentences();
    let groups = BTreeMap::new();
    let trained = train(&sentences, groups.clone()).expect("there is an end");
    let again = train(&sentences, groups).expect("there is an end");
    let bytes = trained.parts.to_bytes();
    assert_eq!(bytes, again.parts.to_bytes());
    let model = Model::from_bytes(bytes.into()).expect("it is a model");
    let claim = model.worth_score("They gloamed 7 towers near Lark.").0;
    let talk = model.worth_score("Oh towers, adored Lark!").0;
    assert!(claim > 0.7 && talk < 0.3, "{claim} {talk}");
    assert!(
        trained.draws.iter().all(|draw| draw.macro_f1 > 0.99),
        "{trained}"
    );
}

#[test]
fn labels_of_one_sort_teach_nothing() {
    let sentences = vec![sentence("They gloamed.", true); 20];
    let refused = train(&sentences, BTreeMap::new());
    assert!(matches!(refused, Err(LabError::OneSided { .. })));
}

#[test]
fn near_duplicates_are_held_out_together() {
    let mut sentences = sentences();
    for index in 0..20 {
        let mut copy = sentences[index].clone();
        copy.text = copy.text.replace("They", "So they").to_uppercase();
        sentences.push(copy);
    }
    for draw in 0..3 {
        let folds = folds(&sentences, draw);
        let first = sentences.len() - 20;
        for index in 0..20 {
            assert_eq!(
                folds[index],
                folds[first + index],
                "{}",
                sentences[index].text
            );
        }
    }
}

#[test]
fn folds_are_alike_in_size_and_differ_by_draw() {
    let words = [
        "ash", "birch", "cedar", "elm", "fir", "gum", "holly", "ivy", "larch", "maple",
    ];
    let sentences: Vec<Sentence> = (0..100)
        .map(|n| sentence(&format!("{} {} {n}", words[n % 10], words[n / 10]), false))
        .collect();
    let first = folds(&sentences, 0);
    let mut sizes: HashMap<usize, usize> = HashMap::new();
    for fold in &first {
        *sizes.entry(*fold).or_default() += 1;
    }
    assert_eq!(sizes.len(), FOLDS);
    assert!(sizes.values().all(|size| *size == 20), "{sizes:?}");
    assert_ne!(first, folds(&sentences, 1));
    assert_eq!(first, folds(&sentences, 0));
}

#[test]
fn the_measures_are_what_they_are_called() {
    let scores = [0.9, 0.8, 0.6, 0.4, 0.4, 0.1];
    let labels = [true, false, true, true, false, false];
    let answers = scores.map(|score| score >= 0.5);
    let measures = measure(&scores, &answers, &labels);
    // Two hits, one false alarm, one miss, two rests: both F1 are 2/3.
    assert!((measures.macro_f1 - 2.0 / 3.0).abs() < 1e-12);
    assert!((measures.accuracy - 4.0 / 6.0).abs() < 1e-12);
    // Of nine pairs six and a half are in order.
    assert!((measures.auc - 6.5 / 9.0).abs() < 1e-12);
    // Precision 1 at the first, 2/3 at the second, 3/5 at the tie.
    assert!((measures.average_precision - (1.0 + 2.0 / 3.0 + 3.0 / 5.0) / 3.0).abs() < 1e-12);
    let counts: Vec<usize> = ranges(&scores, &labels)
        .iter()
        .map(|r| r.sentences)
        .collect();
    assert_eq!(counts, [0, 1, 0, 0, 2, 0, 1, 0, 1, 1]);
}

#[test]
fn a_line_that_is_no_sentence_is_named() {
    let mut file = NamedTempFile::new().expect("there is room");
    file.write_all(b"{\"text\":\"They gloamed.\",\"label\":1}\n{\"text\":\"Oh.\",\"label\":2}\n")
        .expect("it is written");
    match read_sentences(file.path()) {
        Err(LabError::NotASentence { line, .. }) => assert_eq!(line, 2),
        other => panic!("{other:?}"),
    }
}
