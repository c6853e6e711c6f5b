//! How quotes are reported, and which stand inside another.

use onrecord_model::{CodePointSpan, Colour, CueClass, Manner, Polarity, QuoteId};
use onrecord_store::{NewArticle, NewQuote, StoreError};

use crate::fixture::{article, assert_sound, on_both, put};

/// "Jane Roe: «John Doe: Never.»", with what John Doe says as a quote inside hers.
fn nested() -> NewArticle {
    let mut new = article("https://example.org/1", "Jane Roe: «John Doe: Never.»");
    new.quotes[0].manner = Manner {
        class: Some(CueClass::Accusation),
        colour: Colour::Doubting,
        polarity: Polarity::Negated,
    };
    let inner = NewQuote {
        text: "Never.".to_owned(),
        content: vec![CodePointSpan { start: 21, end: 27 }],
        source: vec![CodePointSpan { start: 11, end: 19 }],
        inside: Some(1),
        manner: Manner::default(),
        speaker: None,
        ..new.quotes[0].clone()
    };
    // The order they are given in does not matter; their places do.
    new.quotes.insert(0, inner);
    new
}

#[test]
fn what_is_told_of_a_quote_comes_back() {
    on_both(async |place| {
        let store = place.open().await;
        let new = nested();
        let done = put(&store, &new).await;
        let quotes = store
            .quotes_of_article(done.article, 1)
            .await
            .expect("quotes");
        let [outer, inner] = quotes.as_slice() else {
            panic!("{quotes:#?}");
        };
        assert_eq!(outer.text, "John Doe: Never.");
        assert_eq!(outer.manner, new.quotes[1].manner);
        assert_eq!(outer.inside, None);
        assert_eq!(inner.text, "Never.");
        assert_eq!(inner.manner, Manner::default());
        assert_eq!(inner.inside, Some(outer.id));
        assert_sound(&store).await;
    });
}

#[test]
fn every_manner_can_be_kept() {
    on_both(async |place| {
        let store = place.open().await;
        let mut number = 0;
        let classes = CueClass::ALL.iter().copied().map(Some).chain([None]);
        for class in classes {
            let colour = Colour::ALL[number % Colour::ALL.len()];
            let polarity = Polarity::ALL[number / 3 % Polarity::ALL.len()];
            let manner = Manner {
                class,
                colour,
                polarity,
            };
            number += 1;
            let mut new = article(&format!("https://example.org/{number}"), "Jane Roe: «Yes.»");
            new.quotes[0].manner = manner;
            let done = put(&store, &new).await;
            let quotes = store.quotes_of_article(done.article, 1).await;
            assert_eq!(quotes.expect("quotes")[0].manner, manner);
        }
    });
}

#[test]
fn a_quote_inside_what_does_not_hold_it_is_refused() {
    on_both(async |place| {
        let store = place.open().await;
        let refused = async |new: NewArticle| {
            let put = store.put_article(&new).await;
            assert!(matches!(put, Err(StoreError::Refused { .. })), "{put:?}");
        };
        let mut elsewhere = nested();
        elsewhere.quotes[0].inside = Some(7);
        refused(elsewhere).await;
        let mut itself = nested();
        itself.quotes[0].inside = Some(0);
        refused(itself).await;
        let mut turned = nested();
        turned.quotes[0].inside = None;
        turned.quotes[1].inside = Some(0);
        refused(turned).await;
    });
}

#[test]
fn damage_to_it_is_found() {
    on_both(async |place| {
        let store = place.open().await;
        put(&store, &nested()).await;
        let raw = place.raw().await;
        let other = QuoteId(uuid::Uuid::from_u128(1));
        let sql = match place.is_sqlite() {
            true => format!("x'{}'", other.0.simple()),
            false => format!("'{other}'"),
        };
        raw.execute(&format!(
            "UPDATE quote SET inside_id = {sql} WHERE inside_id IS NOT NULL"
        ))
        .await;
        let problems = store.check().await.expect("the check runs");
        assert!(
            problems
                .iter()
                .any(|problem| problem.what.contains("inside a quote")),
            "{problems:#?}"
        );
        raw.execute("UPDATE quote SET polarity = 'maybe'").await;
        let article = store.latest_quotes(5).await;
        assert!(
            matches!(article, Err(StoreError::Damaged { .. })),
            "{article:?}"
        );
    });
}
