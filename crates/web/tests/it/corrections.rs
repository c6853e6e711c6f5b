//! People overrule on the pages: forms without scripts, only from pages of this site, seen by everybody after.

use actix_web::http::StatusCode;
use actix_web::http::header::{ContentType, HOST};
use actix_web::test::TestRequest;
use onrecord_engine::{SearchRequest, Wish};
use onrecord_model::Quote;

use crate::markup::{check_headers, check_page, text, unescape, values};
use crate::site::{Answer, Site};

async fn send_with(
    site: &Site,
    path: &str,
    headers: &[(&str, &str)],
    fields: &[(&str, &str)],
) -> Answer {
    let fields: Vec<(&str, Option<&str>)> = fields
        .iter()
        .map(|(name, value)| (*name, Some(*value)))
        .collect();
    let body = onrecord_web::address::with_parameters("", &fields);
    let mut request = TestRequest::post()
        .uri(path)
        .insert_header((HOST, "127.0.0.1:7878"))
        .insert_header(ContentType::form_url_encoded())
        .set_payload(body.trim_start_matches('?').to_owned());
    for header in headers {
        request = request.insert_header(*header);
    }
    site.answer(request).await
}

/// As a browser sends a form of this site.
async fn send(site: &Site, path: &str, fields: &[(&str, &str)]) -> Answer {
    send_with(site, path, &[("sec-fetch-site", "same-origin")], fields).await
}

