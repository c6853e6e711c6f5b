//! Tables as spreadsheets and programs read them.

use std::io::Cursor;

use onrecord_engine::intake::{Limits, Origin, claims};
use onrecord_engine::interchange::{
    CLAIM_COLUMNS, Cell, QUOTE_COLUMNS, REVIEW_COLUMNS, Table, TableFormat, claim_row, quote_row,
    review_row,
};
use onrecord_model::{
    ClaimId, ClaimState, ClaimText, Publication, Rating, Review, ReviewId, Reviewer, Share,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{quote, span, time};

const COLUMNS: &[&str] = &["words", "number"];

fn csv_of(text: &str, number: f64) -> String {
    let mut table = Table::new(TableFormat::Csv, COLUMNS);
    table.row(vec![Cell::Text(text.to_owned()), Cell::Fraction(number)])
}

#[test]
fn formulas_are_words_and_numbers_are_numbers() {
    assert_eq!(csv_of("=1+1", -1.5), "'=1+1,-1.5\r\n");
    assert_eq!(csv_of("@SUM(A1)", 0.25), "'@SUM(A1),0.25\r\n");
    assert_eq!(csv_of("+1", 1.0), "'+1,1\r\n");
    assert_eq!(csv_of("-1", 1.0), "'-1,1\r\n");
    assert_eq!(csv_of("\t=1", 1.0), "'\t=1,1\r\n");
    assert_eq!(csv_of("\r=1", 1.0), "\"'\r=1\",1\r\n");
    assert_eq!(csv_of("1-1", 1.0), "1-1,1\r\n");
    assert_eq!(csv_of("a \"b\", c\nd", 1.0), "\"a \"\"b\"\", c\nd\",1\r\n");
}

#[test]
fn quotes() {
    let quote = quote("It is so, “now”.", vec![span(0, 16)]);
    let mut csv = Table::new(TableFormat::Csv, QUOTE_COLUMNS);
    let mut lines = Table::new(TableFormat::JsonLines, QUOTE_COLUMNS);
    let text = csv.begin() + &csv.row(quote_row(&quote, None)) + &csv.row(quote_row(&quote, None));
    assert_eq!(
        text.lines().next(),
        Some(
            "id,text,kind,speaker,speaker_id,wikidata,mention,cue,class,colour,polarity,confidence,outlet,title,\
             published,url,article_id,version,start,end,statement_id,is_primary,rule,extractor,decided_by,\
             language,repeats"
        )
    );
    assert_eq!(
        text.lines().nth(1),
        Some(
            "00000000-0000-0000-0000-000000000007,\"It is so, “now”.\",direct,Odile Brandt,\
             00000000-0000-0000-0000-000000000009,Q1234567890,the mayor,said,,neutral,asserted,0.9,Halden Courier,\
             Ferry & bridge: 100 % open,2025-08-17T09:30:00Z,https://courier.example/ferry_{1},\
             00000000-0000-0000-0000-000000000008,1,0,16,,false,cue,fast/3,,eng,"
        )
    );
    assert_eq!(csv.rows(), 2);
    assert_eq!(lines.begin(), "");
    let line: Value = serde_json::from_str(&lines.row(quote_row(&quote, None))).expect("JSON");
    assert_eq!(line["confidence"], json!(0.9));
    assert_eq!(line["end"], json!(16));
    assert_eq!(line["class"], Value::Null);
    assert_eq!(
        line.as_object().map(serde_json::Map::len),
        Some(QUOTE_COLUMNS.len())
    );
}

#[test]
fn claims_and_reviews() {
    let text = ClaimText {
        text: "=The ferry is free.".to_owned(),
        made: Some(time("2025-08-16T00:00:00Z")),
        ..ClaimText::default()
    };
    let review = Review {
        rating: Rating {
            name: "Half true".to_owned(),
            value: Some(Share::nearest(0.5)),
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
        url: None,
        publication: Publication::Withdrawn,
        is_imported: false,
    };
    let id = ClaimId(Uuid::from_u128(1));
    let mut claims = Table::new(TableFormat::Csv, CLAIM_COLUMNS);
    assert_eq!(
        claims.row(claim_row(id, &text, ClaimState::InReview)),
        "00000000-0000-0000-0000-000000000001,'=The ferry is free.,,,,,,2025-08-16T00:00:00Z,,,in_review\r\n"
    );
    let mut reviews = Table::new(TableFormat::Csv, REVIEW_COLUMNS);
    assert_eq!(
        reviews.row(review_row(ReviewId(Uuid::from_u128(2)), id, &text, &review)),
        "00000000-0000-0000-0000-000000000002,00000000-0000-0000-0000-000000000001,'=The ferry is free.,Half true,,\
         0.5,Halden Checks,2025-08-18T12:00:00Z,,,0,,,withdrawn,false\r\n"
    );
}

#[test]
fn lines_of_claims_are_rows_that_are_read() {
    let text = ClaimText {
        text: "=The ferry is free.".to_owned(),
        title: Some("Free?".to_owned()),
        context: Some("Of the ferry of Halden.".to_owned()),
        language: Some("en".to_owned()),
        made: Some(time("2025-08-16T10:00:00Z")),
        url: Some("https://courier.example/1".to_owned()),
        ..ClaimText::default()
    };
    let id = ClaimId(Uuid::from_u128(1));
    let mut table = Table::new(TableFormat::JsonLines, CLAIM_COLUMNS);
    let lines = table.row(claim_row(id, &text, ClaimState::Open)).repeat(2);
    let found: Vec<ClaimText> = claims(
        Origin::named("export"),
        Cursor::new(lines),
        Limits::default(),
    )
    .map(|outcome| outcome.expect("what was written is read").text)
    .collect();
    let expected = ClaimText {
        reference: Some(id.to_string()),
        ..text
    };
    assert_eq!(found, [expected.clone(), expected]);
}

/// What RFC 4180 makes of a line: the cells.
fn parsed(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut characters = line
        .strip_suffix("\r\n")
        .expect("an ending")
        .chars()
        .peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if is_quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    cells.push(cell);
    cells
}

proptest! {
    #[test]
    fn any_words_come_through(words in any::<String>(), number in -1e6..1e6_f64) {
        let cells = parsed(&csv_of(&words, number));
        prop_assert_eq!(cells.len(), 2);
        let found = &cells[0];
        prop_assert!(!found.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']));
        prop_assert!(*found == words || found.strip_prefix('\'') == Some(words.as_str()));
        prop_assert_eq!(cells[1].parse(), Ok(number));
        let mut lines = Table::new(TableFormat::JsonLines, COLUMNS);
        let line = lines.row(vec![Cell::Text(words.clone()), Cell::Fraction(number)]);
        let value: Value = serde_json::from_str(&line).expect("JSON");
        prop_assert_eq!(value["words"].as_str(), Some(words.as_str()));
    }
}
