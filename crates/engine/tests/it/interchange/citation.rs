//! Citations as reference managers read them.

use chrono::NaiveDate;
use onrecord_engine::interchange::{Citation, ReviewedClaim};
use onrecord_model::{
    ClaimId, ClaimText, Claimant, Primary, Publication, Rating, Review, ReviewId, Reviewer,
};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::{quote, span, time};

fn accessed() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, 1).expect("a day")
}

fn of_quote() -> Citation {
    let text = "It costs $5 & 10 % of {x_1}~^\\#.";
    Citation::of_quote(&quote(text, vec![span(0, 32)]), None, accessed())
}

#[test]
fn bibtex() {
    let expected = r"@article{quote-00000000-0000-0000-0000-000000000007,
  title = {{Ferry \& bridge: 100 \% open}},
  journal = {Halden Courier},
  year = {2025},
  month = {8},
  day = {17},
  date = {2025-08-17},
  url = {https://courier.example/ferry_%7B1%7D},
  urldate = {2025-09-01},
  note = {Odile Brandt: “It costs \$5 \& 10 \% of \{x\_1\}\textasciitilde{}\textasciicircum{}\textbackslash{}\#.”},
}
";
    assert_eq!(of_quote().bibtex(), expected);
}

#[test]
fn ris() {
    let expected = "TY  - NEWS\r
ID  - quote-00000000-0000-0000-0000-000000000007\r
TI  - Ferry & bridge: 100 % open\r
T2  - Halden Courier\r
PY  - 2025\r
DA  - 2025/08/17/\r
UR  - https://courier.example/ferry_{1}\r
Y2  - 2025/09/01/\r
N1  - Odile Brandt: “It costs $5 & 10 % of {x_1}~^\\#.”\r
ER  - \r
";
    assert_eq!(of_quote().ris(), expected);
}

#[test]
fn csl() {
    let expected = json!({
        "id": "quote-00000000-0000-0000-0000-000000000007",
        "type": "article-newspaper",
        "title": "Ferry & bridge: 100 % open",
        "container-title": "Halden Courier",
        "issued": {"date-parts": [[2025, 8, 17]]},
        "URL": "https://courier.example/ferry_{1}",
        "accessed": {"date-parts": [[2025, 9, 1]]},
        "note": "Odile Brandt: “It costs $5 & 10 % of {x_1}~^\\#.”"
    });
    assert_eq!(of_quote().csl(), expected);
}

#[test]
fn who_speaks_for_themselves_is_the_author() {
    let mut quote = quote("It is so.", vec![span(0, 9)]);
    quote.primary = Some(Primary {
        position: 0,
        reference: None,
    });
    quote.article.outlet = None;
    quote.article.url = None;
    let citation = Citation::of_quote(&quote, Some("https://desk.example/quotes/7"), accessed());
    assert!(citation.bibtex().starts_with("@misc{quote-"));
    assert!(citation.bibtex().contains("  author = {Odile Brandt},\n"));
    assert!(
        citation
            .bibtex()
            .contains("  url = {https://desk.example/quotes/7},\n")
    );
    assert!(citation.ris().contains("AU  - Odile Brandt\r\n"));
    assert_eq!(
        citation.csl()["author"],
        json!([{"literal": "Odile Brandt"}])
    );
    quote.speaker.as_mut().expect("a speaker").name = "Fire and Rescue".to_owned();
    let citation = Citation::of_quote(&quote, None, accessed());
    assert!(
        citation
            .bibtex()
            .contains("  author = {{Fire and Rescue}},\n")
    );
}

#[test]
fn claims_and_reviews() {
    let text = ClaimText {
        text: "The ferry is free.".to_owned(),
        claimant: Some(Claimant {
            name: "Milo Teague".to_owned(),
            ..Claimant::default()
        }),
        made: Some(time("2025-08-16T00:00:00Z")),
        ..ClaimText::default()
    };
    let claim = Citation::of_claim(
        ClaimId(Uuid::from_u128(1)),
        &text,
        Some("https://desk.example/1"),
        accessed(),
    );
    assert_eq!(
        claim.csl()["note"],
        json!("Milo Teague: “The ferry is free.”")
    );
    assert_eq!(claim.csl()["URL"], json!("https://desk.example/1"));
    let mut review = Review {
        rating: Rating {
            name: "Half true".to_owned(),
            ..Rating::default()
        },
        author: Reviewer {
            name: "Halden Checks".to_owned(),
            url: None,
            is_organisation: true,
        },
        date: time("2025-08-18T12:00:00Z"),
        title: None,
        rationale: None,
        evidence: Vec::new(),
        language: None,
        url: Some("https://checks.example/1".to_owned()),
        publication: Publication::Published,
        is_imported: true,
    };
    let cite = |review: &Review| {
        let item = ReviewedClaim {
            text: &text,
            review,
            page: None,
            appearances: &[],
        };
        Citation::of_review(ReviewId(Uuid::from_u128(2)), &item, accessed()).csl()
    };
    let csl = cite(&review);
    assert_eq!(
        csl["id"],
        json!("review-00000000-0000-0000-0000-000000000002")
    );
    assert_eq!(csl["title"], json!("Review of: The ferry is free."));
    assert_eq!(csl["container-title"], json!("Halden Checks"));
    assert_eq!(csl["issued"], json!({"date-parts": [[2025, 8, 18]]}));
    assert_eq!(
        csl["note"],
        json!("Milo Teague: “The ferry is free.” Rated: Half true")
    );
    review.author.is_organisation = false;
    assert_eq!(
        cite(&review)["author"],
        json!([{"literal": "Halden Checks"}])
    );
}

proptest! {
    /// Whatever somebody said, it stays in its field.
    #[test]
    fn nothing_breaks_out_of_a_citation(words in any::<String>(), title in any::<String>(), url in any::<String>()) {
        let mut quote = quote("", Vec::new());
        quote.text = words.clone();
        quote.article.title = Some(title.clone());
        quote.article.url = Some(url);
        quote.article.outlet = Some(words);
        let citation = Citation::of_quote(&quote, None, accessed());
        let bibtex = citation.bibtex();
        let mut depth = 0_i32;
        let mut is_escaped = false;
        for (index, character) in bibtex.char_indices() {
            match character {
                '{' if !is_escaped => depth += 1,
                '}' if !is_escaped => depth -= 1,
                _ => {}
            }
            is_escaped = character == '\\' && !is_escaped;
            prop_assert!(depth > 0 || index < 9 || index + 2 >= bibtex.len(), "{}", bibtex);
        }
        prop_assert_eq!(depth, 0);
        let ris = citation.ris();
        for line in ris.split_terminator("\r\n") {
            prop_assert!(!line.contains(char::is_control));
            prop_assert!(line.get(2..6).is_some_and(|mark| mark == "  - "), "{:?}", line);
        }
        prop_assert_eq!(ris.matches("\r\nER  - \r\n").count(), 1);
    }
}