/// Where a form that was taken leads.
async fn taken(site: &Site, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = send(site, path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.header("location").to_owned()
}

/// The page that comes back where a form was not taken.
async fn returned(site: &Site, path: &str, fields: &[(&str, &str)], status: u16) -> String {
    let answer = send(site, path, fields).await;
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    check_headers(&answer.headers);
    check_page(path, &answer.body);
    answer.body
}

async fn quote(site: &Site, words: &str) -> Quote {
    let request = SearchRequest {
        query: Some(words.to_owned()),
        ..SearchRequest::default()
    };
    let mut page = site.engine.search(&request).await.expect("answers");
    assert_eq!(page.hits.len(), 1, "{words}");
    page.hits.remove(0).quote
}

/// The form's address of a quote, and its page.
fn of(quote: &Quote) -> (String, String) {
    let page = format!("/quotes/{}", quote.id);
    (format!("{page}/speaker"), page)
}

fn name(quote: &Quote) -> Option<&str> {
    quote.speaker.as_ref().map(|speaker| speaker.name.as_str())
}

/// The value of the hidden field that says what was seen.
fn expected(page: &str) -> String {
    let tag = page
        .split('<')
        .find(|tag| tag.contains("name=\"expected\""))
        .expect("the form says what was seen");
    values(&format!("<{tag}"), "value")[0].to_owned()
}

#[actix_web::test]
async fn a_quote_says_why_and_can_be_corrected_by_a_form() {
    let (site, _) = Site::filled().await;
    let beam = quote(&site, "beam").await;
    let (form, address) = of(&beam);
    let page = site.page(&address).await;
    let shown = text(&page);
    for words in [
        "Why this speaker",
        "Tove Brandt",
        "Not right? Say who said it",
        "weighed by the machine",
    ] {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
    assert!(page.contains(&format!("action=\"{form}\"")));
    let fields = [
        ("expected", &*expected(&page)),
        ("who", "name"),
        ("name", "Ada Quill"),
        ("new", "yes"),
        ("by", "Ida Desk"),
    ];
    let location = taken(&site, &form, &fields).await;
    assert_eq!(location, format!("{address}#why"));
    let page = site.page(&address).await;
    let shown = text(&page);
    for words in [
        "A person decided.",
        "Ida Desk",
        "9 October 2025",
        "Ada Quill",
        "What the machine had found",
    ] {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
    assert_eq!(name(&quote(&site, "beam").await), Some("Ada Quill"));
    // In lists too, and among the corrections.
    let list = text(&site.page("/search?q=beam").await);
    assert!(list.contains("corrected by Ida Desk"), "{list}");
    let log = text(&site.page("/corrections").await);
    assert!(log.contains("is by Ada Quill, not Tove Brandt"), "{log}");
}

#[actix_web::test]
async fn whoever_was_weighed_is_quoted_there_or_nobody_can_be_chosen() {
    let (site, _) = Site::filled().await;
    for (words, who, expected_name) in [
        ("beam", "nobody", None),
        ("cost", "candidate:0", None),
        ("beam", "candidate:0", Some("Tove Brandt")),
    ] {
        let before = quote(&site, words).await;
        let (form, address) = of(&before);
        let seen = expected(&site.page(&address).await);
        let fields = [("expected", &*seen), ("who", who), ("by", "Ida Desk")];
        if before.why.candidates.is_empty() && who.starts_with("candidate") {
            returned(&site, &form, &fields, 422).await;
            continue;
        }
        taken(&site, &form, &fields).await;
        assert_eq!(name(&quote(&site, words).await), expected_name, "{words}");
    }
    // Who is quoted in the article can be chosen for another of its quotes.
    let cost = quote(&site, "cost").await;
    let (form, address) = of(&cost);
    let page = site.page(&address).await;
    let brandt = values(&page, "value")
        .into_iter()
        .find(|value| value.starts_with("speaker:"))
        .expect("somebody quoted in this article")
        .to_owned();
    let fields = [("who", &*brandt), ("by", "Ida Desk"), ("expected", "")];
    taken(&site, &form, &fields).await;
    assert_eq!(name(&quote(&site, "cost").await), Some("Tove Brandt"));
}

#[actix_web::test]
async fn siblings_are_listed_and_corrected_where_the_box_is_ticked() {
    let site = Site::empty().await;
    let text_of_two = "Council meets\n\n“The theatre stays shut,” Orla Finch said.\n\n“The money is gone,” Orla Finch said.";
    let facts = onrecord_engine::intake::Facts::default();
    let limits = onrecord_engine::intake::Limits::default();
    let article = onrecord_engine::intake::from_plain_text(text_of_two.to_owned(), facts, &limits);
    site.take_in(article.expect("an article")).await;
    let theatre = quote(&site, "theatre").await;
    let (form, address) = of(&theatre);
    let page = site.page(&address).await;
    assert!(text(&page).contains("The same goes for 1 more"), "{page}");
    assert!(text(&page).contains("The money is gone"));
    let fields = [
        ("expected", ""),
        ("who", "nobody"),
        ("siblings", "yes"),
        ("by", "Ida Desk"),
    ];
    taken(&site, &form, &fields).await;
    assert_eq!(name(&quote(&site, "money").await), None);
}

#[actix_web::test]
async fn what_is_not_enough_comes_back_with_the_reason_and_what_was_typed() {
    let (site, _) = Site::filled().await;
    let beam = quote(&site, "beam").await;
    let (form, _) = of(&beam);
    for (fields, reason) in [
        (vec![("by", "Ida")], "Choose whose words"),
        (vec![("who", "name"), ("by", "Ida")], "Type the name"),
        (
            vec![("who", "name"), ("name", "Ada <Quill>"), ("by", "Ida")],
            "Nobody on record goes by the name “Ada <Quill>”",
        ),
        (vec![("who", "nobody"), ("by", " ")], "who corrects"),
    ] {
        let page = returned(&site, &form, &fields, 422).await;
        let shown = text(&page);
        assert!(shown.contains(reason), "{reason} is not in {shown}");
        assert!(
            page.contains("role=\"alert\"") && page.contains("<details class=\"correct\" open")
        );
        for (field, value) in fields.iter().filter(|(field, _)| *field == "name") {
            let kept = values(&page, "value")
                .into_iter()
                .any(|kept| unescape(kept) == *value);
            assert!(kept, "{field} is not kept");
        }
    }
    for who in ["speaker:x", "candidate:x", "president"] {
        returned(&site, &form, &[("who", who), ("by", "Ida")], 400).await;
    }
    assert!(quote(&site, "beam").await.decision.is_none());
}

#[actix_web::test]
async fn who_comes_second_is_told_who_came_first() {
    let (site, _) = Site::filled().await;
    let beam = quote(&site, "beam").await;
    let (form, _) = of(&beam);
    let nobody = [("expected", ""), ("who", "nobody"), ("by", "Ida Desk")];
    taken(&site, &form, &nobody).await;
    let second = [
        ("expected", ""),
        ("who", "candidate:0"),
        ("by", "Bo Scribe"),
    ];
    let page = returned(&site, &form, &second, 409).await;
    let shown = text(&page);
    assert!(shown.contains("Somebody else came first"), "{shown}");
    assert!(shown.contains("Ida Desk"), "{shown}");
    // The form that came back has seen it.
    let seen = expected(&page);
    let second = [("expected", &*seen), second[1], second[2]];
    taken(&site, &form, &second).await;
    assert_eq!(name(&quote(&site, "beam").await), Some("Tove Brandt"));
}

#[actix_web::test]
async fn a_page_of_another_site_corrects_nothing() {
    let (site, _) = Site::filled().await;
    let beam = quote(&site, "beam").await;
    let (form, _) = of(&beam);
    let speaker = beam.speaker.as_ref().expect("a speaker").id;
    let correct = format!("/speakers/{speaker}/correct");
    let made = {
        let wish = Wish::Rename {
            speaker,
            name: "Tove B. Brandt".to_owned(),
            expected: onrecord_engine::Expected::Anything,
        };
        site.engine
            .correct("Ida Desk", wish)
            .await
            .expect("made")
            .id
    };
    let undo = format!("/corrections/{made}/undo");
    let seen = made.to_string();
    let forms: [(&str, Vec<(&str, &str)>); 3] = [
        (&form, vec![("who", "nobody"), ("by", "Mallory")]),
        (
            &correct,
            vec![
                ("what", "rename"),
                ("name", "X"),
                ("by", "Mallory"),
                ("expected", &seen),
            ],
        ),
        (&undo, vec![("by", "Mallory")]),
    ];
    for (path, fields) in &forms {
        for headers in [
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
            vec![("sec-fetch-site", "none")],
            vec![("origin", "https://evil.example")],
            vec![("origin", "null")],
            vec![],
        ] {
            let answer = send_with(&site, path, &headers, fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
        }
    }
    let log = site.engine.corrections(Default::default(), None, 9).await;
    assert_eq!(log.expect("answers").corrections.len(), 1);
    let own = [("origin", "http://127.0.0.1:7878")];
    let answer = send_with(&site, &undo, &own, &[("by", "Ida Desk")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn where_no_corrections_are_taken_there_are_no_forms() {
    let (mut site, _) = Site::filled().await;
    site.takes_corrections = false;
    let beam = quote(&site, "beam").await;
    let (form, address) = of(&beam);
    let speaker = beam.speaker.as_ref().expect("a speaker").id;
    let correct = format!("/speakers/{speaker}/correct");
    for address in [&address, &correct, &"/corrections".to_owned()] {
        let page = site.page(address).await;
        assert!(text(&page).contains("--allow-corrections"), "{address}");
        assert!(!page.contains("method=\"post\""), "{address}");
    }
    for path in [&form, &correct, &"/corrections/x/undo".to_owned()] {
        let answer = send(&site, path, &[("by", "Ida")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[actix_web::test]
async fn a_speaker_is_renamed_named_merged_split_and_put_back() {
    let (site, _) = Site::filled().await;
    let beam = quote(&site, "beam").await;
    let speaker = beam.speaker.as_ref().expect("a speaker").id;
    let (shown, correct) = (
        format!("/speakers/{speaker}"),
        format!("/speakers/{speaker}/correct"),
    );
    let wish = async |fields: &[(&str, &str)]| {
        let seen = expected(&site.page(&correct).await);
        let mut all = vec![("expected", &*seen), ("by", "Ida Desk")];
        all.extend(fields);
        taken(&site, &correct, &all).await
    };
    wish(&[("what", "rename"), ("name", "Tove Brandt-Moss")]).await;
    wish(&[("what", "add_alias"), ("name", "The Iron Pilot")]).await;
    let page = text(&site.page(&shown).await);
    assert!(page.contains("Tove Brandt-Moss"), "{page}");
    assert!(
        page.contains("Also written The Iron Pilot, Tove Brandt"),
        "{page}"
    );
    wish(&[("what", "remove_alias"), ("name", "The Iron Pilot")]).await;
    let quote_id = beam.id.to_string();
    wish(&[
        ("what", "split"),
        ("quote", &quote_id),
        ("name", "Ada Quill"),
        ("new", "yes"),
    ])
    .await;
    assert_eq!(name(&quote(&site, "beam").await), Some("Ada Quill"));
    assert_eq!(
        wish(&[("what", "merge"), ("name", "Ada Quill")]).await,
        shown
    );
    // The old address leads to who stays.
    let answer = site.answer(TestRequest::get().uri(&shown)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = text(&site.page(answer.header("location")).await);
    assert!(
        page.contains("A person made them one with Tove Brandt-Moss"),
        "{page}"
    );
    // Everything is in the history, and the last can be taken back there.
    let history = site.page(&correct).await;
    for words in [
        "are one speaker",
        "is called",
        "does not go by",
        "are by Ada Quill",
    ] {
        assert!(text(&history).contains(words), "{words}");
    }
    let undo = values(&history, "action")
        .into_iter()
        .find(|action| action.ends_with("/undo"))
        .expect("it can be taken back")
        .to_owned();
    taken(&site, &undo, &[("by", "Ida Desk")]).await;
    site.page(&shown).await;
    let again = returned(&site, &undo, &[("by", "Ida Desk")], 409).await;
    assert!(text(&again).contains("taken back already"));
}

#[actix_web::test]
async fn a_name_that_several_have_is_not_guessed_at() {
    let (site, _) = Site::filled().await;
    let beam = quote(&site, "beam").await;
    let cost = quote(&site, "cost").await;
    let (form, _) = of(&cost);
    let namesake = [
        ("who", "name"),
        ("name", "Tove Brandt"),
        ("new", "yes"),
        ("by", "Ida Desk"),
        ("expected", ""),
    ];
    taken(&site, &form, &namesake).await;
    let (form, _) = of(&beam);
    let by_name = [("who", "name"), ("name", "tove brandt"), ("by", "Ida Desk")];
    let page = returned(&site, &form, &by_name, 422).await;
    assert!(text(&page).contains("Several on record go by the name"));
    let offered = values(&page, "value")
        .into_iter()
        .filter(|value| value.starts_with("speaker:"))
        .count();
    assert!(offered >= 2, "{page}");
    let speaker = beam.speaker.as_ref().expect("a speaker").id;
    let correct = format!("/speakers/{speaker}/correct");
    let fields = [
        ("what", "merge"),
        ("name", "Tove Brandt"),
        ("by", "Ida"),
        ("expected", ""),
    ];
    let page = returned(&site, &correct, &fields, 422).await;
    assert!(text(&page).contains("Give the id"), "{page}");
}

#[actix_web::test]
async fn a_quote_of_an_older_version_sends_the_reader_to_the_newest() {
    let (site, ingested) = Site::filled().await;
    let old = quote(&site, "beam").await;
    let mut changed = crate::site::harbour();
    changed.text.push_str("\n\nA line was added.");
    let again = site.take_in(changed).await;
    assert_eq!(again.article, ingested.article);
    let (form, address) = of(&old);
    let page = site.page(&address).await;
    assert!(text(&page).contains("older version"), "{page}");
    assert!(!page.contains("method=\"post\""));
    let fields = [("who", "nobody"), ("by", "Ida Desk"), ("expected", "")];
    returned(&site, &form, &fields, 422).await;
}
