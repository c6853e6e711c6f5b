//! How quotes are told, whether somebody is named, how they were rated.

use onrecord_model::Kind;
use onrecord_search::{Counts, Dimension, Tally, Value};

use super::{
    Mix, Proportion, StatisticsRequest, by, counts_of, named, shared, told, total_of, values_of,
};
use crate::known::Need;
use crate::search::everything;
use crate::{Engine, EngineError, SearchRequest};

impl Engine {
    /// What there is among the quotes that match: how they are told, whether somebody is named, how they were rated.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub async fn mix(&self, search: &SearchRequest) -> Result<Mix, EngineError> {
        let prepared = self.prepare_counting(search, Need::Facts).await?;
        let most = StatisticsRequest::MOST_VALUES;
        let unnamed = Tally {
            by: vec![Dimension::Speaker],
            limit: 1,
            among: Some(vec![Value::None]),
            ..everything()
        };
        let dimensions = [
            Dimension::Kind,
            Dimension::Class,
            Dimension::Colour,
            Dimension::Polarity,
            Dimension::Verdict,
        ];
        let mut tallies = vec![everything(), unnamed];
        tallies.extend(dimensions.map(|dimension| by(dimension, most)));
        let found = prepared.tally(tallies).await?;
        let labels = self.labels(&prepared, values_of(&found)).await?;
        let mut tallied = found.tallies.iter();
        let total = total_of(tallied.next());
        let unnamed = counts_of(tallied.next(), &Value::None);
        let [kinds, classes, colours, polarities, verdicts] = dimensions.map(|_| tallied.next());
        let of_quotes = |counts: &Counts| Proportion::of(counts.quotes, total.quotes);
        let kind = |kind| of_quotes(&counts_of(kinds, &Value::Kind(kind)));
        let unrated = counts_of(verdicts, &Value::None).statements;
        let rated = total.statements.saturating_sub(unrated);
        let of_rated = |counts: &Counts| Proportion::of(counts.statements, rated);
        Ok(Mix {
            counts: total,
            direct: kind(Kind::Direct),
            mixed: kind(Kind::Mixed),
            indirect: kind(Kind::Indirect),
            unknown_speaker: of_quotes(&unnamed),
            classes: shared(Dimension::Class, told(classes), &labels, of_quotes),
            colours: shared(Dimension::Colour, told(colours), &labels, of_quotes),
            polarities: shared(Dimension::Polarity, told(polarities), &labels, of_quotes),
            rated: Proportion::of(rated, total.statements),
            verdicts: shared(Dimension::Verdict, named(verdicts), &labels, of_rated),
            basis: prepared.basis(search, found.is_complete),
        })
    }
}
