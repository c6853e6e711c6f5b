//! What whoever keeps an index needs beside what each quote is.

use onrecord_model::{ArticleId, ClaimId, Language, StatementId};
use onrecord_store::{ArticleFacts, DeskWish, Grouped, Store, Wish};

use crate::corrections::{correct, merge, quote, speaker, undo};
use crate::desk;
use crate::fixture::{Place, article, assert_sound, minute, on_both, put};

/// Lets the pass find these copies and these joined wordings.
pub(crate) async fn group(
    store: &Store,
    joined: &[(StatementId, Option<StatementId>)],
    copies: &[(ArticleId, Option<ArticleId>)],
) {
    let from = store.grouping_position().await.expect("a position");
    let grouped = Grouped {
        position: store.last_sequence().await.expect("a sequence"),
        joined: joined.to_vec(),
        copies: copies.to_vec(),
        at: minute(50),
        ..Grouped::default()
    };
    assert!(store.write_grouping(from, &grouped).await.expect("written"));
}

async fn wording(store: &Store, words: &str) -> StatementId {
    quote(store, words).await.wording.expect("a wording")
}

async fn is_language(place: &Place, sql: &str) -> bool {
    let rows = place.raw().await.rows(sql).await;
    rows[0].try_get_by_index(0).expect("yes or no")
}

#[test]
fn an_article_tells_what_counts_of_articles_need() {
    on_both(async |place| {
        let store = place.open().await;
        let mut first = article("https://example.org/1", "Jane Roe: «Yes.»");
        let one = put(&store, &first).await.article;
        let mut second = article("https://example.org/2", "Jane Roe: «No.»");
        second.article.outlet = None;
        second.article.published = None;
        second.article.language = Language::undetermined();
        second.quotes.clear();
        let two = put(&store, &second).await.article;
        group(&store, &[], &[(two, Some(one))]).await;
        first.article.text.push_str(" And more.");
        first.article.outlet = Some("The Quay Post".to_owned());
        put(&store, &first).await;

        let mut expected = vec![
            ArticleFacts {
                id: one,
                outlet: Some("The Quay Post".to_owned()),
                published: Some(minute(-600)),
                copy_of: None,
                language: Some("eng".to_owned()),
            },
            ArticleFacts {
                id: two,
                outlet: None,
                published: None,
                copy_of: Some(one),
                language: Some("und".to_owned()),
            },
        ];
        let missing = ArticleId(uuid::Uuid::from_u128(1));
        let asked = store.article_facts(&[two, missing]).await;
        assert_eq!(asked.expect("facts"), expected[1..]);
        expected.sort_by_key(|facts| facts.id);
        let page = store.article_facts_after(None, 9).await;
        assert_eq!(page.expect("facts"), expected);
        let behind = store.article_facts_after(Some(expected[0].id), 9).await;
        assert_eq!(behind.expect("facts"), expected[1..]);

        let quote = quote(&store, "Yes.").await;
        assert_eq!(quote.article.language.as_deref(), Some("eng"));
        let record = store.article(two, None).await.expect("read");
        let summary = record.expect("there").summary;
        assert_eq!(summary.language.as_deref(), Some("und"));
    });
}

#[test]
fn a_record_from_before_articles_had_a_language_gets_it_from_their_versions() {
    on_both(async |place| {
        let store = place.open().await;
        let mut new = article("https://example.org/1", "Jane Roe: «Yes.»");
        put(&store, &new).await;
        new.article.text.push_str(" Mehr.");
        new.article.language = Language("deu".to_owned());
        put(&store, &new).await;
        store.close().await.expect("closed");
        let raw = place.raw().await;
        raw.execute("UPDATE article SET language = NULL").await;
        raw.without_views_and_history().await;
        raw.execute("ALTER TABLE article DROP COLUMN language")
            .await;
        raw.execute("DELETE FROM onrecord_migration WHERE version >= 'm20261123_000008'")
            .await;
        drop(raw);
        place.open().await;
        assert!(is_language(&place, "SELECT language = 'deu' FROM article").await);
    });
}

#[test]
fn merged_speakers_and_their_wordings_lead_to_who_and_what_is_shown() {
    on_both(async |place| {
        let store = place.open().await;
        let text = "Jane Roe: «We will build it.» Ada Quill: «We will build it.» \
             Jane Roe: «We shall build it.» Ada Quill: «We shall build it.» John Doe: «No.»";
        put(&store, &article("https://example.org/1", text)).await;
        let (jane, ada) = (
            speaker(&store, "Jane Roe").await,
            speaker(&store, "Ada Quill").await,
        );
        assert_eq!(store.merged_speakers().await.expect("merged"), []);
        assert_eq!(store.joined_wordings().await.expect("joined"), []);
        let ids = store.quote_ids_after(None, 9).await.expect("ids");
        let quotes = store.quotes(&ids).await.expect("quotes");
        let wordings: Vec<StatementId> = quotes.iter().filter_map(|quote| quote.wording).collect();
        let [will, her_will, shall, her_shall, no] = wordings[..] else {
            panic!("five wordings")
        };
        group(
            &store,
            &[(shall, Some(will)), (her_shall, Some(her_will))],
            &[],
        )
        .await;
        let apart = store.joined_wordings().await.expect("joined");
        assert_eq!(apart, sorted(vec![(shall, will), (her_shall, her_will)]));

        let merged = correct(&store, merge(ada, jane)).await;
        assert_eq!(
            store.merged_speakers().await.expect("merged"),
            [(ada, jane)]
        );
        // Nothing is joined yet, and all four are occurrences of one statement.
        let head = will.min(her_will);
        let led: Vec<_> = [will, her_will, shall, her_shall]
            .into_iter()
            .filter(|wording| *wording != head)
            .map(|wording| (wording, head))
            .collect();
        let joined = store.joined_wordings().await.expect("joined");
        assert_eq!(joined, sorted(led));
        let of = store.joined_wordings_of(&[her_shall, no, head]).await;
        assert_eq!(of.expect("joined"), [(her_shall, head)]);
        let (occurrences, _) = store.quotes_of_statement(her_will, 9).await.expect("read");
        for occurrence in occurrences {
            let wording = occurrence.wording.expect("a wording");
            assert!(wording == head || joined.contains(&(wording, head)));
        }

        undo(&store, &merged).await;
        assert_eq!(store.joined_wordings().await.expect("joined"), apart);
        group(&store, &[(shall, None)], &[]).await;
        let of = store.joined_wordings_of(&[shall, her_shall]).await;
        assert_eq!(of.expect("joined"), [(her_shall, her_will)]);
        assert_sound(&store).await;
    });
}

