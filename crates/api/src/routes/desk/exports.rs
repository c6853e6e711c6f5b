//! Tables of quotes, claims and reviews: all that there are, as CSV, JSON Lines or Parquet.

use actix_web::{HttpRequest, HttpResponse, web};
use onrecord_engine::interchange::{
    CLAIM_COLUMNS, Cell, ParquetError, ParquetTable, QUOTE_COLUMNS, REVIEW_COLUMNS, Table,
    TableFormat, claim_row, quote_row, review_row,
};
use onrecord_engine::{ClaimFilter, Engine, SearchPage, SearchRequest, Sort};
use onrecord_model::{ReviewId, Timestamp};

use super::ReadProblems;
use super::pieces::{streamed, typed, written};
use crate::code::Code;
use crate::failure::internal;
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::routes::filters::{self, Filters, one_of};

/// What `GET /v1/export/quotes` knows.
pub(crate) const QUOTE_PARAMETERS: [&str; 15] = filters::with(["sort", "spelling", "format"]);
/// What the other exports know.
pub(crate) const PARAMETERS: [&str; 1] = ["format"];
/// Claims and reviews read at a time.
const PAGE: u16 = 200;

/// Export quotes.
#[utoipa::path(
    get,
    path = "/v1/export/quotes",
    operation_id = "export_quotes",
    tag = "interchange",
    description = "All quotes that match, as a table. The last line says how many rows there are: in CSV its first cell is `#rows`, in JSON Lines it is an object with `rows` alone; Parquet has the number in its footer, and beside it the search (`onrecord.search`) and the position in the change feed that it covers (`onrecord.through`). What breaks off has no such end.",
    params(
        Filters,
        ("sort" = Option<crate::json::Sort>, Query, description = "As in a search; newest unless given. With most_repeated there is a row for each statement, and `repeats` says how many quotes of it match."),
        ("spelling" = Option<String>, Query, description = "As in a search."),
        ("format" = Option<String>, Query, description = "csv, unless jsonl or parquet is asked for."),
    ),
    responses(
        (status = 200, description = "The table.", content((String = "text/csv"), (String = "application/jsonl"), (String = "application/vnd.apache.parquet"))),
        ReadProblems,
    )
)]
pub(crate) async fn quotes(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let mut given = Parameters::read(&request, &QUOTE_PARAMETERS)?;
    let form = given.value("format", QuoteForm::named);
    let exact = given.value("spelling", |word| one_of(word, &[("exact", true)]));
    let mut search = filters::filters(&mut given);
    given.finish()?;
    let form = form.unwrap_or(QuoteForm::Table(TableFormat::Csv));
    search.exact = exact.unwrap_or(false);
    search.sort.get_or_insert(Sort::Newest);
    search.limit = SearchRequest::LARGEST_PAGE;
    // What is wrong with the words searched for is told before anything of an answer is.
    let first = engine.search(&search).await?;
    let table = QuoteTable::new(form, &request, &first)?;
    let begin = (table, Some(first), search);
    let next = move |(mut table, page, mut search): (QuoteTable, Option<_>, SearchRequest)| {
        let engine = engine.clone();
        async move {
            let is_first = page.is_some();
            let page: SearchPage = match page {
                Some(page) => page,
                None => engine.search(&search).await?,
            };
            // A table that lacks rows is worse than none: who takes it for all there is is not told.
            if !page.is_complete {
                return Err(Problem::new(
                    Code::TimedOut,
                    "the time was up before everything was looked through",
                ));
            }
            search.after = page.next;
            let is_last = search.after.is_none();
            let tells_repeats = search.sort == Some(Sort::MostRepeated);
            let (table, piece) = written(move || {
                let mut piece = Vec::new();
                if is_first {
                    piece.extend(table.begin());
                }
                for hit in &page.hits {
                    let repeats = tells_repeats.then_some(hit.repeats);
                    piece.extend(table.row(quote_row(&hit.quote, repeats))?);
                }
                if !is_last {
                    return Ok((Some(table), piece));
                }
                piece.extend(table.end()?);
                Ok::<_, ParquetError>((None, piece))
            })
            .await?
            .map_err(internal)?;
            Ok((piece, table.map(|table| (table, None, search))))
        }
    };
    Ok(streamed(typed(form.media()), begin, next))
}

/// A form that quotes can be had in.
#[derive(Debug, Clone, Copy)]
enum QuoteForm {
    Table(TableFormat),
    Parquet,
}

impl QuoteForm {
    fn named(word: &str) -> Result<Self, String> {
        match word {
            "csv" => Ok(Self::Table(TableFormat::Csv)),
            "jsonl" => Ok(Self::Table(TableFormat::JsonLines)),
            "parquet" => Ok(Self::Parquet),
            _ => Err(format!("{word:?} is neither csv, jsonl nor parquet")),
        }
    }

    fn media(self) -> &'static str {
        match self {
            Self::Table(format) => media(format),
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }
}

/// A table of quotes in one of the forms.
enum QuoteTable {
    Table(Table, TableFormat),
    Parquet(Box<ParquetTable>),
}

