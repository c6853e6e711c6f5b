//! An entry of the log of corrections, in words.

use onrecord_model::{Action, Correction, DeskAction, MovedQuote, NamedSpeaker};

use crate::address;
use crate::card::shortened;
use crate::wording::{Day, counted};

/// Characters of a quote that an entry shows.
const SHOWN: usize = 120;

/// One correction, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// "Jane Roe is called Janet Roe".
    pub(crate) told: String,
    /// The page of what it is about.
    pub(crate) about: Option<String>,
    pub(crate) by: String,
    pub(crate) at: Day,
    pub(crate) id: String,
    /// Whether it was taken back.
    pub(crate) is_undone: bool,
    /// Where the form that takes it back is sent; not for an undo, nor for what was taken back.
    pub(crate) undo: Option<String>,
}

impl Entry {
    /// `can_undo`: whether corrections are taken here.
    pub(crate) fn new(correction: &Correction, can_undo: bool) -> Self {
        let is_undo = matches!(correction.action, Action::Undo { .. });
        let is_undone = correction.undone_by.is_some();
        Self {
            told: told(&correction.action),
            // A claim that was never made, as it turned out, has no page.
            about: about(&correction.action)
                .filter(|_| !is_undone || !makes_claim(&correction.action)),
            by: correction.by.clone(),
            at: Day::of(correction.at),
            id: correction.id.to_string(),
            is_undone,
            undo: (can_undo && !is_undo && !is_undone).then(|| address::undo(correction.id)),
        }
    }
}

/// Whether it is this that put a claim on record.
pub(crate) fn makes_claim(action: &Action) -> bool {
    matches!(action, Action::Desk(DeskAction::MakeClaim { .. }))
}

/// The page where the effect of a correction is seen.
pub(crate) fn about(action: &Action) -> Option<String> {
    match action {
        Action::Rename { speaker, .. }
        | Action::AddAlias { speaker, .. }
        | Action::RemoveAlias { speaker, .. }
        | Action::Merge { speaker, .. }
        | Action::Split { speaker, .. } => Some(address::speaker(speaker.id)),
        Action::QuoteSpeaker { quotes, .. } => {
            quotes.first().map(|quote| address::quote(quote.quote))
        }
        Action::SettleConflict { quotes, .. } => quotes.first().map(|quote| address::quote(*quote)),
        Action::Desk(action) => about_desk(action),
        Action::JoinStatements { .. }
        | Action::SeparateWording { .. }
        | Action::RejectSuggestion { .. }
        | Action::Undo { .. } => None,
    }
}

fn about_desk(action: &DeskAction) -> Option<String> {
    match action {
        // What is merged is shown as the other.
        DeskAction::MergeClaims { into, .. } => Some(address::claim(*into)),
        DeskAction::Flag { subject, .. } | DeskAction::ResolveFlag { subject, .. } => {
            Some(address::flagged(*subject))
        }
        DeskAction::DefineScale { .. } => Some("/scales".to_owned()),
        DeskAction::DismissStatement { statement, .. } => Some(address::statement(*statement)),
        action => action.claims().first().map(|claim| address::claim(*claim)),
    }
}

