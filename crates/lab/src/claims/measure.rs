//! How often the right claim is found, how high, and what it costs.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use onrecord_matching::claims::{ClaimIndex, ClaimModel, without_surroundings};
use rustix::time::{ClockId, clock_gettime};

use super::corpus::{CheckedClaim, Labelled};

/// How high right claims came, over all texts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Outcome {
    /// How many texts there were.
    pub texts: usize,
    /// Mean average precision among the first five.
    pub precision_at_5: f64,
    /// The share of right claims among the first five.
    pub recall_at_5: f64,
    /// The same among the first fifty.
    pub recall_at_50: f64,
    /// The mean of one over the place of the first right claim, 0 where none is among the first fifty.
    pub reciprocal_rank: f64,
}

impl Outcome {
    /// Of what was answered for each text, which is right, best first, and how many claims would be right.
    #[must_use]
    pub fn of(answers: impl IntoIterator<Item = (Vec<bool>, usize)>) -> Self {
        let mut sum = Self::default();
        for (answers, right) in answers {
            sum.texts += 1;
            let right = right.max(1) as f64;
            let mut found = 0.0;
            let mut precision = 0.0;
            for (place, is_right) in (1..).zip(answers.iter().take(50)) {
                if !is_right {
                    continue;
                }
                found += 1.0;
                if found == 1.0 {
                    sum.reciprocal_rank += 1.0 / f64::from(place);
                }
                if place <= 5 {
                    precision += found / f64::from(place);
                    sum.recall_at_5 += 1.0 / right;
                }
                sum.recall_at_50 += 1.0 / right;
            }
            sum.precision_at_5 += precision / right;
        }
        let texts = sum.texts.max(1) as f64;
        Self {
            texts: sum.texts,
            precision_at_5: sum.precision_at_5 / texts,
            recall_at_5: sum.recall_at_5 / texts,
            recall_at_50: sum.recall_at_50 / texts,
            reciprocal_rank: sum.reciprocal_rank / texts,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "MAP@5 {:.3}, recall@5 {:.3}, recall@50 {:.3}, reciprocal rank {:.3} ({} texts)",
            self.precision_at_5,
            self.recall_at_5,
            self.recall_at_50,
            self.reciprocal_rank,
            self.texts
        )
    }
}

/// Probabilities from which on the best claim might be suggested.
const STEPS: [f32; 11] = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/// What it means to suggest the best claim from a probability on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Thresholds {
    /// For each threshold, ascending: it, how many suggestions there are, and how many of them are right.
    pub steps: Vec<(f32, usize, usize)>,
    /// How many askings have a right answer.
    pub answered: usize,
    /// How many askings there are.
    pub all: usize,
}

impl Thresholds {
    /// Of the probability of the best claim, whether it is right, and whether any claim is.
    #[must_use]
    pub fn of(askings: impl IntoIterator<Item = ((f32, bool), bool)>) -> Self {
        let mut thresholds = Self {
            steps: STEPS.iter().map(|step| (*step, 0, 0)).collect(),
            ..Self::default()
        };
        for ((score, is_right), has_answer) in askings {
            thresholds.all += 1;
            thresholds.answered += usize::from(has_answer);
            let reached = thresholds.steps.iter_mut();
            for (_, suggested, right) in reached.take_while(|(step, ..)| score >= *step) {
                *suggested += 1;
                *right += usize::from(is_right);
            }
        }
        thresholds
    }
}

impl fmt::Display for Thresholds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "{} askings, {} of them with a right claim",
            self.all, self.answered
        )?;
        writeln!(formatter, "from   suggested  precision  recall")?;
        for (step, suggested, right) in &self.steps {
            let share = |of: usize| 100.0 * *right as f64 / of.max(1) as f64;
            writeln!(
                formatter,
                "{step:.2}   {suggested:9}  {:7.1} %  {:4.1} %",
                share(*suggested),
                share(self.answered)
            )?;
        }
        Ok(())
    }
}

