//! Gradient boosting: small decision trees, each fitted to what those before it left wrong.
//!
//! The loss is logistic, splits are found in histograms and leaves take a Newton step (Friedman 2001; Chen and
//! Guestrin 2016). Nothing is drawn at random, and all sums run in the order of the rows.

use onrecord_matching::claims::{FACTS, Forest, Node, Tree};

/// What of a fit can be chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How many trees.
    pub trees: usize,
    /// How many splits lie one under the other at most.
    pub depth: usize,
    /// By how much a tree's answer is shortened.
    pub rate: f64,
    /// A leaf has at least this many rows.
    pub least_rows: usize,
    /// Added to the second derivatives of a leaf: the more, the more careful its answer.
    pub penalty: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            trees: 200,
            depth: 3,
            rate: 0.06,
            least_rows: 40,
            penalty: 5.0,
        }
    }
}

/// One pair of a text and a claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What the two have in common.
    pub facts: [f32; FACTS],
    /// Whether the text makes the claim.
    pub is_right: bool,
    /// How much the row counts.
    pub weight: f64,
}

/// Values of a fact fall into at most this many bins.
const BINS: usize = 64;
/// Answers are rounded to so many steps of one: more digits say nothing and make the file longer.
const STEPS: f64 = 10_000.0;

/// Fits a forest.
#[must_use]
pub fn fit(rows: &[&Row], settings: &Settings) -> Forest {
    let bins = Bins::of(rows);
    let right: f64 = (rows.iter().filter(|row| row.is_right))
        .map(|row| row.weight)
        .sum();
    let all: f64 = rows.iter().map(|row| row.weight).sum();
    let share = (right / all.max(1.0)).clamp(1e-6, 1.0 - 1e-6);
    let mut forest = Forest {
        bias: rounded((share / (1.0 - share)).ln()),
        trees: Vec::new(),
    };
    let mut odds = vec![f64::from(forest.bias); rows.len()];
    for _ in 0..settings.trees {
        let slopes: Vec<Slope> = (rows.iter().zip(&odds))
            .map(|(row, odds)| Slope::of(row, *odds))
            .collect();
        let mut tree = Tree::default();
        let mut growth = Growth {
            bins: &bins,
            slopes: &slopes,
            settings,
            tree: &mut tree,
        };
        growth.grow((0..rows.len() as u32).collect(), 0);
        for (row, odds) in rows.iter().zip(&mut odds) {
            *odds += f64::from(tree.answer(&row.facts));
        }
        forest.trees.push(tree);
    }
    forest
}

/// First and second derivative of the loss.
#[derive(Debug, Clone, Copy, Default)]
struct Slope {
    first: f64,
    second: f64,
    rows: u32,
}

impl Slope {
    fn of(row: &Row, odds: f64) -> Self {
        let probability = 1.0 / (1.0 + (-odds).exp());
        Self {
            first: row.weight * (probability - f64::from(u8::from(row.is_right))),
            second: row.weight * probability * (1.0 - probability),
            rows: 1,
        }
    }

    fn add(&mut self, other: Self) {
        self.first += other.first;
        self.second += other.second;
        self.rows += other.rows;
    }

    fn without(self, other: Self) -> Self {
        Self {
            first: self.first - other.first,
            second: self.second - other.second,
            rows: self.rows - other.rows,
        }
    }

    /// By how much the loss falls if all these rows get the best answer.
    fn gain(self, penalty: f64) -> f64 {
        self.first * self.first / (self.second + penalty)
    }
}

/// Every fact of every row as the number of the bin it falls into.
struct Bins {
    /// For each fact the largest value of each bin but the last.
    bounds: Vec<Vec<f32>>,
    /// Row by row.
    places: Vec<[u8; FACTS]>,
}

impl Bins {
    fn of(rows: &[&Row]) -> Self {
        let bounds: Vec<Vec<f32>> = (0..FACTS).map(|fact| bounds(rows, fact)).collect();
        let places = rows
            .iter()
            .map(|row| {
                let mut places = [0; FACTS];
                for fact in 0..FACTS {
                    let value = row.facts[fact];
                    places[fact] = bounds[fact].partition_point(|bound| *bound < value) as u8;
                }
                places
            })
            .collect();
        Self { bounds, places }
    }
}

/// Bounds between bins with about as many rows each, told with few digits.
fn bounds(rows: &[&Row], fact: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|row| row.facts[fact]).collect();
    values.sort_unstable_by(f32::total_cmp);
    let mut bounds: Vec<f32> = (1..BINS)
        .filter_map(|bin| values.get(bin * values.len() / BINS))
        // What is rare lies at the upper end, where right claims are.
        .chain((1..BINS).filter_map(|bin| {
            let tail = values.len() - values.len() / 32;
            values.get(tail + bin * (values.len() / 32) / BINS)
        }))
        .map(|value| rounded(f64::from(*value)))
        .collect();
    bounds.sort_unstable_by(f32::total_cmp);
    bounds.dedup();
    bounds
}

fn rounded(value: f64) -> f32 {
    ((value * STEPS).round() / STEPS) as f32
}

struct Growth<'a> {
    bins: &'a Bins,
    slopes: &'a [Slope],
    settings: &'a Settings,
    tree: &'a mut Tree,
}

struct Split {
    fact: usize,
    bin: usize,
    gain: f64,
}

impl Growth<'_> {
    fn grow(&mut self, rows: Vec<u32>, depth: usize) {
        let mut all = Slope::default();
        for row in &rows {
            all.add(self.slopes[*row as usize]);
        }
        let split = (depth < self.settings.depth)
            .then(|| self.best(&rows, all))
            .flatten();
        let Some(split) = split else {
            let answer = -all.first / (all.second + self.settings.penalty) * self.settings.rate;
            self.tree.nodes.push(Node::Leaf(rounded(answer)));
            return;
        };
        let (below, above): (Vec<u32>, Vec<u32>) = rows
            .into_iter()
            .partition(|row| usize::from(self.bins.places[*row as usize][split.fact]) <= split.bin);
        let here = self.tree.nodes.len();
        self.tree.nodes.push(Node::Leaf(0.0));
        self.grow(below, depth + 1);
        self.tree.nodes[here] = Node::Split {
            fact: split.fact,
            bound: self.bins.bounds[split.fact][split.bin],
            above: self.tree.nodes.len(),
        };
        self.grow(above, depth + 1);
    }

    fn best(&self, rows: &[u32], all: Slope) -> Option<Split> {
        let mut histograms = vec![[Slope::default(); 2 * BINS]; FACTS];
        for row in rows {
            let places = &self.bins.places[*row as usize];
            let slope = self.slopes[*row as usize];
            for (histogram, place) in histograms.iter_mut().zip(places) {
                histogram[usize::from(*place)].add(slope);
            }
        }
        let penalty = self.settings.penalty;
        let least = self.settings.least_rows as u32;
        let mut best: Option<Split> = None;
        for (fact, histogram) in histograms.iter().enumerate() {
            let mut below = Slope::default();
            let bins = self.bins.bounds[fact].len();
            for (bin, slope) in histogram.iter().enumerate().take(bins) {
                below.add(*slope);
                let above = all.without(below);
                if below.rows < least || above.rows < least {
                    continue;
                }
                let gain = below.gain(penalty) + above.gain(penalty) - all.gain(penalty);
                if gain > 1e-6 && best.as_ref().is_none_or(|best| gain > best.gain) {
                    best = Some(Split { fact, bin, gain });
                }
            }
        }
        best
    }
}
