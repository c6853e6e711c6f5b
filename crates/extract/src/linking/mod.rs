//! From labels and the rules' proposals to hypotheses: this cue, this source, this content.
//!
//! For every cue that the labels or the rules show, the sources and contents that may go with it are gathered: those of
//! the rules, and the labels' spans nearby, at several biases, so that what is less likely is weighed too. Every
//! combination is a hypothesis; what is known of it ([`facts`]) is weighed ([`crate::evidence`]). Most of what is known
//! is about a cue, a cue with a source or a cue with a content, and is looked at once for each of these.

mod facts;
mod tagging;

use std::cell::RefCell;
use std::collections::HashMap;

use onrecord_model::Confidence;

use crate::evidence::Evidence;
use crate::proposal::{Proposal, Rule};
use crate::reading::{Reading, Tokens};
use crate::tagger::{Part, Vocabulary, exponential};
use facts::{ContentPiece, Facts};
pub(crate) use tagging::Tagging;

/// What every label but "outside" is given when spans are looked for: the more, the more are found.
const BIASES: [f32; 4] = [-0.6, 0.0, 0.7, 1.5];
/// How far from its cue a source or content is looked for, in tokens between.
const FARTHEST: usize = 60;
/// How many sources are looked at on either side of a cue.
const SOURCES_BEFORE: usize = 3;
const SOURCES_BEHIND: usize = 2;
/// How many marks may part two pieces of one content, and how many pieces are joined over them on either side.
const MARKS_BETWEEN: usize = 3;
const PIECES_JOINED: usize = 3;

/// What may be an attribution.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Hypothesis {
    pub(crate) source: Vec<Tokens>,
    pub(crate) cue: Vec<Tokens>,
    pub(crate) content: Vec<Tokens>,
    /// The rule that proposes exactly this, if one does.
    pub(crate) rule: Option<Rule>,
    /// How far it is believed at least for its form, whatever weighs it.
    pub(crate) least: f32,
    /// What all that is known of it says together.
    pub(crate) evidence: Evidence,
}

impl Hypothesis {
    /// What a rule proposes, as it stands.
    pub(crate) fn proposed(proposal: &Proposal) -> Self {
        Self {
            source: in_order(&proposal.source),
            cue: in_order(&proposal.cue),
            content: in_order(&proposal.content),
            rule: Some(proposal.rule),
            least: proposal.least,
            evidence: Evidence::default(),
        }
    }

    /// From its first token to its last.
    pub(crate) fn extent(&self) -> Tokens {
        let pieces = || {
            [&self.source, &self.cue, &self.content]
                .into_iter()
                .flatten()
        };
        let start = pieces().map(|piece| piece.start).min().unwrap_or(0);
        start..pieces().map(|piece| piece.end).max().unwrap_or(start)
    }

    /// Whether both cannot be believed: no word reports twice or is reported twice, or names who says it.
    pub(crate) fn conflicts_with(&self, other: &Self) -> bool {
        overlap(&self.content, &other.content)
            || overlap(&self.content, &other.cue)
            || overlap(&self.cue, &other.content)
            || overlap(&self.cue, &other.cue)
            || overlap(&self.source, &other.content)
            || overlap(&self.content, &other.source)
    }

    /// How likely it is right at these odds, to three digits: all that the counts bear.
    pub(crate) fn confidence(&self, log_odds: f32) -> f32 {
        let share = 1.0 / (1.0 + exponential(-log_odds));
        (share.max(self.least) * 1000.0).round() / 1000.0
    }
}

/// Makes and weighs the hypotheses of one document.
pub(crate) struct Linker<'a, 'document, 'text> {
    reading: &'a Reading<'document, 'text>,
    tagging: &'a Tagging<'a>,
    proposals: Vec<Judged>,
    vocabulary: &'a dyn Vocabulary,
    pieces: RefCell<HashMap<Tokens, ContentPiece>>,
}

/// A proposal with its confidence; its parts in the order of the text.
struct Judged {
    confidence: f32,
    rule: Rule,
    least: f32,
    frame: u64,
    link: u64,
    source: Vec<Tokens>,
    cue: Vec<Tokens>,
    content: Vec<Tokens>,
}

