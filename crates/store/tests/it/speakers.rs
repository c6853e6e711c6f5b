//! Speakers: one row each, found by their names, listed in pages.

use onrecord_model::{SpeakerId, SpeakerKind, SpeakerSummary};
use onrecord_store::{SpeakerCursor, SpeakerFilter, Store, StoreError};

use crate::fixture::{article, assert_sound, minute, on_both, person, put, role};

async fn names(store: &Store, name: &str) -> Vec<String> {
    let found: Vec<SpeakerSummary> = store.find_speakers(name).await.expect("find");
    found.into_iter().map(|speaker| speaker.name).collect()
}

#[test]
fn speakers_are_merged_by_key_whoever_writes() {
    on_both(async |place| {
        let first = place.open().await;
        let second = place.open().await;
        let writers: Vec<_> = (0..12_i64)
            .map(|number| {
                let store = if number % 2 == 0 { &first } else { &second }.clone();
                let mut new = article(
                    &format!("https://example.org/{number}"),
                    "Jane Roe: «Yes.» John Doe: «No.» Jane Roe: «So be it.»",
                );
                new.article.outlet = (number < 8).then(|| "The Harbour Gazette".to_owned());
                new.article.published = (number > 0).then(|| minute(number));
                for quote in &mut new.quotes {
                    let Some(speaker) = &mut quote.speaker else {
                        continue;
                    };
                    speaker.aliases = vec![format!("Alias {} {number}", speaker.name)];
                    speaker.roles = vec![
                        role("Harbour Master", Some("2019")),
                        role("Dock Clerk", Some("2012-05")),
                        role("Patron", None),
                    ];
                    // Known to some of the sources only.
                    speaker.wikidata = (number == 5).then(|| format!("Q{}", speaker.name.len()));
                }
                tokio::spawn(async move { put(&store, &new).await })
            })
            .collect();
        for writer in writers {
            writer.await.expect("the writer ends");
        }
        assert_eq!(place.raw().await.count("speaker").await, 2);
        let jane = first
            .find_speakers("jane roe")
            .await
            .expect("find")
            .remove(0);
        assert_eq!(jane.wikidata.as_deref(), Some("Q8"));
        let record = first.speaker(jane.id).await.expect("read").expect("there");
        assert_eq!(record.summary, jane);
        assert_eq!(record.aliases.len(), 12);
        let titles: Vec<&str> = record
            .roles
            .iter()
            .map(|role| role.title.as_str())
            .collect();
        assert_eq!(titles, ["Harbour Master", "Dock Clerk", "Patron"]);
        assert_eq!(
            (record.quotes, record.statements, record.articles),
            (24, 2, 12)
        );
        assert_eq!(
            record.outlets,
            [(Some("The Harbour Gazette".to_owned()), 16), (None, 8)]
        );
        assert_eq!(record.first_quoted, Some(minute(1)));
        assert_eq!(record.last_quoted, Some(minute(11)));
        assert_sound(&first).await;
    });
}

#[test]
fn another_name_for_the_same_key_is_an_alias() {
    on_both(async |place| {
        let store = place.open().await;
        put(
            &store,
            &article("https://example.org/1", "Jane Roe: «Yes.»"),
        )
        .await;
        let mut new = article("https://example.org/2", "Jane Roe: «No.»");
        if let Some(speaker) = &mut new.quotes[0].speaker {
            speaker.name = "Jane Q. Roe-Poe".to_owned();
        }
        put(&store, &new).await;
        assert_eq!(names(&store, "Jane Q. Roe-Poe").await, ["Jane Roe"]);
        let id = store.find_speakers("Jane Roe").await.expect("find")[0].id;
        let record = store.speaker(id).await.expect("read").expect("there");
        assert_eq!(record.aliases, ["Jane Q. Roe-Poe"]);
    });
}

#[test]
fn names_are_found_without_case_accents_and_punctuation() {
    on_both(async |place| {
        let store = place.open().await;
        let mut new = article(
            "https://example.org/1",
            "Zoë Müller-Łukasz: «A.» Siobhan O’Neill: «B.» Peter O'Neill: «C.» \
             Peter O'Neill: «D.» Ministry of Health: «E.» Paul Health, Jr: «F.» Neill: «G.»",
        );
        for quote in &mut new.quotes {
            match &mut quote.speaker {
                Some(speaker) if speaker.name.starts_with("Zoë") => {
                    speaker.aliases = vec!["The Iron Clerk".to_owned(), "Zoë".to_owned()];
                }
                Some(speaker) if speaker.name.starts_with("Ministry") => {
                    speaker.kind = SpeakerKind::Organisation;
                }
                _ => {}
            }
        }
        put(&store, &new).await;
        let zoe = ["Zoë Müller-Łukasz"];
        assert_eq!(names(&store, "zoe muller lukasz").await, zoe);
        assert_eq!(names(&store, "ZOË  MÜLLER-ŁUKASZ").await, zoe);
        assert_eq!(names(&store, "the iron clerk").await, zoe);
        assert_eq!(names(&store, "zoe").await, zoe);
        assert_eq!(names(&store, "Lukasz").await, zoe);
        // By last name the most quoted comes first, however the apostrophe is written.
        assert_eq!(
            names(&store, "oneill").await,
            ["Peter O'Neill", "Siobhan O’Neill"]
        );
        assert_eq!(names(&store, "O‘Neill").await.len(), 2);
        // Who bears just this name comes before those whose last name it is.
        assert_eq!(names(&store, "Neill").await, ["Neill"]);
        // The last word of an organisation is no last name, and a suffix is none either.
        assert_eq!(names(&store, "Health").await, ["Paul Health, Jr"]);
        // Nobody is taken for somebody else of that last name.
        for nobody in ["Mary O'Neill", "Jr", "", "…", "%", "_oe", "Zo"] {
            assert_eq!(
                names(&store, nobody).await,
                Vec::<String>::new(),
                "{nobody:?}"
            );
        }
    });
}

