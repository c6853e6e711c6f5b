//! Every character of an article is shown once, with the marks that cover it and no others.

use std::collections::BTreeSet;

use onrecord_model::{
    ArticleId, ArticleSummary, Block, BlockRole, CodePointSpan, Confidence, Kind, Quote, QuoteId,
    ResolutionRule, Span, Why,
};
use onrecord_web::segment::{Mark, Part, Placement, paragraphs, placements, runs};
use proptest::prelude::*;
use uuid::Uuid;

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![Just(Part::Content), Just(Part::Source), Just(Part::Cue)]
}

/// A text with characters of one to four bytes, and placements at its character borders that overlap, nest,
/// touch, are empty and repeat.
fn text_and_placements() -> impl Strategy<Value = (String, Vec<Placement>)> {
    "[a-c é“”\n😀]{0,60}".prop_flat_map(|text| {
        let borders: Vec<usize> = text
            .char_indices()
            .map(|(offset, _)| offset)
            .chain([text.len()])
            .collect();
        let border = prop::sample::select(borders);
        let placement =
            (border.clone(), border, 0..5_usize, part()).prop_map(|(a, b, quote, part)| {
                Placement {
                    mark: Mark { quote, part },
                    span: Span::new(a.min(b), a.max(b)),
                }
            });
        (Just(text), prop::collection::vec(placement, 0..12))
    })
}

/// Cuts a text at its line breaks, as intake does, but leaves some lines out.
fn blocks(text: &str, kept: &[bool]) -> Vec<Block> {
    let mut start = 0;
    text.split_inclusive('\n')
        .zip(kept.iter().chain(std::iter::repeat(&true)))
        .filter_map(|(line, kept)| {
            let span = Span::new(start, start + line.len()).trimmed(text);
            start += line.len();
            (*kept && !span.is_empty()).then_some(Block {
                span,
                role: BlockRole::Body,
            })
        })
        .collect()
}

proptest! {
    #[test]
    fn runs_joined_are_the_text((text, placements) in text_and_placements(), cuts in prop::collection::vec(0..80_usize, 0..6)) {
        let runs = runs(&text, &placements, &cuts);
        let joined: String = runs.iter().map(|run| run.text).collect();
        prop_assert_eq!(joined, text.clone());
        prop_assert!(runs.iter().all(|run| run.span.of(&text) == Some(run.text)));
    }

    #[test]
    fn a_character_has_the_marks_that_cover_it((text, placements) in text_and_placements()) {
        for run in runs(&text, &placements, &[]) {
            let marks: BTreeSet<Mark> = run.marks.iter().copied().collect();
            prop_assert_eq!(marks.len(), run.marks.len());
            for (offset, _) in run.text.char_indices() {
                let at = run.span.start() + offset;
                let covering: BTreeSet<Mark> = placements
                    .iter()
                    .filter(|placement| placement.span.range().contains(&at))
                    .map(|placement| placement.mark)
                    .collect();
                prop_assert_eq!(&covering, &marks);
            }
        }
    }

    #[test]
    fn paragraphs_lose_only_white_space_between_blocks(
        (text, placements) in text_and_placements(),
        kept in prop::collection::vec(any::<bool>(), 0..8),
    ) {
        let blocks = blocks(&text, &kept);
        let shown: String = paragraphs(&text, &blocks, &placements)
            .iter()
            .flat_map(|paragraph| paragraph.runs.iter().map(|run| run.text))
            .collect();
        let words = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
        prop_assert_eq!(words(&shown), words(&text));
        for block in &blocks {
            let words = block.span.of(&text).expect("blocks are cut from the text");
            prop_assert!(shown.contains(words), "{:?} is not in {:?}", words, shown);
        }
    }

    #[test]
    fn spans_that_do_not_fit_are_never_shown(
        text in "[a-cé😀]{0,20}",
        spans in prop::collection::vec((0..40_u32, 0..40_u32), 1..4),
    ) {
        let quote = quote(spans.iter().map(|(a, b)| CodePointSpan::from((*a, *b))).collect());
        let count = text.chars().count() as u32;
        let fits = spans.iter().all(|(start, end)| start <= end && *end <= count);
        let (placed, lost) = placements(&text, &[quote]);
        prop_assert_eq!(lost.is_empty(), fits);
        prop_assert_eq!(placed.is_empty(), !fits);
    }
}

fn quote(content: Vec<CodePointSpan>) -> Quote {
    Quote {
        id: QuoteId(Uuid::from_u128(1)),
        article: ArticleSummary {
            id: ArticleId(Uuid::from_u128(2)),
            title: None,
            outlet: None,
            published: None,
            url: None,
            language: None,
        },
        version: 1,
        kind: Kind::Direct,
        text: String::new(),
        source: Vec::new(),
        cue: Vec::new(),
        content,
        manner: onrecord_model::Manner::default(),
        inside: None,
        mention: None,
        cue_text: None,
        speaker: None,
        filed_under: None,
        decision: None,
        statement: None,
        wording: None,
        confidence: Confidence::new(0.5),
        rule: "test".to_owned(),
        why: Why {
            rule: ResolutionRule::NoSource,
            confidence: Confidence::new(1.0),
            chain: Vec::new(),
            candidates: Vec::new(),
            reasons: Vec::new(),
        },
        extractor: "test".to_owned(),
        primary: None,
    }
}

/// `text` with its runs in brackets, each followed by its marks.
fn show(text: &str, placements: &[Placement]) -> String {
    runs(text, placements, &[])
        .iter()
        .map(|run| {
            if run.marks.is_empty() {
                return run.text.to_owned();
            }
            let marks: Vec<String> = run
                .marks
                .iter()
                .map(|mark| {
                    let part = match mark.part {
                        Part::Content => 'c',
                        Part::Source => 's',
                        Part::Cue => 'u',
                    };
                    format!("{}{part}", mark.quote)
                })
                .collect();
            format!("[{}|{}]", run.text, marks.join(" "))
        })
        .collect()
}

fn place(text: &str, words: &str, quote: usize, part: Part) -> Placement {
    let start = text.find(words).expect("the words stand in the text");
    Placement {
        mark: Mark { quote, part },
        span: Span::new(start, start + words.len()),
    }
}

#[test]
fn a_quote_within_a_quote_keeps_both_and_its_speaker() {
    let text = "Orla Finch said the mayor had called it “a farce” on Monday.";
    let placements = [
        place(text, "Orla Finch", 0, Part::Source),
        place(text, "said", 0, Part::Cue),
        place(
            text,
            "the mayor had called it “a farce” on Monday",
            0,
            Part::Content,
        ),
        place(text, "the mayor", 1, Part::Source),
        place(text, "called", 1, Part::Cue),
        place(text, "“a farce”", 1, Part::Content),
    ];
    assert_eq!(
        show(text, &placements),
        "[Orla Finch|0s] [said|0u] [the mayor|0c 1s][ had |0c][called|0c 1u][ it |0c][“a farce”|0c 1c][ on Monday|0c]."
    );
}

#[test]
fn crossing_spans_are_cut_where_they_cross() {
    let text = "one two three";
    let placements = [
        place(text, "one two", 0, Part::Content),
        place(text, "two three", 1, Part::Content),
    ];
    assert_eq!(show(text, &placements), "[one |0c][two|0c 1c][ three|1c]");
}
