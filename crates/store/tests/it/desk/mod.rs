//! The fact-checkers' desk, as seen from outside: what each wish changes, what is refused, and what is read.

use onrecord_model::{
    Action, AssertionClass, ClaimId, ClaimText, Claimant, Correction, CorrectionId, DeskAction,
    LinkScore, Publication, Rating, Review, ReviewId, Reviewer, Share, StatementId, Timestamp,
};
use onrecord_store::{
    ClaimRecord, DeskWish, Expected, FoundAtDesk, NewCorrection, StatementWorth, Store, StoreError,
    Wish, WishedLink,
};

use crate::corrections::fingerprint;
use crate::fixture::{Place, article, assert_sound, minute, put};

mod claims;
mod due;
mod flags;
mod histories;
mod import;
mod links;
mod locks;
mod merges;
mod pass;
mod properties;
mod queue;
mod refusals;
mod reviews;
mod tampering;
mod undoing;

pub(crate) const ROADS: &str = "Jane Roe: «The roads cost twelve million.» \
     John Doe: «The harbour loses money.» Jane Roe: «The roads are paid for.»";

/// A record with two articles, three statements told in the first, one of them in the second too.
pub(crate) async fn filled(place: &Place) -> Store {
    let store = place.open().await;
    put(&store, &article("https://example.org/1", ROADS)).await;
    let other = "Jane Roe: «The roads cost twelve million.» Max Poe: «Who says so?»";
    put(&store, &article("https://example.org/2", other)).await;
    store
}

/// The statement that these words of the first article are.
pub(crate) async fn statement(store: &Store, words: &str) -> StatementId {
    let ids = store.quote_ids_after(None, 1000).await.expect("ids");
    let quotes = store.quotes(&ids).await.expect("quotes");
    let found = quotes.iter().find(|quote| quote.text.contains(words));
    found
        .and_then(|quote| quote.statement)
        .unwrap_or_else(|| panic!("{words}"))
}

pub(crate) async fn try_at(
    store: &Store,
    by: &str,
    at: Timestamp,
    wish: Wish,
) -> Result<Correction, StoreError> {
    let new = NewCorrection {
        by: by.to_owned(),
        at,
        wish,
    };
    store.correct(&new, fingerprint).await
}

pub(crate) fn wish(wish: DeskWish) -> Wish {
    Wish::Desk {
        wish,
        expected: Expected::Anything,
    }
}

pub(crate) async fn try_do(store: &Store, desk: DeskWish) -> Result<Correction, StoreError> {
    try_at(store, "Ida Desk", minute(90), wish(desk)).await
}

/// Does it at that minute; the record is sound afterwards.
pub(crate) async fn do_at(store: &Store, minutes: i64, desk: DeskWish) -> Correction {
    let done = try_at(store, "Ida Desk", minute(minutes), wish(desk)).await;
    let done = done.expect("is done");
    assert_sound(store).await;
    done
}

pub(crate) async fn done(store: &Store, desk: DeskWish) -> Correction {
    do_at(store, 90, desk).await
}

pub(crate) async fn try_undo(store: &Store, id: CorrectionId) -> Result<Correction, StoreError> {
    let wish = Wish::Undo { correction: id };
    try_at(store, "Ida Desk", minute(90), wish).await
}

pub(crate) async fn undone(store: &Store, correction: &Correction) -> Correction {
    let undo = try_undo(store, correction.id).await.expect("is undone");
    assert_sound(store).await;
    undo
}

/// What is refused as a conflict, and the entry that it names; nothing is written.
pub(crate) async fn conflict(
    store: &Store,
    result: Result<Correction, StoreError>,
    words: &str,
) -> Option<CorrectionId> {
    let error = result.expect_err("is a conflict");
    assert!(error.to_string().contains(words), "{error}");
    assert_sound(store).await;
    match error {
        StoreError::Conflict { correction, .. } => correction,
        error => panic!("{error}"),
    }
}

pub(crate) fn text(words: &str) -> ClaimText {
    ClaimText {
        text: words.to_owned(),
        ..ClaimText::default()
    }
}

pub(crate) fn claim_by(words: &str, name: &str) -> ClaimText {
    ClaimText {
        claimant: Some(Claimant {
            name: name.to_owned(),
            ..Claimant::default()
        }),
        ..text(words)
    }
}

pub(crate) fn link(statement: StatementId) -> WishedLink {
    WishedLink {
        statement,
        part: None,
        suggested: None,
    }
}

pub(crate) fn make(words: &str) -> DeskWish {
    DeskWish::MakeClaim {
        text: Box::new(text(words)),
        statements: Vec::new(),
        reviews: Vec::new(),
    }
}

/// The claim that an entry made.
pub(crate) fn made(entry: &Correction) -> ClaimId {
    match &entry.action {
        Action::Desk(
            DeskAction::MakeClaim { claim, .. } | DeskAction::SplitClaim { to: claim, .. },
        ) => *claim,
        other => panic!("{other:?}"),
    }
}

