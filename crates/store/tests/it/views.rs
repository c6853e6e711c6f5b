//! The views for tools that read SQL say what the store says.

use std::collections::{BTreeMap, BTreeSet};

use onrecord_model::{Kind, Quote, QuoteId, StatementId};
use onrecord_store::{DeskWish, SourceKind, Store, Wish};
use sea_orm::QueryResult;

use crate::corrections::{by, correct, merge, quote, speaker};
use crate::desk;
use crate::facts::group;
use crate::fixture::{Place, article, assert_sound, minute, on_both, put};
use crate::sources::{put_source, source};

/// A record with something of everything that a view has to get right.
async fn filled(place: &Place) -> Store {
    let store = desk::filled(place).await;
    let mut mixed = article(
        "https://example.org/3",
        "Jane Rowe: «The roads cost twelve millions.» Nobody: «Perhaps.» Bo Li: «Yes.» Bo Li: «No.»",
    );
    mixed.article.outlet = None;
    mixed.article.published = None;
    mixed.quotes[0].kind = Kind::Mixed;
    mixed.quotes[2].kind = Kind::Indirect;
    mixed.quotes[2].cue_text = Some("said".to_owned());
    let mixed = put(&store, &mixed).await.article;
    let copied = put(
        &store,
        &article(
            "https://example.org/4",
            "John Doe: «The harbour loses money.»",
        ),
    )
    .await;
    // Only the current version counts.
    let mut changed = article("https://example.org/5", "Max Poe: «It was never said.»");
    put(&store, &changed).await;
    changed = article("https://example.org/5", "Max Poe: «It was said.»");
    changed.article.published = Some(minute(3000));
    put(&store, &changed).await;

    let mut said = source(
        "s",
        SourceKind::Corpus,
        &["John Doe: The harbour loses money.", "Ada Quill: Indeed."],
    );
    said.passages[0].said = Some(minute(-9_000_000_000 / 60) + chrono::TimeDelta::microseconds(7));
    said.passages[1].outlet = Some("The Quay Post".to_owned());
    put_source(&store, &said).await;

    let (jane, rowe) = (
        speaker(&store, "Jane Roe").await,
        speaker(&store, "Jane Rowe").await,
    );
    correct(&store, merge(rowe, jane)).await;
    let perhaps = quote(&store, "Perhaps").await.id;
    let bo = speaker(&store, "Bo Li").await;
    correct(&store, by(perhaps, Some(onrecord_store::Target::Known(bo)))).await;
    let no = quote(&store, "No.").await.id;
    correct(&store, by(no, None)).await;
    let million = quote(&store, "twelve millions").await.wording;
    let roads = desk::statement(&store, "twelve million.").await;
    let first = store.article_facts_after(None, 9).await.expect("articles");
    let original = first
        .iter()
        .find(|facts| facts.id != copied.article && facts.id != mixed && facts.outlet.is_some());
    group(
        &store,
        &[(million.expect("a wording"), Some(roads))],
        &[(copied.article, original.map(|facts| facts.id))],
    )
    .await;

    let wish = |claim, statement| DeskWish::LinkStatement {
        claim,
        statement: desk::link(statement),
    };
    let one = desk::new_claim(&store, "It costs twelve million.").await;
    let two = desk::new_claim(&store, "It costs 12 million.").await;
    let three = desk::new_claim(&store, "Nobody says so.").await;
    let harbour = desk::statement(&store, "harbour").await;
    for linked in [wish(one, roads), wish(two, harbour), wish(two, roads)] {
        desk::done(&store, linked).await;
    }
    for (claim, rating, by, minutes) in [
        (one, "False", "Ida Desk", 10),
        (one, "Half true", "Bo Check", 20),
        (two, "Mostly false", "Ida Desk", 30),
        (three, "True", "Ida Desk", 30),
    ] {
        desk::done(&store, desk::add(claim, desk::review(rating, by, minutes))).await;
    }
    let reject = DeskWish::RejectLink {
        claim: one,
        statement: harbour,
    };
    desk::done(&store, reject).await;
    desk::done(
        &store,
        DeskWish::MergeClaims {
            claim: two,
            into: one,
        },
    )
    .await;
    assert_sound(&store).await;
    store
}

