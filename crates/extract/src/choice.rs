//! What is believed: of hypotheses that claim the same words the surest.

use std::borrow::Cow;

use onrecord_model::{Attribution, Confidence, Kind, Manner};

use crate::linking::Hypothesis;
use crate::proposal::Rule;
use crate::reading::{Reading, Tokens};

/// What stands for the rule where no rule proposes the same, but the labels show it.
const BY_LABELS: &str = "model";

/// How much surer something else must be to go before what a rule proposes. Confidence says that a content agrees by
/// half; of contents that do, those of rules have the right edges more often than those of labels.
const EXACTNESS_OF_RULES: f32 = 0.15;

/// The surest of `judged` that are at least as sure as `floor` and share no words, in the order of their contents.
pub(crate) fn choose(
    reading: &Reading<'_, '_>,
    mut judged: Vec<(Confidence, Hypothesis)>,
    floor: Confidence,
) -> Vec<Attribution> {
    judged.retain(|(confidence, _)| *confidence >= floor);
    let rank = |(confidence, hypothesis): &(Confidence, Hypothesis)| {
        let by_rule = hypothesis.rule.is_some();
        confidence.value() + if by_rule { EXACTNESS_OF_RULES } else { 0.0 }
    };
    judged.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
    let mut claimed = Claimed::new(reading.document.tokens().len());
    let mut chosen: Vec<(usize, Attribution)> = Vec::new();
    for (confidence, hypothesis) in judged {
        if claimed.claim(&hypothesis) {
            let start = hypothesis.content.first().map_or(0, |piece| piece.start);
            chosen.push((start, attribution(reading, &hypothesis, confidence)));
        }
    }
    chosen.sort_by_key(|(start, _)| *start);
    chosen
        .into_iter()
        .map(|(_, attribution)| attribution)
        .collect()
}

/// Which tokens accepted hypotheses have taken: no word is reported twice.
struct Claimed {
    content: Vec<bool>,
    cue: Vec<bool>,
}

impl Claimed {
    fn new(tokens: usize) -> Self {
        Self {
            content: vec![false; tokens],
            cue: vec![false; tokens],
        }
    }

    /// Takes the hypothesis's tokens, unless its content or cue is taken already.
    fn claim(&mut self, hypothesis: &Hypothesis) -> bool {
        let free = |taken: &[bool], pieces: &[Tokens]| {
            pieces
                .iter()
                .all(|piece| taken[piece.clone()].iter().all(|taken| !taken))
        };
        let is_free = free(&self.content, &hypothesis.content)
            && free(&self.cue, &hypothesis.content)
            && free(&self.content, &hypothesis.cue)
            && free(&self.cue, &hypothesis.cue)
            && free(&self.content, &hypothesis.source);
        if !is_free {
            return false;
        }
        for piece in &hypothesis.content {
            self.content[piece.clone()].fill(true);
        }
        for piece in &hypothesis.cue {
            self.cue[piece.clone()].fill(true);
        }
        true
    }
}

pub(crate) fn attribution(
    reading: &Reading<'_, '_>,
    hypothesis: &Hypothesis,
    confidence: Confidence,
) -> Attribution {
    let spans = |pieces: &[Tokens]| pieces.iter().map(|piece| reading.span(piece)).collect();
    let rule = hypothesis.rule.map_or(BY_LABELS, Rule::as_str);
    Attribution {
        source: spans(&hypothesis.source),
        cue: spans(&hypothesis.cue),
        content: spans(&hypothesis.content),
        kind: kind(reading, &hypothesis.content),
        confidence,
        rule: Cow::Borrowed(rule),
        manner: Manner::default(),
        inside: None,
    }
}

/// Direct where every word stands in quotation marks, mixed where some do.
fn kind(reading: &Reading<'_, '_>, content: &[Tokens]) -> Kind {
    let mut quoted = false;
    let mut plain = false;
    for index in content.iter().cloned().flatten() {
        if reading.token(index).is_word() {
            quoted |= reading.quoted(index);
            plain |= !reading.quoted(index);
        }
    }
    match (quoted, plain) {
        (true, false) => Kind::Direct,
        (true, true) => Kind::Mixed,
        (false, _) => Kind::Indirect,
    }
}
