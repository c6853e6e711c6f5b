//! What a put stores, and what it must not.

use onrecord_model::{ArticleId, Quote, Sequence};
use onrecord_store::{Known, PutStatus, StoreError};

use crate::fixture::{Place, article, assert_sound, minute, on_both, put};

const HARBOUR: &str =
    "Jane Roe: «The harbour stays open.» Nobody: «We will see.» John Doe: «Not for long.»";

async fn texts(store: &onrecord_store::Store, id: ArticleId, version: u32) -> Vec<String> {
    let quotes = store.quotes_of_article(id, version).await.expect("quotes");
    quotes.into_iter().map(|quote| quote.text).collect()
}

#[test]
fn an_article_comes_back_as_it_went_in() {
    on_both(async |place| {
        let store = place.open().await;
        let mut new = article("https://example.org/1", HARBOUR);
        new.quotes.reverse();
        let done = put(&store, &new).await;
        assert_eq!((done.version, done.status), (1, PutStatus::Added));
        assert_eq!(done.quotes, 3);

        let record = store
            .article(done.article, None)
            .await
            .expect("read")
            .expect("there");
        assert_eq!(record.text, new.article.text);
        assert_eq!(record.authors, new.article.authors);
        assert_eq!(record.language, new.article.language);
        assert_eq!(record.external_id, new.article.external_id);
        assert_eq!(record.summary.title, new.article.title);
        assert_eq!(record.summary.published, new.article.published);
        assert_eq!(record.blocks.len(), 1);
        assert_eq!(record.versions.len(), 1);
        assert_eq!(record.versions[0].quotes, 3);
        assert_eq!(record.versions[0].taken_in, minute(0));

        let quotes = store
            .quotes_of_article(done.article, 1)
            .await
            .expect("quotes");
        new.quotes.reverse();
        for (stored, new) in quotes.iter().zip(&new.quotes) {
            assert_eq!(stored.text, new.text);
            assert_eq!(stored.content, new.content);
            assert_eq!(stored.source, new.source);
            assert_eq!(stored.mention, new.mention);
            assert_eq!(stored.confidence, new.confidence);
            assert_eq!(stored.why, new.why);
            assert_eq!(stored.extractor, "test 1");
            assert_eq!(stored.article, record.summary);
            assert_eq!(
                stored.speaker.as_ref().map(|speaker| &speaker.name),
                new.speaker.as_ref().map(|speaker| &speaker.name)
            );
            assert_eq!(stored.statement.is_some(), new.speaker.is_some());
        }
        assert_sound(&store).await;
    });
}

#[test]
fn the_same_article_twice_is_one_article() {
    on_both(async |place| {
        let store = place.open().await;
        let new = article("https://example.org/1", HARBOUR);
        assert_eq!(
            store.find_unchanged(&new.article).await.expect("look"),
            None
        );
        let first = put(&store, &new).await;
        let before = place.raw().await.counts().await;
        assert_eq!(
            store.find_unchanged(&new.article).await.expect("look"),
            Some(Known {
                article: first.article,
                version: 1,
                quotes: 3,
            })
        );

        let mut again = new.clone();
        again.taken_in = minute(5);
        again.article.external_id = Some("another file".to_owned());
        let second = put(&store, &again).await;
        assert_eq!(second.status, PutStatus::Unchanged);
        assert_eq!(
            (
                second.article,
                second.version,
                second.quotes,
                second.sequence
            ),
            (first.article, 1, 3, first.sequence)
        );
        assert_eq!(place.raw().await.counts().await, before);
    });
}

#[test]
fn without_a_url_outlet_and_text_are_the_article() {
    on_both(async |place| {
        let store = place.open().await;
        let new = article("", HARBOUR);
        let first = put(&store, &new).await;
        let mut titled = new.clone();
        titled.article.title = Some("Another headline".to_owned());
        let second = put(&store, &titled).await;
        assert_eq!(second.article, first.article);
        assert_eq!(second.status, PutStatus::NewVersion);
        let mut elsewhere = new.clone();
        elsewhere.article.outlet = Some("Elsewhere".to_owned());
        let third = put(&store, &elsewhere).await;
        assert_eq!(third.status, PutStatus::Added);
        assert_sound(&store).await;
    });
}