/// Everything that is shown as a quote.
async fn shown(store: &Store) -> Vec<Quote> {
    let ids = store.quote_ids_after(None, 1000).await.expect("ids");
    let mut quotes = store.quotes(&ids).await.expect("quotes");
    for source in store.source_ids_after(None, 9).await.expect("sources") {
        let page = store.passages_from(source, 0, 1000).await.expect("read");
        quotes.extend(page.expect("there").items);
    }
    quotes
}

fn text(row: &QueryResult, column: &str) -> Option<String> {
    row.try_get("", column)
        .unwrap_or_else(|error| panic!("{column}: {error}"))
}

fn number(row: &QueryResult, column: &str) -> i64 {
    row.try_get("", column)
        .unwrap_or_else(|error| panic!("{column}: {error}"))
}

/// The rows of a view. Its times are given as microseconds since 1970, its days as text.
async fn rows(place: &Place, view: &str, times: &[&str], days: &[&str]) -> Vec<QueryResult> {
    let mut columns = vec!["*".to_owned()];
    for time in times {
        let (seconds, fraction) = match place.is_sqlite() {
            true => (
                format!("cast(strftime('%s', {time}) AS bigint)"),
                format!("cast(substr(substr({time}, 21, 6) || '000000', 1, 6) AS bigint)"),
            ),
            false => (
                format!("(extract(epoch FROM date_trunc('second', {time})))::bigint"),
                format!("(extract(microseconds FROM {time})::bigint % 1000000)"),
            ),
        };
        let fraction = match place.is_sqlite() {
            // Whole seconds are written without a fraction.
            true => format!("CASE WHEN {time} LIKE '%.%' THEN {fraction} ELSE 0 END"),
            false => fraction,
        };
        columns.push(format!("{seconds} * 1000000 + {fraction} AS {time}_in_all"));
    }
    columns.extend(
        days.iter()
            .map(|day| format!("cast({day} AS text) AS {day}_in_all")),
    );
    let sql = format!("SELECT {} FROM {view}", columns.join(", "));
    place.raw().await.rows(&sql).await
}

fn micros(row: &QueryResult, column: &str) -> Option<i64> {
    row.try_get("", &format!("{column}_in_all"))
        .unwrap_or_else(|error| panic!("{column}: {error}"))
}

fn of_quote(quote: &Quote) -> String {
    format!(
        "{} {} {:?} {:?} {:?} {:?} {:?} {} {} {:?} {:?} {:?} {:?} {:?}",
        quote.id,
        if quote.primary.is_some() {
            "primary"
        } else {
            "report"
        },
        quote.article.id.to_string(),
        quote.article.outlet,
        quote.article.published.map(|at| at.timestamp_micros()),
        quote
            .article
            .published
            .map(|at| at.date_naive().to_string()),
        quote.article.language,
        quote.kind.as_str(),
        quote.manner.polarity.as_str(),
        quote.mention,
        quote.cue_text,
        quote.text,
        quote
            .speaker
            .as_ref()
            .map(|speaker| (speaker.id.to_string(), &speaker.name)),
        quote
            .statement
            .zip(quote.wording)
            .map(|(one, other)| (one.to_string(), other.to_string())),
    )
}

#[test]
fn quotes_are_those_that_are_shown() {
    on_both(async |place| {
        let store = filled(&place).await;
        let mut expected: Vec<String> = shown(&store).await.iter().map(of_quote).collect();
        expected.sort();
        let mut found: Vec<String> = Vec::new();
        for row in rows(&place, "v_quotes", &["published"], &["day"]).await {
            let pair = |one: &str, other: &str| text(&row, one).zip(text(&row, other));
            found.push(format!(
                "{} {} {:?} {:?} {:?} {:?} {:?} {} {} {:?} {:?} {:?} {:?} {:?}",
                text(&row, "quote_id").expect("an id"),
                text(&row, "origin").expect("an origin"),
                text(&row, "article_id").expect("an id"),
                text(&row, "outlet"),
                micros(&row, "published"),
                text(&row, "day_in_all"),
                text(&row, "language"),
                text(&row, "kind").expect("a kind"),
                text(&row, "polarity").expect("a polarity"),
                text(&row, "mention"),
                text(&row, "cue"),
                text(&row, "text").expect("a text"),
                pair("speaker_id", "speaker"),
                pair("statement_id", "wording_id"),
            ));
        }
        found.sort();
        assert_eq!(found, expected);
    });
}

