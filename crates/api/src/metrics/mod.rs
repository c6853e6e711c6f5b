//! What is counted of requests, and what `/metrics` tells.
//!
//! Labels are few: the template of an address and never the address, the method, the hundred of the status. Everything
//! that costs more than a few rows of the store is kept for a while.

mod exposition;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use actix_web::http::{Method, StatusCode};
use onrecord_engine::{Counts, Engine, EngineError, Gauges, PutStatus};

use exposition::Exposition;
pub(crate) use exposition::MEDIA_TYPE;

/// Ends of the steps that times are counted in, in seconds.
const STEPS: [f64; 13] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];
/// How long rows of the store are told without counting them again.
const KEPT: Duration = Duration::from_secs(60);
/// What a request is counted under that fits no template.
const NO_ROUTE: &str = "none";

/// What one server has counted since it began.
pub(crate) struct Metrics {
    begun: SystemTime,
    requests: Mutex<BTreeMap<(String, &'static str), Requests>>,
    /// Articles taken in at `/v1/articles`: added, new versions, known.
    articles: [AtomicU64; 3],
    quotes: AtomicU64,
    rows: tokio::sync::Mutex<Option<(Instant, Counts)>>,
}

/// Requests of one address and method.
#[derive(Debug, Clone, Default)]
struct Requests {
    /// By the hundred of the status, from 1 on.
    by_status: [u64; 5],
    /// By the step that the time falls in; what takes longer than all is in none.
    by_step: [u64; STEPS.len()],
    seconds: f64,
}

impl Requests {
    fn count(&self) -> u64 {
        self.by_status.iter().sum()
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            begun: SystemTime::now(),
            requests: Mutex::default(),
            articles: Default::default(),
            quotes: AtomicU64::new(0),
            rows: tokio::sync::Mutex::default(),
        }
    }
}

impl Metrics {
    /// Counts a request that was answered.
    pub(crate) fn answered(
        &self,
        route: Option<String>,
        method: &Method,
        status: StatusCode,
        took: Duration,
    ) {
        let route = route.unwrap_or_else(|| NO_ROUTE.to_owned());
        let seconds = took.as_secs_f64();
        let hundred = usize::from(status.as_u16() / 100).clamp(1, 5) - 1;
        // A panic in here would have left no more than one count out.
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = requests.entry((route, known(method))).or_default();
        counted.by_status[hundred] += 1;
        counted.seconds += seconds;
        if let Some(step) = STEPS.iter().position(|end| seconds <= *end) {
            counted.by_step[step] += 1;
        }
    }

    /// Counts an article that was taken in, with its quotes.
    pub(crate) fn taken_in(&self, status: PutStatus, quotes: usize) {
        let place = match status {
            PutStatus::Added => 0,
            PutStatus::NewVersion => 1,
            PutStatus::Unchanged => return self.add(2, 0),
        };
        self.add(place, quotes);
    }

    fn add(&self, place: usize, quotes: usize) {
        self.articles[place].fetch_add(1, Ordering::Relaxed);
        self.quotes.fetch_add(quotes as u64, Ordering::Relaxed);
    }

    /// Everything, in the format of Prometheus. What the store does not tell is left out, and `onrecord_up` is 0.
    pub(crate) async fn told(&self, engine: &Engine) -> String {
        let gauges = engine.gauges().await;
        let rows = self.rows(engine).await;
        if let Err(error) = gauges.as_ref().map(|_| ()).and(rows.as_ref().map(|_| ())) {
            tracing::error!(%error, "metrics could not be read from the store");
        }
        let mut told = Exposition::default();
        let is_up = gauges.is_ok() && rows.is_ok();
        told.gauge("onrecord_up", "Whether the store answers.")
            .value(&[], f64::from(u8::from(is_up)));
        told.gauge(
            "process_start_time_seconds",
            "When the server began, in seconds from 1970.",
        )
        .value(&[], seconds_of(self.begun));
        self.requests_told(&mut told);
        self.taken_in_told(&mut told);
        if let Ok(gauges) = &gauges {
            gauges_told(&mut told, gauges);
        }
        if let Ok(rows) = &rows {
            rows_told(&mut told, rows);
        }
        told.text()
    }

