//! What it costs to know who somebody is: a name against the gazetteer and a registry of a million speakers, and
//! resolution beside extraction. The latter reads the corpus beside the checkout, or the JSON Lines file named by
//! `ONRECORD_BENCH_CORPUS`.

#![expect(clippy::print_stderr, reason = "a benchmark that is skipped says so")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord_extract::{Document, Extractor};
use onrecord_model::{Block, BlockRole, Span, SpeakerIdentity, SpeakerKind, Timestamp};
use onrecord_speakers::{Context, Registry, Resolver};
use serde::Deserialize;

const SPEAKERS: usize = 1_000_000;

/// A million different names of two words, the same in every run.
fn name(number: usize) -> String {
    const SYLLABLES: [&str; 32] = [
        "ba", "dor", "fi", "gun", "ke", "lo", "mir", "rus", "sa", "ten", "vi", "zal", "har", "nem",
        "pol", "quin", "bel", "cor", "dan", "el", "fen", "gar", "hol", "is", "jor", "kal", "lin",
        "mon", "nor", "os", "per", "ral",
    ];
    let word = |mut rest: usize, count: usize| {
        let mut word = String::new();
        for _ in 0..count {
            word.push_str(SYLLABLES[rest % 32]);
            rest /= 32;
        }
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    // An odd factor permutes the numbers, so that neighbours have nothing in common.
    let mixed = number.wrapping_mul(0x9E37_79B1) % (1 << 25);
    format!("{} {}", word(mixed, 2), word(mixed >> 10, 3))
}

fn speaker(number: usize) -> SpeakerIdentity {
    SpeakerIdentity {
        key: format!("registry:{number}"),
        name: name(number),
        kind: SpeakerKind::Person,
        wikidata: None,
        aliases: Vec::new(),
        roles: Vec::new(),
    }
}

fn day() -> Timestamp {
    "2016-09-28T00:00:00Z".parse().expect("a day")
}

fn linking(criterion: &mut Criterion) {
    let resolver = Resolver::bundled()
        .expect("the bundled gazetteer is sound")
        .with_registry(Registry::new((0..SPEAKERS).map(speaker)));
    let known: Vec<String> = (0..1_000).map(|number| name(number * 997)).collect();
    let misspelt: Vec<String> = known
        .iter()
        .map(|name| name.replacen('i', "y", 1))
        .collect();
    let nobody: Vec<String> = (0..1_000)
        .map(|number| {
            format!(
                "{} {}ovitch",
                name(number).split(' ').next().unwrap_or("Odile"),
                name(number + SPEAKERS)
                    .split(' ')
                    .next_back()
                    .unwrap_or("Brandt")
            )
        })
        .collect();
    let famous: Vec<String> = [
        "Hillary Clinton",
        "Donald Trump",
        "Volodymyr Zelenskyy",
        "Emanuel Macron",
        "John Kerry",
        "Jean-Claude Juncker",
        "Angela Merkel",
        "Vladimir Putin",
        "Theresa May",
        "George Bush",
    ]
    .iter()
    .map(|name| (*name).to_owned())
    .collect();
    let mut group = criterion.benchmark_group("link, gazetteer and registry of 1,000,000");
    for (what, names) in [
        ("somebody of the registry", &known),
        ("the same in another spelling", &misspelt),
        ("nobody known", &nobody),
        ("somebody of the gazetteer", &famous),
    ] {
        let mut names = names.iter().cycle();
        group.bench_function(what, |bencher| {
            bencher.iter(|| {
                let name = names.next().expect("it goes round");
                resolver.link(name, Some(day()), &["United States"])
            });
        });
    }
    group.finish();
}

#[derive(Deserialize)]
struct Article {
    text: String,
}

fn corpus() -> Option<PathBuf> {
    let beside =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/polnear_train.jsonl");
    let path = std::env::var_os("ONRECORD_BENCH_CORPUS").map_or(beside, PathBuf::from);
    path.exists().then_some(path)
}

/// Every line is a paragraph.
fn blocks(text: &str) -> Vec<Block> {
    let mut start = 0;
    text.split_inclusive('\n')
        .filter_map(|line| {
            let span = Span::new(start, start + line.len()).trimmed(text);
            start += line.len();
            let role = BlockRole::Body;
            (!span.is_empty()).then_some(Block { span, role })
        })
        .collect()
}

fn resolving(criterion: &mut Criterion) {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: no corpus; name one by ONRECORD_BENCH_CORPUS");
        return;
    };
    let lines = std::fs::read_to_string(corpus).expect("the corpus is read");
    let articles: Vec<(String, Vec<Block>)> = lines
        .lines()
        .map(|line| serde_json::from_str::<Article>(line).expect("an article"))
        .map(|article| (article.text.clone(), blocks(&article.text)))
        .collect();
    let (extractor, resolver) = (
        Extractor::new(),
        Resolver::bundled().expect("the bundled gazetteer is sound"),
    );
    let context = Context {
        published: Some(day()),
        ..Context::default()
    };
    let mut group = criterion.benchmark_group("articles");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(15))
        .throughput(Throughput::Elements(articles.len() as u64));
    group.bench_function("extracted", |bencher| {
        bencher.iter(|| {
            let found = articles
                .iter()
                .map(|(text, blocks)| extractor.extract(&Document::new(text, blocks)).len());
            found.sum::<usize>()
        });
    });
    group.bench_function("extracted and resolved", |bencher| {
        bencher.iter(|| {
            let found = articles.iter().map(|(text, blocks)| {
                let document = Document::new(text, blocks);
                let attributions = extractor.extract(&document);
                resolver.resolve(&document, &attributions, &context).len()
            });
            found.sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, linking, resolving);
criterion_main!(benches);
