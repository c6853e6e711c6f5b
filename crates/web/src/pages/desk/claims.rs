//! All claims, and whether something has been checked.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{Agreement, ClaimFilter, ClaimMatch, EngineError, SearchRequest};
use onrecord_model::ClaimState;

use super::listing::{ClaimCard, StateView};
use super::placed;
use crate::address;
use crate::frame::{Frame, Section};
use crate::parameters::Parameters;
use crate::respond::{Failure, page};
use crate::site::Site;
use crate::wording::{counted, number};

/// Longest query string that is read, in bytes: the longest text that is matched, each character as three bytes that
/// are percent-encoded.
const LONGEST_QUERY: usize = 96 << 10;
/// Claims that a text is answered with.
const MATCHES: u16 = 8;
const KNOWN: [&str; 5] = ["text", "state", "rating", "assigned_to", "cursor"];

#[derive(Template)]
#[template(path = "claims.html")]
struct ClaimsPage {
    frame: Frame,
    text: String,
    asked: Option<Asked>,
    states: Vec<StateChoice>,
    state: &'static str,
    rating: String,
    ratings: Vec<String>,
    assigned_to: String,
    is_narrowed: bool,
    claims: Vec<ClaimCard>,
    next: Option<String>,
    takes_corrections: bool,
}

/// What became of asking whether something has been checked.
struct Asked {
    notice: Option<String>,
    /// "2 claims on the desk come near it".
    tally: String,
    matches: Vec<MatchView>,
    new: String,
}

struct MatchView {
    claim: ClaimCard,
    score: String,
    is_likely: bool,
    agrees: Vec<Agrees>,
    negation_differs: bool,
}

/// Words that two have in common, or not.
struct Agrees {
    label: &'static str,
    is_missing: bool,
    words: Vec<String>,
}

struct StateChoice {
    label: &'static str,
    count: String,
    address: String,
    is_chosen: bool,
}

pub(crate) async fn claims(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let built = match Parameters::read_long(request.query_string(), &KNOWN, LONGEST_QUERY) {
        Ok(asked) => build(&site, &asked).await,
        Err(failure) => Err(failure),
    };
    page(&request, built)
}

async fn build(site: &Site, asked: &Parameters) -> Result<ClaimsPage, Failure> {
    let state: Option<ClaimState> = match asked.get("state") {
        None => None,
        Some(state) => Some(state.parse().map_err(|_| {
            let all: Vec<&str> = ClaimState::ALL.iter().map(|state| state.as_str()).collect();
            Failure::Malformed(format!(
                "“{state}” is no state of a claim; there are {}.",
                all.join(", ")
            ))
        })?),
    };
    let filter = ClaimFilter {
        state,
        assigned_to: asked.get("assigned_to").map(str::to_owned),
        rating: asked.get("rating").map(str::to_owned),
        reference: None,
    };
    let limit = SearchRequest::USUAL_PAGE as u16;
    let found = site
        .engine
        .claims(&filter, asked.get("cursor"), limit)
        .await
        .map_err(placed)?;
    let counts = site.engine.claim_counts().await?;
    let scales = site.engine.scales().await?;
    let mut frame = Frame::new("Claims", Section::Claims).with_json("/v1/claims");
    frame.articles = Some(site.articles(&*site.overview().await?));
    let narrowed = asked.with("cursor", None).with("text", None);
    Ok(ClaimsPage {
        frame,
        asked: match asked.get("text") {
            Some(text) => Some(matched(site, text).await?),
            None => None,
        },
        text: asked.get("text").unwrap_or_default().to_owned(),
        states: states(&narrowed, &counts, state),
        state: state.map_or("", ClaimState::as_str),
        is_narrowed: filter.rating.is_some() || filter.assigned_to.is_some(),
        rating: filter.rating.unwrap_or_default(),
        ratings: scales
            .into_iter()
            .flat_map(|(_, scale)| scale.ratings)
            .map(|rating| rating.name)
            .collect(),
        assigned_to: filter.assigned_to.unwrap_or_default(),
        claims: found.claims.iter().map(ClaimCard::from).collect(),
        next: found
            .next
            .map(|cursor| located(&narrowed.with("cursor", Some(&cursor)))),
        takes_corrections: site.takes_corrections,
    })
}