#[test]
fn lists_of_speakers_come_in_pages() {
    on_both(async |place| {
        let store = place.open().await;
        // Names and counts chosen so that there are ties in both orders.
        let people = [
            ("Zed Last", 1),
            ("Ána Same", 3),
            ("ana same", 3),
            ("Bob Many", 5),
            ("béa one", 1),
            ("Étienne Two", 2),
            ("Émile Two", 2),
            ("Zoo of Harbour", 2),
        ];
        for (name, quotes) in people {
            for number in 0..quotes {
                let mut new = article(&format!("https://example.org/{name}/{number}"), "X: «Yes.»");
                let mut speaker = person(name);
                speaker.key = format!("key of {name}");
                if name.starts_with("Zoo") {
                    speaker.kind = SpeakerKind::Organisation;
                }
                if name.starts_with("Bob") {
                    speaker.aliases = vec!["Bobby Rover".to_owned()];
                }
                new.quotes[0].speaker = Some(speaker);
                put(&store, &new).await;
            }
        }
        let list = async |filter: &SpeakerFilter, limit: u16| {
            let mut listed = Vec::new();
            let mut after = None;
            loop {
                let page = store
                    .speakers(filter, after.as_ref(), limit)
                    .await
                    .expect("a page");
                assert!(page.items.len() <= usize::from(limit));
                listed.extend(
                    page.items
                        .into_iter()
                        .map(|item| (item.speaker.name, item.quotes)),
                );
                after = page.next;
                if after.is_none() {
                    return listed;
                }
                assert_eq!(
                    listed.len() % usize::from(limit),
                    0,
                    "only the last page is short"
                );
            }
        };
        let everybody = SpeakerFilter::default();
        let all = list(&everybody, 100).await;
        let counts: Vec<u64> = all.iter().map(|(_, quotes)| *quotes).collect();
        assert_eq!(counts, [5, 3, 3, 2, 2, 2, 1, 1]);
        let by_name: Vec<&str> = all[3..].iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            by_name,
            [
                "Émile Two",
                "Étienne Two",
                "Zoo of Harbour",
                "béa one",
                "Zed Last"
            ]
        );
        for limit in 1..=8 {
            assert_eq!(list(&everybody, limit).await, all, "pages of {limit}");
        }

        let found = async |name: &str| {
            let filter = SpeakerFilter {
                name_contains: Some(name.to_owned()),
            };
            let listed = list(&filter, 1).await;
            listed.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(found("TWO").await, ["Émile Two", "Étienne Two"]);
        assert_eq!(found("many").await, ["Bob Many"]);
        // "Bobby Rover" is an alias, and "bob" stands in both names of one speaker.
        assert_eq!(found("röver").await, ["Bob Many"]);
        assert_eq!(found("bob").await, ["Bob Many"]);
        for nobody in ["%", "_", "", "…", "Rover Two"] {
            assert_eq!(found(nobody).await, Vec::<String>::new(), "{nobody:?}");
        }
        let top = store.top_speakers(2).await.expect("speakers");
        assert_eq!((top[0].quotes, top[1].quotes), (5, 3));
    });
}

#[test]
fn a_cursor_from_elsewhere_is_refused_or_finds_its_place() {
    on_both(async |place| {
        let store = place.open().await;
        put(
            &store,
            &article("https://example.org/1", "Jane Roe: «Yes.»"),
        )
        .await;
        let page = async |quotes: u64, name: &str| {
            let after = SpeakerCursor {
                quotes,
                name: name.to_owned(),
                id: SpeakerId(uuid::Uuid::nil()),
            };
            let filter = SpeakerFilter::default();
            store.speakers(&filter, Some(&after), 5).await
        };
        assert_eq!(page(u64::MAX, "").await.expect("a page").items.len(), 1);
        assert_eq!(page(1, "jane").await.expect("a page").items.len(), 1);
        assert_eq!(page(1, "'; --").await.expect("a page").items.len(), 1);
        assert_eq!(page(1, "jane roe poe").await.expect("a page").items, []);
        let refused = page(1, "jane\0roe").await.expect_err("no such place");
        assert!(matches!(refused, StoreError::Refused { .. }), "{refused:?}");
    });
}
