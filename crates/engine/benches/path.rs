//! The path of an article, timed: extraction alone, end to end into SQLite, and the first search after a
//! start. Reads the corpus beside the checkout, or the JSON Lines file named by `ONRECORD_BENCH_CORPUS`.

#![expect(clippy::print_stderr, reason = "a benchmark that is skipped says so")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use onrecord_engine::intake::{Limits, read_paths};
use onrecord_engine::{Analyser, Config, Engine, Location, SearchRequest};
use onrecord_model::Article;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

fn corpus() -> Option<PathBuf> {
    let beside =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/polnear_train.jsonl");
    let path = std::env::var_os("ONRECORD_BENCH_CORPUS").map_or(beside, PathBuf::from);
    path.exists().then_some(path)
}

fn config(folder: &Path) -> Config {
    Config {
        location: Location::Sqlite(folder.join("onrecord.db")),
        index_folder: folder.join("index"),
        create: true,
        clock: || DateTime::<Utc>::UNIX_EPOCH,
    }
}

async fn ingest(folder: &Path, corpus: &Path) -> Engine {
    let engine = Engine::open(config(folder))
        .await
        .expect("a fresh folder opens");
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let stop = CancellationToken::new();
    let summary = engine
        .ingest_paths(
            vec![corpus.to_owned()],
            Limits::default(),
            workers,
            &stop,
            |_| {},
        )
        .await
        .expect("the corpus is taken in");
    assert_eq!(summary.rejected, 0);
    engine.catch_up().await.expect("the index follows");
    engine
}

fn path(criterion: &mut Criterion) {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: no corpus; name one by ONRECORD_BENCH_CORPUS");
        return;
    };
    let articles: Vec<Article> = read_paths(std::slice::from_ref(&corpus), Limits::default())
        .map(|taken| taken.expect("an article").article)
        .collect();
    let runtime = Runtime::new().expect("a runtime");
    let mut group = criterion.benchmark_group("path");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(30));
    group.throughput(Throughput::Elements(articles.len() as u64));

    let analyser = Analyser::for_the_record().expect("the bundled data is whole");
    group.bench_function("extract on one core", |bencher| {
        bencher.iter(|| {
            articles
                .iter()
                .map(|article| analyser.analyse(article).expect("an article").quotes.len())
                .sum::<usize>()
        });
    });
    group.bench_function("ingest into SQLite, durable and indexed", |bencher| {
        bencher.iter_batched(
            || tempfile::tempdir().expect("a folder"),
            |folder| {
                let engine = runtime.block_on(ingest(folder.path(), &corpus));
                runtime.block_on(engine.close()).expect("closes");
                folder
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();

    let folder = tempfile::tempdir().expect("a folder");
    runtime
        .block_on(async { ingest(folder.path(), &corpus).await.close().await })
        .expect("closes");
    let mut group = criterion.benchmark_group("start");
    group.sample_size(10);
    group.bench_function("open and answer a first search", |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                let engine = Engine::open(config(folder.path())).await.expect("opens");
                engine.catch_up().await.expect("is up to date");
                let request = SearchRequest {
                    query: Some("election".to_owned()),
                    ..SearchRequest::default()
                };
                let page = engine.search(&request).await.expect("answers");
                assert!(page.total > 0);
                engine.close().await.expect("closes");
                page.total
            })
        });
    });
    group.finish();
}

criterion_group!(benches, path);
criterion_main!(benches);
