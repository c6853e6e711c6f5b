//! Training and measuring how texts are matched with claims. All of it is invented.

use std::sync::Arc;

use onrecord_lab::claims::{
    CheckedClaim, Labelled, Outcome, Settings, Thresholds, measure, read_claims, read_labelled,
    train,
};

/// Claims of two kinds of words, and for each a text that has half of them and words of its own.
fn invented() -> (Vec<CheckedClaim>, Vec<Labelled>) {
    let syllables = ["bar", "del", "fin", "gol", "hep", "kum", "lor", "mav"];
    let word = |number: usize| {
        let place = |power: u32| syllables[number / 8_usize.pow(power) % 8];
        format!("{}{}{}", place(0), place(1), place(2))
    };
    let claims: Vec<CheckedClaim> = (0..60)
        .map(|number| CheckedClaim {
            id: format!("c{number}"),
            claim: format!(
                "The {} of {} is {} {}.",
                word(number * 7),
                word(number * 5 + 1),
                word(number * 3 + 2),
                word(number % 10 + 400)
            ),
            title: Some(format!("Is it {}?", word(number * 7))),
        })
        .collect();
    let texts = (0..60)
        .map(|number| Labelled {
            id: format!("t{number}"),
            text: format!(
                "They say {} has {} {} https://example.org — Ada Quill (@aq) May 3, 2019",
                word(number * 5 + 1),
                word(number * 7),
                word(number % 9 + 300)
            ),
            claims: vec![format!("c{number}")],
        })
        .collect();
    (claims, texts)
}

fn settings() -> Settings {
    Settings {
        trees: 20,
        least_rows: 5,
        ..Settings::default()
    }
}

#[test]
fn the_same_texts_make_the_same_model_and_it_finds_claims() {
    let (claims, texts) = invented();
    let trained = train(&claims, &texts, &settings()).expect("it can be trained");
    let again = train(&claims, &texts, &settings()).expect("it can be trained");
    assert_eq!(trained.model.to_text(), again.model.to_text());
    assert_eq!(trained.held_out.texts, 60);
    assert!(trained.held_out.precision_at_5 > 0.8, "{trained}");
    assert_eq!(
        (trained.thresholds.all, trained.thresholds.answered),
        (240, 120)
    );

    let measured = measure(&claims, &texts, Arc::new(trained.model));
    assert!(measured.matched.precision_at_5 > 0.9, "{measured}");
    assert_eq!(measured.times.len(), 120);
}

#[test]
fn a_text_whose_claim_is_not_there_is_refused() {
    let (claims, mut texts) = invented();
    texts[0].claims = vec!["nowhere".to_owned()];
    let error = train(&claims, &texts, &settings()).expect_err("it cannot be trained");
    assert!(error.to_string().contains("nowhere"), "{error}");
    assert!(train(&claims, &[], &settings()).is_err());
}

#[test]
fn measures_are_what_they_are_by_hand() {
    let outcome = Outcome::of([
        (vec![true, false], 1),
        (vec![false, true, false], 1),
        (vec![false; 5], 1),
        // Of two right claims one comes third and the other not at all.
        (vec![false, false, true], 2),
    ]);
    let close = |one: f64, other: f64| assert!((one - other).abs() < 1e-9, "{outcome:?}");
    close(outcome.precision_at_5, (1.0 + 0.5 + 0.0 + 1.0 / 6.0) / 4.0);
    close(outcome.recall_at_5, (1.0 + 1.0 + 0.0 + 0.5) / 4.0);
    close(outcome.reciprocal_rank, (1.0 + 0.5 + 0.0 + 1.0 / 3.0) / 4.0);

    let sixth = Outcome::of([(vec![false, false, false, false, false, true], 1)]);
    assert_eq!((sixth.precision_at_5, sixth.recall_at_50), (0.0, 1.0));

    let thresholds = Thresholds::of([
        ((0.95, true), true),
        ((0.5, false), true),
        ((0.3, false), false),
    ]);
    let at = |from: f32| {
        let step = thresholds.steps.iter().find(|step| step.0 == from);
        step.map(|step| (step.1, step.2))
    };
    assert_eq!(at(0.3), Some((3, 1)));
    assert_eq!(at(0.5), Some((2, 1)));
    assert_eq!(at(0.9), Some((1, 1)));
}

#[test]
fn a_line_that_is_no_claim_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("claims.jsonl");
    std::fs::write(
        &path,
        "{\"id\": \"1\", \"claim\": \"It rains.\"}\n\n{\"id\": 2}\n",
    )
    .expect("written");
    let error = read_claims(&path).expect_err("the third line is no claim");
    assert!(error.to_string().contains("line 3"), "{error}");
    assert!(read_labelled(&folder.path().join("none")).is_err());
}
