//! Every page says what is on record.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use onrecord_engine::intake::{Facts, Limits, from_plain_text};
use onrecord_engine::{Analyser, Ingested, Model, ReprocessRequest};
use onrecord_model::Kind;
use tokio_util::sync::CancellationToken;

use crate::markup::{between, text, values};
use crate::site::{HARBOUR_TEXT, Site, harbour, saying};

const NOWHERE: &str = "00000000-0000-7000-8000-000000000000";

#[actix_web::test]
async fn an_empty_record_says_how_to_begin() {
    let site = Site::empty().await;
    let home = site.page("/").await;
    for way in [
        "onrecord demo",
        "onrecord ingest PATH…",
        "action=\"/articles\"",
    ] {
        assert!(home.contains(way), "{way}");
    }
    assert!(home.contains("0 articles on record"));
    assert!(
        site.page("/search")
            .await
            .contains("The record holds no quote yet.")
    );
    assert!(
        site.page("/speakers")
            .await
            .contains("No speaker has been named")
    );
    site.page("/articles/new").await;
}

#[actix_web::test]
async fn what_is_not_there_is_not_found() {
    let site = Site::empty().await;
    for address in [
        format!("/articles/{NOWHERE}"),
        format!("/quotes/{NOWHERE}"),
        format!("/speakers/{NOWHERE}"),
        "/articles/7".to_owned(),
        "/quotes/%00".to_owned(),
        "/speakers/x".to_owned(),
        "/assets/style-0.css".to_owned(),
        "/nothing".to_owned(),
        "/index.php".to_owned(),
    ] {
        let page = site.page_with(&address, StatusCode::NOT_FOUND).await;
        assert!(page.contains("There is no such page"), "{address}");
    }
    let answer = site.answer(TestRequest::delete().uri("/speakers")).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.header("allow"), "GET, HEAD");
    let answer = site.answer(TestRequest::get().uri("/articles")).await;
    assert_eq!(answer.header("location"), "/articles/new");
    let answer = site
        .answer(TestRequest::with_uri("/speakers").method(actix_web::http::Method::HEAD))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_record_that_cannot_be_read_is_said_to_be_so_and_nothing_is_promised() {
    let (site, ingested) = Site::filled().await;
    site.engine.close().await.expect("closes");
    for address in [
        "/",
        "/search",
        "/speakers",
        &format!("/articles/{}", ingested.article),
    ] {
        let page = site
            .page_with(address, StatusCode::SERVICE_UNAVAILABLE)
            .await;
        assert!(
            page.contains("The record cannot be read at the moment"),
            "{address}"
        );
        assert!(!page.contains("Nothing is lost"), "{address}");
        let again = format!("<a class=\"button\" href=\"{address}\">Try again");
        assert!(page.contains(&again), "{address}: {page}");
    }
}

#[actix_web::test]
async fn home_counts_what_there_is() {
    let (site, ingested) = Site::filled().await;
    let overview = site.engine.overview().await.expect("answers");
    assert!(
        ingested.quotes >= 3,
        "the sample has more quotes than {}",
        ingested.quotes
    );
    let home = site.page("/").await;
    let words = text(&home);
    assert!(words.contains("found in 1 article,"), "{words}");
    assert!(home.contains("<dt>Quotes</dt><dd>"), "{home}");
    assert!(home.contains("Tove Brandt"));
    assert!(home.contains("Halden Courier"));
    for (kind, count) in [
        ("direct", overview.counts.quotes.direct),
        ("mixed", overview.counts.quotes.mixed),
        ("indirect", overview.counts.quotes.indirect),
    ] {
        let row = between(&home, &format!("<a href=\"/search?kind={kind}\">"), "</li>");
        assert!(
            row.contains(&format!("<span class=\"count\">{count}</span>")),
            "{kind}: {row}"
        );
    }
}

