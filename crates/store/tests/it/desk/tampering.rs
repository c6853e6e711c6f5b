//! Whatever is altered beside the log, or in it, is named.

use onrecord_model::{ClaimRelation, FlagSubject, Scale, ScaleRating};
use onrecord_store::{DeskWish, Store};

use super::{add, done, filled, link, made, review, statement, text};
use crate::fixture::{Place, on_both};

/// A record with a row in each table of the desk.
async fn full(place: &Place) -> Store {
    let store = filled(place).await;
    let (roads, harbour) = (
        statement(&store, "twelve").await,
        statement(&store, "harbour").await,
    );
    let make = |words: &str, statements| DeskWish::MakeClaim {
        text: Box::new(text(words)),
        statements,
        reviews: Vec::new(),
    };
    let one = made(&done(&store, make("The roads cost twelve.", vec![link(roads)])).await);
    let other = made(&done(&store, make("The harbour pays.", Vec::new())).await);
    done(&store, add(one, review("False", "Ida Desk", 60))).await;
    let wishes = [
        DeskWish::RelateClaims {
            claim: one,
            to: other,
            relation: Some(ClaimRelation::Narrows),
        },
        DeskWish::Flag {
            subject: FlagSubject::Claim(one),
            reason: "Says who?".to_owned(),
        },
        DeskWish::DefineScale {
            scale: Scale {
                name: "Lamps".to_owned(),
                ratings: vec![ScaleRating {
                    name: "Red".to_owned(),
                    value: None,
                }],
            },
        },
        DeskWish::DismissStatement {
            statement: harbour,
            reason: String::new(),
        },
    ];
    for wish in wishes {
        done(&store, wish).await;
    }
    super::suggest(&store, &[(harbour, other, 0.5)]).await;
    super::judge(&store, &[(roads, 0.5, 20_000)]).await;
    store
}

/// Does the damage to a full record; the first problem told is of this row.
fn check(damage: &str, row: &str, what: &str) {
    on_both(async |place| {
        let store = full(&place).await;
        let raw = place.raw().await;
        if !place.is_sqlite() {
            raw.execute("SET session_replication_role = replica").await;
        }
        let nil = super::literal(&place, uuid::Uuid::nil());
        raw.execute(&damage.replace("NIL", &nil)).await;
        let problems = store.check().await.expect("the check runs");
        let first = problems
            .first()
            .unwrap_or_else(|| panic!("not noticed: {damage}"));
        assert!(
            first.row.starts_with(row) && first.what.contains(what),
            "{damage}: {problems:#?}"
        );
    });
}

const LOGGED: &str = "is not what the log says";
const GONE: &str = "is in the log";

#[test]
fn rows_that_were_altered() {
    for (damage, row) in [
        ("UPDATE claim SET text = 'So.'", "claim "),
        ("UPDATE claim SET state = 'closed'", "claim "),
        ("UPDATE claim SET key = NIL WHERE published = 1", "claim "),
        (
            "UPDATE claim SET assigned_to = 'Bo' WHERE published = 1",
            "claim ",
        ),
        (
            "UPDATE claim SET own_review_day = 1 WHERE published = 1",
            "claim ",
        ),
        (
            "UPDATE claim SET body = replace(body, 'twelve', 'ten')",
            "claim ",
        ),
        (
            "UPDATE claim_link SET is_confirmed = NOT is_confirmed",
            "link of the claim ",
        ),
        (
            "UPDATE claim_link SET body = replace(body, 'twelve', 'ten')",
            "link of the claim ",
        ),
        (
            "UPDATE claim_relation SET relation = 'repeats'",
            "relation of the claim ",
        ),
        ("UPDATE review SET rating = 'True'", "review "),
        (
            "UPDATE review SET body = replace(body, 'False', 'True')",
            "review ",
        ),
        ("UPDATE review SET publication = 'draft'", "review "),
        ("UPDATE flag SET reason = 'None.'", "flag "),
        ("UPDATE flag SET settled_at = at", "flag "),
        (
            "UPDATE scale SET body = replace(body, 'Red', 'Rot')",
            "scale ",
        ),
        ("UPDATE scale SET name = 'Lights'", "scale "),
        (
            "UPDATE dismissal SET number = 1",
            "dismissal of the statement ",
        ),
    ] {
        check(damage, row, LOGGED);
    }
}

