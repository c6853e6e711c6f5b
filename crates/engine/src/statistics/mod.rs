//! Figures over everything that a search matches.

mod answers;
mod proportion;

pub use answers::{
    Basis, Before, CoQuoted, Mix, RepeatedClaim, RepeatedClaims, Shared, Statistics,
    StatisticsRequest, StatisticsRow, StatisticsStep, TopSpeaker, TopSpeakers,
};
pub use proportion::Proportion;

use crate::{Engine, EngineError, SearchRequest};

impl Engine {
    /// Everything that matches, counted by up to two dimensions and over time.
    ///
    /// # Errors
    /// As [`Engine::search`], and [`EngineError::Request`] for dimensions, limits or numbers of rows that there cannot
    /// be, or [`EngineError::TooManySteps`].
    pub async fn statistics(&self, request: &StatisticsRequest) -> Result<Statistics, EngineError> {
        let _ = request;
        Err(EngineError::IndexNotReady)
    }

    /// What there is among the quotes that match: how they are told, whether somebody is named, how they were rated.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub async fn mix(&self, search: &SearchRequest) -> Result<Mix, EngineError> {
        let _ = search;
        Err(EngineError::IndexNotReady)
    }

    /// The `limit` most quoted, 1 to [`StatisticsRequest::MOST_VALUES`]; where the search has a beginning and an end,
    /// against the period before.
    ///
    /// # Errors
    /// As [`Engine::statistics`].
    pub async fn top_speakers(
        &self,
        search: &SearchRequest,
        limit: usize,
    ) -> Result<TopSpeakers, EngineError> {
        let _ = (search, limit);
        Err(EngineError::IndexNotReady)
    }

    /// Who is quoted in the same articles and sources as `speaker` (id, full name, alias or last name) in quotes that
    /// match; the `limit` with most quotes.
    ///
    /// # Errors
    /// As [`Engine::statistics`].
    pub async fn co_quoted(
        &self,
        speaker: &str,
        search: &SearchRequest,
        limit: usize,
    ) -> Result<CoQuoted, EngineError> {
        let _ = (speaker, search, limit);
        Err(EngineError::IndexNotReady)
    }

    /// The `limit` claims that were made most often in quotes that match, by the links that people have confirmed.
    ///
    /// # Errors
    /// As [`Engine::statistics`].
    pub async fn repeated_claims(
        &self,
        search: &SearchRequest,
        limit: usize,
    ) -> Result<RepeatedClaims, EngineError> {
        let _ = (search, limit);
        Err(EngineError::IndexNotReady)
    }
}
