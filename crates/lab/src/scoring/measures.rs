//! Counting, and the table of figures.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use onrecord_model::Kind;
use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::text::{ScoredText, TokenSet};
use super::unit::{Role, Unit, pairs, source_matches};
use crate::{Annotation, Document, LabError};

/// Names of the measures, in the order of the table.
pub const MEASURES: [&str; 14] = [
    "content.exact",
    "content.words",
    "content.overlap",
    "cue.exact",
    "cue.words",
    "cue.overlap",
    "source.exact",
    "source.words",
    "source.overlap",
    "content.quoted_overlap",
    "content.relaxed",
    "e2e",
    "source_acc",
    "source_acc_any",
];

/// "all" and then each kind, in the order of [`Kind::ALL`].
const COLUMNS: [&str; 4] = ["all", "direct", "mixed", "indirect"];

/// Precision, recall and their harmonic mean, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ratio {
    /// Of the predicted, those that are right.
    pub p: f64,
    /// Of the annotated, those that were found.
    pub r: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// The annotated that were found.
    pub tp: u64,
    /// The predicted.
    pub pred: u64,
    /// The annotated.
    pub gold: u64,
}

/// A share of some cases, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// The share.
    pub acc: f64,
    /// The cases.
    pub n: u64,
}

/// One figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Measure {
    /// For units that are both predicted and annotated.
    Ratio(Ratio),
    /// For sources, which are asked for only where the content was found.
    Share(Share),
}

/// All figures of one comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// For each of [`MEASURES`] the figure over all, direct, mixed, indirect.
    pub measures: Vec<[Measure; 4]>,
    /// Annotated documents.
    pub documents: usize,
    /// Those of them nothing was predicted for.
    pub without_prediction: usize,
    /// Predicted documents that nobody annotated; they are not counted.
    pub extra_documents: usize,
}

/// Compares predictions with annotations. A document without prediction counts as one in which nothing was found.
///
/// # Errors
/// If an annotated document has no text, or the text of a prediction differs from it.
pub fn score(gold: &[Document], predicted: &[Document]) -> Result<Score, LabError> {
    let by_id: BTreeMap<&str, &Document> = predicted
        .iter()
        .map(|document| (document.id.as_str(), document))
        .collect();
    let mut counts = Counts::default();
    let mut answered = 0;
    for document in gold {
        let text = document
            .text
            .as_deref()
            .ok_or_else(|| LabError::NoText(document.id.clone()))?;
        let prediction = by_id.get(document.id.as_str());
        if prediction.is_some_and(|found| found.text.as_deref().is_some_and(|other| other != text))
        {
            return Err(LabError::OtherText(document.id.clone()));
        }
        answered += usize::from(prediction.is_some());
        let found = prediction.map_or(&[][..], |prediction| &prediction.attributions);
        counts.add_document(text, &document.attributions, found);
    }
    Ok(Score {
        measures: MEASURES.iter().map(|name| counts.measure(name)).collect(),
        documents: gold.len(),
        without_prediction: gold.len() - answered,
        extra_documents: by_id.len() - answered,
    })
}

/// Which side a unit is counted on.
#[derive(Clone, Copy)]
enum Side {
    Gold,
    Predicted,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    right_predicted: u64,
    predicted: u64,
    right_gold: u64,
    gold: u64,
}

