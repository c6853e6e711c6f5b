//! What the demo does at the desk.

use anyhow::{Context, bail};
use onrecord_engine::{DeskWish, Engine, Expected, SearchRequest, Wish, WishedLink};
use onrecord_model::{ClaimText, FlagSubject, Quote, Review, StatementId};
use serde::Deserialize;

const CLAIMS: &str = include_str!("../../../desk/claims.json");

/// A claim, and what comes with it.
#[derive(Deserialize)]
struct Claim {
    by: String,
    text: ClaimText,
    said: Vec<Said>,
    #[serde(default)]
    assigned_to: Option<String>,
    #[serde(default)]
    reviews: Vec<Review>,
    #[serde(default)]
    flags: Vec<Flag>,
}

/// Quotes of a speaker with these words.
#[derive(Deserialize)]
struct Said {
    speaker: String,
    words: String,
}

#[derive(Deserialize)]
struct Flag {
    by: String,
    speaker: String,
    words: String,
    reason: String,
}

/// Makes the claims of the demo that are not there yet, each with its reviews; how many are there then.
pub async fn fill(engine: &Engine) -> anyhow::Result<usize> {
    let claims: Vec<Claim> = serde_json::from_str(CLAIMS).context("the claims of the demo")?;
    let quotes = all_quotes(engine).await?;
    let count = claims.len();
    for claim in claims {
        let reference = claim.text.reference.clone().unwrap_or_default();
        if engine.claim_called(&reference).await?.is_none() {
            make(engine, claim, &quotes).await?;
        }
    }
    Ok(count)
}

async fn make(engine: &Engine, claim: Claim, quotes: &[Quote]) -> anyhow::Result<()> {
    let mut statements: Vec<StatementId> = Vec::new();
    for said in &claim.said {
        for quote in found(quotes, &said.speaker, &said.words)? {
            statements.extend(quote.statement.filter(|id| !statements.contains(id)));
        }
    }
    let reference = claim.text.reference.clone().unwrap_or_default();
    let wish = DeskWish::MakeClaim {
        text: Box::new(claim.text),
        statements: statements
            .into_iter()
            .map(|statement| WishedLink {
                statement,
                part: None,
                suggested: None,
            })
            .collect(),
        reviews: Vec::new(),
    };
    write(engine, &claim.by, wish).await?;
    let made = engine.claim_called(&reference).await?;
    let id = made.with_context(|| format!("the claim {reference} is not there"))?;
    for review in claim.reviews {
        let by = review.author.name.clone();
        let wish = DeskWish::AddReview {
            claim: id,
            review: Box::new(review),
        };
        write(engine, &by, wish).await?;
    }
    if claim.assigned_to.is_some() {
        let wish = DeskWish::AssignClaim {
            claim: id,
            to: claim.assigned_to,
        };
        write(engine, &claim.by, wish).await?;
    }
    for flag in claim.flags {
        let Some(quote) = found(quotes, &flag.speaker, &flag.words)?.next() else {
            continue;
        };
        let wish = DeskWish::Flag {
            subject: FlagSubject::Quote(quote.id),
            reason: flag.reason,
        };
        write(engine, &flag.by, wish).await?;
    }
    Ok(())
}

async fn write(engine: &Engine, by: &str, wish: DeskWish) -> anyhow::Result<()> {
    let wish = Wish::Desk {
        wish,
        expected: Expected::Anything,
    };
    engine.correct(by, wish).await?;
    Ok(())
}

/// The quotes of a speaker with these words, of which there is at least one.
fn found<'a>(
    quotes: &'a [Quote],
    speaker: &'a str,
    words: &'a str,
) -> anyhow::Result<impl Iterator<Item = &'a Quote>> {
    let is_it = move |quote: &&Quote| {
        let by = quote.speaker.as_ref().map(|by| by.name.as_str());
        by == Some(speaker) && quote.text.contains(words)
    };
    let mut quotes = quotes.iter().filter(is_it).peekable();
    if quotes.peek().is_none() {
        bail!("{speaker} did not say {words:?} in the sample");
    }
    Ok(quotes)
}

async fn all_quotes(engine: &Engine) -> anyhow::Result<Vec<Quote>> {
    let mut request = SearchRequest {
        limit: SearchRequest::LARGEST_PAGE,
        ..SearchRequest::default()
    };
    let mut quotes = Vec::new();
    loop {
        let page = engine.search(&request).await?;
        quotes.extend(page.hits.into_iter().map(|hit| hit.quote));
        if page.next.is_none() {
            return Ok(quotes);
        }
        request.after = page.next;
    }
}
