//! From a document to its attributions.

use std::sync::Arc;

use onrecord_model::{Attribution, Confidence};

use crate::accurate::AccurateModel;
use crate::choice::{attribution, choose};
use crate::cues::Cues;
use crate::document::Document;
use crate::evidence::{Evidence, FactWeights};
use crate::fast::FastModel;
use crate::judge::Judge;
use crate::lexicon::Lexicon;
use crate::linking::{Hypothesis, Linker, Tagging};
use crate::nesting;
use crate::portions;
use crate::proposal::Proposal;
use crate::reading::Reading;
use crate::reporting;
use crate::rules;
use crate::tagger::{ClueSort, Clues, Scores, Stretch, Surroundings, Tagger, Vocabulary};

/// Finds attributions: rules propose, a model labels, and what comes of both is weighed.
#[derive(Debug, Clone)]
pub struct Extractor {
    lexicon: Lexicon,
    cues: Cues,
    judge: Judge,
    decider: Decider,
    floor: Confidence,
}

/// What labels and weighs, beside the rules.
#[derive(Debug, Clone)]
enum Decider {
    /// Nothing.
    Rules,
    Fast(Arc<FastModel>),
    Accurate(Arc<AccurateModel>),
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

/// The least confidence that the rules by themselves answer unless told otherwise.
const RULES_FLOOR: f32 = 0.45;

/// The least confidence of an attribution inside another. The weights were counted on articles whose annotators left these
/// out, and what stands inside somebody's words is read out of its context: more is asked of it.
const INNER_FLOOR: f32 = 0.6;

impl Default for Extractor {
    fn default() -> Self {
        Self::new()
    }
}

impl Extractor {
    /// Name and version of the rules by themselves, without a model.
    pub const RULES: &'static str = "rules/3";

    /// An extractor with the built-in fast model. Make one and keep it: it is read-only.
    #[must_use]
    pub fn new() -> Self {
        Self::with_model(FastModel::built_in())
    }

    /// An extractor with another model than the built-in one.
    #[must_use]
    pub fn with_model(model: FastModel) -> Self {
        Self {
            floor: Confidence::new(model.floor()),
            decider: Decider::Fast(Arc::new(model)),
            ..Self::rules_alone()
        }
    }

    /// An extractor with the built-in accurate model.
    #[must_use]
    pub fn accurate() -> Self {
        Self::with_accurate(AccurateModel::built_in())
    }

    /// An extractor with a model of the accurate kind.
    #[must_use]
    pub fn with_accurate(model: impl Into<Arc<AccurateModel>>) -> Self {
        let model = model.into();
        Self {
            floor: Confidence::new(model.floor()),
            decider: Decider::Accurate(model),
            ..Self::rules_alone()
        }
    }

    /// An extractor that asks the rules alone: several times as fast, and blind to what no rule proposes.
    #[must_use]
    pub fn rules_alone() -> Self {
        Self {
            lexicon: Lexicon::new(),
            cues: Cues::new(),
            judge: Judge::new(),
            decider: Decider::Rules,
            floor: Confidence::new(RULES_FLOOR),
        }
    }

    /// The same extractor answering only what it is at least this sure of: the dial between finding more and
    /// being right more often.
    #[must_use]
    pub fn with_floor(self, floor: Confidence) -> Self {
        Self { floor, ..self }
    }

    /// Name and version of what decides, as stored with each quote that it finds.
    #[must_use]
    pub fn version(&self) -> &str {
        match &self.decider {
            Decider::Rules => Self::RULES,
            Decider::Fast(model) => model.name(),
            Decider::Accurate(model) => model.name(),
        }
    }

    /// The attributions of `document`, in the order of their contents; those inside the content of another right
    /// behind it or later, never before.
    #[must_use]
    pub fn extract(&self, document: &Document<'_>) -> Vec<Attribution> {
        let outer = self.outermost(document);
        nesting::with_inner(document.text(), outer, &|inner| self.inner(inner))
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
        match portions::of(document) {
            Some(portions) => portions
                .iter()
                .flat_map(|blocks| self.together(&Document::new(document.text(), blocks)))
                .collect(),
            None => self.together(document),
        }
    }

    /// The same for a document that is read in one piece.
    fn together(&self, document: &Document<'_>) -> Vec<Attribution> {
        let reading = Reading::new(document, &self.lexicon);
        let judged = self.judged(&reading, self.floor);
        let mut found = choose(&reading, judged, self.floor);
        self.describe_in(&reading, &mut found);
        found
    }

    /// The attributions of words that somebody is given. The models learned from articles in which these are not
    /// annotated, so that only the rules are asked.
    fn inner(&self, document: &Document<'_>) -> Vec<Attribution> {
        let reading = Reading::new(document, &self.lexicon);
        let floor = self.floor.value().max(INNER_FLOOR);
        let mut found = choose(&reading, self.by_rules(&reading), Confidence::new(floor));
        self.describe_in(&reading, &mut found);
        found
    }

    /// Everything the rules propose, and how far it is believed.
    fn propose(&self, reading: &Reading<'_, '_>) -> Vec<(Confidence, Proposal)> {
        rules::propose(reading)
            .into_iter()
            .map(|proposal| (self.judge.confidence(reading, &proposal), proposal))
            .collect()
    }

