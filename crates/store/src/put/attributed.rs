//! The quotes of one article version with whom they belong to.

use sea_orm::{ActiveValue::Set, DatabaseTransaction, DbErr};
use uuid::Uuid;

use super::Incoming;
use super::carry;
use super::given::{Found, GivenNames};
use super::place::Place;
use crate::entity::decision;
use crate::records::{NewQuote, PutStatus};

/// A quote, whom it belongs to by what was found, and what people decided about it in an earlier version.
pub(super) struct Attributed<'new> {
    pub(super) quote: &'new NewQuote,
    /// Its place among the quotes as they were given.
    pub(super) place: usize,
    pub(super) found: Found<'new>,
    decisions: Vec<decision::Model>,
}

impl<'new> Attributed<'new> {
    /// The quotes of `incoming`, in the order of the text.
    pub(super) async fn of(
        transaction: &DatabaseTransaction,
        place: &Place,
        incoming: &Incoming<'new>,
        names: &GivenNames,
    ) -> Result<Vec<Self>, DbErr> {
        let places = in_text_order(&incoming.new.quotes);
        let quotes: Vec<&NewQuote> = places
            .iter()
            .map(|place| &incoming.new.quotes[*place])
            .collect();
        let text = &incoming.new.article.text;
        let decisions = match place.status {
            PutStatus::NewVersion => {
                carry::decisions(transaction, place.article, text, &quotes).await?
            }
            PutStatus::Added | PutStatus::Unchanged => Vec::new(),
        };
        let mut decisions = decisions.into_iter();
        Ok(quotes
            .into_iter()
            .zip(places)
            .map(|(quote, place)| Self {
                place,
                found: names.apply(quote),
                decisions: decisions.next().unwrap_or_default(),
                quote,
            })
            .collect())
    }

    /// Whose a person said it is, where one did: somebody, or nobody known.
    pub(super) fn decided(&self) -> Option<Option<Uuid>> {
        self.decisions.last().map(|made| made.speaker_id)
    }

    /// The correction that holds.
    pub(super) fn decided_by(&self) -> Option<i64> {
        self.decisions.last().map(|made| made.number)
    }

    /// The same decisions, on the quote with this id, the first of them made upon what was found this time.
    pub(super) fn decisions(&self, id: Uuid, found: Option<Uuid>) -> Vec<decision::ActiveModel> {
        let mut previous = (found, None);
        self.decisions
            .iter()
            .map(|made| {
                let row = decision::ActiveModel {
                    quote_id: Set(id),
                    number: Set(made.number),
                    speaker_id: Set(made.speaker_id),
                    previous_speaker: Set(previous.0),
                    previous_number: Set(previous.1),
                };
                previous = (made.speaker_id, Some(made.number));
                row
            })
            .collect()
    }
}

/// Places of quotes in the order of the text: by where the content begins and ends, the one around another first.
fn in_text_order(quotes: &[NewQuote]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..quotes.len()).collect();
    order.sort_by_key(|index| {
        let quote = &quotes[*index];
        let outer = std::iter::successors(quote.inside, |outer| quotes[*outer].inside);
        let first = quote.content.first().map_or(0, |span| span.start);
        let last = quote.content.last().map_or(0, |span| span.end);
        (first, outer.count(), last)
    });
    order
}