#[actix_web::test]
async fn an_article_is_shown_whole_with_its_quotes_in_place() {
    let (site, ingested) = Site::filled().await;
    let page = site.page(&format!("/articles/{}", ingested.article)).await;
    let words = text(&page);
    for paragraph in HARBOUR_TEXT.split("\n\n") {
        assert!(
            words.contains(paragraph),
            "{paragraph:?} is not in {words:?}"
        );
    }
    assert!(page.contains("href=\"https://www.courier.example/pier\""));
    assert!(words.contains("Read it at courier.example"));
    assert!(words.contains("By Ida Moe"));
    assert!(page.contains("<time datetime=\"2025-08-17\">17 August 2025</time>"));

    let view = site
        .engine
        .article(ingested.article, None)
        .await
        .expect("answers")
        .expect("is there");
    for (index, quote) in view.quotes.iter().enumerate() {
        let number = index + 1;
        assert!(
            page.contains(&format!("id=\"quote-{}\"", quote.id)),
            "the place of quote {number}"
        );
        assert!(
            page.contains(&format!("href=\"#quote-{}\"", quote.id)),
            "the way from the list to quote {number}"
        );
        assert!(
            page.contains(&format!("href=\"#entry-{number}\"")),
            "the way from quote {number} to the list"
        );
        assert!(page.contains(&format!("href=\"/quotes/{}\"", quote.id)));
        if let Some(speaker) = &quote.speaker {
            assert!(page.contains(&format!("href=\"/speakers/{}\"", speaker.id)));
        }
        let marked: usize = values(&page, "data-q")
            .iter()
            .filter(|numbers| numbers.split(' ').any(|one| one == number.to_string()))
            .count();
        assert!(
            marked >= 4,
            "words, place, reference and entry of quote {number} are tied"
        );
    }
    let sheets: Vec<&str> = values(&page, "href")
        .into_iter()
        .filter(|link| link.contains("/ties-"))
        .collect();
    assert_eq!(sheets.len(), 1);
    let sheet = site.answer(TestRequest::get().uri(sheets[0])).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(
        sheet
            .body
            .contains("[data-q~=\"1\"]:is(:hover,:focus-within,:target)")
    );
}

#[actix_web::test]
async fn a_quote_tells_who_why_and_where() {
    let (site, ingested) = Site::filled().await;
    let view = site
        .engine
        .article(ingested.article, None)
        .await
        .expect("answers")
        .expect("is there");
    let direct = view
        .quotes
        .iter()
        .find(|quote| quote.kind == Kind::Direct)
        .expect("a direct quote");
    let page = site.page(&format!("/quotes/{}", direct.id)).await;
    let words = text(&page);
    assert!(words.contains("We have tested every single beam of it"));
    assert!(words.contains("Why this speaker"));
    assert!(words.contains("Tove Brandt"));
    assert!(words.contains("On record: http://localhost:8080/quotes/"));
    assert!(page.contains(&format!("href=\"/v1/quotes/{}\"", direct.id)));
    assert!(page.contains(&format!(
        "href=\"/articles/{}?version=1#quote-{}\"",
        ingested.article, direct.id
    )));

    let unnamed = view.quotes.iter().find(|quote| quote.speaker.is_none());
    let unnamed = unnamed.expect("a quote of nobody in particular");
    let words = text(&site.page(&format!("/quotes/{}", unnamed.id)).await);
    assert!(words.contains("Why nobody is named"), "{words}");
    assert!(words.contains("senior official"), "{words}");
}

#[actix_web::test]
async fn the_same_words_elsewhere_are_compared() {
    let site = Site::empty().await;
    let first = site
        .take_in(saying(
            "Courier",
            1,
            "The council will not sell the old theatre to anybody",
        ))
        .await;
    site.take_in(saying(
        "Herald",
        2,
        "The council will not sell the old theatre",
    ))
    .await;
    let view = site
        .engine
        .article(first.article, None)
        .await
        .expect("answers")
        .expect("is there");
    let page = site.page(&format!("/quotes/{}", view.quotes[0].id)).await;
    assert!(page.contains("A part of it"), "{page}");
    assert!(text(&page).contains("2 words left out"));
    let struck = between(&page, "<p class=\"edits\"", "</p>");
    assert!(struck.contains("<del>to anybody"), "{struck}");
    assert!(page.contains("Herald"));
}

