//! Whatever an article says, its page is only ever text.

use onrecord_model::{Article, Block, BlockRole, Language, Span};

use crate::markup::text;
use crate::site::Site;

pub(crate) const BREAKOUTS: [&str; 5] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></textarea></style><svg onload=alert(1)>",
    "{{ 7*7 }}{% raw %}<!--",
];

fn hostile(words: &str, number: usize, url: &str) -> Article {
    let text = format!(
        "{words}\n\n“The {words} bridge is closed for good,” Mayor Orla {words} Finch said on Monday."
    );
    let end = words.len();
    Article {
        external_id: Some(words.to_owned()),
        url: Some(format!("{url}{number}")),
        title: Some(words.to_owned()),
        outlet: Some(words.to_owned()),
        authors: vec![words.to_owned(), words.to_owned()],
        published: None,
        language: Language::english(),
        blocks: vec![
            Block {
                span: Span::new(0, end),
                role: BlockRole::Headline,
            },
            Block {
                span: Span::new(end + 2, text.len()),
                role: BlockRole::Body,
            },
        ],
        text,
    }
}

#[actix_web::test]
async fn markup_in_an_article_is_text_on_every_page() {
    let site = Site::empty().await;
    for (number, words) in BREAKOUTS.into_iter().enumerate() {
        let ingested = site
            .take_in(hostile(words, number, "javascript:alert(1)//"))
            .await;
        // `page` checks that there is no script, no handler, no foreign tag and no link that runs.
        let page = site.page(&format!("/articles/{}", ingested.article)).await;
        assert!(text(&page).contains(words), "{words} is shown as it is");
        let view = site
            .engine
            .article(ingested.article, None)
            .await
            .expect("answers")
            .expect("is there");
        for quote in &view.quotes {
            site.page(&format!("/quotes/{}", quote.id)).await;
            if let Some(speaker) = &quote.speaker {
                site.page(&format!("/speakers/{}", speaker.id)).await;
            }
        }
    }
    assert!(
        site.engine
            .overview()
            .await
            .expect("answers")
            .counts
            .quotes
            .total()
            > 0,
        "nothing was tested"
    );
    for address in ["/", "/speakers", "/search", "/search?q=bridge"] {
        site.page(address).await;
    }
}

#[actix_web::test]
async fn markup_in_an_address_is_text_on_the_page() {
    let site = Site::empty().await;
    for words in BREAKOUTS {
        for path in [
            "/search?q=",
            "/search?speaker=",
            "/search?outlet=",
            "/speakers?name=",
            "/verify?q=",
        ] {
            let (path, name) = path.split_once('?').expect("a parameter");
            let name = name.trim_end_matches('=');
            let address = onrecord_web::address::with_parameters(path, &[(name, Some(words))]);
            site.page(&address).await;
        }
    }
}

#[actix_web::test]
async fn an_address_that_is_not_of_the_web_is_shown_but_leads_nowhere() {
    let site = Site::empty().await;
    for scheme in [
        "javascript:",
        "data:text/html,",
        "file:///etc/",
        "JaVaScRiPt:",
        "vbscript:",
    ] {
        let ingested = site.take_in(hostile("bridge", 1, scheme)).await;
        let page = site.page(&format!("/articles/{}", ingested.article)).await;
        assert!(text(&page).contains(scheme), "{scheme}");
        assert!(!page.contains(&format!("href=\"{scheme}")), "{scheme}");
    }
}
