//! The claims that a statement makes, on its page and on those of its quotes.

use onrecord_engine::{LinkedClaim, StatementClaims, Worth};
use onrecord_model::{AssertionClass, FlagSubject, Quote, StatementId};

use super::claims::percent;
use super::listing::ClaimCard;
use crate::address;
use crate::respond::Failure;
use crate::site::Site;
use crate::typeset::{Piece, pieces};

/// Words that are named as those that decide.
const DRIVING: usize = 6;

/// What there is to say of claims on the page of a statement or a quote.
pub(crate) struct MadeClaims {
    pub(crate) statement: String,
    /// The page that forms lead back to.
    pub(crate) back: String,
    /// Those it makes, by a person's word, with their verdicts.
    pub(crate) linked: Vec<LinkedView>,
    /// Those it may make, without verdicts: nobody has said that it is them that it makes.
    pub(crate) suggested: Vec<SuggestedView>,
    pub(crate) worth: WorthView,
    pub(crate) new: String,
    pub(crate) flag: String,
    pub(crate) takes_corrections: bool,
    pub(crate) by: String,
}

pub(crate) struct LinkedView {
    pub(crate) claim: ClaimCard,
    pub(crate) action: String,
    /// The part of the words that makes the claim, where it is not all of them.
    pub(crate) part: Option<String>,
    /// Whether it was another wording of the statement that a person linked.
    pub(crate) is_other_wording: bool,
}

pub(crate) struct SuggestedView {
    pub(crate) claim: ClaimCard,
    pub(crate) action: String,
    pub(crate) score: String,
}

/// How much some words are worth checking.
pub(crate) struct WorthView {
    pub(crate) percent: String,
    pub(crate) class: &'static str,
    /// The words, with those that speak for it most as found.
    pub(crate) pieces: Vec<Piece>,
    pub(crate) for_it: Vec<String>,
    pub(crate) against_it: Vec<String>,
}

impl WorthView {
    pub(crate) fn new(quote: &Quote, worth: &Worth) -> Self {
        let for_it: Vec<_> = worth
            .words
            .iter()
            .filter(|(_, weight)| *weight > 0.0)
            .take(DRIVING)
            .map(|(span, _)| *span)
            .collect();
        let said = |positive: bool| {
            let points: Vec<char> = quote.text.chars().collect();
            worth
                .words
                .iter()
                .filter(|(_, weight)| (*weight > 0.0) == positive)
                .take(DRIVING)
                .filter_map(|(span, _)| points.get(span.start as usize..span.end as usize))
                .map(|word| word.iter().collect())
                .collect()
        };
        Self {
            percent: percent(worth.score),
            class: class(worth.class),
            pieces: pieces(&quote.text, quote.kind, &for_it),
            for_it: said(true),
            against_it: said(false),
        }
    }
}

/// What sort of assertion it reads like.
pub(crate) fn class(class: AssertionClass) -> &'static str {
    match class {
        AssertionClass::Fact => "a statement of fact",
        AssertionClass::Opinion => "an opinion",
        AssertionClass::Prediction => "a prediction",
        AssertionClass::Promise => "a promise",
        AssertionClass::Question => "a question",
        AssertionClass::Other => "no assertion",
    }
}

impl MadeClaims {
    /// Of `quote`, for the page at `back`; `None` for what is no statement.
    pub(crate) async fn of(
        site: &Site,
        quote: &Quote,
        subject: FlagSubject,
        back: String,
        by: String,
    ) -> Result<Option<Self>, Failure> {
        let Some(statement) = quote.wording else {
            return Ok(None);
        };
        let found = site
            .engine
            .claims_of_statement(statement, &quote.text)
            .await?;
        Ok(Some(Self::new(
            site, statement, quote, &found, subject, back, by,
        )))
    }

    fn new(
        site: &Site,
        statement: StatementId,
        quote: &Quote,
        found: &StatementClaims,
        subject: FlagSubject,
        back: String,
        by: String,
    ) -> Self {
        Self {
            statement: statement.to_string(),
            linked: found
                .linked
                .iter()
                .map(|linked| LinkedView::new(linked, statement, quote))
                .collect(),
            suggested: found
                .suggested
                .iter()
                .map(|suggested| SuggestedView {
                    claim: ClaimCard::unrated(&suggested.claim),
                    action: address::act_on_claim(suggested.claim.id),
                    score: percent(suggested.suggested.score.get()),
                })
                .collect(),
            worth: WorthView::new(quote, &found.worth),
            new: address::new_claim(statement, &back),
            flag: address::flag(subject),
            takes_corrections: site.takes_corrections,
            back,
            by,
        }
    }
}

impl LinkedView {
    fn new(linked: &LinkedClaim, statement: StatementId, quote: &Quote) -> Self {
        // The part is one of the wording that was linked, which may not be the one that is shown here.
        let part = linked.part.filter(|_| linked.statement == statement);
        Self {
            claim: ClaimCard::from(&linked.claim),
            action: address::act_on_claim(linked.claim.id),
            is_other_wording: linked.statement != statement,
            part: part.map(|part| {
                let (start, end) = (part.start as usize, part.end as usize);
                let words = quote.text.chars().take(end).skip(start);
                words.collect()
            }),
        }
    }
}
