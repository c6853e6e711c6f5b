//! Statistics of a search: charts of everything that matches, each with its numbers, and each to be had by itself.

mod asked;
mod counts;
mod mix;
mod one;
mod own;
mod people;

use std::fmt::Write as _;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{
    Basis, Bucket, Dimension, MatchCounts, Notice, Origin, SearchRequest, Statistics,
};
use onrecord_model::SpeakerId;

use super::asked::{Asked, Field};
use super::search::{Choice, Form, Lists, chips, form, lists, named_speaker};
use crate::chart::{Chart, ChartView, Size, Ways};
use crate::figures::Figure;
use crate::frame::{Frame, Section};
use crate::notice::NoticeView;
use crate::pages::search::Chip;
use crate::respond::{Failure, Way, page_with, see_other};
use crate::site::Site;
use crate::values;
use crate::wording::{self, Day, number};
use asked::{Measure, StatsAsked};

pub(crate) use one::{embed, file};

#[derive(Template)]
#[template(path = "statistics.html")]
struct StatisticsView {
    frame: Frame,
    form: Form,
    lists: Lists,
    own: OwnForm,
    chips: Vec<Chip>,
    search: String,
    problem: Option<String>,
    charts: Option<Charts>,
}

/// What was counted.
struct Charts {
    notices: Vec<NoticeView>,
    figures: Vec<Figure>,
    as_of: Option<Day>,
    over_time: ChartView,
    /// Two beside each other.
    pairs: Vec<ChartView>,
    counts: Option<ChartView>,
}

/// What stands in the fields of the chart of one's own.
struct OwnForm {
    by: String,
    and_by: String,
    over: String,
    measure: &'static str,
    limit: usize,
    dimensions: Vec<Choice>,
    steps: Vec<Choice>,
    measures: Vec<Choice>,
}

/// A chart of these pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    OverTime,
    Speakers,
    Outlets,
    Kinds,
    Verdicts,
    Claims,
    CoQuoted,
    Counts,
}

impl Which {
    const ALL: [Self; 8] = [
        Self::OverTime,
        Self::Speakers,
        Self::Outlets,
        Self::Kinds,
        Self::Verdicts,
        Self::Claims,
        Self::CoQuoted,
        Self::Counts,
    ];

    /// Its name in addresses, which is that of the chart.
    fn name(self) -> &'static str {
        match self {
            Self::OverTime => "over-time",
            Self::Speakers => "speakers",
            Self::Outlets => "outlets",
            Self::Kinds => "kinds",
            Self::Verdicts => "verdicts",
            Self::Claims => "claims",
            Self::CoQuoted => "co-quoted",
            Self::Counts => "counts",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|chart| chart.name() == name)
    }
}

pub(crate) async fn statistics(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    let here = Here::of(&request);
    let query = request.query_string();
    let built = match StatsAsked::read(query) {
        Ok(asked) if asked.had_empty_fields() => return see_other(&asked.address("/stats")),
        Ok(asked) => match charts(&site, &asked, &here).await {
            Ok(charts) => {
                let view = view(&site, &asked, Ok(charts)).await;
                view.map(|view| (StatusCode::OK, view))
            }
            Err(Failure::Malformed(problem)) => refused(&site, &asked, problem).await,
            Err(failure) => Err(failure),
        },
        Err(Failure::Malformed(problem)) => match StatsAsked::usual(query) {
            Ok(asked) => refused(&site, &asked, problem).await,
            Err(failure) => Err(failure),
        },
        Err(failure) => Err(failure),
    };
    page_with(&request, built)
}

/// The form with what was typed, and what is wrong with it.
async fn refused(
    site: &Site,
    asked: &StatsAsked,
    problem: String,
) -> Result<(StatusCode, StatisticsView), Failure> {
    let view = view(site, asked, Err(problem)).await?;
    Ok((StatusCode::BAD_REQUEST, view))
}

/// Where this site is, as the request has it.
struct Here(String);

impl Here {
    fn of(request: &HttpRequest) -> Self {
        let connection = request.connection_info();
        Self(format!("{}://{}", connection.scheme(), connection.host()))
    }

