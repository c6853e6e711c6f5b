//! Texts that databases and offsets have been known to stumble over.

use onrecord_model::{Quote, Span};
use onrecord_store::StoreError;
use proptest::prelude::*;

use crate::fixture::{article, assert_sound, minute, on_both, put};

/// What went in comes out, to the byte, and its quotes slice it.
fn check(texts: &'static [&'static str]) {
    on_both(async |place| {
        let store = place.open().await;
        for (number, text) in texts.iter().enumerate() {
            let new = article(&format!("https://example.org/{number}"), text);
            let done = put(&store, &new).await;
            let record = store.article(done.article, None).await.expect("read");
            assert_eq!(record.expect("there").text, *text);
            let quotes = store
                .quotes_of_article(done.article, 1)
                .await
                .expect("quotes");
            assert_eq!(quotes.len(), new.quotes.len());
            let points: Vec<char> = text.chars().collect();
            for quote in quotes {
                let slice = &points[quote.start() as usize..quote.end() as usize];
                assert_eq!(slice.iter().collect::<String>(), quote.text);
            }
        }
        assert_sound(&store).await;
    });
}

#[test]
fn characters_of_every_length() {
    check(&[
        "Zoë Ünal: «Où? 🙂 Là.» 王明: «很好。» Nobody: «🏳️‍🌈 e\u{301} \u{202e}rtl\u{202c}»",
        "\u{feff}Jane Roe: «Back\\slash 'quote' \"double\" % _ ; -- DROP TABLE»\r\n",
        "Jane Roe: «\u{1}\u{7f}\u{85}\u{2028}\u{fffd}\u{10ffff}»",
        "Jane Roe: «$1 ? :name @x {} \\u0000»",
    ]);
}

#[test]
fn no_text_and_no_quotes() {
    check(&["", "Nothing is said here."]);
}

#[test]
fn a_quote_in_several_pieces() {
    on_both(async |place| {
        let store = place.open().await;
        let text = "Ça va, “we will”, said Jane Roe, “see”.";
        let mut new = article("https://example.org/1", "Jane Roe: «placeholder»");
        new.article.text = text.to_owned();
        new.article.blocks.clear();
        let quote = &mut new.quotes[0];
        quote.source = vec![(23, 31).into()];
        quote.content = vec![(7, 16).into(), (33, 38).into()];
        quote.text = format!("“we will”{}“see”", Quote::GAP);
        let done = put(&store, &new).await;
        let quotes = store
            .quotes_of_article(done.article, 1)
            .await
            .expect("quotes");
        assert_eq!(quotes[0].content, new.quotes[0].content);
        assert_eq!((quotes[0].start(), quotes[0].end()), (7, 38));
        assert_sound(&store).await;
    });
}

#[test]
fn what_does_not_hold_together_is_refused() {
    on_both(async |place| {
        let store = place.open().await;
        let sound = article("https://example.org/1", "Jane Roe: «Yes.» John Doe: «No.»");
        let mut wrong = Vec::new();
        let mut with = |what: &'static str, change: &dyn Fn(&mut onrecord_store::NewArticle)| {
            let mut new = sound.clone();
            change(&mut new);
            wrong.push((what, new));
        };
        with("NUL", &|new| new.article.text.push('\0'));
        with("NUL", &|new| new.article.title = Some("\0".to_owned()));
        with("NUL", &|new| {
            new.quotes[1].mention = Some("a\0b".to_owned())
        });
        with("words", &|new| new.quotes[1].text.push('!'));
        with("words", &|new| new.quotes[1].content.clear());
        with("words", &|new| {
            new.quotes[0].text = format!("No.{}Yes.", Quote::GAP);
            new.quotes[0].content = [&new.quotes[1].content[..], &new.quotes[0].content].concat();
        });
        with("does not fit", &|new| {
            new.quotes[1].source = vec![(3, 999).into()]
        });
        with("does not fit", &|new| {
            new.quotes[1].cue = vec![(9, 3).into()]
        });
        with("block", &|new| {
            new.article.blocks[0].span = Span::new(0, 9999)
        });
        with("extractor", &|new| new.extractor = None);
        with("years", &|new| {
            new.article.published = Some(minute(0) + chrono::TimeDelta::days(4_000_000));
        });
        with("no name", &|new| {
            if let Some(speaker) = &mut new.quotes[0].speaker {
                speaker.name = " ".to_owned();
            }
        });
        for (what, new) in wrong {
            let error = store.put_article(&new).await.expect_err(what);
            assert!(
                matches!(error, StoreError::Refused { .. }),
                "{what}: {error:?}"
            );
            assert!(error.to_string().contains(what), "{what}: {error}");
        }
        let counts = place.raw().await.counts().await;
        assert!(counts.iter().all(|(_, rows)| *rows == 0), "{counts:?}");
        put(&store, &sound).await;
    });
}

