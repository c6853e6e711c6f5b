//! Claims made, linked, reviewed and looked at again by hand.

use std::path::Path;

use serde_json::Value;

use super::{filled, id, the_line};
use crate::run::{Ran, run, run_with_input};

const TEXT: &str = "Ships\n\n“The harbour lost 40 percent of its ships in 2024,” said Tove Brandt on Tuesday.\n\n\
                    “The quay was built in 1911 and it is still sound,” said Bruno Tarn.\n";

/// A command in the name of Ida Desk.
fn desk(data: &Path, arguments: &[&str]) -> Ran {
    let mut all = arguments.to_vec();
    all.extend(["--by", "Ida Desk", "--json"]);
    run(data, &all)
}

/// The statement that these words find.
fn statement(data: &Path, words: &str) -> String {
    let found = run(data, &["search", words, "--json"]).expect(0).json();
    found[0]["statement"]
        .as_str()
        .expect("a statement")
        .to_owned()
}

fn shown(data: &Path, claim: &str) -> Value {
    the_line(&run(data, &["claim", "show", claim, "--json"]).expect(0))
}

#[test]
fn a_claim_goes_its_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    run_with_input(&data, &["ingest", "-"], TEXT.as_bytes()).expect(0);
    let ships = statement(&data, "ships");
    let claim = "The harbour of Halden lost 40 percent of its ships in 2024.";
    let made = desk(
        &data,
        &[
            "claim",
            "make",
            claim,
            "--context",
            "Ships registered there",
        ],
    );
    let made = the_line(&made.expect(0));
    let claim = made["claims"][0].as_str().expect("a claim").to_owned();

    let part = [
        "claim",
        "link",
        &claim,
        &ships,
        "--part",
        "lost 40 percent of its ships",
    ];
    desk(&data, &part).expect(0);
    let nowhere = ["claim", "link", &claim, &ships, "--part", "sank"];
    let refused = desk(&data, &nowhere).expect(2);
    assert!(
        refused.messages.contains("does not stand in the statement"),
        "{refused:#?}"
    );
    let listed = run(&data, &["claim", "show", &claim]).expect(0);
    assert!(
        listed.data.contains("[lost 40 percent of its ships]"),
        "{listed:#?}"
    );
    assert!(listed.data.contains("confirmed by Ida Desk"), "{listed:#?}");

    let add = [
        "review",
        "add",
        &claim,
        "--rating",
        "False",
        "--evidence",
        "refutes=https://stats.example/2024",
    ];
    desk(&data, &add).expect(0);
    let view = shown(&data, &claim);
    assert_eq!(view["state"], "in_review");
    let review = id(&view["reviews"][0]).to_owned();
    desk(
        &data,
        &[
            "review",
            "revise",
            &review,
            "--rationale",
            "It lost four of ninety.",
            "--publish",
        ],
    )
    .expect(0);
    assert_eq!(shown(&data, &claim)["state"], "reviewed");
    desk(&data, &["review", "revise", &review]).expect(2);
    run(&data, &["due"]).expect(1);

    let other = [
        "review",
        "add",
        &claim,
        "--rating",
        "True",
        "--author",
        "Tom Okafor",
        "--publish",
    ];
    desk(&data, &other).expect(0);
    assert_eq!(shown(&data, &claim)["state"], "needs_second_review");
    let due = run(&data, &["due"]).expect(0);
    assert!(due.data.contains("Its reviews disagree"), "{due:#?}");
    let gone = [
        "review",
        "revise",
        &review,
        "--gone",
        "https://stats.example/2024",
    ];
    desk(&data, &gone).expect(0);
    let due = run(&data, &["due"]).expect(0);
    assert!(
        due.data.contains("Evidence of 1 review is gone"),
        "{due:#?}"
    );
    desk(&data, &["review", "withdraw", &review]).expect(0);
    desk(&data, &["review", "withdraw", &review]).expect(2);
    run(&data, &["doctor"]).expect(0);
}