    /// Rows of the store, counted again where the last count is old. Who asks meanwhile waits for it.
    async fn rows(&self, engine: &Engine) -> Result<Counts, EngineError> {
        let mut kept = self.rows.lock().await;
        if let Some((at, counts)) = kept.as_ref()
            && at.elapsed() < KEPT
        {
            return Ok(counts.clone());
        }
        let counts = engine.counts().await?;
        *kept = Some((Instant::now(), counts.clone()));
        Ok(counts)
    }

    fn requests_told(&self, told: &mut Exposition) {
        let requests = {
            let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
            requests.clone()
        };
        let mut family = told.counter(
            "onrecord_http_requests_total",
            "Requests that were answered, by template of the address, method and hundred of the status.",
        );
        for ((route, method), counted) in &requests {
            for (place, count) in counted.by_status.iter().enumerate() {
                let status = ["1xx", "2xx", "3xx", "4xx", "5xx"][place];
                if *count > 0 {
                    let labels = [
                        ("route", route.as_str()),
                        ("method", method),
                        ("status", status),
                    ];
                    family.value(&labels, *count as f64);
                }
            }
        }
        let mut family = told.histogram(
            "onrecord_http_request_duration_seconds",
            "Time from a request to the head of its answer.",
        );
        for ((route, method), counted) in &requests {
            let labels = [("route", route.as_str()), ("method", *method)];
            let steps = STEPS.iter().copied().zip(counted.by_step);
            family.distribution(&labels, steps, counted.count(), counted.seconds);
        }
    }

    fn taken_in_told(&self, told: &mut Exposition) {
        let mut family = told.counter(
            "onrecord_ingested_articles_total",
            "Articles that this process took in at /v1/articles, by what became of them.",
        );
        for (place, outcome) in ["added", "new_version", "unchanged"].iter().enumerate() {
            let count = self.articles[place].load(Ordering::Relaxed);
            family.value(&[("outcome", outcome)], count as f64);
        }
        told.counter(
            "onrecord_ingested_quotes_total",
            "Quotes of articles that this process took in at /v1/articles.",
        )
        .value(&[], self.quotes.load(Ordering::Relaxed) as f64);
    }
}

fn gauges_told(told: &mut Exposition, gauges: &Gauges) {
    told.gauge(
        "onrecord_change_sequence",
        "Number of the last change of the record.",
    )
    .value(&[], gauges.last.0 as f64);
    told.gauge(
        "onrecord_index_ready",
        "Whether there is an index to search in.",
    )
    .value(&[], f64::from(u8::from(gauges.index.is_some())));
    if let Some(index) = &gauges.index {
        told.gauge(
            "onrecord_index_documents",
            "Quotes and passages in the index.",
        )
        .value(&[], index.documents as f64);
        told.gauge(
            "onrecord_index_lag_changes",
            "Changes that the index on disk lacks; searches look through them in memory.",
        )
        .value(&[], index.behind.changes as f64);
        told.gauge(
            "onrecord_index_lag_seconds",
            "Age of the oldest change that the index on disk lacks.",
        )
        .value(&[], index.behind.seconds);
    }
    let passes = [("grouping", gauges.grouping), ("desk", gauges.desk)];
    let mut family = told.gauge(
        "onrecord_pass_backlog_changes",
        "Changes that a pass in the background has not gone through.",
    );
    for (pass, behind) in passes {
        family.value(&[("pass", pass)], behind.changes as f64);
    }
    let mut family = told.gauge(
        "onrecord_pass_backlog_seconds",
        "Age of the oldest change that a pass in the background has not gone through.",
    );
    for (pass, behind) in passes {
        family.value(&[("pass", pass)], behind.seconds);
    }
    let mut family = told.gauge("onrecord_claims", "Claims on the desk, by state.");
    for (state, count) in &gauges.claims {
        family.value(&[("state", state.as_str())], *count as f64);
    }
}

fn rows_told(told: &mut Exposition, rows: &Counts) {
    let mut family = told.gauge(
        "onrecord_store_rows",
        "What the record holds, counted once a minute at most.",
    );
    for (kind, count) in [
        ("article", rows.articles),
        ("article_version", rows.versions),
        ("quote", rows.quotes.total()),
        ("source", rows.sources),
        ("passage", rows.passages),
        ("speaker", rows.speakers),
        ("statement", rows.statements),
    ] {
        family.value(&[("kind", kind)], count as f64);
    }
}

fn seconds_of(time: SystemTime) -> f64 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0.0, |since| since.as_secs_f64())
}

/// The name of `method`, of those there are: anybody can make one up.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