    /// Where a chart can be had by itself.
    fn ways(&self, asked: &StatsAsked, chart: &Chart) -> Ways {
        let name = chart.name;
        let embed = asked.address(&format!("/embed/{name}"));
        let title = chart.title.replace(['<', '>', '"', '&'], " ");
        Ways {
            csv: asked.address(&format!("/charts/{name}.csv")),
            svg: asked.address(&format!("/charts/{name}.svg")),
            code: format!(
                "<iframe src=\"{}{}\" title=\"{title}\" width=\"100%\" height=\"520\" style=\"border:0\"></iframe>",
                self.0,
                embed.replace('&', "&amp;")
            ),
            embed,
        }
    }

    fn view(&self, asked: &StatsAsked, chart: &Chart) -> ChartView {
        ChartView::new(chart, Some(self.ways(asked, chart)))
    }
}

async fn charts(site: &Site, asked: &StatsAsked, here: &Here) -> Result<Charts, Failure> {
    let search = asked.request()?;
    let counted = counts::over_time(site, &search, asked.over).await?;
    let over_time = over_time_of(asked, &counted);
    let mix = mix::mix(site, &search).await?;
    let mut pairs = vec![
        people::speakers(site, asked).await?,
        counts::bars(site, asked, Which::Outlets.name(), Dimension::Outlet).await?,
        mix::kinds(asked, &mix),
        mix::verdicts(&mix, |verdict| asked.hits_of(Dimension::Verdict, verdict)),
        mix::claims(site, asked).await?,
    ];
    pairs.extend(people::beside(site, asked).await?);
    let own = own::own(site, asked).await?;
    let with = |field: Field, value: &str| {
        let other = asked.what.with(field, value);
        asked.about(other).address("/stats")
    };
    let notices = counted.basis.notices.iter().map(|notice| match notice {
        Notice::NoRate { primary } if *primary > 0 => NoticeView {
            text: format!(
                "No rates per article are given here: {} in primary sources rather than in articles.",
                wording::counted(*primary, "quote stands", "quotes stand")
            ),
            names: vec![Way::new(
                with(Field::Origin, Origin::Report.as_str()),
                "Count what articles report",
            )],
        },
        notice => NoticeView::new(notice, |name| with(Field::Speaker, name)),
    });
    Ok(Charts {
        notices: notices.collect(),
        figures: figures(&counted),
        as_of: counted.basis.as_of.map(Day::of),
        over_time: here.view(asked, &over_time),
        pairs: pairs.iter().map(|chart| here.view(asked, chart)).collect(),
        counts: own.map(|chart| here.view(asked, &chart)),
    })
}

async fn view(
    site: &Site,
    asked: &StatsAsked,
    answered: Result<Charts, String>,
) -> Result<StatisticsView, Failure> {
    let overview = site.overview().await?;
    let speaker = named_speaker(site, &asked.what).await?;
    let mut frame = Frame::new(title(asked), Section::Statistics);
    frame.articles = Some(site.articles(&overview));
    let chips = chips(site, &asked.what, speaker.as_ref(), "/stats").await?;
    let (charts, problem) = match answered {
        Ok(charts) => {
            frame = frame.with_json(asked.what.what().address("/v1/stats/counts"));
            (Some(charts), None)
        }
        Err(problem) => (None, Some(problem)),
    };
    Ok(StatisticsView {
        frame,
        form: form(&asked.what, speaker.as_ref()),
        lists: lists(&overview),
        own: own_form(asked),
        chips: chips.into_iter().filter(|chip| !chip.is_words).collect(),
        search: asked.what.what().address("/search"),
        problem,
        charts,
    })
}

/// Charts of one speaker: when they were quoted, beside whom, and how it was rated; and where there is more.
pub(crate) async fn of_speaker(
    site: &Site,
    request: &HttpRequest,
    speaker: SpeakerId,
) -> Result<(Vec<ChartView>, String), Failure> {
    let asked = StatsAsked::read(&format!("speaker={speaker}"))?;
    let here = Here::of(request);
    let mut views = Vec::new();
    for which in [Which::OverTime, Which::CoQuoted, Which::Verdicts] {
        let chart = chart(site, &asked, which).await?;
        let sized = |chart: Chart| match which {
            Which::OverTime => chart,
            _ => Chart {
                size: Size::Aside,
                ..chart
            },
        };
        views.extend(chart.map(|chart| here.view(&asked, &sized(chart))));
    }
    Ok((views, asked.address("/stats")))
}

