//! `onrecord review …`: verdicts on claims.

use chrono::Utc;
use onrecord_engine::{Engine, ReviewRecord};
use onrecord_model::{CorrectionId, Evidence, Publication, Rating, Review, ReviewId, Reviewer};

use super::{DeskWish, Hand, by, the_claim, unknown};
use crate::arguments::{
    ReviewAddArguments, ReviewArguments, ReviewCommand, ReviewContentArguments,
    ReviewReviseArguments, Shared,
};
use crate::exit::Exit;
use crate::failure::Misuse;
use crate::output::Output;
use crate::session::{Database, open};

pub async fn run(
    arguments: &ReviewArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let hand = Hand::of(&arguments.by)?;
    let engine = open(shared, Database::MustExist).await?;
    let done = match &arguments.what {
        ReviewCommand::Add(add) => {
            let author = by(arguments.by.by.as_deref())?;
            self::add(&engine, add, author, &hand, output).await
        }
        ReviewCommand::Revise(revise) => self::revise(&engine, revise, &hand, output).await,
        ReviewCommand::Withdraw { review } => withdraw(&engine, *review, &hand, output).await,
    };
    engine.close().await?;
    done.map(|()| Exit::Success)
}

async fn add(
    engine: &Engine,
    arguments: &ReviewAddArguments,
    by: &str,
    hand: &Hand<'_>,
    output: &Output,
) -> anyhow::Result<()> {
    let author = arguments.author.as_deref().unwrap_or(by);
    let blank = Review {
        rating: Rating::default(),
        author: Reviewer {
            name: author.to_owned(),
            url: None,
            is_organisation: arguments.organisation,
        },
        date: Utc::now(),
        title: None,
        rationale: None,
        evidence: Vec::new(),
        language: None,
        url: None,
        publication: Publication::Draft,
        is_imported: false,
    };
    let review = with(blank, Some(&arguments.rating), &arguments.content);
    let wish = DeskWish::AddReview {
        claim: the_claim(engine, &arguments.claim).await?,
        review: Box::new(review),
    };
    hand.carry_out(engine, wish, output).await
}

async fn revise(
    engine: &Engine,
    arguments: &ReviewReviseArguments,
    hand: &Hand<'_>,
    output: &Output,
) -> anyhow::Result<()> {
    let (known, last) = the_review(engine, arguments.review).await?;
    let mut review = known.content.clone();
    if arguments.drop_evidence {
        review.evidence.clear();
    }
    for url in &arguments.gone {
        let is_it = |evidence: &&mut Evidence| evidence.url.as_deref() == Some(url);
        let mut evidence = review.evidence.iter_mut().filter(is_it).peekable();
        if evidence.peek().is_none() {
            let what = format!("the review rests on nothing at {url:?}");
            return Err(Misuse(what).into());
        }
        evidence.for_each(|evidence| evidence.is_gone = true);
    }
    let content = with(review, arguments.rating.as_deref(), &arguments.content);
    if content == known.content {
        let what = "nothing was given that differs: --rating, --rationale, --publish and others change a review";
        return Err(Misuse(what.to_owned()).into());
    }
    put(engine, arguments.review, content, last, hand, output).await
}

async fn withdraw(
    engine: &Engine,
    id: ReviewId,
    hand: &Hand<'_>,
    output: &Output,
) -> anyhow::Result<()> {
    let (known, last) = the_review(engine, id).await?;
    match known.content.publication {
        Publication::Published => {}
        Publication::Draft => {
            let what =
                "the review was never published; `onrecord correct undo ENTRY` takes it back";
            return Err(Misuse(what.to_owned()).into());
        }
        Publication::Withdrawn => {
            let what = "the review is withdrawn already";
            return Err(Misuse(what.to_owned()).into());
        }
    }
    let content = Review {
        publication: Publication::Withdrawn,
        ..known.content
    };
    put(engine, id, content, last, hand, output).await
}

/// What somebody else has written meanwhile must not be lost.
async fn put(
    engine: &Engine,
    review: ReviewId,
    content: Review,
    last: CorrectionId,
    hand: &Hand<'_>,
    output: &Output,
) -> anyhow::Result<()> {
    let wish = DeskWish::ReviseReview {
        review,
        content: Box::new(content),
    };
    hand.having_seen(last).carry_out(engine, wish, output).await
}

/// A review, and the last entry about its claim.
async fn the_review(engine: &Engine, id: ReviewId) -> anyhow::Result<(ReviewRecord, CorrectionId)> {
    let missing = || unknown(format!("review {id}"));
    let claim = engine.claim_of_review(id).await?.ok_or_else(missing)?;
    let view = engine.claim(claim, None).await?.ok_or_else(missing)?;
    let last = view.record.last.entry;
    let review = view
        .record
        .reviews
        .into_iter()
        .find(|review| review.id == id);
    Ok((review.ok_or_else(missing)?, last))
}

/// What a review says with what was given.
fn with(before: Review, rating: Option<&str>, given: &ReviewContentArguments) -> Review {
    let or = |given: &Option<String>, before: Option<String>| given.clone().or(before);
    let rating = match (rating, &given.scale) {
        (None, None) => before.rating,
        (name, scale) => Rating {
            name: name.map_or(before.rating.name, str::to_owned),
            scale: scale.clone(),
            value: None,
            published: None,
        },
    };
    let mut evidence = before.evidence;
    evidence.extend(given.evidence.iter().map(|one| one.0.clone()));
    Review {
        rating,
        evidence,
        date: given.date.unwrap_or(before.date),
        title: or(&given.title, before.title),
        rationale: or(&given.rationale, before.rationale),
        language: or(&given.language, before.language),
        url: or(&given.url, before.url),
        publication: match given.publish {
            true => Publication::Published,
            false => before.publication,
        },
        ..before
    }
}
