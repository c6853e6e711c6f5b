//! What was found, as it is answered: the speaker, and why.

use onrecord_model::{Candidate, Confidence, Resolution, ResolutionRule, Why};

use crate::entity::EntityId;
use crate::resolving::{Found, Resolving};

/// Most candidates told of.
const MOST_CANDIDATES: usize = 8;

impl Resolving<'_> {
    /// The answer for attribution `index`.
    pub(crate) fn resolution(&self, index: usize) -> Resolution {
        let found = self.found[index]
            .clone()
            .unwrap_or_else(|| Found::nobody(ResolutionRule::NotFound, 0.0));
        let mention = self.mention_text(index);
        let speaker = match (&found.identity, found.entity) {
            (Some(identity), _) => Some(identity.clone()),
            (None, Some(entity)) => self.article.identity(entity),
            (None, None) => None,
        };
        let mut reasons = found.reasons.clone();
        if let Some(entity) = found.entity {
            for reason in &self.article.entities[entity.0].reasons {
                if !reasons.contains(reason) {
                    reasons.push(*reason);
                }
            }
        }
        let mut chain: Vec<String> = mention.iter().cloned().collect();
        if let Some(entity) = found.entity {
            let naming = &self.article.entities[entity.0].naming;
            if chain.last() != Some(naming) {
                chain.push(naming.clone());
            }
        }
        Resolution {
            mention,
            speaker,
            why: Why {
                rule: found.rule,
                confidence: Confidence::new(found.confidence),
                chain,
                candidates: self.candidates(&found),
                reasons,
            },
        }
    }

    fn mention_text(&self, index: usize) -> Option<String> {
        let document = self.article.scanner.document;
        let pieces: Vec<&str> = self.attributions[index]
            .source
            .iter()
            .map(|span| document.slice(*span).trim())
            .filter(|words| !words.is_empty())
            .collect();
        (!pieces.is_empty()).then(|| pieces.join(" … "))
    }

    /// Who came into question. Where nobody was chosen among several, their scores are how likely each is.
    fn candidates(&self, found: &Found) -> Vec<Candidate> {
        let mut entities: Vec<(EntityId, f32)> = found.candidates.clone();
        if let Some(entity) = found.entity
            && !entities.iter().any(|(id, _)| *id == entity)
        {
            entities.insert(0, (entity, found.confidence));
        }
        let most = entities
            .iter()
            .map(|(_, score)| *score)
            .fold(1.0_f32, f32::max);
        let mut candidates: Vec<Candidate> = entities
            .iter()
            .take(MOST_CANDIDATES)
            .filter_map(|(id, score)| {
                let (name, wikidata, key) = self.article.brief(*id)?;
                let score = match found.rule {
                    ResolutionRule::Ambiguous => (score - most).exp(),
                    _ => (score / most).clamp(0.0, 1.0),
                };
                Some(Candidate {
                    name,
                    wikidata,
                    score,
                    key: Some(key),
                })
            })
            .collect();
        if found.rule == ResolutionRule::Ambiguous {
            let sum: f32 = candidates.iter().map(|candidate| candidate.score).sum();
            for candidate in &mut candidates {
                candidate.score /= sum;
            }
        }
        if let Some(entity) = found.entity {
            candidates.extend(self.article.namesakes(entity));
        }
        candidates
    }
}