/// The page of the only quote of an article.
async fn quote_page(site: &Site, article: &Ingested) -> String {
    let view = site
        .engine
        .article(article.article, None)
        .await
        .expect("answers")
        .expect("is there");
    text(&site.page(&format!("/quotes/{}", view.quotes[0].id)).await)
}

#[actix_web::test]
async fn what_nobody_looked_for_is_not_said_to_be_missing() {
    const NONE: &str = "No other article on record reports these words";
    let site = Site::without_index().await;
    let article = site
        .take_in(saying("Courier", 1, "The council keeps the old theatre"))
        .await;
    let page = quote_page(&site, &article).await;
    assert!(
        page.contains("Not compared with other quotes yet"),
        "{page}"
    );
    assert!(!page.contains(NONE), "{page}");
    let search = site
        .page_with("/search", StatusCode::SERVICE_UNAVAILABLE)
        .await;
    assert!(
        search.contains("The index is being brought up to date"),
        "{search}"
    );
    site.engine.catch_up().await.expect("the index comes up");
    let page = quote_page(&site, &article).await;
    assert!(page.contains(NONE), "{page}");
    assert!(!page.contains("Not compared"), "{page}");
}

#[actix_web::test]
async fn more_wordings_than_are_compared_are_said_to_be_there() {
    let site = Site::empty().await;
    let paragraphs: String = (0..210)
        .map(|number| {
            format!(
                "\n\n“The council keeps theatre {number} with all its furniture,” Orla Finch said."
            )
        })
        .collect();
    let article = from_plain_text(
        format!("Council meets again{paragraphs}"),
        Facts::default(),
        &Limits::default(),
    );
    let ingested = site.take_in(article.expect("an article")).await;
    let view = site.engine.article(ingested.article, None).await;
    let quote = &view.expect("answers").expect("is there").quotes[0];
    let page = site.page(&format!("/quotes/{}", quote.id)).await;
    let speaker = quote.speaker.as_ref().expect("a speaker").id;
    let way = format!("than were compared. <a href=\"/search?speaker={speaker}\">");
    assert!(page.contains(&way), "{}", text(&page));
}

#[actix_web::test]
async fn a_speaker_has_their_quotes_and_outlets() {
    let (site, _) = Site::filled().await;
    let list = site.page("/speakers?name=brandt").await;
    assert!(list.contains("Tove Brandt"));
    assert!(
        site.page("/speakers?name=nobody+of+this+name")
            .await
            .contains("No name holds")
    );
    let speaker = &site
        .engine
        .find_speakers("Tove Brandt")
        .await
        .expect("answers")[0];
    let page = site.page(&format!("/speakers/{}", speaker.id)).await;
    assert!(text(&page).contains("We have tested every single beam of it"));
    assert!(between(&page, "id=\"outlets\"", "</section>").contains("Halden Courier"));
    let direct = site
        .page(&format!("/speakers/{}?kind=direct", speaker.id))
        .await;
    assert!(
        text(&direct).contains("1 direct quote"),
        "{}",
        text(&direct)
    );
    assert!(!text(&direct).contains("safe for ships"));
    site.page_with(
        &format!("/speakers/{}?kind=loud", speaker.id),
        StatusCode::BAD_REQUEST,
    )
    .await;
    site.page_with(
        &format!("/speakers/{}?cursor=1", speaker.id),
        StatusCode::BAD_REQUEST,
    )
    .await;
    site.page_with("/speakers?cursor=1", StatusCode::BAD_REQUEST)
        .await;
    site.page_with("/speakers?name=%00", StatusCode::BAD_REQUEST)
        .await;
}

