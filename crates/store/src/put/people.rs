//! The speakers and statements that quotes belong to: found or made, and counted.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Mutex;

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QuerySelect,
};
use uuid::Uuid;

use super::attributed::Attributed;
use super::given::Found;
use super::speakers::{Named, Speakers};
use crate::dialect::rows_per_statement;
use crate::entity::{speaker, statement};
use crate::identifiers::Identifiers;
use crate::identity::{Utterance, statement_key};

/// The ids of the speakers and statements of some quotes within their transaction.
#[derive(Default)]
pub(super) struct People {
    speakers: Speakers,
    statements: HashMap<Utterance, Uuid>,
}

impl People {
    /// Finds or makes the rows, and adds the quotes to their counts.
    ///
    /// Rows are written in one order by all writers: speakers by identity, then their names and roles, then
    /// statements. Two PostgreSQL transactions that lock the same rows in different order would wait for each
    /// other until the server ends one of them.
    pub(super) async fn upsert<
        'all,
        'new: 'all,
        Quotes: Iterator<Item = &'all Attributed<'new>>,
    >(
        transaction: &DatabaseTransaction,
        quotes: impl Fn() -> Quotes,
        identifiers: &mut Identifiers,
        merged: &Mutex<HashSet<[u8; 32]>>,
    ) -> Result<Self, DbErr> {
        let named = Named::gather(quotes().filter_map(|attributed| match attributed.found {
            // A person may have said that it is somebody else's; whom the machine found is kept all the same.
            Found::Named(speaker) => Some((speaker, i64::from(attributed.decided().is_none()))),
            Found::Nobody => None,
        }));
        let mut people = Self {
            speakers: Speakers::upsert(transaction, &named, identifiers, merged).await?,
            statements: HashMap::new(),
        };
        count_by_id(transaction, quotes()).await?;
        people.statements = people
            .upsert_statements(transaction, quotes(), identifiers)
            .await?;
        Ok(people)
    }

    /// Remembers what was merged; see [`Speakers::remember`].
    pub(super) fn remember(&self, merged: &Mutex<HashSet<[u8; 32]>>) {
        self.speakers.remember(merged);
    }

    /// Whom the machine would file the quote under.
    pub(super) fn found(&self, attributed: &Attributed<'_>) -> Option<Uuid> {
        match attributed.found {
            Found::Nobody => None,
            Found::Named(speaker) => self.speakers.id(speaker),
        }
    }

    /// Under whom the quote is filed: a person's word comes first.
    pub(super) fn speaker_of(&self, attributed: &Attributed<'_>) -> Option<Uuid> {
        attributed
            .decided()
            .unwrap_or_else(|| self.found(attributed))
    }

    pub(super) fn statement_of(&self, attributed: &Attributed<'_>) -> Option<Uuid> {
        self.statements.get(&self.utterance(attributed)?).copied()
    }

    fn utterance(&self, attributed: &Attributed<'_>) -> Option<Utterance> {
        let fingerprint = attributed.quote.fingerprint.as_deref()?;
        Some(Utterance {
            key: statement_key(fingerprint),
            speaker: self.speaker_of(attributed)?,
        })
    }

    async fn upsert_statements<'all, 'new: 'all>(
        &self,
        transaction: &DatabaseTransaction,
        quotes: impl Iterator<Item = &'all Attributed<'new>>,
        identifiers: &mut Identifiers,
    ) -> Result<HashMap<Utterance, Uuid>, DbErr> {
        let mut counts: BTreeMap<Utterance, i64> = BTreeMap::new();
        for utterance in quotes.filter_map(|quote| self.utterance(quote)) {
            *counts.entry(utterance).or_default() += 1;
        }
        add_to_statements(transaction, counts, identifiers).await
    }
}

/// Finds or makes statements, in the order of their index, and adds to their counts of quotes.
pub(crate) async fn add_to_statements(
    transaction: &DatabaseTransaction,
    counts: BTreeMap<Utterance, i64>,
    identifiers: &mut Identifiers,
) -> Result<HashMap<Utterance, Uuid>, DbErr> {
    let rows: Vec<statement::ActiveModel> = counts
        .into_iter()
        .map(|(utterance, quotes)| statement::ActiveModel {
            id: Set(identifiers.next()),
            speaker_id: Set(utterance.speaker),
            key: Set(utterance.key),
            quotes: Set(quotes),
            passages: Set(0),
            ..Default::default()
        })
        .collect();
    let on_conflict = OnConflict::columns([statement::Column::Key, statement::Column::SpeakerId])
        .value(
            statement::Column::Quotes,
            added(statement::Entity, statement::Column::Quotes),
        )
        .to_owned();
    let mut statements = HashMap::with_capacity(rows.len());
    for rows in rows.chunks(rows_per_statement(5)) {
        let stored = statement::Entity::insert_many(rows.to_vec())
            .on_conflict(on_conflict.clone())
            .exec_with_returning(transaction)
            .await?;
        statements.extend(stored.into_iter().map(|row| {
            let utterance = Utterance {
                key: row.key,
                speaker: row.speaker_id,
            };
            (utterance, row.id)
        }));
    }
    Ok(statements)
}

