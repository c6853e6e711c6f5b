//! What must hold of an article before it is stored.

use chrono::Datelike;
use onrecord_model::{CodePointSpan, CodePoints, Quote, SpeakerIdentity, Timestamp};

use crate::StoreError;
use crate::records::{NewArticle, NewQuote};

/// Refuses what could not be read back as it is, and quotes that do not stand where they say they do.
pub(super) fn check(new: &NewArticle) -> Result<(), StoreError> {
    let article = &new.article;
    if u32::try_from(article.text.len()).is_err() {
        return Err(StoreError::refused("the text is longer than 4 GiB"));
    }
    no_nul("text", Some(&article.text))?;
    no_nul("title", article.title.as_deref())?;
    no_nul("outlet", article.outlet.as_deref())?;
    no_nul("url", article.url.as_deref())?;
    no_nul("id", article.external_id.as_deref())?;
    no_nul("language", Some(&article.language.0))?;
    no_nul("extractor", new.extractor.as_deref())?;
    for author in &article.authors {
        no_nul("author", Some(author))?;
    }
    let published = article.published.map(|time| ("time of publication", time));
    for (what, time) in published
        .into_iter()
        .chain([("time of intake", new.taken_in)])
    {
        writable(what, time)?;
    }
    let mut behind = 0;
    for block in &article.blocks {
        if block.span.start() < behind || block.span.of(&article.text).is_none() {
            return Err(StoreError::refused(format!(
                "the block at bytes {}..{} does not fit the text",
                block.span.start(),
                block.span.end()
            )));
        }
        behind = block.span.end();
    }
    if new.extractor.is_none() && !new.quotes.is_empty() {
        return Err(StoreError::refused("quotes that no extractor found"));
    }
    let points = CodePoints::new(&article.text);
    for quote in &new.quotes {
        check_quote(quote, &article.text, &points)?;
        check_inside(quote, &new.quotes)?;
    }
    Ok(())
}

/// A quote inside another has all its content in that one's, and less of it. So none is inside itself, however deep.
fn check_inside(quote: &NewQuote, quotes: &[NewQuote]) -> Result<(), StoreError> {
    let Some(index) = quote.inside else {
        return Ok(());
    };
    let is_inside = quotes.get(index).is_some_and(|outer| {
        let within = |span: &CodePointSpan| {
            let holds = |piece: &CodePointSpan| piece.start <= span.start && span.end <= piece.end;
            outer.content.iter().any(holds)
        };
        quote.content.iter().all(within) && length(&quote.content) < length(&outer.content)
    });
    if is_inside {
        return Ok(());
    }
    Err(StoreError::refused(format!(
        "the quote {:?} does not stand inside the quote it is said to",
        quote.text
    )))
}

fn length(spans: &[CodePointSpan]) -> u64 {
    let lengths = spans.iter();
    lengths
        .map(|span| u64::from(span.end.saturating_sub(span.start)))
        .sum()
}

fn check_quote(quote: &NewQuote, text: &str, points: &CodePoints<'_>) -> Result<(), StoreError> {
    for (what, spans) in [
        ("source", &quote.source),
        ("cue", &quote.cue),
        ("content", &quote.content),
    ] {
        if let Some(span) = spans.iter().find(|span| points.bytes(**span).is_none()) {
            return Err(StoreError::refused(format!(
                "the {what} at {}..{} of the quote {:?} does not fit the text",
                span.start, span.end, quote.text
            )));
        }
    }
    if words(&quote.content, text, points).as_deref() != Some(quote.text.as_str()) {
        return Err(StoreError::refused(format!(
            "the quote {:?} does not have the words its spans stand for",
            quote.text
        )));
    }
    no_nul("mention", quote.mention.as_deref())?;
    no_nul("cue", quote.cue_text.as_deref())?;
    no_nul("rule", Some(&quote.rule))?;
    no_nul("extractor", quote.extractor.as_deref())?;
    match &quote.speaker {
        Some(speaker) => check_speaker(speaker),
        None => Ok(()),
    }
}

pub(super) fn check_speaker(speaker: &SpeakerIdentity) -> Result<(), StoreError> {
    if speaker.name.trim().is_empty() {
        return Err(StoreError::refused(format!(
            "the speaker {:?} has no name",
            speaker.key
        )));
    }
    no_nul("speaker", Some(&speaker.key))?;
    no_nul("speaker", Some(&speaker.name))?;
    no_nul("speaker", speaker.wikidata.as_deref())?;
    for alias in &speaker.aliases {
        no_nul("speaker", Some(alias))?;
    }
    for role in &speaker.roles {
        no_nul("role", Some(&role.title))?;
        no_nul("role", role.organisation.as_deref())?;
        no_nul("role", role.start.as_deref())?;
        no_nul("role", role.end.as_deref())?;
    }
    Ok(())
}

/// The words that spans of content stand for; `None` where there is no span, one does not fit, or they are
/// out of order.
pub(crate) fn words(
    content: &[CodePointSpan],
    text: &str,
    points: &CodePoints<'_>,
) -> Option<String> {
    if content.is_empty() || !content.is_sorted_by(|one, next| one.end <= next.start) {
        return None;
    }
    let pieces: Option<Vec<&str>> = content
        .iter()
        .map(|span| points.bytes(*span)?.of(text))
        .collect();
    Some(pieces?.join(Quote::GAP))
}

/// PostgreSQL cannot keep the character U+0000 in text. Both databases refuse it, so that a record can move
/// from one to the other.
pub(super) fn no_nul(what: &str, text: Option<&str>) -> Result<(), StoreError> {
    match text {
        Some(text) if text.contains('\0') => Err(StoreError::refused(format!(
            "the {what} holds a NUL character: {:?}",
            text.chars().take(60).collect::<String>()
        ))),
        _ => Ok(()),
    }
}

/// Years of four digits sort as text (SQLite) as they do as time.
pub(super) fn writable(what: &str, time: Timestamp) -> Result<(), StoreError> {
    if (1..=9999).contains(&time.year()) {
        return Ok(());
    }
    Err(StoreError::refused(format!(
        "the {what} {time} lies outside the years 1 to 9999"
    )))
}
