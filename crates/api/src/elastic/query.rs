//! Queries as objects: the query DSL of Elasticsearch, in our own terms.

use onrecord_model::Timestamp;
use serde_json::Value;

use super::dates::{formats, moment, only_utc};
use super::error::Refusal;
use super::expression::Expression;
use super::fields::{Field, Sort};
use super::lucene::{self, Reading};
use super::object::{DEEPEST, Object, is_one, list, scalar};
use super::target::{Ends, Sought, Target, targets, usual_distance, words_of};

/// What `query` asks for at `now`.
pub(super) fn read(query: Value, now: Timestamp) -> Result<Expression, Refusal> {
    inner(query, now, 0)
}

fn inner(query: Value, now: Timestamp, depth: usize) -> Result<Expression, Refusal> {
    if depth > DEEPEST {
        return Err(Refusal::argument(format!(
            "queries are nested more than {DEEPEST} deep"
        )));
    }
    let (name, body) = Object::only("[query]", query)?;
    let what = format!("[{name}] query");
    match name.as_str() {
        "match_all" => {
            let mut object = Object::new(what, body)?;
            object.ignore_if("boost", is_one)?;
            object.finish()?;
            Ok(Expression::Anything)
        }
        "match_none" => Ok(Expression::Nothing),
        "bool" => of_bool(Object::new(what, body)?, now, depth),
        "constant_score" => {
            let mut object = Object::new(what, body)?;
            object.ignore_if("boost", is_one)?;
            let filter = object.need("filter")?;
            object.finish()?;
            inner(filter, now, depth + 1)
        }
        "query_string" => query_string(Object::new(what, body)?, now),
        "match" => of_match(what, body, now),
        "match_phrase" => match_phrase(what, body, now),
        "multi_match" => multi_match(Object::new(what, body)?, now),
        "term" => term(what, body, now),
        "terms" => terms(Object::new(what, body)?, now),
        "range" => range(what, body, now),
        "prefix" => prefix(what, body, now),
        "exists" => {
            let mut object = Object::new(what, body)?;
            object.ignore_if("boost", is_one)?;
            let field = scalar("[field] of [exists] query", &object.need("field")?)?;
            object.finish()?;
            Field::named(&field)?.exists()
        }
        _ => Err(Refusal::unsupported(what)),
    }
}

fn of_bool(mut object: Object, now: Timestamp, depth: usize) -> Result<Expression, Refusal> {
    object.ignore_if("boost", is_one)?;
    object.ignore_if("adjust_pure_negative", |value| value == &Value::Bool(true))?;
    let mut clauses = |name: &str| -> Result<Vec<Expression>, Refusal> {
        let clauses = object.take(name).map_or_else(Vec::new, list);
        let read = |clause| inner(clause, now, depth + 1);
        clauses.into_iter().map(read).collect()
    };
    let mut parts = clauses("must")?;
    parts.extend(clauses("filter")?);
    let should = clauses("should")?;
    let prohibited = clauses("must_not")?;
    let least = object.take("minimum_should_match");
    object.finish()?;
    let least = match least {
        None => usize::from(parts.is_empty() && !should.is_empty()),
        Some(least) => {
            let least = scalar("[minimum_should_match]", &least)?;
            let least = least.parse::<usize>().map_err(|_| {
                Refusal::unsupported(format!("[minimum_should_match] of {least:?}"))
            })?;
            // More than there are cannot hold.
            if least > should.len() {
                return Ok(Expression::Nothing);
            }
            least
        }
    };
    match least {
        // They would only change the order.
        0 => {}
        1 => parts.push(Expression::either(should)),
        all if all == should.len() => parts.extend(should),
        some => {
            return Err(Refusal::unsupported(format!(
                "[minimum_should_match] of {some} with {} clauses, other than 0, 1 and all of them,",
                should.len()
            )));
        }
    }
    parts.extend(prohibited.into_iter().map(Expression::negated));
    Ok(Expression::every(parts))
}

fn query_string(mut object: Object, now: Timestamp) -> Result<Expression, Refusal> {
    let text = scalar("[query] of [query_string] query", &object.need("query")?)?;
    let fields = fields_of(&mut object)?;
    let is_all = is_all(&mut object, "default_operator")?;
    // Both change nothing of what is understood here.
    object.truth("analyze_wildcard")?;
    object.truth("auto_generate_synonyms_phrase_query")?;
    object.ignore_if("lenient", |value| value == &Value::Bool(false))?;
    object.ignore_if("allow_leading_wildcard", Value::is_boolean)?;
    object.ignore_if("boost", is_one)?;
    zone_of(&mut object)?;
    object.finish()?;
    let reading = Reading {
        targets: &targets(&fields)?,
        is_all,
        formats: &formats(None)?,
        now,
    };
    lucene::read(&text, &reading)
}

