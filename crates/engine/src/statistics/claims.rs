//! The claims that were repeated most.

use std::collections::HashMap;

use onrecord_model::ClaimId;
use onrecord_search::{Counts, Dimension, Tally, Value};

use super::{Proportion, RepeatedClaim, RepeatedClaims, by, check_limit, named, total_of};
use crate::known::Need;
use crate::{Engine, EngineError, SearchRequest};

impl Engine {
    /// The `limit` claims that were made most often in quotes that match, by the links that people have confirmed.
    ///
    /// # Errors
    /// As [`Engine::statistics`].
    pub async fn repeated_claims(
        &self,
        search: &SearchRequest,
        limit: usize,
    ) -> Result<RepeatedClaims, EngineError> {
        check_limit(limit)?;
        let prepared = self.prepare_counting(search, Need::Facts).await?;
        // One more, as one row is of what makes no claim.
        let found = prepared
            .tally(vec![by(Dimension::Claim, limit + 1)])
            .await?;
        let tallied = found.tallies.first();
        let total = total_of(tallied);
        let told: Vec<(ClaimId, Counts)> = named(tallied)
            .filter_map(|(value, counts)| match value {
                Value::Claim(id) => Some((*id, *counts)),
                _ => None,
            })
            .take(limit)
            .collect();
        let mut is_complete = found.is_complete;
        let mut speakers: HashMap<ClaimId, u64> = HashMap::new();
        if !told.is_empty() {
            let tally = Tally {
                by: vec![Dimension::Claim, Dimension::Speaker],
                limit: usize::MAX,
                among: Some(told.iter().map(|(id, _)| Value::Claim(*id)).collect()),
                ..Tally::default()
            };
            let found = prepared.tally(vec![tally]).await?;
            is_complete &= found.is_complete;
            let rows = found.tallies.iter().flat_map(|tallied| &tallied.rows);
            for row in rows {
                if let [Value::Claim(id), Value::Speaker(_)] = row.values.as_slice() {
                    *speakers.entry(*id).or_default() += 1;
                }
            }
        }
        let claim = |(id, counts): (ClaimId, Counts)| {
            let known = prepared.known.claims.get(id);
            RepeatedClaim {
                claim: id,
                text: known.map_or_else(String::new, |claim| claim.text.clone()),
                verdicts: known.map_or_else(Vec::new, |claim| claim.verdicts.clone()),
                counts,
                share: Proportion::of(counts.quotes, total.quotes),
                speakers: speakers.get(&id).copied().unwrap_or(0),
            }
        };
        Ok(RepeatedClaims {
            claims: told.into_iter().map(claim).collect(),
            claims_in_all: tallied.map_or(0, |tallied| tallied.values),
            total,
            basis: prepared.basis(search, is_complete),
        })
    }
}
