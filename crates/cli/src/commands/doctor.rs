//! `onrecord doctor`.

use onrecord_engine::{EngineError, Finding, Report, StoreError};
use serde::Serialize;

use crate::arguments::Shared;
use crate::exit::Exit;
use crate::output::{Output, counted};
use crate::session::{Database, open};

#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Line<'a> {
    Finding {
        code: &'a str,
        detail: &'a str,
    },
    Summary {
        articles: u64,
        quotes: u64,
        indexed: u64,
        findings: usize,
    },
}

pub async fn run(shared: &Shared, output: &Output) -> anyhow::Result<Exit> {
    let report = match examine(shared).await {
        // So damaged that it cannot even be looked through: the plainest finding of all.
        Err(EngineError::Store(error @ StoreError::Damaged { .. })) => Report {
            findings: vec![Finding {
                code: "store",
                detail: error.to_string(),
            }],
            ..Report::default()
        },
        report => report?,
    };
    for finding in &report.findings {
        if output.json {
            let (code, detail) = (finding.code, finding.detail.as_str());
            output.json_line(&Line::Finding { code, detail })?;
        } else {
            output.line(finding.to_string())?;
        }
    }
    if report
        .findings
        .iter()
        .any(|finding| finding.code.starts_with("index"))
    {
        output.message("`onrecord reindex` builds the index anew from the store");
    }
    if output.json {
        output.json_line(&Line::Summary {
            articles: report.articles,
            quotes: report.quotes,
            indexed: report.indexed,
            findings: report.findings.len(),
        })?;
    } else if report.is_clean() {
        output.line(format!(
            "all is well: {}, {}, all of them indexed",
            counted(report.articles, "article", "articles"),
            counted(report.quotes, "quote", "quotes")
        ))?;
    }
    Ok(if report.is_clean() {
        Exit::Success
    } else {
        Exit::Inconsistent
    })
}

async fn examine(shared: &Shared) -> Result<Report, EngineError> {
    let engine = open(shared, Database::MustExist).await?;
    let report = engine.doctor().await;
    engine.close().await?;
    report
}
