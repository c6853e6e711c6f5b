//! Primary sources: stored once, read back as quotes, counted, and found by the same ways as reports.

use std::sync::Arc;

use chrono::TimeDelta;
use onrecord_model::{ArticleId, Entity, Kind, Quote, QuoteId, ResolutionRule, SourceId};
use onrecord_store::{
    NewPassage, NewSource, PutSource, SourceKind, SourceStatus, SpeakerFilter, Store, StoreError,
};

use crate::corrections::{correct, merge, undo};
use crate::fixture::{article, assert_sound, minute, on_both, person, put};

/// A passage of each line `Speaker: words`, in a source of that identity.
pub(crate) fn source(identity: &str, kind: SourceKind, lines: &[&str]) -> NewSource {
    let passages = lines
        .iter()
        .enumerate()
        .map(|(number, line)| {
            let (name, words) = line.split_once(": ").expect("a speaker");
            NewPassage {
                text: words.to_owned(),
                speaker: Arc::new(person(name)),
                said: None,
                outlet: None,
                url: None,
                reference: (kind == SourceKind::Corpus).then(|| number.to_string()),
                fingerprint: Some(words.to_lowercase()),
            }
        })
        .collect();
    NewSource {
        identity: identity.to_owned(),
        kind,
        name: format!("{identity}.jsonl"),
        title: Some("Harbour hearing".to_owned()),
        url: Some("https://example.org/hearing".to_owned()),
        outlet: Some("Port Authority".to_owned()),
        published: Some(minute(-6_000)),
        taken_in: minute(5),
        passages,
    }
}

pub(crate) async fn put_source(store: &Store, new: &NewSource) -> PutSource {
    let mut puts = store
        .put_sources(std::slice::from_ref(new))
        .await
        .expect("the source is stored");
    puts.pop().expect("an answer")
}

async fn passages(store: &Store, put: &PutSource) -> Vec<Quote> {
    let id = ArticleId(put.source.expect("a source").0);
    let read = store.quotes_of_articles(&[id]).await.expect("read");
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].0, id);
    read.into_iter().flat_map(|(_, quotes)| quotes).collect()
}

fn hearing() -> NewSource {
    source(
        "hearing",
        SourceKind::Transcript,
        &[
            "Jane Roe: The harbour stays open.",
            "John Doe: Thank you.",
            "Jane Roe: Thank you.",
            "John Doe: Thank you.",
        ],
    )
}

#[test]
fn passages_are_read_back_as_quotes() {
    on_both(async |place| {
        let store = place.open().await;
        let mut new = hearing();
        new.passages[1].said = Some(minute(-5_000));
        new.passages[1].outlet = Some("The Harbour Gazette".to_owned());
        new.passages[1].url = Some("https://example.org/hearing#2".to_owned());
        new.passages[1].reference = Some("turn 2".to_owned());
        // Not repeated in the row.
        new.passages[2].said = new.published;
        let done = put_source(&store, &new).await;
        assert_eq!(done.status, SourceStatus::Added);
        assert_eq!((done.added, done.known), (4, 0));

        let quotes = passages(&store, &done).await;
        let words: Vec<&str> = quotes.iter().map(|quote| quote.text.as_str()).collect();
        assert_eq!(
            words,
            [
                "The harbour stays open.",
                "Thank you.",
                "Thank you.",
                "Thank you."
            ]
        );
        let first = &quotes[0];
        assert_eq!(first.article.title.as_deref(), Some("Harbour hearing"));
        assert_eq!(first.article.outlet.as_deref(), Some("Port Authority"));
        assert_eq!(first.article.published, Some(minute(-6_000)));
        assert_eq!(first.kind, Kind::Direct);
        assert_eq!((first.start(), first.end()), (0, 23));
        assert_eq!(first.why.rule, ResolutionRule::Source);
        let speaker = first.speaker.as_ref().expect("a speaker");
        assert_eq!(speaker.name, "Jane Roe");
        assert_eq!(first.filed_under, Some(speaker.id));
        let places: Vec<Option<u32>> = quotes
            .iter()
            .map(|quote| quote.primary.as_ref().map(|primary| primary.position))
            .collect();
        assert_eq!(places, [Some(0), Some(1), Some(2), Some(3)]);
        let second = &quotes[1];
        assert_eq!(second.article.id, first.article.id);
        assert_eq!(second.article.published, Some(minute(-5_000)));
        assert_eq!(
            second.article.outlet.as_deref(),
            Some("The Harbour Gazette")
        );
        assert_eq!(
            second.article.url.as_deref(),
            Some("https://example.org/hearing#2")
        );
        let reference = second
            .primary
            .as_ref()
            .and_then(|own| own.reference.as_deref());
        assert_eq!(reference, Some("turn 2"));
        assert_eq!(quotes[1].statement, quotes[3].statement);
        assert_ne!(quotes[1].statement, quotes[2].statement);
        assert_sound(&store).await;

        let raw = place.raw().await;
        let rows = raw
            .rows("SELECT said FROM passage WHERE position = 2")
            .await;
        let said: Option<i64> = rows[0].try_get_by_index(0).expect("a time or none");
        assert_eq!(said, None);
    });
}

