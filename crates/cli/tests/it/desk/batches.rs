//! Many texts at once, and one.

use serde_json::json;

use super::{filled, line, the_line};
use crate::run::{run, run_with_input};

#[test]
fn a_text_finds_the_claim_it_makes() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    filled(&data);
    let said =
        "Halden's harbour has lost 40 percent of its ships since January 2024, the mayor said";
    let found = run(&data, &["claim", "match", said, "--json"])
        .expect(0)
        .json();
    assert_eq!(found[0]["claim"]["reference"], "c1", "{found:#?}");
    assert_eq!(found[0]["claim"]["verdicts"][0]["rating"]["name"], "False");
    let shown = run(&data, &["claim", "match", said, "--limit", "1"]).expect(0);
    assert!(shown.data.contains("ref:c1"), "{shown:#?}");
    run(&data, &["claim", "match", "…"]).expect(2);
    run(&data, &["claim", "match"]).expect(2);
}

#[test]
fn a_batch_of_texts_is_answered_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    filled(&data);
    let mut lines = vec![
        line(&json!({"id": "x", "text": "The ferry to Skarn carried 90,000 passengers in 2023."})),
        "not JSON\n".to_owned(),
        line(
            &json!({"id": 7, "text": "The harbour of Halden lost 40 percent of its ships in 2024."}),
        ),
        line(&json!({"text": "Nobody asks this."})),
        line(&json!({"id": 8, "text": "So it is.", "speaker": 1.5})),
        "\n".to_owned(),
    ];
    lines.extend(
        (0..300).map(|number| line(&json!({"id": number, "text": format!("Word {number}")}))),
    );
    let batch = ["claim", "match", "--batch", "-", "--limit", "2"];
    let ran = run_with_input(&data, &batch, lines.concat().as_bytes()).expect(3);
    let answers = ran.json();
    assert_eq!(answers.len(), 305);
    assert_eq!(answers[0]["id"], "x");
    assert_eq!(answers[0]["matches"][0]["ref"], "c2");
    assert!(answers[0]["matches"][0]["score"].is_number());
    assert!(
        answers[1]["error"]
            .as_str()
            .is_some_and(|error| error.contains("line 2"))
    );
    assert_eq!(answers[2]["id"], 7);
    assert_eq!(answers[2]["matches"][0]["ref"], "c1");
    assert!(
        answers[3]["error"]
            .as_str()
            .is_some_and(|error| error.contains("line 4"))
    );
    assert!(
        answers[4]["error"]
            .as_str()
            .is_some_and(|error| error.contains("line 5"))
    );
    for (number, answer) in answers[5..].iter().enumerate() {
        assert_eq!(answer["id"], number);
        assert!(
            answer["matches"]
                .as_array()
                .is_some_and(|found| found.len() <= 2)
        );
    }
    assert!(ran.messages.contains("line 4"), "{}", ran.messages);
}

#[test]
fn what_is_worth_checking_needs_no_record() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("nothing");
    let fact = "Unemployment in Halden rose from 4 to 9 percent between 2019 and 2024.";
    let alone = the_line(&run(&data, &["checkworthy", fact, "--json"]).expect(0));
    assert_eq!(alone["class"], "fact", "{alone}");
    let mut lines: Vec<String> = (0..500)
        .map(|number| line(&json!({"id": number, "text": "Thank you all for coming tonight."})))
        .collect();
    lines[250] = line(&json!({"id": 250, "text": fact}));
    lines[400] = "{\"id\": 400}\n".to_owned();
    let ran = run_with_input(
        &data,
        &["checkworthy", "--batch", "-"],
        lines.concat().as_bytes(),
    );
    let answers = ran.expect(3).json();
    assert_eq!(answers.len(), 500);
    for (number, answer) in answers
        .iter()
        .enumerate()
        .filter(|(number, _)| *number != 400)
    {
        assert_eq!(answer["id"], number);
    }
    assert_eq!(answers[250]["score"], alone["score"]);
    let score = |number: usize| answers[number]["score"].as_f64().expect("a number");
    assert!(score(250) > score(251), "{} {}", answers[250], answers[251]);
    assert!(
        answers[400]["error"]
            .as_str()
            .is_some_and(|error| error.contains("line 401"))
    );
    assert!(!data.exists(), "nothing is made of it");
}
