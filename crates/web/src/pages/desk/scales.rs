//! The scales of ratings that reviews are given on.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use onrecord_engine::{DeskWish, Expected};
use onrecord_model::{Scale, ScaleRating, Share};

use super::{Rejected, carry_out_at_desk};
use crate::fields::Fields;
use crate::frame::{Frame, Section};
use crate::rated::RatingView;
use crate::respond::{Failure, failed, page, page_with, see_other_signed};
use crate::signed;
use crate::site::Site;

#[derive(Template)]
#[template(path = "scales.html")]
struct Scales {
    frame: Frame,
    scales: Vec<ScaleView>,
    notice: Option<String>,
    takes_corrections: bool,
    /// The form: a scale to be made or changed.
    name: String,
    ratings: String,
    by: String,
}

struct ScaleView {
    name: String,
    ratings: Vec<RatingView>,
    /// The ratings as the form takes them.
    lines: String,
    key: usize,
}

pub(crate) async fn scales(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    page(&request, build(&site, signed::remembered(&request)).await)
}

async fn build(site: &Site, by: String) -> Result<Scales, Failure> {
    let scales = site.engine.scales().await?;
    let mut frame = Frame::new("Scales of ratings", Section::Claims).with_json("/v1/scales");
    frame.articles = Some(site.articles(&*site.overview().await?));
    Ok(Scales {
        frame,
        scales: scales
            .iter()
            .enumerate()
            .map(|(key, (_, scale))| ScaleView {
                name: scale.name.clone(),
                ratings: scale.ratings.iter().map(view).collect(),
                lines: lines(scale),
                key,
            })
            .collect(),
        notice: None,
        takes_corrections: site.takes_corrections,
        name: String::new(),
        ratings: String::new(),
        by,
    })
}

fn view(rating: &ScaleRating) -> RatingView {
    RatingView::new(&onrecord_model::Rating {
        name: rating.name.clone(),
        value: rating.value,
        ..onrecord_model::Rating::default()
    })
}

/// One rating a line, with its number behind an equals sign where it has one.
fn lines(scale: &Scale) -> String {
    let line = |rating: &ScaleRating| match rating.value {
        Some(value) => format!("{} = {value}", rating.name),
        None => rating.name.clone(),
    };
    let lines: Vec<String> = scale.ratings.iter().map(line).collect();
    lines.join("\n")
}

fn read(name: &str, lines: &str) -> Result<Scale, Rejected> {
    let mut ratings = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = match line.rsplit_once('=') {
            None => (line, None),
            Some((name, number)) => {
                let number = number.trim();
                let value = number
                    .parse::<f64>()
                    .ok()
                    .and_then(|number| Share::try_from(number).ok());
                let value = value.ok_or_else(|| {
                    Rejected::because(format!(
                        "What is wrong: “{number}” is no number from 0, false, to 1, true."
                    ))
                })?;
                (name.trim(), Some(value))
            }
        };
        ratings.push(ScaleRating {
            name: name.to_owned(),
            value,
        });
    }
    Ok(Scale {
        name: name.to_owned(),
        ratings,
    })
}

pub(crate) async fn submit(
    request: HttpRequest,
    site: web::Data<Site>,
    payload: web::Payload,
) -> HttpResponse {
    match take(&request, &site, payload).await {
        Ok(Taken::Made { by }) => see_other_signed("/scales", &by),
        Ok(Taken::Returned(status, built)) => page_with(&request, Ok((status, *built))),
        Err(failure) => failed(&request, failure),
    }
}

enum Taken {
    Made { by: String },
    Returned(StatusCode, Box<Scales>),
}

async fn take(
    request: &HttpRequest,
    site: &web::Data<Site>,
    payload: web::Payload,
) -> Result<Taken, Failure> {
    site.refuse_corrections()?;
    let fields = Fields::receive(request, payload).await?;
    let by = fields.get("by").to_owned();
    let done = match read(fields.get("name"), fields.get("ratings")) {
        Ok(scale) => {
            let wish = DeskWish::DefineScale { scale };
            let done = carry_out_at_desk(site, &by, wish, Expected::Anything).await;
            done.map(|_| ()).map_err(Rejected::from)
        }
        Err(rejected) => Err(rejected),
    };
    match done {
        Ok(()) => Ok(Taken::Made { by }),
        Err(Rejected::Failed(failure)) => Err(failure),
        Err(Rejected::Told(refused)) => {
            let built = Scales {
                notice: Some(refused.words),
                name: fields.get("name").to_owned(),
                ratings: fields.get("ratings").to_owned(),
                ..build(site, by).await?
            };
            Ok(Taken::Returned(refused.status, Box::new(built)))
        }
    }
}
