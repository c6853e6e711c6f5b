//! What the matcher has learnt: how common words are, and how facts about a pair add up to a probability.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use super::facts::FACTS;

/// The model that the crate is built with; what makes it is said where the file is made.
const BUNDLED: &str = include_str!("../../data/claims.model");
static MODEL: LazyLock<Arc<ClaimModel>> = LazyLock::new(|| {
    Arc::new(ClaimModel::parse(BUNDLED).expect("the build's own model is checked by a test"))
});

/// First line of a model.
const HEAD: &str = "onrecord claims 1";

/// How common words are, and a forest of small decision trees.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClaimModel {
    /// How common words are.
    pub background: Background,
    /// What the facts about a text and a claim are worth.
    pub forest: Forest,
}

/// In how many of a number of claims each word stood, where the model was made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Background {
    claims: usize,
    with: HashMap<Box<str>, u32>,
}

/// Trees whose answers add up to the logarithm of the odds that a text makes a claim.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forest {
    /// What is added to the answers of all trees.
    pub bias: f32,
    /// The trees.
    pub trees: Vec<Tree>,
}

/// A decision tree; its nodes stand in the order in which they are written, the first is the root.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tree {
    /// At least one, and every inner node leads to later ones.
    pub nodes: Vec<Node>,
}

/// One place in a tree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node {
    /// Goes on with the next node if a fact is at most the bound, else with the node `above`.
    Split {
        /// Which fact, below [`FACTS`].
        fact: usize,
        /// What it is compared with.
        bound: f32,
        /// Index of the node for larger facts.
        above: usize,
    },
    /// The answer.
    Leaf(f32),
}

/// Why a model cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {wrong}")]
pub struct ClaimModelError {
    /// Counted from 1.
    pub line: usize,
    /// What is expected there.
    pub wrong: &'static str,
}

impl ClaimModel {
    /// The model the crate is built with.
    #[must_use]
    pub fn bundled() -> Arc<Self> {
        MODEL.clone()
    }

    /// Reads what [`ClaimModel::to_text`] writes.
    ///
    /// # Errors
    /// Where a line is not what is expected there.
    pub fn parse(text: &str) -> Result<Self, ClaimModelError> {
        let mut lines = (1..).zip(text.lines());
        let mut next = |wrong: &'static str| {
            let end = ClaimModelError { line: 0, wrong };
            lines.next().ok_or(end)
        };
        let (line, head) = next("the head")?;
        if head != HEAD {
            return Err(ClaimModelError {
                line,
                wrong: "not a model of claims of this version",
            });
        }
        let (line, sizes) = next("how many claims and words were counted")?;
        let wrong = |line: usize, wrong: &'static str| move || ClaimModelError { line, wrong };
        let (claims, words) = two::<usize, usize>(sizes)
            .ok_or_else(wrong(line, "not how many claims and words were counted"))?;
        let mut background = Background {
            claims,
            with: HashMap::new(),
        };
        for _ in 0..words {
            let (line, text) = next("a word and how many claims have it")?;
            let (word, with) = two::<String, u32>(text)
                .ok_or_else(wrong(line, "not a word and how many claims have it"))?;
            background.with.insert(word.into(), with);
        }
        let (line, sizes) = next("the bias and how many trees there are")?;
        let (bias, trees) = two::<f32, usize>(sizes)
            .filter(|(bias, _)| bias.is_finite())
            .ok_or_else(wrong(line, "not the bias and how many trees there are"))?;
        let mut forest = Forest {
            bias,
            trees: Vec::new(),
        };
        for _ in 0..trees {
            let (line, text) = next("a tree")?;
            let tree = Tree::parse(text).ok_or_else(wrong(line, "not a tree"))?;
            forest.trees.push(tree);
        }
        Ok(Self { background, forest })
    }

    /// The model as a text, the same for the same model.
    #[must_use]
    pub fn to_text(&self) -> String {
        let background = &self.background;
        let mut words: Vec<(&str, u32)> = (background.with.iter())
            .map(|(word, with)| (&**word, *with))
            .collect();
        words.sort_unstable();
        let mut text = format!("{HEAD}\n{}\t{}\n", background.claims, words.len());
        // Writing to a string does not fail.
        for (word, with) in words {
            let _ = writeln!(text, "{word}\t{with}");
        }
        let _ = writeln!(text, "{}\t{}", self.forest.bias, self.forest.trees.len());
        for tree in &self.forest.trees {
            let nodes: Vec<String> = tree.nodes.iter().map(|node| node.written()).collect();
            let _ = writeln!(text, "{}", nodes.join(" "));
        }
        text
    }
}

