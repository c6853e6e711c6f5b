//! Claims that are broken, or made to do harm.

use std::io::Read;

use onrecord_intake::{Limits, Origin, claims};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ROWS, check, gzip, read, review_with};

#[test]
fn a_bad_row_does_not_stop_the_rest() {
    let good = review_with(json!({})).to_string();
    check(
        format!("{good}\n{{\"claim\":\"B\n{good}\nnothing\n{good}"),
        &[
            "1 A [\"Falso\"]",
            "list:2: malformed JSON at column 11: EOF while parsing a string (malformed_json)",
            "3 A [\"Falso\"]",
            "list:4: malformed JSON at column 2: expected ident (malformed_json)",
            "5 A [\"Falso\"]",
        ],
    );
    for broken in ["{\"claim\":\"B", "{\"claim\":\"B\"", "{\"claim\":[\"B\"]"] {
        let found = read(format!("{broken}\n{good}\n{good}\n"));
        assert_eq!(found.len(), 3, "{broken}: {found:?}");
        assert!(
            found[0].is_err() && found[1].is_ok() && found[2].is_ok(),
            "{broken}"
        );
    }
    check(
        format!("[{good},\n {{\"claim\":[\"B\"}},\n {{\"claim\" \"B\"}}, {good}]"),
        &[
            "1 A [\"Falso\"]",
            "list, element 2: malformed JSON at column 14: expected `,` or `]` (malformed_json)",
            "list, element 3: malformed JSON at column 10: expected `:` (malformed_json)",
            "4 A [\"Falso\"]",
        ],
    );
    check(
        format!("[{good}\n{good}]"),
        &[
            "1 A [\"Falso\"]",
            "list:2: malformed JSON at column 1: expected a comma or a bracket (malformed_json)",
        ],
    );
    check(
        format!("{{\n\"dataFeedElement\": [{good}, {{\"item\":"),
        &[
            "1 A [\"Falso\"]",
            "list:2: malformed JSON at column 169: the element does not end (malformed_json)",
        ],
    );
}

#[test]
fn what_holds_no_claims_is_refused_by_name() {
    check("", &["list: it is empty (empty)"]);
    check(" \n\n ", &["list: it is empty (empty)"]);
    check("[]", &["list: it is empty (empty)"]);
    check(
        "id,claim\n1,The ferry",
        &["list: not a claim: expected JSON (not_a_claim)"],
    );
    check(
        "<!doctype html><p>no</p>",
        &["list: a page with claims is not read yet (unsupported)"],
    );
    check(
        "\u{89}PNG",
        &["list: not a claim: expected JSON (not_a_claim)"],
    );
    check(
        b"\xff\xfe{\0\"\0".to_vec(),
        &["list: JSON in UTF-16 is not read yet (unsupported)"],
    );
    check(
        "%PDF-1.7",
        &["list: it is not text but a PDF document (binary)"],
    );
    check(
        "{}\n{\"a\":1}\n[3]",
        &[
            "list:1: not a claim: the object is empty (not_a_claim)",
            "list:2: not a claim: expected a row with claim, a ClaimReview, or a list, feed or answer that holds them (not_a_claim)",
            "list:3: not a claim: expected an object (not_a_claim)",
        ],
    );
    let mut cut_off = gzip(ROWS.as_bytes());
    cut_off.truncate(cut_off.len() - 9);
    let found = read(cut_off);
    let error = found
        .last()
        .expect("something")
        .as_ref()
        .expect_err("cut off");
    assert_eq!(error.code(), "bad_archive");
}

#[test]
fn hostile_rows_are_refused_alone() {
    let deep = "[".repeat(100_000);
    let closed = format!("{}{}", deep, "]".repeat(100_000));
    let lines = [
        format!("{{\"claim\":\"A\",\"more\":{closed}}}"),
        format!("{{\"claim\":{closed}}}"),
        closed,
        deep,
        "{\"claim\":\"A\\u0000B\"}".to_owned(),
        "{\"claim\":\"A\\ud800\"}".to_owned(),
        "{\"claim\":\"A\",\"title\":\"B\\ud800\"}".to_owned(),
        "{\"claim\":\"A\",\"claim\":\"B\"}".to_owned(),
        "{\"claim\":\"A\",\"claimant\":{\"name\":\"B\",\"name\":\"C\"}}".to_owned(),
        format!("{{\"claim\":\"{}\"}}", "é".repeat(10_001)),
        format!("{{\"claim\":\"A\",\"title\":\"{}\"}}", "é".repeat(1_001)),
        "{\"claim\":1e400}".to_owned(),
    ];
    let rows = format!("{{\"claim\":\"first\"}}\n{}", lines.join("\n"));
    check(
        rows,
        &[
            "1 first []",
            "2 A []",
            "list:3: the field \"claim\" is no text that can be read: a list (bad_field)",
            "list:4: not a claim: it lies too deep in lists (not_a_claim)",
            "list:5: malformed JSON at column 100000: EOF while parsing a list (malformed_json)",
            "list:6: the text holds a NUL character (U+0000) (nul_character)",
            "list:7: the field \"claim\" is no text that can be read: unexpected end of hex escape (bad_field)",
            "8 A []",
            "- the field \"title\" is no text that can be read: unexpected end of hex escape; it is left out",
            "list:9: not a claim: the field \"claim\" stands there twice (not_a_claim)",
            "10 A []",
            "- the field \"itemReviewed.author\" cannot be used: not a claim: the field \"name\" stands there twice; it is left out",
            "list:11: the field \"claim\" has 10001 characters, more than the 10000 it may have (bad_field)",
            "12 A []",
            "- the field \"title\" has 1001 characters, more than the 1000 it may have; it is left out",
            "13 1e400 []",
        ],
    );
}