#[test]
fn quotes_and_passages_are_read_together_in_the_order_asked_for() {
    on_both(async |place| {
        let store = place.open().await;
        let reported = put(
            &store,
            &article(
                "https://example.org/1",
                "Jane Roe: «The harbour stays open.»",
            ),
        )
        .await;
        let done = put_source(&store, &hearing()).await;
        let of_source = ArticleId(done.source.expect("a source").0);
        let nothing = ArticleId(QuoteId(uuid(9)).0);
        let read = store
            .quotes_of_articles(&[of_source, nothing, reported.article])
            .await
            .expect("read");
        let lengths: Vec<usize> = read.iter().map(|(_, quotes)| quotes.len()).collect();
        assert_eq!(lengths, [4, 0, 1]);

        let ids: Vec<QuoteId> = read
            .iter()
            .rev()
            .flat_map(|(_, quotes)| quotes.iter().rev().map(|quote| quote.id))
            .collect();
        let quotes = store.quotes(&ids).await.expect("read");
        assert_eq!(quotes.iter().map(|quote| quote.id).collect::<Vec<_>>(), ids);
        // The same words by the same speaker, reported and as they were said.
        assert_eq!(quotes[0].statement, quotes[4].statement);
        assert!(quotes[0].primary.is_none() && quotes[4].primary.is_some());

        let mut asked = ids.clone();
        asked.insert(1, QuoteId(uuid(8)));
        let texts = store.texts(&asked).await.expect("read");
        assert_eq!(texts.len(), ids.len());
        for (text, quote) in texts.iter().zip(&quotes) {
            assert_eq!(text.id, quote.id);
            assert_eq!(text.text, quote.text);
            assert_eq!(text.speaker, quote.speaker.as_ref().map(|who| who.id));
            assert_eq!(text.date, quote.article.published);
        }
        // A source is no article.
        assert!(
            store
                .article(of_source, None)
                .await
                .expect("read")
                .is_none()
        );
    });
}

fn uuid(last: u8) -> uuid::Uuid {
    let mut bytes = [0; 16];
    bytes[15] = last;
    uuid::Uuid::from_bytes(bytes)
}

