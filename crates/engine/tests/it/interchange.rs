//! What leaves for other programs: each form is read by a reader of it.

mod annotation;
mod citation;
mod claim_review;
mod parquet;
mod table;

use onrecord_model::{
    ArticleId, ArticleSummary, CodePointSpan, Confidence, Kind, Manner, Quote, QuoteId,
    ResolutionRule, SpeakerId, SpeakerKind, SpeakerSummary, Timestamp, Why,
};
use uuid::Uuid;

fn time(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// The quote of `content` in an article of the Halden Courier, by Odile Brandt.
fn quote(text: &str, content: Vec<CodePointSpan>) -> Quote {
    let words = |span: &CodePointSpan| -> String {
        let length = (span.end - span.start) as usize;
        text.chars()
            .skip(span.start as usize)
            .take(length)
            .collect()
    };
    let pieces: Vec<String> = content.iter().map(words).collect();
    Quote {
        id: QuoteId(Uuid::from_u128(7)),
        article: ArticleSummary {
            id: ArticleId(Uuid::from_u128(8)),
            title: Some("Ferry & bridge: 100 % open".to_owned()),
            outlet: Some("Halden Courier".to_owned()),
            published: Some(time("2025-08-17T09:30:00Z")),
            url: Some("https://courier.example/ferry_{1}".to_owned()),
            language: Some("eng".to_owned()),
        },
        version: 1,
        kind: Kind::Direct,
        text: pieces.join(Quote::GAP),
        source: Vec::new(),
        cue: Vec::new(),
        content,
        manner: Manner::default(),
        inside: None,
        mention: Some("the mayor".to_owned()),
        cue_text: Some("said".to_owned()),
        speaker: Some(SpeakerSummary {
            id: SpeakerId(Uuid::from_u128(9)),
            name: "Odile Brandt".to_owned(),
            kind: SpeakerKind::Person,
            wikidata: Some("Q1234567890".to_owned()),
        }),
        filed_under: None,
        statement: None,
        wording: None,
        confidence: Confidence::new(0.9),
        rule: "cue".to_owned(),
        why: Why {
            rule: ResolutionRule::FullName,
            confidence: Confidence::new(1.0),
            chain: Vec::new(),
            candidates: Vec::new(),
            reasons: Vec::new(),
        },
        decision: None,
        extractor: "fast/3".to_owned(),
        primary: None,
    }
}

fn span(start: u32, end: u32) -> CodePointSpan {
    CodePointSpan { start, end }
}
