//! Tells what kind of text a file holds, by its extension and its first bytes.

use std::path::Path;

use crate::{Problem, binary, decode};

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// The whole file is one article, as it stands.
    Plain,
    /// The whole file is a page.
    Html,
    /// Each line is an article.
    JsonLines,
    /// Lines, or one document: an article or a list of them.
    Json,
}

/// How many first bytes are enough to tell.
pub(crate) const SNIFFED_BYTES: usize = 4096;

/// The format of a file called `name` that begins with `head`. The extension decides between the formats, except that
/// what begins like a page is a page; a file without a known extension is told by its beginning.
pub(crate) fn format(name: &str, head: &[u8]) -> Result<Format, Problem> {
    binary::refuse_known(head)?;
    let start = beginning(head);
    let extension = Path::new(name)
        .extension()
        .map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref() {
        Some("jsonl" | "ndjson") => return Ok(Format::JsonLines),
        Some("json") => return Ok(Format::Json),
        Some("html" | "htm" | "xhtml" | "shtml") => return Ok(Format::Html),
        _ => {}
    }
    if is_page(&start) {
        return Ok(Format::Html);
    }
    if let Some(what) = unsupported(&start) {
        return Err(Problem::Unsupported(what));
    }
    if matches!(extension.as_deref(), Some("txt" | "text" | "md")) {
        return Ok(Format::Plain);
    }
    Ok(by_beginning(&start))
}

/// The first bytes as lower-case text, whatever the encoding.
fn beginning(head: &[u8]) -> String {
    let mut start = decode(&head[..head.len().min(SNIFFED_BYTES)], None)
        .text
        .to_ascii_lowercase();
    let blank = start.len() - start.trim_start().len();
    start.drain(..blank);
    start
}

fn is_page(start: &str) -> bool {
    let start = after_comments(start);
    start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || (start.starts_with("<?xml") && start.contains("<html"))
}

fn unsupported(start: &str) -> Option<&'static str> {
    let has = |needle: &str| start.contains(needle);
    if start.starts_with("warc/") {
        return Some("a WARC archive");
    }
    if start.starts_with("<?xml") || start.starts_with("<rss") || start.starts_with("<feed") {
        return Some(if has("<rss") || has("<feed") || has("<rdf:rdf") {
            "a feed"
        } else {
            "XML"
        });
    }
    None
}

fn by_beginning(start: &str) -> Format {
    let mut characters = start.chars().filter(|character| !character.is_whitespace());
    match (characters.next(), characters.next()) {
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{')) => Format::Json,
        (Some('<'), Some(second)) if second.is_ascii_alphabetic() || second == '!' => Format::Html,
        _ => Format::Plain,
    }
}

/// A page may be preceded by comments.
fn after_comments(mut start: &str) -> &str {
    while let Some(rest) = start.strip_prefix("<!--") {
        let Some((_, rest)) = rest.split_once("-->") else {
            return start;
        };
        start = rest.trim_start();
    }
    start
}
