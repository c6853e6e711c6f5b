//! One claim: what it says, what was found of it, who makes it, and what was done about it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{ClaimRecord, ClaimView, CorrectionFilter, EngineError};
use onrecord_model::{
    ClaimId, ClaimState, Correction, CorrectionId, FlagSubject, Scale, Timestamp,
};

use super::flags::FlagView;
use super::listing::StateView;
use super::parts::{ClaimantView, RelatedView, RepeatsView, ReviewView, StatementLine};
use super::reviewing::ReviewForm;
use super::{Typed, instant, no_claim, read_claim};
use crate::address;
use crate::card::{Who, shortened};
use crate::embedded::Embedded;
use crate::entry::Entry;
use crate::frame::{Frame, Section};
use crate::pages::quote::here;
use crate::parameters::Parameters;
use crate::rated::disagreement;
use crate::respond::{Failure, Way, render, rendered, see_other};
use crate::signed;
use crate::site::Site;
use crate::wording::{Day, counted};

/// Characters of the claim in the title of the window.
const TITLE: usize = 70;
/// Entries of its history that a page shows; the log has all.
const HISTORY: u16 = 50;

#[derive(Template)]
#[template(path = "claim.html")]
struct ClaimPage {
    frame: Frame,
    text: String,
    title: Option<String>,
    context: Option<String>,
    language: String,
    state: StateView,
    assigned_to: Option<String>,
    made: String,
    /// Who made it first, as a fact-check says.
    claimant: Option<String>,
    origin: Option<Way>,
    appearances: Vec<Way>,
    reference: Option<String>,
    lock: Option<LockView>,
    as_of: Option<AsOf>,
    here: String,
    notice: Option<String>,
    stale: Vec<Entry>,
    disagreement: Option<String>,
    verdicts: Vec<ReviewView>,
    others: Vec<ReviewView>,
    repeats: Option<RepeatsView>,
    statements: Vec<StatementLine>,
    suggestions: Vec<StatementLine>,
    more_suggestions: Option<String>,
    claimants: Vec<ClaimantView>,
    related: Vec<RelatedView>,
    flags: Vec<FlagView>,
    flag: String,
    entries: Vec<Entry>,
    log: String,
    /// The claim and its verdicts in the forms that other programs read.
    taken_along: Vec<Way>,
    forms: Option<Forms>,
    takes_corrections: bool,
    by: String,
}

/// Who has it open.
pub(crate) struct LockView {
    pub(crate) holder: String,
    pub(crate) until: String,
}

/// As of when the claim is shown.
struct AsOf {
    words: String,
    at: String,
}

/// What can be done to a claim, filled in.
struct Forms {
    action: String,
    expected: String,
    review: ReviewForm,
    edit: EditForm,
    states: Vec<(StateView, bool)>,
    /// What was typed before, where it was not taken.
    assign: String,
    merge: String,
    relate: String,
    split: String,
    link: String,
    opened: &'static str,
}

/// The claim's words in a form, and what is on record by now where that was typed for an older state of it.
struct EditForm {
    text: String,
    title: String,
    context: String,
    language: String,
    now: Option<String>,
}

pub(crate) async fn claim(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
) -> HttpResponse {
    let asked = Parameters::read(request.query_string(), &["as_of"]);
    let built = match (read_claim(&id), asked) {
        (Ok(id), Ok(asked)) => {
            let typed = Typed::nothing(signed::remembered(&request));
            build(&site, id, asked.get("as_of"), &here(&request), typed).await
        }
        (Err(failure), _) | (_, Err(failure)) => Err(failure),
    };
    match built {
        // What was merged into another leads there, for as long as that holds.
        Ok(Built::Elsewhere(shown)) => see_other(&shown),
        Ok(Built::Page(html)) => rendered(&request, Ok(html)),
        Err(failure) => rendered(&request, Err(failure)),
    }
}

pub(crate) enum Built {
    Page(String),
    /// The page of the claim that it is shown as.
    Elsewhere(String),
}