#[test]
fn what_stands_around_a_passage() {
    on_both(async |place| {
        let store = place.open().await;
        // Ids are made at the same time by both, and lie among one another.
        let other = source("other", SourceKind::Transcript, &["Max Poe: So."; 6]);
        put_source(&store, &other).await;
        let done = put_source(&store, &hearing()).await;
        put_source(
            &store,
            &source("third", SourceKind::Transcript, &["Max Poe: No."; 6]),
        )
        .await;
        let quotes = passages(&store, &done).await;
        let around = async |place: usize, before, after| {
            let around = store
                .passages_around(quotes[place].id, before, after)
                .await
                .expect("read");
            let positions = around.iter().filter_map(|quote| quote.primary.as_ref());
            positions.map(|own| own.position).collect::<Vec<u32>>()
        };
        assert_eq!(around(0, 2, 2).await, [0, 1, 2]);
        assert_eq!(around(2, 1, 0).await, [1, 2]);
        assert_eq!(around(3, 9, 9).await, [0, 1, 2, 3]);
        let nothing = store.passages_around(QuoteId(uuid(7)), 3, 3).await;
        assert!(nothing.expect("read").is_empty());

        let id = done.source.expect("a source");
        let record = store.source(id).await.expect("read").expect("there");
        assert_eq!(record.kind, SourceKind::Transcript);
        assert_eq!(record.name, "hearing.jsonl");
        assert_eq!(record.passages, 4);
        assert!(
            store
                .source(SourceId(uuid(1)))
                .await
                .expect("read")
                .is_none()
        );
        let ids = store.source_ids_after(None, 2).await.expect("read");
        let rest = store.source_ids_after(ids.last().copied(), 9).await;
        let rest = rest.expect("read");
        assert_eq!((ids.len(), rest.len()), (2, 1));

        let latest = store.sources(None, 2).await.expect("read");
        let listed: Vec<SourceId> = latest.items.iter().map(|source| source.id).collect();
        assert_eq!(listed, [rest[0], ids[1]], "the last one first");
        assert_eq!(latest.next, Some(ids[1]));
        let earliest = store.sources(latest.next, 2).await.expect("read");
        assert_eq!(earliest.items.len(), 1);
        assert_eq!(earliest.next, None);

        let read = async |from, limit| {
            let page = store.passages_from(id, from, limit).await.expect("read");
            let page = page.expect("there is such a source");
            let places = page.items.iter().filter_map(|quote| quote.primary.as_ref());
            (places.map(|own| own.position).collect(), page.next)
        };
        assert_eq!(read(0, 3).await, (vec![0, 1, 2], Some(3)));
        assert_eq!(read(3, 3).await, (vec![3], None));
        assert_eq!(read(u32::MAX, 3).await, (vec![], None));
        let none = store.passages_from(SourceId(uuid(1)), 0, 3).await;
        assert!(none.expect("read").is_none());
    });
}

#[test]
fn the_same_source_again_changes_nothing() {
    on_both(async |place| {
        let store = place.open().await;
        let done = put_source(&store, &hearing()).await;
        let last = store.last_sequence().await.expect("a sequence");
        let again = put_source(&store, &hearing()).await;
        assert_eq!(again.status, SourceStatus::Known);
        assert_eq!(again.source, done.source);
        assert_eq!(again.sequence, done.sequence);
        assert_eq!((again.added, again.known), (0, 4));
        // Also within one transaction.
        let twice = [
            source("twice", SourceKind::Transcript, &["Max Poe: So."]),
            source("twice", SourceKind::Transcript, &["Max Poe: So."]),
        ];
        let puts = store.put_sources(&twice).await.expect("stored");
        assert_eq!(puts[0].source, puts[1].source);
        assert_eq!((puts[0].added, puts[1].added), (1, 0));
        assert_eq!(puts[1].status, SourceStatus::Known);

        let changes = store.changes_after(last, 9).await.expect("changes");
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].entity, Entity::Source);
        assert_eq!(Some(SourceId(changes[0].id)), puts[0].source);
        assert_eq!(store.counts().await.expect("counts").passages, 5);
        assert!(store.put_sources(&[]).await.expect("nothing").is_empty());
        assert_sound(&store).await;
    });
}