/// The review that an entry added.
pub(crate) fn added(entry: &Correction) -> ReviewId {
    match &entry.action {
        Action::Desk(DeskAction::AddReview { review, .. }) => *review,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn new_claim(store: &Store, words: &str) -> ClaimId {
    made(&done(store, make(words)).await)
}

pub(crate) async fn claim(store: &Store, id: ClaimId) -> ClaimRecord {
    let record = store.claim(id, None).await.expect("is read");
    record.expect("is there")
}

/// A review of this newsroom, by a person, at that minute.
pub(crate) fn review(rating: &str, by: &str, minutes: i64) -> Review {
    Review {
        rating: Rating {
            name: rating.to_owned(),
            ..Rating::default()
        },
        author: Reviewer {
            name: by.to_owned(),
            ..Reviewer::default()
        },
        date: minute(minutes),
        title: None,
        rationale: None,
        evidence: Vec::new(),
        language: None,
        url: None,
        publication: Publication::Published,
        is_imported: false,
    }
}

/// A review that somebody else published.
pub(crate) fn published(rating: &str, value: Option<f64>, by: &str, url: &str) -> Review {
    Review {
        rating: Rating {
            name: rating.to_owned(),
            value: value.map(Share::nearest),
            ..Rating::default()
        },
        author: Reviewer {
            name: by.to_owned(),
            url: None,
            is_organisation: true,
        },
        url: Some(url.to_owned()),
        is_imported: true,
        ..review(rating, by, 0)
    }
}

pub(crate) fn add(claim: ClaimId, review: Review) -> DeskWish {
    DeskWish::AddReview {
        claim,
        review: Box::new(review),
    }
}

/// Everything in the tables of the desk that follows from the log, as text, in order.
pub(crate) async fn rows(place: &Place) -> Vec<String> {
    let raw = place.raw().await;
    let mut rows = Vec::new();
    for (table, key, columns) in [
        (
            "claim",
            "id",
            "id, key, text, claimant, reference, state, assigned_to, merged_into, made_at, changed_at, changed_by, published, evidence_gone, settled_at, own_review_day, body",
        ),
        (
            "claim_link",
            "claim_id, statement_id",
            "claim_id, statement_id, is_confirmed, number, body",
        ),
        (
            "claim_relation",
            "claim_id, other_id",
            "claim_id, other_id, relation",
        ),
        (
            "review",
            "id",
            "id, claim_id, rating, value, publication, author, date, language, url, is_imported, body",
        ),
        (
            "flag",
            "id",
            "id, subject_kind, subject_id, words, reason, author, at, note, settled_by, settled_at",
        ),
        ("scale", "id", "id, name, body"),
        ("dismissal", "statement_id", "statement_id, number"),
    ] {
        let joined: Vec<String> = columns
            .split(", ")
            .map(|column| match place.is_sqlite() {
                true => format!("quote({column})"),
                false => format!("coalesce(CAST(\"{column}\" AS text), 'NULL')"),
            })
            .collect();
        let sql = format!(
            "SELECT {} FROM {table} ORDER BY {key}",
            joined.join(" || '|' || ")
        );
        for row in raw.rows(&sql).await {
            let text: String = row.try_get_by_index(0).expect("text");
            rows.push(format!("{table}: {text}"));
        }
    }
    rows
}

/// The id as it is written in SQL.
pub(crate) fn literal(place: &Place, id: uuid::Uuid) -> String {
    match place.is_sqlite() {
        true => format!("x'{}'", id.simple()),
        false => format!("'{id}'"),
    }
}

/// Writes suggestions as the pass does.
pub(crate) async fn suggest(store: &Store, suggestions: &[(StatementId, ClaimId, f64)]) {
    let from = store.desk_position().await.expect("position");
    let suggestions = suggestions.iter().map(|(statement, claim, score)| {
        let score = LinkScore {
            score: Share::nearest(*score),
            method: "test 1".to_owned(),
        };
        (*statement, *claim, score)
    });
    let found = FoundAtDesk {
        position: from.clone(),
        at: minute(95),
        suggestions: suggestions.collect(),
        ..FoundAtDesk::default()
    };
    assert!(store.write_desk(&from, &found).await.expect("is written"));
    assert_sound(store).await;
}

/// Writes how much statements are worth as the pass does, told on these days.
pub(crate) async fn judge(store: &Store, judged: &[(StatementId, f64, i32)]) {
    let from = store.desk_position().await.expect("position");
    let judged = judged.iter().map(|(statement, score, day)| StatementWorth {
        statement: *statement,
        score: *score,
        class: AssertionClass::Fact,
        last_day: Some(*day),
    });
    let found = FoundAtDesk {
        position: from.clone(),
        at: minute(95),
        judged: judged.collect(),
        ..FoundAtDesk::default()
    };
    assert!(store.write_desk(&from, &found).await.expect("is written"));
    assert_sound(store).await;
}