#[derive(Default)]
struct Counts(BTreeMap<&'static str, [Count; 4]>);

impl Counts {
    fn add(&mut self, name: &'static str, kind: Kind, side: Side, right: usize, of: usize) {
        let columns = self.0.entry(name).or_default();
        for column in [0, kind as usize + 1] {
            let count = &mut columns[column];
            let (counted_right, counted) = match side {
                Side::Gold => (&mut count.right_gold, &mut count.gold),
                Side::Predicted => (&mut count.right_predicted, &mut count.predicted),
            };
            *counted_right += right as u64;
            *counted += of as u64;
        }
    }

    fn measure(&self, name: &str) -> [Measure; 4] {
        let columns = self.0.get(name).copied().unwrap_or_default();
        columns.map(|count| {
            if name.starts_with("source_acc") {
                Measure::Share(Share {
                    acc: quotient(count.right_gold, count.gold),
                    n: count.gold,
                })
            } else {
                Measure::Ratio(ratio(count))
            }
        })
    }

    fn add_document(&mut self, text: &str, gold: &[Annotation], predicted: &[Annotation]) {
        let text = ScoredText::new(text);
        let units = |annotations: &[Annotation]| -> Vec<Unit> {
            annotations
                .iter()
                .map(|annotation| Unit::new(annotation, &text))
                .collect()
        };
        let mut gold = units(gold);
        gold.retain(|unit| !unit.tokens(Role::Content).is_empty());
        let mut predicted = units(predicted);
        predicted.retain(|unit| !unit.is_empty());
        for role in Role::ALL {
            let [exact, words, overlap] = names(role);
            self.add_places(exact, &gold, &predicted, |unit| {
                Some(unit.spans(role)).filter(|spans| !spans.is_empty())
            });
            self.add_places(words, &gold, &predicted, |unit| {
                Some(unit.words(role)).filter(|words| !words.is_empty())
            });
            self.add_overlap(overlap, role, &text, &gold, &predicted);
        }
        predicted.retain(|unit| !unit.tokens(Role::Content).is_empty());
        self.add_pairs(&gold, &predicted);
    }

    /// Counts each different place once, under the kind it has first.
    fn add_places<'a, Place: Ord>(
        &mut self,
        name: &'static str,
        gold: &'a [Unit],
        predicted: &'a [Unit],
        place: impl Fn(&'a Unit) -> Option<Place>,
    ) {
        let places = |units: &'a [Unit]| {
            let mut places: BTreeMap<Place, Kind> = BTreeMap::new();
            for unit in units {
                if let Some(place) = place(unit) {
                    places.entry(place).or_insert(unit.kind);
                }
            }
            places
        };
        let gold = places(gold);
        let predicted = places(predicted);
        for (place, kind) in &gold {
            let right = usize::from(predicted.contains_key(place));
            self.add(name, *kind, Side::Gold, right, 1);
        }
        for (place, kind) in &predicted {
            let right = usize::from(gold.contains_key(place));
            self.add(name, *kind, Side::Predicted, right, 1);
        }
    }

    /// Counts each token once, under the kind of the first attribution that has it.
    fn add_overlap(
        &mut self,
        name: &'static str,
        role: Role,
        text: &ScoredText,
        gold: &[Unit],
        predicted: &[Unit],
    ) {
        let union = |units: &[Unit]| -> TokenSet {
            let tokens = units.iter().flat_map(|unit| unit.tokens(role));
            tokens.copied().collect()
        };
        let in_gold = union(gold);
        let in_predicted = union(predicted);
        for (side, units, other) in [
            (Side::Gold, gold, &in_predicted),
            (Side::Predicted, predicted, &in_gold),
        ] {
            let mut seen = BTreeSet::new();
            for unit in units {
                let new: Vec<usize> = unit
                    .tokens(role)
                    .iter()
                    .copied()
                    .filter(|token| seen.insert(*token))
                    .collect();
                let shared = |tokens: &[usize]| {
                    let shared = tokens.iter().filter(|token| other.contains(token));
                    shared.count()
                };
                self.add(name, unit.kind, side, shared(&new), new.len());
                if role == Role::Content {
                    let quoted: Vec<usize> = new
                        .into_iter()
                        .filter(|token| text.is_quoted(*token))
                        .collect();
                    let name = "content.quoted_overlap";
                    self.add(name, unit.kind, side, shared(&quoted), quoted.len());
                }
            }
        }
    }

    fn add_pairs(&mut self, gold: &[Unit], predicted: &[Unit]) {
        let pair_of_gold = pairs(gold, predicted);
        let mut gold_of = vec![None; predicted.len()];
        for (unit, pair) in gold.iter().zip(&pair_of_gold) {
            let pair = pair.map(|index| {
                gold_of[index] = Some(unit);
                &predicted[index]
            });
            let right = pair.is_some_and(|pair| source_matches(unit, pair));
            self.add(
                "content.relaxed",
                unit.kind,
                Side::Gold,
                usize::from(pair.is_some()),
                1,
            );
            self.add("e2e", unit.kind, Side::Gold, usize::from(right), 1);
            if let Some(pair) = pair.filter(|_| !unit.tokens(Role::Source).is_empty()) {
                let any = !unit
                    .words(Role::Source)
                    .is_disjoint(pair.words(Role::Source));
                self.add("source_acc", unit.kind, Side::Gold, usize::from(right), 1);
                self.add("source_acc_any", unit.kind, Side::Gold, usize::from(any), 1);
            }
        }
        for (unit, gold) in predicted.iter().zip(gold_of) {
            let right = gold.is_some_and(|gold| source_matches(gold, unit));
            self.add(
                "content.relaxed",
                unit.kind,
                Side::Predicted,
                usize::from(gold.is_some()),
                1,
            );
            self.add("e2e", unit.kind, Side::Predicted, usize::from(right), 1);
        }
    }
}

