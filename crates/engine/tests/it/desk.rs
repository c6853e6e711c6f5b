//! The desk: what is queued, what is suggested, what is due.

use chrono::TimeDelta;
use onrecord_engine::{ClaimMatch, DeskWish, DueReason, Expected, QueueRequest, Wish, WishedLink};
use onrecord_model::{
    Action, AssertionClass, ClaimId, ClaimText, Correction, DeskAction, Evidence, FlagSubject,
    Kind, Publication, Rating, Review, Reviewer, Stance, StatementId,
};

use crate::grouping::{Place, article, day, on_both};

const WATER: &str = "The waterworks of Halden lost 41 percent of its water to leaks in 2024";
const WATER_AGAIN: &str = "The waterworks of Halden lost 47 percent of its water to leaks in 2024";
const PIER: &str = "The council spent 12 million crowns on the new pier last year";
const PROMISE: &str = "We will build 300 new homes in Halden before the end of next year";
const THANKS: &str = "Thank you all so much for coming tonight";

async fn desk(place: &Place, wish: DeskWish) -> Correction {
    let wish = Wish::Desk {
        wish,
        expected: Expected::Anything,
    };
    place
        .engine
        .correct("Ines Roth", wish)
        .await
        .expect("is done")
}

async fn passes(place: &Place) {
    place.group().await;
    place.engine.catch_up().await.expect("indexed");
    place.engine.judge().await.expect("judged");
    place.assert_sound().await;
}

async fn wording(place: &Place, text: &str) -> StatementId {
    let ids = place.store.quote_ids_after(None, 100).await.expect("ids");
    let quotes = place.store.quotes(&ids).await.expect("quotes");
    let quote = quotes.iter().find(|quote| quote.text == text);
    quote
        .and_then(|quote| quote.statement)
        .expect("a statement")
}

async fn claim(place: &Place, text: &str, statements: &[StatementId]) -> ClaimId {
    let wish = DeskWish::MakeClaim {
        text: Box::new(ClaimText {
            text: text.to_owned(),
            ..ClaimText::default()
        }),
        statements: statements
            .iter()
            .map(|statement| WishedLink {
                statement: *statement,
                part: None,
                suggested: None,
            })
            .collect(),
        reviews: Vec::new(),
    };
    match desk(place, wish).await.action {
        Action::Desk(DeskAction::MakeClaim { claim, .. }) => claim,
        other => panic!("{other:?}"),
    }
}

fn review(rating: &str, by: &str, on: i64) -> Box<Review> {
    Box::new(Review {
        rating: Rating {
            name: rating.to_owned(),
            ..Rating::default()
        },
        author: Reviewer {
            name: by.to_owned(),
            ..Reviewer::default()
        },
        date: day(on),
        title: None,
        rationale: None,
        evidence: Vec::new(),
        language: None,
        url: None,
        publication: Publication::Published,
        is_imported: false,
    })
}

async fn queued(place: &Place, request: &QueueRequest) -> Vec<String> {
    let page = place.engine.queue(request).await.expect("a queue");
    page.items.into_iter().map(|item| item.quote.text).collect()
}

async fn matched(place: &Place, text: &str) -> Vec<ClaimMatch> {
    place
        .engine
        .match_claims(text, None, 5)
        .await
        .expect("matched")
}

#[test]
fn the_queue_has_facts_until_somebody_decides_and_flagged_ones_first() {
    on_both(async |place| {
        let said = [
            ("Tove Brandt", Kind::Direct, WATER),
            ("Tove Brandt", Kind::Direct, PROMISE),
            ("Tove Brandt", Kind::Direct, THANKS),
            ("Aron Lund", Kind::Direct, PIER),
        ];
        place.put(&article("one", Some(0), &said)).await;
        passes(place).await;
        let request = QueueRequest::default();
        let mut first = queued(place, &request).await;
        first.sort();
        assert_eq!(first, [PIER, WATER]);
        let promises = QueueRequest {
            class: AssertionClass::Promise,
            ..QueueRequest::default()
        };
        assert_eq!(queued(place, &promises).await, [PROMISE]);
        let later = QueueRequest {
            from: Some(day(1)),
            ..QueueRequest::default()
        };
        assert!(queued(place, &later).await.is_empty());

        let thanks = wording(place, THANKS).await;
        for statement in [wording(place, PIER).await, thanks] {
            let wish = DeskWish::Flag {
                subject: FlagSubject::Statement(statement),
                reason: "sounds wrong".to_owned(),
            };
            desk(place, wish).await;
        }
        let page = place.engine.queue(&request).await.expect("a queue");
        assert_eq!(page.items[0].quote.text, PIER);
        assert_eq!(page.items[0].reasons[0], "flagged by 1 reader");
        assert_eq!((page.items.len(), page.total), (2, 2));

        let dismissed = desk(
            place,
            DeskWish::DismissStatement {
                statement: wording(place, PIER).await,
                reason: String::new(),
            },
        )
        .await;
        assert_eq!(queued(place, &request).await, [WATER]);
        let undo = Wish::Undo {
            correction: dismissed.id,
        };
        place
            .engine
            .correct("Ines Roth", undo)
            .await
            .expect("undone");
        assert_eq!(queued(place, &request).await, [PIER, WATER]);
        let one = QueueRequest {
            limit: 1,
            ..QueueRequest::default()
        };
        let page = place.engine.queue(&one).await.expect("a queue");
        let next = QueueRequest {
            after: page.next,
            ..one
        };
        assert_eq!(queued(place, &next).await, [WATER]);

        claim(place, WATER, &[wording(place, WATER).await]).await;
        assert_eq!(queued(place, &request).await, [PIER]);
    });
}