fn over_time_of(asked: &StatsAsked, counted: &Statistics) -> Chart {
    counts::over_time_chart(
        Which::OverTime.name(),
        asked.measure,
        counted,
        |from, to| within(&asked.what, &from.to_string(), &to.to_string()).address("/search"),
    )
}

/// The same search between two days.
fn within(asked: &Asked, from: &str, to: &str) -> Asked {
    asked.what().with(Field::From, from).with(Field::To, to)
}

/// One chart by itself; `None` where it shows nothing without more being asked.
async fn chart(site: &Site, asked: &StatsAsked, which: Which) -> Result<Option<Chart>, Failure> {
    let search: SearchRequest = asked.request()?;
    Ok(Some(match which {
        Which::OverTime => {
            over_time_of(asked, &counts::over_time(site, &search, asked.over).await?)
        }
        Which::Speakers => people::speakers(site, asked).await?,
        Which::Outlets => counts::bars(site, asked, which.name(), Dimension::Outlet).await?,
        Which::Kinds => mix::kinds(asked, &mix::mix(site, &search).await?),
        Which::Verdicts => {
            let mix = mix::mix(site, &search).await?;
            mix::verdicts(&mix, |verdict| asked.hits_of(Dimension::Verdict, verdict))
        }
        Which::Claims => mix::claims(site, asked).await?,
        Which::CoQuoted => return people::beside(site, asked).await,
        Which::Counts => return own::own(site, asked).await,
    }))
}

fn title(asked: &StatsAsked) -> String {
    match asked.what.get(Field::Words) {
        Some(words) => format!("{words} · Statistics"),
        None => "Statistics".to_owned(),
    }
}

fn figures(counted: &Statistics) -> Vec<Figure> {
    let articles = Figure::new("Articles that quote", number(counted.total.articles));
    let has_sources = counted
        .basis
        .notices
        .iter()
        .any(|notice| matches!(notice, Notice::NoRate { primary } if *primary > 0));
    vec![
        Figure::new("Quotes", number(counted.total.quotes)),
        Figure::new("Statements", number(counted.total.statements))
            .with_note("wordings of the same taken together; only where somebody is named"),
        match counted.articles_ingested.filter(|_| !has_sources) {
            Some(all) => articles.with_note(format!(
                "of {} on record for these dates and outlets",
                number(all)
            )),
            None if has_sources => articles.with_note("and primary sources"),
            None => articles,
        },
    ]
}

fn own_form(asked: &StatsAsked) -> OwnForm {
    let by = |index: usize| asked.by.get(index).map_or("", |by| by.as_str()).to_owned();
    OwnForm {
        by: by(0),
        and_by: by(1),
        over: asked.over.map_or("", Bucket::as_str).to_owned(),
        measure: asked.measure.as_str(),
        limit: asked.limit,
        dimensions: Dimension::ALL
            .iter()
            .map(|by| Choice {
                value: by.as_str(),
                label: values::dimension(*by),
            })
            .collect(),
        steps: Bucket::ALL
            .iter()
            .map(|over| Choice {
                value: over.as_str(),
                label: over.as_str(),
            })
            .collect(),
        measures: Measure::ALL
            .iter()
            .map(|measure| Choice {
                value: measure.as_str(),
                label: measure.title(),
            })
            .collect(),
    }
}

/// "1,204 quotes that match".
fn counted_of(measure: Measure, total: &MatchCounts) -> String {
    format!("{} that match", measure.unit().counted(measure.of(*total)))
}

/// How to read a chart, with what it stands on where that matters.
fn reading(words: &str, basis: &Basis) -> String {
    let mut reading = words.to_owned();
    // Writing to a string cannot fail.
    if let Some(as_of) = basis.as_of {
        let _ = write!(reading, " As the record was on {}.", Day::of(as_of).long);
    }
    if !basis.is_complete {
        reading.push_str(" The time was up before everything was counted: figures are too low.");
    }
    reading
}
