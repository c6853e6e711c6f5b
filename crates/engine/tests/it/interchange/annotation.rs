//! Annotations point at the words they are of.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use onrecord_engine::interchange::annotation;
use onrecord_model::CodePointSpan;
use serde_json::{Value, json};

use super::{quote, span};

const TEXT: &str = "“We 🚢 sail,” the mayor said on Monday, “at noon.” “We 🚢 sail,” said nobody.";

#[test]
fn a_quote_in_two_pieces_has_two_targets() {
    let quote = quote(TEXT, vec![span(0, 12), span(39, 49)]);
    let page = "https://desk.example/quotes/7";
    let expected = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": page,
        "type": "Annotation",
        "motivation": "identifying",
        "generator": {"type": "Software", "name": "fast/3"},
        "body": [
            {"type": "TextualBody", "value": "Odile Brandt", "format": "text/plain", "purpose": "identifying"},
            {"type": "SpecificResource", "purpose": "identifying",
             "source": {"id": "http://www.wikidata.org/entity/Q1234567890", "type": "schema:Person"}}
        ],
        "target": [
            {"type": "SpecificResource", "source": "https://courier.example/ferry_{1}", "selector": [
                {"type": "TextQuoteSelector", "exact": "“We 🚢 sail,”", "prefix": "",
                 "suffix": " the mayor said on Monday, “at n"},
                {"type": "TextPositionSelector", "start": 0, "end": 12, "utf16Start": 0, "utf16End": 13}
            ]},
            {"type": "SpecificResource", "source": "https://courier.example/ferry_{1}", "selector": [
                {"type": "TextQuoteSelector", "exact": "“at noon.”", "prefix": " sail,” the mayor said on Monday, ".chars().rev().take(32).collect::<String>().chars().rev().collect::<String>(),
                 "suffix": " “We 🚢 sail,” said nobody."},
                {"type": "TextPositionSelector", "start": 39, "end": 49, "utf16Start": 40, "utf16End": 50}
            ]}
        ]
    });
    assert_eq!(annotation(&quote, TEXT, Some(page)), Some(expected));
}

#[test]
fn who_it_is_and_where_may_be_unknown() {
    let mut quote = quote(TEXT, vec![span(0, 12)]);
    quote.speaker = None;
    quote.article.url = None;
    let value = annotation(&quote, TEXT, None).expect("it lies in the text");
    assert_eq!(
        value["id"],
        json!("urn:uuid:00000000-0000-0000-0000-000000000007")
    );
    assert_eq!(
        value["target"]["source"],
        json!("urn:uuid:00000000-0000-0000-0000-000000000008")
    );
    assert_eq!(value["body"][0]["value"], json!("the mayor"));
    assert_eq!(value["body"][0]["purpose"], json!("describing"));
    quote.content = vec![span(0, 12), span(70, 700)];
    assert_eq!(annotation(&quote, TEXT, None), None);
    quote.content = Vec::new();
    let passage = annotation(&quote, "", None).expect("by its words");
    assert_eq!(
        passage["target"]["selector"],
        json!({"type": "TextQuoteSelector", "exact": quote.text})
    );
}

/// Every quote that annotators found in real articles is found again: by its words alone, wherever these with what
/// stands around them are in one place only, and by its place, in code points and in UTF-16.
#[test]
fn selectors_find_the_words_of_every_quote() {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/polnear_dev.jsonl");
    let Ok(lines) = fs::read_to_string(&path) else {
        // Past the harness, which keeps the output of a passing test to itself.
        writeln!(std::io::stderr(), "skipped: no corpus beside the checkout").expect("it is open");
        return;
    };
    let (mut pieces, mut only) = (0, 0);
    for line in lines.lines() {
        let article: Value = serde_json::from_str(line).expect("JSON");
        let text = article["text"].as_str().expect("a text");
        let units: Vec<u16> = text.encode_utf16().collect();
        let points: Vec<char> = text.chars().collect();
        for found in article["attributions"].as_array().expect("a list") {
            let content: Vec<CodePointSpan> =
                serde_json::from_value(found["content"].clone()).expect("spans");
            let value =
                annotation(&quote(text, content.clone()), text, None).expect("it lies in its text");
            let targets = match &value["target"] {
                Value::Array(targets) => targets.clone(),
                target => vec![target.clone()],
            };
            assert_eq!(targets.len(), content.len());
            for (target, span) in targets.iter().zip(&content) {
                let expected: String = points[span.start as usize..span.end as usize]
                    .iter()
                    .collect();
                let [words, place] = target["selector"].as_array().expect("a pair").as_slice()
                else {
                    panic!("{target}");
                };
                let part = |name: &str| words[name].as_str().expect("text").to_owned();
                assert_eq!(part("exact"), expected);
                let whole = format!("{}{}{}", part("prefix"), expected, part("suffix"));
                let bytes: usize = points[..span.start as usize]
                    .iter()
                    .map(|point| point.len_utf8())
                    .sum();
                let start = bytes - part("prefix").len();
                assert!(text[start..].starts_with(&whole), "{words}");
                pieces += 1;
                only += usize::from(text.find(&whole) == text.rfind(&whole));
                let number = |name: &str| place[name].as_u64().expect("a number") as usize;
                let by_points: String = points[number("start")..number("end")].iter().collect();
                assert_eq!(by_points, expected);
                let by_units = String::from_utf16(&units[number("utf16Start")..number("utf16End")]);
                assert_eq!(by_units.expect("whole characters"), expected);
            }
        }
    }
    assert!(pieces > 2_000, "{pieces}");
    assert!(
        only * 1_000 >= pieces * 999,
        "{only} of {pieces} stand in one place"
    );
}