#[test]
fn a_claim_is_suggested_both_ways_and_its_verdict_waits_for_a_person() {
    on_both(async |place| {
        let said = [("Tove Brandt", Kind::Direct, WATER)];
        place.put(&article("one", Some(0), &said)).await;
        passes(place).await;
        let id = claim(
            place,
            "Halden's waterworks lost 41 percent of its water to leaks in 2024",
            &[],
        )
        .await;
        desk(
            place,
            DeskWish::AddReview {
                claim: id,
                review: review("Mostly false", "Ines Roth", 1),
            },
        )
        .await;
        // What was on record before the claim is found for it,
        passes(place).await;
        let view = place.engine.claim(id, None).await.expect("read");
        let view = view.expect("there");
        assert_eq!(view.suggestions.len(), 1);
        assert_eq!(view.suggestions[0].words, WATER);
        assert!(view.statements.is_empty());
        // and the claim for what comes in after it.
        let said = [(
            "Aron Lund",
            Kind::Direct,
            "In 2024 the Halden waterworks lost 41 percent of its water to leaks",
        )];
        place.put(&article("two", Some(2), &said)).await;
        passes(place).await;
        let other = wording(place, said[0].2).await;
        let claims = place.engine.claims_of_statement(other, said[0].2).await;
        let claims = claims.expect("read");
        assert!(claims.linked.is_empty());
        assert_eq!(claims.suggested.len(), 1);
        assert_eq!(claims.suggested[0].claim.id, id);

        let link = |statement| DeskWish::LinkStatement {
            claim: id,
            statement: WishedLink {
                statement,
                part: None,
                suggested: None,
            },
        };
        desk(place, link(wording(place, WATER).await)).await;
        desk(
            place,
            DeskWish::RejectLink {
                claim: id,
                statement: other,
            },
        )
        .await;
        let claims = place.engine.claims_of_statement(other, said[0].2).await;
        assert!(claims.expect("read").suggested.is_empty());
        let view = place.engine.claim(id, None).await.expect("read");
        let view = view.expect("there");
        assert!(view.suggestions.is_empty());
        assert_eq!(view.statements.len(), 1);
        assert_eq!(view.claimants[0].0.name, "Tove Brandt");
        let linked = place
            .engine
            .claims_of_statement(wording(place, WATER).await, WATER)
            .await
            .expect("read");
        assert_eq!(
            linked.linked[0].claim.verdicts[0].rating.name,
            "Mostly false"
        );
        place.assert_sound().await;
    });
}

#[test]
fn a_name_alone_makes_no_claim() {
    on_both(async |place| {
        let company = "Halden Water";
        let said = [
            (company, Kind::Direct, "We have cut leakage to 12 percent"),
            (
                company,
                Kind::Indirect,
                "the method was made for smaller towns and could not be used in a port",
            ),
        ];
        place.put(&article("one", Some(0), &said)).await;
        let id = claim(place, "Halden Water has cut leakage to 12 percent", &[]).await;
        passes(place).await;
        let view = place.engine.claim(id, None).await.expect("read");
        let words: Vec<String> = view
            .expect("there")
            .suggestions
            .into_iter()
            .map(|suggested| suggested.words)
            .collect();
        assert_eq!(words, ["We have cut leakage to 12 percent"]);
    });
}

