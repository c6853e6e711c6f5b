use chrono::DateTime;
use serde_json::{Value, json};

use super::read;

/// Checks what a query is in our language; an error by a part of its words.
fn check(query: Value, expected: Result<&str, &str>) {
    let now = DateTime::parse_from_rfc3339("2024-03-06T15:30:45Z").expect("it is an instant");
    let found = read(query.clone(), now.to_utc());
    match (found, expected) {
        (Ok(found), Ok(expected)) => {
            assert_eq!(found.line().unwrap_or_default(), expected, "{query}");
        }
        (Err(refusal), Err(part)) => {
            assert!(refusal.to_string().contains(part), "{query}: {refusal}");
        }
        (found, _) => panic!("{query}: {found:?}, where {expected:?} is expected"),
    }
}

fn check_text(text: &str, expected: Result<&str, &str>) {
    check(json!({ "query_string": { "query": text } }), expected);
}

const NOTHING: &str = "(kind:direct -kind:direct)";

#[test]
fn texts_mean_what_they_mean_elsewhere() {
    for (text, expected) in [
        ("*", ""),
        ("*:*", ""),
        ("budget", "budget"),
        ("budget deficit", "(budget OR deficit)"),
        ("budget AND deficit", "budget deficit"),
        ("budget && deficit || tax", "((budget deficit) OR tax)"),
        ("budget OR deficit AND tax", "(budget OR (deficit tax))"),
        ("(budget OR deficit) AND tax", "(budget OR deficit) tax"),
        ("budget NOT deficit", "budget -deficit"),
        ("budget -deficit", "budget -deficit"),
        ("+budget +deficit tax", "budget deficit"),
        ("-budget", "-budget"),
        ("NOT (budget OR tax)", "-(budget OR tax)"),
        ("budget AND NOT tax", "budget -tax"),
        ("!budget", "-budget"),
        (r#""balanced budget"~2"#, r#""balanced budget"~2"#),
        (r#""a \"b\" \\c""#, r#""a \"b\" \\c""#),
        ("budgett~1", "budgett~1"),
        ("budgett~", "budgett~2"),
        ("tax~", "tax~1"),
        ("to~", "to"),
        ("budg*", "budg*"),
        (r"budg\*", r#""budg*""#),
        ("o'clock", r#""o'clock""#),
        ("well-known", r#""well-known""#),
        (r"\(budget\:", r#""(budget:""#),
        (r#""a «b» c""#, r#""a \«b\» c""#),
        ("\\AND", r#""AND""#),
        ("title:\"new bridge\"~3", r#"title:"new bridge"~3"#),
        ("outlet:*", "-outlet:none"),
        ("OR\\", "ends with"),
        ("speaker:\"Ada Quill\"", r#"speaker:"Ada Quill""#),
        ("speaker:Quill", r#"speaker:"Quill""#),
        (
            "speaker:(Quill OR \"Tom Hollis\")",
            r#"(speaker:"Quill" OR speaker:"Tom Hollis")"#,
        ),
        ("speaker:*", "-speaker:none"),
        ("_exists_:verdict", "-verdict:none"),
        ("kind:direct AND kind:loud", NOTHING),
        ("kind:direct OR kind:loud", r#"kind:"direct""#),
        ("NOT kind:loud", ""),
        (
            "published:2024-02",
            "date:[2024-02-01T00:00:00Z TO 2024-03-01T00:00:00Z}",
        ),
        (
            "published:[2024-01-01 TO 2024-01-31]",
            "date:[2024-01-01T00:00:00Z TO 2024-02-01T00:00:00Z}",
        ),
        (
            "published:{2024-01-01 TO 2024-01-31}",
            "date:[2024-01-02T00:00:00Z TO 2024-01-31T00:00:00Z}",
        ),
        ("published:[* TO 2024}", "date:[* TO 2024-01-01T00:00:00Z}"),
        ("published:>=now-7d/d", "date:[2024-02-28T00:00:00Z TO *}"),
        ("published:<2024", "date:[* TO 2024-01-01T00:00:00Z}"),
        ("@timestamp:>2023", "date:[2024-01-01T00:00:00Z TO *}"),
        ("text:budget^1", r#"said:"budget""#),
        ("speaker.keyword:\"Ada Quill\"", r#"speaker:"Ada Quill""#),
        (
            "speaker:\"Ada Quill (0190a6f2-0000-7000-8000-000000000000)\"",
            r#"speaker:"0190a6f2-0000-7000-8000-000000000000""#,
        ),
    ] {
        match expected {
            "ends with" => check_text(text, Err(expected)),
            expected => check_text(text, Ok(expected)),
        }
    }
}

#[test]
fn what_is_not_understood_in_a_text_is_named() {
    for (text, part) in [
        ("(budget", "is not closed"),
        ("budget)", "too many"),
        ("()", "empty"),
        ("\"budget", "not closed"),
        ("AND budget", "AND or OR"),
        ("budget OR", "AND or OR"),
        ("budget AND OR tax", "AND or OR"),
        ("+-budget", "two signs"),
        ("-", "it ends"),
        ("b?dget", "wildcard"),
        ("*dget", "wildcard"),
        ("b*t", "wildcard"),
        ("text:budg*", "beginning of a word"),
        ("sp*:x", "wildcard in the name"),
        ("/budget/", "regular expression"),
        ("budget^2", "boost"),
        ("budget~3", "0, 1, 2"),
        ("\"a b\"~x", "number up to 100"),
        ("http://example.org", "no field [http]"),
        ("12:30", "no field [12]"),
        ("published:[2024 TO", "a range"),
        ("published:soon", "failed to parse date"),
        ("speaker:[a TO b]", "a range of [speaker]"),
        ("[2024 TO 2025]", "without a field"),
        ("id:5", "cannot be searched"),
        ("speaker:outlet:x", "inside another"),
        ("o'cl*", "not of letters"),
    ] {
        check_text(text, Err(part));
    }
    check_text(&"(".repeat(100_000), Err("too deeply"));
    check_text(&"NOT ".repeat(100_000), Err("two signs"));
}

#[test]
fn objects_mean_what_they_mean_elsewhere() {
    for (query, expected) in [
        (json!({ "match_all": {} }), ""),
        (json!({ "match_none": {} }), NOTHING),
        (
            json!({ "match": { "text": "budget deficit" } }),
            r#"(said:"budget" OR said:"deficit")"#,
        ),
        (
            json!({ "match": { "text": { "query": "budget deficit", "operator": "and" } } }),
            r#"said:"budget" said:"deficit""#,
        ),
        (json!({ "match": { "text": "…" } }), NOTHING),
        (
            json!({ "match_phrase": { "title": "new bridge" } }),
            r#"title:"new bridge""#,
        ),
        (
            json!({ "multi_match": { "query": "a b", "fields": ["text", "title"], "type": "phrase" } }),
            r#"(said:"a b" OR title:"a b")"#,
        ),
        (
            json!({ "multi_match": { "query": "budgt", "fuzziness": "AUTO" } }),
            "budgt~1",
        ),
        (
            json!({ "term": { "speaker": "Ada Quill" } }),
            r#"speaker:"Ada Quill""#,
        ),
        (
            json!({ "term": { "kind": { "value": "DIRECT" } } }),
            r#"kind:"direct""#,
        ),
        (
            json!({ "terms": { "kind": ["direct", "mixed"] } }),
            r#"(kind:"direct" OR kind:"mixed")"#,
        ),
        (json!({ "terms": { "kind": [] } }), NOTHING),
        (json!({ "exists": { "field": "published" } }), "-date:none"),
        (json!({ "exists": { "field": "kind" } }), ""),
        (
            json!({ "constant_score": { "filter": { "term": { "outlet": "A \"b\"" } } } }),
            r#"outlet:"A \"b\"""#,
        ),
        (
            json!({ "range": { "published": { "gte": 1_704_067_200_000_i64, "lte": 1_706_745_599_999_i64, "format": "epoch_millis" } } }),
            "date:[2024-01-01T00:00:00Z TO 2024-02-01T00:00:00Z}",
        ),
        (
            json!({ "range": { "published": { "gt": "2024-01-01", "lt": "2024-01-03" } } }),
            "date:[2024-01-02T00:00:00Z TO 2024-01-03T00:00:00Z}",
        ),
        (
            json!({ "range": { "published": { "gt": "2024", "lt": "2024" } } }),
            NOTHING,
        ),
        (
            json!({ "bool": {
                "must": { "match": { "text": "budget" } },
                "filter": [{ "term": { "kind": "direct" } }, { "query_string": { "query": "*", "analyze_wildcard": true } }],
                "must_not": [{ "term": { "speaker": "Ada Quill" } }],
                "should": [{ "term": { "outlet": "Courier" } }],
            } }),
            r#"said:"budget" kind:"direct" -speaker:"Ada Quill""#,
        ),
        (
            json!({ "bool": { "should": [{ "term": { "kind": "direct" } }, { "term": { "outlet": "Courier" } }] } }),
            r#"(kind:"direct" OR outlet:"Courier")"#,
        ),
        (
            json!({ "bool": {
                "filter": { "term": { "kind": "direct" } },
                "should": [{ "match_all": {} }, { "term": { "outlet": "Courier" } }],
                "minimum_should_match": 1,
            } }),
            r#"kind:"direct""#,
        ),
        (json!({ "bool": {} }), ""),
        (
            json!({ "bool": { "must_not": { "match_all": {} } } }),
            NOTHING,
        ),
        (
            json!({ "bool": { "should": [], "minimum_should_match": 1 } }),
            NOTHING,
        ),
    ] {
        check(query, Ok(expected));
    }
}

#[test]
fn what_is_not_understood_in_an_object_is_named() {
    for (query, part) in [
        (
            json!({ "fuzzy": { "text": "a" } }),
            "[fuzzy] query is not supported",
        ),
        (json!({ "match_all": { "boost": 2 } }), "[boost]"),
        (json!({ "bool": { "musst": [] } }), "[musst]"),
        (
            json!({ "term": { "speaker": "a", "kind": "b" } }),
            "one field, not 2",
        ),
        (json!({ "term": { "spaeker": "a" } }), "no field [spaeker]"),
        (json!({ "term": { "url": "a" } }), "cannot be searched"),
        (
            json!({ "terms": { "kind": "direct" } }),
            "anything but a list",
        ),
        (json!({ "range": { "confidence": { "gte": 1 } } }), "range"),
        (
            json!({ "range": { "published": { "gte": "soon" } } }),
            "failed to parse date",
        ),
        (
            json!({ "range": { "published": { "gte": "2024", "time_zone": "+02:00" } } }),
            "time_zone",
        ),
        (
            json!({ "range": { "published": { "gte": "2024", "format": "dd/MM" } } }),
            "date format [dd/MM]",
        ),
        (
            json!({ "match": { "text": { "query": "a", "analyzer": "x" } } }),
            "[analyzer]",
        ),
        (
            json!({ "exists": { "field": "title" } }),
            "[exists] of [title]",
        ),
        (json!([]), "has to be an object"),
        (
            json!({ "bool": { "should": [{ "match_all": {} }, { "match_none": {} }, { "match_all": {} }], "minimum_should_match": 2 } }),
            "minimum_should_match",
        ),
    ] {
        check(query, Err(part));
    }
    let mut deep = json!({ "match_all": {} });
    for _ in 0..40 {
        deep = json!({ "bool": { "must": deep } });
    }
    check(deep, Err("deep"));
}
