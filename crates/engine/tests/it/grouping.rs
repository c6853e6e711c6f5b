//! Wordings are put together, whatever the order they come in.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use onrecord_engine::{Clock, Config, Engine, Location};
use onrecord_matching::fingerprint;
use onrecord_model::{
    Article, Block, BlockRole, CodePoints, Confidence, Kind, Language, Manner, ResolutionRule,
    Span, SpeakerIdentity, SpeakerKind, Timestamp, Why,
};
use onrecord_store::{NewArticle, NewQuote, Store};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::postgres;

pub(crate) const QUOTA: &str = "This quota will ruin every harbour on the north coast";
const ALTERED: &str = "This quota will empty every harbour on the north coast";
const FRAGMENT: &str = "harbour on the north coast";
const PIERS: &str =
    "We will mend the old piers, the new piers and every harbour on the north coast";
const REPORT: &str = "that the quota would ruin harbours on the whole north coast";
pub(crate) const MIXED: &str = "that the quota would \"ruin every harbour\" he knew";
pub(crate) const FERRY: &str = "The ferry to the islands leaves at noon";

/// A record on one of the two databases, with a store to write by and an engine to ask.
pub(crate) struct Place {
    pub(crate) engine: Engine,
    pub(crate) store: Store,
    _folder: TempDir,
}

/// Runs a test on SQLite and, where a server is installed, on PostgreSQL.
pub(crate) fn on_both(test: impl AsyncFn(&Place)) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async { test(&Place::sqlite().await).await });
    if let Some(url) = postgres::database() {
        runtime.block_on(async { test(&Place::at(Location::Postgres(url)).await).await });
    }
}

impl Place {
    pub(crate) async fn sqlite() -> Self {
        Self::sqlite_with(|| day(0)).await
    }

    /// With a clock of the test's own.
    pub(crate) async fn sqlite_with(clock: Clock) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let location = Location::Sqlite(folder.path().join("record.db"));
        Self::open(location, folder, clock).await
    }

    async fn at(location: Location) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self::open(location, folder, || day(0)).await
    }

    async fn open(location: Location, folder: TempDir, clock: Clock) -> Self {
        let store = Store::open(&location).await.expect("a store");
        let engine = Engine::open(Config {
            location,
            index_folder: folder.path().join("index"),
            create: true,
            clock,
        })
        .await
        .expect("an engine");
        Self {
            engine,
            store,
            _folder: folder,
        }
    }

    pub(crate) async fn put(&self, article: &NewArticle) {
        self.store.put_article(article).await.expect("stored");
    }

    pub(crate) async fn group(&self) {
        self.engine.group().await.expect("put together");
    }

    /// The texts of all current quotes by statement, those alone left out.
    pub(crate) async fn statements(&self) -> BTreeSet<BTreeSet<String>> {
        let ids = self.store.quote_ids_after(None, 1_000).await.expect("ids");
        let mut statements: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for quote in self.store.quotes(&ids).await.expect("quotes") {
            let told = format!(
                "{} {:?} {}: {}",
                quote.article.url.unwrap_or_default(),
                quote.article.published,
                quote
                    .speaker
                    .map_or_else(String::new, |speaker| speaker.name),
                quote.text
            );
            statements.entry(quote.statement).or_default().insert(told);
        }
        statements
            .into_values()
            .filter(|statement| statement.len() > 1)
            .collect()
    }

    pub(crate) async fn assert_sound(&self) {
        let problems = self.store.check().await.expect("checked");
        assert!(problems.is_empty(), "{problems:#?}");
    }
}

pub(crate) fn day(day: i64) -> Timestamp {
    let first: Timestamp = "2025-03-01T09:00:00Z".parse().expect("a date");
    first + TimeDelta::days(day)
}

pub(crate) fn person(name: &str) -> SpeakerIdentity {
    SpeakerIdentity {
        key: format!("name:person:{}", name.to_lowercase()),
        name: name.to_owned(),
        kind: SpeakerKind::Person,
        wikidata: None,
        aliases: Vec::new(),
        roles: Vec::new(),
    }
}

