//! Quotes as Web Annotations (W3C): who says the words that stand at a place.

use onrecord_matching::selectors;
use onrecord_model::{CodePointSpan, CodePoints, Quote, SpeakerKind, SpeakerSummary};
use serde_json::Value;

use super::json::Object;

/// The quote as an annotation of its article: the body says who the speaker is, and each piece of the content is a
/// target, given by its words with what stands around them (`TextQuoteSelector`) and by its place in `text`
/// (`TextPositionSelector`, in code points as the recommendation has it, with the same place in UTF-16 code units as
/// `utf16Start` and `utf16End`, for programs that count as JavaScript does).
///
/// `text` is that of the version of the article that the quote is of, and `page` the quote's own address, which
/// becomes the annotation's id. A passage of a primary source has no place in an article: it is given by its words
/// alone. `None` where a piece of the content is empty or does not lie in `text`.
#[must_use]
pub fn annotation(quote: &Quote, text: &str, page: Option<&str>) -> Option<Value> {
    let source = quote
        .article
        .url
        .clone()
        .unwrap_or_else(|| format!("urn:uuid:{}", quote.article.id));
    let targets: Vec<Value> = if quote.content.is_empty() {
        let exact = Object::new()
            .with("type", "TextQuoteSelector")
            .with("exact", quote.text.as_str());
        vec![target(&source, vec![exact.into()])]
    } else {
        let points = CodePoints::new(text);
        let places = quote.content.iter();
        places
            .map(|span| Some(target(&source, place(text, &points, *span)?)))
            .collect::<Option<_>>()?
    };
    let id = page.map_or_else(|| format!("urn:uuid:{}", quote.id), str::to_owned);
    let generator = Object::new()
        .with("type", "Software")
        .with_text("name", Some(&quote.extractor));
    let annotation = Object::new()
        .with("@context", "http://www.w3.org/ns/anno.jsonld")
        .with("id", id)
        .with("type", "Annotation")
        .with("motivation", "identifying")
        .with("generator", generator)
        .with_list("body", body(quote))
        .with("target", one_or_all(targets));
    Some(annotation.into())
}

/// Who it is: their name, and what identifies them. Where nobody could be named, the words that stand for them
/// describe them.
fn body(quote: &Quote) -> Vec<Value> {
    let words = |text: &str, purpose: &str| -> Value {
        Object::new()
            .with("type", "TextualBody")
            .with("value", text)
            .with("format", "text/plain")
            .with("purpose", purpose)
            .into()
    };
    match (&quote.speaker, &quote.mention) {
        (Some(speaker), _) => {
            let name = words(&speaker.name, "identifying");
            std::iter::once(name).chain(item(speaker)).collect()
        }
        (None, Some(mention)) => vec![words(mention, "describing")],
        (None, None) => Vec::new(),
    }
}

fn item(speaker: &SpeakerSummary) -> Option<Value> {
    let item = speaker.wikidata.as_ref()?;
    let kind = match speaker.kind {
        SpeakerKind::Person => "schema:Person",
        SpeakerKind::Organisation => "schema:Organization",
    };
    let source = Object::new()
        .with("id", format!("http://www.wikidata.org/entity/{item}"))
        .with("type", kind);
    let body = Object::new()
        .with("type", "SpecificResource")
        .with("source", source)
        .with("purpose", "identifying");
    Some(body.into())
}

fn target(source: &str, selectors: Vec<Value>) -> Value {
    Object::new()
        .with("type", "SpecificResource")
        .with("source", source)
        .with("selector", one_or_all(selectors))
        .into()
}

fn one_or_all(mut values: Vec<Value>) -> Value {
    match values.len() {
        1 => values.remove(0),
        _ => Value::from(values),
    }
}

fn place(text: &str, points: &CodePoints<'_>, span: CodePointSpan) -> Option<Vec<Value>> {
    let bytes = points.bytes(span)?;
    let selectors = selectors(text, span)?;
    let units = |text: &str| text.encode_utf16().count();
    let before = units(text.get(..bytes.start())?);
    let within = units(bytes.of(text)?);
    let words = Object::new()
        .with("type", "TextQuoteSelector")
        .with("exact", selectors.exact)
        .with("prefix", selectors.prefix)
        .with("suffix", selectors.suffix);
    let position = Object::new()
        .with("type", "TextPositionSelector")
        .with("start", span.start)
        .with("end", span.end)
        .with("utf16Start", before)
        .with("utf16End", before + within);
    Some(vec![words.into(), position.into()])
}
