//! From annotated articles to a table of weights.

use onrecord_extract::Extractor;
use onrecord_lab::fit::{Examples, examples, fit};
use onrecord_lab::{LabError, read_samples};

use crate::invented::{articles, document, file, lines, shared};

fn examples_of(documents: &[onrecord_lab::Document]) -> Examples {
    let file = file(&lines(documents));
    let samples = read_samples(file.path()).expect("they are articles");
    examples(&samples, &Extractor::rules_alone())
}

#[test]
fn what_is_reported_is_told_from_what_is_done() {
    let fit = fit(&examples_of(&articles(0..24))).expect("there are right and wrong proposals");
    let weight = |name: &str| fit.weights.get(name).copied().unwrap_or_default();
    assert!(weight("lemma=say") > 0.1, "{:?}", fit.weights);
    assert!(weight("lemma=go") < -0.1, "{:?}", fit.weights);
    let [number, right] = fit
        .held_out
        .calibration
        .tenths
        .iter()
        .fold([0, 0], |sum, tenth| [sum[0] + tenth[0], sum[1] + tenth[1]]);
    assert_eq!((number, right), (72, 48));
    assert!(fit.held_out.log_loss < 0.3, "{}", fit.held_out);
}

#[test]
fn the_same_articles_give_the_same_bytes() {
    let table = || {
        fit(&examples_of(&articles(0..16)))
            .expect("it ends")
            .to_table()
    };
    let first = table();
    assert_eq!(first, table());
    let lines: Vec<&str> = first.lines().collect();
    assert!(lines[0].ends_with("\tbias"));
    let names: Vec<&str> = lines[1..]
        .iter()
        .map(|line| line.split_once('\t').expect("a weight and a name").1)
        .collect();
    assert!(names.is_sorted() && names.len() > 20);
}

#[test]
fn names_seen_too_seldom_are_not_weighed() {
    // Each article has one candidate with "go": eleven are too few, twelve are enough.
    for (number, is_weighed) in [(11, false), (12, true)] {
        let fit = fit(&examples_of(&articles(0..number))).expect("it ends");
        assert_eq!(fit.weights.contains_key("lemma=go"), is_weighed, "{number}");
    }
}

#[test]
fn the_best_recall_counts_what_is_proposed_at_all() {
    let text = "The council of Ostwick met again on Monday evening.\n\nAda Harrow said that the bridge would be \
                closed for days. The harbour stays open.";
    let examples = examples_of(&[document(
        "a",
        text,
        &[
            [
                "Ada Harrow",
                "said",
                "that the bridge would be closed for days",
            ],
            ["", "", "The harbour stays open"],
        ],
    )]);
    assert_eq!(examples.recall.by_kind, [[0; 3], [0; 3], [2, 1, 1]]);
    assert_eq!(examples.right, [true]);
    assert_eq!(examples.article, [0]);
    assert!(matches!(
        fit(&examples),
        Err(LabError::OneSided {
            proposals: 1,
            right: 1
        })
    ));
}

#[test]
fn articles_in_other_languages_are_left_alone_and_counted() {
    let text = "Die Bürgermeisterin sagte am Montag, dass die Brücke noch lange gesperrt bleiben werde. Niemand im \
                Gemeinderat wollte ihr widersprechen, und so gingen alle wieder nach Hause.";
    let examples = examples_of(&[document(
        "a",
        text,
        &[["Die Bürgermeisterin", "sagte", "die Brücke"]],
    )]);
    assert_eq!((examples.not_english, examples.right.len()), (1, 0));
    assert_eq!(examples.recall.by_kind[2], [1, 0, 0]);
}

/// Whoever changes a rule or a name that proposals are judged by fits the weights again; see `judge.rs` of extract.
#[test]
fn the_weights_in_the_repository_are_those_of_the_training_part() {
    let Some(gold) = shared("corpus/polnear_train.jsonl") else {
        // Only where the corpora are beside the checkout is there anything to fit to.
        return;
    };
    let samples = read_samples(&gold).expect("the corpus is read");
    let fit = fit(&examples(&samples, &Extractor::rules_alone())).expect("it ends");
    let committed = include_str!("../../../extract/data/weights.txt");
    assert!(
        fit.to_table() == committed,
        "crates/extract/data/weights.txt is not what `lab fit` makes"
    );
}
