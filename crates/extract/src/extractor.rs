//! From a document to its attributions.

use std::borrow::Cow;

use onrecord_model::{Attribution, Confidence, Kind, Manner};

use crate::cues::Cues;
use crate::document::Document;
use crate::judge::Judge;
use crate::lexicon::Lexicon;
use crate::nesting;
use crate::proposal::Proposal;
use crate::reading::{Reading, Tokens};
use crate::reporting;
use crate::rules;

/// Finds attributions by rules.
#[derive(Debug, Clone)]
pub struct Extractor {
    lexicon: Lexicon,
    cues: Cues,
    judge: Judge,
    floor: Confidence,
}

/// An attribution that a rule proposed, before anything is decided, with the names it is judged by.
///
/// For those who count how reliable the rules are; everybody else wants [`Extractor::extract`].
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What is proposed.
    pub attribution: Attribution,
    /// What is known of it, as in the table of weights.
    pub features: Vec<String>,
}

/// The least confidence that is answered unless told otherwise.
const FLOOR: f32 = 0.45;

/// The least confidence of an attribution inside another. The weights were counted on articles whose annotators left these
/// out, and what stands inside somebody's words is read out of its context: more is asked of it.
const INNER_FLOOR: f32 = 0.6;

impl Default for Extractor {
    fn default() -> Self {
        Self::new()
    }
}

impl Extractor {
    /// Name and version, as stored with each quote that it finds.
    pub const VERSION: &'static str = "rules/1";

    /// An extractor with its built-in lexicon and weights. Make one and keep it: it is read-only.
    #[must_use]
    pub fn new() -> Self {
        Self {
            lexicon: Lexicon::new(),
            cues: Cues::new(),
            judge: Judge::new(),
            floor: Confidence::new(FLOOR),
        }
    }

    /// The same extractor answering only what it is at least this sure of: the dial between finding more and
    /// being right more often.
    #[must_use]
    pub fn with_floor(self, floor: Confidence) -> Self {
        Self { floor, ..self }
    }

    /// The attributions of `document`, in the order of their contents; those inside the content of another right
    /// behind it or later, never before.
    #[must_use]
    pub fn extract(&self, document: &Document<'_>) -> Vec<Attribution> {
        let outer = self.outermost(document);
        nesting::with_inner(document.text(), outer, &|inner| {
            let mut found = self.outermost(inner);
            found.retain(|attribution| attribution.confidence.value() >= INNER_FLOOR);
            found
        })
    }

    /// Sets the manner of `attributions`, which lie in `document`, whoever found them.
    pub fn describe(&self, document: &Document<'_>, attributions: &mut [Attribution]) {
        self.describe_in(&Reading::new(document, &self.lexicon), attributions);
    }

    fn describe_in(&self, reading: &Reading<'_, '_>, attributions: &mut [Attribution]) {
        for attribution in attributions {
            attribution.manner = reporting::manner(reading, &self.cues, attribution);
        }
    }

    /// The attributions of `document` that are inside no other, in the order of their contents.
    fn outermost(&self, document: &Document<'_>) -> Vec<Attribution> {
        let reading = Reading::new(document, &self.lexicon);
        let mut found = self.decide(&reading);
        self.describe_in(&reading, &mut found);
        found
    }

    /// What is believed of all that the rules propose.
    fn decide(&self, reading: &Reading<'_, '_>) -> Vec<Attribution> {
        let document = reading.document;
        let mut judged: Vec<(Confidence, Proposal)> = rules::propose(reading)
            .into_iter()
            .map(|proposal| (self.judge.confidence(reading, &proposal), proposal))
            .filter(|(confidence, _)| *confidence >= self.floor)
            .collect();
        judged.sort_by(|(a, _), (b, _)| b.value().total_cmp(&a.value()));
        let mut claimed = Claimed::new(document.tokens().len());
        let mut found: Vec<(usize, Attribution)> = Vec::new();
        for (confidence, proposal) in judged {
            if claimed.claim(&proposal) {
                let start = proposal.content.first().map_or(0, |piece| piece.start);
                found.push((start, attribution(reading, &proposal, confidence)));
            }
        }
        found.sort_by_key(|(start, _)| *start);
        found
            .into_iter()
            .map(|(_, attribution)| attribution)
            .collect()
    }

    /// Everything the rules propose for `document`, whether it would be believed or not.
    #[must_use]
    pub fn candidates(&self, document: &Document<'_>) -> Vec<Candidate> {
        let reading = Reading::new(document, &self.lexicon);
        rules::propose(&reading)
            .iter()
            .map(|proposal| {
                let mut features = Vec::new();
                proposal.describe(&reading, &mut |name| features.push(name.to_owned()));
                let confidence = self.judge.confidence(&reading, proposal);
                Candidate {
                    attribution: attribution(&reading, proposal, confidence),
                    features,
                }
            })
            .collect()
    }
}

/// Which tokens accepted proposals have taken: no word is reported twice.
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

    /// Takes the proposal's tokens, unless its content or cue is taken already.
    fn claim(&mut self, proposal: &Proposal) -> bool {
        let free = |taken: &[bool], pieces: &[Tokens]| {
            pieces
                .iter()
                .all(|piece| taken[piece.clone()].iter().all(|taken| !taken))
        };
        let is_free = free(&self.content, &proposal.content)
            && free(&self.cue, &proposal.content)
            && free(&self.content, &proposal.cue)
            && free(&self.cue, &proposal.cue)
            && free(&self.content, &proposal.source);
        if !is_free {
            return false;
        }
        for piece in &proposal.content {
            self.content[piece.clone()].fill(true);
        }
        for piece in &proposal.cue {
            self.cue[piece.clone()].fill(true);
        }
        true
    }
}

fn attribution(
    reading: &Reading<'_, '_>,
    proposal: &Proposal,
    confidence: Confidence,
) -> Attribution {
    let spans = |pieces: &[Tokens]| {
        let mut spans: Vec<_> = pieces
            .iter()
            .filter(|piece| !piece.is_empty())
            .map(|piece| reading.span(piece))
            .collect();
        spans.sort();
        spans
    };
    Attribution {
        source: spans(&proposal.source),
        cue: spans(&proposal.cue),
        content: spans(&proposal.content),
        kind: kind(reading, &proposal.content),
        confidence,
        rule: Cow::Borrowed(proposal.rule.as_str()),
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