#[test]
fn what_is_found_in_one_line_is_bounded() {
    let zeros = vec!["0"; 1_000_001].join(",");
    check(
        format!("{{\"claim\":\"A\",\"more\":[{zeros}]}}\n{{\"claim\":\"B\"}}\n"),
        &[
            "list:1: not a claim: it holds more than 1000000 values (not_a_claim)",
            "2 B []",
        ],
    );
}

/// Each node is looked up, not looked for.
#[test]
fn a_large_graph_of_references_ends() {
    let mut nodes = Vec::new();
    for number in 0..3_000 {
        let id = format!("#{number}");
        nodes.push(json!({"@type": "Organization", "@id": id, "name": format!("Desk {number}")}));
        nodes.push(review_with(json!({"author": {"@id": id}})));
    }
    let found = read(json!({"@graph": nodes}).to_string());
    assert_eq!(found.len(), 3_000);
    let last = found[2_999].as_ref().expect("taken");
    assert_eq!(last.reviews[0].author.name, "Desk 2999");
}

/// The memory for a feed is bounded however long it is, and a claim is there before the last is read.
#[test]
fn a_feed_is_read_as_it_comes() {
    let element = format!("{},", review_with(json!({})));
    let endless = std::io::Cursor::new(b"[".to_vec()).chain(Endless(element.into_bytes(), 0));
    let found = claims(Origin::named("feed"), endless, Limits::default()).take(1_000);
    assert!(found.into_iter().all(|claim| claim.is_ok()));
}

/// The same bytes again and again.
struct Endless(Vec<u8>, usize);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let rest = &self.0[self.1..];
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.1 = (self.1 + length) % self.0.len();
        Ok(length)
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "claim",
        "id",
        "rating",
        "url",
        "date",
        "claimant",
        "author",
        "publisher",
        "name",
        "@type",
        "@id",
        "@graph",
        "@value",
        "item",
        "dataFeedElement",
        "claims",
        "claimReview",
        "claimReviewed",
        "itemReviewed",
        "reviewRating",
        "ratingValue",
        "bestRating",
        "alternateName",
        "datePublished",
        "text",
        "citation",
        "identifier",
        "sameAs",
        "keywords",
        "encoding",
        "inLanguage",
        "textualRating",
        "reviewDate",
        "firstAppearance",
        "appearance",
        "language",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec![
            "ClaimReview",
            "Claim",
            "Person",
            "2024-05-02",
            "False",
            "https://a.example/b",
            "#a",
            "en"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::hash_map(names.clone(), inner, 0..8).prop_map(|fields| fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_ends(values in prop::collection::vec(any_json(), 1..4), is_pretty in any::<bool>()) {
        let text = values
            .iter()
            .map(|value| if is_pretty { format!("{value:#}") } else { value.to_string() })
            .collect::<Vec<_>>()
            .join("\n");
        for record in read(text).into_iter().flatten() {
            prop_assert!(!record.text.text.trim().is_empty() && !record.text.text.contains('\0'));
            for review in &record.reviews {
                prop_assert!(!review.rating.name.is_empty() && !review.author.name.is_empty());
            }
            let urls = record.reviews.iter().filter_map(|review| review.url.as_ref()).chain(&record.text.url);
            for url in urls.chain(&record.text.appearances) {
                prop_assert!(url.to_lowercase().starts_with("http"), "{}", url);
            }
        }
    }

    #[test]
    fn any_bytes_end(bytes in any::<Vec<u8>>(), structure in "[\\[\\]{}\",:\\\\ \n a1]{0,80}") {
        read(bytes.clone());
        read(structure.clone());
        read([structure.as_bytes(), &bytes, structure.as_bytes()].concat());
    }

    #[test]
    fn how_a_list_is_laid_out_does_not_matter(claims in prop::collection::vec("[a-z\\[{\"\\\\,\u{e9}]{1,12}", 2..6)) {
        let rows: Vec<Value> = claims.iter().map(|claim| json!({"claim": format!("x{claim}")})).collect();
        let texts = |bytes: String| -> Vec<String> {
            read(bytes).into_iter().map(|one| one.expect("taken").text.text).collect()
        };
        let expected: Vec<String> = claims.iter().map(|claim| format!("x{claim}")).collect();
        let lines = rows.iter().map(Value::to_string).collect::<Vec<_>>().join("\r\n");
        prop_assert_eq!(&texts(lines), &expected);
        let pretty = rows.iter().map(|row| format!("{row:#}")).collect::<Vec<_>>().join("\n");
        prop_assert_eq!(&texts(pretty), &expected);
        let list = Value::from(rows.clone());
        prop_assert_eq!(&texts(list.to_string()), &expected);
        prop_assert_eq!(&texts(format!("{list:#}")), &expected);
    }
}
