//! The article in the shared folder, where it is present: real names from real words.

use std::io::Write as _;
use std::path::Path;

use onrecord_extract::Document;
use onrecord_model::{Attribution, Block, BlockRole, Confidence, Kind, Span, SpeakerKind};
use onrecord_speakers::Context;

use crate::{day, resolver};

const ARTICLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/seeds/000_cd3d09ca38b6d901.txt"
);

#[test]
fn everybody_in_the_seed_article_is_who_they_are() {
    let path = Path::new(ARTICLE);
    if !path.exists() {
        let message = "skipped: the seed article is not here";
        writeln!(std::io::stderr(), "{message}").expect("standard error is open");
        return;
    }
    let text = std::fs::read_to_string(path).expect("the article is readable");
    let headline = text.find("Donald Trump Claims").expect("the headline");
    let body = text.find("Days after").expect("the first paragraph");
    let mut blocks = vec![Block {
        span: Span::new(
            headline,
            headline + text[headline..].find('\n').expect("a line"),
        ),
        role: BlockRole::Headline,
    }];
    let mut start = body;
    for line in text[body..].split_inclusive('\n') {
        let role = if line.starts_with("ALSO READ")
            || line.starts_with("Published")
            || line.starts_with("Swastik")
        {
            BlockRole::Furniture
        } else {
            BlockRole::Body
        };
        blocks.push(Block {
            span: Span::new(start, start + line.len()),
            role,
        });
        start += line.len();
    }
    let sources: [(&str, &str, Option<&str>); 8] = [
        (
            "U.S. President Donald Trump",
            "Donald Trump",
            Some("Q22686"),
        ),
        ("Trump wrote", "Donald Trump", Some("Q22686")),
        ("Special U.S. envoy Steve Witkoff", "Steve Witkoff", None),
        ("Reuters reports", "Reuters", None),
        (
            "European Commission President Ursula von der Leyen",
            "Ursula von der Leyen",
            Some("Q60772"),
        ),
        ("Trump has boasted", "Donald Trump", Some("Q22686")),
        ("experts warn", "-", None),
        ("U.S. Senator Marco Rubio", "Marco Rubio", Some("Q324546")),
    ];
    let attributions: Vec<Attribution> = sources
        .iter()
        .map(|(words, ..)| {
            let start = text.find(words).expect("the words are in the article");
            let verb = [" wrote", " reports", " has boasted", " warn"]
                .iter()
                .find(|verb| words.ends_with(**verb))
                .map_or(0, |verb| verb.len());
            Attribution {
                source: vec![Span::new(start, start + words.len() - verb)],
                cue: Vec::new(),
                content: vec![Span::new(start, start + 1)],
                kind: Kind::Mixed,
                confidence: Confidence::new(1.0),
                rule: "test".into(),
                manner: onrecord_model::Manner::default(),
                inside: None,
            }
        })
        .collect();
    let document = Document::new(&text, &blocks);
    let context = Context {
        published: Some(day("2025-08-18")),
        ..Context::default()
    };
    for published in [context.published, None] {
        let context = Context {
            published,
            ..Context::default()
        };
        let resolutions = resolver().resolve(&document, &attributions, &context);
        for ((words, name, wikidata), resolution) in sources.iter().zip(&resolutions) {
            let speaker = resolution.speaker.as_ref();
            assert_eq!(
                speaker.map_or("-", |speaker| speaker.name.as_str()),
                *name,
                "{words}: {resolution:#?}"
            );
            assert_eq!(
                speaker.and_then(|speaker| speaker.wikidata.as_deref()),
                *wikidata,
                "{words}"
            );
            let organisation = *name == "Reuters";
            let kind = speaker.map(|speaker| speaker.kind == SpeakerKind::Organisation);
            assert_eq!(kind.unwrap_or(false), organisation, "{words}");
        }
    }
}
