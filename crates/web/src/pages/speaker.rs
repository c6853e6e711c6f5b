//! One speaker: who they are, where they were quoted, and what they said.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{SearchRequest, SpeakerRecord};
use onrecord_model::{Kind, Role, SpeakerId};

use super::search::understood;
use super::speakers::wikidata;
use super::statistics;
use crate::address;
use crate::card::{Card, KindView, Who, one_line};
use crate::chart::ChartView;
use crate::figures::{Figure, Rank, ranks};
use crate::frame::{Frame, Section};
use crate::parameters::Parameters;
use crate::respond::{Failure, Way, page, see_other};
use crate::site::Site;
use crate::wording::{self, Day, counted, number};

#[derive(Template)]
#[template(path = "speaker.html")]
struct Speaker {
    frame: Frame,
    /// Whether another was asked for, who is shown as this one.
    is_elsewhere: bool,
    address: String,
    /// Where they are corrected.
    correct: String,
    is_corrected: bool,
    /// Names of those who were merged into them.
    merged: String,
    name: String,
    kind: &'static str,
    wikidata: Option<Way>,
    roles: Vec<RoleView>,
    aliases: String,
    figures: Vec<Figure>,
    tally: String,
    choices: Vec<Choice>,
    search: String,
    cards: Vec<Card>,
    nothing: String,
    next: Option<String>,
    page: usize,
    outlets: Vec<Rank>,
    /// When they were quoted, beside whom, how it was rated.
    charts: Vec<ChartView>,
    /// The statistics of what they said.
    statistics: String,
}

struct RoleView {
    title: String,
    years: Option<String>,
}

/// One way to narrow the list down.
struct Choice {
    label: &'static str,
    address: String,
    is_chosen: bool,
}

pub(crate) async fn speaker(
    request: HttpRequest,
    site: web::Data<Site>,
    id: web::Path<String>,
) -> HttpResponse {
    let built = match Parameters::read(request.query_string(), &["kind", "cursor"]) {
        Ok(asked) => build(&site, &request, &id, &asked).await,
        Err(failure) => Err(failure),
    };
    match built {
        // Who was merged into another leads there, for as long as that holds.
        Ok(speaker) if speaker.is_elsewhere => see_other(&speaker.address),
        built => page(&request, built),
    }
}

async fn build(
    site: &Site,
    http: &HttpRequest,
    id: &str,
    asked: &Parameters,
) -> Result<Speaker, Failure> {
    let missing = || Failure::NotFound("No speaker on record has this address.".to_owned());
    let mut id: SpeakerId = id.parse().map_err(|_| missing())?;
    let kind: Option<Kind> = match asked.get("kind") {
        None => None,
        Some(kind) => Some(kind.parse().map_err(|_| {
            Failure::Malformed(format!(
                "“{kind}” is no kind of quote; there are direct, mixed and indirect ones."
            ))
        })?),
    };
    let after = match asked.get("cursor") {
        None => None,
        Some(cursor) => Some(cursor.parse().map_err(|_| {
            Failure::Malformed(
                "The place in the list that it names is not one that was given out.".to_owned(),
            )
        })?),
    };
    let record = site.engine.speaker(id).await?.ok_or_else(missing)?;
    let asked_for = std::mem::replace(&mut id, record.summary.id);
    let request = SearchRequest {
        speaker: Some(id.to_string()),
        kind,
        after,
        ..SearchRequest::default()
    };
    let found = site.engine.search(&request).await.map_err(understood)?;

    let (charts, statistics) = statistics::of_speaker(site, http, id).await?;

    let own = address::speaker(id);
    let mut frame = Frame::new(record.summary.name.clone(), Section::Speakers)
        .with_json(format!("/v1/speakers/{id}"));
    frame.articles = Some(site.articles(&*site.overview().await?));
    let kind_value = kind.map(Kind::as_str);
    let next = found.next.map(|cursor| {
        let cursor = cursor.to_string();
        address::with_parameters(&own, &[("kind", kind_value), ("cursor", Some(&cursor))])
    });
    Ok(Speaker {
        frame,
        is_elsewhere: asked_for != id,
        correct: address::correct_speaker(id),
        is_corrected: record.correction.is_some(),
        merged: record
            .merged
            .iter()
            .map(|merged| merged.name.clone())
            .collect::<Vec<_>>()
            .join(", "),
        address: own.clone(),
        tally: tally(found.total, kind, record.passages > 0),
        choices: choices(&own, kind),
        search: address::with_parameters("/search", &[("speaker", Some(&id.to_string()))]),
        cards: found
            .hits
            .iter()
            .map(|hit| Card::new(&hit.quote, &hit.highlights))
            .collect(),
        nothing: match kind {
            Some(kind) => format!("No {kind} quote of theirs is on record."),
            None => "No quote of theirs is in the current version of an article.".to_owned(),
        },
        next,
        charts,
        statistics,
        page: SearchRequest::USUAL_PAGE,
        kind: wording::speaker_kind(record.summary.kind),
        wikidata: wikidata(record.summary.wikidata.as_deref()),
        roles: record.roles.iter().map(role).collect(),
        aliases: record.aliases.join(", "),
        figures: figures(&record),
        outlets: ranks(record.outlets.iter().map(|(outlet, quotes)| match outlet {
            Some(name) => {
                let speaker = id.to_string();
                let search = [
                    ("speaker", Some(speaker.as_str())),
                    ("outlet", Some(name.as_str())),
                ];
                (
                    name.clone(),
                    Some(address::with_parameters("/search", &search)),
                    *quotes,
                )
            }
            None => ("no outlet given".to_owned(), None, *quotes),
        })),
        name: record.summary.name,
    })
}

