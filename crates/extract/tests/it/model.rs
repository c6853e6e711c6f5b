//! The fast model's file, and the chain it decodes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use onrecord_extract::tagger::{
    LABELS, Label, Lattice, Part, Scores, Steps, Transitions, Vocabulary, WordFacts, word_number,
};
use onrecord_extract::{
    Document, Extractor, FastModel, HIDDEN_UNITS, JudgeParts, ModelError, ModelParts,
};
use onrecord_model::{BlockRole, Confidence};
use proptest::prelude::*;

use crate::annotated::lines;

fn parts() -> ModelParts {
    let facts = WordFacts {
        strength: 4,
        groups: [64, 256, 1024],
    };
    ModelParts {
        name: "test/7".to_owned(),
        floor: 0.25,
        transitions: Transitions {
            between: [[0.5; LABELS]; LABELS],
            first: [-1.0; LABELS],
        },
        words: BTreeMap::from([(word_number("said"), facts)]),
        clues: (1..500)
            .map(|number| (word_number(&format!("clue {number}")), [1.0; LABELS]))
            .collect(),
        judge: JudgeParts {
            facts: BTreeMap::from([(1, [0.5; HIDDEN_UNITS]), (2, [-1.0; HIDDEN_UNITS])]),
            scaling: [0.8, -0.25],
        },
    }
}

fn read(bytes: Vec<u8>) -> Result<FastModel, ModelError> {
    FastModel::from_bytes(Cow::Owned(bytes))
}

#[test]
fn the_built_in_model_is_whole() {
    let model = FastModel::built_in();
    assert_eq!(model.name(), "fast/3");
    assert_eq!(Extractor::new().version(), "fast/3");
    assert_eq!(Extractor::accurate().version(), "accurate/4");
    assert_eq!(model.facts(word_number("said")).strength, 4);
    assert_eq!(
        model.facts(word_number("Said")),
        model.facts(word_number("said"))
    );
}

/// "Nobody answered" reports nothing of the sentence before, and would deny what stands there.
#[test]
fn a_verb_of_another_sentence_is_no_cue() {
    let text = "It was a quiet week in Ostwick, and the mayor was away.\n\nPaul Reed made it plain that the mill would \
                be sold. Nobody answered.";
    for extractor in [Extractor::new(), Extractor::accurate()] {
        let found = extractor
            .with_floor(Confidence::new(0.0))
            .extract(&Document::new(text, &lines(text, BlockRole::Body)));
        let cues = found.iter().flat_map(|found| &found.cue);
        let cues: Vec<&str> = cues.filter_map(|cue| cue.of(text)).collect();
        assert!(!cues.contains(&"answered"), "{found:?}");
    }
}

#[test]
fn what_an_act_shows_was_not_said() {
    let text = "Council President Paul Reed will arrive in Ostwick with a large party, highlighting the significance of \
                unity as the talks go on.";
    for extractor in [Extractor::new(), Extractor::accurate()] {
        let document = Document::new(text, &lines(text, BlockRole::Body));
        assert_eq!(extractor.extract(&document), [], "{}", extractor.version());
    }
}

#[test]
fn a_model_is_read_as_it_was_written() {
    let parts = parts();
    let model = read(parts.to_bytes()).expect("it is whole");
    assert_eq!((model.name(), model.floor()), ("test/7", 0.25));
    assert_eq!(
        model.facts(word_number("said")),
        parts.words[&word_number("said")]
    );
    assert_eq!(model.facts(word_number("bridge")), WordFacts::default());
    assert_eq!(parts.to_bytes(), parts.to_bytes());
}

#[test]
fn what_is_no_model_says_so() {
    assert_eq!(read(Vec::new()).err(), Some(ModelError::NotAModel));
    assert_eq!(
        read(b"{\"weights\": []}".to_vec()).err(),
        Some(ModelError::NotAModel)
    );
    let mut newer = parts().to_bytes();
    newer[7] = 9;
    assert_eq!(
        read(newer).err(),
        Some(ModelError::Format { found: 9, read: 2 })
    );
}