#[actix_web::test]
async fn every_version_stays_readable() {
    let (site, ingested) = Site::filled().await;
    let mut changed = harbour();
    changed.text = changed.text.replace("any size", "most sizes");
    let facts = Facts {
        url: changed.url.clone(),
        outlet: changed.outlet.clone(),
        ..Facts::default()
    };
    let changed = from_plain_text(changed.text, facts, &Limits::default()).expect("an article");
    assert_eq!(site.take_in(changed).await.version, 2);

    let address = format!("/articles/{}", ingested.article);
    let newest = text(&site.page(&address).await);
    assert!(
        newest.contains("most sizes") && newest.contains("changed after it was first taken in")
    );
    let oldest = site.page(&format!("{address}?version=1")).await;
    assert!(text(&oldest).contains("any size") && text(&oldest).contains("This is version 1"));
    assert!(oldest.contains(&format!("href=\"{address}\">See the newest version")));
    assert!(oldest.contains(&format!("href=\"/v1{address}?version=1\"")));
    site.page_with(&format!("{address}?version=3"), StatusCode::NOT_FOUND)
        .await;
    site.page_with(&format!("{address}?version=one"), StatusCode::BAD_REQUEST)
        .await;
}

/// Nobody is told that an outlet changed its article where only another extractor read it.
#[actix_web::test]
async fn a_text_read_again_is_no_changed_article() {
    let (site, ingested) = Site::filled().await;
    let address = format!("/articles/{}", ingested.article);
    let request = ReprocessRequest {
        is_stored: true,
        ..ReprocessRequest::default()
    };
    let rules = Analyser::for_the_record_with(&Model::Rules).expect("built in");
    let stop = CancellationToken::new();
    let read = site.engine.reprocess(&request, rules, 1, &stop, |_| {});
    assert_eq!(read.await.expect("is read again").stored, 1);
    let newest = text(&site.page(&address).await);
    assert!(newest.contains("the article was not changed"), "{newest}");
    assert!(newest.contains("the same text read again"), "{newest}");
    let oldest = text(&site.page(&format!("{address}?version=1")).await);
    assert!(oldest.contains("the same in the newest one"), "{oldest}");
    assert!(!oldest.contains("it was changed since"), "{oldest}");
}

#[actix_web::test]
async fn what_is_not_english_is_kept_and_marked() {
    let site = Site::empty().await;
    let text = "Bürgermeisterin verteidigt den neuen Hafen\n\nDie Bürgermeisterin sagte am Dienstag, der neue Hafen \
                sei für alle Schiffe sicher und werde noch in diesem Jahr geöffnet. „Wir haben jeden Balken geprüft“, \
                sagte sie vor der Presse.";
    let article =
        from_plain_text(text.to_owned(), Facts::default(), &Limits::default()).expect("an article");
    let ingested = site.take_in(article).await;
    let page = site.page(&format!("/articles/{}", ingested.article)).await;
    assert!(page.contains("German: kept, not extracted"), "{page}");
    assert!(page.contains("lang=\"de\""));
    assert!(page.contains("„Wir haben jeden Balken geprüft“"));
}

#[actix_web::test]
async fn the_first_page_is_light() {
    let (site, _) = Site::filled().await;
    for number in 0..10 {
        site.take_in(saying(
            "Courier",
            number,
            "The council will meet again about the theatre",
        ))
        .await;
    }
    let home = site.page("/").await;
    let sheet = values(&home, "href")
        .into_iter()
        .find(|link| link.ends_with(".css"))
        .expect("a style sheet");
    let style = site.answer(TestRequest::get().uri(sheet)).await;
    assert_eq!(
        style.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert!(!style.body.contains("url(") && !style.body.contains("@import"));
    let bytes = home.len() + style.body.len();
    assert!(bytes <= 60 * 1024, "{bytes} bytes");
}