/// The fields that `fields` or `default_field` name.
fn fields_of(object: &mut Object) -> Result<Vec<String>, Refusal> {
    let mut fields = Vec::new();
    for name in ["fields", "default_field"] {
        for field in object.take(name).map_or_else(Vec::new, list) {
            fields.push(scalar("a field", &field)?);
        }
    }
    Ok(fields)
}

/// Whether the operator under `name` is `AND`.
fn is_all(object: &mut Object, name: &str) -> Result<bool, Refusal> {
    let operator = object.text(name)?;
    match operator.as_deref().map(str::to_lowercase).as_deref() {
        None | Some("or") => Ok(false),
        Some("and") => Ok(true),
        Some(other) => Err(Refusal::parsing(format!(
            "[{name}] is AND or OR, not [{other}]"
        ))),
    }
}

fn zone_of(object: &mut Object) -> Result<(), Refusal> {
    match object.take("time_zone") {
        Some(zone) if !only_utc(&zone) => Err(Refusal::unsupported(format!(
            "[time_zone] other than UTC: {zone}"
        ))),
        _ => Ok(()),
    }
}

/// One field and what stands under it, which may be the value alone or an object that has it under `value`.
fn field_and_value(
    what: &str,
    body: Value,
    value: &str,
) -> Result<(&'static Field, String, Object), Refusal> {
    let (name, body) = Object::only(what, body)?;
    let field = Field::named(&name)?;
    let inside = format!("[{name}] of {what}");
    let body = match body {
        Value::Object(_) => body,
        plain => serde_json::json!({ value: plain }),
    };
    let mut object = Object::new(inside.clone(), body)?;
    object.ignore_if("boost", is_one)?;
    let text = scalar(&inside, &object.need(value)?)?;
    Ok((field, text, object))
}

fn of_match(what: String, body: Value, now: Timestamp) -> Result<Expression, Refusal> {
    let (field, text, mut object) = field_and_value(&what, body, "query")?;
    let is_all = is_all(&mut object, "operator")?;
    let least = object.take("minimum_should_match");
    let nearness = object.take("fuzziness");
    object.ignore_if("lenient", |value| value == &Value::Bool(false))?;
    object.ignore_if("zero_terms_query", |value| value == "none")?;
    object.truth("auto_generate_synonyms_phrase_query")?;
    object.finish()?;
    words_match(&[Target::Field(field)], &text, is_all, least, nearness, now)
}

/// Words of a text, each by itself in a field of words, all as one in any other.
fn words_match(
    targets: &[Target],
    text: &str,
    is_all: bool,
    least: Option<Value>,
    nearness: Option<Value>,
    now: Timestamp,
) -> Result<Expression, Refusal> {
    let formats = formats(None)?;
    let nearness = nearness
        .map(|value| scalar("[fuzziness]", &value))
        .transpose()?;
    let sought = |word: String| -> Result<Sought, Refusal> {
        match nearness.as_deref() {
            None | Some("0") => Ok(Sought::Word(word)),
            Some("AUTO" | "auto") => {
                let edits = usual_distance(&word);
                Ok(Sought::Near(word, edits))
            }
            Some("1") => Ok(Sought::Near(word, 1)),
            Some("2") => Ok(Sought::Near(word, 2)),
            Some(other) => Err(Refusal::unsupported(format!("[fuzziness] of [{other}]"))),
        }
    };
    let all = match &least {
        None => is_all,
        Some(least) => match scalar("[minimum_should_match]", least)?.as_str() {
            "1" => is_all,
            "100%" => true,
            other => {
                let what = format!("[minimum_should_match] of [{other}], other than 1 and 100%,");
                return Err(Refusal::unsupported(what));
            }
        },
    };
    let mut found = Vec::new();
    for target in targets {
        let is_words = match target {
            Target::Everywhere => true,
            Target::Field(field) => field.sort == Sort::Text,
        };
        let words = if is_words {
            words_of(text)
        } else {
            vec![text.to_owned()]
        };
        let parts: Result<Vec<Expression>, Refusal> = words
            .into_iter()
            .map(|word| target.holds(&sought(word)?, &formats, now))
            .collect();
        found.push(match all {
            // No word is found in nothing.
            true if words_of(text).is_empty() => Expression::Nothing,
            true => Expression::every(parts?),
            false => Expression::either(parts?),
        });
    }
    Ok(Expression::either(found))
}