/// What `lab claims` tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// By BM25 alone.
    pub plain: Outcome,
    /// By the matcher.
    pub matched: Outcome,
    /// By BM25 alone, not told who the texts are by.
    pub plain_unnamed: Outcome,
    /// By the matcher, not told who the texts are by.
    pub matched_unnamed: Outcome,
    /// What the probabilities are worth: with and without names, half of the texts without a right claim.
    pub thresholds: Thresholds,
    /// Processor time that putting all claims took.
    pub building: Duration,
    /// Processor time of each query, sorted.
    pub times: Vec<Duration>,
}

/// Asks for the claims of all texts.
#[must_use]
pub fn measure(claims: &[CheckedClaim], texts: &[Labelled], model: Arc<ClaimModel>) -> Measured {
    let begin = processor_time();
    let mut index = ClaimIndex::with_model(model);
    for (claim, key) in claims.iter().zip(0..) {
        claim.put_into(&mut index, key);
    }
    let building = processor_time().saturating_sub(begin);
    let is_right = |key: u32, text: &Labelled| text.claims.contains(&claims[key as usize].id);
    let unnamed: Vec<String> = (texts.iter())
        .map(|text| without_surroundings(&text.text))
        .collect();
    let mut times = Vec::with_capacity(texts.len());
    let mut askings = Vec::new();
    let mut outcome = |index: &ClaimIndex<u32>, is_named: bool| {
        let answers: Vec<(Vec<bool>, usize)> = (texts.iter().zip(&unnamed))
            .map(|(text, unnamed)| {
                let said = if is_named { &text.text } else { unnamed };
                let begin = processor_time();
                let matches = index.matches(said, 50);
                times.push(processor_time().saturating_sub(begin));
                let right: Vec<bool> = matches.iter().map(|m| is_right(m.key, text)).collect();
                let best = matches.first().map_or(0.0, |best| best.score);
                askings.push(((best, right.first() == Some(&true)), true));
                (right, text.claims.len())
            })
            .collect();
        Outcome::of(answers)
    };
    let matched = outcome(&index, true);
    let matched_unnamed = outcome(&index, false);
    let plain = |is_named: bool| {
        Outcome::of((texts.iter().zip(&unnamed)).map(|(text, unnamed)| {
            let said = if is_named { &text.text } else { unnamed };
            let ranked = index.ranked(said, 50);
            let right = ranked.iter().map(|(key, _)| is_right(*key, text));
            (right.collect(), text.claims.len())
        }))
    };
    let (plain, plain_unnamed) = (plain(true), plain(false));
    for (text, unnamed) in texts.iter().zip(&unnamed) {
        let right: Vec<u32> = (0..claims.len() as u32)
            .filter(|key| is_right(*key, text))
            .collect();
        for key in &right {
            index.remove(*key);
        }
        for said in [&text.text, unnamed] {
            let best = index
                .matches(said, 1)
                .first()
                .map_or(0.0, |best| best.score);
            askings.push(((best, false), false));
        }
        for key in right {
            claims[key as usize].put_into(&mut index, key);
        }
    }
    times.sort_unstable();
    Measured {
        plain,
        matched,
        plain_unnamed,
        matched_unnamed,
        thresholds: Thresholds::of(askings),
        building,
        times,
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |share: usize| {
            let place = self.times.len() * share / 100;
            let time = self.times.get(place).copied().unwrap_or_default();
            time.as_secs_f64() * 1e3
        };
        writeln!(formatter, "BM25:     {}", self.plain)?;
        writeln!(formatter, "matcher:  {}", self.matched)?;
        writeln!(formatter, "not told who it is by:")?;
        writeln!(formatter, "BM25:     {}", self.plain_unnamed)?;
        writeln!(formatter, "matcher:  {}", self.matched_unnamed)?;
        writeln!(
            formatter,
            "processor time: {:.2} ms at the median, {:.2} ms at the 99th percentile; building {:.0} ms",
            at(50),
            at(99),
            self.building.as_secs_f64() * 1e3
        )?;
        write!(formatter, "{}", self.thresholds)
    }
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        u64::try_from(time.tv_sec).unwrap_or_default(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}