impl Background {
    /// Of how many claims, and in how many of them each word stands.
    #[must_use]
    pub fn new(claims: usize, words: impl IntoIterator<Item = (String, u32)>) -> Self {
        let with = words.into_iter().map(|(word, with)| (word.into(), with));
        Self {
            claims,
            with: with.collect(),
        }
    }

    /// How telling a word is that `with` of `claims` claims have: more than 0, and 1 for what none has anywhere.
    ///
    /// It is the inverse document frequency as in BM25, over the claims here and those counted for the model
    /// together: of few claims alone it could not be told that "people" is common.
    pub(super) fn weight(&self, word: &str, with: usize, claims: usize) -> f32 {
        let all = (self.claims + claims) as f32;
        let with = with as f32 + self.with.get(word).map_or(0.0, |with| *with as f32);
        let rarity = |with: f32| (1.0 + (all - with).max(0.0) + 0.5) / (with + 0.5);
        (1.0 + rarity(with)).ln() / (1.0 + rarity(0.0)).ln()
    }
}

impl Forest {
    /// The probability that the text makes the claim.
    #[must_use]
    pub fn probability(&self, facts: &[f32; FACTS]) -> f32 {
        1.0 / (1.0 + (-self.odds(facts)).exp())
    }

    /// The logarithm of the odds for it.
    #[must_use]
    pub fn odds(&self, facts: &[f32; FACTS]) -> f32 {
        let sum: f32 = self.trees.iter().map(|tree| tree.answer(facts)).sum();
        self.bias + sum
    }
}

impl Tree {
    /// The leaf that the facts lead to.
    #[must_use]
    pub fn answer(&self, facts: &[f32; FACTS]) -> f32 {
        let mut index = 0;
        while let Some(Node::Split { fact, bound, above }) = self.nodes.get(index) {
            index = if facts[*fact] <= *bound {
                index + 1
            } else {
                *above
            };
        }
        match self.nodes.get(index) {
            Some(Node::Leaf(answer)) => *answer,
            _ => 0.0,
        }
    }

    fn parse(line: &str) -> Option<Self> {
        let nodes: Vec<Node> = line.split(' ').map(Node::parse).collect::<Option<_>>()?;
        // Every way leads forward, so that every walk ends, and on to a node that is there.
        let is_sound = nodes.iter().enumerate().all(|(index, node)| match node {
            Node::Split { above, .. } => *above > index + 1 && *above < nodes.len(),
            Node::Leaf(_) => true,
        });
        (is_sound && matches!(nodes.last(), Some(Node::Leaf(_)))).then_some(Self { nodes })
    }
}

impl Node {
    fn parse(text: &str) -> Option<Self> {
        if let Some(answer) = text.strip_prefix('=') {
            let answer: f32 = answer.parse().ok()?;
            return answer.is_finite().then_some(Self::Leaf(answer));
        }
        let (fact, rest) = text.split_once('<')?;
        let (bound, above) = rest.split_once(':')?;
        let fact: usize = fact.parse().ok()?;
        (fact < FACTS).then_some(Self::Split {
            fact,
            bound: bound.parse().ok()?,
            above: above.parse().ok()?,
        })
    }

    fn written(self) -> String {
        match self {
            Self::Split { fact, bound, above } => format!("{fact}<{bound}:{above}"),
            Self::Leaf(answer) => format!("={answer}"),
        }
    }
}

fn two<One: std::str::FromStr, Other: std::str::FromStr>(line: &str) -> Option<(One, Other)> {
    let (one, other) = line.split_once('\t')?;
    Some((one.parse().ok()?, other.parse().ok()?))
}
