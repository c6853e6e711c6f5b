//! `onrecord reprocess`.

use std::collections::BTreeMap;
use std::sync::Arc;

use onrecord_engine::{
    Analyser, Engine, Outcome, Refound, ReprocessEvent, ReprocessRequest, ReprocessSummary,
    Reprocessed, ToldQuote,
};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::arguments::{ReprocessArguments, Shared};
use crate::commands::quotes;
use crate::exit::Exit;
use crate::models::Wanted;
use crate::output::{Output, ReaderGone, counted, grouped};
use crate::progress::Progress;
use crate::session::{Background, Database, interruption, judge, open, workers};

/// How many examples of each sort are shown.
const EXAMPLES: usize = 3;
/// How many characters of a quote are shown.
const SHOWN: usize = 100;

/// One line of `--json`: an article that was read again, one that cannot be, or the sum at the end.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Line<'a> {
    Article {
        id: String,
        title: Option<&'a str>,
        outlet: Option<&'a str>,
        url: Option<&'a str>,
        /// The version that was read again.
        version: u32,
        /// The one that was stored.
        stored_version: Option<u32>,
        extractor_before: Option<&'a str>,
        extractor: &'a str,
        unchanged: usize,
        differences: Vec<DifferenceLine<'a>>,
    },
    Refused {
        id: String,
        detail: &'a str,
    },
    Summary {
        articles: u64,
        different: u64,
        stored: u64,
        gained: u64,
        lost: u64,
        changed: u64,
        changed_in: &'a BTreeMap<&'static str, u64>,
        kept: u64,
        unchanged: u64,
        refused: u64,
        interrupted: bool,
    },
}

#[derive(Debug, Serialize)]
struct DifferenceLine<'a> {
    outcome: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed_in: Vec<&'static str>,
    before: Option<QuoteLine<'a>>,
    after: Option<QuoteLine<'a>>,
}

#[derive(Debug, Serialize)]
struct QuoteLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    text: &'a str,
    /// In code points, end exclusive.
    content: Vec<(u32, u32)>,
    speaker: Option<&'a str>,
    mention: Option<&'a str>,
    cue: Option<&'a str>,
    kind: &'static str,
    confidence: f32,
}

pub async fn run(
    arguments: &ReprocessArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    let analyser = Wanted::of(&arguments.model, shared)?.make(Analyser::for_the_record_with)?;
    let model = analyser.version().to_owned();
    let stop = interruption();
    let engine = Arc::new(open(shared, Database::MustExist).await?);
    let request = ReprocessRequest::from(arguments);
    let background = request.is_stored.then(|| Background::start(&engine));
    let mut examples = Examples::default();
    let read = reprocess(&engine, &request, analyser, &stop, output, &mut examples).await;
    if let Some(background) = background {
        background.stop().await?;
    }
    let summary = read?;
    report(&summary, &examples, &request, &model, output)?;
    if request.is_stored {
        engine.group_until(&stop).await?;
        engine.catch_up().await?;
        judge(&engine, &stop, output).await?;
    }
    engine.close().await?;
    Ok(match summary {
        ReprocessSummary {
            interrupted: true, ..
        } => Exit::Interrupted,
        ReprocessSummary { refused: 0, .. } => Exit::Success,
        ReprocessSummary { .. } => Exit::BadInput,
    })
}

async fn reprocess(
    engine: &Engine,
    request: &ReprocessRequest,
    analyser: Analyser,
    stop: &CancellationToken,
    output: &Output,
    examples: &mut Examples,
) -> anyhow::Result<ReprocessSummary> {
    let progress = Progress::new(output, "articles");
    let mut written = Ok(());
    let summary = engine
        .reprocess(request, analyser, workers(), stop, |event| {
            progress.one_more();
            match event {
                ReprocessEvent::Read(read) => examples.take(read),
                ReprocessEvent::Refused { article, reason } => {
                    progress.pause(|| output.error(&format!("article {article}: {reason}")));
                }
            }
            if output.json && written.is_ok() {
                written = output.json_line(&line(event)).and_then(|()| output.flush());
                // What is only shown is of no use to nobody; what is stored goes on.
                if written.is_err() && !request.is_stored {
                    stop.cancel();
                }
            }
        })
        .await?;
    match written {
        Err(error) if !error.is::<ReaderGone>() || !request.is_stored => Err(error),
        _ => Ok(summary),
    }
}

fn line(event: &ReprocessEvent) -> Line<'_> {
    match event {
        ReprocessEvent::Read(read) => Line::Article {
            id: read.article.id.to_string(),
            title: read.article.title.as_deref(),
            outlet: read.article.outlet.as_deref(),
            url: read.article.url.as_deref(),
            version: read.version,
            stored_version: read.stored.map(|(version, _)| version),
            extractor_before: read.before.as_deref(),
            extractor: &read.after,
            unchanged: read.unchanged,
            differences: read.differences.iter().map(difference_line).collect(),
        },
        ReprocessEvent::Refused { article, reason } => Line::Refused {
            id: article.to_string(),
            detail: reason,
        },
    }
}