#[test]
fn statements_are_told_as_often_as_the_store_says() {
    on_both(async |place| {
        let store = filled(&place).await;
        let mut of_statements: BTreeMap<StatementId, Vec<Quote>> = BTreeMap::new();
        for quote in shown(&store).await {
            if let Some(statement) = quote.statement {
                of_statements.entry(statement).or_default().push(quote);
            }
        }
        let claims = store.claim_verdicts().await.expect("verdicts");
        let mut expected = Vec::new();
        for (statement, quotes) in of_statements {
            let wordings = store.wordings_of_statement(statement).await.expect("read");
            let (_, told) = store.told(&wordings).await.expect("told");
            let current: BTreeSet<_> = quotes.iter().filter_map(|quote| quote.wording).collect();
            let times = || {
                let times = quotes.iter().filter_map(|quote| quote.article.published);
                times.map(|at| at.timestamp_micros())
            };
            let reported = quotes.iter().filter(|quote| quote.primary.is_none());
            let articles: BTreeSet<_> = reported.map(|quote| quote.article.id).collect();
            let making: Vec<_> = claims
                .iter()
                .filter(|claim| claim.statements.contains(&statement))
                .collect();
            let verdict = making.first().and_then(|claim| claim.verdicts.first());
            expected.push(format!(
                "{statement} {:?} {} {} {} {} {} {:?} {:?} {} {verdict:?}",
                quotes[0]
                    .speaker
                    .as_ref()
                    .map(|speaker| speaker.id.to_string()),
                current.len(),
                told.occurrences,
                articles.len(),
                told.reports,
                told.passages,
                times().min(),
                times().max(),
                making.len(),
            ));
        }
        let mut found = Vec::new();
        for row in rows(&place, "v_statements", &["first_told", "last_told"], &[]).await {
            found.push(format!(
                "{} {:?} {} {} {} {} {} {:?} {:?} {} {:?}",
                text(&row, "statement_id").expect("an id"),
                text(&row, "speaker_id"),
                number(&row, "wordings"),
                number(&row, "quotes"),
                number(&row, "articles"),
                number(&row, "reports"),
                number(&row, "passages"),
                micros(&row, "first_told"),
                micros(&row, "last_told"),
                number(&row, "claims"),
                text(&row, "verdict"),
            ));
        }
        found.sort();
        assert_eq!(found, expected);
        let words = "SELECT text FROM v_statements WHERE wordings = 2";
        let row = &place.raw().await.rows(words).await[0];
        assert_eq!(
            text(row, "text").as_deref(),
            Some("The roads cost twelve million.")
        );
    });
}

#[test]
fn claims_have_the_statements_and_verdicts_that_the_store_says() {
    on_both(async |place| {
        let store = filled(&place).await;
        let mut expected = Vec::new();
        let listed = store
            .claims(&onrecord_store::ClaimFilter::default(), None, 9)
            .await
            .expect("claims");
        for listing in listed.items {
            let claim = store
                .claim(listing.id, None)
                .await
                .expect("read")
                .expect("there");
            let verdicts = store.claim_verdicts_of(&[listing.id]).await.expect("read");
            let mut wordings = Vec::new();
            for statement in &verdicts[0].statements {
                wordings.extend(store.wordings_of_statement(*statement).await.expect("read"));
            }
            let (_, told) = store.told(&wordings).await.expect("told");
            let newest = claim.verdicts().first().map(|review| {
                let content = &review.content;
                (content.rating.name.clone(), content.author.name.clone())
            });
            expected.push(format!(
                "{} {:?} {} {} {} {} {} {newest:?}",
                listing.id,
                claim.text.text,
                claim.state.as_str(),
                verdicts[0].statements.len(),
                told.occurrences,
                told.passages,
                claim.verdicts().len(),
            ));
        }
        expected.sort();
        assert_eq!(expected.len(), 2);
        let mut found = Vec::new();
        for row in rows(&place, "v_claims", &[], &[]).await {
            found.push(format!(
                "{} {:?} {} {} {} {} {} {:?}",
                text(&row, "claim_id").expect("an id"),
                text(&row, "text").expect("a text"),
                text(&row, "state").expect("a state"),
                number(&row, "statements"),
                number(&row, "quotes"),
                number(&row, "passages"),
                number(&row, "reviews"),
                text(&row, "verdict").zip(text(&row, "verdict_by")),
            ));
        }
        found.sort();
        assert_eq!(found, expected);
    });
}

