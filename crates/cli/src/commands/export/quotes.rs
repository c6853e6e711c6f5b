//! Quotes.

use anyhow::bail;
use onrecord_engine::interchange::{
    Citation, ParquetTable, QUOTE_COLUMNS, TableFormat, annotation, quote_row,
};
use onrecord_engine::{Engine, SearchRequest, Sort};
use onrecord_model::{ArticleId, Quote};

use super::{Bibliography, Form, Sink};
use crate::arguments::QuoteFormat;
use crate::output::{Output, counted};

/// The article that an annotation was made with last: its quotes come one after the other, mostly.
type LastArticle = Option<(ArticleId, u32, String)>;

/// All quotes that a search finds.
pub(super) async fn write(
    engine: &Engine,
    mut request: SearchRequest,
    format: QuoteFormat,
    sink: &mut Sink<'_>,
    output: &Output,
) -> anyhow::Result<()> {
    let mut written = match format {
        QuoteFormat::Csv => Written::Form(Form::table(TableFormat::Csv, QUOTE_COLUMNS)),
        QuoteFormat::Jsonl => Written::Form(Form::table(TableFormat::JsonLines, QUOTE_COLUMNS)),
        QuoteFormat::Parquet => Written::Parquet(None),
        QuoteFormat::Webanno => Written::Annotations,
        QuoteFormat::Bibtex => Written::Form(Form::citations(Bibliography::Bibtex)),
        QuoteFormat::Ris => Written::Form(Form::citations(Bibliography::Ris)),
        QuoteFormat::Csl => Written::Form(Form::citations(Bibliography::Csl)),
    };
    request.limit = SearchRequest::LARGEST_PAGE;
    let mut last: LastArticle = None;
    let mut left_out = 0;
    if let Written::Form(form) = &written {
        form.begin(sink)?;
    }
    loop {
        let page = engine.search(&request).await?;
        if !page.is_complete {
            bail!("the time was up before everything was looked through; nothing more is written");
        }
        if request.after.is_none() {
            for notice in &page.notices {
                output.message(&notice.to_string());
            }
            if let Written::Parquet(table) = &mut written {
                let told = [("onrecord.through", page.through.0.to_string())];
                *table = Some(Box::new(ParquetTable::new(QUOTE_COLUMNS, &told)?));
            }
        }
        for hit in &page.hits {
            let quote = &hit.quote;
            let tells_repeats = request.sort == Some(Sort::MostRepeated);
            let cells = || quote_row(quote, tells_repeats.then_some(hit.repeats));
            match &mut written {
                Written::Form(form) => {
                    let citation = |today| Citation::of_quote(quote, None, today);
                    form.row(sink, cells, citation)?;
                }
                Written::Parquet(Some(table)) => sink.row(table.row(cells())?)?,
                Written::Parquet(None) => {}
                Written::Annotations => {
                    let text = text_of(engine, quote, &mut last).await?;
                    match annotation(quote, text, None) {
                        Some(annotation) => sink.row(format!("{annotation}\n"))?,
                        None => left_out += 1,
                    }
                }
            }
        }
        request.after = page.next;
        if request.after.is_none() {
            break;
        }
    }
    if left_out > 0 {
        output.message(&format!(
            "{} left out: the words do not stand in the article any more; `onrecord doctor` says more",
            counted(left_out, "quote", "quotes")
        ));
    }
    match written {
        Written::Form(form) => form.end(sink),
        Written::Parquet(Some(table)) => sink.write(table.end()?),
        Written::Parquet(None) | Written::Annotations => Ok(()),
    }
}

/// The form that quotes are written in.
enum Written {
    Form(Form),
    /// Begun with the first page, which says what the table covers.
    Parquet(Option<Box<ParquetTable>>),
    Annotations,
}

/// The text that a quote stands in; nothing where it stands in none.
async fn text_of<'last>(
    engine: &Engine,
    quote: &Quote,
    last: &'last mut LastArticle,
) -> anyhow::Result<&'last str> {
    if quote.content.is_empty() {
        return Ok("");
    }
    let place = (quote.article.id, quote.version);
    if last.as_ref().map(|(id, version, _)| (*id, *version)) != Some(place) {
        let article = engine.article(place.0, Some(place.1)).await?;
        *last = article.map(|view| (place.0, place.1, view.article.text));
    }
    Ok(last.as_ref().map_or("", |(_, _, text)| text.as_str()))
}