#[test]
fn a_changed_text_is_a_version_beside_the_old() {
    on_both(async |place| {
        let store = place.open().await;
        let first = put(&store, &article("https://example.org/1", HARBOUR)).await;
        let mut changed = article(
            "https://example.org/1",
            "Jane Roe: «The harbour closes.» Max Poe: «At last.»",
        );
        changed.taken_in = minute(9);
        changed.article.title = Some("Corrected".to_owned());
        assert_eq!(
            store.find_unchanged(&changed.article).await.expect("look"),
            None
        );
        let second = put(&store, &changed).await;
        assert_eq!(second.article, first.article);
        assert_eq!((second.version, second.status), (2, PutStatus::NewVersion));
        assert!(second.sequence > first.sequence);

        assert_eq!(texts(&store, first.article, 1).await.len(), 3);
        assert_eq!(
            texts(&store, first.article, 2).await,
            ["The harbour closes.", "At last."]
        );
        let old = store
            .article(first.article, Some(1))
            .await
            .expect("read")
            .expect("there");
        assert_eq!(old.text, HARBOUR);
        assert_eq!(
            old.summary.title.as_deref(),
            Some("Title of https://example.org/1")
        );
        let current = store
            .article(first.article, None)
            .await
            .expect("read")
            .expect("there");
        assert_eq!(current.version, 2);
        assert_eq!(current.summary.title.as_deref(), Some("Corrected"));
        let versions: Vec<u64> = current
            .versions
            .iter()
            .map(|version| version.quotes)
            .collect();
        assert_eq!(versions, [3, 2]);
        assert_eq!(
            store.article(first.article, Some(3)).await.expect("read"),
            None
        );

        // Who is quoted in the old version alone is quoted no more.
        let counts = store.counts().await.expect("counts");
        assert_eq!((counts.articles, counts.versions), (1, 2));
        assert_eq!((counts.quotes.total(), counts.without_speaker), (2, 0));
        assert_eq!((counts.speakers, counts.statements), (2, 2));
        let john = store.find_speakers("John Doe").await.expect("find");
        assert!(john.is_empty(), "{john:?}");
        let current: Vec<Quote> = store
            .quotes_of_articles(&[first.article])
            .await
            .expect("quotes")
            .remove(0)
            .1;
        assert!(current.iter().all(|quote| quote.version == 2));

        // The first text once more, as when an archive is taken in again: it does not come back.
        // What is said of it is said of the version that has it.
        let new = article("https://example.org/1", HARBOUR);
        assert_eq!(
            store.find_unchanged(&new.article).await.expect("look"),
            Some(Known {
                article: first.article,
                version: 1,
                quotes: 3,
            })
        );
        let old = put(&store, &new).await;
        assert_eq!((old.article, old.version), (first.article, 1));
        assert_eq!((old.status, old.quotes), (PutStatus::Unchanged, 3));
        assert_eq!(old.sequence, second.sequence);
        let current = store.article(first.article, None).await.expect("read");
        assert_eq!(current.map(|article| article.version), Some(2));

        // Under another headline it does.
        let mut again = article("https://example.org/1", HARBOUR);
        again.article.title = Some("The harbour, once more".to_owned());
        let third = put(&store, &again).await;
        assert_eq!((third.version, third.status), (3, PutStatus::NewVersion));
        assert_eq!(
            store.find_speakers("John Doe").await.expect("find").len(),
            1
        );
        assert_sound(&store).await;
    });
}

#[test]
fn writers_of_one_article_make_one_article() {
    on_both(async |place| {
        let store = place.open().await;
        let second = place.open().await;
        let new = article("https://example.org/1", HARBOUR);
        let writers: Vec<_> = (0..16)
            .map(|number| {
                let store = if number % 2 == 0 { &store } else { &second }.clone();
                let new = new.clone();
                tokio::spawn(async move { put(&store, &new).await })
            })
            .collect();
        let mut added = 0;
        for writer in writers {
            let done = writer.await.expect("the writer ends");
            assert_eq!(done.version, 1);
            added += usize::from(done.status == PutStatus::Added);
        }
        assert_eq!(added, 1);
        assert_eq!(place.raw().await.count("article").await, 1);
        assert_eq!(place.raw().await.count("change").await, 1);
        assert_sound(&store).await;
    });
}

#[test]
fn writers_of_changing_articles_with_the_same_speakers_all_get_through() {
    on_both(async |place| {
        let store = place.open().await;
        let writers: Vec<_> = (0..24)
            .map(|number| {
                let store = store.clone();
                // The same people in different order, so that transactions meet in each other's way.
                let text = match number % 2 {
                    0 => format!("Jane Roe: «Yes {number}.» John Doe: «Yes.» Max Poe: «Yes.»"),
                    _ => format!("Max Poe: «No {number}.» John Doe: «No.» Jane Roe: «No.»"),
                };
                let url = format!("https://example.org/{}", number % 6);
                tokio::spawn(async move { put(&store, &article(&url, &text)).await })
            })
            .collect();
        for writer in writers {
            writer.await.expect("the writer ends");
        }
        let counts = store.counts().await.expect("counts");
        assert_eq!((counts.articles, counts.versions), (6, 24));
        assert_eq!((counts.speakers, counts.quotes.total()), (3, 18));
        assert_sound(&store).await;
    });
}

/// Makes the last statement of a put fail: no number is left for the change row.
pub(crate) async fn exhaust_the_feed(place: &Place) {
    let raw = place.raw().await;
    if place.is_sqlite() {
        raw.execute("DELETE FROM sqlite_sequence WHERE name = 'change'")
            .await;
        raw.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('change', 9223372036854775807)",
        )
        .await;
    } else {
        raw.execute("ALTER SEQUENCE change_sequence_seq MAXVALUE 5")
            .await;
        raw.execute("SELECT setval('change_sequence_seq', 5)").await;
    }
}

