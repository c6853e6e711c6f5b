//! What came of it, as a table.

use std::fmt;
use std::time::Duration;

use super::Topic;

/// One engine's answers to the queries of one topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Whose.
    pub engine: &'static str,
    /// To what.
    pub topic: Topic,
    /// Processor time of each, sorted.
    pub times: Vec<Duration>,
    /// Of the ten hits there could be, the mean share that have the word that was meant.
    pub recall: Option<f64>,
    /// Queries that nothing was found for.
    pub empty: usize,
    recalled: Vec<f64>,
}

impl Measured {
    pub(super) fn new(engine: &'static str, topic: Topic) -> Self {
        Self {
            engine,
            topic,
            times: Vec::new(),
            recall: None,
            empty: 0,
            recalled: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, took: Duration, recalled: Option<f64>, hits: usize) {
        self.times.push(took);
        self.recalled.extend(recalled);
        self.empty += usize::from(hits == 0);
    }

    pub(super) fn done(mut self) -> Self {
        self.times.sort_unstable();
        if !self.recalled.is_empty() {
            let sum: f64 = self.recalled.iter().sum();
            self.recall = Some(sum / self.recalled.len() as f64);
        }
        self
    }
}

/// How long it took from when an article was acknowledged until it was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Freshness {
    /// By the clock on the wall, sorted.
    pub found: Vec<Duration>,
    /// Searches that did not find it.
    pub missed: usize,
}

/// How long it took until a server was ready, by the clock on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Starts {
    /// As it was left; with what an older version left to be built anew.
    pub first: Duration,
    /// After it had ended in order.
    pub in_order: Duration,
    /// After it was killed.
    pub killed: Duration,
}

/// Everything.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// Starts of the server.
    pub starts: Starts,
    /// From acknowledged to found.
    pub fresh: Freshness,
    /// By engine and topic.
    pub measured: Vec<Measured>,
    /// Most memory of the server, in bytes.
    pub server_memory: u64,
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "ready after {:.2} s at first, {:.2} s after an end in order, {:.2} s after kill -9",
            self.starts.first.as_secs_f64(),
            self.starts.in_order.as_secs_f64(),
            self.starts.killed.as_secs_f64()
        )?;
        writeln!(
            formatter,
            "acknowledged to found: median {:.1} ms, p99 {:.1} ms of {}, {} searches came too early",
            milliseconds(&self.fresh.found, 50),
            milliseconds(&self.fresh.found, 99),
            self.fresh.found.len(),
            self.fresh.missed
        )?;
        writeln!(
            formatter,
            "the server's memory at its most: {} MB\n",
            self.server_memory / 1_000_000
        )?;
        writeln!(
            formatter,
            "{:<22} {:<12} {:>7} {:>9} {:>9} {:>9} {:>6} {:>6}",
            "topic", "engine", "queries", "median ms", "p99 ms", "mean ms", "empty", "recall"
        )?;
        for topic in Topic::ALL {
            for measured in self.measured.iter().filter(|one| one.topic == topic) {
                writeln!(
                    formatter,
                    "{:<22} {:<12} {:>7} {:>9.3} {:>9.3} {:>9.3} {:>6} {:>6}",
                    topic.name(),
                    measured.engine,
                    measured.times.len(),
                    milliseconds(&measured.times, 50),
                    milliseconds(&measured.times, 99),
                    mean(&measured.times),
                    measured.empty,
                    measured
                        .recall
                        .map_or_else(String::new, |recall| format!("{recall:.3}"))
                )?;
            }
        }
        Ok(())
    }
}

/// The time that so many of a hundred do not exceed, in milliseconds.
fn milliseconds(sorted: &[Duration], percent: usize) -> f64 {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).map_or(0.0, Duration::as_secs_f64) * 1_000.0
}

fn mean(times: &[Duration]) -> f64 {
    let sum: Duration = times.iter().sum();
    sum.as_secs_f64() * 1_000.0 / times.len().max(1) as f64
}