#[test]
fn rows_that_are_gone() {
    check(
        "DELETE FROM claim WHERE published = 0",
        "suggestion for the claim ",
        "not there",
    );
    check("DELETE FROM claim_link", "link of the claim ", LOGGED);
    check(
        "DELETE FROM claim_relation",
        "relation of the claim ",
        LOGGED,
    );
    check("DELETE FROM review", "review ", LOGGED);
    check("DELETE FROM flag", "flag ", GONE);
    check("DELETE FROM scale", "scale ", GONE);
    check("DELETE FROM dismissal", "dismissal of the statement ", GONE);
    check(
        "DELETE FROM claim_suggestion; DELETE FROM claim WHERE published = 0",
        "claim ",
        GONE,
    );
}

#[test]
fn rows_that_were_put_beside_the_log() {
    let link = "INSERT INTO claim_link (claim_id, statement_id, is_confirmed, number, body) ";
    let review = "INSERT INTO review SELECT NIL, ID, rating, value, publication, author, date, \
                  language, url, is_imported, body FROM review";
    check(
        "INSERT INTO claim SELECT NIL, text, claimant, reference, key, state, assigned_to, \
         merged_into, made_at, changed_at, changed_by, published, evidence_gone, settled_at, \
         own_review_day, body FROM claim WHERE published = 1",
        "claim 0000",
        "in no entry",
    );
    check(
        &format!("{link} SELECT claim_id, NIL, is_confirmed, number, body FROM claim_link"),
        "link of the claim ",
        LOGGED,
    );
    check(
        &format!("{link} SELECT NIL, statement_id, is_confirmed, number, body FROM claim_link"),
        "link of the claim 0000",
        "not there",
    );
    check(&review.replace("ID", "claim_id"), "review 0000", LOGGED);
    check(&review.replace("ID", "NIL"), "review 0000", "not there");
    check(
        "INSERT INTO claim_relation SELECT claim_id, NIL, relation FROM claim_relation",
        "relation of the claim ",
        LOGGED,
    );
    check(
        "INSERT INTO claim_relation SELECT NIL, other_id, relation FROM claim_relation",
        "relation of the claim 0000",
        "not there",
    );
    check(
        "INSERT INTO flag SELECT NIL, subject_kind, subject_id, words, reason, author, at, note, \
         settled_by, settled_at FROM flag",
        "flag 0000",
        LOGGED,
    );
    check(
        "INSERT INTO scale VALUES (NIL, 'Lights', '{}')",
        "scale 0000",
        LOGGED,
    );
    check(
        "INSERT INTO dismissal VALUES (NIL, 1)",
        "dismissal of the statement 0000",
        LOGGED,
    );
    check(
        "INSERT INTO claim_suggestion SELECT NIL, statement_id, score, method, at FROM claim_suggestion",
        "suggestion for the claim 0000",
        "not there",
    );
    check(
        "INSERT INTO worth VALUES (NIL, 0.5, 'fact', 1)",
        "worth of the statement 0000",
        "not there",
    );
}

#[test]
fn what_machines_found_and_could_not_have() {
    check(
        "UPDATE claim_suggestion SET score = 7",
        "suggestion for the claim ",
        "score",
    );
    check(
        "UPDATE claim_suggestion SET statement_id = NIL",
        "suggestion for the claim ",
        "statement that is not there",
    );
    check(
        "UPDATE worth SET score = -1",
        "worth of the statement ",
        "score",
    );
    check(
        "UPDATE worth SET class = 'lie'",
        "worth of the statement ",
        "class",
    );
    check(
        "UPDATE desk_pass SET position = 9000",
        "pass over the desk",
        "not there",
    );
}

#[test]
fn entries_that_were_altered_or_hidden() {
    check(
        "UPDATE correction SET body = replace(body, 'twelve', 'ten') WHERE number = 1",
        "correction ",
        "hash was made of",
    );
    check(
        "DELETE FROM correction WHERE number = 2",
        "correction ",
        "is not in the log",
    );
    check(
        "DELETE FROM correction_subject WHERE number = 1",
        "claim ",
        "does not follow from the log",
    );
    // Either of the two claims that it was about comes first.
    check(
        "DELETE FROM correction_subject WHERE number = 4",
        "",
        LOGGED,
    );
}