fn tally(total: u64, kind: Option<Kind>, has_passages: bool) -> String {
    match kind {
        None if has_passages => counted(total, "quote or passage", "quotes and passages"),
        None => counted(total, "quote", "quotes"),
        Some(kind) => counted(total, &format!("{kind} quote"), &format!("{kind} quotes")),
    }
}

fn choices(own: &str, chosen: Option<Kind>) -> Vec<Choice> {
    let every = Choice {
        label: "Every kind",
        address: format!("{own}#quotes"),
        is_chosen: chosen.is_none(),
    };
    let kinds = Kind::ALL.into_iter().map(|kind| {
        let address = address::with_parameters(own, &[("kind", Some(kind.as_str()))]);
        Choice {
            label: KindView::from(kind).label,
            address: format!("{address}#quotes"),
            is_chosen: chosen == Some(kind),
        }
    });
    std::iter::once(every).chain(kinds).collect()
}

fn figures(record: &SpeakerRecord) -> Vec<Figure> {
    let quotes = Figure::new("Quotes", number(record.quotes));
    let quotes = match record.passages {
        0 => quotes,
        passages => quotes.with_note(format!(
            "and {} of primary sources",
            counted(passages, "passage", "passages")
        )),
    };
    let mut figures = vec![
        quotes,
        Figure::new("Statements", number(record.statements))
            .with_note("wordings of the same taken together"),
        Figure::new("Articles", number(record.articles)),
    ];
    if let (Some(first), Some(last)) = (record.first_quoted, record.last_quoted) {
        let (first, last) = (Day::of(first), Day::of(last));
        let figure = if first == last {
            Figure::new("Quoted on", first.short)
        } else {
            Figure::new("Quoted until", last.short).with_note(format!("since {}", first.long))
        };
        figures.push(figure);
    }
    figures
}

fn role(role: &Role) -> RoleView {
    let organisation = role.organisation.as_deref().filter(|name| !name.is_empty());
    let title = match organisation {
        Some(organisation) if !role.title.contains(organisation) => {
            format!("{}, {organisation}", role.title)
        }
        _ => role.title.clone(),
    };
    let year = |date: &Option<String>| {
        date.as_deref()
            .map(|date| date.chars().take(4).collect::<String>())
    };
    let years = match (year(&role.start), year(&role.end)) {
        (None, None) => None,
        (Some(start), None) => Some(format!("since {start}")),
        (None, Some(end)) => Some(format!("until {end}")),
        (Some(start), Some(end)) if start == end => Some(start),
        (Some(start), Some(end)) => Some(format!("{start}–{end}")),
    };
    RoleView {
        title: one_line(&title),
        years,
    }
}
