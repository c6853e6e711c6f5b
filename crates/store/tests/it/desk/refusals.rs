//! What cannot be is refused, what is not there is unknown, and nothing is written.

use onrecord_model::{
    ClaimId, ClaimRelation, ClaimState, ClaimText, CodePointSpan, Evidence, FlagId, FlagSubject,
    QuoteId, ReviewId, Scale, ScaleRating, Stance, StatementId,
};
use onrecord_store::{DeskWish, Expected, Store, StoreError, Wish, WishedLink};
use uuid::Uuid;

use super::{
    add, added, conflict, done, filled, link, make, new_claim, review, rows, statement, text,
    try_at, try_do,
};
use crate::fixture::{Place, assert_sound, minute, on_both};

/// Each is refused with these words, and leaves nothing.
async fn check(store: &Store, place: &Place, wishes: Vec<(DeskWish, &str)>) {
    let before = (
        rows(place).await,
        store.last_sequence().await.expect("sequence"),
    );
    for (wish, words) in wishes {
        let error = try_do(store, wish.clone()).await.expect_err(words);
        match words.strip_prefix("there is no ") {
            Some(_) => assert!(matches!(error, StoreError::Unknown { .. }), "{error:?}"),
            None => assert!(matches!(error, StoreError::Refused { .. }), "{error:?}"),
        }
        assert!(error.to_string().contains(words), "{wish:?}: {error}");
    }
    let after = (
        rows(place).await,
        store.last_sequence().await.expect("sequence"),
    );
    assert_eq!(after, before);
    assert_sound(store).await;
}

#[test]
fn what_is_not_there_is_unknown() {
    on_both(async |place| {
        let store = filled(&place).await;
        let known = new_claim(&store, "The roads are new.").await;
        let nil = Uuid::nil();
        let (claim, nowhere) = (ClaimId(nil), StatementId(nil));
        let no_claim = "there is no claim 0000";
        let no_statement = "there is no statement 0000";
        let flag = |subject| DeskWish::Flag {
            subject,
            reason: "Why?".to_owned(),
        };
        check(
            &store,
            &place,
            vec![
                (
                    DeskWish::EditClaim {
                        claim,
                        text: Box::new(text("So.")),
                    },
                    no_claim,
                ),
                (DeskWish::AssignClaim { claim, to: None }, no_claim),
                (
                    DeskWish::SetClaimState {
                        claim,
                        state: ClaimState::Closed,
                    },
                    no_claim,
                ),
                (DeskWish::MergeClaims { claim, into: known }, no_claim),
                (
                    DeskWish::MergeClaims {
                        claim: known,
                        into: claim,
                    },
                    no_claim,
                ),
                (
                    DeskWish::RelateClaims {
                        claim: known,
                        to: claim,
                        relation: None,
                    },
                    no_claim,
                ),
                (add(claim, review("False", "Ida Desk", 1)), no_claim),
                (
                    DeskWish::LinkStatement {
                        claim,
                        statement: link(nowhere),
                    },
                    no_claim,
                ),
                (
                    DeskWish::LinkStatement {
                        claim: known,
                        statement: link(nowhere),
                    },
                    no_statement,
                ),
                (
                    DeskWish::RejectLink {
                        claim: known,
                        statement: nowhere,
                    },
                    no_statement,
                ),
                (
                    DeskWish::DismissStatement {
                        statement: nowhere,
                        reason: String::new(),
                    },
                    no_statement,
                ),
                (
                    DeskWish::ReviseReview {
                        review: ReviewId(nil),
                        content: Box::new(review("False", "Ida Desk", 1)),
                    },
                    "there is no review 0000",
                ),
                (
                    DeskWish::ResolveFlag {
                        flag: FlagId(nil),
                        note: String::new(),
                    },
                    "there is no flag 0000",
                ),
                (flag(FlagSubject::Claim(claim)), no_claim),
                (flag(FlagSubject::Statement(nowhere)), no_statement),
                (
                    flag(FlagSubject::Quote(QuoteId(nil))),
                    "there is no quote 0000",
                ),
                (
                    DeskWish::SplitClaim {
                        claim: known,
                        text: Box::new(text("So.")),
                        statements: Vec::new(),
                        reviews: vec![ReviewId(nil)],
                    },
                    "there is no review 0000",
                ),
            ],
        )
        .await;
    });
}