#[test]
fn a_model_for_other_clues_says_so() {
    let mut bytes = parts().to_bytes();
    bytes[24..28].copy_from_slice(&77_u32.to_le_bytes());
    let checksum = blake3::hash(&bytes[24..]);
    bytes[8..24].copy_from_slice(&checksum.as_bytes()[..16]);
    assert_eq!(read(bytes).err(), Some(ModelError::Clues { found: 77 }));
}

proptest! {
    #[test]
    fn a_damaged_model_is_never_used(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut bytes = parts().to_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(read(bytes).is_err());
    }

    #[test]
    fn a_cut_model_is_never_used(at in any::<prop::sample::Index>()) {
        let bytes = parts().to_bytes();
        prop_assert!(read(bytes[..at.index(bytes.len())].to_vec()).is_err());
    }

    /// Even with the right checksum, bytes that make no sense are an error and no panic.
    #[test]
    fn a_senseless_model_is_an_error(body in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut bytes = b"ONRECFM\x02".to_vec();
        bytes.extend(&blake3::hash(&body).as_bytes()[..16]);
        bytes.extend(body);
        prop_assert!(read(bytes).is_err());
    }

    /// Every sequence of labels, one by one, gives the same answers as the two passes.
    #[test]
    fn the_lattice_agrees_with_every_sequence(
        scores in prop::collection::vec(prop::array::uniform7(-3.0_f32..3.0), 1..5),
        between in prop::array::uniform7(prop::array::uniform7(-2.0_f32..2.0)),
        first in prop::array::uniform7(-2.0_f32..2.0),
    ) {
        let transitions = Transitions { between, first };
        let steps = Steps::new(transitions.clone());
        let lattice = Lattice::new(&steps, &scores);
        let sequences = sequences(&transitions, &scores);
        let total: f64 = sequences.iter().map(|(_, weight)| weight).sum();
        for (token, _) in scores.iter().enumerate() {
            for label in Label::ALL {
                let expected: f64 = sequences
                    .iter()
                    .filter(|(labels, _)| labels[token] == label)
                    .map(|(_, weight)| weight / total)
                    .sum();
                let actual = f64::from(lattice.at(token)[label as usize]);
                prop_assert!((actual - expected).abs() < 1e-3, "{actual} for {expected}");
            }
        }
        for part in Part::ALL {
            for start in 0..scores.len() {
                for end in start + 1..=scores.len() {
                    let expected: f64 = sequences
                        .iter()
                        .filter(|(labels, _)| is_span(labels, part, start, end))
                        .map(|(_, weight)| weight / total)
                        .sum();
                    let actual = f64::from(lattice.span(&steps, part, start..end));
                    prop_assert!((actual - expected).abs() < 1e-3, "{actual} for {expected}");
                }
            }
        }
        let best = steps.best(&scores, 0.0);
        let most = sequences.iter().map(|(_, weight)| *weight).fold(0.0, f64::max);
        let found = sequences.iter().find(|(labels, _)| *labels == best).map(|(_, weight)| *weight);
        prop_assert!(found.is_some_and(|weight| weight >= most * 0.999));
    }
}

/// Every allowed sequence with its weight.
fn sequences(transitions: &Transitions, scores: &[Scores]) -> Vec<(Vec<Label>, f64)> {
    let mut sequences: Vec<(Vec<Label>, f64)> = vec![(Vec::new(), 0.0)];
    for token in scores {
        let mut longer = Vec::new();
        for (labels, sum) in &sequences {
            let before = labels.last().copied();
            for label in Label::ALL {
                if !label.may_follow(before) {
                    continue;
                }
                let step = match before {
                    Some(before) => transitions.between[before as usize][label as usize],
                    None => transitions.first[label as usize],
                };
                let mut labels = labels.clone();
                labels.push(label);
                longer.push((labels, sum + f64::from(step + token[label as usize])));
            }
        }
        sequences = longer;
    }
    for (_, sum) in &mut sequences {
        *sum = sum.exp();
    }
    sequences
}

/// Whether exactly the tokens from `start` to before `end` are a span of `part`.
fn is_span(labels: &[Label], part: Part, start: usize, end: usize) -> bool {
    labels[start] == part.begin()
        && labels[start + 1..end]
            .iter()
            .all(|label| *label == part.inside())
        && labels.get(end) != Some(&part.inside())
}