fn told(action: &Action) -> String {
    match action {
        Action::Rename { before, after, .. } => format!("“{before}” is called “{after}”"),
        Action::AddAlias { speaker, alias, .. } => {
            format!("{} also goes by “{alias}”", speaker.name)
        }
        Action::RemoveAlias { speaker, alias, .. } => {
            format!("{} does not go by “{alias}”", speaker.name)
        }
        Action::Merge { speaker, into, .. } => {
            format!("“{}” and “{}” are one speaker", speaker.name, into.name)
        }
        Action::Split {
            speaker,
            to,
            quotes,
            ..
        } => format!(
            "{} put down to {} are by {}",
            counted(quotes.len() as u64, "quote", "quotes"),
            speaker.name,
            to.name
        ),
        Action::QuoteSpeaker { to, quotes } => {
            let by = to.as_ref().map_or("nobody known", |to| to.name.as_str());
            format!("{} by {by}{}", words(quotes), not_by(to.as_ref(), quotes))
        }
        Action::JoinStatements { wordings, .. } => {
            let first = wordings.first().map_or("", |held| held.text.as_str());
            format!(
                "{} are one statement: “{}”",
                counted(wordings.len() as u64, "wording", "wordings"),
                shortened(first, SHOWN)
            )
        }
        Action::SeparateWording { wording, .. } => format!(
            "“{}” is a statement of its own",
            shortened(&wording.text, SHOWN)
        ),
        Action::RejectSuggestion { wording, of } => format!(
            "“{}” does not tell “{}”",
            shortened(&wording.text, SHOWN),
            shortened(&of.text, SHOWN)
        ),
        Action::SettleConflict { speakers, note, .. } => {
            let names: Vec<&str> = speakers.iter().map(|named| named.name.as_str()).collect();
            let note = note
                .as_deref()
                .map_or_else(String::new, |note| format!(": {note}"));
            format!(
                "The same words given to {} were looked into{note}",
                names.join(" and ")
            )
        }
        Action::Undo { undone, .. } => format!("{} is taken back", kind(undone)),
        Action::Desk(action) => told_at_desk(action),
    }
}

fn told_at_desk(action: &DeskAction) -> String {
    let told = match action {
        // An id says nothing to a reader; the claim is linked to.
        DeskAction::MergeClaims { text, .. } => {
            format!("“{}” is the same claim as another", shortened(text, SHOWN))
        }
        DeskAction::RelateClaims { relation, .. } => match relation {
            Some(relation) => format!("it {relation} another claim"),
            None => "it has nothing to do with another claim any more".to_owned(),
        },
        // Words that bring their own marks are not put in marks again.
        action => action
            .to_string()
            .replace("““", "“")
            .replace("“\"", "“")
            .replace("””", "”")
            .replace("\"”", "”"),
    };
    let mut letters = told.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => told,
    }
}

/// Whose they were until then.
fn not_by(to: Option<&NamedSpeaker>, quotes: &[MovedQuote]) -> String {
    let before = quotes.first().and_then(|quote| quote.before.as_ref());
    match before {
        Some(before) if to.is_none_or(|to| to.id != before.id) => format!(", not {}", before.name),
        _ => String::new(),
    }
}

fn words(quotes: &[MovedQuote]) -> String {
    let Some((first, others)) = quotes.split_first() else {
        return "No quote is".to_owned();
    };
    let shown = shortened(&first.text, SHOWN);
    let bare = shown.trim_matches(['“', '”', '"']);
    match others.len() {
        0 => format!("“{bare}” is"),
        others => format!("“{bare}” and {} more of the same mention are", others),
    }
}

fn kind(word: &str) -> &'static str {
    match word {
        "rename" => "A new name",
        "add_alias" => "An alias",
        "remove_alias" => "The removal of an alias",
        "merge" => "A merge",
        "split" => "A split",
        "quote_speaker" => "The correction of a quote",
        "join_statements" => "The joining of statements",
        "separate_wording" => "The separation of a wording",
        "reject_suggestion" => "The rejection of a paraphrase",
        "settle_conflict" => "The settling of a conflict",
        "make_claim" => "The making of a claim",
        "edit_claim" => "The editing of a claim",
        "link_statement" => "The linking of a statement",
        "reject_link" => "The rejection of a link",
        "merge_claims" => "A merge of claims",
        "split_claim" => "A split of a claim",
        "relate_claims" => "The relating of claims",
        "assign_claim" => "An assignment",
        "set_claim_state" => "A change of state",
        "add_review" => "A review",
        "revise_review" => "The revision of a review",
        "flag" => "A flag",
        "resolve_flag" => "The settling of a flag",
        "define_scale" => "A scale of ratings",
        "dismiss_statement" => "A dismissal from the queue",
        _ => "A correction",
    }
}
