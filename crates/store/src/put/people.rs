//! The speakers and statements that quotes belong to: found or made, and counted.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use onrecord_model::{Role, SpeakerIdentity, SpeakerKind};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QuerySelect,
};
use uuid::Uuid;

use super::attributed::Attributed;
use super::given::Found;
use super::rows::insert_all;
use crate::dialect::rows_per_statement;
use crate::entity::{speaker, speaker_name, speaker_role, statement};
use crate::fold::{fold, last_name};
use crate::identifiers::Identifiers;
use crate::identity::digest;

/// How many digests of merged speakers are remembered, at most some ten megabytes.
const MOST_REMEMBERED: usize = 100_000;

/// The ids of the speakers and statements of some quotes within their transaction.
#[derive(Default)]
pub(super) struct People {
    /// By identity, which is a hash of the key.
    speakers: HashMap<String, Uuid>,
    /// By speaker and fingerprint, hashed.
    statements: HashMap<(Uuid, String), Uuid>,
    /// Digests of what was merged in this transaction.
    merged: Vec<[u8; 32]>,
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
        let named = Named::gather(quotes());
        let mut people = Self {
            speakers: upsert_speakers(transaction, &named, identifiers).await?,
            statements: HashMap::new(),
            merged: Vec::new(),
        };
        people.merge(transaction, &named, merged).await?;
        count_by_id(transaction, quotes()).await?;
        people.statements = people
            .upsert_statements(transaction, quotes(), identifiers)
            .await?;
        Ok(people)
    }

    /// Remembers what was merged. To be called when the transaction is committed, and not before: what was
    /// rolled back has to be merged again.
    pub(super) fn remember(&self, merged: &Mutex<HashSet<[u8; 32]>>) {
        // A set of digests cannot be left half changed by a thread that panics.
        let mut merged = merged.lock().unwrap_or_else(PoisonError::into_inner);
        if merged.len() + self.merged.len() > MOST_REMEMBERED {
            merged.clear();
        }
        merged.extend(&self.merged);
    }

    /// Whom the machine would file the quote under.
    pub(super) fn found(&self, attributed: &Attributed<'_>) -> Option<Uuid> {
        match attributed.found {
            Found::Nobody => None,
            Found::Named(speaker) => self.speakers.get(&identity_of(speaker)).copied(),
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

    fn utterance(&self, attributed: &Attributed<'_>) -> Option<(Uuid, String)> {
        let fingerprint = attributed.quote.fingerprint.as_deref()?;
        Some((self.speaker_of(attributed)?, digest(&[Some(fingerprint)])))
    }

    /// Adds names and roles that are not known yet. Most speakers of most articles bring nothing new, so that
    /// what was written once by this process is not written again.
    async fn merge(
        &mut self,
        transaction: &DatabaseTransaction,
        named: &BTreeMap<String, Named<'_>>,
        merged: &Mutex<HashSet<[u8; 32]>>,
    ) -> Result<(), DbErr> {
        let mut names = BTreeMap::new();
        let mut roles = BTreeMap::new();
        for (identity, named) in named {
            let Some(&speaker) = self.speakers.get(identity) else {
                continue;
            };
            let digest = named.digest(speaker);
            let is_known = merged
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .contains(&digest);
            if is_known {
                continue;
            }
            self.merged.push(digest);
            named.rows(speaker, &mut names, &mut roles);
        }
        let ignore = OnConflict::new().do_nothing().to_owned();
        insert_all(transaction, names.into_values().collect(), Some(&ignore)).await?;
        insert_all(transaction, roles.into_values().collect(), Some(&ignore)).await
    }

    async fn upsert_statements<'all, 'new: 'all>(
        &self,
        transaction: &DatabaseTransaction,
        quotes: impl Iterator<Item = &'all Attributed<'new>>,
        identifiers: &mut Identifiers,
    ) -> Result<HashMap<(Uuid, String), Uuid>, DbErr> {
        let mut counts: BTreeMap<(Uuid, String), i64> = BTreeMap::new();
        for utterance in quotes.filter_map(|quote| self.utterance(quote)) {
            *counts.entry(utterance).or_default() += 1;
        }
        add_to_statements(transaction, counts, identifiers).await
    }
}

