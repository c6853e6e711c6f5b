//! What may be written down at the desk.

use chrono::Datelike;
use onrecord_model::{ClaimText, Evidence, Rating, Review, Reviewer, Scale, Timestamp};

use crate::StoreError;
use crate::correct::names;

/// Most characters of a claim.
const LONGEST_CLAIM: usize = 2_000;
/// Most characters of a title, a reason or a note. What intake takes must take what was kept, or a record could not be
/// exported and taken in again.
const LONGEST_NOTE: usize = 1_000;
/// Most characters of a rationale, a context or a quotation of evidence.
const LONGEST_TEXT: usize = 50_000;
/// Most bytes of what a file calls a claim.
const LONGEST_REFERENCE: usize = 2_048;
/// Most characters of an address.
const LONGEST_URL: usize = 1_000;
/// Most pieces of evidence of one review, addresses of one claim, ratings of one scale.
const MOST_ROWS: usize = 500;

/// The text as it is kept.
pub(super) fn claim(text: &ClaimText) -> Result<ClaimText, StoreError> {
    let mut text = text.clone();
    text.text = required("claim", &text.text, LONGEST_CLAIM)?;
    optional("title of the claim", &mut text.title, LONGEST_NOTE)?;
    optional("context of the claim", &mut text.context, LONGEST_TEXT)?;
    optional("language of the claim", &mut text.language, 35)?;
    reference(&mut text.reference)?;
    text.made = match text.made {
        None => None,
        Some(made) => Some(date("time when the claim was made", made)?),
    };
    if let Some(claimant) = &mut text.claimant {
        claimant.name = required("name of the claimant", &claimant.name, LONGEST_NOTE)?;
        optional("role of the claimant", &mut claimant.role, LONGEST_NOTE)?;
        urls("page of the claimant", &claimant.same_as)?;
    }
    url("address of the claim", text.url.as_deref())?;
    urls("appearance of the claim", &text.appearances)?;
    Ok(text)
}

/// What a file calls a claim is looked up in an index, of which an entry must not be longer than PostgreSQL takes it.
fn reference(reference: &mut Option<String>) -> Result<(), StoreError> {
    optional("reference of the claim", reference, LONGEST_NOTE)?;
    match reference {
        Some(reference) if reference.len() > LONGEST_REFERENCE => Err(StoreError::refused(
            format!("the reference of the claim is longer than {LONGEST_REFERENCE} bytes"),
        )),
        _ => Ok(()),
    }
}

/// The instant as it is kept. Of other years than these the two databases do not agree on the order.
fn date(what: &str, date: Timestamp) -> Result<Timestamp, StoreError> {
    match (1..=9999).contains(&date.year()) {
        true => Ok(crate::identity::stored_time(date)),
        false => Err(StoreError::refused(format!(
            "the {what} is not between the years 1 and 9999: {date}"
        ))),
    }
}

/// The review as it is kept; `scales` are all there are, the usual one among them.
pub(super) fn review(review: &Review, scales: &[Scale]) -> Result<Review, StoreError> {
    let mut review = review_rated_before(review)?;
    if !review.is_imported {
        review.rating = rating(&review.rating, scales)?;
    }
    Ok(review)
}

/// The review as it is kept, with a rating whose words are taken as they are: it comes from elsewhere, or was given
/// before.
pub(super) fn review_rated_before(review: &Review) -> Result<Review, StoreError> {
    let mut review = review.clone();
    review.author = reviewer(&review.author)?;
    review.date = date("date of the review", review.date)?;
    optional("title of the review", &mut review.title, LONGEST_NOTE)?;
    optional(
        "rationale of the review",
        &mut review.rationale,
        LONGEST_TEXT,
    )?;
    optional("language of the review", &mut review.language, 35)?;
    url("address of the review", review.url.as_deref())?;
    limited("pieces of evidence", review.evidence.len())?;
    for evidence in &mut review.evidence {
        self::evidence(evidence)?;
    }
    review.rating = given_rating(&review.rating)?;
    Ok(review)
}

fn given_rating(rating: &Rating) -> Result<Rating, StoreError> {
    let mut rating = rating.clone();
    rating.name = required("rating", &rating.name, LONGEST_NOTE)?;
    optional("scale of the rating", &mut rating.scale, LONGEST_NOTE)?;
    if let Some(published) = &rating.published {
        check("number of the rating", &published.value, LONGEST_NOTE)?;
        for end in [&published.best, &published.worst].into_iter().flatten() {
            check("number of the rating", end, LONGEST_NOTE)?;
        }
    }
    Ok(rating)
}

