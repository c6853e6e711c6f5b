//! What a page says of itself in JSON-LD.

use std::collections::HashMap;

use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// How deep nodes are looked for inside each other: a list, a graph, a page, its main entity, and some to spare.
const DEPTH: usize = 8;

/// The fields of the first article found, as they stand.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct LinkedData {
    pub(super) headline: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Vec<String>,
    /// In order of how surely they name the article.
    pub(super) urls: Vec<String>,
    pub(super) body: Option<String>,
    pub(super) language: Option<String>,
}

/// Reads the contents of a page's JSON-LD scripts. A script that is no JSON is passed over: the page has said nothing
/// there, and says the rest elsewhere.
pub(super) fn read(scripts: &[String]) -> LinkedData {
    let documents: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let mut objects = Vec::new();
    for document in &documents {
        collect(document, DEPTH, &mut objects);
    }
    let Some(article) = objects.iter().find(|object| is_article(object)) else {
        return LinkedData::default();
    };
    let graph = Graph::of(&objects);
    let first_of = |keys: &[&str]| keys.iter().find_map(|key| graph.name(article.get(*key)?));
    let texts = |keys: &[&str]| {
        keys.iter()
            .filter_map(|key| article.get(*key))
            .filter_map(text)
            .collect::<Vec<_>>()
    };
    LinkedData {
        headline: first_of(&["headline", "name", "alternativeHeadline"]),
        publisher: first_of(&["publisher", "sourceOrganization", "provider"]),
        authors: ["author", "creator"]
            .iter()
            .filter_map(|key| article.get(*key))
            .map(|value| graph.names(value))
            .find(|names| !names.is_empty())
            .unwrap_or_default(),
        published: texts(&["datePublished", "dateCreated", "uploadDate"]),
        urls: urls(article),
        body: first_of(&["articleBody", "text"]),
        language: first_of(&["inLanguage"]),
    }
}

fn parse(script: &str) -> Option<Value> {
    let script = script.trim();
    let script = script.strip_prefix("<!--").unwrap_or(script);
    let script = script.strip_suffix("-->").unwrap_or(script).trim();
    let script = script.trim_start_matches("//").trim_start();
    let script = script.strip_prefix("<![CDATA[").unwrap_or(script);
    let script = script
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| {
        // Line breaks inside strings are the commonest mistake, and mean nothing between values.
        let without_breaks: String = script
            .chars()
            .map(|character| {
                if character.is_control() {
                    ' '
                } else {
                    character
                }
            })
            .collect();
        serde_json::from_str(&without_breaks).ok()
    })
}

fn collect<'value>(value: &'value Value, depth: usize, objects: &mut Vec<&'value Object>) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Array(values) => values
            .iter()
            .for_each(|value| collect(value, depth - 1, objects)),
        Value::Object(object) => {
            objects.push(object);
            object
                .values()
                .for_each(|value| collect(value, depth - 1, objects));
        }
        _ => {}
    }
}

/// Any type of article there is ("NewsArticle", "ReportageNewsArticle", "BlogPosting"), alone or among others.
fn is_article(object: &Object) -> bool {
    let is_type = |value: &Value| {
        value.as_str().is_some_and(|name| {
            let name = name.rsplit(['/', ':']).next().unwrap_or(name);
            name.ends_with("Article")
                || matches!(name, "BlogPosting" | "LiveBlogPosting" | "Report")
        })
    };
    let has_type = match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(is_type),
        Some(value) => is_type(value),
        None => false,
    };
    // A teaser inside a list of "related" articles has no date.
    has_type
        && (object.contains_key("datePublished")
            || object.contains_key("articleBody")
            || object.contains_key("author"))
}

/// The names of what has an `@id`, wherever it is described.
struct Graph<'value>(HashMap<&'value str, &'value Value>);

impl<'value> Graph<'value> {
    fn of(objects: &[&'value Object]) -> Self {
        let mut names = HashMap::new();
        for object in objects {
            if let (Some(id), Some(name)) = (
                object.get("@id").and_then(Value::as_str),
                object.get("name"),
            ) {
                names.entry(id).or_insert(name);
            }
        }
        Self(names)
    }

    /// The name a value stands for: a text, or the name of an object, here or wherever its `@id` is described.
    fn name(&self, value: &Value) -> Option<String> {
        match value {
            Value::Array(values) => values.iter().find_map(|value| self.name(value)),
            Value::Object(object) => self.name_of(object),
            _ => text(value),
        }
    }

    fn names(&self, value: &Value) -> Vec<String> {
        match value {
            Value::Array(values) => values.iter().filter_map(|value| self.name(value)).collect(),
            _ => self.name(value).into_iter().collect(),
        }
    }

    fn name_of(&self, object: &Object) -> Option<String> {
        let own = object
            .get("name")
            .or_else(|| object.get("@value"))
            .and_then(first_text);
        own.or_else(|| first_text(self.0.get(object.get("@id")?.as_str()?)?))
    }
}

fn first_text(value: &Value) -> Option<String> {
    match value {
        Value::Array(values) => values.iter().find_map(text),
        _ => text(value),
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn urls(article: &Object) -> Vec<String> {
    let of_page = article.get("mainEntityOfPage").and_then(|page| match page {
        Value::Object(page) => page.get("@id").or_else(|| page.get("url")).and_then(text),
        _ => text(page),
    });
    article
        .get("url")
        .and_then(first_text)
        .into_iter()
        .chain(of_page)
        .collect()
}