pub(crate) type Said<'a> = (&'a str, Kind, &'a str);

/// An article in which these people say these words.
pub(crate) fn article(url: &str, on: Option<i64>, said: &[Said<'_>]) -> NewArticle {
    let mut text = format!("Report {url}.\n\n");
    let mut spans = Vec::new();
    for (name, _, words) in said {
        text.push_str(&format!("{name}: "));
        let start = text.len();
        text.push_str(words);
        spans.push(Span::new(start, text.len()));
        text.push('\n');
    }
    let points = CodePoints::new(&text);
    let quotes = said
        .iter()
        .zip(&spans)
        .map(|((name, kind, words), span)| NewQuote {
            kind: *kind,
            text: (*words).to_owned(),
            source: Vec::new(),
            cue: Vec::new(),
            content: vec![points.span(*span)],
            manner: Manner::default(),
            inside: None,
            mention: Some((*name).to_owned()),
            cue_text: None,
            speaker: Some(person(name)),
            fingerprint: fingerprint(words).map(|found| found.to_string()),
            confidence: Confidence::new(0.9),
            rule: "test".to_owned(),
            extractor: None,
            why: Why {
                rule: ResolutionRule::FullName,
                confidence: Confidence::new(0.9),
                chain: vec![(*name).to_owned()],
                candidates: Vec::new(),
                reasons: Vec::new(),
            },
        });
    let quotes = quotes.collect();
    NewArticle {
        article: Article {
            external_id: None,
            url: Some(format!("https://{url}.example/")),
            title: None,
            outlet: Some(url.to_owned()),
            authors: Vec::new(),
            published: on.map(day),
            language: Language::english(),
            blocks: vec![Block {
                span: Span::new(0, text.len()),
                role: BlockRole::Body,
            }],
            text,
        },
        extractor: Some("test 1".to_owned()),
        quotes,
        taken_in: day(0),
    }
}

/// Which of the words that Tove Brandt says, each on its day, are one statement.
fn check(said: &[(i64, Kind, &str)], expected: &[&[&str]]) {
    on_both(async |place| {
        for (number, (on, kind, words)) in said.iter().enumerate() {
            let url = format!("a{number}");
            let said = [("Tove Brandt", *kind, *words)];
            place.put(&article(&url, Some(*on), &said)).await;
            place.group().await;
        }
        let found: BTreeSet<BTreeSet<String>> = place
            .statements()
            .await
            .into_iter()
            .map(|statement| {
                let words = |told: String| told.split_once(": ").map(|told| told.1.to_owned());
                statement.into_iter().filter_map(words).collect()
            })
            .collect();
        let expected: BTreeSet<BTreeSet<String>> = expected
            .iter()
            .map(|words| words.iter().map(|words| (*words).to_owned()).collect())
            .collect();
        assert_eq!(found, expected);
        place.assert_sound().await;
    });
}

#[test]
fn what_is_nearly_the_same_is_one_statement() {
    use Kind::Direct;
    check(
        &[(3, Direct, ALTERED), (1, Direct, QUOTA), (2, Direct, FERRY)],
        &[&[ALTERED, QUOTA]],
    );
}

#[test]
fn a_fragment_goes_with_the_one_whole_that_holds_it() {
    use Kind::{Direct, Mixed};
    check(
        &[(1, Direct, FRAGMENT), (2, Direct, QUOTA), (2, Mixed, MIXED)],
        &[&[FRAGMENT, QUOTA, MIXED]],
    );
    // Two hold it alike.
    check(
        &[
            (1, Direct, FRAGMENT),
            (2, Direct, QUOTA),
            (2, Direct, PIERS),
        ],
        &[],
    );
}

#[test]
fn the_same_words_a_season_later_are_another_utterance() {
    use Kind::Direct;
    check(&[(1, Direct, ALTERED), (100, Direct, QUOTA)], &[]);
}

#[test]
fn a_whole_that_is_taken_back_lets_go_of_its_fragment() {
    on_both(async |place| {
        let fragment = article("one", Some(1), &[("Tove Brandt", Kind::Direct, FRAGMENT)]);
        let whole = article("two", Some(2), &[("Tove Brandt", Kind::Direct, QUOTA)]);
        let other = article("three", Some(2), &[("Tove Brandt", Kind::Direct, PIERS)]);
        for article in [&fragment, &whole, &other] {
            place.put(article).await;
        }
        place.group().await;
        assert_eq!(place.statements().await.len(), 0);
        // The next version of the third has other words: one whole is left.
        let other = article("three", Some(2), &[("Tove Brandt", Kind::Direct, FERRY)]);
        place.put(&other).await;
        place.group().await;
        assert_eq!(place.statements().await.len(), 1);
        let whole = article("two", Some(2), &[("Tove Brandt", Kind::Direct, "No")]);
        place.put(&whole).await;
        place.group().await;
        assert_eq!(place.statements().await.len(), 0);
        place.assert_sound().await;
    });
}

#[test]
fn a_paraphrase_is_suggested_and_not_joined() {
    on_both(async |place| {
        let said = [
            ("Tove Brandt", Kind::Direct, QUOTA),
            ("Tove Brandt", Kind::Indirect, REPORT),
        ];
        place.put(&article("one", Some(1), &said)).await;
        place.group().await;
        assert_eq!(place.statements().await.len(), 0);
        let ids = place.store.quote_ids_after(None, 9).await.expect("ids");
        let quotes = place.store.quotes(&ids).await.expect("quotes");
        let wordings: Vec<_> = quotes.iter().filter_map(|quote| quote.wording).collect();
        let suggested: Vec<_> = place
            .store
            .wordings(&wordings)
            .await
            .expect("wordings")
            .into_iter()
            .filter_map(|state| Some((state.id, state.suggested?.0)))
            .collect();
        assert_eq!(suggested, [(wordings[1], wordings[0])]);
    });
}

/// What may happen: an article, the version of it, its day, and what is said in it.
type Event = (usize, i64, Vec<usize>);

const WORDS: [(&str, Kind, &str); 9] = [
    ("Tove Brandt", Kind::Direct, QUOTA),
    ("Tove Brandt", Kind::Direct, ALTERED),
    ("Tove Brandt", Kind::Direct, FRAGMENT),
    ("Tove Brandt", Kind::Direct, PIERS),
    ("Tove Brandt", Kind::Indirect, REPORT),
    ("Tove Brandt", Kind::Mixed, MIXED),
    ("Nils Harbury", Kind::Direct, QUOTA),
    ("Nils Harbury", Kind::Direct, FRAGMENT),
    ("Tove Brandt", Kind::Direct, FERRY),
];

fn events() -> impl Strategy<Value = Vec<Event>> {
    let said = proptest::collection::vec(0..WORDS.len(), 0..4);
    proptest::collection::vec((0..5_usize, 0..60_i64, said), 1..9)
}

/// Puts every event; those of one article in their order, whatever the order of articles. `pause` tells after which of
/// them the pass goes on.
async fn play(place: &Place, events: &[Event], pause: u16) {
    for (number, (url, on, said)) in events.iter().enumerate() {
        let said: Vec<Said<'_>> = said.iter().map(|words| WORDS[*words]).collect();
        place
            .put(&article(&format!("a{url}"), Some(*on), &said))
            .await;
        if pause >> number & 1 == 1 {
            place.group().await;
        }
    }
    place.group().await;
    place.assert_sound().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_articles_makes_no_difference(
        events in events(),
        pause in any::<u16>(),
        keys in proptest::collection::vec(any::<u8>(), 5),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let straight = Place::sqlite().await;
            play(&straight, &events, 0).await;
            let mut shuffled = events.clone();
            shuffled.sort_by_key(|(url, _, _)| keys[*url]);
            let other = Place::sqlite().await;
            play(&other, &shuffled, pause).await;
            assert_eq!(straight.statements().await, other.statements().await);
        });
    }
}
