//! What the lexicon of cues knows of annotated articles.

use std::collections::HashMap;
use std::fmt;

use onrecord_extract::{Document, Extractor};
use onrecord_model::{CodePoints, Colour, CueClass, Manner, Polarity};

use crate::Sample;

/// How many annotations have which class, colour and polarity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CueCounts {
    manners: HashMap<Manner, usize>,
    without_cue: usize,
    unknown: HashMap<String, usize>,
}

/// Reads the manner of everything people annotated in `samples`.
#[must_use]
pub fn count(samples: &[Sample], extractor: &Extractor) -> CueCounts {
    let mut counts = CueCounts::default();
    for sample in samples {
        let article = &sample.article;
        let document = Document::new(&article.text, &article.blocks);
        let points = CodePoints::new(&article.text);
        let mut annotated: Vec<_> = sample
            .gold
            .attributions
            .iter()
            .map(|annotation| annotation.as_attribution(&points))
            .collect();
        extractor.describe(&document, &mut annotated);
        for attribution in annotated {
            if attribution.cue.is_empty() {
                counts.without_cue += 1;
                continue;
            }
            *counts.manners.entry(attribution.manner).or_default() += 1;
            if attribution.manner.class.is_none() {
                let words: Vec<&str> = attribution
                    .cue
                    .iter()
                    .map(|span| document.slice(*span))
                    .collect();
                *counts.unknown.entry(words.join(" … ")).or_default() += 1;
            }
        }
    }
    counts
}

impl CueCounts {
    /// How many annotations have a cue.
    #[must_use]
    pub fn with_cue(&self) -> usize {
        self.manners.values().sum()
    }

    /// How many of those the lexicon gives no class.
    #[must_use]
    pub fn without_class(&self) -> usize {
        self.of(|manner| manner.class.is_none())
    }

    fn of(&self, is_one: impl Fn(&Manner) -> bool) -> usize {
        let ones = self.manners.iter().filter(|(manner, _)| is_one(manner));
        ones.map(|(_, count)| count).sum()
    }
}

/// Tables for people: classes by colour, polarities, and the cues without a class, the most frequent first.
impl fmt::Display for CueCounts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let with_cue = self.with_cue();
        let known = with_cue - self.without_class();
        let share = 100.0 * known as f64 / with_cue.max(1) as f64;
        writeln!(
            formatter,
            "{with_cue} with a cue, {} without; {known} cues have a class ({share:.1} %)\n",
            self.without_cue
        )?;
        let classes = CueClass::ALL.iter().copied().map(Some).chain([None]);
        writeln!(
            formatter,
            "{:<12}{:>10}{:>10}{:>10}",
            "class", "neutral", "doubting", "endorsing"
        )?;
        for class in classes {
            let name = class.map_or("(none)", CueClass::as_str);
            write!(formatter, "{name:<12}")?;
            for colour in Colour::ALL {
                let count = self.of(|manner| manner.class == class && manner.colour == *colour);
                write!(formatter, "{count:>10}")?;
            }
            writeln!(formatter)?;
        }
        writeln!(formatter)?;
        for polarity in Polarity::ALL {
            let count = self.of(|manner| manner.polarity == *polarity);
            writeln!(formatter, "{:<12}{count:>10}", polarity.as_str())?;
        }
        let mut unknown: Vec<_> = self.unknown.iter().collect();
        unknown.sort_by(|(a, many), (b, few)| few.cmp(many).then(a.cmp(b)));
        writeln!(formatter, "\nwithout a class:")?;
        for (words, count) in unknown {
            writeln!(formatter, "{count:>4} {words}")?;
        }
        Ok(())
    }
}
