//! What leaves, and what comes back of it.

use std::fs;

use serde_json::{Value, json};

use super::{filled, id, line, the_line};
use crate::run::{run, run_with_input};

#[test]
fn reviews_that_went_out_and_came_in_go_out_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    filled(&data);
    // Many of one day, two of each claim.
    let of_a_day: String = (0..60)
        .map(|number| {
            let claim = number % 30;
            line(&json!({"id": format!("d{claim}"), "claim": format!("House {claim} has {claim} doors."), "rating": "True",
                "date": "2025-03-15", "url": format!("https://doors.example/{number}")}))
        })
        .collect();
    let import = ["claim", "import", "-"];
    run_with_input(&data, &import, of_a_day.as_bytes()).expect(0);
    let text = "Ships\n\n“The ferry carried 90,000 passengers,” said Tove Brandt on Tuesday.\n";
    run_with_input(&data, &["ingest", "-"], text.as_bytes()).expect(0);
    let found = the_line(&run(&data, &["search", "ferry", "--json"]).expect(0));
    let statement = found["statement"].as_str().expect("a statement");
    let by = ["--by", "Ida Desk"];
    run(
        &data,
        &[&["claim", "link", "c2", statement][..], &by].concat(),
    )
    .expect(0);
    for (rating, author) in [("Half true", "Ida Desk"), ("Mostly true", "Tom Okafor")] {
        let review = [
            "review",
            "add",
            "c2",
            "--rating",
            rating,
            "--author",
            author,
            "--publish",
            "--rationale",
            "The books say =90,000, \"about\" <half> of them on Sundays.",
            "--date",
            "2025-04-01",
            "--evidence",
            "supports=https://ferry.example/2023",
            "--evidence",
            "refutes=https://ferry.example/2024",
        ];
        run(&data, &[&review[..], &by].concat()).expect(0);
    }
    let claim = the_line(&run(&data, &["claim", "show", "c2", "--json"]).expect(0));
    let withdrawn = id(&claim["reviews"][0]).to_owned();
    run(
        &data,
        &[&["review", "withdraw", &withdrawn][..], &by].concat(),
    )
    .expect(0);

    let export = ["export", "reviews", "--format", "claimreview"];
    let first = run(&data, &export).expect(0);
    assert_eq!(first.data.lines().count(), 64);
    assert!(first.messages.contains("64 reviews written"), "{first:#?}");
    let other = folder.path().join("other");
    let taken = run_with_input(&other, &import, first.data.as_bytes()).expect(0);
    assert_eq!(
        taken.data.trim(),
        "33 claims added; 31 claims known already; 64 reviews added"
    );
    let second = run(&other, &export).expect(0);
    assert_eq!(first.data, second.data);
    // Once more into where it came from: nothing is new.
    let again = run_with_input(&other, &import, second.data.as_bytes()).expect(0);
    assert_eq!(again.data.trim(), "0 claims added; 64 claims known already");
}

#[test]
fn every_form_has_every_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    filled(&data);
    let quotes: String = (0..450)
        .map(|number| {
            let text =
                format!("Boats {number}\n\n“My boat number {number} is sound,” said Tove Brandt.");
            format!("{}\n", json!({"id": number, "text": text}))
        })
        .collect();
    run_with_input(&data, &["ingest", "-"], quotes.as_bytes()).expect(0);
    let rows =
        |what: &str, format: &str| run(&data, &["export", what, "--format", format]).expect(0);
    for (what, count) in [("quotes", 450), ("claims", 3), ("reviews", 2)] {
        let csv = rows(what, "csv");
        assert_eq!(
            csv.data
                .matches("\r\n")
                .count()
                .max(csv.data.lines().count()),
            count + 1
        );
        assert!(
            csv.messages.contains(&format!("{count} {what} written")),
            "{}",
            csv.messages
        );
        assert_eq!(rows(what, "jsonl").json().len(), count);
        assert_eq!(
            rows(what, "bibtex").data.matches("urldate = ").count(),
            count
        );
        assert_eq!(rows(what, "ris").data.matches("TY  - NEWS").count(), count);
        let csl: Value = serde_json::from_str(&rows(what, "csl").data).expect("JSON");
        assert_eq!(csl.as_array().map(Vec::len), Some(count));
    }
    assert_eq!(rows("quotes", "webanno").json().len(), 450);
    let few = ["export", "quotes", "boat 44", "--format", "jsonl"];
    assert!(run(&data, &few).expect(0).json().len() < 450);
    run(&data, &["export", "claims", "--format", "webanno"]).expect(2);

    let path = folder.path().join("claims.csv");
    let to = [
        "export",
        "claims",
        "--format",
        "csv",
        "--out",
        path.to_str().expect("UTF-8"),
    ];
    let ran = run(&data, &to).expect(0);
    assert_eq!(ran.data, "");
    assert_eq!(
        fs::read_to_string(&path).expect("reads"),
        rows("claims", "csv").data
    );
    let nowhere = [
        "export",
        "claims",
        "--format",
        "csv",
        "--out",
        "/nowhere/claims.csv",
    ];
    run(&data, &nowhere).expect(4);
}