fn evidence(url: Option<&str>, archived: Option<&str>) -> Evidence {
    Evidence {
        url: url.map(str::to_owned),
        title: None,
        quotation: None,
        archived: archived.map(str::to_owned),
        stance: Stance::Context,
        is_gone: false,
    }
}

#[test]
fn texts_reviews_and_scales_that_cannot_be_are_refused() {
    on_both(async |place| {
        let store = filled(&place).await;
        let claim = new_claim(&store, "The roads are new.").await;
        let made = |text: ClaimText| DeskWish::MakeClaim {
            text: Box::new(text),
            statements: Vec::new(),
            reviews: Vec::new(),
        };
        let good = || review("False", "Ida Desk", 1);
        let with = |change: &dyn Fn(&mut onrecord_model::Review)| {
            let mut review = good();
            change(&mut review);
            add(claim, review)
        };
        let scale = |name: &str, ratings: &[&str]| DeskWish::DefineScale {
            scale: Scale {
                name: name.to_owned(),
                ratings: ratings
                    .iter()
                    .map(|name| ScaleRating {
                        name: (*name).to_owned(),
                        value: None,
                    })
                    .collect(),
            },
        };
        let web = "no address of the web";
        check(
            &store,
            &place,
            vec![
                (make(" \n"), "the claim is empty"),
                (make(&"a".repeat(2_001)), "longer than 2000"),
                (make("a\u{0}b"), "control character"),
                (
                    made(ClaimText {
                        url: Some("ftp://example.org".to_owned()),
                        ..text("So.")
                    }),
                    web,
                ),
                (
                    made(ClaimText {
                        appearances: vec!["example.org".to_owned()],
                        ..text("So.")
                    }),
                    web,
                ),
                (
                    made(super::claim_by("So.", " ")),
                    "name of the claimant is empty",
                ),
                (
                    add(claim, review("Falsish", "Ida Desk", 1)),
                    "is on no scale; there are Truth: True,",
                ),
                (
                    with(&|review| review.rating.scale = Some("Lamps".to_owned())),
                    "there is no",
                ),
                (add(claim, review("False", "  ", 1)), "name of who reviews"),
                (
                    with(&|review| review.author.url = Some("nowhere".to_owned())),
                    web,
                ),
                (
                    with(&|review| review.url = Some("https://a b".to_owned())),
                    web,
                ),
                (
                    with(&|review| review.evidence = vec![evidence(None, None)]),
                    "neither an address",
                ),
                (
                    with(&|review| {
                        review.evidence = vec![evidence(Some("https://a.org"), Some("abc"))]
                    }),
                    "64 hexadecimal",
                ),
                (scale("Lamps", &[]), "has no ratings"),
                (scale("Lamps", &["Red", "red"]), "twice"),
                (scale("", &["Red"]), "name of the scale"),
                (
                    DeskWish::Flag {
                        subject: FlagSubject::Claim(claim),
                        reason: " ".to_owned(),
                    },
                    "reason of the flag is empty",
                ),
            ]
            .into_iter()
            .filter(|(_, words)| *words != "there is no")
            .collect(),
        )
        .await;
        let unknown = with(&|review| review.rating.scale = Some("Lamps".to_owned()));
        let error = try_do(&store, unknown)
            .await
            .expect_err("no scale")
            .to_string();
        assert!(error.contains("there is no scale \"Lamps\""), "{error}");
    });
}