/// The page of a claim, with its forms filled in as `typed`.
pub(crate) async fn build(
    site: &Site,
    id: ClaimId,
    as_of: Option<&str>,
    site_address: &str,
    typed: Typed,
) -> Result<Built, Failure> {
    let at = as_of.map(instant).transpose()?;
    let view = match site.engine.claim(id, at).await? {
        Some(view) => view,
        None if at.is_some() && site.engine.claim(id, None).await?.is_some() => {
            let what = "This claim was not on record yet at that time.".to_owned();
            return Err(Failure::NotFound(what));
        }
        None => return Err(no_claim()),
    };
    let shown = view.record.id;
    if shown != id {
        let own = address::claim(shown);
        return Ok(Built::Elsewhere(address::with_parameters(
            &own,
            &[("as_of", as_of)],
        )));
    }
    let filter = CorrectionFilter {
        claim: Some(id),
        ..CorrectionFilter::default()
    };
    let history = site.engine.corrections(filter, None, HISTORY).await?;
    let scales = site.engine.scales().await?;
    let scales: Vec<Scale> = scales.into_iter().map(|(_, scale)| scale).collect();
    let articles = site.articles(&*site.overview().await?);
    let takes_corrections = site.takes_corrections;
    let now = site.engine.now();
    let page_address = format!("{site_address}{}", address::claim(id));
    // Claims with hundreds of statements take longer to set than an async thread should be held.
    let html = web::block(move || {
        let can_act = takes_corrections && at.is_none();
        let mut page = show(&view, &typed);
        page.takes_corrections = takes_corrections;
        if !takes_corrections {
            // Drafts are for the newsroom; where nobody can work on them, readers are all there are.
            page.others.retain(|review| !review.is_draft);
        }
        page.entries = entries(&history.corrections, at, can_act);
        page.as_of = at.map(|at| as_of_words(at, now));
        if at.is_none() {
            page.frame.claim_reviews = Embedded::verdicts(&view, &page_address);
        }
        if can_act {
            if typed.notice.is_some() {
                page.stale = since(&history.corrections, &typed);
            }
            for (review, record) in
                page.verdicts
                    .iter_mut()
                    .chain(&mut page.others)
                    .filter_map(|shown| {
                        let is_it = |record: &&onrecord_engine::ReviewRecord| {
                            shown.anchor == format!("review-{}", record.id)
                        };
                        let record = view.record.reviews.iter().find(is_it)?;
                        Some((shown, record))
                    })
            {
                review.form = Some(ReviewForm::of(&scales, record, typed.of("revise")));
            }
            page.forms = Some(forms(&view.record, &scales, now, &typed));
        }
        page.frame.articles = Some(articles);
        render(&page)
    })
    .await
    .map_err(|_| Failure::Engine(EngineError::Panicked("laying out a claim")))??;
    Ok(Built::Page(html))
}

fn show(view: &ClaimView, typed: &Typed) -> ClaimPage {
    let record = &view.record;
    let text = &record.text;
    let id = record.id;
    let verdicts = record.verdicts();
    let others = record
        .reviews
        .iter()
        .filter(|review| !verdicts.iter().any(|verdict| verdict.id == review.id));
    let more = view
        .suggestions_total
        .saturating_sub(view.suggestions.len() as u64);
    ClaimPage {
        frame: Frame::new(
            format!("Claim: {}", shortened(&text.text, TITLE)),
            Section::Claims,
        )
        .with_json(format!("/v1/claims/{id}")),
        text: text.text.clone(),
        title: text.title.clone(),
        context: text.context.clone(),
        language: text.language.clone().unwrap_or_else(|| "en".to_owned()),
        state: record.state.into(),
        assigned_to: record.assigned_to.clone(),
        made: format!(
            "written down by {}, {}",
            record.made.by,
            Day::of(record.made.at).long
        ),
        claimant: claimant(record),
        origin: text.url.as_deref().and_then(address::original),
        appearances: text
            .appearances
            .iter()
            .filter_map(|url| address::original(url))
            .collect(),
        reference: text.reference.clone(),
        lock: view.lock.as_ref().map(|lock| LockView {
            holder: lock.holder.clone(),
            until: clock(lock.until),
        }),
        as_of: None,
        here: address::claim(id),
        notice: typed.notice.clone(),
        stale: Vec::new(),
        disagreement: record.is_disputed().then(|| {
            disagreement(verdicts.iter().map(|review| {
                let content = &review.content;
                (content.author.name.as_str(), content.rating.name.as_str())
            }))
        }),
        others: others.map(ReviewView::new).collect(),
        verdicts: verdicts
            .iter()
            .map(|review| ReviewView::new(review))
            .collect(),
        repeats: view.repeats.as_ref().map(RepeatsView::new),
        statements: view.statements.iter().map(StatementLine::new).collect(),
        suggestions: view.suggestions.iter().map(StatementLine::new).collect(),
        more_suggestions: (more > 0).then(|| {
            format!(
                "{} not shown until some of these are decided on.",
                counted(more, "more is", "more are")
            )
        }),
        claimants: view.claimants.iter().map(ClaimantView::new).collect(),
        related: view.related.iter().map(RelatedView::new).collect(),
        flags: view.flags.iter().map(FlagView::new).collect(),
        flag: address::flag(FlagSubject::Claim(id)),
        entries: Vec::new(),
        log: address::with_parameters("/corrections", &[("claim", Some(&id.to_string()))]),
        taken_along: taken_along(id),
        forms: None,
        takes_corrections: false,
        by: typed.by.clone(),
    }
}

