//! What a search finds as a feed: values in, Atom out. The JSON Feed of the same is in [`crate::json`].

use std::fmt::Write;

use chrono::{DateTime, SecondsFormat};
use onrecord_model::{CueClass, Polarity, Quote, Timestamp};

/// Most characters of a quote in its title.
const LONGEST_TITLE: usize = 140;

/// A search, and the quotes it finds, the newest first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Feed {
    pub(crate) title: String,
    /// Where the feed itself is.
    pub(crate) address: String,
    /// The page of the same search.
    pub(crate) page: String,
    pub(crate) entries: Vec<Entry>,
}

/// One quote.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The same for ever, wherever the server is.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) text: String,
    /// Who said it; `None` where nobody can be named with reason.
    pub(crate) speaker: Option<String>,
    pub(crate) page: String,
    /// The article it was reported in.
    pub(crate) article: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) kind: &'static str,
    /// When the article was.
    pub(crate) published: Option<Timestamp>,
    /// When it was taken in, or somebody decided whose words it is.
    pub(crate) updated: Timestamp,
}

impl Feed {
    /// The last time that an entry changed.
    pub(crate) fn updated(&self) -> Timestamp {
        let entries = self.entries.iter().map(|entry| entry.updated);
        entries.max().unwrap_or(DateTime::UNIX_EPOCH)
    }
}

impl Entry {
    /// The entry of `quote`; `origin` is what stands before the paths of this server.
    pub(crate) fn new(quote: &Quote, origin: &str) -> Self {
        let speaker = quote.speaker.as_ref().map(|speaker| speaker.name.clone());
        let who = speaker.as_deref().unwrap_or("Nobody named");
        let sign = sign(quote).map_or_else(String::new, |sign| format!(" ({sign})"));
        let taken_in = quote.id.0.get_timestamp().and_then(|timestamp| {
            let (seconds, nanoseconds) = timestamp.to_unix();
            DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
        });
        let decided = quote.decision.as_ref().map(|decision| decision.at);
        Self {
            id: format!("urn:uuid:{}", quote.id),
            title: format!("{who}{sign}: {}", shortened(&quote.text)),
            text: quote.text.clone(),
            speaker,
            page: format!("{origin}/quotes/{}", quote.id),
            article: quote.article.url.clone(),
            outlet: quote.article.outlet.clone(),
            kind: quote.kind.as_str(),
            published: quote.article.published,
            updated: decided
                .max(taken_in)
                .or(quote.article.published)
                .unwrap_or(DateTime::UNIX_EPOCH),
        }
    }
}

/// What keeps words from being taken for said that are not reported as said.
fn sign(quote: &Quote) -> Option<&'static str> {
    match (quote.manner.polarity, quote.manner.class) {
        (Polarity::Negated, _) => Some("reported as not said"),
        (Polarity::Hypothetical, _) => Some("hypothetical"),
        (Polarity::Asserted, Some(CueClass::Denial)) => Some("denied or refused"),
        (Polarity::Asserted, _) => None,
    }
}

/// The beginning of `text` on one line, cut at a word.
fn shortened(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    let Some((end, _)) = line.char_indices().nth(LONGEST_TITLE) else {
        return line;
    };
    let cut = &line[..end];
    let cut = cut.rsplit_once(' ').map_or(cut, |(whole, _)| whole);
    format!("{cut} …")
}

/// `feed` as Atom (RFC 4287).
pub(crate) fn atom(feed: &Feed) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    element(&mut xml, "title", &feed.title);
    element(&mut xml, "id", &feed.address);
    link(&mut xml, "self", "application/atom+xml", &feed.address);
    link(&mut xml, "alternate", "text/html", &feed.page);
    element(&mut xml, "updated", &instant(feed.updated()));
    element(&mut xml, "generator", "onrecord");
    for entry in &feed.entries {
        xml.push_str("<entry>\n");
        element(&mut xml, "title", &entry.title);
        element(&mut xml, "id", &entry.id);
        link(&mut xml, "alternate", "text/html", &entry.page);
        if let Some(article) = &entry.article {
            link(&mut xml, "via", "text/html", article);
        }
        if let Some(published) = entry.published {
            element(&mut xml, "published", &instant(published));
        }
        element(&mut xml, "updated", &instant(entry.updated));
        // Every entry needs an author, and nobody may be made one.
        let author = entry.speaker.as_deref().unwrap_or("Nobody named");
        xml.push_str("<author>");
        element(&mut xml, "name", author);
        xml.push_str("</author>\n");
        for term in [Some(entry.kind), entry.outlet.as_deref()]
            .into_iter()
            .flatten()
        {
            // Writing to a string does not fail.
            let _ = writeln!(xml, "<category term=\"{}\"/>", escaped(term));
        }
        let _ = writeln!(
            xml,
            "<content type=\"text\">{}</content>",
            escaped(&entry.text)
        );
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    xml
}

fn element(xml: &mut String, name: &str, text: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(xml, "<{name}>{}</{name}>", escaped(text));
}

fn link(xml: &mut String, relation: &str, media: &str, address: &str) {
    let address = escaped(address);
    // Writing to a string does not fail.
    let _ = writeln!(
        xml,
        "<link rel=\"{relation}\" type=\"{media}\" href=\"{address}\"/>"
    );
}

/// An instant as both kinds of feeds have it.
pub(crate) fn instant(instant: Timestamp) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// `text` between tags or marks. What XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(character),
            character if character.is_control() => {}
            '\u{FFFE}' | '\u{FFFF}' => {}
            character => escaped.push(character),
        }
    }
    escaped
}
