//! How long puts take: `put_rate DATABASE [ARTICLES] [WRITERS] [BATCH]`, each article with 25 quotes.
//!
//! The texts are made up on the spot, some 4000 characters each. An article has some 25 speakers, of whom nine
//! are new, which is more than news has. Prints one line of figures.

use std::io::Write;
use std::time::Instant;

use onrecord_model::{
    Article, Block, BlockRole, Confidence, Kind, Language, ResolutionRule, Role, Span,
    SpeakerIdentity, SpeakerKind, Timestamp, Why,
};
use onrecord_store::{Location, NewArticle, NewQuote, Store};

const QUOTES: usize = 25;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let database = arguments.next().ok_or("which database?")?;
    let articles: usize = arguments.next().map_or(Ok(1000), |word| word.parse())?;
    let writers: usize = arguments.next().map_or(Ok(1), |word| word.parse())?;
    let batch: usize = arguments.next().map_or(Ok(1), |word| word.parse())?;
    let store = Store::open(&database.parse::<Location>()?).await?;

    let started = Instant::now();
    let tasks: Vec<_> = (0..writers)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut slowest = 0.0_f64;
                let numbers: Vec<usize> = (writer..articles).step_by(writers).collect();
                for numbers in numbers.chunks(batch) {
                    let new: Vec<NewArticle> = numbers.iter().copied().map(article).collect();
                    let put = Instant::now();
                    for answer in store.put_articles(&new).await? {
                        answer?;
                    }
                    slowest = slowest.max(put.elapsed().as_secs_f64());
                }
                Ok::<f64, onrecord_store::StoreError>(slowest)
            })
        })
        .collect();
    let mut slowest = 0.0_f64;
    for task in tasks {
        slowest = slowest.max(task.await??);
    }
    let seconds = started.elapsed().as_secs_f64();
    let counted = Instant::now();
    let counts = store.counts().await?;
    writeln!(
        std::io::stdout(),
        "{articles} articles with {} quotes in {seconds:.2} s: {:.0} articles/s, {:.2} ms each, slowest {:.1} ms; counts in {:.1} ms",
        counts.quotes.total(),
        articles as f64 / seconds,
        seconds * 1e3 / articles as f64,
        slowest * 1e3,
        counted.elapsed().as_secs_f64() * 1e3,
    )?;
    store.close().await?;
    Ok(())
}

fn article(number: usize) -> NewArticle {
    let mut text = String::new();
    let mut quotes = Vec::with_capacity(QUOTES);
    for position in 0..QUOTES {
        let speaker = match position % 8 {
            0..5 => position * 7 + number % 40,
            _ => number * 8 + position % 8,
        };
        let name = format!("Speaker Number{speaker}");
        let source = (text.len() as u32, (text.len() + name.len()) as u32);
        text.push_str(&name);
        let cue = (text.len() as u32 + 1, text.len() as u32 + 5);
        text.push_str(" said ");
        let words = format!(
            "\"in matter {number} we took up point {position} of the long list and voted\""
        );
        let content = (text.len() as u32, (text.len() + words.len()) as u32);
        text.push_str(&words);
        text.push_str(". The meeting went on for an hour after that, as it always did.\n");
        quotes.push(NewQuote {
            kind: Kind::Direct,
            text: words.clone(),
            source: vec![source.into()],
            cue: vec![cue.into()],
            content: vec![content.into()],
            manner: onrecord_model::Manner::default(),
            inside: None,
            mention: Some(name.clone()),
            cue_text: Some("said".to_owned()),
            speaker: Some(SpeakerIdentity {
                key: format!("name:person:{name}"),
                aliases: (0..6).map(|alias| format!("{name} {alias}")).collect(),
                roles: vec![Role {
                    title: "Member".to_owned(),
                    organisation: Some("The Long Committee".to_owned()),
                    start: Some("2020".to_owned()),
                    end: None,
                }],
                name,
                kind: SpeakerKind::Person,
                wikidata: None,
            }),
            fingerprint: Some(words),
            confidence: Confidence::new(0.9),
            rule: "example".to_owned(),
            extractor: None,
            why: Why {
                rule: ResolutionRule::FullName,
                confidence: Confidence::new(0.9),
                chain: vec!["he".to_owned(), "the member".to_owned()],
                candidates: Vec::new(),
                reasons: Vec::new(),
            },
        });
    }
    let body = Block {
        span: Span::new(0, text.len()),
        role: BlockRole::Body,
    };
    NewArticle {
        article: Article {
            external_id: None,
            url: Some(format!("https://example.org/{number}")),
            title: Some(format!("Meeting {number}")),
            outlet: Some(format!("Outlet {}", number % 20)),
            authors: Vec::new(),
            published: None,
            language: Language::english(),
            text,
            blocks: vec![body],
        },
        extractor: Some("example 1".to_owned()),
        quotes,
        taken_in: Timestamp::from_timestamp_millis(1_760_000_000_000 + number as i64)
            .unwrap_or_default(),
    }
}
