//! Did they say that? A quotation held against the texts it may come from.

use onrecord_model::{CodePointSpan, CodePoints, Timestamp};

use crate::Verdict;
use crate::align::Aligner;
use crate::quotation::{Judgement, Quotation};

/// From how many words on the words of a fragment are somebody's own: others have not said them by chance.
const TELLING: usize = 8;
/// Below this an altered wording of those asked about is worth less than the faithful words of somebody else.
const CLEARLY_THEIRS: f32 = 0.75;
/// From this on the altered words of somebody else are theirs rather than anybody's.
const CLEARLY_OTHERS: f32 = 0.8;
/// Fewest words of a quotation that may be spliced.
const SPLICED: usize = 7;
/// Words that a single statement may leave unexplained and still be preferred to two.
const UNEXPLAINED: usize = 2;

/// Something on record that a quotation may come from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Source<'a> {
    /// Its words.
    pub text: &'a str,
    /// Whether it is by those asked about; of everything, where nobody was.
    pub is_theirs: bool,
    /// When it was said or published.
    pub date: Option<Timestamp>,
    /// An id of its own, by which ties are settled.
    pub order: u128,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The verdict over all.
    pub verdict: Verdict,
    /// How well the best explains the quotation, from 0 to 1.
    pub score: f32,
    /// What comes near, best first, and of those as near, the earliest first. Of a spliced quotation those that its
    /// beginning is from, then those that its end is from.
    pub found: Vec<Found>,
}

/// One that comes near.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Which of the sources.
    pub source: usize,
    /// How the quotation stands to this one alone.
    pub verdict: Verdict,
    /// How well it explains the quotation, or its part, from 0 to 1.
    pub score: f32,
    /// What it stands for in the source.
    pub aligned: CodePointSpan,
    /// Which part of the quotation it explains.
    pub part: CodePointSpan,
}

/// Holds `quotation` against `sources`. `is_commonplace` says that each of its words is in very many statements, so
/// that one to three of them are no part of any.
///
/// A verdict of *exact* is given to the same words alone: of altered ones never.
#[must_use]
pub fn verify(quotation: &str, is_commonplace: bool, sources: &[Source<'_>]) -> Outcome {
    let quotation = Quotation::new(quotation, is_commonplace);
    let mut aligner = Aligner::default();
    let judged: Vec<(usize, Judgement)> = sources
        .iter()
        .map(|source| quotation.judge(source.text, &mut aligner))
        .enumerate()
        .collect();
    Weighing {
        quotation,
        sources,
        judged,
    }
    .outcome()
}

struct Weighing<'a> {
    quotation: Quotation<'a>,
    sources: &'a [Source<'a>],
    judged: Vec<(usize, Judgement)>,
}

/// A quotation of two halves.
struct Splice {
    /// Words of the first half.
    cut: usize,
    heads: Vec<usize>,
    tails: Vec<usize>,
}

