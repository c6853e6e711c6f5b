//! Who is quoted most, and who is quoted beside whom.

use onrecord_model::SpeakerId;
use onrecord_search::{Counts, Dimension, Search, Tally, Value};

use super::before::before;
use super::{
    Before, CoQuoted, Proportion, TopSpeaker, TopSpeakers, by, check_limit, counts_of, named,
    shared, total_of, values_of,
};
use crate::known::Need;
use crate::search::everything;
use crate::{Engine, EngineError, SearchRequest};

impl Engine {
    /// The `limit` most quoted, 1 to [`super::StatisticsRequest::MOST_VALUES`]; where the search has a beginning and an
    /// end, against the period before.
    ///
    /// # Errors
    /// As [`Engine::statistics`].
    pub async fn top_speakers(
        &self,
        search: &SearchRequest,
        limit: usize,
    ) -> Result<TopSpeakers, EngineError> {
        check_limit(limit)?;
        let prepared = self.prepare_counting(search, Need::Facts).await?;
        // One more, as it may be nobody.
        let found = prepared
            .tally(vec![by(Dimension::Speaker, limit + 1)])
            .await?;
        let tallied = found.tallies.first();
        let total = total_of(tallied);
        let labels = self.labels(&prepared, values_of(&found)).await?;
        let told: Vec<(Value, Counts)> = named(tallied)
            .take(limit)
            .map(|(value, counts)| (value.clone(), *counts))
            .collect();
        let period = search.from.zip(search.to);
        let earlier = match period.and_then(|(from, to)| before(from, to)) {
            Some((from, to)) => {
                let tally = Tally {
                    among: Some(told.iter().map(|(value, _)| value.clone()).collect()),
                    ..by(Dimension::Speaker, limit)
                };
                let search = Search {
                    from: Some(from),
                    to: Some(to),
                    tallies: vec![tally],
                    ..prepared.search.clone()
                };
                Some((from, to, prepared.run(search).await?))
            }
            None => None,
        };
        let is_complete = found.is_complete
            && earlier
                .as_ref()
                .is_none_or(|(_, _, found)| found.is_complete);
        let of_total = |counts: &Counts| Proportion::of(counts.quotes, total.quotes);
        let speaker = |(value, counts): (Value, Counts)| TopSpeaker {
            label: labels.label(Dimension::Speaker, &value),
            share: of_total(&counts),
            counts,
            before: earlier.as_ref().map(|(_, _, found)| {
                let tallied = found.tallies.first();
                let counts = counts_of(tallied, &value);
                let whole = total_of(tallied).quotes;
                (counts, Proportion::of(counts.quotes, whole))
            }),
        };
        Ok(TopSpeakers {
            speakers: told.into_iter().map(speaker).collect(),
            total,
            before: earlier.as_ref().map(|(from, to, found)| Before {
                from: *from,
                to: *to,
                total: total_of(found.tallies.first()),
            }),
            speakers_in_all: tallied.map_or(0, |tallied| tallied.values),
            basis: prepared.basis(search, is_complete),
        })
    }

    /// Who is quoted in the same articles and sources as `speaker` (id, full name, alias or last name) in quotes that
    /// match; the `limit` with most quotes. The search's own speaker is passed over.
    ///
    /// # Errors
    /// As [`Engine::statistics`].
    pub async fn co_quoted(
        &self,
        speaker: &str,
        search: &SearchRequest,
        limit: usize,
    ) -> Result<CoQuoted, EngineError> {
        check_limit(limit)?;
        let search = SearchRequest {
            speaker: Some(speaker.to_owned()),
            ..search.clone()
        };
        let prepared = self.prepare_counting(&search, Need::Facts).await?;
        let group: Vec<SpeakerId> = prepared.search.speakers.clone().unwrap_or_default();
        // The articles are those that quote them at all, whatever else is asked of the others' quotes.
        let theirs = Search {
            speakers: Some(group.clone()),
            outlet: prepared.search.outlet.clone(),
            from: prepared.search.from,
            to: prepared.search.to,
            without_copies: prepared.search.without_copies,
            deadline: prepared.search.deadline,
            tallies: vec![everything()],
            ..Search::default()
        };
        let theirs = prepared.run(theirs).await?;
        let articles = total_of(theirs.tallies.first()).articles;
        let others = Search {
            speakers: None,
            beside: Some(group.clone()),
            tallies: vec![by(Dimension::Speaker, limit + 1)],
            ..prepared.search.clone()
        };
        let found = prepared.run(others).await?;
        let labels = self.labels(&prepared, values_of(&found)).await?;
        let of_articles = |counts: &Counts| Proportion::of(counts.articles, articles);
        let tallied = found.tallies.first();
        let others = named(tallied).take(limit);
        let speakers = shared(Dimension::Speaker, others, &labels, of_articles);
        let mut of: Vec<SpeakerId> = group.iter().map(|id| prepared.known.shown(*id)).collect();
        of.sort();
        of.dedup();
        Ok(CoQuoted {
            of,
            articles,
            speakers,
            speakers_in_all: tallied.map_or(0, |tallied| tallied.values),
            basis: prepared.basis(&search, found.is_complete && theirs.is_complete),
        })
    }
}
