//! The parts of a claim's page.

use onrecord_engine::{ClaimStatement, Linked, RelatedClaim, Repeats, ReviewRecord};
use onrecord_model::{ClaimRelation, Evidence, Publication, SpeakerSummary, Stance};

use super::claims::percent;
use super::listing::ClaimCard;
use super::reviewing::ReviewForm;
use crate::address;
use crate::card::Card;
use crate::rated::RatingView;
use crate::respond::Way;
use crate::typeset::{Piece, pieces};
use crate::wording::{Day, counted, number};

/// A statement that makes the claim, or may.
pub(crate) struct StatementLine {
    pub(crate) id: String,
    pub(crate) address: String,
    /// Its words, with the part that makes the claim as found.
    pub(crate) pieces: Vec<Piece>,
    pub(crate) has_part: bool,
    /// Where it is told first; `None` where nothing tells it any more.
    pub(crate) card: Option<Card>,
    pub(crate) told: String,
    /// By whom it was confirmed, and when.
    pub(crate) confirmed: Option<Confirmed>,
    /// "83%", where a machine suggested it.
    pub(crate) score: Option<String>,
}

pub(crate) struct Confirmed {
    pub(crate) by: String,
    pub(crate) at: Day,
}

impl StatementLine {
    pub(crate) fn new(statement: &ClaimStatement) -> Self {
        let part: Vec<_> = statement.part.into_iter().collect();
        let kind = statement
            .quote
            .as_ref()
            .map_or(onrecord_model::Kind::Direct, |quote| quote.kind);
        let (confirmed, score) = match &statement.linked {
            Linked::Confirmed { done, suggested } => (
                Some(Confirmed {
                    by: done.by.clone(),
                    at: Day::of(done.at),
                }),
                suggested.as_ref().map(|link| percent(link.score.get())),
            ),
            Linked::Suggested(link) => (None, Some(percent(link.score.get()))),
        };
        let told = &statement.told;
        let mut tally = vec![counted(told.occurrences, "occurrence", "occurrences")];
        if told.reports != told.occurrences {
            tally.push(counted(told.reports, "report", "reports"));
        }
        if told.passages > 0 {
            tally.push(counted(told.passages, "passage", "passages"));
        }
        Self {
            id: statement.statement.to_string(),
            address: address::statement(statement.statement),
            pieces: pieces(&statement.words, kind, &part),
            has_part: statement.part.is_some(),
            card: statement.quote.as_ref().map(|quote| Card::new(quote, &[])),
            told: tally.join(", "),
            confirmed,
            score,
        }
    }
}

/// A review on the page of its claim.
pub(crate) struct ReviewView {
    pub(crate) anchor: String,
    pub(crate) rating: RatingView,
    pub(crate) author: String,
    pub(crate) author_link: Option<Way>,
    pub(crate) day: Day,
    pub(crate) title: Option<String>,
    pub(crate) rationale: Option<String>,
    pub(crate) evidence: Vec<EvidenceView>,
    pub(crate) link: Option<Way>,
    pub(crate) is_imported: bool,
    pub(crate) is_draft: bool,
    /// "Draft" or "Withdrawn"; `None` where it is published.
    pub(crate) standing: Option<&'static str>,
    /// "changed by Ines Roth, 3 May 2026"
    pub(crate) revised: Option<String>,
    pub(crate) form: Option<ReviewForm>,
}

pub(crate) struct EvidenceView {
    pub(crate) stance: &'static str,
    pub(crate) class: &'static str,
    pub(crate) title: String,
    pub(crate) link: Option<Way>,
    pub(crate) quotation: Option<String>,
    pub(crate) archived: Option<String>,
    pub(crate) is_gone: bool,
}

