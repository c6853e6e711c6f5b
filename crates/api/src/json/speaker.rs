//! Speakers.

use chrono::{DateTime, Utc};
use onrecord_engine as engine;
use onrecord_model as model;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::OutletCount;

/// A person or organisation that says things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SpeakerSummary {
    /// The speaker.
    pub id: Uuid,
    /// Full name.
    pub name: String,
    /// Person or organisation.
    pub kind: SpeakerKind,
    /// Wikidata item, such as `Q22686`, where known.
    pub wikidata: Option<String>,
}

/// What sort of speaker somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerKind {
    /// One human being.
    Person,
    /// An institution, company, party, agency or medium that speaks as one.
    Organisation,
}

/// A speaker in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Listing {
    /// The speaker.
    #[serde(flatten)]
    pub speaker: SpeakerSummary,
    /// Number of quotes in current versions of articles.
    pub quotes: u64,
    /// Number of passages of theirs in primary sources.
    pub passages: u64,
}

/// What is known about a speaker. The quotes themselves are at `/v1/quotes?speaker={id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Speaker {
    /// The speaker.
    #[serde(flatten)]
    pub speaker: SpeakerSummary,
    /// Those who were merged into them; their ids lead here.
    pub merged: Vec<SpeakerSummary>,
    /// The last correction of them, at `/v1/corrections/{id}`; `null` where there is none. What to expect when
    /// correcting them.
    pub correction: Option<Uuid>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Offices held, latest first.
    pub roles: Vec<Role>,
    /// Number of quotes in current versions of articles.
    pub quotes: u64,
    /// Number of different statements among them.
    pub statements: u64,
    /// Number of articles they stand in.
    pub articles: u64,
    /// Quotes per outlet, most first.
    pub outlets: Vec<OutletCount>,
    /// Publication of the earliest dated article that quotes them.
    pub first_quoted: Option<DateTime<Utc>>,
    /// Publication of the latest dated article that quotes them.
    pub last_quoted: Option<DateTime<Utc>>,
    /// Number of passages of theirs in primary sources.
    pub passages: u64,
    /// When the earliest dated of these was said.
    pub first_said: Option<DateTime<Utc>>,
    /// When the latest dated of these was said.
    pub last_said: Option<DateTime<Utc>>,
}

/// An office and when it was held; dates are as precise as the source gives them: year, month or day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Role {
    /// What the office is called.
    pub title: String,
    /// Of which institution, party or country.
    pub organisation: Option<String>,
    /// First day, month or year.
    pub start: Option<String>,
    /// Last day, month or year.
    pub end: Option<String>,
}

impl From<&model::SpeakerSummary> for SpeakerSummary {
    fn from(speaker: &model::SpeakerSummary) -> Self {
        Self {
            id: speaker.id.0,
            name: speaker.name.clone(),
            kind: match speaker.kind {
                model::SpeakerKind::Person => SpeakerKind::Person,
                model::SpeakerKind::Organisation => SpeakerKind::Organisation,
            },
            wikidata: speaker.wikidata.clone(),
        }
    }
}

impl From<&engine::SpeakerListing> for Listing {
    fn from(listing: &engine::SpeakerListing) -> Self {
        Self {
            speaker: SpeakerSummary::from(&listing.speaker),
            quotes: listing.quotes,
            passages: listing.passages,
        }
    }
}

impl From<&engine::SpeakerRecord> for Speaker {
    fn from(record: &engine::SpeakerRecord) -> Self {
        Self {
            speaker: SpeakerSummary::from(&record.summary),
            merged: record.merged.iter().map(SpeakerSummary::from).collect(),
            correction: record.correction.map(|correction| correction.0),
            aliases: record.aliases.clone(),
            roles: record.roles.iter().map(Role::from).collect(),
            quotes: record.quotes,
            statements: record.statements,
            articles: record.articles,
            outlets: record
                .outlets
                .iter()
                .map(|(outlet, quotes)| OutletCount {
                    outlet: outlet.clone(),
                    count: *quotes,
                })
                .collect(),
            first_quoted: record.first_quoted,
            last_quoted: record.last_quoted,
            passages: record.passages,
            first_said: record.first_said,
            last_said: record.last_said,
        }
    }
}

impl From<&model::Role> for Role {
    fn from(role: &model::Role) -> Self {
        Self {
            title: role.title.clone(),
            organisation: role.organisation.clone(),
            start: role.start.clone(),
            end: role.end.clone(),
        }
    }
}
