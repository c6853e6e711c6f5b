//! Did they really say that? A quotation held against the record.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{
    Change, EngineError, Match, Searched, Standing, Verdict, Verification, VerifyRequest,
};
use onrecord_model::CodePointSpan;

use crate::address;
use crate::card::{Card, Who, shortened};
use crate::difference::{Differs, ON_RECORD, differs};
use crate::frame::{Frame, Section};
use crate::notice::NoticeView;
use crate::parameters::Parameters;
use crate::respond::{Failure, answer as answered, failed, page_with, render, see_other};
use crate::site::Site;
use crate::typeset::typographic;
use crate::verdict::{self, VerdictView};
use crate::wording::{Day, counted, number};

/// Longest query string that is read, in bytes: a whole quotation, percent-encoded.
const LONGEST_QUERY: usize = 64 << 10;
/// More characters of a match than this are set smaller.
const LONG: usize = 600;
/// Characters of the quotation in the title of the window.
const TITLE: usize = 60;

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    frame: Frame,
    quotation: String,
    speaker: String,
    /// Names offered while typing.
    speakers: Vec<String>,
    problem: Option<String>,
    answer: Option<Answer>,
    /// What can be answered, where nothing was asked.
    verdicts: [VerdictView; 7],
}

struct Answer {
    verdict: VerdictView,
    /// What follows from it here, besides what the verdict means.
    remarks: Vec<String>,
    notices: Vec<NoticeView>,
    searched: String,
    groups: Vec<Group>,
    tally: String,
    /// The same with as many matches as there may be, where more were found than are shown.
    more: Option<String>,
}

/// Matches of the same part of the quotation.
struct Group {
    /// Which part, and its words; `None` where every match is of the whole.
    part: Option<(&'static str, String)>,
    found: Vec<Found>,
}

/// One match.
struct Found {
    label: &'static str,
    card: Card,
    differs: Differs,
    /// Whether the words found are only a part of these.
    is_marked: bool,
    /// Whether the words are too many for large letters.
    is_long: bool,
}

pub(crate) async fn verify(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let known = ["q", "speaker", "limit"];
    let asked = match Parameters::read_long(request.query_string(), &known, LONGEST_QUERY) {
        Ok(asked) => asked,
        Err(failure) => return failed(&request, failure),
    };
    if asked.any_empty() {
        return see_other(&address(&asked));
    }
    match build(&site, &asked).await {
        Ok((status, page)) => {
            // Long quotations with many matches take longer to write than an async thread should be held.
            let html = web::block(move || render(&page)).await;
            let html = html.unwrap_or(Err(Failure::Engine(EngineError::Panicked(
                "laying out what was verified",
            ))));
            match html {
                Ok(html) => answered(status, html),
                Err(failure) => failed(&request, failure),
            }
        }
        Err(failure) => page_with(&request, Err::<(StatusCode, VerifyPage), _>(failure)),
    }
}

fn address(asked: &Parameters) -> String {
    address::with_parameters(
        "/verify",
        &["q", "speaker", "limit"].map(|name| (name, asked.get(name))),
    )
}

async fn build(site: &Site, asked: &Parameters) -> Result<(StatusCode, VerifyPage), Failure> {
    let quotation = asked.get("q").unwrap_or_default().to_owned();
    let speaker = asked.get("speaker").map(str::to_owned);
    let overview = site.overview().await?;
    let mut frame = Frame::new("Verify a quotation", Section::Verify);
    frame.articles = Some(site.articles(&overview));
    let mut page = VerifyPage {
        frame,
        speaker: speaker.clone().unwrap_or_default(),
        speakers: overview
            .top_speakers
            .iter()
            .map(|listing| listing.speaker.name.clone())
            .collect(),
        problem: None,
        answer: None,
        verdicts: Verdict::ALL.map(VerdictView::from),
        quotation,
    };
    if page.quotation.is_empty() {
        if page.speaker.is_empty() {
            return Ok((StatusCode::OK, page));
        }
        page.problem = Some("Paste the words that are said to have been said.".to_owned());
        return Ok((StatusCode::BAD_REQUEST, page));
    }
    let limit = match limit(asked) {
        Ok(limit) => limit,
        Err(problem) => {
            page.problem = Some(problem);
            return Ok((StatusCode::BAD_REQUEST, page));
        }
    };
    if let Some(problem) = unfit(&page.quotation) {
        page.problem = Some(problem);
        return Ok((StatusCode::BAD_REQUEST, page));
    }
    let request = VerifyRequest {
        quotation: page.quotation.clone(),
        speaker,
        limit,
    };
    let verified = site.engine.verify(&request).await?;
    let asked = asked.clone();
    let answer = web::block(move || answer(&asked, &request, verified)).await;
    let answer = answer
        .map_err(|_| Failure::Engine(EngineError::Panicked("laying out what was verified")))?;
    page.frame.title = format!(
        "{}: {}",
        answer.verdict.label,
        shortened(&page.quotation, TITLE)
    );
    page.answer = Some(answer);
    Ok((StatusCode::OK, page))
}

/// Why a quotation cannot be looked up.
fn unfit(quotation: &str) -> Option<String> {
    if !quotation.chars().any(char::is_alphanumeric) {
        return Some("There are no words in it.".to_owned());
    }
    let length = quotation.chars().count();
    (length > VerifyRequest::LONGEST).then(|| {
        format!(
            "It has {} characters, and {} at most can be looked up. Paste the part that matters.",
            number(length as u64),
            number(VerifyRequest::LONGEST as u64)
        )
    })
}

fn limit(asked: &Parameters) -> Result<usize, String> {
    let Some(text) = asked.get("limit") else {
        return Ok(VerifyRequest::USUAL_MATCHES);
    };
    text.parse()
        .ok()
        .filter(|limit| (1..=VerifyRequest::MOST_MATCHES).contains(limit))
        .ok_or_else(|| {
            format!(
                "“{text}” is no number of matches from 1 to {}.",
                VerifyRequest::MOST_MATCHES
            )
        })
}

fn answer(asked: &Parameters, request: &VerifyRequest, verified: Verification) -> Answer {
    let shown = verified.matches.len() as u64;
    let tally = match verified.more {
        false => counted(shown, "match", "matches"),
        true => format!("The best {}", counted(shown, "match", "matches")),
    };
    let most = VerifyRequest::MOST_MATCHES.to_string();
    Answer {
        remarks: remarks(&verified),
        notices: verified
            .notices
            .iter()
            .map(|notice| {
                NoticeView::new(notice, |name| address(&asked.with("speaker", Some(name))))
            })
            .collect(),
        searched: searched(&verified.searched),
        more: (verified.more && request.limit < VerifyRequest::MOST_MATCHES)
            .then(|| address(&asked.with("limit", Some(&most)))),
        groups: groups(&request.quotation, &verified.matches),
        tally,
        verdict: verified.verdict.into(),
    }
}

/// What a reader should hold against the verdict before relying on it.
fn remarks(verified: &Verification) -> Vec<String> {
    let mut remarks = Vec::new();
    if verified.verdict == Verdict::Misattributed {
        let mut names: Vec<&str> = Vec::new();
        for found in &verified.matches {
            if let Some(speaker) = &found.quote.speaker
                && !names.contains(&speaker.name.as_str())
            {
                names.push(&speaker.name);
            }
        }
        if !names.is_empty() {
            remarks.push(format!("On record they are by {}.", names.join(", ")));
        }
    }
    let Some(best) = verified.matches.first() else {
        return remarks;
    };
    remarks.extend(verified.standing().map(|known| standing(known).to_owned()));
    if Card::new(&best.quote, &[]).stamp.is_some() {
        remarks.push(
            "The best match does not report the words as said; see what stands over it.".to_owned(),
        );
    }
    remarks
}

/// Whether the words are known from a primary source, or from reports alone.
fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::ReportsOnly => {
            "Only reports were found, no primary source: this is what outlets wrote that was said."
        }
        Standing::PrimaryAmong => {
            "Among the matches is a primary source: a transcript, a speech, a post or a statement."
        }
        Standing::PrimaryHas => {
            "A primary source has these words: they are on record as said, not only as reported."
        }
        Standing::PrimaryDiffers => {
            "Only reports have these words. A primary source among the matches has it otherwise: look there before you rely on them."
        }
    }
}