impl ReviewView {
    pub(crate) fn new(record: &ReviewRecord) -> Self {
        let review = &record.content;
        let author = &review.author;
        Self {
            anchor: format!("review-{}", record.id),
            rating: RatingView::new(&review.rating),
            author: author.name.clone(),
            author_link: author.url.as_deref().and_then(address::original),
            day: Day::of(review.date),
            title: review.title.clone(),
            rationale: review.rationale.clone(),
            evidence: review.evidence.iter().map(EvidenceView::new).collect(),
            link: review.url.as_deref().and_then(address::original),
            is_imported: review.is_imported,
            is_draft: review.publication == Publication::Draft,
            standing: match review.publication {
                Publication::Draft => Some("Draft"),
                Publication::Published => None,
                Publication::Withdrawn => Some("Withdrawn"),
            },
            revised: record
                .revised
                .as_ref()
                .map(|done| format!("changed by {}, {}", done.by, Day::of(done.at).long)),
            form: None,
        }
    }
}

impl EvidenceView {
    fn new(evidence: &Evidence) -> Self {
        let (stance, class) = match evidence.stance {
            Stance::Supports => ("Speaks for it", "e-supports"),
            Stance::Refutes => ("Speaks against it", "e-refutes"),
            Stance::Context => ("Helps to understand it", "e-context"),
        };
        let url = evidence.url.as_deref();
        Self {
            stance,
            class,
            title: match (&evidence.title, url) {
                (Some(title), _) => title.clone(),
                (None, Some(url)) => url.to_owned(),
                (None, None) => "Without an address".to_owned(),
            },
            link: url.and_then(address::original),
            quotation: evidence.quotation.clone(),
            archived: evidence.archived.clone(),
            is_gone: evidence.is_gone,
        }
    }
}

/// What was said again after the last rating.
pub(crate) struct RepeatsView {
    /// "Said 14 times since Ines Roth rated it False on 3 May 2026"
    pub(crate) told: String,
    /// "in 9 reports, last on 4 June 2026, by Orla Finch (12) and Nils Harbury (2)"
    pub(crate) more: Option<String>,
    pub(crate) latest: Vec<Card>,
}

impl RepeatsView {
    pub(crate) fn new(repeats: &Repeats) -> Self {
        let verdict = &repeats.verdict;
        let rated = format!(
            "since {} rated it “{}” on {}",
            verdict.author,
            verdict.rating.name,
            Day::of(verdict.date).long
        );
        if repeats.occurrences == 0 {
            return Self {
                told: format!("Not said again on record {rated}."),
                more: None,
                latest: Vec::new(),
            };
        }
        let mut more = Vec::new();
        if repeats.reports != repeats.occurrences {
            more.push(format!(
                "in {}",
                counted(repeats.reports, "report", "reports")
            ));
        }
        if let Some(last) = repeats.last {
            more.push(format!("last on {}", Day::of(last).long));
        }
        let by: Vec<String> = repeats
            .by
            .iter()
            .map(|(speaker, times)| format!("{} ({})", speaker.name, number(*times)))
            .collect();
        if !by.is_empty() {
            more.push(format!("by {}", by.join(", ")));
        }
        Self {
            told: format!(
                "Said {} {rated}",
                counted(repeats.occurrences, "time", "times")
            ),
            more: (!more.is_empty()).then(|| more.join(", ")),
            latest: repeats
                .latest
                .iter()
                .map(|quote| Card::new(quote, &[]))
                .collect(),
        }
    }
}

/// Somebody who makes the claim.
pub(crate) struct ClaimantView {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) count: String,
}

impl ClaimantView {
    pub(crate) fn new((speaker, times): &(SpeakerSummary, u64)) -> Self {
        Self {
            name: speaker.name.clone(),
            address: address::speaker(speaker.id),
            count: counted(*times, "time", "times"),
        }
    }
}

/// Another claim that this one has to do with.
pub(crate) struct RelatedView {
    pub(crate) relation: &'static str,
    pub(crate) claim: ClaimCard,
}

impl RelatedView {
    pub(crate) fn new(related: &RelatedClaim) -> Self {
        Self {
            relation: match (related.relation, related.is_reverse) {
                (ClaimRelation::Contradicts, _) => "Contradicts",
                (ClaimRelation::Narrows, false) => "Says something more special than",
                (ClaimRelation::Narrows, true) => "Says something more general than",
                (ClaimRelation::Repeats, false) => "Says the same again as",
                (ClaimRelation::Repeats, true) => "Is said again by",
            },
            claim: ClaimCard::from(&related.claim),
        }
    }
}
