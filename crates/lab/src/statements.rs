//! Which quotes of many articles are wordings of one statement, as the record would group them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

use onrecord_extract::{Document, Extractor};
use onrecord_matching::{Fingerprint, Wording, cluster, fingerprint};
use onrecord_model::{Kind, Polarity, Quote, Timestamp};
use onrecord_speakers::{Context, Resolver};

use crate::Sample;

/// Below this confidence a quote is not kept on the record.
const KEPT: f32 = 0.45;

/// All wordings of one statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouped {
    /// Whose statement it is.
    pub speaker: String,
    /// In the order of their first occurrence.
    pub wordings: Vec<GroupedWording>,
}

/// One wording and how often it occurs.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupedWording {
    /// The words, as they first occur.
    pub text: String,
    /// Direct, mixed or indirect.
    pub kind: Kind,
    /// When it occurs first.
    pub first: Option<Timestamp>,
    last: Option<Timestamp>,
    /// How many quotes have it.
    pub occurrences: usize,
}

impl Grouped {
    /// How many quotes there are of the statement.
    #[must_use]
    pub fn occurrences(&self) -> usize {
        self.wordings
            .iter()
            .map(|wording| wording.occurrences)
            .sum()
    }
}

impl fmt::Display for Grouped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "{}: {} wordings, {} quotes",
            self.speaker,
            self.wordings.len(),
            self.occurrences()
        )?;
        for wording in &self.wordings {
            let day = wording.first.map(|first| first.date_naive().to_string());
            writeln!(
                formatter,
                "  {} {:8} {}x {}",
                day.as_deref().unwrap_or("no date   "),
                wording.kind,
                wording.occurrences,
                wording.text
            )?;
        }
        Ok(())
    }
}

/// Extracts all articles and groups what is found: the statements with the most wordings first.
#[must_use]
pub fn group(samples: &[Sample], extractor: &Extractor, resolver: &Resolver) -> Vec<Grouped> {
    let speakers = gather(samples, extractor, resolver);
    let mut groups: Vec<Grouped> = speakers.iter().flat_map(Wordings::group).collect();
    groups.sort_by_key(|group| Reverse((group.wordings.len(), group.occurrences())));
    groups
}

/// Extracts all articles, for what each speaker said in them, in the order of the speakers' keys.
#[must_use]
pub fn gather(samples: &[Sample], extractor: &Extractor, resolver: &Resolver) -> Vec<Wordings> {
    let mut speakers: BTreeMap<String, Wordings> = BTreeMap::new();
    for sample in samples
        .iter()
        .filter(|sample| sample.article.language.is_english())
    {
        let article = &sample.article;
        let document = Document::new(&article.text, &article.blocks);
        let mut found = extractor.extract(&document);
        found.retain(|found| found.confidence.value() >= KEPT);
        let context = Context {
            published: article.published,
            outlet: article.outlet.as_deref(),
            authors: &article.authors,
        };
        let resolutions = resolver.resolve(&document, &found, &context);
        for (attribution, resolution) in found.iter().zip(resolutions) {
            let is_said = attribution.manner.polarity == Polarity::Asserted;
            let Some(speaker) = resolution.speaker.filter(|_| is_said) else {
                continue;
            };
            let pieces: Vec<&str> = attribution
                .content
                .iter()
                .filter_map(|span| span.of(&article.text))
                .collect();
            let of = speakers.entry(speaker.key).or_insert_with(|| Wordings {
                name: speaker.name,
                ..Wordings::default()
            });
            of.add(
                &pieces.join(Quote::GAP),
                attribution.kind,
                article.published,
            );
        }
    }
    speakers.into_values().collect()
}

/// The wordings of one speaker, each once.
#[derive(Default)]
pub struct Wordings {
    name: String,
    places: HashMap<Fingerprint, usize>,
    wordings: Vec<GroupedWording>,
}

impl Wordings {
    /// How many there are; at least one.
    #[must_use]
    #[expect(
        clippy::len_without_is_empty,
        reason = "nobody without a wording is gathered"
    )]
    pub fn len(&self) -> usize {
        self.wordings.len()
    }

    fn add(&mut self, text: &str, kind: Kind, published: Option<Timestamp>) {
        let Some(key) = fingerprint(text) else {
            return;
        };
        let place = *self.places.entry(key).or_insert_with(|| {
            self.wordings.push(GroupedWording {
                text: text.to_owned(),
                kind,
                first: published,
                last: published,
                occurrences: 0,
            });
            self.wordings.len() - 1
        });
        let wording = &mut self.wordings[place];
        wording.occurrences += 1;
        wording.first = [wording.first, published].into_iter().flatten().min();
        wording.last = wording.last.max(published);
    }

    /// Puts them together.
    #[must_use]
    pub fn group(&self) -> Vec<Grouped> {
        let wordings: Vec<Wording<'_>> = self
            .wordings
            .iter()
            .enumerate()
            .map(|(place, wording)| Wording {
                text: &wording.text,
                kind: wording.kind,
                primary: false,
                first: wording.first,
                last: wording.last,
                order: place as u128,
                held: None,
            })
            .collect();
        let mut groups: BTreeMap<usize, Vec<GroupedWording>> = BTreeMap::new();
        for (place, membership) in cluster(&wordings).iter().enumerate() {
            let members = groups.entry(membership.head).or_default();
            members.push(self.wordings[place].clone());
        }
        groups
            .into_values()
            .map(|mut wordings| {
                wordings.sort_by_key(|wording| (wording.first.is_none(), wording.first));
                Grouped {
                    speaker: self.name.clone(),
                    wordings,
                }
            })
            .collect()
    }
}
