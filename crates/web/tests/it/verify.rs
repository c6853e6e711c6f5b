//! Whether somebody said something: what the page answers, and what it never claims.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;

use crate::markup::{between, text, unescape, values};
use crate::site::{Site, saying};

const THEATRE: &str =
    "The old theatre by the harbour will stay open all winter, and nobody will pay more for it";

async fn theatre() -> Site {
    let site = Site::empty().await;
    site.take_in(saying("Courier", 1, THEATRE)).await;
    site
}

fn asking(quotation: &str, speaker: Option<&str>) -> String {
    onrecord_web::address::with_parameters(
        "/verify",
        &[("q", Some(quotation)), ("speaker", speaker)],
    )
}

/// The band with the answer, as text.
fn band(page: &str) -> String {
    let section = between(page, "<section class=\"verdict", "</section>");
    text(&format!("<main>{section}</main>"))
}

#[actix_web::test]
async fn the_page_says_what_can_be_answered_before_it_is_asked() {
    let site = theatre().await;
    let page = site.page("/verify").await;
    let shown = text(&page);
    for word in [
        "Exact",
        "Trimmed",
        "Partial",
        "Altered",
        "Spliced",
        "Misattributed",
        "Not found",
    ] {
        assert!(shown.contains(word), "{word} is not in {shown}");
    }
    assert!(values(&page, "aria-current").contains(&"page"));
    assert!(text(&site.page("/").await).contains("Did they really say that?"));
}

#[actix_web::test]
async fn words_on_record_are_exact_and_their_source_is_one_click_away() {
    let site = theatre().await;
    let page = site.page(&asking(THEATRE, None)).await;
    let verdict = band(&page);
    assert!(page.contains("<title>Exact: The old theatre"), "{page}");
    assert!(verdict.contains("Exact"), "{verdict}");
    assert!(verdict.contains("Only reports were found"), "{verdict}");
    let shown = text(&page);
    assert!(
        shown.contains("Orla Finch") && shown.contains("Courier"),
        "{shown}"
    );
    assert!(
        values(&page, "href")
            .iter()
            .any(|link| link.starts_with("/articles/"))
    );
    let quote = values(&page, "href")
        .into_iter()
        .find(|link| link.starts_with("/quotes/") && !link.contains('#'))
        .expect("a link to the quote");
    let quote = site.page(quote).await;
    let verify = values(&quote, "href")
        .into_iter()
        .find(|link| link.starts_with("/verify?"))
        .expect("a link to verify the quote");
    let again = site.page(&unescape(verify)).await;
    assert!(band(&again).contains("Exact"), "{again}");
    // What was asked stands in the form again.
    assert!(shown.contains(THEATRE));
}

#[actix_web::test]
async fn altered_words_are_shown_word_by_word() {
    let site = theatre().await;
    let altered = THEATRE.replace("stay open", "stay closed");
    let page = site.page(&asking(&altered, Some("Orla Finch"))).await;
    assert!(band(&page).contains("Altered"), "{}", band(&page));
    assert!(
        page.contains("<del>closed</del>") && page.contains("<ins>open</ins>"),
        "{page}"
    );
    assert!(!text(&page).to_lowercase().contains("false"));
}

#[actix_web::test]
async fn another_speakers_words_are_named_as_theirs() {
    let site = theatre().await;
    site.take_in(crate::site::harbour()).await;
    let page = site.page(&asking(THEATRE, Some("Tove Brandt"))).await;
    let band = band(&page);
    assert!(band.contains("Misattributed"), "{band}");
    assert!(band.contains("On record they are by Orla Finch."), "{band}");
}

#[actix_web::test]
async fn what_is_not_found_says_how_far_the_search_went_and_proves_nothing() {
    let site = theatre().await;
    let page = site
        .page(&asking(
            "Pigs fly over the moon at midnight",
            Some("Orla Finch"),
        ))
        .await;
    let band = band(&page);
    for words in [
        "Not found",
        "proves nothing",
        "1 statement by Orla Finch on record",
    ] {
        assert!(band.contains(words), "{words} is not in {band}");
    }
    assert!(!text(&page).to_lowercase().contains("false"));
}

#[actix_web::test]
async fn what_cannot_be_looked_up_is_said_and_stays_in_the_form() {
    let site = theatre().await;
    for (address, reason) in [
        (asking("?!…", None), "There are no words in it."),
        (
            asking(&"word ".repeat(2_001), None),
            "Paste the part that matters.",
        ),
        ("/verify?speaker=Orla".to_owned(), "Paste the words"),
        ("/verify?q=word&limit=0".to_owned(), "no number of matches"),
    ] {
        let page = site.page_with(&address, StatusCode::BAD_REQUEST).await;
        assert!(text(&page).contains(reason), "{reason} is not in {page}");
    }
    let answer = site
        .answer(TestRequest::get().uri("/verify?q=word&speaker="))
        .await;
    assert_eq!(answer.header("location"), "/verify?q=word");
    let unknown = site.page(&asking(THEATRE, Some("Nobody Here"))).await;
    assert!(text(&unknown).contains("No speaker on record goes by the name “Nobody Here”"));
}

#[actix_web::test]
async fn a_quotation_is_text_wherever_it_is_shown_again() {
    let site = theatre().await;
    for words in crate::hostile::BREAKOUTS {
        let quotation = format!("The old {words} theatre by the harbour");
        let page = site.page(&asking(&quotation, Some(words))).await;
        let field = between(&page, "<textarea", "</textarea>");
        let (_, typed) = field.split_once('>').expect("the tag ends");
        assert_eq!(unescape(typed).trim(), quotation);
    }
}