/// What a person has put somewhere does not come to the same words of another.
#[test]
fn wordings_that_people_hold_stay_apart_after_a_merge() {
    on_both(async |place| {
        let store = place.open().await;
        let text = "Jane Roe: «Yes.» Ada Quill: «Yes.» Ada Quill: «Indeed, yes.»";
        put(&store, &article("https://example.org/1", text)).await;
        let ids = store.quote_ids_after(None, 9).await.expect("ids");
        let quotes = store.quotes(&ids).await.expect("quotes");
        let wordings: Vec<StatementId> = quotes.iter().filter_map(|quote| quote.wording).collect();
        let [_, hers, indeed] = wordings[..] else {
            panic!("three wordings")
        };
        let wish = Wish::JoinStatements {
            one: indeed,
            other: hers,
        };
        correct(&store, wish).await;
        let (jane, ada) = (
            speaker(&store, "Jane Roe").await,
            speaker(&store, "Ada Quill").await,
        );
        correct(&store, merge(ada, jane)).await;
        let joined = store.joined_wordings().await.expect("joined");
        assert_eq!(joined, [(hers, indeed)]);
    });
}

fn sorted(mut pairs: Vec<(StatementId, StatementId)>) -> Vec<(StatementId, StatementId)> {
    pairs.sort();
    pairs
}

async fn verdicts(store: &Store, claim: ClaimId) -> (Vec<StatementId>, Vec<String>) {
    let all = store.claim_verdicts_of(&[claim]).await.expect("verdicts");
    let [found] = &all[..] else { panic!("{all:?}") };
    let linked: Vec<_> = store.claim_verdicts().await.expect("verdicts");
    let is_linked = !found.statements.is_empty();
    assert_eq!(linked.contains(found), is_linked);
    (found.statements.clone(), found.verdicts.clone())
}

#[test]
fn claims_tell_the_statements_that_make_them_and_their_verdicts() {
    on_both(async |place| {
        let store = desk::filled(&place).await;
        let roads = desk::statement(&store, "twelve").await;
        let paid = wording(&store, "paid").await;
        let one = desk::new_claim(&store, "It costs twelve million.").await;
        let two = desk::new_claim(&store, "It costs 12 million.").await;
        assert_eq!(verdicts(&store, one).await, (vec![], vec![]));
        let link = |claim, statement| DeskWish::LinkStatement {
            claim,
            statement: desk::link(statement),
        };
        let rate = |rating, by, minutes| desk::add(one, desk::review(rating, by, minutes));
        desk::done(&store, link(one, roads)).await;
        desk::done(&store, rate("False", "Ida Desk", 10)).await;
        desk::done(&store, rate("Half true", "Bo Check", 20)).await;
        desk::done(&store, rate("Mostly false", "Ida Desk", 30)).await;
        // Of each reviewer the last.
        let rated = vec!["Mostly false".to_owned(), "Half true".to_owned()];
        assert_eq!(verdicts(&store, one).await, (vec![roads], rated.clone()));

        // The statement that is linked comes to be told by another wording's.
        group(&store, &[(roads, Some(paid))], &[]).await;
        assert_eq!(verdicts(&store, one).await, (vec![paid], rated.clone()));

        // Rows and log say the same, where others were merged in.
        let merged = desk::done(
            &store,
            DeskWish::MergeClaims {
                claim: one,
                into: two,
            },
        )
        .await;
        let shown = store.claim_verdicts_of(&[one, two]).await.expect("read");
        assert_eq!(shown.len(), 1);
        assert_eq!(shown[0].claim, two);
        assert_eq!(shown[0].text, "It costs 12 million.");
        assert_eq!(verdicts(&store, one).await, (vec![paid], rated.clone()));
        desk::undone(&store, &merged).await;
        assert_eq!(verdicts(&store, two).await, (vec![], vec![]));

        let mut withdrawn = desk::review("Mostly false", "Ida Desk", 30);
        withdrawn.publication = onrecord_model::Publication::Withdrawn;
        let record = desk::claim(&store, one).await;
        let last = record
            .reviews
            .iter()
            .max_by_key(|review| review.content.date);
        let revise = DeskWish::ReviseReview {
            review: last.expect("a review").id,
            content: Box::new(withdrawn),
        };
        desk::done(&store, revise).await;
        let left = vec!["Half true".to_owned(), "False".to_owned()];
        assert_eq!(verdicts(&store, one).await, (vec![paid], left));

        group(&store, &[(roads, None)], &[]).await;
        let reject = DeskWish::RejectLink {
            claim: one,
            statement: roads,
        };
        desk::done(&store, reject).await;
        assert_eq!(verdicts(&store, one).await.0, []);
        assert_sound(&store).await;
    });
}