/// What is between a source and its last passage is read to find its passages.
#[test]
fn ids_of_sources_taken_in_at_one_time_do_not_interleave() {
    on_both(async |place| {
        let store = place.open().await;
        let mut ids = Vec::new();
        for number in 0..4 {
            let line = format!("Jane Roe: Pier {number} stays open.");
            let new = source(&line, SourceKind::Transcript, &[&line, &line]);
            let put = put_source(&store, &new).await;
            ids.push(put.source.expect("a source").0);
            ids.extend(passages(&store, &put).await.iter().map(|quote| quote.id.0));
        }
        assert_eq!(ids.len(), 12);
        assert!(ids.is_sorted(), "{ids:?}");
    });
}

#[test]
fn known_passages_of_a_corpus_are_not_stored_again() {
    on_both(async |place| {
        let store = place.open().await;
        let lines = ["Jane Roe: One.", "Jane Roe: Two.", "John Doe: One."];
        put_source(&store, &source("a", SourceKind::Corpus, &lines)).await;
        // In another source, with one more.
        let more = [
            "Jane Roe: One.",
            "Jane Roe: Two.",
            "John Doe: One.",
            "John Doe: …",
        ];
        let mut corpus = source("b", SourceKind::Corpus, &more);
        corpus.passages[3].fingerprint = None;
        let done = put_source(&store, &corpus).await;
        assert_eq!((done.added, done.known), (1, 3));
        let quotes = passages(&store, &done).await;
        assert_eq!(quotes[0].text, "…");
        assert_eq!(quotes[0].statement, None);
        let own = quotes[0].primary.as_ref().expect("a place");
        assert_eq!(own.position, 3);
        // All of them, what has no words to compare too.
        corpus.identity = "c".to_owned();
        let done = put_source(&store, &corpus).await;
        assert_eq!(done.source, None);
        assert_eq!((done.added, done.known), (0, 4));
        // What differs in one thing is another.
        for change in [
            |new: &mut NewSource| new.published = Some(minute(-7_000)),
            |new: &mut NewSource| new.outlet = None,
            |new: &mut NewSource| new.passages[0].url = Some("https://example.org/2".to_owned()),
            |new: &mut NewSource| new.passages[0].reference = None,
            |new: &mut NewSource| new.passages[0].text = "ONE.".to_owned(),
        ] {
            let mut other = source("d", SourceKind::Corpus, &lines[..1]);
            change(&mut other);
            other.identity = format!("{other:?}");
            let done = put_source(&store, &other).await;
            assert_eq!((done.added, done.known), (1, 0), "{other:?}");
        }
        // A line twice in one corpus is one passage; in a transcript it was said twice.
        let mut twice = source("e", SourceKind::Corpus, &["Max Poe: So.", "Max Poe: So."]);
        twice.passages[1].reference = twice.passages[0].reference.clone();
        assert_eq!(put_source(&store, &twice).await.added, 1);
        twice.identity = "f".to_owned();
        twice.kind = SourceKind::Transcript;
        assert_eq!(put_source(&store, &twice).await.added, 2);
        assert_sound(&store).await;
    });
}

