//! `onrecord demo`: the whole path on a bundled sample.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use comfy_table::{ContentArrangement, LineStyle, Row, Table, presets};
use onrecord_engine::intake::Given;
use onrecord_engine::{Analyser, Engine, SearchRequest, Sort};
use onrecord_model::Quote;

use super::{import, ingest, quotes, serve};
use crate::arguments::{DemoArguments, Shared};
use crate::exit::Exit;
use crate::failure::Misuse;
use crate::models::Wanted;
use crate::output::{Output, counted};
use crate::session::{Database, interruption, judge, open};

mod desk;

/// The articles of the sample, one file each: the same paths as any others take.
const ARTICLES: [(&str, &str); 4] = [
    (
        "articles.jsonl",
        include_str!("../../../sample/articles.jsonl"),
    ),
    (
        "bridge-03.html",
        include_str!("../../../sample/bridge-03.html"),
    ),
    ("storm-01.txt", include_str!("../../../sample/storm-01.txt")),
    (
        "summit-02.html",
        include_str!("../../../sample/summit-02.html"),
    ),
];

/// What was really said, as primary sources: most of it is quoted by articles of the sample, not always rightly.
const SOURCES: [(&str, &str); 3] = [
    (
        "assembly-2025-03-11.txt",
        include_str!("../../../sources/assembly-2025-03-11.txt"),
    ),
    (
        "debate-2025-09-17.txt",
        include_str!("../../../sources/debate-2025-09-17.txt"),
    ),
    (
        "statements.jsonl",
        include_str!("../../../sources/statements.jsonl"),
    ),
];

/// What is taken in when the claims of the demo have been reviewed.
const LATER: [(&str, &str); 1] = [("later.jsonl", include_str!("../../../desk/later.jsonl"))];

pub async fn run(
    arguments: &DemoArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    if shared.database.is_some() {
        return Err(
            Misuse("demo fills a folder of its own; it takes no --database".to_owned()).into(),
        );
    }
    let temporary = tempfile::Builder::new()
        .prefix("onrecord-demo-")
        .tempdir()?;
    let folder = match &shared.data {
        Some(folder) if is_occupied(folder).with_context(|| folder.display().to_string())? => {
            let message = format!(
                "demo fills a fresh folder, and {} is not empty",
                folder.display()
            );
            return Err(Misuse(message).into());
        }
        Some(folder) => folder.clone(),
        None => temporary.path().join("data"),
    };
    let articles = write_sample(&temporary.path().join("articles"), &ARTICLES)?;
    let sources = write_sample(&temporary.path().join("sources"), &SOURCES)?;
    let later = write_sample(&temporary.path().join("later"), &LATER)?;
    let demo = Shared {
        data: Some(folder),
        database: None,
        ..*shared
    };
    let stop = interruption();
    let model = &arguments.serve.model;
    let analyser = Wanted::of(model, &demo)?.make(Analyser::for_the_record_with)?;
    let engine = open(&demo, Database::Create).await?;
    let engine = Arc::new(engine.with_analyser(analyser));
    let ingested = ingest::ingest(&engine, articles, &stop, output).await?;
    let imported = import::import(&engine, &sources, &Given::default(), &stop, output).await?;
    engine.group_until(&stop).await?;
    engine.catch_up().await?;
    let claims = match stop.is_cancelled() {
        true => 0,
        false => desk::fill(&engine).await?,
    };
    let followed = ingest::ingest(&engine, later, &stop, output).await?;
    engine.group_until(&stop).await?;
    engine.catch_up().await?;
    judge(&engine, &stop, output).await?;
    print_table(&engine, output).await?;
    ingest::report(&ingested, output)?;
    import::report(&imported, output)?;
    if !output.json {
        let claims = counted(claims as u64, "claim", "claims");
        output.line(format!(
            "{claims} on the desk, most of them reviewed; then:"
        ))?;
    }
    ingest::report(&followed, output)?;
    output.flush()?;
    if !arguments.no_serve && !stop.is_cancelled() {
        serve::serve(&engine, &arguments.serve, stop, output).await?;
    }
    engine.close().await?;
    Ok(Exit::Success)
}

fn is_occupied(folder: &Path) -> std::io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn write_sample(folder: &Path, files: &[(&str, &str)]) -> std::io::Result<Vec<PathBuf>> {
    fs::create_dir_all(folder)?;
    let mut paths = Vec::with_capacity(files.len());
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text)?;
        paths.push(path);
    }
    Ok(paths)
}

/// Widest table where the terminal does not say how wide it is.
const USUAL_WIDTH: u16 = 120;

/// Who said what, newest first, a line each; the whole words are on the pages.
async fn print_table(engine: &Engine, output: &Output) -> anyhow::Result<()> {
    let mut request = SearchRequest {
        sort: Some(Sort::Newest),
        limit: SearchRequest::LARGEST_PAGE,
        ..SearchRequest::default()
    };
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()))
        .set_truncation_indicator("…")
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(["Who", "Said what", "How", "Where"]);
    if table.width().is_none() {
        table.set_width(USUAL_WIDTH);
    }
    let total = loop {
        let page = engine.search(&request).await?;
        for hit in &page.hits {
            if output.json {
                output.json_line(&onrecord_api::json::Hit::from(hit))?;
            } else if hit.quote.speaker.is_some() {
                table.add_row(row(&hit.quote));
            }
        }
        if page.next.is_none() {
            break page.total;
        }
        request.after = page.next;
    };
    if output.json {
        return Ok(());
    }
    output.line(table.to_string())?;
    output.line(format!(
        "{} of {total} quotes have a named speaker; the others name nobody, or the article leaves it open.",
        table.row_count()
    ))
}

fn row(quote: &Quote) -> Row {
    let words = quote.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let outlet = quote.article.outlet.clone().unwrap_or_default();
    let how = match quote.primary {
        Some(_) => "source".to_owned(),
        None => quote.kind.to_string(),
    };
    let mut row = Row::from([quotes::who(quote), words, how, outlet]);
    row.max_height(1);
    row
}
