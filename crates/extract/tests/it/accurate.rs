//! The accurate model's file, and what a model made of nothing in particular does.

use std::collections::BTreeMap;

use onrecord_extract::{AccurateModel, AccurateParts, Document, Extractor, JudgeParts, ModelError};
use onrecord_model::{Block, BlockRole, Span};
use proptest::prelude::*;

/// One layer of numbers that look like chance.
fn parts() -> AccurateParts {
    let mut state = 1_u32;
    let mut tensor = |length: usize, size: f32| -> Vec<f32> {
        (0..length)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                ((state >> 8) as f32 / (1 << 23) as f32 - 1.0) * size
            })
            .collect()
    };
    let pieces = [
        "[UNK]", "[CLS]", "[SEP]", "the", "said", "##s", "he", "\"", ".", ",",
    ];
    let mut weights = BTreeMap::new();
    for (name, length) in [
        ("pieces", pieces.len() * 384),
        ("positions", 192 * 384),
        ("quoted", 2 * 384),
        ("cases", 3 * 384),
        ("places", 3 * 384),
        ("norm.shift", 384),
        ("0.attention", 1152 * 384),
        ("0.attention.bias", 1152),
        ("0.attended", 384 * 384),
        ("0.attended.bias", 384),
        ("0.attended_norm.shift", 384),
        ("0.widen", 1536 * 384),
        ("0.widen.bias", 1536),
        ("0.narrow", 384 * 1536),
        ("0.narrow.bias", 384),
        ("0.norm.shift", 384),
        ("labels", 7 * 384),
        ("labels.bias", 7),
        ("between", 49),
    ] {
        weights.insert(name.to_owned(), tensor(length, 0.1));
    }
    for name in ["norm.scale", "0.attended_norm.scale", "0.norm.scale"] {
        weights.insert(name.to_owned(), vec![1.0; 384]);
    }
    AccurateParts {
        name: "test/7".to_owned(),
        floor: 0.25,
        pieces: pieces.map(str::to_owned).to_vec(),
        layers: 1,
        weights,
        judge: JudgeParts::ignorant(),
    }
}

fn model() -> AccurateModel {
    let bytes = parts().to_bytes().expect("nothing is missing");
    AccurateModel::from_bytes(&bytes).expect("it is whole")
}

#[test]
fn a_network_can_have_another_judge() {
    let parts = parts();
    let other = AccurateParts {
        name: "test/8".to_owned(),
        judge: JudgeParts {
            scaling: [0.5, -1.0],
            ..JudgeParts::ignorant()
        },
        ..parts.clone()
    };
    let bytes = parts.to_bytes().expect("nothing is missing");
    let with_judge = AccurateModel::with_judge(&bytes, "test/8", &other.judge);
    assert!(with_judge.expect("it is whole") == other.to_bytes().expect("nothing is missing"));
    assert!(matches!(
        AccurateModel::with_judge(&bytes[..bytes.len() - 1], "test/8", &other.judge),
        Err(ModelError::Damaged)
    ));
}

fn document(text: &str) -> Document<'_> {
    let blocks = [Block {
        span: Span::new(0, text.len()),
        role: BlockRole::Body,
    }];
    Document::new(text, &blocks)
}

fn extracted(extractor: &Extractor, text: &str) -> String {
    format!("{:?}", extractor.extract(&document(text)))
}

#[test]
fn a_model_is_read_as_it_was_written() {
    let model = model();
    assert_eq!((model.name(), model.floor()), ("test/7", 0.25));
    assert_eq!(Extractor::with_accurate(model).version(), "test/7");
    assert_eq!(parts().to_bytes(), parts().to_bytes());
}

#[test]
fn a_tensor_of_another_size_is_not_written() {
    let mut parts = parts();
    parts.weights.insert("labels".to_owned(), vec![0.0; 5]);
    assert!(matches!(parts.to_bytes(), Err(ModelError::Malformed(_))));
}

#[test]
fn a_foreign_or_newer_file_is_named_as_such() {
    let bytes = parts().to_bytes().expect("nothing is missing");
    let read = |bytes: &[u8]| {
        AccurateModel::from_bytes(bytes)
            .map(|_| ())
            .expect_err("it is none")
    };
    assert_eq!(read(b"nothing of the kind"), ModelError::NotAModel);
    assert_eq!(read(b""), ModelError::NotAModel);
    let mut newer = bytes.clone();
    newer[7] = 9;
    assert_eq!(read(&newer), ModelError::Format { found: 9, read: 2 });
    assert!(AccurateModel::is_like(&bytes));
}

#[test]
fn a_file_that_is_well_signed_but_short_or_long_is_refused() {
    let bytes = parts().to_bytes().expect("nothing is missing");
    for length in [0, 3, 20, 60, 5_000, bytes.len() - 25] {
        let body = &bytes[24..24 + length];
        let mut short = bytes[..8].to_vec();
        short.extend(&blake3::hash(body).as_bytes()[..16]);
        short.extend(body);
        let read = AccurateModel::from_bytes(&short);
        assert!(matches!(read, Err(ModelError::Malformed(_))), "{length}");
    }
}

#[test]
fn what_else_is_read_makes_no_difference() {
    let extractor = Extractor::with_accurate(model());
    let text = "\"The bridge is closed,\" he said. The mayor said that it was safe.";
    let alone = extracted(&extractor, text);
    extracted(&extractor, "He said so.");
    assert_eq!(extracted(&extractor, text), alone);
}

#[test]
fn where_the_fast_model_is_believed_the_network_makes_no_difference() {
    let text = "The bridge is open. \"It is safe,\" the mayor said.";
    let mut other = parts();
    other.weights.insert(
        "labels.bias".to_owned(),
        vec![9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    );
    let other = AccurateModel::from_bytes(&other.to_bytes().expect("nothing is missing"));
    let models = [model(), other.expect("it is whole")];
    let read = |least_doubt| {
        models.clone().map(|model| {
            let extractor = Extractor::with_accurate(model.with_least_doubt(least_doubt));
            extractor.considered(&document(text))
        })
    };
    let [one, other] = read(1.1);
    assert_eq!(one, other);
    let [one, other] = read(0.0);
    assert_ne!(one, other);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_damaged_file_is_refused(at in any::<prop::sample::Index>(), bit in 0..8) {
        let mut bytes = parts().to_bytes().expect("nothing is missing");
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        prop_assert!(AccurateModel::from_bytes(&bytes).is_err());
    }

    #[test]
    fn any_text_is_read(text in prop_oneof![any::<String>(), "[he said\"., éa-z\n]{0,200}"]) {
        extracted(&Extractor::with_accurate(model()), &text);
    }
}