#[test]
fn a_very_large_article() {
    on_both(async |place| {
        let store = place.open().await;
        let mut text = String::new();
        for number in 0..6_000 {
            text.push_str(&format!("Speaker N{number}: «Wörd {number}.» "));
        }
        text.push_str(&"And nothing more was said that day. ".repeat(60_000));
        let done = put(&store, &article("https://example.org/1", &text)).await;
        assert_eq!(done.quotes, 6_000);
        let quotes = store
            .quotes_of_article(done.article, 1)
            .await
            .expect("quotes");
        assert_eq!(quotes.len(), 6_000);
        assert!(quotes.is_sorted_by_key(|quote| (quote.start(), quote.id)));
        let ids: Vec<_> = quotes.iter().rev().map(|quote| quote.id).collect();
        let hydrated = store.quotes(&ids).await.expect("quotes");
        assert!(hydrated.iter().eq(quotes.iter().rev()));
        let again = put(
            &store,
            &article("https://example.org/1", "Jane Roe: «Enough.»"),
        )
        .await;
        assert_eq!((again.version, again.quotes), (2, 1));
        assert_sound(&store).await;
    });
}

#[test]
fn names_and_addresses_of_any_length() {
    on_both(async |place| {
        let store = place.open().await;
        let long = "é".repeat(20_000);
        let mut new = article(&format!("https://example.org/{long}"), "Jane Roe: «Yes.»");
        new.article.outlet = Some(long.clone());
        if let Some(speaker) = &mut new.quotes[0].speaker {
            speaker.key = format!("name:person:{long}");
            speaker.name = format!("Jane {long}");
            speaker.aliases = vec![long.clone()];
        }
        new.quotes[0].fingerprint = Some(long.clone());
        put(&store, &new).await;
        assert_eq!(store.find_speakers(&long).await.expect("find").len(), 1);
        assert_sound(&store).await;
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, ..ProptestConfig::default() })]
    #[test]
    fn any_text_comes_back(
        articles in proptest::collection::vec(proptest::collection::vec("[^\0«»]{0,40}", 8), 20)
    ) {
        on_both(async |place| {
            let store = place.open().await;
            for (number, texts) in articles.iter().enumerate() {
                let said = format!(
                    "{}: «{}» {}: «{}» {}",
                    texts[0], texts[1], texts[2], texts[3], texts[4]
                );
                let mut new = article(&format!("https://example.org/{number}"), &said);
                for quote in &mut new.quotes {
                    // A name of white space alone is refused, as another test shows.
                    quote.speaker = None;
                }
                new.article.title = Some(texts[5].clone());
                new.article.outlet = Some(texts[6].clone());
                new.article.authors = vec![texts[7].clone()];
                let done = put(&store, &new).await;
                let record = store.article(done.article, None).await.expect("read");
                let record = record.expect("there");
                assert_eq!(record.text, new.article.text);
                assert_eq!(record.authors, new.article.authors);
                assert_eq!(record.summary.title, new.article.title);
                assert_eq!(record.summary.outlet, new.article.outlet);
            }
            assert_sound(&store).await;
        });
    }
}