fn difference_line(difference: &Refound) -> DifferenceLine<'_> {
    DifferenceLine {
        outcome: word(&difference.outcome),
        changed_in: match &difference.outcome {
            Outcome::Changed(aspects) => aspects.iter().map(|aspect| aspect.as_str()).collect(),
            Outcome::Gained | Outcome::Lost | Outcome::Kept => Vec::new(),
        },
        before: difference.before.as_ref().map(quote_line),
        after: difference.after.as_ref().map(quote_line),
    }
}

fn quote_line(quote: &ToldQuote) -> QuoteLine<'_> {
    let content = quote.content.iter();
    QuoteLine {
        id: quote.id.map(|id| id.to_string()),
        text: &quote.text,
        content: content.map(|span| (span.start, span.end)).collect(),
        speaker: quote.speaker.as_deref(),
        mention: quote.mention.as_deref(),
        cue: quote.cue.as_deref(),
        kind: quote.kind.as_str(),
        confidence: quote.confidence.value(),
    }
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Gained => "gained",
        Outcome::Lost => "lost",
        Outcome::Changed(_) => "changed",
        Outcome::Kept => "kept",
    }
}

/// The first few of each sort, as they are shown.
#[derive(Default)]
struct Examples(BTreeMap<&'static str, Vec<String>>);

impl Examples {
    fn take(&mut self, read: &Reprocessed) {
        for difference in &read.differences {
            let of_sort = self.0.entry(word(&difference.outcome)).or_default();
            if of_sort.len() < EXAMPLES {
                of_sort.push(example(read, difference));
            }
        }
    }
}

fn example(read: &Reprocessed, difference: &Refound) -> String {
    let now = match &difference.outcome {
        Outcome::Changed(aspects) => {
            let aspects: Vec<&str> = aspects.iter().map(|aspect| aspect.as_str()).collect();
            format!("now ({})", aspects.join(", "))
        }
        Outcome::Kept => "would be".to_owned(),
        Outcome::Gained | Outcome::Lost => String::new(),
    };
    let mut lines = Vec::new();
    match (&difference.before, &difference.after) {
        (Some(before), Some(after)) => {
            lines.push(format!("  {}", shown(before)));
            lines.push(format!("    {now}: {}", shown(after)));
        }
        (Some(one), None) | (None, Some(one)) => lines.push(format!("  {}", shown(one))),
        (None, None) => {}
    }
    let title = read.article.title.as_deref().unwrap_or("no title");
    lines.push(format!("    {title} · {}", read.article.id));
    lines.join("\n")
}

fn shown(quote: &ToldQuote) -> String {
    let mut words: String = quote.text.chars().take(SHOWN).collect();
    if words.len() < quote.text.len() {
        words.push('…');
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let speaker = quotes::named(quote.speaker.as_deref(), quote.mention.as_deref());
    let cue = quote.cue.as_deref().map(|cue| format!(", “{cue}”"));
    format!(
        "“{words}” — {speaker} ({}{})",
        quote.kind.as_str(),
        cue.unwrap_or_default()
    )
}

fn report(
    summary: &ReprocessSummary,
    examples: &Examples,
    request: &ReprocessRequest,
    model: &str,
    output: &Output,
) -> anyhow::Result<()> {
    if output.json {
        return output.json_line(&Line::Summary {
            articles: summary.articles,
            different: summary.different,
            stored: summary.stored,
            gained: summary.gained,
            lost: summary.lost,
            changed: summary.changed,
            changed_in: &summary.aspects,
            kept: summary.kept,
            unchanged: summary.unchanged,
            refused: summary.refused,
            interrupted: summary.interrupted,
        });
    }
    if summary.articles == 0 && summary.refused == 0 && !summary.interrupted {
        return output.line(format!("nothing to read again with {model}"));
    }
    output.line(format!(
        "{} read again with {model}, {} otherwise than before",
        counted(summary.articles, "article", "articles"),
        grouped(summary.different)
    ))?;
    let aspects: Vec<String> = summary
        .aspects
        .iter()
        .map(|(aspect, number)| format!("{aspect} {}", grouped(*number)))
        .collect();
    for (sort, number, note) in [
        ("gained", summary.gained, String::new()),
        ("lost", summary.lost, String::new()),
        ("changed", summary.changed, aspects.join(", ")),
        (
            "kept",
            summary.kept,
            "as people have worked on them".to_owned(),
        ),
        ("unchanged", summary.unchanged, String::new()),
    ] {
        let note = match number == 0 || note.is_empty() {
            true => String::new(),
            false => format!("  ({note})"),
        };
        output.line(format!("  {sort:<10}{:>9}{note}", grouped(number)))?;
    }
    for (sort, examples) in &examples.0 {
        output.line(format!("\n{sort}, for example:"))?;
        for example in examples {
            output.line(example)?;
        }
    }
    if summary.refused > 0 {
        output.line(format!(
            "\n{} left as they are",
            counted(summary.refused, "article", "articles")
        ))?;
    }
    match (request.is_stored, summary.interrupted) {
        (true, true) => output.message(
            "interrupted; the same command goes on where it stopped, what is stored is skipped",
        ),
        (false, true) => output.message("interrupted; nothing was stored"),
        (false, false) => output.message("nothing was stored; --apply stores it"),
        (true, false) => {}
    }
    Ok(())
}