    fn by_rules(&self, reading: &Reading<'_, '_>) -> Vec<(Confidence, Hypothesis)> {
        self.propose(reading)
            .into_iter()
            .map(|(confidence, proposal)| (confidence, Hypothesis::proposed(&proposal)))
            .collect()
    }

    /// What is considered, and how far it is believed; where there is a model, if that is `floor` or more.
    fn judged(
        &self,
        reading: &Reading<'_, '_>,
        floor: Confidence,
    ) -> Vec<(Confidence, Hypothesis)> {
        match &self.decider {
            Decider::Rules => self.by_rules(reading),
            Decider::Fast(model) => self.weigh(reading, &**model, &**model, model.judge(), floor),
            Decider::Accurate(model) => {
                self.weigh(reading, &**model, &**model, model.judge(), floor)
            }
        }
    }

    /// What rules and labels show, and how far it is believed, if that is `floor` or more.
    fn weigh(
        &self,
        reading: &Reading<'_, '_>,
        tagger: &dyn Tagger,
        vocabulary: &dyn Vocabulary,
        judge: &FactWeights,
        floor: Confidence,
    ) -> Vec<(Confidence, Hypothesis)> {
        let mut judged = Vec::new();
        let weigh = |facts: &[u64]| judge.of(facts);
        self.hypotheses_in(reading, tagger, vocabulary, &weigh, &mut |hypothesis, _| {
            let log_odds = judge.log_odds(&hypothesis.evidence);
            let confidence = Confidence::new(hypothesis.confidence(log_odds));
            if confidence >= floor {
                judged.push((confidence, hypothesis));
            }
        });
        judged
    }

    fn hypotheses_in(
        &self,
        reading: &Reading<'_, '_>,
        tagger: &dyn Tagger,
        vocabulary: &dyn Vocabulary,
        weigh: &dyn Fn(&[u64]) -> Evidence,
        visit: &mut dyn FnMut(Hypothesis, [&[u64]; 4]),
    ) {
        let proposals = self.propose(reading);
        let surroundings = Surroundings::new(reading, &proposals, vocabulary);
        let tagging = Tagging::new(tagger, &surroundings);
        Linker::new(reading, &tagging, &proposals, vocabulary).each(weigh, visit);
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
                    attribution: attribution(&reading, &Hypothesis::proposed(proposal), confidence),
                    features,
                }
            })
            .collect()
    }

    /// Everything that was weighed for `document`, whether it is believed or not; several may claim the same words.
    #[must_use]
    pub fn considered(&self, document: &Document<'_>) -> Vec<Attribution> {
        let reading = Reading::new(document, &self.lexicon);
        let judged = self.judged(&reading, Confidence::new(0.0));
        judged
            .iter()
            .map(|(confidence, hypothesis)| attribution(&reading, hypothesis, *confidence))
            .collect()
    }

    /// For training: the clues of each stretch of `document`, but for those of the sorts `without`.
    #[must_use]
    pub fn clues(
        &self,
        document: &Document<'_>,
        vocabulary: &dyn Vocabulary,
        without: &[ClueSort],
    ) -> Vec<(Stretch, Clues)> {
        let reading = Reading::new(document, &self.lexicon);
        let proposals = self.propose(&reading);
        let surroundings = Surroundings::new(&reading, &proposals, vocabulary);
        Stretch::all(document)
            .into_iter()
            .map(|stretch| {
                let mut clues = Clues::default();
                surroundings.clues(&stretch, without, &mut clues);
                (stretch, clues)
            })
            .collect()
    }

    /// For training: the scores that `tagger` gives each token of each stretch of `document`, where the rules propose
    /// nothing.
    #[must_use]
    pub fn scores(
        &self,
        document: &Document<'_>,
        tagger: &dyn Tagger,
        vocabulary: &dyn Vocabulary,
    ) -> Vec<Vec<Scores>> {
        let reading = Reading::new(document, &self.lexicon);
        let surroundings = Surroundings::new(&reading, &[], vocabulary);
        tagger.scores(&surroundings, &Stretch::all(document))
    }

    /// For training: what is believed of `document` where `judge` weighs what `tagger` and the rules lead to.
    #[must_use]
    pub fn believed(
        &self,
        document: &Document<'_>,
        tagger: &dyn Tagger,
        vocabulary: &dyn Vocabulary,
        judge: &FactWeights,
    ) -> Vec<Attribution> {
        let reading = Reading::new(document, &self.lexicon);
        let judged = self.weigh(&reading, tagger, vocabulary, judge, self.floor);
        choose(&reading, judged, self.floor)
    }

    /// For training: every hypothesis about `document` that `tagger` and the rules lead to, its confidence left at
    /// zero, with the numbers of its facts.
    pub fn hypotheses(
        &self,
        document: &Document<'_>,
        tagger: &dyn Tagger,
        vocabulary: &dyn Vocabulary,
        visit: &mut dyn FnMut(Attribution, &[u64]),
    ) {
        let reading = Reading::new(document, &self.lexicon);
        self.hypotheses_in(
            &reading,
            tagger,
            vocabulary,
            &|_| Evidence::default(),
            &mut |hypothesis, lots| {
                let unknown = Confidence::new(0.0);
                visit(attribution(&reading, &hypothesis, unknown), &lots.concat());
            },
        );
    }
}
