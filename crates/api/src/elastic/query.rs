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

#[cfg(test)]
mod tests;