#[test]
fn every_quote_is_counted_on_its_day() {
    on_both(async |place| {
        let store = filled(&place).await;
        let facts = store.article_facts_after(None, 99).await.expect("articles");
        let original = |quote: &Quote| {
            let article = facts.iter().find(|facts| facts.id == quote.article.id);
            article
                .and_then(|facts| facts.copy_of)
                .unwrap_or(quote.article.id)
        };
        let mut groups: BTreeMap<(Option<String>, Option<String>), Vec<Quote>> = BTreeMap::new();
        for quote in shown(&store).await {
            if quote.primary.is_none() {
                let day = quote
                    .article
                    .published
                    .map(|at| at.date_naive().to_string());
                let speaker = quote.speaker.as_ref().map(|speaker| speaker.id.to_string());
                groups.entry((day, speaker)).or_default().push(quote);
            }
        }
        let mut expected: Vec<String> = Vec::new();
        for (key, quotes) in groups {
            let count = |kind: Kind| quotes.iter().filter(|quote| quote.kind == kind).count();
            let statements: BTreeSet<_> =
                quotes.iter().filter_map(|quote| quote.statement).collect();
            let articles: BTreeSet<_> = quotes.iter().map(|quote| quote.article.id).collect();
            let reports: BTreeSet<_> = quotes.iter().map(original).collect();
            let outlets: BTreeSet<_> = quotes
                .iter()
                .filter_map(|quote| quote.article.outlet.as_ref())
                .collect();
            expected.push(format!(
                "{key:?} {} {} {} {} {} {} {} {}",
                quotes.len(),
                statements.len(),
                articles.len(),
                reports.len(),
                outlets.len(),
                count(Kind::Direct),
                count(Kind::Mixed),
                count(Kind::Indirect),
            ));
        }
        expected.sort();
        let mut found = Vec::new();
        for row in rows(&place, "v_daily_speaker", &[], &["day"]).await {
            let mut line = format!("{:?}", (text(&row, "day_in_all"), text(&row, "speaker_id")));
            for column in [
                "quotes",
                "statements",
                "articles",
                "reports",
                "outlets",
                "direct",
                "mixed",
                "indirect",
            ] {
                line.push_str(&format!(" {}", number(&row, column)));
            }
            found.push(line);
        }
        found.sort();
        assert_eq!(found, expected);
    });
}

/// Whoever reads views cannot change the record by them.
#[test]
fn views_cannot_be_written_to() {
    on_both(async |place| {
        use sea_orm::ConnectionTrait;
        let store = filled(&place).await;
        let first: QuoteId = store.quote_ids_after(None, 1).await.expect("ids")[0];
        let raw = place.raw().await;
        for sql in [
            "DELETE FROM v_quotes".to_owned(),
            "UPDATE v_claims SET text = 'x'".to_owned(),
            format!("DELETE FROM v_statements WHERE statement_id = '{first}'"),
            "UPDATE v_daily_speaker SET quotes = 0".to_owned(),
        ] {
            assert!(raw.0.execute_unprepared(&sql).await.is_err(), "{sql}");
        }
    });
}

/// A statement of two speakers who are one stands once.
#[test]
fn a_person_joins_statements_in_the_view_too() {
    on_both(async |place| {
        let store = desk::filled(&place).await;
        let one = desk::statement(&store, "twelve").await;
        let other = desk::statement(&store, "paid").await;
        correct(&store, Wish::JoinStatements { one, other }).await;
        let rows = rows(&place, "v_statements", &[], &[]).await;
        let joined = rows
            .iter()
            .find(|row| text(row, "statement_id") == Some(one.to_string()));
        assert_eq!(joined.map(|row| number(row, "quotes")), Some(3));
        assert_eq!(rows.len(), 3);
    });
}
