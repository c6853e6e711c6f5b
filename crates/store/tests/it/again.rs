//! A text that another extractor has read again: a version of its own, with what people did carried over.

use onrecord_model::{CodePointSpan, FlagSubject, Quote, Sequence};
use onrecord_store::{
    DeskWish, NewArticle, Put, ReadFilter, ReadQuote, Reading, Store, StoreError, Wish,
};

use crate::corrections::{add_alias, by, correct, new_person, quote, speaker, who};
use crate::desk::{claim, done, link, new_claim, statement};
use crate::fixture::{article, assert_sound, minute, on_both, person, put};

const URL: &str = "https://example.org/1";
const TEXT: &str = "Jane Roe: «The quay is safe.» John Doe: «It will cost more.» \
     Jane Roe: «We open in May.» Nobody: «Who pays?»";

async fn filled(store: &Store) -> Put {
    put(
        store,
        &article("https://example.org/0", "Jane Roe: «The quay is safe.»"),
    )
    .await;
    put(store, &article(URL, TEXT)).await
}

async fn read(store: &Store, put: &Put) -> Reading {
    let reading = store.reading(put.article).await.expect("is read");
    reading.expect("is there")
}

/// What another extractor finds in the same text: all that passes.
fn found(reading: &Reading, passes: impl Fn(&str) -> bool) -> NewArticle {
    let mut new = article(URL, TEXT);
    assert_eq!(new.article, reading.article);
    new.extractor = Some("test 2".to_owned());
    new.taken_in = minute(200);
    new.quotes.retain(|quote| passes(&quote.text));
    new
}

async fn put_again(store: &Store, reading: &Reading, new: &NewArticle) -> Put {
    let put = store.put_reading(reading.position, new).await;
    let put = put.expect("is stored").expect("nothing came between");
    assert_sound(store).await;
    put
}

async fn current(store: &Store, put: &Put) -> Vec<Quote> {
    let of_article = store.quotes_of_articles(&[put.article]).await;
    of_article.expect("quotes").remove(0).1
}

fn is_held(reading: &Reading, words: &str) -> bool {
    of(reading, words).is_held
}

fn of<'reading>(reading: &'reading Reading, words: &str) -> &'reading ReadQuote {
    let mut quotes = reading.quotes.iter();
    let found = quotes.find(|quote| quote.quote.text.contains(words));
    found.unwrap_or_else(|| panic!("{words}"))
}

#[test]
fn what_is_found_anew_is_a_version_of_the_same_text() {
    on_both(async |place| {
        let store = place.open().await;
        let stored = filled(&store).await;
        let before = current(&store, &stored).await;
        let reading = read(&store, &stored).await;
        assert_eq!(reading.extractor.as_deref(), Some("test 1"));
        let mut new = found(&reading, |text| text != "Who pays?");
        // Somebody else says it this time, and it begins later.
        new.quotes[2].speaker = Some(person("Max Poe"));
        let CodePointSpan { start, end } = new.quotes[1].content[0];
        new.quotes[1].content = vec![CodePointSpan {
            start: start + 3,
            end,
        }];
        new.quotes[1].text = "will cost more.".to_owned();
        new.quotes[1].fingerprint = Some("will cost more.".to_owned());
        let again = put_again(&store, &reading, &new).await;
        assert_eq!((again.article, again.version), (stored.article, 2));
        assert!(again.sequence > stored.sequence);
        let changes = store.changes_after(stored.sequence, 9).await.expect("feed");
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].id, stored.article.0);
        assert_eq!(changes[0].at, minute(200));
        let after = current(&store, &stored).await;
        let words: Vec<&str> = after.iter().map(|quote| quote.text.as_str()).collect();
        assert_eq!(
            words,
            ["The quay is safe.", "will cost more.", "We open in May."]
        );
        assert!(after.iter().all(|quote| quote.extractor == "test 2"));
        // The same statement as before, told in as many articles.
        assert_eq!(after[0].statement, before[0].statement);
        let told = store
            .quotes_of_statement(after[0].statement.expect("a statement"), 9)
            .await
            .expect("quotes");
        assert_eq!(told.1, 2);
        assert_eq!(who(&store, "May").await.as_deref(), Some("Max Poe"));
        // The quotes of before are where they were, and the record as it was says so.
        let then = store
            .quotes_of_articles_as_of(&[stored.article], stored.sequence)
            .await
            .expect("quotes");
        assert_eq!(then[0].1, before);
        let ids: Vec<_> = before.iter().map(|quote| quote.id).collect();
        assert_eq!(store.quotes(&ids).await.expect("quotes"), before);
        let record = store.article(stored.article, None).await.expect("read");
        let versions = record.expect("there").versions;
        let told: Vec<_> = versions
            .iter()
            .map(|version| (version.extractor.as_deref(), version.is_read_again))
            .collect();
        assert_eq!(told, [(Some("test 1"), false), (Some("test 2"), true)]);
        // The same content taken in once more is known by what was read last.
        let known = store.find_unchanged(&new.article).await.expect("looked");
        assert_eq!(known.expect("known").version, 2);
    });
}

