//! The form of a review: a rating of a scale, the reasons, and what it rests on.

use onrecord_engine::ReviewRecord;
use onrecord_model::{Evidence, Publication, Rating, Review, Reviewer, Scale, Stance, Timestamp};

use super::{Rejected, day};
use crate::fields::Fields;
use crate::respond::Failure;
use crate::wording::Day;

/// Rows for evidence that a form has beyond those that are filled in.
const EMPTY_ROWS: usize = 2;
/// Most rows that a form is read with; the store takes fewer, and says so.
const MOST_ROWS: usize = 200;
/// Between the name of a scale and that of a rating in the value of a choice; neither has it.
const BETWEEN: char = '\u{1f}';

/// A form that adds a review or changes one.
pub(crate) struct ReviewForm {
    /// Names the form among those of the page, and is what it is called when it is sent.
    pub(crate) what: &'static str,
    /// Tells its fields from those of other forms of the page.
    pub(crate) key: String,
    /// The review that it changes.
    pub(crate) review: Option<String>,
    pub(crate) is_open: bool,
    pub(crate) scales: Vec<ScaleChoices>,
    /// The rating as it is, where it is on no scale of this newsroom and cannot be chosen.
    pub(crate) kept: Option<String>,
    pub(crate) title: String,
    pub(crate) rationale: String,
    pub(crate) date: String,
    pub(crate) url: String,
    pub(crate) language: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) publication: &'static str,
}

pub(crate) struct ScaleChoices {
    pub(crate) name: String,
    pub(crate) ratings: Vec<RatingChoice>,
}

pub(crate) struct RatingChoice {
    pub(crate) value: String,
    pub(crate) name: String,
    /// "0.25", where it has one.
    pub(crate) number: Option<String>,
    pub(crate) is_chosen: bool,
}

/// A row for a piece of evidence.
#[derive(Default)]
pub(crate) struct Row {
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) quotation: String,
    pub(crate) archived: String,
    pub(crate) stance: String,
    pub(crate) is_gone: bool,
}

impl ReviewForm {
    /// The form for a review of one's own, as it was sent before or empty.
    pub(crate) fn new(scales: &[Scale], now: Timestamp, typed: Option<&Fields>) -> Self {
        let form = Self {
            what: "review",
            key: "review".to_owned(),
            review: None,
            is_open: typed.is_some(),
            scales: choices(scales, |_, _| false),
            kept: None,
            title: String::new(),
            rationale: String::new(),
            date: Day::of(now).iso,
            url: String::new(),
            language: String::new(),
            rows: rows(Vec::new()),
            publication: "published",
        };
        match typed {
            Some(typed) => form.filled(scales, typed),
            None => form,
        }
    }

    /// The form that changes a review.
    pub(crate) fn of(scales: &[Scale], record: &ReviewRecord, typed: Option<&Fields>) -> Self {
        let review = &record.content;
        let id = record.id.to_string();
        let typed = typed.filter(|typed| typed.get("review") == id);
        let rating = &review.rating;
        let is_it =
            |scale: &str, name: &str| rating.scale.as_deref() == Some(scale) && rating.name == name;
        let scales_shown = choices(scales, is_it);
        let is_known = scales_shown
            .iter()
            .flat_map(|scale| &scale.ratings)
            .any(|rating| rating.is_chosen);
        let form = Self {
            what: "revise",
            key: format!("revise-{id}"),
            review: Some(id),
            is_open: typed.is_some(),
            scales: match review.is_imported {
                true => Vec::new(),
                false => scales_shown,
            },
            kept: (review.is_imported || !is_known).then(|| rating.name.clone()),
            title: review.title.clone().unwrap_or_default(),
            rationale: review.rationale.clone().unwrap_or_default(),
            date: Day::of(review.date).iso,
            url: review.url.clone().unwrap_or_default(),
            language: review.language.clone().unwrap_or_default(),
            rows: rows(review.evidence.iter().map(Row::of).collect()),
            publication: review.publication.as_str(),
        };
        match typed {
            Some(typed) => form.filled(scales, typed),
            None => form,
        }
    }

    /// The same with what was sent.
    fn filled(self, scales: &[Scale], typed: &Fields) -> Self {
        let chosen = typed.get("rating");
        Self {
            scales: match self.scales.is_empty() {
                true => Vec::new(),
                false => choices(scales, |scale, name| value(scale, name) == chosen),
            },
            title: typed.get("title").to_owned(),
            rationale: typed.get("rationale").to_owned(),
            date: typed.get("date").to_owned(),
            url: typed.get("url").to_owned(),
            language: typed.get("language").to_owned(),
            rows: rows(sent_rows(typed).unwrap_or_default()),
            publication: publication(typed).map_or("draft", Publication::as_str),
            ..self
        }
    }
}

