//! What holds for any text and any blocks, of which the fuzz target makes sure too.

use std::sync::LazyLock;

use onrecord_extract::{Document, Extractor};
use onrecord_model::{Attribution, Block, BlockRole, Confidence, Kind, Span};

static PRODUCTION: LazyLock<Extractor> = LazyLock::new(Extractor::new);

/// Believes everything that is proposed.
static CREDULOUS: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new().with_floor(Confidence::new(0.0)));

/// Cuts `text` up and reads it.
///
/// # Panics
/// If anything that the crate promises is not so.
pub(crate) fn check(text: &str, blocks: &[Block]) {
    let document = Document::new(text, blocks);
    check_document(&document);
    for extractor in [&*PRODUCTION, &*CREDULOUS] {
        let attributions = extractor.extract(&document);
        check_attributions(&document, &attributions);
        assert_eq!(
            extractor.extract(&document),
            attributions,
            "the same text gives the same answer"
        );
    }
}

fn check_document(document: &Document<'_>) {
    let text = document.text();
    let mut token = 0;
    let mut end = 0;
    for (index, paragraph) in document.paragraphs().iter().enumerate() {
        assert!(paragraph.span.of(text).is_some());
        assert!(paragraph.span.start() >= end && !paragraph.span.is_empty());
        end = paragraph.span.end();
        if paragraph.role == BlockRole::Furniture {
            assert!(paragraph.sentences.is_empty());
            continue;
        }
        for sentence in &document.sentences()[paragraph.sentences.clone()] {
            assert_eq!(sentence.paragraph, index);
            assert_eq!(sentence.tokens.start, token);
            assert!(!sentence.tokens.is_empty());
            assert!(paragraph.span.contains(sentence.span));
            token = sentence.tokens.end;
        }
    }
    assert_eq!(token, document.tokens().len());
    let mut end = 0;
    for token in document.tokens() {
        assert!(token.span.start() >= end && !token.span.is_empty());
        assert!(token.span.of(text).is_some());
        end = token.span.end();
    }
    let mut end = 0;
    for quotation in document.quotations() {
        assert!(quotation.tokens.start >= end);
        end = quotation.tokens.end;
        let paragraph = &document.paragraphs()[quotation.paragraph];
        assert!(paragraph.span.contains(quotation.span));
        assert!(quotation.inside().end <= quotation.tokens.end);
        assert!(
            document.tokens()[quotation.tokens.clone()]
                .iter()
                .all(|token| token.quoted)
        );
    }
}

fn check_attributions(document: &Document<'_>, attributions: &[Attribution]) {
    let mut contents: Vec<Span> = Vec::new();
    for (index, attribution) in attributions.iter().enumerate() {
        assert!(!attribution.content.is_empty());
        for part in [&attribution.source, &attribution.cue, &attribution.content] {
            assert!(
                part.windows(2).all(|pair| pair[0].end() <= pair[1].start()),
                "the pieces of a part are in order and apart: {attribution:?}"
            );
        }
        let spans = || {
            attribution
                .source
                .iter()
                .chain(&attribution.cue)
                .chain(&attribution.content)
        };
        for span in spans() {
            check_span(document, *span);
        }
        for content in &attribution.content {
            assert!(
                attribution
                    .source
                    .iter()
                    .chain(&attribution.cue)
                    .all(|span| !span.overlaps(*content)),
                "who says so is not what is said: {attribution:?}"
            );
        }
        // What stands inside a content is read by itself, and its marks may pair otherwise there.
        if attribution.kind == Kind::Direct && attribution.inside.is_none() {
            assert!(
                attribution
                    .content
                    .iter()
                    .all(|span| is_quoted(document, *span))
            );
        }
        check_sentences(document, attribution);
        match attribution.inside {
            None => contents.extend(&attribution.content),
            Some(outer) => {
                assert!(outer < index, "the outer one comes first");
                let content = &attributions[outer].content;
                assert!(
                    spans().all(|span| content.iter().any(|piece| piece.contains(*span))),
                    "{attribution:?} lies in {content:?}"
                );
                assert!(attribution.content != *content);
            }
        }
    }
    contents.sort();
    assert!(
        contents.windows(2).all(|pair| !pair[0].overlaps(pair[1])),
        "no word is reported twice"
    );
}

/// What reports stands in a sentence of what it reports or of who says so, or between the two, and what labels alone show
/// as reported stays in its sentence but in quotation marks.
fn check_sentences(document: &Document<'_>, attribution: &Attribution) {
    let (Some(first), Some(last)) = (attribution.cue.first(), attribution.cue.last()) else {
        return;
    };
    // A content's own sentences may be cut otherwise.
    if attribution.inside.is_some() {
        return;
    }
    let sentence = |offset| document.sentence_at(offset);
    // What labels alone show goes on behind its sentence in quotation marks only.
    if attribution.rule == "model" {
        for content in &attribution.content {
            let Some(sentence) = sentence(content.start()) else {
                continue;
            };
            let tokens = document.sentences()[sentence].tokens.clone();
            let last = document.tokens()[tokens.end - 1];
            assert!(
                last.span.end() >= content.end() || last.quoted,
                "{attribution:?}"
            );
        }
    }
    let others = || attribution.source.iter().chain(&attribution.content);
    let begins = others().map(|span| span.start()).min().and_then(sentence);
    let ends = others().map(|span| span.end() - 1).max().and_then(sentence);
    if let (Some(begins), Some(ends)) = (begins, ends) {
        assert!(
            sentence(last.end() - 1).is_none_or(|sentence| sentence >= begins)
                && sentence(first.start()).is_none_or(|sentence| sentence <= ends),
            "the cue stands elsewhere: {attribution:?}"
        );
    }
}

fn check_span(document: &Document<'_>, span: Span) {
    assert!(!span.is_empty());
    assert!(
        span.of(document.text()).is_some(),
        "{span:?} cuts a character"
    );
    let paragraph = document
        .paragraph_at(span.start())
        .map(|index| &document.paragraphs()[index]);
    assert!(
        paragraph.is_some_and(
            |paragraph| paragraph.role != BlockRole::Furniture && paragraph.span.contains(span)
        ),
        "{span:?} lies in no paragraph that is read"
    );
}

fn is_quoted(document: &Document<'_>, span: Span) -> bool {
    document.tokens()[document.tokens_in(span)]
        .iter()
        .filter(|token| token.is_word())
        .all(|token| token.quoted)
}