impl QuoteTable {
    /// A table of what `request` asks for, which `first` is the first page of.
    fn new(form: QuoteForm, request: &HttpRequest, first: &SearchPage) -> Result<Self, Problem> {
        match form {
            QuoteForm::Table(format) => Ok(Self::Table(Table::new(format, QUOTE_COLUMNS), format)),
            QuoteForm::Parquet => {
                let told = [
                    ("onrecord.search", request.query_string().to_owned()),
                    ("onrecord.through", first.through.0.to_string()),
                ];
                let table = ParquetTable::new(QUOTE_COLUMNS, &told).map_err(internal)?;
                Ok(Self::Parquet(Box::new(table)))
            }
        }
    }

    fn begin(&self) -> Vec<u8> {
        match self {
            Self::Table(table, _) => table.begin().into_bytes(),
            Self::Parquet(_) => Vec::new(),
        }
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<Vec<u8>, ParquetError> {
        match self {
            Self::Table(table, _) => Ok(table.row(cells).into_bytes()),
            Self::Parquet(table) => table.row(cells),
        }
    }

    fn end(self) -> Result<Vec<u8>, ParquetError> {
        match self {
            Self::Table(table, format) => Ok(end(&table, format).into_bytes()),
            Self::Parquet(table) => table.end(),
        }
    }
}

/// Export claims.
#[utoipa::path(
    get,
    path = "/v1/export/claims",
    operation_id = "export_claims",
    tag = "interchange",
    description = "All claims, as a table, the newest first. The last line says how many rows there are.",
    params(("format" = Option<String>, Query, description = "csv, unless jsonl is asked for.")),
    responses(
        (status = 200, description = "The table.", content((String = "text/csv"), (String = "application/jsonl"))),
        ReadProblems,
    )
)]
pub(crate) async fn claims(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let format = only_format(&request)?;
    let table = Table::new(format, CLAIM_COLUMNS);
    let next = move |(mut table, after): (Table, Option<String>)| {
        let engine = engine.clone();
        async move {
            let is_first = after.is_none();
            let page = engine
                .claims(&ClaimFilter::default(), after.as_deref(), PAGE)
                .await?;
            let mut text = if is_first {
                table.begin()
            } else {
                String::new()
            };
            for claim in &page.claims {
                text.push_str(&table.row(claim_row(claim.id, &claim.text, claim.state)));
            }
            if page.next.is_none() {
                text.push_str(&end(&table, format));
            }
            Ok((text, page.next.map(|next| (table, Some(next)))))
        }
    };
    Ok(streamed(typed(media(format)), (table, None), next))
}

/// Export reviews.
#[utoipa::path(
    get,
    path = "/v1/export/reviews",
    operation_id = "export_reviews",
    tag = "interchange",
    description = "All reviews that were published or withdrawn, as a table, in order of date. The last line says how many rows there are.",
    params(("format" = Option<String>, Query, description = "csv, unless jsonl is asked for.")),
    responses(
        (status = 200, description = "The table.", content((String = "text/csv"), (String = "application/jsonl"))),
        ReadProblems,
    )
)]
pub(crate) async fn reviews(
    engine: web::Data<Engine>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let format = only_format(&request)?;
    let table = Table::new(format, REVIEW_COLUMNS);
    let next = move |(mut table, after): (Table, Option<(Timestamp, ReviewId)>)| {
        let engine = engine.clone();
        async move {
            let is_first = after.is_none();
            let page = engine.reviews_after(after, PAGE).await?;
            let after = page.last().map(|(_, id, review)| (review.date, *id));
            let mut text = if is_first {
                table.begin()
            } else {
                String::new()
            };
            for (claim, id, review) in &page {
                text.push_str(&table.row(review_row(*id, claim.id, &claim.text, review)));
            }
            if after.is_none() {
                text.push_str(&end(&table, format));
            }
            Ok((text, after.map(|after| (table, Some(after)))))
        }
    };
    Ok(streamed(typed(media(format)), (table, None), next))
}

/// The last line: how many rows there are. In CSV it has as many cells as every other.
fn end(table: &Table, format: TableFormat) -> String {
    let rows = table.rows();
    match format {
        TableFormat::JsonLines => format!("{{\"rows\":{rows}}}\n"),
        TableFormat::Csv => {
            let empty = ",".repeat(table.columns().len().saturating_sub(2));
            format!("#rows,{rows}{empty}\r\n")
        }
    }
}

fn only_format(request: &HttpRequest) -> Result<TableFormat, Problem> {
    let mut given = Parameters::read(request, &PARAMETERS)?;
    let format = format(&mut given);
    given.finish()?;
    Ok(format)
}

fn format(given: &mut Parameters) -> TableFormat {
    let format = given.value("format", |word| match word {
        "csv" => Ok(TableFormat::Csv),
        "jsonl" => Ok(TableFormat::JsonLines),
        _ => Err(format!("{word:?} is neither csv nor jsonl")),
    });
    format.unwrap_or(TableFormat::Csv)
}

fn media(format: TableFormat) -> &'static str {
    match format {
        TableFormat::Csv => "text/csv; charset=utf-8; header=present",
        TableFormat::JsonLines => "application/jsonl",
    }
}