fn located(asked: &Parameters) -> String {
    let parameters = KNOWN.map(|name| (name, asked.get(name)));
    address::with_parameters("/claims", &parameters)
}

fn states(
    asked: &Parameters,
    counts: &[(ClaimState, u64)],
    chosen: Option<ClaimState>,
) -> Vec<StateChoice> {
    let all: u64 = counts.iter().map(|(_, count)| count).sum();
    let every = StateChoice {
        label: "All",
        count: number(all),
        address: located(&asked.with("state", None)),
        is_chosen: chosen.is_none(),
    };
    let each = ClaimState::ALL.iter().map(|state| StateChoice {
        label: StateView::from(*state).label,
        count: number(
            counts
                .iter()
                .find(|(of, _)| of == state)
                .map_or(0, |(_, count)| *count),
        ),
        address: located(&asked.with("state", Some(state.as_str()))),
        is_chosen: chosen == Some(*state),
    });
    std::iter::once(every).chain(each).collect()
}

async fn matched(site: &Site, text: &str) -> Result<Asked, Failure> {
    let new = address::with_parameters("/claims/new", &[("text", Some(text))]);
    let found = match site.engine.match_claims(text, None, MATCHES).await {
        Ok(found) => found,
        Err(EngineError::QuotationLength { length, longest }) => {
            let notice = match length > longest {
                true => format!(
                    "It has {} characters; up to {} are compared.",
                    number(length as u64),
                    number(longest as u64)
                ),
                false => "It has no words that could be compared.".to_owned(),
            };
            return Ok(Asked {
                notice: Some(notice),
                tally: String::new(),
                matches: Vec::new(),
                new,
            });
        }
        Err(error) => return Err(error.into()),
    };
    let matches: Vec<MatchView> = found.iter().map(MatchView::new).collect();
    let likely = matches.iter().filter(|found| found.is_likely).count() as u64;
    let tally = match (likely, matches.is_empty()) {
        (_, true) => {
            "No claim on the desk shares enough words with it. That says nothing about whether it is true."
                .to_owned()
        }
        (0, false) => {
            "No claim on the desk is likely to be this one. Those that share words with it:".to_owned()
        }
        (likely, false) => format!(
            "{} on the desk may be this one. Compare before you rely on it.",
            counted(likely, "claim", "claims")
        ),
    };
    Ok(Asked {
        notice: None,
        tally,
        matches,
        new,
    })
}

impl MatchView {
    fn new(found: &ClaimMatch) -> Self {
        Self {
            claim: ClaimCard::from(&found.claim),
            score: percent(f64::from(found.score)),
            is_likely: found.is_suggested,
            agrees: agrees(&found.agreement),
            negation_differs: found.agreement.negation_differs,
        }
    }
}

fn agrees(agreement: &Agreement) -> Vec<Agrees> {
    [
        ("Both have the names", false, &agreement.names),
        ("Both have the numbers", false, &agreement.numbers),
        ("Both have the words", false, &agreement.words),
        (
            "Only the claim has the numbers",
            true,
            &agreement.missing_numbers,
        ),
        ("Only the claim has the words", true, &agreement.missing),
    ]
    .into_iter()
    .filter(|(_, _, words)| !words.is_empty())
    .map(|(label, is_missing, words)| Agrees {
        label,
        is_missing,
        words: words.clone(),
    })
    .collect()
}

/// A probability in per cent, rounded, but never 0 or 100 for what is neither impossible nor certain.
pub(super) fn percent(score: f64) -> String {
    if score > 0.0 && score < 0.01 {
        return "under 1%".to_owned();
    }
    if score > 0.99 && score < 1.0 {
        return "over 99%".to_owned();
    }
    format!("{:.0}%", score.clamp(0.0, 1.0) * 100.0)
}
