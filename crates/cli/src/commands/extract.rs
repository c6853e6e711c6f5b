//! `onrecord extract PATH…`: a pure filter, no store.

use std::sync::Arc;

use onrecord_engine::intake::{IntakeError, Limits, Taken, read_paths};
use onrecord_engine::{Analyser, EngineError, WorkerPanicked, in_order};

use crate::arguments::ExtractArguments;
use crate::exit::Exit;
use crate::interchange::{self, Document};
use crate::models::Wanted;
use crate::output::Output;
use crate::session::workers;

pub fn run(arguments: &ExtractArguments, output: &Output) -> anyhow::Result<Exit> {
    let analyser = Wanted::read(&arguments.model)?.make(Analyser::with)?;
    let analyser = Arc::new(analyser);
    let inputs = read_paths(&arguments.paths.paths, Limits::default());
    let weigh = |taken: &Result<Taken, IntakeError>| {
        taken.as_ref().map_or(0, |taken| taken.article.text.len())
    };
    let lines = in_order(inputs, workers(), weigh, move |taken| {
        let Taken {
            origin,
            article,
            warning,
        } = taken?;
        let analysis = match analyser.analyse(&article) {
            Ok(analysis) => analysis,
            Err(error) => return Ok(Err(format!("{origin}: {error}"))),
        };
        let id = article
            .external_id
            .clone()
            .unwrap_or_else(|| origin.to_string());
        let ids = interchange::ids(&analysis);
        let line = serde_json::to_vec(&Document::new(&id, &article, &analysis, &ids));
        let warning = warning.map(|warning| format!("{origin}: {warning}"));
        Ok::<_, IntakeError>(Ok((line, warning)))
    });
    let mut rejected = 0_u64;
    for line in lines {
        let held = line.map_err(|WorkerPanicked| EngineError::Panicked("extracting"))?;
        match held.value {
            Ok(Ok((line, warning))) => {
                if let Some(warning) = warning {
                    output.message(&warning);
                }
                output.bytes(&line?)?;
                output.bytes(b"\n")?;
            }
            Err(reason) if reason.is_skip() => output.message(&reason.to_string()),
            Ok(Err(refused)) => {
                rejected += 1;
                output.error(&refused);
            }
            Err(error) => {
                rejected += 1;
                output.error(&error.to_string());
            }
        }
    }
    Ok(if rejected == 0 {
        Exit::Success
    } else {
        Exit::BadInput
    })
}