fn names(role: Role) -> [&'static str; 3] {
    match role {
        Role::Content => ["content.exact", "content.words", "content.overlap"],
        Role::Cue => ["cue.exact", "cue.words", "cue.overlap"],
        Role::Source => ["source.exact", "source.words", "source.overlap"],
    }
}

fn quotient(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    part as f64 / whole as f64
}

fn ratio(count: Count) -> Ratio {
    let p = quotient(count.right_predicted, count.predicted);
    let r = quotient(count.right_gold, count.gold);
    let f1 = if p + r > 0.0 {
        2.0 * p * r / (p + r)
    } else {
        0.0
    };
    Ratio {
        p,
        r,
        f1,
        tp: count.right_gold,
        pred: count.predicted,
        gold: count.gold,
    }
}

/// The shape that the reference scorer writes.
impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, figures) in MEASURES.iter().zip(&self.measures) {
            let columns: BTreeMap<_, _> = COLUMNS.iter().zip(figures).collect();
            map.serialize_entry(name, &columns)?;
        }
        map.serialize_entry("docs", &self.documents)?;
        map.serialize_entry("docs_without_prediction", &self.without_prediction)?;
        map.serialize_entry("extra_docs", &self.extra_documents)?;
        map.end()
    }
}

/// A table in percent, for people.
impl fmt::Display for Score {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut row = format!("{:<23}", "metric");
        for column in ["all P/R/F1", "direct", "mixed", "indirect"] {
            row += &format!("{column:<22}");
        }
        writeln!(formatter, "{row}")?;
        for (name, figures) in MEASURES.iter().zip(&self.measures) {
            let mut row = format!("{name:<23}");
            for figure in figures {
                let cell = match figure {
                    Measure::Ratio(Ratio { p, r, f1, .. }) => {
                        format!("{:.1}/{:.1}/{:.1}", 100.0 * p, 100.0 * r, 100.0 * f1)
                    }
                    Measure::Share(Share { acc, n }) => format!("{:.1} (n={n})", 100.0 * acc),
                };
                row += &format!("{cell:<22}");
            }
            writeln!(formatter, "{}", row.trim_end())?;
        }
        let contents = MEASURES
            .iter()
            .position(|name| *name == "content.relaxed")
            .map_or(&[][..], |index| &self.measures[index]);
        let numbers = |number: fn(&Ratio) -> u64| {
            let numbers: Vec<String> = COLUMNS
                .iter()
                .zip(contents)
                .filter_map(|(column, figure)| match figure {
                    Measure::Ratio(ratio) => Some(format!("{column} {}", number(ratio))),
                    Measure::Share(_) => None,
                })
                .collect();
            numbers.join(", ")
        };
        write!(
            formatter,
            "contents: gold {}; pred {}; docs {} ({} without prediction)",
            numbers(|ratio| ratio.gold),
            numbers(|ratio| ratio.pred),
            self.documents,
            self.without_prediction
        )
    }
}
