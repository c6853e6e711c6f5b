//! Reviews as schema.org's ClaimReview, one by one and in feeds.

use chrono::{NaiveTime, SecondsFormat};
use onrecord_intake::{numbers_of, truth};
use onrecord_model::{
    ClaimText, Claimant, Evidence, Publication, Quote, Rating, Review, Reviewer, SpeakerKind,
    Timestamp,
};
use serde_json::Value;

use super::json::{Object, number};

/// A review with the claim it is of.
#[derive(Debug, Clone, Copy)]
pub struct ReviewedClaim<'a> {
    /// The claim.
    pub text: &'a ClaimText,
    /// The review.
    pub review: &'a Review,
    /// Where readers find it with us. It stands for the address of a review that was not published elsewhere.
    pub page: Option<&'a str>,
    /// Where the statements that make the claim are reported.
    pub appearances: &'a [Appearance],
}

/// Where a statement that makes a claim is reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Appearance {
    /// Address of the article or source.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// Name of the speaker.
    pub speaker: Option<String>,
    /// Wikidata item of the speaker, such as `Q42`.
    pub wikidata: Option<String>,
    /// Whether the speaker is an organisation.
    pub is_organisation: Option<bool>,
}

impl From<&Quote> for Appearance {
    fn from(quote: &Quote) -> Self {
        let speaker = quote.speaker.as_ref();
        Self {
            url: quote.article.url.clone(),
            published: quote.article.published,
            speaker: speaker.map(|speaker| speaker.name.clone()),
            wikidata: speaker.and_then(|speaker| speaker.wikidata.clone()),
            is_organisation: speaker.map(|speaker| speaker.kind == SpeakerKind::Organisation),
        }
    }
}

impl ReviewedClaim<'_> {
    /// The claim as the ClaimReview has it, which is what whoever reads one gets: a reader has none of the statements
    /// here, so what they tell goes with the claim. Where the claim does not say who made it, when, and where, the
    /// earliest of the appearances does; the addresses of the others are where else it was made.
    ///
    /// More of an appearance (the outlet, who said it there) has no place in a claim that is read again, and is left
    /// out: what is written of a claim must not depend on whether it was made here or read from a file.
    #[must_use]
    pub fn told(&self) -> ClaimText {
        let mut text = self.text.clone();
        let is_unknown = text.claimant.is_none() && text.made.is_none() && text.url.is_none();
        let earliest = self
            .appearances
            .iter()
            .filter(|appearance| appearance.published.is_some())
            .min_by_key(|appearance| appearance.published);
        if is_unknown && let Some(earliest) = earliest {
            text.claimant = earliest.claimant();
            text.made = earliest.published;
            text.url.clone_from(&earliest.url);
        }
        for url in self.appearances.iter().filter_map(|one| one.url.as_ref()) {
            if text.url.as_ref() != Some(url) && !text.appearances.contains(url) {
                text.appearances.push(url.clone());
            }
        }
        text
    }

    /// Where the review is to be read: where it was published, or with us.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.review.url.as_deref().or(self.page)
    }
}

impl Appearance {
    fn claimant(&self) -> Option<Claimant> {
        let item = self.wikidata.as_ref();
        Some(Claimant {
            name: self.speaker.clone()?,
            role: None,
            same_as: item
                .map(|item| vec![format!("https://www.wikidata.org/wiki/{item}")])
                .unwrap_or_default(),
            is_organisation: self.is_organisation,
        })
    }
}

/// The review as a ClaimReview of schema.org, with nothing but properties of schema.org in it.
///
/// Read again (`onrecord_intake::claims`), it gives the claim as [`ReviewedClaim::told`] has it and the review with
/// [`ReviewedClaim::url`] as its address, as something that was made elsewhere; and what was read gives the same
/// bytes. White space around a text is left out, and so is a text in which nothing stands.
#[must_use]
pub fn claim_review(item: &ReviewedClaim<'_>) -> Value {
    let (text, review) = (item.told(), item.review);
    let status = match review.publication {
        Publication::Published => None,
        Publication::Draft => Some("Draft"),
        Publication::Withdrawn => Some("Withdrawn"),
    };
    Object::of_type("ClaimReview")
        .with("@context", "https://schema.org")
        .with_text("claimReviewed", Some(&text.text))
        .with("itemReviewed", claim(&text))
        .with("reviewRating", rating(&review.rating))
        .with("author", reviewer(&review.author))
        .with("datePublished", date(review.date))
        .with_text("headline", review.title.as_deref())
        .with_text("reviewBody", review.rationale.as_deref())
        .with_list("citation", review.evidence.iter().map(citation).collect())
        .with_text("inLanguage", review.language.as_deref())
        .with_text("url", item.url())
        .with_some("creativeWorkStatus", status)
        .into()
}

fn claim(text: &ClaimText) -> Value {
    let work = |url: &String| Object::of_type("CreativeWork").with_text("url", Some(url));
    Object::of_type("Claim")
        .with_text("headline", text.title.as_deref())
        .with_text("description", text.context.as_deref())
        .with_text("inLanguage", text.language.as_deref())
        .with_some("author", text.claimant.as_ref().map(claimant))
        .with_some("datePublished", text.made.map(date))
        .with_some("firstAppearance", text.url.as_ref().map(work))
        .with_list(
            "appearance",
            text.appearances
                .iter()
                .map(|url| work(url).into())
                .collect(),
        )
        .with_text("identifier", text.reference.as_deref())
        .into()
}

