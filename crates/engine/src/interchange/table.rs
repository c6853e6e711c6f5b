//! Quotes, claims and reviews as rows: CSV for spreadsheets, JSON Lines for programs.

use onrecord_model::{ClaimId, ClaimState, ClaimText, Quote, Review, ReviewId, Timestamp};
use serde_json::{Map, Number, Value};

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// Words, which may be anybody's.
    Text(String),
    /// A whole number of ours.
    Whole(i64),
    /// A fraction of ours.
    Fraction(f64),
    /// Whether something is so.
    Truth(bool),
    /// An instant of ours.
    Time(Timestamp),
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn some(text: Option<&(impl ToString + ?Sized)>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.to_string()))
    }

    fn time(time: Option<Timestamp>) -> Self {
        time.map_or(Self::Empty, Self::Time)
    }

    fn share(share: Option<onrecord_model::Share>) -> Self {
        share.map_or(Self::Empty, |share| Self::Fraction(share.get()))
    }
}

/// The form of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// As RFC 4180 has it, in UTF-8 without a byte order mark, with a header. A text that a spreadsheet would take for
    /// a formula begins with an apostrophe.
    Csv,
    /// An object a line. Texts stand as they are.
    JsonLines,
}

/// A table that is written row by row, so that it may be as long as it likes, and that counts its rows, so that who
/// reads it can be told how many there should be.
#[derive(Debug, Clone)]
pub struct Table {
    format: TableFormat,
    columns: &'static [&'static str],
    rows: u64,
}

impl Table {
    /// A table with these columns and no row yet.
    #[must_use]
    pub fn new(format: TableFormat, columns: &'static [&'static str]) -> Self {
        Self {
            format,
            columns,
            rows: 0,
        }
    }

    /// What stands before the first row: the header of a CSV file.
    #[must_use]
    pub fn begin(&self) -> String {
        match self.format {
            TableFormat::Csv => line(self.columns.iter().map(|column| (*column).to_owned())),
            TableFormat::JsonLines => String::new(),
        }
    }

    /// The next row, with its line ending. It must have as many cells as the table has columns.
    #[must_use]
    pub fn row(&mut self, cells: Vec<Cell>) -> String {
        debug_assert_eq!(cells.len(), self.columns.len(), "a row fits its table");
        self.rows += 1;
        match self.format {
            TableFormat::Csv => line(cells.into_iter().map(in_spreadsheet)),
            TableFormat::JsonLines => {
                let columns = self.columns.iter().map(|column| (*column).to_owned());
                let object: Map<String, Value> =
                    columns.zip(cells.into_iter().map(in_json)).collect();
                format!("{}\n", Value::Object(object))
            }
        }
    }

    /// The columns.
    #[must_use]
    pub fn columns(&self) -> &'static [&'static str] {
        self.columns
    }

    /// How many rows were written.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }
}

fn in_json(cell: Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => Value::String(text),
        Cell::Whole(number) => Value::from(number),
        Cell::Fraction(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        Cell::Truth(is_so) => Value::Bool(is_so),
        Cell::Time(time) => Value::String(written(time)),
    }
}

fn in_spreadsheet(cell: Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Fraction(number) => number.to_string(),
        Cell::Truth(is_so) => is_so.to_string(),
        Cell::Time(time) => written(time),
    }
}

fn written(time: Timestamp) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// A text no spreadsheet takes for a formula: whose words they are, nobody knows, and a formula can send a table
/// elsewhere. What counts as its beginning is what OWASP lists, in the forms of full width too.
fn harmless(text: String) -> String {
    const BEGINNINGS: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(BEGINNINGS) {
        return format!("'{text}");
    }
    text
}

/// One record with its ending. Writing to memory does not fail, and what was written is UTF-8, as every cell is.
fn line(cells: impl Iterator<Item = String>) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let cells: Vec<String> = cells.collect();
    let written = writer.write_record(&cells);
    debug_assert!(written.is_ok(), "memory takes a record");
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// Columns of a table of quotes, in order.
pub const QUOTE_COLUMNS: &[&str] = &[
    "id",
    "text",
    "kind",
    "speaker",
    "speaker_id",
    "wikidata",
    "mention",
    "cue",
    "class",
    "colour",
    "polarity",
    "confidence",
    "outlet",
    "title",
    "published",
    "url",
    "article_id",
    "version",
    "start",
    "end",
    "statement_id",
    "is_primary",
    "rule",
    "extractor",
    "decided_by",
    "language",
    "repeats",
];