fn match_phrase(what: String, body: Value, now: Timestamp) -> Result<Expression, Refusal> {
    let (field, text, mut object) = field_and_value(&what, body, "query")?;
    let slop = object.number("slop")?.unwrap_or(0);
    object.ignore_if("zero_terms_query", |value| value == "none")?;
    object.finish()?;
    let sought = Sought::Phrase(text, slop);
    Target::Field(field).holds(&sought, &formats(None)?, now)
}

fn multi_match(mut object: Object, now: Timestamp) -> Result<Expression, Refusal> {
    let text = scalar("[query] of [multi_match] query", &object.need("query")?)?;
    let fields = fields_of(&mut object)?;
    let targets = targets(&fields)?;
    let sort = object.text("type")?;
    let is_all = is_all(&mut object, "operator")?;
    let least = object.take("minimum_should_match");
    let nearness = object.take("fuzziness");
    object.ignore_if("lenient", |value| value == &Value::Bool(false))?;
    object.ignore_if("boost", is_one)?;
    // How the scores of fields come together changes the order only.
    object.take("tie_breaker");
    match sort.as_deref() {
        None | Some("best_fields" | "most_fields") => {
            object.finish()?;
            words_match(&targets, &text, is_all, least, nearness, now)
        }
        Some("phrase") => {
            let slop = object.number("slop")?.unwrap_or(0);
            object.finish()?;
            let sought = Sought::Phrase(text, slop);
            Target::any_holds(&targets, &sought, &formats(None)?, now)
        }
        Some(other) => Err(Refusal::unsupported(format!(
            "[type] {other:?} of [multi_match]"
        ))),
    }
}

fn term(what: String, body: Value, now: Timestamp) -> Result<Expression, Refusal> {
    let (field, text, mut object) = field_and_value(&what, body, "value")?;
    // Whatever case a keyword is asked for in, it is found here.
    object.truth("case_insensitive")?;
    object.finish()?;
    Target::Field(field).holds(&Sought::Word(text), &formats(None)?, now)
}

fn terms(mut object: Object, now: Timestamp) -> Result<Expression, Refusal> {
    object.ignore_if("boost", is_one)?;
    let mut rest = object.rest().filter(|(_, value)| !value.is_null());
    let (Some((name, values)), None) = (rest.next(), rest.next()) else {
        return Err(Refusal::parsing("[terms] query has to have one field"));
    };
    let field = Field::named(&name)?;
    let Value::Array(values) = values else {
        return Err(Refusal::unsupported(
            "[terms] query with anything but a list",
        ));
    };
    let formats = formats(None)?;
    let parts: Result<Vec<Expression>, Refusal> = values
        .iter()
        .map(|value| {
            let word = scalar("a value of [terms] query", value)?;
            Target::Field(field).holds(&Sought::Word(word), &formats, now)
        })
        .collect();
    Ok(Expression::either(parts?))
}

fn range(what: String, body: Value, now: Timestamp) -> Result<Expression, Refusal> {
    let (name, body) = Object::only(what.clone(), body)?;
    let field = Field::named(&name)?;
    if field.sort != Sort::Date {
        return Err(Refusal::unsupported(format!("{what} of [{name}]")));
    }
    let mut object = Object::new(format!("[{name}] of {what}"), body)?;
    object.ignore_if("boost", is_one)?;
    zone_of(&mut object)?;
    let formats = formats(object.text("format")?.as_deref())?;
    let mut ends = Ends::default();
    let mut end = |name: &str| match object.take(name) {
        None => Ok(None),
        Some(value) => moment(&value, &formats, now).map(Some),
    };
    let (gte, gt, lte, lt) = (end("gte")?, end("gt")?, end("lte")?, end("lt")?);
    object.finish()?;
    if gte.is_some() && gt.is_some() || lte.is_some() && lt.is_some() {
        return Err(Refusal::parsing(format!("{what} has two ends on one side")));
    }
    if let Some(moment) = gte {
        ends.at_least(moment);
    }
    if let Some(moment) = gt {
        ends.more_than(moment);
    }
    if let Some(moment) = lte {
        ends.at_most(moment);
    }
    if let Some(moment) = lt {
        ends.less_than(moment);
    }
    Ok(ends.expression())
}

fn prefix(what: String, body: Value, now: Timestamp) -> Result<Expression, Refusal> {
    let (field, text, mut object) = field_and_value(&what, body, "value")?;
    object.truth("case_insensitive")?;
    object.finish()?;
    Target::Field(field).holds(&Sought::Beginning(text), &formats(None)?, now)
}

#[cfg(test)]
mod tests {
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
            (
                json!({ "exists": { "field": "published" } }),
                "date:[* TO *]",
            ),
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
}
