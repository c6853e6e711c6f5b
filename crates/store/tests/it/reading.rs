//! Lists, pages and counts.

use onrecord_model::{ArticleId, Language, QuoteId, StatementId};
use onrecord_store::{Counts, QuoteCounts, Store};
use uuid::Uuid;

use crate::fixture::{article, assert_sound, minute, on_both, put};

async fn filled(store: &Store) -> Vec<ArticleId> {
    let mut ids = Vec::new();
    for number in 0..23 {
        let text = format!("Jane Roe: «Yes.» John Doe: «No {number}.» Nobody: «Hm.»");
        let mut new = article(&format!("https://example.org/{number}"), &text);
        new.taken_in = minute(number);
        ids.push(put(store, &new).await.article);
    }
    // One more version, which leaves the old one's quotes out of every list.
    let mut new = article("https://example.org/3", "Jane Roe: «Yes.»");
    new.taken_in = minute(40);
    put(store, &new).await;
    ids
}

#[test]
fn pages_hold_everything_once() {
    on_both(async |place| {
        let store = place.open().await;
        let ids = filled(&store).await;

        let mut articles = Vec::new();
        while let page = store
            .article_ids_after(articles.last().copied(), 5)
            .await
            .expect("page")
            && !page.is_empty()
        {
            articles.extend(page);
        }
        assert_eq!(articles, ids, "in the order they were taken in");

        let mut quotes: Vec<QuoteId> = Vec::new();
        while let page = store
            .quote_ids_after(quotes.last().copied(), 7)
            .await
            .expect("page")
            && !page.is_empty()
        {
            quotes.extend(page);
        }
        assert_eq!(quotes.len(), 22 * 3 + 1);
        assert!(quotes.is_sorted());
        let by_article = store.quotes_of_articles(&ids).await.expect("quotes");
        let mut listed: Vec<QuoteId> = by_article
            .iter()
            .flat_map(|(_, quotes)| quotes.iter().map(|quote| quote.id))
            .collect();
        listed.sort();
        assert_eq!(listed, quotes);
    });
}

#[test]
fn quotes_come_in_the_order_asked_for() {
    on_both(async |place| {
        let store = place.open().await;
        let ids = filled(&store).await;
        let mut quotes = store.quote_ids_after(None, 1000).await.expect("ids");
        quotes.reverse();
        quotes.insert(3, QuoteId(Uuid::from_u128(7)));
        let found = store.quotes(&quotes).await.expect("quotes");
        quotes.remove(3);
        assert!(
            found
                .iter()
                .map(|quote| quote.id)
                .eq(quotes.iter().copied())
        );

        let latest = store.latest_quotes(4).await.expect("quotes");
        assert!(
            latest
                .iter()
                .map(|quote| quote.id)
                .eq(quotes[..4].iter().copied())
        );
        assert_eq!(latest[0].version, 2);

        let gone = ArticleId(Uuid::from_u128(7));
        let asked = [ids[5], gone, ids[3], ids[1]];
        let found = store.quotes_of_articles(&asked).await.expect("quotes");
        let counts: Vec<_> = found
            .iter()
            .map(|(id, quotes)| (*id, quotes.len()))
            .collect();
        assert_eq!(counts, [(ids[5], 3), (gone, 0), (ids[3], 1), (ids[1], 3)]);
        let positions: Vec<u32> = found[0].1.iter().map(|quote| quote.start()).collect();
        assert!(positions.is_sorted());
        assert_eq!(store.quotes(&[]).await.expect("none"), []);
        assert_eq!(store.quotes_of_articles(&[]).await.expect("none"), []);
    });
}

#[test]
fn the_same_words_of_one_speaker_are_one_statement() {
    on_both(async |place| {
        let store = place.open().await;
        let ids = filled(&store).await;
        let quotes = store.quotes_of_article(ids[0], 1).await.expect("quotes");
        let statement = quotes[0].statement.expect("a statement");
        let (yes, total) = store
            .quotes_of_statement(statement, 100)
            .await
            .expect("quotes");
        assert_eq!((yes.len(), total), (23, 23));
        assert!(yes.iter().all(|quote| quote.text == "Yes."));
        assert!(yes.is_sorted_by_key(|quote| quote.id));

        // Stored last and published first, and stored last without a date.
        let mut early = article("https://example.org/early", "Jane Roe: «Yes.»");
        early.article.published = Some(minute(-9000));
        let early = put(&store, &early).await.article;
        let mut undated = article("https://example.org/undated", "Jane Roe: «Yes.»");
        undated.article.published = None;
        let undated = put(&store, &undated).await.article;
        let listed = async |limit: u32| {
            let answer = store.quotes_of_statement(statement, limit).await;
            let (quotes, total) = answer.expect("quotes");
            let articles: Vec<ArticleId> = quotes.iter().map(|quote| quote.article.id).collect();
            (articles, total)
        };
        let (all, total) = listed(100).await;
        assert_eq!((all.len(), total), (25, 25));
        assert_eq!((all[0], all[24]), (early, undated));
        assert_eq!(listed(25).await, (all.clone(), 25));
        assert_eq!(listed(7).await, (all[..7].to_vec(), 25));
        assert_eq!(listed(0).await, (Vec::new(), 25));
        assert_eq!(quotes[2].statement, None);
        let none = store
            .quotes_of_statement(StatementId(Uuid::from_u128(7)), 5)
            .await;
        assert_eq!(none.expect("none"), (Vec::new(), 0));
    });
}

#[test]
fn everything_is_counted() {
    on_both(async |place| {
        let store = place.open().await;
        assert_eq!(store.counts().await.expect("counts"), Counts::default());
        filled(&store).await;
        let mut foreign = article("https://example.org/de", "Jane Roe sagt nichts.");
        foreign.article.language = Language("deu".to_owned());
        foreign.article.outlet = Some("Das Hafenblatt".to_owned());
        foreign.extractor = None;
        put(&store, &foreign).await;
        let mut nameless = article("https://example.org/x", "Jane Roe: «Maybe.»");
        nameless.article.outlet = None;
        nameless.quotes[0].kind = onrecord_model::Kind::Mixed;
        put(&store, &nameless).await;
        assert_eq!(
            store.counts().await.expect("counts"),
            Counts {
                articles: 25,
                reports: 25,
                versions: 26,
                not_extracted: 1,
                quotes: QuoteCounts {
                    direct: 67,
                    mixed: 1,
                    indirect: 0,
                },
                without_speaker: 22,
                speakers: 2,
                statements: 24,
                outlets: 2,
                sources: 0,
                passages: 0,
            }
        );
        assert_eq!(
            store.outlets().await.expect("outlets"),
            [
                ("The Harbour Gazette".to_owned(), 23),
                ("Das Hafenblatt".to_owned(), 1),
            ]
        );
        assert_sound(&store).await;
    });
}