#[test]
fn only_what_another_has_read_is_asked_for() {
    on_both(async |place| {
        let store = place.open().await;
        let stored = filled(&store).await;
        let mut foreign = article("https://example.org/2", "Es war einmal.");
        foreign.extractor = None;
        put(&store, &foreign).await;
        let asked = async |not_by: Option<&str>, from, to| {
            let filter = ReadFilter {
                not_by: not_by.map(str::to_owned),
                from,
                to,
                ..ReadFilter::default()
            };
            let articles = store.read_articles(&filter, None, 99).await.expect("read");
            articles.len()
        };
        assert_eq!(asked(None, None, None).await, 2);
        assert_eq!(asked(Some("test 1"), None, None).await, 0);
        assert_eq!(asked(Some("test 2"), None, None).await, 2);
        assert_eq!(asked(None, Some(minute(0)), None).await, 0);
        assert_eq!(asked(None, Some(minute(-600)), Some(minute(-600))).await, 2);
        let reading = read(&store, &stored).await;
        put_again(&store, &reading, &found(&reading, |_| true)).await;
        assert_eq!(asked(Some("test 2"), None, None).await, 1);
        let only = ReadFilter {
            articles: vec![stored.article],
            ..ReadFilter::default()
        };
        let articles = store.read_articles(&only, None, 99).await.expect("read");
        assert_eq!(articles.len(), 1);
        let behind = store.read_articles(&only, Some(stored.article), 99).await;
        assert_eq!(behind.expect("read").len(), 0);
    });
}

#[test]
fn what_people_did_is_told_and_carried_over() {
    on_both(async |place| {
        let store = place.open().await;
        let stored = filled(&store).await;
        let none = read(&store, &stored).await;
        assert!(none.quotes.iter().all(|quote| !quote.is_held));
        let cost = quote(&store, "cost").await.id;
        correct(&store, by(cost, Some(new_person("Ada Quill")))).await;
        let flag = DeskWish::Flag {
            subject: FlagSubject::Quote(quote(&store, "Who pays?").await.id),
            reason: "Who is it?".to_owned(),
        };
        done(&store, flag).await;
        let made = new_claim(&store, "The quay is safe.").await;
        let safe = statement(&store, "safe").await;
        let wish = DeskWish::LinkStatement {
            claim: made,
            statement: link(safe),
        };
        done(&store, wish).await;
        let check = |reading: &Reading| {
            assert!(is_held(reading, "cost"));
            assert!(is_held(reading, "pays"));
            assert!(is_held(reading, "safe"));
            assert!(!is_held(reading, "May"));
            let found = of(reading, "cost").found.as_ref();
            assert_eq!(found.map(|found| found.name.as_str()), Some("John Doe"));
            assert_eq!(of(reading, "pays").found, None);
        };
        let reading = read(&store, &stored).await;
        check(&reading);
        // What was read before that may not be stored any more.
        let late = found(&none, |_| true);
        let put = store.put_reading(none.position, &late).await;
        assert_eq!(put.expect("answered"), None);
        let mut new = found(&reading, |_| true);
        new.quotes[1].extractor = Some("test 1".to_owned());
        put_again(&store, &reading, &new).await;
        let after = current(&store, &stored).await;
        assert_eq!(after[1].extractor, "test 1");
        assert_eq!(after[1].decision.as_ref().expect("decided").by, "Ida Desk");
        assert_eq!(who(&store, "cost").await.as_deref(), Some("Ada Quill"));
        assert_eq!(statement(&store, "safe").await, safe);
        assert_eq!(claim(&store, made).await.links.len(), 1);
        // And so it is told once more, by whatever reads it next.
        check(&read(&store, &stored).await);
    });
}