/// One cue with all that may go with it.
struct Knot<'a> {
    paragraph: usize,
    cue: Vec<Tokens>,
    /// The sentence of the cue, or several; empty where there is no cue.
    sentences: Tokens,
    sources: Vec<Vec<Tokens>>,
    contents: Vec<Vec<Tokens>>,
    /// The proposals with a cue that overlaps this one; for no cue, those without.
    proposals: Vec<&'a Judged>,
}

/// The contents and sources that the labels show near a cue.
struct Shown {
    sources: Vec<Tokens>,
    cues: Vec<Tokens>,
    /// At each of [`BIASES`].
    contents: [Vec<Tokens>; BIASES.len()],
}

impl<'a, 'document, 'text> Linker<'a, 'document, 'text> {
    pub(crate) fn new(
        reading: &'a Reading<'document, 'text>,
        tagging: &'a Tagging<'a>,
        proposals: &[(Confidence, Proposal)],
        vocabulary: &'a dyn Vocabulary,
    ) -> Self {
        let proposals = proposals
            .iter()
            .map(|(confidence, proposal)| Judged {
                confidence: confidence.value(),
                rule: proposal.rule,
                least: proposal.least,
                frame: proposal.frame as u64,
                link: proposal.link as u64,
                source: in_order(&proposal.source),
                cue: in_order(&proposal.cue),
                content: in_order(&proposal.content),
            })
            .collect();
        Self {
            reading,
            tagging,
            proposals,
            vocabulary,
            pieces: RefCell::default(),
        }
    }

    /// Visits every hypothesis with the numbers of its facts, in four lots: of the cue, of the source, of the content,
    /// of all together. `weigh` answers what such a lot says.
    pub(crate) fn each(
        &self,
        weigh: &dyn Fn(&[u64]) -> Evidence,
        visit: &mut dyn FnMut(Hypothesis, [&[u64]; 4]),
    ) {
        for knot in self.knots() {
            let cue = self.cue_facts(&knot);
            let of_cue = weigh(&cue.numbers);
            let sources: Vec<(Facts, Evidence)> = knot
                .sources
                .iter()
                .map(|source| {
                    let facts = self.source_facts(&knot, source);
                    let evidence = of_cue.plus(&weigh(&facts.numbers));
                    (facts, evidence)
                })
                .collect();
            for content in &knot.contents {
                let what = self.content_facts(&knot, content);
                let of_content = weigh(&what.numbers);
                for (source, (who, of_source)) in knot.sources.iter().zip(&sources) {
                    let is_apart = !overlap(source, content)
                        && !overlap(source, &knot.cue)
                        && !overlap(&knot.cue, content);
                    if !is_apart || knot.is_elsewhere(source, content) {
                        continue;
                    }
                    let all = self.joint_facts(&knot, source, content, [&cue, who, &what]);
                    let proposal = knot.proposal(source, content);
                    let is_ruled_out = proposal.is_none()
                        && (knot.is_settled(source, content) || self.begins_with_title(content));
                    if is_ruled_out {
                        continue;
                    }
                    let hypothesis = Hypothesis {
                        rule: proposal.map(|judged| judged.rule),
                        least: proposal.map_or(0.0, |judged| judged.least),
                        source: source.clone(),
                        cue: knot.cue.clone(),
                        content: content.clone(),
                        evidence: of_source.plus(&of_content).plus(&weigh(&all.numbers)),
                    };
                    let lots = [&cue, who, &what, &all].map(|facts| facts.numbers.as_slice());
                    visit(hypothesis, lots);
                }
            }
        }
    }

