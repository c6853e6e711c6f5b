//! How well quotations are verified: labelled queries asked of a record, and what came of it.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use onrecord_engine::{Config, Engine, Location, Match, Verdict, Verification, VerifyRequest};
use onrecord_model::Timestamp;
use rustix::time::{ClockId, clock_gettime};
use serde::Deserialize;

/// A labelled query: what is quoted, as whose words, what is done to it, and what is right.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LabelledQuery {
    /// The quotation.
    pub query: String,
    /// Who is said to have said it.
    pub speaker: Option<String>,
    /// What was done to a statement to make it.
    pub kind: String,
    /// The right verdict.
    pub is: String,
    /// The statements it was made of, by the ids they had in the imported file.
    pub answers: Vec<u64>,
}

/// Counts of one kind of query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Queries.
    pub queries: usize,
    /// The right statement came first, or as high as the first; of spliced ones, both came.
    pub first: usize,
    /// Fewer than five came before it; of spliced ones, both came.
    pub five: usize,
    /// The verdict was right.
    pub verdict: usize,
    /// Called exact without being so.
    pub wrongly_exact: usize,
}

/// What became of all queries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// By kind.
    pub kinds: BTreeMap<String, Tally>,
    /// Processor time of each query, of all threads together, sorted.
    pub times: Vec<Duration>,
}

/// Reads labelled queries, JSON Lines.
///
/// # Errors
/// Where the file cannot be read, or a line is no query; it is named.
pub fn read(path: &Path) -> anyhow::Result<Vec<LabelledQuery>> {
    let name = path.display();
    let file = std::fs::File::open(path).with_context(|| format!("{name}: it cannot be read"))?;
    let mut queries = Vec::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line.with_context(|| format!("{name}: it cannot be read"))?;
        let query = serde_json::from_str(&line)
            .with_context(|| format!("{name}, line {}: not a query", number + 1))?;
        queries.push(query);
    }
    Ok(queries)
}

/// Asks the record in the folder `data` every query, one after the other. The first round warms what is cached, the
/// second is measured.
///
/// # Errors
/// Where the record cannot be opened or does not answer.
pub fn ask(data: &Path, queries: &[LabelledQuery]) -> anyhow::Result<Verified> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let engine = Engine::open(Config {
            location: Location::Sqlite(data.join("onrecord.db")),
            index_folder: data.join("index"),
            create: false,
            clock: Timestamp::default,
        })
        .await?;
        engine.catch_up().await?;
        let mut verified = Verified::default();
        for is_measured in [false, true] {
            for query in queries {
                let request = VerifyRequest {
                    quotation: query.query.clone(),
                    speaker: query.speaker.clone(),
                    limit: VerifyRequest::USUAL_MATCHES,
                };
                let before = processor_time();
                let found = engine.verify(&request).await?;
                let took = processor_time().saturating_sub(before);
                if is_measured {
                    verified.times.push(took);
                    verified.count(query, &found);
                }
            }
        }
        verified.times.sort_unstable();
        engine.close().await?;
        Ok(verified)
    })
}

/// Time that all threads of this process were at work.
pub fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::from_secs(seconds) + Duration::from_nanos(u64::try_from(time.tv_nsec).unwrap_or(0))
}

impl Verified {
    fn count(&mut self, query: &LabelledQuery, found: &Verification) {
        let tally = self.kinds.entry(query.kind.clone()).or_default();
        tally.queries += 1;
        tally.verdict += usize::from(found.verdict.as_str() == query.is);
        tally.wrongly_exact +=
            usize::from(found.verdict == Verdict::Exact && query.is != Verdict::Exact.as_str());
        let better: Option<Vec<usize>> = query
            .answers
            .iter()
            .map(|answer| better_than(*answer, &found.matches))
            .collect();
        if query.is == Verdict::NotFound.as_str() {
            return;
        }
        let Some(better) = better else {
            return;
        };
        let is_spliced = query.is == Verdict::Spliced.as_str();
        let worst = better.into_iter().max().unwrap_or(0);
        tally.first += usize::from(is_spliced || worst == 0);
        tally.five += usize::from(is_spliced || worst < 5);
    }

    /// The time that this share of the queries stayed below.
    #[must_use]
    pub fn time(&self, share: f64) -> Duration {
        let place = (self.times.len() as f64 * share) as usize;
        let last = self.times.len().saturating_sub(1);
        self.times.get(place.min(last)).copied().unwrap_or_default()
    }
}

/// How many matches are better than the statement that had this id where it was imported from; `None` where it is
/// not among them.
fn better_than(answer: u64, matches: &[Match]) -> Option<usize> {
    let answer = answer.to_string();
    let place = matches.iter().position(|found| {
        let place = found.quote.primary.as_ref();
        place.and_then(|place| place.reference.as_ref()) == Some(&answer)
    })?;
    let fits = |found: &Match| (found.verdict, found.score.to_bits(), found.part);
    let own = fits(&matches[place]);
    Some(
        matches[..place]
            .iter()
            .filter(|found| fits(found) != own)
            .count(),
    )
}

impl fmt::Display for Verified {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        writeln!(
            formatter,
            "{:18} {:>7} {:>7} {:>7} {:>8} {:>13}",
            "kind", "queries", "first %", "five %", "verdict %", "wrongly exact"
        )?;
        let mut all = Tally::default();
        for (kind, tally) in &self.kinds {
            let (first, five) = (
                percent(tally.first, tally.queries),
                percent(tally.five, tally.queries),
            );
            let verdict = percent(tally.verdict, tally.queries);
            writeln!(
                formatter,
                "{kind:18} {:7} {first:7.1} {five:7.1} {verdict:9.1} {:13}",
                tally.queries, tally.wrongly_exact
            )?;
            all.queries += tally.queries;
            all.verdict += tally.verdict;
            all.wrongly_exact += tally.wrongly_exact;
        }
        writeln!(
            formatter,
            "all                {:7} {:>7} {:>7} {:9.1} {:13}",
            all.queries,
            "",
            "",
            percent(all.verdict, all.queries),
            all.wrongly_exact
        )?;
        write!(
            formatter,
            "processor time a query: median {:.2} ms, 99 % below {:.2} ms",
            self.time(0.5).as_secs_f64() * 1e3,
            self.time(0.99).as_secs_f64() * 1e3
        )
    }
}