#[test]
fn a_name_that_people_gave_holds_no_quote_and_is_looked_up_anew() {
    on_both(async |place| {
        let store = place.open().await;
        filled(&store).await;
        let jane = speaker(&store, "Jane Roe").await;
        correct(&store, add_alias(jane, "Jay Roe")).await;
        let text = "Jay Roe: «I was misheard.»";
        let stored = put(&store, &article("https://example.org/9", text)).await;
        assert_eq!(who(&store, "misheard").await.as_deref(), Some("Jane Roe"));
        let reading = read(&store, &stored).await;
        assert!(!is_held(&reading, "misheard"));
        let mut new = article("https://example.org/9", text);
        new.extractor = Some("test 2".to_owned());
        put_again(&store, &reading, &new).await;
        assert_eq!(who(&store, "misheard").await.as_deref(), Some("Jane Roe"));
    });
}

#[test]
fn what_people_say_of_statements_holds_their_quotes() {
    on_both(async |place| {
        let store = place.open().await;
        let stored = filled(&store).await;
        let (safe, may) = (
            statement(&store, "safe").await,
            statement(&store, "May").await,
        );
        let cost = statement(&store, "cost").await;
        let dismissed = DeskWish::DismissStatement {
            statement: cost,
            reason: String::new(),
        };
        done(&store, dismissed).await;
        let join = Wish::JoinStatements {
            one: safe,
            other: may,
        };
        correct(&store, join).await;
        let reading = read(&store, &stored).await;
        for words in ["safe", "May", "cost"] {
            assert!(is_held(&reading, words), "{words}");
        }
        assert!(!is_held(&reading, "pays"));
    });
}

#[test]
fn what_is_another_text_or_another_version_is_not_stored() {
    on_both(async |place| {
        let store = place.open().await;
        let stored = filled(&store).await;
        let reading = read(&store, &stored).await;
        let before = place.raw().await.counts().await;
        let other = article(URL, "Jane Roe: «The quay is safe.»");
        let error = store.put_reading(reading.position, &other).await;
        assert!(
            matches!(error, Err(StoreError::Refused { .. })),
            "{error:?}"
        );
        let elsewhere = article("https://example.org/7", TEXT);
        let error = store.put_reading(reading.position, &elsewhere).await;
        assert!(
            matches!(error, Err(StoreError::Refused { .. })),
            "{error:?}"
        );
        assert_eq!(place.raw().await.counts().await, before);
        let changed = format!("{TEXT} It rained.");
        put(&store, &article(URL, &changed)).await;
        let put = store
            .put_reading(reading.position, &found(&reading, |_| true))
            .await;
        assert_eq!(put.expect("answered"), None);
        let last = store.last_sequence().await.expect("a number");
        assert!(last > Sequence(0));
        assert_sound(&store).await;
    });
}