#[test]
fn what_would_change_nothing_or_cannot_be_is_refused() {
    on_both(async |place| {
        let store = filled(&place).await;
        let (roads, harbour) = (
            statement(&store, "twelve").await,
            statement(&store, "harbour").await,
        );
        let claim = new_claim(&store, "The roads are new.").await;
        let other = new_claim(&store, "The roads are old.").await;
        done(
            &store,
            DeskWish::LinkStatement {
                claim,
                statement: link(roads),
            },
        )
        .await;
        done(
            &store,
            DeskWish::RejectLink {
                claim,
                statement: harbour,
            },
        )
        .await;
        let content = review("False", "Ida Desk", 1);
        let known = added(&done(&store, add(claim, content.clone())).await);
        let mut same = content;
        same.rating.name = "FALSE".to_owned();
        let pointed = |statement, start, end| DeskWish::LinkStatement {
            claim,
            statement: WishedLink {
                part: Some(CodePointSpan { start, end }),
                ..link(statement)
            },
        };
        let relate = |to, relation| DeskWish::RelateClaims {
            claim,
            to,
            relation,
        };
        let split = |words, statements| DeskWish::SplitClaim {
            claim,
            text: Box::new(text(words)),
            statements,
            reviews: Vec::new(),
        };
        check(
            &store,
            &place,
            vec![
                (
                    DeskWish::EditClaim {
                        claim,
                        text: Box::new(text(" The roads are new. ")),
                    },
                    "says so already",
                ),
                (
                    DeskWish::LinkStatement {
                        claim,
                        statement: link(roads),
                    },
                    "linked to the claim already",
                ),
                (
                    DeskWish::RejectLink {
                        claim,
                        statement: harbour,
                    },
                    "said so already",
                ),
                (pointed(roads, 4, 4), "is not in the words"),
                (pointed(roads, 0, 31), "is not in the words"),
                (DeskWish::MergeClaims { claim, into: claim }, "into itself"),
                (
                    relate(claim, Some(ClaimRelation::Narrows)),
                    "no relation to itself",
                ),
                (relate(other, None), "said so already"),
                (
                    DeskWish::AssignClaim {
                        claim,
                        to: Some(" ".to_owned()),
                    },
                    "so already",
                ),
                (
                    DeskWish::SetClaimState {
                        claim,
                        state: ClaimState::Reviewed,
                    },
                    "is reviewed already",
                ),
                (
                    DeskWish::ReviseReview {
                        review: known,
                        content: Box::new(same),
                    },
                    "says so already",
                ),
                (
                    split("The roads are new.", Vec::new()),
                    "what the old one says",
                ),
                (split("So.", vec![harbour]), "there is no statement"),
                (
                    DeskWish::MakeClaim {
                        text: Box::new(text("So.")),
                        statements: vec![link(roads); 1_001],
                        reviews: Vec::new(),
                    },
                    "at most 1000",
                ),
            ],
        )
        .await;
        let referenced = || DeskWish::MakeClaim {
            text: Box::new(super::import::referenced("a", "So.")),
            statements: Vec::new(),
            reviews: Vec::new(),
        };
        done(&store, referenced()).await;
        check(&store, &place, vec![(referenced(), "is that of the claim")]).await;
    });
}

#[test]
fn who_has_not_seen_the_last_entry_is_told_who_made_it() {
    on_both(async |place| {
        let store = filled(&place).await;
        let entry = done(&store, make("The roads are new.")).await;
        let claim = super::made(&entry);
        let assign = |to: &str| DeskWish::AssignClaim {
            claim,
            to: Some(to.to_owned()),
        };
        let last = done(&store, assign("Bo Scribe")).await;
        for seen in [None, Some(entry.id)] {
            let wish = Wish::Desk {
                wish: assign("Cy Press"),
                expected: Expected::Last(seen),
            };
            let late = try_at(&store, "Cy Press", minute(91), wish).await;
            assert_eq!(
                conflict(&store, late, "changed by Ida Desk").await,
                Some(last.id)
            );
        }
        let wish = Wish::Desk {
            wish: assign("Cy Press"),
            expected: Expected::Last(Some(last.id)),
        };
        try_at(&store, "Cy Press", minute(91), wish)
            .await
            .expect("has seen it");
        let nobody = try_at(&store, " ", minute(91), super::wish(assign("Bo Scribe"))).await;
        assert!(matches!(nobody, Err(StoreError::Refused { .. })));
    });
}