#[test]
fn speakers_known_from_sources_only_are_found_and_counted() {
    on_both(async |place| {
        let store = place.open().await;
        let mut new = hearing();
        new.passages[2].said = Some(minute(-9_000));
        put_source(&store, &new).await;
        let report = article(
            "https://example.org/1",
            "Jane Roe: «The harbour stays open.»",
        );
        put(&store, &report).await;

        let counts = store.counts().await.expect("counts");
        assert_eq!((counts.sources, counts.passages), (1, 4));
        assert_eq!((counts.speakers, counts.statements), (2, 3));
        assert_eq!(counts.quotes.total(), 1);
        let listed = store.top_speakers(9).await.expect("a list");
        let counted: Vec<(&str, u64, u64)> = listed
            .iter()
            .map(|one| (one.speaker.name.as_str(), one.quotes, one.passages))
            .collect();
        assert_eq!(counted, [("Jane Roe", 1, 2), ("John Doe", 0, 2)]);
        let filter = SpeakerFilter {
            name_contains: Some("doe".to_owned()),
        };
        let page = store.speakers(&filter, None, 5).await.expect("a page");
        assert_eq!(page.items.len(), 1);
        let found = store.find_speakers("doe").await.expect("found");
        assert_eq!(found[0].name, "John Doe");

        let jane = store.find_speakers("Jane Roe").await.expect("found")[0].id;
        let john = found[0].id;
        let record = store.speaker(jane).await.expect("read").expect("there");
        assert_eq!((record.quotes, record.passages), (1, 2));
        assert_eq!(record.first_said, Some(minute(-9_000)));
        assert_eq!(record.last_said, Some(minute(-6_000)));

        let merged = merge(john, jane);
        let merged = correct(&store, merged).await;
        let record = store.speaker(jane).await.expect("read").expect("there");
        assert_eq!((record.quotes, record.passages), (1, 4));
        assert_eq!(store.top_speakers(9).await.expect("a list").len(), 1);
        // What comes later is counted for who is shown.
        let late = source("late", SourceKind::Transcript, &["John Doe: Late."]);
        let mut late_source = late.clone();
        late_source.published = Some(minute(60));
        let done = put_source(&store, &late_source).await;
        let quote = &passages(&store, &done).await[0];
        assert_eq!(quote.speaker.as_ref().map(|who| who.id), Some(jane));
        assert_eq!(quote.filed_under, Some(john));
        let texts = store.texts(&[quote.id]).await.expect("read");
        assert_eq!(texts[0].speaker, Some(jane));
        let record = store.speaker(jane).await.expect("read").expect("there");
        assert_eq!(record.passages, 5);
        assert_eq!(record.last_said, Some(minute(60)));
        assert_sound(&store).await;

        undo(&store, &merged).await;
        let record = store.speaker(john).await.expect("read").expect("there");
        assert_eq!((record.quotes, record.passages), (0, 3));
        assert_eq!(record.last_said, Some(minute(60)));
        assert_sound(&store).await;
    });
}

#[test]
fn what_cannot_be_kept_is_refused_with_its_place() {
    on_both(async |place| {
        let store = place.open().await;
        let check = async |expected: &str, change: fn(&mut NewSource)| {
            let mut new = hearing();
            change(&mut new);
            let sources = [source("good", SourceKind::Corpus, &["A B: C."]), new];
            match store.put_sources(&sources).await {
                Err(StoreError::Refused { what }) => {
                    assert!(
                        what.contains(expected),
                        "{what:?} does not hold {expected:?}"
                    );
                }
                other => panic!("{expected}: {other:?}"),
            }
        };
        check("NUL", |new| new.passages[2].text.push('\0')).await;
        check("passage 2 of \"hearing.jsonl\"", |new| {
            new.passages[2].text.push('\0')
        })
        .await;
        check("without words", |new| {
            new.passages[0].text = " \n".to_owned()
        })
        .await;
        check("100000 characters", |new| {
            new.passages[0].text = "é".repeat(100_001)
        })
        .await;
        check("years", |new| {
            new.passages[0].said = Some(minute(0) + TimeDelta::days(4_000_000))
        })
        .await;
        check("years", |new| {
            new.published = Some(minute(0) + TimeDelta::days(4_000_000))
        })
        .await;
        check("NUL", |new| new.title = Some("\0".to_owned())).await;
        check("8192 bytes", |new| {
            new.passages[1].url = Some("u".repeat(8_193))
        })
        .await;
        check("name", |new| {
            new.passages[0].speaker = Arc::new(person(" "))
        })
        .await;
        check("no passages", |new| new.passages.clear()).await;
        check("identity", |new| new.identity.clear()).await;
        check("10000 passages", |new| {
            new.passages = vec![new.passages[0].clone(); 10_001];
        })
        .await;
        assert_eq!(store.last_sequence().await.expect("a sequence").0, 0);
        let mut longest = hearing();
        longest.passages[0].text = "é".repeat(100_000);
        assert_eq!(put_source(&store, &longest).await.added, 4);
        assert_sound(&store).await;
    });
}
