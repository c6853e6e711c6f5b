//! The measures against those of the reference scorer, where it and the corpus lie beside the checkout.

use std::fs;
use std::path::Path;
use std::process::Command;

use onrecord_extract::Extractor;
use onrecord_lab::{Annotation, Document, read_documents, read_samples, scoring};
use onrecord_model::CodePointSpan;

use crate::invented::{lines, shared, skipped};

const COMPARE: &str = "
import json, sys
sys.path.insert(0, sys.argv[1])
import score
expected = score.score(score.load(sys.argv[2]), score.load(sys.argv[3]))
actual = json.load(open(sys.argv[4]))
for name in sorted(set(expected) | set(actual)):
    if expected.get(name) != actual.get(name):
        print(name, expected.get(name), actual.get(name))
if score.table(expected) != open(sys.argv[5], encoding='utf-8').read():
    print('the tables differ', score.table(expected))
";

/// Scores `predictions` with both; every number must be the same to the last digit, and so must the table.
#[track_caller]
fn check(scorer: &Path, gold: (&Path, &[Document]), predictions: &[Document], what: &str) {
    let (gold, gold_documents) = gold;
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let place = |name: &str| folder.path().join(name);
    fs::write(place("predictions"), lines(predictions)).expect("it is written");
    let predicted = read_documents(&place("predictions")).expect("it is read as written");
    assert_eq!(predicted, predictions);
    let score = scoring::score(gold_documents, &predicted).expect("the texts are the same");
    let json = serde_json::to_string(&score).expect("figures serialise");
    fs::write(place("json"), json).expect("it is written");
    fs::write(place("table"), score.to_string()).expect("it is written");
    let output = Command::new("python3")
        .args(["-B", "-c", COMPARE])
        .args([scorer, gold])
        .args(["predictions", "json", "table"].map(place))
        .output()
        .expect("python3 was there a moment ago");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.is_empty(),
        "{what}: {said}{complained}"
    );
}

#[test]
fn every_figure_is_that_of_the_reference_scorer() {
    let (Some(scorer), Some(gold)) = (shared("eval"), shared("corpus/polnear_dev.jsonl")) else {
        return;
    };
    if Command::new("python3").arg("--version").output().is_err() {
        skipped("there is no python3 to run the reference scorer");
        return;
    }
    let extractor = Extractor::new();
    let samples = read_samples(&gold).expect("the corpus is read");
    let found: Vec<Document> = samples
        .iter()
        .map(|sample| sample.extract(&extractor))
        .collect();
    let annotated: Vec<Document> = samples.into_iter().map(|sample| sample.gold).collect();
    let gold = (gold.as_path(), annotated.as_slice());
    check(&scorer, gold, &found, "what is extracted");
    for seed in 0..2 {
        let what = |of: &str| format!("{of}, disturbed with seed {seed}");
        check(&scorer, gold, &disturbed(&found, seed), &what("extracted"));
        let disturbed = disturbed(&annotated, seed);
        check(&scorer, gold, &disturbed, &what("annotated"));
    }
}

/// Moves edges into words and over the end of the text, cuts and reverses spans, repeats, mixes up and drops
/// attributions and whole documents; always the same way.
fn disturbed(documents: &[Document], seed: u64) -> Vec<Document> {
    let mut state = 0x9e37_79b9_7f4a_7c15 ^ seed;
    let mut draw = move |below: u32| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % u64::from(below)) as u32
    };
    let mut answer = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        let mut document = document.clone();
        let mut attributions = Vec::new();
        for mut found in document.attributions {
            for spans in [&mut found.source, &mut found.cue, &mut found.content] {
                disturb(spans, &mut draw);
            }
            match draw(12) {
                0 => found.source.clear(),
                1 => found.cue.clear(),
                2 => found.content.clear(),
                3 => found = Annotation::default(),
                4 => std::mem::swap(&mut found.source, &mut found.content),
                5 => attributions.push(found.clone()),
                _ => {}
            }
            attributions.push(found);
        }
        document.attributions = attributions;
        match draw(8) {
            0 => document.text = None,
            1 => document.attributions.reverse(),
            2 => document.id = format!("nobody's {number}"),
            3 => continue,
            _ => {}
        }
        answer.push(document);
    }
    answer
}

fn disturb(spans: &mut Vec<CodePointSpan>, draw: &mut impl FnMut(u32) -> u32) {
    for span in spans.iter_mut() {
        match draw(10) {
            0 => span.start = span.start.saturating_sub(draw(15)),
            1 => span.end += draw(15),
            2 => span.start += draw(8),
            3 => span.end = span.end.saturating_sub(draw(8)),
            4 => span.end += 100_000,
            _ => {}
        }
    }
    if let Some(first) = spans.first().copied() {
        match draw(8) {
            0 => spans.push(first),
            1 => spans.push(CodePointSpan::from((first.start + 2, first.end + 9))),
            2 => spans.reverse(),
            _ => {}
        }
    }
}
