//! The speakers that quotes and passages are by: found or made, with the names and roles they come with.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use onrecord_model::{Role, SpeakerIdentity, SpeakerKind};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, DbErr, EntityTrait};
use uuid::Uuid;

use super::people::{added, count_speakers};
use super::rows::insert_all;
use crate::dialect::rows_per_statement;
use crate::entity::{speaker, speaker_name, speaker_role};
use crate::fold::{fold, last_name};
use crate::identifiers::Identifiers;
use crate::identity::digest;

/// How many digests of merged speakers are remembered, at most some ten megabytes.
const MOST_REMEMBERED: usize = 100_000;

/// The ids of some speakers within their transaction.
#[derive(Default)]
pub(super) struct Speakers {
    /// By identity, which is a hash of the key.
    ids: HashMap<String, Uuid>,
    /// Digests of what was merged in this transaction.
    merged: Vec<[u8; 32]>,
}

impl Speakers {
    /// Finds or makes the rows, and adds to their counts of quotes.
    ///
    /// Rows are written in one order by all writers: speakers by identity, then their names and roles. Two
    /// PostgreSQL transactions that lock the same rows in different order would wait for each other until the
    /// server ends one of them.
    pub(super) async fn upsert(
        transaction: &DatabaseTransaction,
        named: &BTreeMap<String, Named<'_>>,
        identifiers: &mut Identifiers,
        merged: &Mutex<HashSet<[u8; 32]>>,
    ) -> Result<Self, DbErr> {
        let mut speakers = Self {
            ids: upsert_speakers(transaction, named, identifiers).await?,
            merged: Vec::new(),
        };
        speakers.merge(transaction, named, merged).await?;
        Ok(speakers)
    }

    /// The id of one of them.
    pub(super) fn id(&self, speaker: &SpeakerIdentity) -> Option<Uuid> {
        self.ids.get(&identity_of(speaker)).copied()
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
            let Some(&speaker) = self.ids.get(identity) else {
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
}

/// A speaker as some quotes name them.
pub(super) struct Named<'new> {
    first: &'new SpeakerIdentity,
    names: Vec<&'new str>,
    roles: Vec<&'new Role>,
    wikidata: Option<&'new str>,
    quotes: i64,
}

impl<'new> Named<'new> {
    /// By identity, in its order. Each comes with the number of quotes to be counted.
    pub(super) fn gather(
        speakers: impl Iterator<Item = (&'new SpeakerIdentity, i64)>,
    ) -> BTreeMap<String, Self> {
        let mut all: BTreeMap<String, Self> = BTreeMap::new();
        for (speaker, quotes) in speakers {
            let named = all.entry(identity_of(speaker)).or_insert_with(|| Self {
                first: speaker,
                names: Vec::new(),
                roles: Vec::new(),
                wikidata: None,
                quotes: 0,
            });
            named.quotes += quotes;
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
            passages: Set(0),
            first_said: Set(None),
            last_said: Set(None),
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
    for rows in rows.chunks(rows_per_statement(13)) {
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