#[test]
fn a_claim_is_matched_as_soon_as_it_is_made_or_merged() {
    on_both(async |place| {
        assert!(matched(place, WATER).await.is_empty());
        let one = claim(place, "Halden lost 41 percent of its water to leaks", &[]).await;
        let found = matched(place, WATER).await;
        assert_eq!(found[0].claim.id, one);
        let other = claim(
            place,
            "The new pier cost the council 12 million crowns",
            &[],
        )
        .await;
        assert_eq!(matched(place, PIER).await[0].claim.id, other);
        desk(
            place,
            DeskWish::MergeClaims {
                claim: one,
                into: other,
            },
        )
        .await;
        let found = matched(place, WATER).await;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].claim.id, other);
        place.assert_sound().await;
    });
}

#[test]
fn what_is_said_again_after_a_verdict_is_counted_and_with_other_numbers_is_due() {
    on_both(async |place| {
        let said = [("Tove Brandt", Kind::Direct, WATER)];
        place.put(&article("one", Some(0), &said)).await;
        passes(place).await;
        let statement = wording(place, WATER).await;
        let id = claim(place, WATER, &[statement]).await;
        let wish = DeskWish::AddReview {
            claim: id,
            review: review("False", "Ines Roth", 1),
        };
        desk(place, wish).await;
        let due = async || {
            let page = place
                .engine
                .due_claims(TimeDelta::days(365), None, 20)
                .await;
            page.expect("a list").claims
        };
        assert!(due().await.is_empty());
        for (url, on, words) in [("two", 2, WATER), ("three", 3, WATER_AGAIN)] {
            let said = [("Tove Brandt", Kind::Direct, words)];
            let mut again = article(url, Some(on), &said);
            again.taken_in = day(on);
            place.put(&again).await;
        }
        passes(place).await;
        // A figure that differs makes another statement of it; a person says that it is the same claim.
        let other = wording(place, WATER_AGAIN).await;
        let view = place.engine.claim(id, None).await.expect("read");
        let is_linked = |view: &onrecord_engine::ClaimView| {
            view.statements.iter().any(|one| one.statement == other)
        };
        if !is_linked(&view.expect("there")) {
            let wish = DeskWish::LinkStatement {
                claim: id,
                statement: WishedLink {
                    statement: other,
                    part: None,
                    suggested: None,
                },
            };
            desk(place, wish).await;
        }
        let view = place.engine.claim(id, None).await.expect("read");
        let repeats = view.expect("there").repeats.expect("rated");
        assert_eq!((repeats.occurrences, repeats.reports), (2, 2));
        assert_eq!(repeats.verdict.rating.name, "False");
        assert_eq!(repeats.last, Some(day(3)));
        assert_eq!(repeats.by[0].0.name, "Tove Brandt");
        assert_eq!(repeats.latest[0].text, WATER_AGAIN);
        let claims = due().await;
        assert_eq!(claims.len(), 1);
        let DueReason::OtherNumbers { quote, times, .. } = &claims[0].reasons[0] else {
            panic!("{:?}", claims[0].reasons);
        };
        assert_eq!((quote.text.as_str(), *times), (WATER_AGAIN, 1));
    });
}

#[test]
fn a_claim_is_due_where_reviews_disagree_are_old_or_rest_on_what_is_gone() {
    on_both(async |place| {
        let due = async |days| {
            let page = place
                .engine
                .due_claims(TimeDelta::days(days), None, 20)
                .await;
            page.expect("a list").claims
        };
        let id = claim(place, PIER, &[]).await;
        let mut first = review("True", "Ines Roth", -30);
        first.evidence.push(Evidence {
            url: Some("https://halden.example/accounts".to_owned()),
            title: None,
            quotation: None,
            archived: None,
            stance: Stance::Supports,
            is_gone: false,
        });
        let added = desk(
            place,
            DeskWish::AddReview {
                claim: id,
                review: first.clone(),
            },
        )
        .await;
        let Action::Desk(DeskAction::AddReview {
            review: first_id, ..
        }) = added.action
        else {
            panic!("{added:?}");
        };
        assert!(due(365).await.is_empty());
        first.evidence[0].is_gone = true;
        desk(
            place,
            DeskWish::ReviseReview {
                review: first_id,
                content: first,
            },
        )
        .await;
        assert!(matches!(
            due(365).await[0].reasons[..],
            [DueReason::EvidenceGone(1)]
        ));
        desk(
            place,
            DeskWish::AddReview {
                claim: id,
                review: review("False", "Tom Okafor", 0),
            },
        )
        .await;
        assert!(matches!(
            due(365).await[0].reasons[..],
            [DueReason::Disagreement, DueReason::EvidenceGone(1)]
        ));
        let view = place.engine.claim(id, None).await.expect("read");
        assert_eq!(view.expect("there").record.verdicts().len(), 2);
        place.assert_sound().await;
    });
}
