//! What surrounds every page.

use crate::assets;
use crate::embedded::Embedded;

/// Which part of the site a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Home,
    Search,
    Verify,
    Speakers,
    Statistics,
    Claims,
    Queue,
    Adding,
    Other,
}

/// Title, navigation and footer of a page.
pub(crate) struct Frame {
    /// Of the window; the name of the site is added.
    pub(crate) title: String,
    /// What the navigation marks as here.
    pub(crate) section: Section,
    /// "1,204 articles", where it could be counted.
    pub(crate) articles: Option<String>,
    /// The same as JSON.
    pub(crate) json: Option<String>,
    /// The same as feeds: what they are, and where.
    pub(crate) feeds: Vec<(&'static str, String)>,
    /// Style sheets of this page alone.
    pub(crate) sheets: Vec<String>,
    /// Whether the page has keys, which a script adds.
    pub(crate) has_keys: bool,
    /// ClaimReviews of what the page shows, for programs that read it.
    pub(crate) claim_reviews: Vec<Embedded>,
}

impl Frame {
    pub(crate) fn new(title: impl Into<String>, section: Section) -> Self {
        Self {
            title: title.into(),
            section,
            articles: None,
            json: None,
            feeds: Vec::new(),
            sheets: Vec::new(),
            has_keys: false,
            claim_reviews: Vec::new(),
        }
    }

    pub(crate) fn with_json(mut self, address: impl Into<String>) -> Self {
        self.json = Some(address.into());
        self
    }

    /// With the same as a feed in either format.
    pub(crate) fn with_feeds(mut self, atom: String, json: String) -> Self {
        self.feeds = vec![
            ("application/atom+xml", atom),
            ("application/feed+json", json),
        ];
        self
    }

    pub(crate) fn is_home(&self) -> bool {
        self.section == Section::Home
    }

    pub(crate) fn is_search(&self) -> bool {
        self.section == Section::Search
    }

    pub(crate) fn is_verify(&self) -> bool {
        self.section == Section::Verify
    }

    pub(crate) fn is_speakers(&self) -> bool {
        self.section == Section::Speakers
    }

    pub(crate) fn is_statistics(&self) -> bool {
        self.section == Section::Statistics
    }

    pub(crate) fn is_claims(&self) -> bool {
        self.section == Section::Claims
    }

    pub(crate) fn is_queue(&self) -> bool {
        self.section == Section::Queue
    }

    pub(crate) fn is_adding(&self) -> bool {
        self.section == Section::Adding
    }

    /// Pages with a search box of their own do without the one in the head.
    pub(crate) fn has_search(&self) -> bool {
        !matches!(
            self.section,
            Section::Home | Section::Search | Section::Verify | Section::Statistics
        )
    }

    pub(crate) fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    pub(crate) fn style(&self) -> &'static str {
        assets::style()
    }

    pub(crate) fn keys(&self) -> &'static str {
        assets::keys()
    }

    pub(crate) fn icon(&self) -> &'static str {
        assets::icon()
    }
}