/// Adds to the counts of quotes of speakers who are shown.
pub(crate) async fn count_speakers(
    transaction: &DatabaseTransaction,
    added: &BTreeMap<Uuid, i64>,
) -> Result<(), DbErr> {
    for (speaker, quotes) in added.iter().filter(|(_, quotes)| **quotes != 0) {
        speaker::Entity::update_many()
            .col_expr(
                speaker::Column::Quotes,
                Expr::col(speaker::Column::Quotes).add(*quotes),
            )
            .filter(speaker::Column::Id.eq(*speaker))
            .exec(transaction)
            .await?;
    }
    Ok(())
}

/// Passages of a speaker, and when they were said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said {
    passages: i64,
    /// In microseconds since 1970, as all times of passages.
    first: Option<i64>,
    last: Option<i64>,
}

impl Said {
    /// Counts a passage that was said then.
    pub(super) fn add(&mut self, said: Option<i64>) {
        self.passages += 1;
        self.first = self.first.into_iter().chain(said).min();
        self.last = self.last.into_iter().chain(said).max();
    }
}

/// Adds passages to the counts of the speakers who are shown, and widens the time in which those spoke whom they are
/// filed under.
pub(super) async fn count_passages(
    transaction: &DatabaseTransaction,
    added: &BTreeMap<Uuid, Said>,
) -> Result<(), DbErr> {
    let shown = shown(transaction, added.keys().copied().collect()).await?;
    for (speaker, said) in added {
        let shown = shown.get(speaker).copied().unwrap_or(*speaker);
        speaker::Entity::update_many()
            .col_expr(
                speaker::Column::Passages,
                Expr::col(speaker::Column::Passages).add(said.passages),
            )
            .filter(speaker::Column::Id.eq(shown))
            .exec(transaction)
            .await?;
        let (Some(first), Some(last)) = (said.first, said.last) else {
            continue;
        };
        for (column, time, is_outside) in [
            (
                speaker::Column::FirstSaid,
                first,
                speaker::Column::FirstSaid.gt(first),
            ),
            (
                speaker::Column::LastSaid,
                last,
                speaker::Column::LastSaid.lt(last),
            ),
        ] {
            speaker::Entity::update_many()
                .col_expr(column, Expr::value(time))
                .filter(speaker::Column::Id.eq(*speaker))
                .filter(Condition::any().add(column.is_null()).add(is_outside))
                .exec(transaction)
                .await?;
        }
    }
    Ok(())
}

/// Adds to the counts of quotes of statements that are there.
pub(crate) async fn count_statements(
    transaction: &DatabaseTransaction,
    added: &BTreeMap<Uuid, i64>,
) -> Result<(), DbErr> {
    for (statement, quotes) in added.iter().filter(|(_, quotes)| **quotes != 0) {
        statement::Entity::update_many()
            .col_expr(
                statement::Column::Quotes,
                Expr::col(statement::Column::Quotes).add(*quotes),
            )
            .filter(statement::Column::Id.eq(*statement))
            .exec(transaction)
            .await?;
    }
    Ok(())
}

/// Who is shown for these speakers: they themselves, or whom they were merged into.
pub(crate) async fn shown(
    transaction: &DatabaseTransaction,
    speakers: Vec<Uuid>,
) -> Result<HashMap<Uuid, Uuid>, DbErr> {
    let mut shown = HashMap::with_capacity(speakers.len());
    for speakers in speakers.chunks(rows_per_statement(1)) {
        let rows: Vec<(Uuid, Option<Uuid>)> = speaker::Entity::find()
            .select_only()
            .column(speaker::Column::Id)
            .column(speaker::Column::MergedInto)
            .filter(speaker::Column::Id.is_in(speakers.iter().copied()))
            .into_tuple()
            .all(transaction)
            .await?;
        shown.extend(
            rows.into_iter()
                .map(|(id, merged_into)| (id, merged_into.unwrap_or(id))),
        );
    }
    Ok(shown)
}

/// Counts the quotes that are filed by what people said, for the speakers who are shown.
async fn count_by_id<'all, 'new: 'all>(
    transaction: &DatabaseTransaction,
    quotes: impl Iterator<Item = &'all Attributed<'new>>,
) -> Result<(), DbErr> {
    let mut filed: BTreeMap<Uuid, i64> = BTreeMap::new();
    for attributed in quotes {
        let speaker = attributed.decided().flatten();
        if let Some(speaker) = speaker {
            *filed.entry(speaker).or_default() += 1;
        }
    }
    if filed.is_empty() {
        return Ok(());
    }
    let shown = shown(transaction, filed.keys().copied().collect()).await?;
    let mut counts: BTreeMap<Uuid, i64> = BTreeMap::new();
    for (speaker, quotes) in filed {
        let shown = shown.get(&speaker).copied().unwrap_or(speaker);
        *counts.entry(shown).or_default() += quotes;
    }
    count_speakers(transaction, &counts).await
}

/// The count of the row that is there and of the row that was to be inserted, together.
pub(super) fn added<E: EntityTrait>(entity: E, quotes: E::Column) -> Expr {
    Expr::col((entity, quotes)).add(Expr::col(("excluded", quotes)))
}
