//! The quotes of one article version with whom they belong to.

use sea_orm::{ActiveValue::Set, DatabaseTransaction, DbErr};
use uuid::Uuid;

use super::Incoming;
use super::carry;
use super::given::{ByName, Found, GivenNames};
use super::place::Place;
use crate::entity::decision;
use crate::records::{NewQuote, PutStatus};

/// A quote, whom it belongs to by what was found, and what people decided about it in an earlier version.
pub(super) struct Attributed<'new> {
    pub(super) quote: &'new NewQuote,
    /// Its place among the quotes as they were given.
    pub(super) place: usize,
    pub(super) found: Found<'new>,
    /// What people's word on the name makes of it.
    pub(super) by_name: Option<ByName>,
    /// What people said of this quote in an earlier version, from the first to the one that holds.
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
                found: match &quote.speaker {
                    Some(speaker) => Found::Named(speaker),
                    None => Found::Nobody,
                },
                by_name: names.apply(quote),
                decisions: decisions.next().unwrap_or_default(),
                quote,
            })
            .collect())
    }

    /// Whose a person said it is, where one did: somebody, or nobody known.
    pub(super) fn decided(&self) -> Option<Option<Uuid>> {
        let of_quote = self.decisions.last().map(|made| made.speaker_id);
        of_quote.or_else(|| self.by_name.map(|name| name.speaker))
    }

    /// The correction that holds.
    pub(super) fn decided_by(&self) -> Option<i64> {
        let of_quote = self.decisions.last().map(|made| made.number);
        of_quote.or_else(|| self.by_name.map(|name| name.number))
    }

    /// The decisions on the quote with this id, one upon the other, the first upon what was found this time: what
    /// people said of the name, then what they said of the quote.
    pub(super) fn decisions(&self, id: Uuid, found: Option<Uuid>) -> Vec<decision::ActiveModel> {
        let mut previous = (found, None);
        let by_name = self.by_name.map(|name| (name.number, name.speaker));
        let of_quote = self
            .decisions
            .iter()
            .map(|made| (made.number, made.speaker_id));
        by_name
            .into_iter()
            .chain(of_quote)
            .map(|(number, speaker)| {
                let row = decision::ActiveModel {
                    quote_id: Set(id),
                    number: Set(number),
                    speaker_id: Set(speaker),
                    previous_speaker: Set(previous.0),
                    previous_number: Set(previous.1),
                };
                previous = (speaker, Some(number));
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