    fn knots(&self) -> Vec<Knot<'_>> {
        let mut hooks: Vec<(usize, &Judged)> = self
            .proposals
            .iter()
            .map(|judged| (judged.hook(), judged))
            .collect();
        hooks.sort_by_key(|(hook, _)| *hook);
        let mut knots = Vec::new();
        let mut next = 0;
        for tagged in &self.tagging.stretches {
            let first = next;
            while hooks
                .get(next)
                .is_some_and(|(hook, _)| *hook < tagged.stretch.tokens.end)
            {
                next += 1;
            }
            let proposals: Vec<&Judged> = hooks[first..next]
                .iter()
                .map(|(_, judged)| *judged)
                .collect();
            let mut shown = Shown {
                sources: Vec::new(),
                cues: Vec::new(),
                contents: Default::default(),
            };
            for (contents, bias) in shown.contents.iter_mut().zip(BIASES) {
                for (part, tokens) in self.tagging.spans(tagged, bias) {
                    match part {
                        Part::Source => shown.sources.push(tokens),
                        Part::Cue => shown.cues.push(tokens),
                        Part::Content => contents.push(tokens),
                    }
                }
            }
            for list in [&mut shown.sources, &mut shown.cues] {
                list.sort_by_key(|tokens| (tokens.start, tokens.end));
                list.dedup();
            }
            self.knots_of(tagged.stretch.paragraph, &proposals, &shown, &mut knots);
        }
        knots
    }

    fn knots_of<'b>(
        &self,
        paragraph: usize,
        proposals: &[&'b Judged],
        shown: &Shown,
        knots: &mut Vec<Knot<'b>>,
    ) {
        let mut cues: Vec<Vec<Tokens>> = shown.cues.iter().map(|cue| vec![cue.clone()]).collect();
        cues.extend(proposals.iter().map(|judged| judged.cue.clone()));
        cues.sort_by_key(|cue| {
            cue.iter()
                .map(|piece| (piece.start, piece.end))
                .collect::<Vec<_>>()
        });
        cues.dedup();
        for cue in cues {
            let mut knot = Knot {
                paragraph,
                sentences: self.sentences(&cue),
                sources: Vec::new(),
                contents: Vec::new(),
                proposals: proposals
                    .iter()
                    .copied()
                    .filter(|judged| {
                        overlap(&judged.cue, &cue) || (cue.is_empty() && judged.cue.is_empty())
                    })
                    .collect(),
                cue,
            };
            for judged in &knot.proposals {
                add(&mut knot.sources, judged.source.clone());
                add(&mut knot.contents, judged.content.clone());
            }
            if let Some(cue) = extent(&knot.cue) {
                sources_near(&cue, &shown.sources, &mut knot.sources);
                for contents in &shown.contents {
                    self.contents_near(&cue, contents, &mut knot.contents);
                }
            }
            // Nobody is named.
            add(&mut knot.sources, Vec::new());
            knots.push(knot);
        }
    }

    /// From the beginning of the sentence in which `cue` begins to the end of that in which it ends.
    fn sentences(&self, cue: &[Tokens]) -> Tokens {
        let Some(cue) = extent(cue).filter(|cue| !cue.is_empty()) else {
            return 0..0;
        };
        let sentence = |token| self.reading.sentence_of(token).unwrap_or(cue.clone());
        sentence(cue.start).start..sentence(cue.end - 1).end
    }

    /// The nearest content on either side of a cue: by itself, with the pieces that only marks part from it, and both.
    fn contents_near(&self, cue: &Tokens, shown: &[Tokens], contents: &mut Vec<Vec<Tokens>>) {
        let before = shown
            .partition_point(|tokens| tokens.end <= cue.start)
            .checked_sub(1);
        let behind = shown.partition_point(|tokens| tokens.start < cue.end);
        let near = |index: &usize| {
            shown
                .get(*index)
                .is_some_and(|tokens| gap(cue, tokens) <= FARTHEST)
        };
        let before = before.filter(near);
        let behind = Some(behind).filter(near);
        for index in before.into_iter().chain(behind) {
            add(contents, vec![shown[index].clone()]);
            add(contents, self.joined(shown, index));
        }
        if let (Some(before), Some(behind)) = (before, behind) {
            add(contents, vec![shown[before].clone(), shown[behind].clone()]);
        }
    }

    /// Whether a content begins with the title of a work, which nobody says: only rules, which know what is done with
    /// titles, may see speech in such words.
    fn begins_with_title(&self, content: &[Tokens]) -> bool {
        let first = content.first().map(|piece| piece.start);
        first
            .and_then(|first| self.reading.quotation_from(first))
            .is_some_and(|quotation| {
                let words = quotation.inside();
                words
                    .filter(|index| self.reading.token(*index).is_word())
                    .count()
                    > 1
                    && self.reading.is_title(quotation)
            })
    }

    /// The piece at `index` with those on either side that only marks part from it.
    fn joined(&self, shown: &[Tokens], index: usize) -> Vec<Tokens> {
        let only_marks = |left: &Tokens, right: &Tokens| {
            right.start - left.end <= MARKS_BETWEEN
                && (left.end..right.start).all(|index| !self.reading.token(index).is_word())
        };
        let mut first = index;
        while first > 0
            && index - first < PIECES_JOINED
            && only_marks(&shown[first - 1], &shown[first])
        {
            first -= 1;
        }
        let mut last = index;
        while last + 1 < shown.len()
            && last - index < PIECES_JOINED
            && only_marks(&shown[last], &shown[last + 1])
        {
            last += 1;
        }
        shown[first..=last].to_vec()
    }
}