/// How far the search went.
fn searched(searched: &Searched) -> String {
    let whose: Vec<&str> = searched
        .speakers
        .iter()
        .map(|speaker| speaker.name.as_str())
        .collect();
    let whose = match whose.as_slice() {
        [] => " on record".to_owned(),
        names => format!(" by {} on record", names.join(", ")),
    };
    let dates = match (searched.first.map(Day::of), searched.last.map(Day::of)) {
        (Some(first), Some(last)) if first == last => format!(", all of {}", first.long),
        (Some(first), Some(last)) => format!(", from {} to {}", first.long, last.long),
        _ => String::new(),
    };
    let statements = counted(searched.statements, "statement", "statements");
    format!("{statements}{whose}{dates}")
}

/// The matches in their order; of a spliced quotation, those of its beginning apart from those of its end.
fn groups(quotation: &str, matches: &[Match]) -> Vec<Group> {
    let length = quotation.chars().count() as u32;
    let mut groups: Vec<(Option<bool>, Group)> = Vec::new();
    for found in matches {
        let half = (found.verdict == Verdict::Spliced).then(|| {
            // Nearer to the beginning than to the end.
            found.part.start < length.saturating_sub(found.part.end)
        });
        let view = Found::new(found);
        match groups.iter_mut().find(|(of, _)| *of == half) {
            Some((_, group)) => group.found.push(view),
            None => {
                let part = half.map(|is_beginning| {
                    let label = if is_beginning {
                        "The beginning"
                    } else {
                        "The end"
                    };
                    (label, typographic(cut(quotation, found.part).trim()))
                });
                let found = vec![view];
                groups.push((half, Group { part, found }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn cut(text: &str, span: CodePointSpan) -> String {
    text.chars()
        .skip(span.start as usize)
        .take((span.end.saturating_sub(span.start)) as usize)
        .collect()
}

impl Found {
    fn new(found: &Match) -> Self {
        let text = &found.quote.text;
        let is_marked = has_words_outside(text, found.aligned);
        let marked: &[CodePointSpan] = if is_marked { &[found.aligned] } else { &[] };
        Self {
            label: match (found.verdict, &found.quote.speaker) {
                // Nobody is on record for it, so nobody else is.
                (Verdict::Misattributed, None) => "Reported without saying whose words they are",
                (verdict, _) => verdict::of_match(verdict),
            },
            card: Card::new(&found.quote, marked),
            differs: differs(&found.comparison, &ON_RECORD),
            is_marked,
            is_long: text.chars().count() > LONG,
        }
    }
}

/// Whether there is anything to read around a part of a text.
fn has_words_outside(text: &str, part: CodePointSpan) -> bool {
    let inside = part.start as usize..part.end as usize;
    text.chars()
        .enumerate()
        .any(|(place, point)| point.is_alphanumeric() && !inside.contains(&place))
}
