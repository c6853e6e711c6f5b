//! Random records, and random questions about them.

use chrono::TimeDelta;
use onrecord_engine::{DeskWish, Expected, SearchRequest, Wish, WishedLink};
use onrecord_matching::fingerprint;
use onrecord_model::{
    Action, ClaimId, ClaimText, Colour, CueClass, DeskAction, Kind, Manner, Polarity, Publication,
    Quote, Rating, Review, Reviewer, SpeakerId, Timestamp,
};
use onrecord_store::{NewArticle, NewQuote, ReadFilter, ReadQuote};
use proptest::prelude::*;

use super::oracle::Shown;
use crate::grouping::{FERRY, MIXED, Place, QUOTA, article, day, person};

pub(super) const ALTERED: &str = "This quota will empty every harbour on the north coast";
const PIERS: &str =
    "We will mend the old piers, the new piers and every harbour on the north coast";

pub(super) const SPEAKERS: [&str; 3] = ["Tove Brandt", "Nils Harbury", "Aron Lund"];
const WORDS: [(Kind, &str); 5] = [
    (Kind::Direct, QUOTA),
    (Kind::Direct, ALTERED),
    (Kind::Mixed, MIXED),
    (Kind::Direct, FERRY),
    (Kind::Indirect, PIERS),
];
const OUTLETS: [Option<&str>; 4] = [
    Some("North Courier"),
    Some("NORTH  Courier"),
    Some("Halden Wire"),
    None,
];

/// What is asked for in words; [`Shown`] knows what they mean.
pub(super) const QUERIES: [Option<&str>; 8] = [
    None,
    Some("harbour"),
    Some("ferry OR (piers -kind:direct)"),
    Some("-speaker:none kind:direct"),
    Some("verdict:\"mostly FALSE\""),
    Some("verdict:none -ferry"),
    Some("date:[2025-04-01 TO *] harbour"),
    Some("outlet:\"north  courier\""),
];

/// One quote: whose, which words, how reported.
pub(super) type Saying = (Option<usize>, usize, usize);

#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) url: usize,
    pub(super) outlet: usize,
    pub(super) on: Option<i64>,
    pub(super) said: Vec<Saying>,
}

#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) articles: Vec<Told>,
    /// For each claim the quote whose statement makes it, by number, and its verdict.
    pub(super) claims: Vec<(usize, Option<usize>)>,
    /// Whether two speakers turn out to be one.
    pub(super) merged: bool,
    /// After how many articles the index is brought up; what comes then is searched in memory.
    pub(super) indexed: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) query: usize,
    pub(super) speaker: Option<usize>,
    pub(super) outlet: Option<usize>,
    pub(super) kind: Option<Kind>,
    pub(super) from: Option<i64>,
    pub(super) to: Option<i64>,
    pub(super) without_copies: bool,
}

pub(super) const VERDICTS: [&str; 3] = ["Mostly false", "MOSTLY false", "True"];

pub(super) fn world() -> impl Strategy<Value = World> {
    let saying = (
        proptest::option::weighted(0.8, 0..SPEAKERS.len()),
        0..WORDS.len(),
        0..4_usize,
    );
    let said = proptest::collection::vec(saying, 0..5);
    let told = (
        0..6_usize,
        0..OUTLETS.len(),
        proptest::option::weighted(0.8, 0..400_i64),
        said,
    )
        .prop_map(|(url, outlet, on, said)| Told {
            url,
            outlet,
            on,
            said,
        });
    let claim = (
        0..30_usize,
        proptest::option::weighted(0.7, 0..VERDICTS.len()),
    );
    (
        proptest::collection::vec(told, 1..10),
        proptest::collection::vec(claim, 0..4),
        any::<bool>(),
        0..10_usize,
    )
        .prop_map(|(articles, claims, merged, indexed)| World {
            articles,
            claims,
            merged,
            indexed,
        })
}

pub(super) fn asked() -> impl Strategy<Value = Asked> {
    let seldom = |range: std::ops::Range<usize>| proptest::option::weighted(0.2, range);
    let kind = proptest::option::weighted(0.2, proptest::sample::select(Kind::ALL.to_vec()));
    (
        0..QUERIES.len(),
        seldom(0..SPEAKERS.len()),
        seldom(0..3),
        kind,
        proptest::option::weighted(0.3, 0..200_i64),
        proptest::option::weighted(0.3, 200..420_i64),
        proptest::bool::weighted(0.3),
    )
        .prop_map(
            |(query, speaker, outlet, kind, from, to, without_copies)| Asked {
                query,
                speaker,
                outlet,
                kind,
                from,
                to,
                without_copies,
            },
        )
}

pub(super) fn new_article(told: &Told) -> NewArticle {
    let said: Vec<(&str, Kind, &str)> = told
        .said
        .iter()
        .map(|(speaker, words, _)| {
            let (kind, words) = WORDS[*words];
            (
                speaker.map_or("somebody", |speaker| SPEAKERS[speaker]),
                kind,
                words,
            )
        })
        .collect();
    let mut new = article(&format!("a{}", told.url), told.on, &said);
    new.article.outlet = OUTLETS[told.outlet].map(str::to_owned);
    for (quote, (speaker, _, manner)) in new.quotes.iter_mut().zip(&told.said) {
        if speaker.is_none() {
            quote.speaker = None;
        }
        quote.manner = [
            Manner::default(),
            Manner {
                class: Some(CueClass::Promise),
                ..Manner::default()
            },
            Manner {
                colour: Colour::Doubting,
                ..Manner::default()
            },
            Manner {
                polarity: Polarity::Negated,
                ..Manner::default()
            },
        ][*manner];
    }
    new
}