impl Judged {
    /// The token by which a proposal is assigned to a stretch.
    fn hook(&self) -> usize {
        [&self.cue, &self.source, &self.content]
            .into_iter()
            .find_map(|pieces| pieces.first())
            .map_or(0, |piece| piece.start)
    }
}

impl Knot<'_> {
    /// Whether source and content both stand before the sentence of the cue, or both behind it: then it reports
    /// something else. Of the 19,831 annotated cues of PolNeAR's training part six stand so.
    fn is_elsewhere(&self, source: &[Tokens], content: &[Tokens]) -> bool {
        let pieces = || source.iter().chain(content);
        !self.sentences.is_empty()
            && (pieces().all(|piece| piece.end <= self.sentences.start)
                || pieces().all(|piece| piece.start >= self.sentences.end))
    }

    /// Whether a rule knows from the form where a content of this source begins and ends.
    fn is_settled(&self, source: &[Tokens], content: &[Tokens]) -> bool {
        self.proposals.iter().any(|judged| {
            judged.least > 0.0 && judged.source == source && overlap(&judged.content, content)
        })
    }

    /// The proposal that says exactly this; of several the one that is believed most at least.
    fn proposal(&self, source: &[Tokens], content: &[Tokens]) -> Option<&Judged> {
        self.proposals
            .iter()
            .copied()
            .filter(|judged| {
                judged.source == source && judged.content == content && judged.cue == self.cue
            })
            .max_by(|a, b| a.least.total_cmp(&b.least))
    }
}

fn sources_near(cue: &Tokens, shown: &[Tokens], sources: &mut Vec<Vec<Tokens>>) {
    let before = shown.iter().rev().filter(|tokens| tokens.end <= cue.start);
    let behind = shown.iter().filter(|tokens| tokens.start >= cue.end);
    for tokens in before
        .take(SOURCES_BEFORE)
        .chain(behind.take(SOURCES_BEHIND))
    {
        if gap(cue, tokens) <= FARTHEST {
            add(sources, vec![tokens.clone()]);
        }
    }
}

fn add(list: &mut Vec<Vec<Tokens>>, item: Vec<Tokens>) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// The tokens between two ranges; 0 where they touch or overlap.
fn gap(a: &Tokens, b: &Tokens) -> usize {
    a.start
        .saturating_sub(b.end)
        .max(b.start.saturating_sub(a.end))
}

fn overlap(a: &[Tokens], b: &[Tokens]) -> bool {
    a.iter()
        .any(|a| b.iter().any(|b| a.start < b.end && b.start < a.end))
}

fn in_order(pieces: &[Tokens]) -> Vec<Tokens> {
    let mut pieces: Vec<Tokens> = pieces
        .iter()
        .filter(|piece| !piece.is_empty())
        .cloned()
        .collect();
    pieces.sort_by_key(|piece| piece.start);
    pieces
}

/// From the first token to the last.
fn extent(pieces: &[Tokens]) -> Option<Tokens> {
    Some(pieces.first()?.start..pieces.last()?.end)
}
