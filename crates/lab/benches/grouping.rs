//! What it costs to put all quotes of a corpus together: the wordings of each speaker at once. Reads the corpus beside
//! the checkout, or the JSON Lines file named by `ONRECORD_BENCH_CORPUS`.

#![expect(clippy::print_stderr, reason = "a benchmark that is skipped says so")]

use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord_extract::Extractor;
use onrecord_lab::read_samples;
use onrecord_lab::statements::{Wordings, gather};
use onrecord_speakers::Resolver;

fn grouping(criterion: &mut Criterion) {
    let beside =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/polnear_train.jsonl");
    let corpus = std::env::var_os("ONRECORD_BENCH_CORPUS").map_or(beside, PathBuf::from);
    if !corpus.exists() {
        eprintln!("skipped: no corpus; name one by ONRECORD_BENCH_CORPUS");
        return;
    }
    let samples = read_samples(&corpus).expect("the corpus is sound");
    let resolver = Resolver::bundled().expect("the bundled gazetteer is sound");
    let speakers = gather(&samples, &Extractor::new(), &resolver);
    let wordings: usize = speakers.iter().map(Wordings::len).sum();
    let mut group = criterion.benchmark_group("grouping");
    group.throughput(Throughput::Elements(wordings as u64));
    group.sample_size(20);
    group.bench_function("all wordings of a corpus, speaker by speaker", |bench| {
        bench.iter(|| {
            speakers
                .iter()
                .map(|speaker| speaker.group().len())
                .sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, grouping);
criterion_main!(benches);
