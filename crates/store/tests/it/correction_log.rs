//! The log of corrections holds, and says where it does not.

use crate::corrections::{add_alias, by, correct, filled, quote, rename, speaker};
use crate::fixture::on_both;

/// Plants damage in a log of four entries; the first problem told must name the entry with this number.
fn check(damage: &'static str, number: u64, what: &'static str) {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        let mut made = Vec::new();
        for name in ["Janet Roe", "Jane Quill", "Jane Venn"] {
            made.push(correct(&store, rename(jane, name)).await);
        }
        let nobody = by(quote(&store, "harbour").await.id, None);
        made.push(correct(&store, nobody).await);
        place.raw().await.execute(damage).await;
        let problems = store.check().await.expect("the check runs");
        let named = problems
            .iter()
            .find(|problem| problem.what.contains("cannot be trusted"))
            .unwrap_or_else(|| panic!("{damage}: {problems:#?}"));
        let row = format!("(number {number})");
        assert!(named.row.contains(&row), "{damage}: {named:?}");
        assert!(named.what.contains(what), "{damage}: {named:?}");
    });
}

#[test]
fn an_entry_that_was_altered_is_named() {
    check(
        "UPDATE correction SET author = 'Somebody Else' WHERE number = 2",
        2,
        "hash was made of",
    );
    check(
        "UPDATE correction SET body = replace(body, 'Quill', 'Quirk') WHERE number = 2",
        2,
        "hash was made of",
    );
}

#[test]
fn an_entry_that_was_written_anew_with_its_hash_is_named_by_the_next() {
    check(
        "UPDATE correction SET hash = 'forged' WHERE number = 2",
        2,
        "hash was made of",
    );
    check(
        "UPDATE correction SET previous = 'forged' WHERE number = 3",
        3,
        "hash of the entry before",
    );
}

#[test]
fn an_entry_that_was_taken_out_is_noticed() {
    check("DELETE FROM correction WHERE number = 2", 3, "taken out");
    check("DELETE FROM correction WHERE number = 1", 2, "taken out");
}

#[test]
fn the_last_entry_is_missed_too() {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        correct(&store, rename(jane, "Janet Roe")).await;
        let last = correct(&store, add_alias(jane, "Old Jane")).await;
        place
            .raw()
            .await
            .execute("DELETE FROM correction WHERE number = 2")
            .await;
        let problems = store.check().await.expect("the check runs");
        let row = format!("correction {}", last.id);
        assert!(
            problems.iter().any(|problem| problem.row == row),
            "{problems:#?}"
        );
    });
}

#[test]
fn what_people_decided_and_rows_that_say_otherwise_are_told_apart() {
    on_both(async |place| {
        let store = filled(&place).await;
        let harbour = quote(&store, "harbour").await;
        correct(&store, by(harbour.id, None)).await;
        let jane = speaker(&store, "Jane Roe").await;
        let raw = place.raw().await;
        let literal = match place.is_sqlite() {
            true => format!("x'{}'", jane.0.simple()),
            false => format!("'{jane}'"),
        };
        raw.execute(&format!(
            "UPDATE quote SET speaker_id = {literal} WHERE decided_by = 1"
        ))
        .await;
        let problems = store.check().await.expect("the check runs");
        let row = format!("quote {}", harbour.id);
        assert!(
            problems
                .iter()
                .any(|problem| problem.row == row && problem.what.contains("last decision")),
            "{problems:#?}"
        );
    });
}
