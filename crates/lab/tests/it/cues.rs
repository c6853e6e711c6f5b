//! What the lexicon of cues knows of annotated cues.

use onrecord_extract::Extractor;
use onrecord_lab::{cues, read_samples};

use crate::invented::{document, file, lines};

const TEXT: &str = "Odile Brandt claimed on Monday morning that the bridge was safe. She did not say when the ferry \
                    would stop, and zorbed that all was well.";

#[test]
fn cues_are_counted_by_what_they_tell() {
    let gold = document(
        "harrow-1",
        TEXT,
        &[
            ["Odile Brandt", "claimed", "that the bridge was safe"],
            ["She", "did not say", "when the ferry would stop"],
            ["She", "zorbed", "that all was well"],
            ["Odile Brandt", "", "that the bridge was safe"],
        ],
    );
    let file = file(&lines(&[gold]));
    let samples = read_samples(file.path()).expect("the sample is sound");
    let counts = cues::count(&samples, &Extractor::new());
    assert_eq!((counts.with_cue(), counts.without_class()), (3, 1));
    let table = counts.to_string();
    for line in [
        "3 with a cue, 1 without; 2 cues have a class (66.7 %)",
        "statement            1         1         0",
        "(none)               1         0         0",
        "negated              1",
        "   1 zorbed",
    ] {
        assert!(table.contains(line), "{line:?} in\n{table}");
    }
}