fn claimant(claimant: &Claimant) -> Value {
    let kind = claimant.is_organisation.map(kind_of);
    // Organisations have no job.
    let role = match claimant.is_organisation {
        Some(true) => "description",
        _ => "jobTitle",
    };
    Object::new()
        .with_some("@type", kind)
        .with_text("name", Some(&claimant.name))
        .with_text(role, claimant.role.as_deref())
        .with_list(
            "sameAs",
            claimant.same_as.iter().cloned().map(Value::from).collect(),
        )
        .into()
}

fn kind_of(is_organisation: bool) -> &'static str {
    if is_organisation {
        "Organization"
    } else {
        "Person"
    }
}

/// A rating in its own words and with its own numbers. Where a reader would take these to say something else of how
/// true the claim is than was meant, a property `truth` tells: a number from 0 to 1, or "none".
fn rating(rating: &Rating) -> Value {
    let published = rating.published.as_ref();
    // Programs look for numbers. Where none were published, they get those that say how true it is, and a reader of
    // ours is told that they are no more than that.
    let derived = match (published, rating.value) {
        (None, Some(value)) => Some(numbers_of(value)),
        _ => None,
    };
    let is_told = derived.is_some() || rating.value == truth(&rating.name, published);
    let told = (!is_told).then(|| {
        let value = rating.value.map(|value| number(&value.to_string()));
        Object::of_type("PropertyValue")
            .with("propertyID", "truth")
            .with("value", value.unwrap_or_else(|| "none".into()))
    });
    let numbers = published.or(derived.as_ref());
    let optional = |text: Option<&String>| text.map(|text| number(text));
    Object::of_type("Rating")
        .with_text("alternateName", Some(&rating.name))
        .with_text("disambiguatingDescription", rating.scale.as_deref())
        .with_some("ratingValue", numbers.map(|numbers| number(&numbers.value)))
        .with_some(
            "bestRating",
            optional(numbers.and_then(|numbers| numbers.best.as_ref())),
        )
        .with_some(
            "worstRating",
            optional(numbers.and_then(|numbers| numbers.worst.as_ref())),
        )
        .with_some("reviewAspect", derived.as_ref().map(|_| "truth"))
        .with_some("identifier", told)
        .into()
}

fn reviewer(author: &Reviewer) -> Value {
    Object::of_type(kind_of(author.is_organisation))
        .with_text("name", Some(&author.name))
        .with_text("url", author.url.as_deref())
        .into()
}

/// A piece of evidence as a work that is cited. Which hash the copy is known by is not kept, so it is called no more
/// than its identifier.
fn citation(evidence: &Evidence) -> Value {
    let archived = evidence.archived.as_deref();
    let copy = Object::of_type("MediaObject").with_text("identifier", archived);
    Object::of_type("CreativeWork")
        .with_text("url", evidence.url.as_deref())
        .with_text("name", evidence.title.as_deref())
        .with_text("text", evidence.quotation.as_deref())
        .with_some("encoding", archived.map(|_| copy))
        .with("keywords", evidence.stance.as_str())
        .with_some("creativeWorkStatus", evidence.is_gone.then_some("Gone"))
        .into()
}

/// A day where it is midnight, which is what is known where no more than the day is.
fn date(time: Timestamp) -> String {
    if time.time() == NaiveTime::MIN {
        return time.format("%Y-%m-%d").to_string();
    }
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// JSON that can stand in a page, inside of `<script type="application/ld+json">`: nothing in it ends the script or
/// begins a comment. It is the same JSON.
#[must_use]
pub fn embedded(value: &Value) -> String {
    let json = value.to_string();
    let mut embedded = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' => embedded.push_str("\\u003c"),
            '>' => embedded.push_str("\\u003e"),
            '&' => embedded.push_str("\\u0026"),
            '\u{2028}' => embedded.push_str("\\u2028"),
            '\u{2029}' => embedded.push_str("\\u2029"),
            other => embedded.push(other),
        }
    }
    embedded
}

/// A feed of ClaimReviews, written piece by piece so that it may be as long as it likes: what [`Feed::begin`] gives,
/// each [`Feed::item`], and [`Feed::end`]. As JSON Lines it is the ClaimReviews themselves, one a line; as a document
/// it is a `DataFeed` of schema.org, as Data Commons publishes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    form: FeedForm,
    items: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FeedForm {
    Document,
    JsonLines,
}

impl Feed {
    /// One JSON document.
    #[must_use]
    pub fn document() -> Self {
        Self {
            form: FeedForm::Document,
            items: 0,
        }
    }

    /// One ClaimReview a line.
    #[must_use]
    pub fn json_lines() -> Self {
        Self {
            form: FeedForm::JsonLines,
            items: 0,
        }
    }

    /// What stands before the first item.
    #[must_use]
    pub fn begin(&self) -> String {
        match self.form {
            FeedForm::Document => {
                "{\"@context\":\"https://schema.org\",\"@type\":\"DataFeed\",\"dataFeedElement\":["
                    .to_owned()
            }
            FeedForm::JsonLines => String::new(),
        }
    }

    /// The next item.
    #[must_use]
    pub fn item(&mut self, item: &ReviewedClaim<'_>) -> String {
        let review = claim_review(item);
        self.items += 1;
        match self.form {
            FeedForm::Document => {
                let separator = if self.items == 1 { "\n" } else { ",\n" };
                let element: Value = Object::of_type("DataFeedItem")
                    .with("item", vec![review])
                    .into();
                format!("{separator}{element}")
            }
            FeedForm::JsonLines => format!("{review}\n"),
        }
    }

    /// What stands behind the last item, and how many there were.
    #[must_use]
    pub fn end(self) -> (String, u64) {
        match self.form {
            FeedForm::Document => ("\n]}\n".to_owned(), self.items),
            FeedForm::JsonLines => (String::new(), self.items),
        }
    }
}