fn taken_along(id: ClaimId) -> Vec<Way> {
    let own = format!("/v1/claims/{id}");
    vec![
        Way::new(format!("{own}/claim-review"), "ClaimReview"),
        Way::new(format!("{own}/citation?format=bibtex"), "BibTeX"),
        Way::new(format!("{own}/citation?format=ris"), "RIS"),
        Way::new(format!("{own}/citation?format=csl"), "CSL-JSON"),
    ]
}

/// "14:05 UTC"
pub(crate) fn clock(at: Timestamp) -> String {
    at.format("%H:%M UTC").to_string()
}

fn claimant(record: &ClaimRecord) -> Option<String> {
    let text = &record.text;
    let who = text.claimant.as_ref().map(|claimant| match &claimant.role {
        Some(role) => format!("{}, {role}", claimant.name),
        None => claimant.name.clone(),
    });
    match (who, text.made) {
        (None, None) => None,
        (Some(who), None) => Some(who),
        (None, Some(made)) => Some(format!("on {}", Day::of(made).long)),
        (Some(who), Some(made)) => Some(format!("{who}, {}", Day::of(made).long)),
    }
}

fn as_of_words(at: Timestamp, now: Timestamp) -> AsOf {
    let day = Day::of(at);
    let is_future = if at > now {
        ", which is still to come"
    } else {
        ""
    };
    AsOf {
        words: format!("{} {}{is_future}", day.long, clock(at)),
        at: day.iso,
    }
}

/// The claim's entries up to then.
fn entries(history: &[Correction], at: Option<Timestamp>, can_undo: bool) -> Vec<Entry> {
    history
        .iter()
        .filter(|entry| at.is_none_or(|at| entry.at <= at))
        .map(|entry| Entry::new(entry, can_undo))
        .collect()
}

/// What was done to the claim since the form was made that was not taken.
fn since(history: &[Correction], typed: &Typed) -> Vec<Entry> {
    let seen: Option<CorrectionId> = typed.fields.get("expected").parse().ok();
    let Some(seen) = seen else {
        return Vec::new();
    };
    history
        .iter()
        .take_while(|entry| entry.id != seen)
        .map(|entry| Entry::new(entry, false))
        .collect()
}

fn forms(record: &ClaimRecord, scales: &[Scale], now: Timestamp, typed: &Typed) -> Forms {
    let own = |form: &str, field: &str| {
        typed
            .of(form)
            .map_or_else(String::new, |fields| fields.get(field).to_owned())
    };
    let opened = [
        "edit", "assign", "state", "relate", "merge", "split", "link",
    ];
    Forms {
        action: address::act_on_claim(record.id),
        expected: record.last.entry.to_string(),
        review: ReviewForm::new(scales, now, typed.of("review")),
        edit: edit(record, typed),
        states: ClaimState::ALL
            .iter()
            .map(|state| (StateView::from(*state), *state == record.state))
            .collect(),
        assign: typed.of("assign").map_or_else(
            || record.assigned_to.clone().unwrap_or_default(),
            |fields| fields.get("to").to_owned(),
        ),
        merge: own("merge", "other"),
        relate: own("relate", "other"),
        split: own("split", "text"),
        link: own("link", "statement"),
        opened: opened
            .into_iter()
            .find(|form| typed.of(form).is_some())
            .unwrap_or_default(),
    }
}

fn edit(record: &ClaimRecord, typed: &Typed) -> EditForm {
    let text = &record.text;
    let kept = |text: &Option<String>| text.clone().unwrap_or_default();
    match typed.of("edit") {
        None => EditForm {
            text: text.text.clone(),
            title: kept(&text.title),
            context: kept(&text.context),
            language: kept(&text.language),
            now: None,
        },
        Some(fields) => {
            let is_stale = fields.get("expected") != record.last.entry.to_string();
            EditForm {
                text: fields.get("text").to_owned(),
                title: fields.get("title").to_owned(),
                context: fields.get("context").to_owned(),
                language: fields.get("language").to_owned(),
                now: is_stale.then(|| text.text.clone()),
            }
        }
    }
}
