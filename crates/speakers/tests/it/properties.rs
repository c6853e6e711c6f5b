//! What holds for any text.

use onrecord_extract::Document;
use onrecord_model::{
    Attribution, Block, BlockRole, Confidence, Kind, ResolutionRule, Span, SpeakerKind,
};
use onrecord_speakers::{Context, normalise};
use proptest::prelude::*;

use crate::{day, resolver};

/// Words that news is made of, so that random texts hold names, titles, pronouns and marks.
const WORDS: &[&str] = &[
    "Mr.",
    "Mrs.",
    "President",
    "Senator",
    "the mayor",
    "Odile",
    "Brandt",
    "Conrad",
    "Pell",
    "Donald",
    "Trump",
    "Vladimir",
    "Putin",
    "said",
    "that",
    "he",
    "she",
    "who",
    "and",
    "of",
    ",",
    ".",
    "“",
    "”",
    "\"",
    "(R-Wis.)",
    "Harrow",
    "Committee",
    "Reuters",
    "the White House",
    "campaign",
    "'s",
    "’s",
    "54",
    "former",
    "Jr.",
    "van",
    "der",
    "Leyen",
    "Russia",
    "Russian",
    "finance ministry",
    "experts",
    "\n\n",
    "–",
    "AP",
    "É",
    "ß",
    "&",
    "Xi",
    "Jinping",
    "Kim",
    "Jong-un",
    "his lawyer",
    "a spokesman for",
    "it",
    "they",
    "I",
    "we",
];

fn text() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(prop::sample::select(WORDS), 0..80);
    prop_oneof![
        4 => words.prop_map(|words| words.join(" ")),
        1 => "\\PC{0,200}",
    ]
}

fn article(text: &str, cuts: &[(usize, usize)]) -> (Vec<Block>, Vec<Attribution>) {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let role = if start == 0 && line.len() % 2 == 0 {
            BlockRole::Headline
        } else {
            BlockRole::Body
        };
        blocks.push(Block {
            span: Span::new(start, start + line.len()),
            role,
        });
        start += line.len();
    }
    let boundary = |mut offset: usize| {
        offset %= text.len() + 1;
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let attributions = cuts
        .iter()
        .map(|(one, other)| {
            let (one, other) = (boundary(*one), boundary(*other));
            Attribution {
                source: vec![Span::new(one.min(other), one.max(other))],
                cue: Vec::new(),
                content: vec![Span::new(0, text.len())],
                kind: Kind::Direct,
                confidence: Confidence::new(0.5),
                rule: "test".into(),
                manner: onrecord_model::Manner::default(),
                inside: None,
            }
        })
        .collect();
    (blocks, attributions)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn one_answer_each_and_no_invented_name(
        text in text(),
        cuts in prop::collection::vec((0_usize..600, 0_usize..600), 0..8),
        dated in any::<bool>(),
    ) {
        let (blocks, attributions) = article(&text, &cuts);
        let document = Document::new(&text, &blocks);
        let context = Context { published: dated.then(|| day("2025-08-18")), ..Context::default() };
        let resolutions = resolver().resolve(&document, &attributions, &context);
        prop_assert_eq!(resolutions.len(), attributions.len());
        let words = normalise(&text);
        for resolution in &resolutions {
            let Some(speaker) = &resolution.speaker else { continue };
            prop_assert!(!speaker.name.trim().is_empty());
            let confidence = resolution.why.confidence.value();
            prop_assert!(confidence > 0.0 && confidence < 1.0);
            // Whose office is named need not be named; whoever goes on as "he" was named or held an office too.
            let office = resolutions.iter().any(|other| other.why.rule == ResolutionRule::Office);
            if speaker.kind == SpeakerKind::Person && !office {
                let named = std::iter::once(&speaker.name).chain(&speaker.aliases).any(|name| {
                    normalise(name).split(' ').any(|part| part.len() > 1 && words.contains(part))
                });
                prop_assert!(named, "{} is not named in {:?}", speaker.name, text);
            }
        }
        prop_assert_eq!(resolver().resolve(&document, &attributions, &context), resolutions);
    }

    #[test]
    fn normalising_twice_changes_nothing(name in "\\PC{0,60}") {
        let once = normalise(&name);
        prop_assert_eq!(normalise(&once), once);
    }
}

/// Every step looks names up rather than through them: this text took minutes when one did not.
#[test]
fn a_text_that_is_all_names_is_read_in_about_linear_time() {
    const SYLLABLES: [&str; 8] = ["ba", "do", "fi", "gu", "ke", "lo", "mi", "ru"];
    let name = |mut number: usize| {
        let mut name = String::from("Z");
        for _ in 0..5 {
            name.push_str(SYLLABLES[number % 8]);
            number /= 8;
        }
        name
    };
    let mut text = String::new();
    let mut spans = Vec::new();
    for number in 0..15_000 {
        let start = text.len();
        text.push_str(&format!("{} {}", name(number), name(number * 7)));
        spans.push(Span::new(start, text.len()));
        let start = text.len() + 6;
        text.push_str(if number % 2 == 0 {
            " said he left. "
        } else {
            " said the company of the mayor left, and "
        });
        spans.push(Span::new(start, start + 2));
    }
    let blocks = [Block {
        span: Span::new(0, text.len()),
        role: BlockRole::Body,
    }];
    let attributions: Vec<Attribution> = spans
        .into_iter()
        .map(|source| Attribution {
            source: vec![source],
            cue: Vec::new(),
            content: vec![Span::new(0, 1)],
            kind: Kind::Direct,
            confidence: Confidence::new(0.5),
            rule: "test".into(),
            manner: onrecord_model::Manner::default(),
            inside: None,
        })
        .collect();
    let document = Document::new(&text, &blocks);
    let resolutions = resolver().resolve(&document, &attributions, &Context::default());
    assert_eq!(resolutions.len(), attributions.len());
    assert!(
        resolutions
            .iter()
            .any(|resolution| resolution.speaker.is_some())
    );
}