impl Weighing<'_> {
    fn outcome(self) -> Outcome {
        let best_of = |is_theirs: bool| {
            self.judged
                .iter()
                .filter(|(source, judged)| {
                    self.sources[*source].is_theirs == is_theirs
                        && judged.verdict != Verdict::NotFound
                })
                .map(|(_, judged)| judged)
                .min_by(|one, other| {
                    (one.verdict.cmp(&other.verdict)).then(other.score.total_cmp(&one.score))
                })
        };
        let (theirs, others) = (best_of(true), best_of(false));
        if let Some(theirs) = theirs.filter(|theirs| theirs.verdict.is_faithful()) {
            return self.answer(theirs.verdict, theirs.score);
        }
        let length = self.quotation.tokens.len();
        if let Some(others) = others.filter(|others| others.verdict.is_faithful()) {
            let is_telling = length >= TELLING
                || others.verdict == Verdict::Exact && length >= 3
                || theirs.is_none_or(|theirs| theirs.score < CLEARLY_THEIRS);
            if is_telling {
                return self.answer(Verdict::Misattributed, others.score);
            }
        }
        let is_explained =
            |best: Option<&Judgement>| best.is_some_and(|best| best.unexplained <= UNEXPLAINED);
        if !is_explained(theirs)
            && !is_explained(others)
            && let Some(splice) = self.splice()
        {
            return self.spliced(&splice);
        }
        match (theirs, others) {
            (Some(theirs), _) => self.answer(Verdict::Altered, theirs.score),
            (None, Some(others)) if others.score >= CLEARLY_OTHERS && length >= TELLING => {
                self.answer(Verdict::Misattributed, others.score)
            }
            _ => Outcome {
                verdict: Verdict::NotFound,
                score: 0.0,
                found: Vec::new(),
            },
        }
    }

    /// All that come near: those asked about first, unless the verdict is that it is somebody else's.
    fn answer(&self, verdict: Verdict, score: f32) -> Outcome {
        let mut found: Vec<&(usize, Judgement)> = self
            .judged
            .iter()
            .filter(|(_, judged)| judged.verdict != Verdict::NotFound)
            .collect();
        let others_first = verdict == Verdict::Misattributed;
        found.sort_by(|(one, first), (other, second)| {
            let is_behind = |source: usize| !others_first && !self.sources[source].is_theirs;
            (is_behind(*one).cmp(&is_behind(*other)))
                .then(first.verdict.cmp(&second.verdict))
                .then(second.score.total_cmp(&first.score))
                .then_with(|| self.earlier(*one, *other))
        });
        let whole = CodePoints::new(self.quotation.text()).count() as u32;
        let found = found
            .into_iter()
            .map(|(source, judged)| Found {
                source: *source,
                verdict: self.verdict_of(*source, judged.verdict),
                score: judged.score,
                aligned: CodePoints::new(self.sources[*source].text).span(judged.aligned),
                part: CodePointSpan {
                    start: 0,
                    end: whole,
                },
            })
            .collect();
        Outcome {
            verdict,
            score,
            found,
        }
    }

    fn verdict_of(&self, source: usize, verdict: Verdict) -> Verdict {
        if self.sources[source].is_theirs {
            verdict
        } else {
            Verdict::Misattributed
        }
    }

    fn earlier(&self, one: usize, other: usize) -> std::cmp::Ordering {
        let key = |source: usize| {
            let source = &self.sources[source];
            (source.date.is_none(), source.date, source.order)
        };
        key(one).cmp(&key(other))
    }

    /// Two statements that have all of the quotation between them, each its half in one piece.
    fn splice(&self) -> Option<Splice> {
        let length = self.quotation.tokens.len();
        if length < SPLICED {
            return None;
        }
        let longest = |run: fn(&Judgement) -> usize, is_theirs: Option<bool>| {
            self.judged
                .iter()
                .filter(|(source, _)| {
                    is_theirs.is_none_or(|theirs| self.sources[*source].is_theirs == theirs)
                })
                .map(|(_, judged)| run(judged))
                .max()
                .unwrap_or(0)
        };
        let (head, tail) = (
            |judged: &Judgement| judged.head,
            |judged: &Judgement| judged.tail,
        );
        // Where either of two heads would do, it is that of those asked about.
        let mut head_length = longest(head, Some(true));
        let tail_length = longest(tail, None);
        if head_length + tail_length < length {
            head_length = longest(head, None);
        }
        if head_length + tail_length < length {
            return None;
        }
        let cut = (head_length.min(length - 1)..=head_length)
            .chain([length - tail_length])
            .find(|cut| {
                *cut < length && self.quotation.tells(0, *cut) && self.quotation.tells(*cut, length)
            })?;
        let having = |run: fn(&Judgement) -> usize, fewest: usize| {
            let mut having: Vec<usize> = self
                .judged
                .iter()
                .filter(|(_, judged)| run(judged) >= fewest)
                .map(|(source, _)| *source)
                .collect();
            having.sort_by(|one, other| {
                let is_others = |source: usize| !self.sources[source].is_theirs;
                (is_others(*one).cmp(&is_others(*other))).then_with(|| self.earlier(*one, *other))
            });
            having
        };
        Some(Splice {
            cut,
            heads: having(head, cut),
            tails: having(tail, length - cut),
        })
    }

    fn spliced(&self, splice: &Splice) -> Outcome {
        let whole = self.quotation.text();
        let points = CodePoints::new(whole);
        let length = self.quotation.tokens.len();
        let mut aligner = Aligner::default();
        let mut found = Vec::with_capacity(splice.heads.len() + splice.tails.len());
        let head = self.quotation.part(0, splice.cut);
        let tail = self.quotation.part(splice.cut, length);
        for (part, sources) in [(head, &splice.heads), (tail, &splice.tails)] {
            let words = Quotation::new(part.of(whole).unwrap_or(whole), false);
            found.extend(sources.iter().map(|source| {
                let text = self.sources[*source].text;
                let judged = words.judge(text, &mut aligner);
                Found {
                    source: *source,
                    verdict: self.verdict_of(*source, Verdict::Partial),
                    score: judged.score,
                    aligned: CodePoints::new(text).span(judged.aligned),
                    part: points.span(part),
                }
            }));
        }
        Outcome {
            verdict: Verdict::Spliced,
            score: 1.0,
            found,
        }
    }
}