/// A rating of this newsroom, which is one of a scale of its own.
fn rating(rating: &Rating, scales: &[Scale]) -> Result<Rating, StoreError> {
    let asked = rating.name.trim();
    let of_scale = scales
        .iter()
        .filter(|scale| rating.scale.as_ref().is_none_or(|name| *name == scale.name));
    for scale in of_scale {
        let known = scale
            .ratings
            .iter()
            .find(|known| known.name.to_lowercase() == asked.to_lowercase());
        if let Some(known) = known {
            return Ok(Rating {
                name: known.name.clone(),
                scale: Some(scale.name.clone()),
                value: known.value,
                published: None,
            });
        }
    }
    let offered: Vec<String> = scales
        .iter()
        .filter(|scale| rating.scale.as_ref().is_none_or(|name| *name == scale.name))
        .map(|scale| {
            let names: Vec<&str> = scale
                .ratings
                .iter()
                .map(|rating| rating.name.as_str())
                .collect();
            format!("{}: {}", scale.name, names.join(", "))
        })
        .collect();
    let offered = match offered.is_empty() {
        true => format!(
            "there is no scale {:?}",
            rating.scale.as_deref().unwrap_or("")
        ),
        false => format!("there are {}", offered.join("; ")),
    };
    Err(StoreError::refused(format!(
        "the rating {asked:?} is on no scale; {offered}"
    )))
}

fn reviewer(author: &Reviewer) -> Result<Reviewer, StoreError> {
    url("page of the reviewer", author.url.as_deref())?;
    Ok(Reviewer {
        name: names::valid("name of who reviews", &author.name)?,
        ..author.clone()
    })
}

fn evidence(evidence: &mut Evidence) -> Result<(), StoreError> {
    url("address of the evidence", evidence.url.as_deref())?;
    optional("title of the evidence", &mut evidence.title, LONGEST_NOTE)?;
    optional(
        "quotation of the evidence",
        &mut evidence.quotation,
        LONGEST_TEXT,
    )?;
    if let Some(hash) = &evidence.archived
        && (hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        return Err(StoreError::refused(format!(
            "the hash of the archived copy is not of 64 hexadecimal digits: {hash:?}"
        )));
    }
    if evidence.url.is_none() && evidence.title.is_none() && evidence.quotation.is_none() {
        return Err(StoreError::refused(
            "a piece of evidence has neither an address nor a title nor a quotation",
        ));
    }
    Ok(())
}

/// The scale as it is kept.
pub(super) fn scale(scale: &Scale) -> Result<Scale, StoreError> {
    limited("ratings of the scale", scale.ratings.len())?;
    let mut kept = Scale {
        name: names::valid("name of the scale", &scale.name)?,
        ratings: Vec::with_capacity(scale.ratings.len()),
    };
    for rating in &scale.ratings {
        let name = names::valid("name of the rating", &rating.name)?;
        if kept
            .ratings
            .iter()
            .any(|known| known.name.to_lowercase() == name.to_lowercase())
        {
            return Err(StoreError::refused(format!(
                "the scale has the rating {name:?} twice"
            )));
        }
        kept.ratings.push(onrecord_model::ScaleRating {
            name,
            value: rating.value,
        });
    }
    match kept.ratings.is_empty() {
        true => Err(StoreError::refused("the scale has no ratings")),
        false => Ok(kept),
    }
}

/// A reason that has to be given.
pub(super) fn reason(what: &str, reason: &str) -> Result<String, StoreError> {
    required(what, reason, LONGEST_NOTE)
}

/// A note that may be empty.
pub(super) fn note(what: &str, note: &str) -> Result<Option<String>, StoreError> {
    let mut note = Some(note.to_owned());
    optional(what, &mut note, LONGEST_NOTE)?;
    Ok(note)
}

fn required(what: &str, text: &str, longest: usize) -> Result<String, StoreError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(StoreError::refused(format!("the {what} is empty")));
    }
    check(what, text, longest)?;
    Ok(text.to_owned())
}

/// What is left blank is not there.
fn optional(what: &str, text: &mut Option<String>, longest: usize) -> Result<(), StoreError> {
    *text = match text.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(text) => {
            check(what, text, longest)?;
            Some(text.to_owned())
        }
    };
    Ok(())
}

fn check(what: &str, text: &str, longest: usize) -> Result<(), StoreError> {
    if text.chars().count() > longest {
        return Err(StoreError::refused(format!(
            "the {what} is longer than {longest} characters"
        )));
    }
    let is_control = |character: char| character.is_control() && !"\n\r\t".contains(character);
    match text.chars().any(is_control) {
        true => Err(StoreError::refused(format!(
            "the {what} holds a control character"
        ))),
        false => Ok(()),
    }
}

fn url(what: &str, url: Option<&str>) -> Result<(), StoreError> {
    let Some(url) = url else {
        return Ok(());
    };
    check(what, url, LONGEST_URL)?;
    let is_web = ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    let is_one_word = !url.contains(|character: char| {
        character.is_whitespace() || matches!(character, '<' | '>' | '"')
    });
    match is_web && is_one_word {
        true => Ok(()),
        false => Err(StoreError::refused(format!(
            "the {what} is no address of the web: {url:?}"
        ))),
    }
}

fn urls(what: &str, urls: &[String]) -> Result<(), StoreError> {
    limited(&format!("addresses ({what})"), urls.len())?;
    urls.iter().try_for_each(|address| url(what, Some(address)))
}

pub(super) fn limited(what: &str, count: usize) -> Result<(), StoreError> {
    match count > MOST_ROWS {
        true => Err(StoreError::refused(format!(
            "there are {count} {what}; at most {MOST_ROWS} are kept"
        ))),
        false => Ok(()),
    }
}