/// A quote as a row of [`QUOTE_COLUMNS`]. `start` and `end` count code points of the article's text; a passage of a
/// primary source has none. `repeats` is how many quotes of its statement match, where a row stands for all of them.
#[must_use]
pub fn quote_row(quote: &Quote, repeats: Option<u64>) -> Vec<Cell> {
    let (speaker, article, manner) = (quote.speaker.as_ref(), &quote.article, &quote.manner);
    let is_placed = !quote.content.is_empty();
    let place = |point: u32| {
        if is_placed {
            Cell::Whole(point.into())
        } else {
            Cell::Empty
        }
    };
    vec![
        Cell::text(quote.id.to_string()),
        Cell::text(&quote.text),
        Cell::text(quote.kind.as_str()),
        Cell::some(speaker.map(|speaker| &speaker.name)),
        Cell::some(speaker.map(|speaker| &speaker.id)),
        Cell::some(speaker.and_then(|speaker| speaker.wikidata.as_ref())),
        Cell::some(quote.mention.as_ref()),
        Cell::some(quote.cue_text.as_ref()),
        Cell::some(manner.class.map(|class| class.as_str())),
        Cell::text(manner.colour.as_str()),
        Cell::text(manner.polarity.as_str()),
        Cell::Fraction(rounded(quote.confidence.value())),
        Cell::some(article.outlet.as_ref()),
        Cell::some(article.title.as_ref()),
        Cell::time(article.published),
        Cell::some(article.url.as_ref()),
        Cell::text(article.id.to_string()),
        Cell::Whole(quote.version.into()),
        place(quote.start()),
        place(quote.end()),
        Cell::some(quote.statement.as_ref()),
        Cell::Truth(quote.primary.is_some()),
        Cell::text(&quote.rule),
        Cell::text(&quote.extractor),
        Cell::some(quote.decision.as_ref().map(|decision| &decision.by)),
        Cell::some(article.language.as_ref()),
        repeats.map_or(Cell::Empty, |repeats| {
            Cell::Whole(repeats.try_into().unwrap_or(i64::MAX))
        }),
    ]
}

/// A confidence to four places, which is more than it is worth; as a double it would have sixteen.
fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 10_000.0).round() / 10_000.0
}

/// Columns of a table of claims, in order.
pub const CLAIM_COLUMNS: &[&str] = &[
    "id",
    "claim",
    "title",
    "context",
    "language",
    "claimant",
    "claimant_role",
    "claim_date",
    "claim_url",
    "reference",
    "state",
];

/// A claim as a row of [`CLAIM_COLUMNS`].
#[must_use]
pub fn claim_row(id: ClaimId, text: &ClaimText, state: ClaimState) -> Vec<Cell> {
    let claimant = text.claimant.as_ref();
    vec![
        Cell::text(id.to_string()),
        Cell::text(&text.text),
        Cell::some(text.title.as_ref()),
        Cell::some(text.context.as_ref()),
        Cell::some(text.language.as_ref()),
        Cell::some(claimant.map(|claimant| &claimant.name)),
        Cell::some(claimant.and_then(|claimant| claimant.role.as_ref())),
        Cell::time(text.made),
        Cell::some(text.url.as_ref()),
        Cell::some(text.reference.as_ref()),
        Cell::text(state.as_str()),
    ]
}

/// Columns of a table of reviews, in order.
pub const REVIEW_COLUMNS: &[&str] = &[
    "id",
    "claim_id",
    "claim",
    "rating",
    "scale",
    "truth",
    "author",
    "date",
    "title",
    "rationale",
    "evidence",
    "language",
    "url",
    "publication",
    "is_imported",
];

/// A review as a row of [`REVIEW_COLUMNS`]. `truth` is a number from 0 to 1, and `evidence` counts the pieces.
#[must_use]
pub fn review_row(id: ReviewId, claim: ClaimId, text: &ClaimText, review: &Review) -> Vec<Cell> {
    vec![
        Cell::text(id.to_string()),
        Cell::text(claim.to_string()),
        Cell::text(&text.text),
        Cell::text(&review.rating.name),
        Cell::some(review.rating.scale.as_ref()),
        Cell::share(review.rating.value),
        Cell::text(&review.author.name),
        Cell::time(Some(review.date)),
        Cell::some(review.title.as_ref()),
        Cell::some(review.rationale.as_ref()),
        Cell::Whole(review.evidence.len() as i64),
        Cell::some(review.language.as_ref()),
        Cell::some(review.url.as_ref()),
        Cell::text(review.publication.as_str()),
        Cell::Truth(review.is_imported),
    ]
}
