//! A quote as a document: flat, with the names of [`super::fields::FIELDS`].

use onrecord_model::Quote;
use serde_json::{Map, Value, json};

use super::dates::written;

/// `quote` as `_source`. What is not known is `null`.
pub(super) fn document(quote: &Quote) -> Map<String, Value> {
    let (speaker, article, manner) = (quote.speaker.as_ref(), &quote.article, &quote.manner);
    let is_placed = !quote.content.is_empty();
    let origin = if quote.primary.is_some() {
        "primary"
    } else {
        "report"
    };
    let values = json!({
        "id": quote.id.to_string(),
        "text": quote.text,
        "kind": quote.kind.as_str(),
        "origin": origin,
        "class": manner.class.map(|class| class.as_str()),
        "colour": manner.colour.as_str(),
        "polarity": manner.polarity.as_str(),
        "speaker": speaker.map(|speaker| speaker.name.as_str()),
        "speaker_id": speaker.map(|speaker| speaker.id.to_string()),
        "wikidata": speaker.and_then(|speaker| speaker.wikidata.as_ref()).map(ToString::to_string),
        "mention": quote.mention,
        "cue": quote.cue_text,
        "outlet": article.outlet,
        "title": article.title,
        "url": article.url,
        "published": article.published.map(written),
        "language": article.language,
        "article_id": article.id.to_string(),
        "version": quote.version,
        "start": is_placed.then(|| quote.start()),
        "end": is_placed.then(|| quote.end()),
        "statement_id": quote.statement.map(|statement| statement.to_string()),
        "confidence": (f64::from(quote.confidence.value()) * 10_000.0).round() / 10_000.0,
        "rule": quote.rule,
        "extractor": quote.extractor,
        "decided_by": quote.decision.as_ref().map(|decision| decision.by.as_str()),
    });
    match values {
        Value::Object(values) => values,
        _ => Map::new(),
    }
}
