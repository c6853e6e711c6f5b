//! From annotated articles to a fast model.
//!
//! A chain learns labels from clues, and a better tagger may teach it beside people's annotations ([`Teaching`]); then
//! every hypothesis that its labels and the rules lead to is an example for the weights that judge. The judge must see
//! labels as unsure as they are on articles that the chain never saw, so each article's hypotheses come from a chain
//! trained on the other folds ([`FOLDS`]). The chain of the model itself is trained on all. For the same reason an
//! article's own words are not counted where the strength of its cues is looked up.

mod accurate;
mod articles;
mod chain;
mod doubt;
mod hidden;
mod judge;
mod labelling;
mod scaling;
mod teaching;
mod tensors;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZero;
use std::thread;

use onrecord_extract::tagger::{ClueSort, Part, WordFacts};
use onrecord_extract::{FastModel, JudgeParts, ModelParts};

use crate::{LabError, Sample};
pub use accurate::{Network, is_held, judge, packed};
use articles::{Articles, Sequence};
use chain::Chain;
pub use doubt::{Doubt, doubts};
use judge::Folds;
pub use judge::Judge;
pub use teaching::Teaching;
pub use words::WordGroups;

/// In how many parts the articles are cut, each judged by a chain of the others.
pub const FOLDS: usize = 4;
/// The least confidence that a model trained here answers: among 0.2 to 0.4 the end-to-end F1 hardly moves, on held-out
/// training articles and on PolNeAR's dev part alike. Whoever wants fewer mistakes asks for more, as the record does.
pub const FLOOR: f32 = 0.3;
/// Clues all of whose weights are nearer to zero than this are left out of the model.
pub const LEAST_CLUE_WEIGHT: f32 = 0.04;

/// A model, and what was seen while it was trained.
#[derive(Debug)]
pub struct Trained {
    /// The model.
    pub parts: ModelParts,
    /// Clues that were weighed, whether they are in the model or not.
    pub clues_weighed: usize,
    /// Its judge.
    pub judge: Judge,
}

/// Trains a model named `name`, whose chain is also taught by another tagger, if there is `teaching`.
///
/// # Errors
/// If there are no articles, or their hypotheses are all right or all wrong.
pub fn train(
    samples: &[Sample],
    groups: &WordGroups,
    teaching: Option<&Teaching>,
    name: &str,
) -> Result<Trained, LabError> {
    let articles = Articles::new(samples, groups);
    let mut chains = chains(&articles, teaching, FOLDS + 1);
    let chain = chains.pop().ok_or(LabError::NoArticles)?;
    let taggers = taggers(&chains)?;
    let judge = Judge::learn(
        &articles,
        samples,
        &|article| &taggers[article % FOLDS],
        &Folds {
            count: 2,
            of: &|article| Some(article / FOLDS % 2),
        },
        FLOOR,
    )?;
    Ok(Trained {
        clues_weighed: chain.weights.len(),
        parts: ModelParts {
            name: name.to_owned(),
            floor: FLOOR,
            transitions: chain.transitions,
            words: articles.words(),
            clues: kept(chain.weights),
            judge: judge.parts.clone(),
        },
        judge,
    })
}

/// How well labels are found without some of the clues.
#[derive(Debug, Clone, PartialEq)]
pub struct Ablation {
    /// What was left out; `None` for nothing.
    pub without: Option<ClueSort>,
    /// F1 of spans that are found exactly, by [`Part`].
    pub exact: [f64; 3],
}

/// Trains chains on `samples`, each without one sort of clues, and measures them on `held`.
///
/// # Errors
/// As [`train`].
pub fn ablate(
    samples: &[Sample],
    held: &[Sample],
    groups: &WordGroups,
) -> Result<Vec<Ablation>, LabError> {
    let articles = Articles::new(samples, groups);
    let words = articles.words();
    let mut all = Vec::new();
    for without in std::iter::once(None).chain(ClueSort::ALL.into_iter().map(Some)) {
        let without_sorts: Vec<ClueSort> = without.into_iter().collect();
        let sequences = articles.sequences(&without_sorts, None);
        let chain = Chain::train(&sequences.iter().collect::<Vec<_>>());
        drop(sequences);
        let held = articles::sequences_of(held, &words, &without_sorts);
        all.push(Ablation {
            without,
            exact: Part::ALL.map(|part| chain.exact(&held, part)),
        });
    }
    Ok(all)
}

impl fmt::Display for Trained {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "clues weighed {}, kept {}\nwords {}\n{}",
            self.clues_weighed,
            self.parts.clues.len(),
            self.parts.words.len(),
            self.judge
        )
    }
}

impl fmt::Display for Ablation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let without = match self.without {
            None => "nothing".to_owned(),
            Some(sort) => format!("{sort:?}").to_lowercase(),
        };
        let [source, cue, content] = self.exact.map(|f1| 100.0 * f1);
        write!(
            formatter,
            "without {without:<10} exact spans, F1: source {source:.1}, cue {cue:.1}, content {content:.1}"
        )
    }
}

/// The clues that say something.
fn kept(weights: BTreeMap<u64, chain::Scores>) -> BTreeMap<u64, chain::Scores> {
    weights
        .into_iter()
        .filter(|(_, weights)| {
            weights
                .iter()
                .any(|weight| weight.abs() >= LEAST_CLUE_WEIGHT)
        })
        .collect()
}

/// The first of the chains of which each is trained on all articles but those of its fold. That behind the last fold is
/// trained on all. What nobody annotated is learned by each.
fn chains(articles: &Articles<'_>, teaching: Option<&Teaching>, count: usize) -> Vec<Chain> {
    let mut sequences = articles.sequences(&[], teaching);
    if let Some(teaching) = teaching {
        sequences.extend(articles.unlabelled(teaching));
    }
    in_parallel(count, |fold| {
        let others: Vec<&Sequence> = sequences
            .iter()
            .filter(|sequence| {
                sequence
                    .article
                    .is_none_or(|article| article % FOLDS != fold)
            })
            .collect();
        Chain::train(&others)
    })
}

fn taggers(chains: &[Chain]) -> Result<Vec<FastModel>, LabError> {
    chains.iter().map(tagger).collect()
}

/// A model of labels only, stored and read like the one that is shipped, so that its rounding is learned from too.
fn tagger(chain: &Chain) -> Result<FastModel, LabError> {
    let parts = ModelParts {
        name: "fold".to_owned(),
        floor: FLOOR,
        transitions: chain.transitions.clone(),
        words: BTreeMap::<u64, WordFacts>::new(),
        clues: kept(chain.weights.clone()),
        judge: JudgeParts::ignorant(),
    };
    Ok(FastModel::from_bytes(parts.to_bytes().into())?)
}

/// What `make` answers for each number below `count`, made on as many threads as there are processors.
fn in_parallel<T: Send>(count: usize, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let numbers: Vec<usize> = (0..count).collect();
    let mut made = Vec::with_capacity(count);
    for some in numbers.chunks(processors) {
        let make = &make;
        thread::scope(|scope| {
            let running: Vec<_> = some
                .iter()
                .map(|number| scope.spawn(move || make(*number)))
                .collect();
            for thread in running {
                match thread.join() {
                    Ok(value) => made.push(value),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
        });
    }
    made
}
