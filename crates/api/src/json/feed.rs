//! What a search finds as a JSON Feed, version 1.1 (jsonfeed.org).

use serde::Serialize;
use utoipa::ToSchema;

use crate::feed;

/// A search, and the quotes it finds, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JsonFeed {
    /// `https://jsonfeed.org/version/1.1`.
    pub version: String,
    /// What was searched for.
    pub title: String,
    /// The page of the same search.
    pub home_page_url: String,
    /// Where the feed itself is.
    pub feed_url: String,
    /// The quotes.
    pub items: Vec<JsonFeedItem>,
}

/// One quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JsonFeedItem {
    /// The same for ever: `urn:uuid:` and the quote's id.
    pub id: String,
    /// The page of the quote.
    pub url: String,
    /// The article it was reported in, where its address is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_url: Option<String>,
    /// Who said it, how it is reported where that is not simply as said, and the beginning of the words.
    pub title: String,
    /// The words.
    pub content_text: String,
    /// When the article was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_published: Option<String>,
    /// When the quote was taken in, or somebody decided whose words it is.
    pub date_modified: String,
    /// Who said it; nobody where nobody can be named with reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<JsonFeedAuthor>,
    /// The kind and the outlet.
    pub tags: Vec<String>,
}

/// Who said something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JsonFeedAuthor {
    /// Their name.
    pub name: String,
}

impl From<&feed::Feed> for JsonFeed {
    fn from(feed: &feed::Feed) -> Self {
        Self {
            version: "https://jsonfeed.org/version/1.1".to_owned(),
            title: feed.title.clone(),
            home_page_url: feed.page.clone(),
            feed_url: feed.address.clone(),
            items: feed.entries.iter().map(JsonFeedItem::from).collect(),
        }
    }
}

impl From<&feed::Entry> for JsonFeedItem {
    fn from(entry: &feed::Entry) -> Self {
        let name = entry.speaker.clone();
        let tags = [Some(entry.kind.to_owned()), entry.outlet.clone()];
        Self {
            id: entry.id.clone(),
            url: entry.page.clone(),
            external_url: entry.article.clone(),
            title: entry.title.clone(),
            content_text: entry.text.clone(),
            date_published: entry.published.map(feed::instant),
            date_modified: feed::instant(entry.updated),
            authors: name
                .into_iter()
                .map(|name| JsonFeedAuthor { name })
                .collect(),
            tags: tags.into_iter().flatten().collect(),
        }
    }
}
