//! A claim in a list.

use onrecord_engine::ClaimListing;
use onrecord_model::ClaimState;

use crate::address;
use crate::rated::VerdictLine;
use crate::wording::{Day, counted};

/// A claim, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClaimCard {
    pub(crate) id: String,
    pub(crate) address: String,
    pub(crate) text: String,
    pub(crate) title: Option<String>,
    /// Who made it first, as far as a fact-check says.
    pub(crate) claimant: Option<String>,
    pub(crate) state: StateView,
    pub(crate) assigned_to: Option<String>,
    pub(crate) changed: Day,
    pub(crate) verdicts: Vec<VerdictLine>,
    /// "made by 3 statements, 2 more suggested"
    pub(crate) tally: String,
}

/// How far the work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StateView {
    pub(crate) value: &'static str,
    pub(crate) class: &'static str,
    pub(crate) label: &'static str,
}

impl From<ClaimState> for StateView {
    fn from(state: ClaimState) -> Self {
        let (class, label) = match state {
            ClaimState::Open => ("s-open", "Open"),
            ClaimState::InReview => ("s-in-review", "In review"),
            ClaimState::Reviewed => ("s-reviewed", "Reviewed"),
            ClaimState::NeedsSecondReview => ("s-second", "Needs a second review"),
            ClaimState::Closed => ("s-closed", "Closed"),
        };
        Self {
            value: state.as_str(),
            class,
            label,
        }
    }
}

impl From<&ClaimListing> for ClaimCard {
    fn from(listing: &ClaimListing) -> Self {
        let text = &listing.text;
        Self {
            id: listing.id.to_string(),
            address: address::claim(listing.id),
            text: text.text.clone(),
            title: text.title.clone(),
            claimant: text.claimant.as_ref().map(|claimant| claimant.name.clone()),
            state: listing.state.into(),
            assigned_to: listing.assigned_to.clone(),
            changed: Day::of(listing.changed_at),
            verdicts: listing.verdicts.iter().map(VerdictLine::from).collect(),
            tally: tally(listing.statements, listing.suggestions),
        }
    }
}

impl ClaimCard {
    /// Without verdicts, for where nobody has said that it is this claim that is made.
    pub(crate) fn unrated(listing: &ClaimListing) -> Self {
        Self {
            verdicts: Vec::new(),
            ..Self::from(listing)
        }
    }
}

fn tally(statements: u64, suggestions: u64) -> String {
    let made = match statements {
        0 => "no statement linked yet".to_owned(),
        statements => format!("made by {}", counted(statements, "statement", "statements")),
    };
    match suggestions {
        0 => made,
        suggestions => format!("{made}, {suggestions} more suggested"),
    }
}