/// Finds or makes statements, by speaker and hashed fingerprint, and adds to their counts of quotes.
pub(crate) async fn add_to_statements(
    transaction: &DatabaseTransaction,
    counts: BTreeMap<(Uuid, String), i64>,
    identifiers: &mut Identifiers,
) -> Result<HashMap<(Uuid, String), Uuid>, DbErr> {
    let rows: Vec<statement::ActiveModel> = counts
        .into_iter()
        .map(|((speaker, fingerprint), quotes)| statement::ActiveModel {
            id: Set(identifiers.next()),
            speaker_id: Set(speaker),
            fingerprint: Set(fingerprint),
            quotes: Set(quotes),
        })
        .collect();
    let on_conflict =
        OnConflict::columns([statement::Column::SpeakerId, statement::Column::Fingerprint])
            .value(
                statement::Column::Quotes,
                added(statement::Entity, statement::Column::Quotes),
            )
            .to_owned();
    let mut statements = HashMap::with_capacity(rows.len());
    for rows in rows.chunks(rows_per_statement(4)) {
        let stored = statement::Entity::insert_many(rows.to_vec())
            .on_conflict(on_conflict.clone())
            .exec_with_returning(transaction)
            .await?;
        statements.extend(
            stored
                .into_iter()
                .map(|row| ((row.speaker_id, row.fingerprint), row.id)),
        );
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

/// A speaker as some quotes name them.
struct Named<'new> {
    first: &'new SpeakerIdentity,
    names: Vec<&'new str>,
    roles: Vec<&'new Role>,
    wikidata: Option<&'new str>,
    quotes: i64,
}

impl<'new> Named<'new> {
    /// By identity, in its order.
    fn gather<'all>(quotes: impl Iterator<Item = &'all Attributed<'new>>) -> BTreeMap<String, Self>
    where
        'new: 'all,
    {
        let mut all: BTreeMap<String, Self> = BTreeMap::new();
        for attributed in quotes {
            let Found::Named(speaker) = attributed.found else {
                continue;
            };
            let named = all.entry(identity_of(speaker)).or_insert_with(|| Self {
                first: speaker,
                names: Vec::new(),
                roles: Vec::new(),
                wikidata: None,
                quotes: 0,
            });
            // A person may have said that it is somebody else's; whom the machine found is kept all the same.
            named.quotes += i64::from(attributed.decided().is_none());
            named.wikidata = named.wikidata.or(speaker.wikidata.as_deref());
            let names = std::iter::once(&speaker.name).chain(&speaker.aliases);
            for name in names {
                if !named.names.contains(&name.as_str()) {
                    named.names.push(name);
                }
            }
            for role in &speaker.roles {
                if !named.roles.contains(&role) {
                    named.roles.push(role);
                }
            }
        }
        all
    }

    /// Tells whether all of this was merged into this row before.
    fn digest(&self, speaker: Uuid) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(speaker.as_bytes());
        for name in &self.names {
            hasher.update(digest(&[Some(name)]).as_bytes());
        }
        for role in &self.roles {
            hasher.update(role_digest(role).as_bytes());
        }
        *hasher.finalize().as_bytes()
    }

    fn rows(
        &self,
        speaker: Uuid,
        names: &mut BTreeMap<(Uuid, String), speaker_name::ActiveModel>,
        roles: &mut BTreeMap<(Uuid, String), speaker_role::ActiveModel>,
    ) {
        for name in &self.names {
            let folded = fold(name);
            if folded.is_empty() {
                continue;
            }
            let last_name = match self.first.kind {
                SpeakerKind::Person => last_name(&folded).map(str::to_owned),
                // The last word of "Ministry of Health" names nobody.
                SpeakerKind::Organisation => None,
            };
            names
                .entry((speaker, folded.clone()))
                .or_insert_with(|| speaker_name::ActiveModel {
                    speaker_id: Set(speaker),
                    folded: Set(folded),
                    last_name: Set(last_name),
                    name: Set((*name).to_owned()),
                    standing: Set(None),
                    standing_by: Set(None),
                });
        }
        for role in &self.roles {
            let digest = role_digest(role);
            roles.insert(
                (speaker, digest.clone()),
                speaker_role::ActiveModel {
                    speaker_id: Set(speaker),
                    digest: Set(digest),
                    title: Set(role.title.clone()),
                    organisation: Set(role.organisation.clone()),
                    start_date: Set(role.start.clone()),
                    end_date: Set(role.end.clone()),
                },
            );
        }
    }
}

/// One statement finds and makes them all: on conflict the row of the other writer, once committed, is added
/// to and handed back. The name that was first stays; others are further names.
async fn upsert_speakers(
    transaction: &DatabaseTransaction,
    named: &BTreeMap<String, Named<'_>>,
    identifiers: &mut Identifiers,
) -> Result<HashMap<String, Uuid>, DbErr> {
    let rows: Vec<speaker::ActiveModel> = named
        .iter()
        .map(|(identity, named)| speaker::ActiveModel {
            id: Set(identifiers.next()),
            identity: Set(identity.clone()),
            key: Set(named.first.key.clone()),
            name: Set(named.first.name.clone()),
            folded: Set(fold(&named.first.name)),
            kind: Set(named.first.kind.as_str().to_owned()),
            wikidata: Set(named.wikidata.map(str::to_owned)),
            quotes: Set(named.quotes),
            merged_into: Set(None),
            changed_by: Set(None),
        })
        .collect();
    let on_conflict = OnConflict::column(speaker::Column::Identity)
        .value(
            speaker::Column::Quotes,
            added(speaker::Entity, speaker::Column::Quotes),
        )
        .value(
            speaker::Column::Wikidata,
            Expr::col((speaker::Entity, speaker::Column::Wikidata))
                .if_null(Expr::col(("excluded", speaker::Column::Wikidata))),
        )
        .to_owned();
    let mut speakers = HashMap::with_capacity(rows.len());
    let mut redirected: BTreeMap<Uuid, i64> = BTreeMap::new();
    for rows in rows.chunks(rows_per_statement(10)) {
        let stored = speaker::Entity::insert_many(rows.to_vec())
            .on_conflict(on_conflict.clone())
            .exec_with_returning(transaction)
            .await?;
        for row in stored {
            if let Some(shown) = row.merged_into {
                *redirected.entry(row.id).or_default() -= row.quotes;
                *redirected.entry(shown).or_default() += row.quotes;
            }
            speakers.insert(row.identity, row.id);
        }
    }
    // Who is merged into another has no quotes of their own to show.
    count_speakers(transaction, &redirected).await?;
    Ok(speakers)
}

/// The count of the row that is there and of the row that was to be inserted, together.
fn added<E: EntityTrait>(entity: E, quotes: E::Column) -> Expr {
    Expr::col((entity, quotes)).add(Expr::col(("excluded", quotes)))
}

pub(super) fn identity_of(speaker: &SpeakerIdentity) -> String {
    digest(&[Some(&speaker.key)])
}

fn role_digest(role: &Role) -> String {
    digest(&[
        Some(&role.title),
        role.organisation.as_deref(),
        role.start.as_deref(),
        role.end.as_deref(),
    ])
}