#[test]
fn claims_are_found_by_what_their_file_calls_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    filled(&data);
    desk(
        &data,
        &["claim", "edit", "c2", "--title", "How many take the ferry?"],
    )
    .expect(0);
    desk(
        &data,
        &["claim", "edit", "c2", "--title", "How many take the ferry?"],
    )
    .expect(2);
    desk(&data, &["claim", "assign", "ref:c2", "Tom Okafor"]).expect(0);
    desk(&data, &["claim", "state", "c2", "closed"]).expect(0);
    desk(&data, &["claim", "relate", "c2", "narrows", "--to", "c1"]).expect(0);
    let view = shown(&data, "c2");
    assert_eq!(view["assigned_to"], "Tom Okafor");
    let filter = [
        "claim",
        "list",
        "--state",
        "closed",
        "--assigned-to",
        "Tom Okafor",
        "--json",
    ];
    assert_eq!(run(&data, &filter).expect(0).json().len(), 1);
    let rated = ["claim", "list", "--rating", "Mostly true", "--json"];
    assert_eq!(the_line(&run(&data, &rated).expect(0))["reference"], "c3");

    // Who looked before is told that somebody was there.
    let last = view["last"]["correction"].as_str().expect("an entry");
    desk(&data, &["claim", "state", "c2", "open", "--expected", last]).expect(0);
    desk(
        &data,
        &["claim", "state", "c2", "closed", "--expected", last],
    )
    .expect(6);

    desk(&data, &["claim", "merge", "c3", "c1"]).expect(0);
    assert_eq!(shown(&data, "c3")["id"], shown(&data, "c1")["id"]);
    assert_eq!(
        run(&data, &["claim", "list", "--json"])
            .expect(0)
            .json()
            .len(),
        2
    );

    run(&data, &["claim", "show", "c9"]).expect(1);
    run(&data, &["claim", "show", "c1", "--as-of", "2001"]).expect(1);
    run(&data, &["claim", "make", "Nobody says so."]).expect(2);
    desk(&data, &["claim", "make", " "]).expect(3);
    desk(&data, &["claim", "state", "c1", "lost"]).expect(2);
    desk(&data, &["review", "add", "c1", "--rating", "Purple"]).expect(3);
    run(&data, &["doctor"]).expect(0);
}

#[test]
fn flags_scales_and_the_queue() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    run_with_input(&data, &["ingest", "-"], TEXT.as_bytes()).expect(0);
    let ships = statement(&data, "ships");
    let queue = || run(&data, &["queue", "--json"]).json();
    let before = queue();
    assert!(
        before
            .iter()
            .any(|item| item["statement"] == ships.as_str()),
        "{before:#?}"
    );

    run(&data, &["flag", "list"]).expect(1);
    let flag = [
        "flag",
        "add",
        "--statement",
        &ships,
        "--reason",
        "My boat is still there",
    ];
    desk(&data, &flag).expect(0);
    let flagged = the_line(&run(&data, &["flag", "list", "--json"]).expect(0));
    let listed = run(&data, &["queue"]).expect(0);
    assert!(listed.data.contains("flagged by 1 reader"), "{listed:#?}");
    desk(
        &data,
        &["flag", "resolve", id(&flagged), "--note", "Moved to Skarn"],
    )
    .expect(0);
    run(&data, &["flag", "list"]).expect(1);
    let all = run(&data, &["flag", "list", "--all"]).expect(0);
    assert!(all.data.contains("settled by Ida Desk"), "{all:#?}");
    desk(&data, &["flag", "add", "--reason", "Nothing in particular"]).expect(2);

    desk(
        &data,
        &["dismiss", &ships, "--reason", "Counted every year"],
    )
    .expect(0);
    assert_eq!(queue().len() + 1, before.len());

    let scale = [
        "scale",
        "set",
        "Smoke",
        "Fire=1",
        "Smoke=0.5",
        "No fire=0",
        "Fog",
    ];
    desk(&data, &scale).expect(0);
    let listed = run(&data, &["scale", "list"]).expect(0);
    assert!(listed.data.contains("50 % true"), "{listed:#?}");
    desk(&data, &["scale", "set", "Smoke", "Fire=7"]).expect(2);
    run(&data, &["doctor"]).expect(0);
}