#[test]
fn a_put_that_fails_at_its_last_statement_leaves_nothing() {
    on_both(async |place| {
        let store = place.open().await;
        exhaust_the_feed(&place).await;
        let new = article("https://example.org/1", HARBOUR);
        let error = store
            .put_article(&new)
            .await
            .expect_err("no number is left");
        if place.is_sqlite() {
            // SQLite calls this, as it does a full disk, SQLITE_FULL.
            assert!(matches!(error, StoreError::Full(_)), "{error:?}");
        }
        let counts = place.raw().await.counts().await;
        assert!(counts.iter().all(|(_, rows)| *rows == 0), "{counts:?}");
        assert_eq!(store.last_sequence().await.expect("sequence"), Sequence(0));

        // What the failed put had merged of its speakers is merged again by the next.
        let raw = place.raw().await;
        if place.is_sqlite() {
            raw.execute("DELETE FROM sqlite_sequence WHERE name = 'change'")
                .await;
        } else {
            raw.execute("ALTER SEQUENCE change_sequence_seq NO MAXVALUE RESTART")
                .await;
        }
        put(&store, &new).await;
        assert_eq!(
            store.find_speakers("Jane Roe").await.expect("find").len(),
            1
        );
        assert_sound(&store).await;
    });
}

#[test]
fn a_put_that_is_given_up_leaves_nothing_and_blocks_nobody() {
    on_both(async |place| {
        let store = place.open().await;
        for number in 0..40 {
            let new = article(&format!("https://example.org/{number}"), HARBOUR);
            let store = store.clone();
            let writer = tokio::spawn(async move { put(&store, &new).await });
            for _ in 0..number {
                tokio::task::yield_now().await;
            }
            writer.abort();
        }
        put(&store, &article("https://example.org/last", HARBOUR)).await;
        assert_sound(&store).await;
    });
}

#[test]
fn several_articles_at_once_are_each_what_they_would_be_alone() {
    on_both(async |place| {
        let store = place.open().await;
        let known = put(&store, &article("https://example.org/known", HARBOUR)).await;
        let mut broken = article("https://example.org/broken", HARBOUR);
        broken.quotes[0].text.push('!');
        let batch = [
            article("https://example.org/b", "Jane Roe: «Yes.» John Doe: «No.»"),
            article("https://example.org/known", HARBOUR),
            broken,
            article("https://example.org/a", "Max Poe: «So.» Jane Roe: «Yes.»"),
            // Twice in one batch: once more the same, then changed.
            article("https://example.org/b", "Jane Roe: «Yes.» John Doe: «No.»"),
            article("https://example.org/b", "Jane Roe: «Never.»"),
            article("https://example.org/known", "Jane Roe: «Never.»"),
        ];
        let answers = store.put_articles(&batch).await.expect("stored");
        let short: Vec<_> = answers
            .iter()
            .map(|answer| match answer {
                Ok(put) => Some((put.status, put.version, put.quotes)),
                Err(StoreError::Refused { .. }) => None,
                Err(error) => panic!("{error:?}"),
            })
            .collect();
        assert_eq!(
            short,
            [
                Some((PutStatus::Added, 1, 2)),
                Some((PutStatus::Unchanged, 1, 3)),
                None,
                Some((PutStatus::Added, 1, 2)),
                Some((PutStatus::Unchanged, 1, 2)),
                Some((PutStatus::NewVersion, 2, 1)),
                Some((PutStatus::NewVersion, 2, 1)),
            ]
        );
        let sequence = |index: usize| answers[index].as_ref().expect("stored").sequence;
        let changes = store
            .changes_after(known.sequence, 10)
            .await
            .expect("changes");
        let fed: Vec<Sequence> = changes.iter().map(|change| change.sequence).collect();
        assert_eq!(fed, [sequence(0), sequence(3), sequence(5), sequence(6)]);
        for (change, index) in changes.iter().zip([0, 3, 5, 6]) {
            assert_eq!(
                change.id,
                answers[index].as_ref().expect("stored").article.0
            );
        }
        assert_eq!(store.put_articles(&[]).await.expect("nothing").len(), 0);
        assert_sound(&store).await;
    });
}

#[test]
fn writers_of_many_articles_at_once_all_get_through() {
    on_both(async |place| {
        let store = place.open().await;
        let writers: Vec<_> = (0..6)
            .map(|writer| {
                let store = store.clone();
                let mut batch: Vec<_> = (0..8)
                    .map(|number| {
                        let text = format!(
                            "Jane Roe: «Yes {writer}.» John Doe: «Yes.» Person N{number}: «Yes.»"
                        );
                        article(&format!("https://example.org/{number}"), &text)
                    })
                    .collect();
                if writer % 2 == 0 {
                    batch.reverse();
                }
                tokio::spawn(async move { store.put_articles(&batch).await })
            })
            .collect();
        for writer in writers {
            let answers = writer.await.expect("the writer ends").expect("stored");
            assert!(answers.iter().all(Result::is_ok));
        }
        let counts = store.counts().await.expect("counts");
        assert_eq!((counts.articles, counts.versions), (8, 48));
        assert_eq!((counts.speakers, counts.quotes.total()), (10, 24));
        assert_sound(&store).await;
    });
}
