//! `onrecord export …`: quotes, claims and reviews for other programs, row by row, so that there may be any number.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{NaiveDate, Utc};
use onrecord_engine::interchange::{Cell, Citation, Table, TableFormat};

use crate::arguments::{ExportArguments, ExportCommand, Shared};
use crate::exit::Exit;
use crate::output::{Output, counted};
use crate::session::{Database, open, open_for_searching};

mod claims;
mod quotes;

pub async fn run(
    arguments: &ExportArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    match &arguments.what {
        ExportCommand::Quotes {
            filter,
            format,
            file,
        } => {
            let engine = open_for_searching(shared, output).await?;
            let mut sink = Sink::to(file.out.as_deref(), output)?;
            quotes::write(&engine, filter.into(), *format, &mut sink, output).await?;
            engine.close().await?;
            sink.end("quote", "quotes")
        }
        ExportCommand::Claims { format, file } => {
            let engine = open(shared, Database::MustExist).await?;
            let mut sink = Sink::to(file.out.as_deref(), output)?;
            claims::write(&engine, *format, &mut sink).await?;
            engine.close().await?;
            sink.end("claim", "claims")
        }
        ExportCommand::Reviews { format, file } => {
            let engine = open(shared, Database::MustExist).await?;
            let mut sink = Sink::to(file.out.as_deref(), output)?;
            claims::write_reviews(&engine, *format, &mut sink).await?;
            engine.close().await?;
            sink.end("review", "reviews")
        }
    }
}

/// Where an export goes, and how many rows went there.
struct Sink<'a> {
    output: &'a Output,
    file: Option<(PathBuf, BufWriter<File>)>,
    rows: u64,
}

impl<'a> Sink<'a> {
    fn to(path: Option<&Path>, output: &'a Output) -> anyhow::Result<Self> {
        let create = |path: &Path| {
            let file = File::create(path).with_context(|| path.display().to_string())?;
            anyhow::Ok((path.to_owned(), BufWriter::with_capacity(1 << 16, file)))
        };
        Ok(Self {
            output,
            file: path.map(create).transpose()?,
            rows: 0,
        })
    }

    /// What stands before, between and behind rows.
    fn write(&mut self, text: impl AsRef<[u8]>) -> anyhow::Result<()> {
        match &mut self.file {
            None => self.output.bytes(text.as_ref()),
            Some((path, file)) => file
                .write_all(text.as_ref())
                .with_context(|| path.display().to_string()),
        }
    }

    fn row(&mut self, text: impl AsRef<[u8]>) -> anyhow::Result<()> {
        self.rows += 1;
        self.write(text)
    }

    /// Says how many there were, so that whoever reads them can tell whether all have arrived.
    fn end(mut self, one: &str, many: &str) -> anyhow::Result<Exit> {
        let place = match &mut self.file {
            None => {
                self.output.flush()?;
                String::new()
            }
            Some((path, file)) => {
                let name = path.display().to_string();
                file.flush()
                    .and_then(|()| file.get_ref().sync_all())
                    .with_context(|| name.clone())?;
                format!(" to {name}")
            }
        };
        let rows = counted(self.rows, one, many);
        self.output.message(&format!("{rows} written{place}"));
        Ok(Exit::Success)
    }
}

/// Citations one after the other.
#[derive(Clone, Copy)]
enum Bibliography {
    Bibtex,
    Ris,
    Csl,
}

/// A form that quotes, claims and reviews have in common, with what has to be known from row to row.
enum Form {
    Table(Table),
    /// With the day on which they were looked up.
    Citations(Bibliography, NaiveDate),
}

impl Form {
    fn table(format: TableFormat, columns: &'static [&'static str]) -> Self {
        Self::Table(Table::new(format, columns))
    }

    fn citations(bibliography: Bibliography) -> Self {
        Self::Citations(bibliography, Utc::now().date_naive())
    }

    fn begin(&self, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        match self {
            Self::Table(table) => sink.write(table.begin()),
            // A bibliography in CSL-JSON is a list.
            Self::Citations(Bibliography::Csl, _) => sink.write("["),
            Self::Citations(..) => Ok(()),
        }
    }

    /// The next row, by whichever of the two it is made of.
    fn row(
        &mut self,
        sink: &mut Sink<'_>,
        cells: impl FnOnce() -> Vec<Cell>,
        citation: impl FnOnce(NaiveDate) -> Citation,
    ) -> anyhow::Result<()> {
        match self {
            Self::Table(table) => sink.row(table.row(cells())),
            Self::Citations(Bibliography::Bibtex, day) => {
                sink.row(format!("{}\n", citation(*day).bibtex()))
            }
            Self::Citations(Bibliography::Ris, day) => {
                sink.row(format!("{}\r\n", citation(*day).ris()))
            }
            Self::Citations(Bibliography::Csl, day) => {
                let separator = if sink.rows == 0 { "\n" } else { ",\n" };
                sink.row(format!("{separator}{}", citation(*day).csl()))
            }
        }
    }

    fn end(&self, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        match self {
            Self::Citations(Bibliography::Csl, _) => sink.write("\n]\n"),
            Self::Table(_) | Self::Citations(..) => Ok(()),
        }
    }
}