fn choices(scales: &[Scale], is_chosen: impl Fn(&str, &str) -> bool) -> Vec<ScaleChoices> {
    scales
        .iter()
        .map(|scale| ScaleChoices {
            name: scale.name.clone(),
            ratings: scale
                .ratings
                .iter()
                .map(|rating| RatingChoice {
                    value: value(&scale.name, &rating.name),
                    name: rating.name.clone(),
                    number: rating.value.map(|value| value.to_string()),
                    is_chosen: is_chosen(&scale.name, &rating.name),
                })
                .collect(),
        })
        .collect()
}

fn value(scale: &str, rating: &str) -> String {
    format!("{scale}{BETWEEN}{rating}")
}

fn rows(mut rows: Vec<Row>) -> Vec<Row> {
    rows.extend(std::iter::repeat_with(Row::default).take(EMPTY_ROWS));
    rows
}

impl Row {
    fn of(evidence: &Evidence) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            url: text(&evidence.url),
            title: text(&evidence.title),
            quotation: text(&evidence.quotation),
            archived: text(&evidence.archived),
            stance: evidence.stance.as_str().to_owned(),
            is_gone: evidence.is_gone,
        }
    }

    fn is_empty(&self) -> bool {
        [&self.url, &self.title, &self.quotation, &self.archived]
            .iter()
            .all(|text| text.is_empty())
    }
}

/// The rows that were filled in.
fn sent_rows(fields: &Fields) -> Result<Vec<Row>, Failure> {
    let malformed =
        || Failure::Malformed("The form does not say how much evidence it has.".to_owned());
    let count: usize = match fields.get("rows") {
        "" => 0,
        rows => rows.parse().map_err(|_| malformed())?,
    };
    if count > MOST_ROWS {
        return Err(malformed());
    }
    let row = |row: usize| {
        let field = |name: &str| fields.get(&format!("evidence-{row}-{name}")).to_owned();
        Row {
            url: field("url"),
            title: field("title"),
            quotation: field("quotation"),
            archived: field("archived"),
            stance: field("stance"),
            is_gone: !field("gone").is_empty(),
        }
    };
    Ok((0..count).map(row).filter(|row| !row.is_empty()).collect())
}

fn publication(fields: &Fields) -> Option<Publication> {
    fields.get("publication").parse().ok()
}

/// The review that a form says: `before` is what it changes, else it is signed by `by` and as of `now` where it is of
/// today.
pub(crate) fn read(
    fields: &Fields,
    by: &str,
    now: Timestamp,
    before: Option<&Review>,
) -> Result<Review, Rejected> {
    let text = |name: &str| Some(fields.get(name).to_owned()).filter(|text| !text.is_empty());
    let rating = match (text("rating"), before) {
        (Some(chosen), _) => {
            let (scale, name) = chosen.split_once(BETWEEN).unwrap_or(("", &chosen));
            Rating {
                name: name.to_owned(),
                scale: (!scale.is_empty()).then(|| scale.to_owned()),
                ..Rating::default()
            }
        }
        (None, Some(before)) => before.rating.clone(),
        (None, None) => return Err(Rejected::because("What is wrong: no rating was chosen.")),
    };
    let unchanged = before.map_or(now, |review| review.date);
    let date = match day(fields.get("date"))? {
        Some(date) if Day::of(date) != Day::of(unchanged) => date,
        Some(_) | None => unchanged,
    };
    let publication = publication(fields).ok_or_else(|| {
        Failure::Malformed("The form does not say whether the review is published.".to_owned())
    })?;
    let mut evidence = Vec::new();
    for row in sent_rows(fields)? {
        let own = |text: String| Some(text).filter(|text| !text.is_empty());
        let stance: Stance = row.stance.parse().map_err(|_| {
            Rejected::because("What is wrong: a piece of evidence says neither that it speaks for the claim nor against it nor that it helps to understand it.")
        })?;
        evidence.push(Evidence {
            url: own(row.url),
            title: own(row.title),
            quotation: own(row.quotation),
            archived: own(row.archived),
            stance,
            is_gone: row.is_gone,
        });
    }
    Ok(Review {
        rating,
        author: before.map_or_else(
            || Reviewer {
                name: by.to_owned(),
                ..Reviewer::default()
            },
            |before| before.author.clone(),
        ),
        date,
        title: text("title"),
        rationale: text("rationale"),
        evidence,
        language: text("language"),
        url: text("url"),
        publication,
        is_imported: before.is_some_and(|before| before.is_imported),
    })
}