/// Puts a world on record; gives its claims.
pub(super) async fn play(place: &Place, world: &World) -> Vec<ClaimId> {
    play_at(place, world, 0, "claim").await
}

/// The same on a day, with claims that are called so.
pub(super) async fn play_at(place: &Place, world: &World, on: i64, called: &str) -> Vec<ClaimId> {
    for (number, told) in world.articles.iter().enumerate() {
        if number == world.indexed {
            place.group().await;
            place.engine.catch_up().await.expect("indexed");
        }
        let mut new = new_article(told);
        new.taken_in = day(on);
        place.put(&new).await;
    }
    if world.indexed >= world.articles.len() {
        place.engine.catch_up().await.expect("indexed");
    }
    place.group().await;
    let shown = Shown::read(place, &[]).await;
    if world.merged {
        merge(place, &shown.quotes).await;
    }
    let statements: Vec<_> = shown
        .quotes
        .iter()
        .filter_map(|quote| quote.wording)
        .collect();
    let mut claims = Vec::new();
    for (number, (quote, verdict)) in world.claims.iter().enumerate() {
        let statement = match statements.is_empty() {
            true => Vec::new(),
            false => vec![WishedLink {
                statement: statements[quote % statements.len()],
                part: None,
                suggested: None,
            }],
        };
        let wish = DeskWish::MakeClaim {
            text: Box::new(ClaimText {
                text: format!("Claim number {number}."),
                reference: Some(format!("{called}-{number}")),
                ..ClaimText::default()
            }),
            statements: statement,
            reviews: verdict
                .map(|verdict| review(VERDICTS[verdict]))
                .into_iter()
                .collect(),
        };
        let wish = Wish::Desk {
            wish,
            expected: Expected::Anything,
        };
        let done = place.engine.correct("Ines Roth", wish).await.expect("done");
        match done.action {
            Action::Desk(DeskAction::MakeClaim { claim, .. }) => claims.push(claim),
            other => panic!("{other:?}"),
        }
    }
    place.group().await;
    claims
}

pub(super) async fn merge(place: &Place, quotes: &[Quote]) {
    let by_name = |name: &str| -> Option<SpeakerId> {
        let mut speakers = quotes.iter().filter_map(|quote| quote.speaker.as_ref());
        speakers.find(|one| one.name == name).map(|one| one.id)
    };
    if let (Some(speaker), Some(into)) = (by_name("Nils Harbury"), by_name("Tove Brandt")) {
        let wish = Wish::Merge {
            speaker,
            into,
            expected: Expected::Anything,
        };
        place
            .engine
            .correct("Ines Roth", wish)
            .await
            .expect("merged");
    }
}

pub(super) fn review(rating: &str) -> Review {
    Review {
        rating: Rating {
            name: rating.to_owned(),
            ..Rating::default()
        },
        author: Reviewer {
            name: "Halden Check".to_owned(),
            ..Reviewer::default()
        },
        date: day(1),
        title: None,
        rationale: None,
        evidence: Vec::new(),
        language: None,
        url: None,
        publication: Publication::Published,
        is_imported: false,
    }
}

pub(super) fn request(asked: &Asked, shown: &Shown) -> SearchRequest {
    let speaker = asked.speaker.and_then(|speaker| {
        let quotes = shown
            .quotes
            .iter()
            .filter_map(|quote| quote.speaker.as_ref());
        let mut named = quotes.filter(|one| one.name == SPEAKERS[speaker]);
        named.next().map(|speaker| speaker.id.to_string())
    });
    SearchRequest {
        query: QUERIES[asked.query].map(str::to_owned),
        exact: true,
        speaker,
        outlet: asked
            .outlet
            .and_then(|outlet| OUTLETS[outlet])
            .map(str::to_owned),
        kind: asked.kind,
        from: asked.from.map(day),
        to: asked.to.map(|to| day(to) + TimeDelta::hours(5)),
        without_copies: asked.without_copies,
        ..SearchRequest::default()
    }
}

/// Has everything read again by an extractor that misses some quotes, and finds another speaker of others.
pub(super) async fn read_again(place: &Place, seed: usize, at: Timestamp) {
    let filter = ReadFilter::default();
    let articles = place.store.read_articles(&filter, None, 1_000).await;
    for article in articles.expect("articles") {
        let reading = place.store.reading(article.id).await.expect("is read");
        let reading = reading.expect("is there");
        let found = reading.quotes.into_iter().enumerate();
        let found = found.filter(|(number, _)| number % 4 != seed);
        let quotes = found.map(|(number, ReadQuote { quote, found, .. })| NewQuote {
            speaker: match number % 3 == seed {
                true => Some(person(SPEAKERS[number % SPEAKERS.len()])),
                false => found,
            },
            fingerprint: (quote.manner.polarity == Polarity::Asserted)
                .then(|| fingerprint(&quote.text).map(|found| found.to_string()))
                .flatten(),
            kind: quote.kind,
            text: quote.text,
            source: quote.source,
            cue: quote.cue,
            content: quote.content,
            manner: quote.manner,
            inside: None,
            mention: quote.mention,
            cue_text: quote.cue_text,
            confidence: quote.confidence,
            rule: quote.rule,
            extractor: None,
            why: quote.why,
        });
        let new = NewArticle {
            article: reading.article,
            extractor: Some("test 2".to_owned()),
            quotes: quotes.collect(),
            taken_in: at,
        };
        let put = place.store.put_reading(reading.position, &new).await;
        put.expect("is stored").expect("nothing came between");
    }
    place.group().await;
}
