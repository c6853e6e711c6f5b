//! One chart by itself: as CSV, as a drawing, and as a page that other sites may show in a frame.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{StatsAsked, Which, chart};
use crate::assets;
use crate::chart::{Chart, ChartView};
use crate::respond::{Failure, embedded, failed};
use crate::site::Site;
use crate::wording::Day;

/// Nothing but the styles that stand in the drawing itself.
const DRAWING_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "embed.html")]
struct Embed {
    style: &'static str,
    icon: &'static str,
    chart: ChartView,
    /// The page that it is from.
    whole: String,
}

/// `name.csv` or `name.svg`.
pub(crate) async fn file(
    request: HttpRequest,
    site: web::Data<Site>,
    file: web::Path<String>,
) -> HttpResponse {
    let missing = || Failure::NotFound("There is no such chart.".to_owned());
    let Some((name, form)) = file.split_once('.') else {
        return failed(&request, missing());
    };
    let written = match one(&site, &request, name).await {
        Ok((chart, _)) if form == "csv" => Ok((
            chart.csv(),
            "text/csv; charset=utf-8; header=present",
            "default-src 'none'",
        )),
        Ok((chart, asked)) if form == "svg" => {
            drawn(&site, &chart, &asked).map(|svg| (svg, "image/svg+xml", DRAWING_POLICY))
        }
        Ok(_) => Err(missing()),
        Err(failure) => Err(failure),
    };
    match written {
        Ok((body, kind, policy)) => HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, kind))
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .insert_header((header::CONTENT_SECURITY_POLICY, policy))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .insert_header((
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"onrecord-{name}.{form}\""),
            ))
            .body(body),
        Err(failure) => failed(&request, failure),
    }
}

fn drawn(site: &Site, chart: &Chart, asked: &StatsAsked) -> Result<String, Failure> {
    let drawn_on = Day::of(site.engine.now()).long;
    let source = format!(
        "onrecord, {}, drawn on {drawn_on}.",
        asked.address("/stats")
    );
    chart.svg(&source).map_err(Failure::Template)
}

/// A page with one chart, which other sites may show in a frame. There is nothing on it to be clicked by mistake: no form,
/// and links that open elsewhere.
pub(crate) async fn embed(
    request: HttpRequest,
    site: web::Data<Site>,
    name: web::Path<String>,
) -> HttpResponse {
    let built = one(&site, &request, &name)
        .await
        .map(|(chart, asked)| Embed {
            style: assets::style(),
            icon: assets::icon(),
            chart: ChartView::new(&chart, None),
            whole: asked.address("/stats"),
        });
    embedded(&request, built)
}

async fn one(
    site: &Site,
    request: &HttpRequest,
    name: &str,
) -> Result<(Chart, StatsAsked), Failure> {
    let which = Which::named(name)
        .ok_or_else(|| Failure::NotFound("There is no such chart.".to_owned()))?;
    let asked = StatsAsked::read(request.query_string())?;
    let drawn = chart(site, &asked, which).await?;
    let nothing = || {
        Failure::Malformed(
            match which {
                Which::CoQuoted => "Say whose company to look at: speaker, or speaker: in q.",
                _ => "Say what to count by: by, and, should it be two things, and_by.",
            }
            .to_owned(),
        )
    };
    Ok((drawn.ok_or_else(nothing)?, asked))
}
