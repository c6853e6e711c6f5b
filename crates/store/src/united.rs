//! Wordings of the very same words by speakers who are shown as one: they are one statement, also where nobody has
//! joined them yet.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use onrecord_model::StatementId;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use uuid::Uuid;

use crate::dialect::rows_per_statement;
use crate::entity::statement;
use crate::{Store, StoreError};

/// Heads of wordings of the very same words by two who are shown as one, of whom one was merged, where nobody has put
/// either somewhere: as the occurrences of a statement are found. There is no index of wordings by speaker, which would
/// cost every import; `CROSS JOIN` lets SQLite go through the wordings once.
const SAME_WORDS: &str = "SELECT DISTINCT coalesce(one.joined_to, one.id), \
        coalesce(other.joined_to, other.id) \
     FROM statement AS one CROSS JOIN speaker AS gone CROSS JOIN speaker AS member \
     CROSS JOIN statement AS other \
     WHERE one.speaker_id IN (SELECT id FROM speaker WHERE merged_into IS NOT NULL) \
        AND one.held IS NULL AND gone.id = one.speaker_id \
        AND (member.id = gone.merged_into OR member.merged_into = gone.merged_into) \
        AND other.key = one.key AND other.speaker_id = member.id AND other.held IS NULL \
        AND coalesce(one.joined_to, one.id) <> coalesce(other.joined_to, other.id)";

impl Store {
    /// All there are.
    pub(crate) async fn united_heads(&self) -> Result<UnitedHeads, StoreError> {
        if self.merged_speakers().await?.is_empty() {
            return Ok(UnitedHeads::default());
        }
        let backend = self.reader().get_database_backend();
        let rows = self
            .reader()
            .query_all_raw(Statement::from_string(backend, SAME_WORDS))
            .await?;
        let mut united = UnitedHeads::default();
        for row in rows {
            united.unite(row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        }
        Ok(united)
    }

    /// As [`Self::united_heads`], as far as these are concerned: what is one statement with one of them, what is one with
    /// that, and so on.
    pub(crate) async fn united_around(
        &self,
        heads: BTreeSet<Uuid>,
    ) -> Result<UnitedHeads, StoreError> {
        let mut united = UnitedHeads::default();
        let merged = self.merged_speakers().await?;
        if merged.is_empty() {
            return Ok(united);
        }
        let shown: HashMap<Uuid, Uuid> = merged.iter().map(|(id, into)| (id.0, into.0)).collect();
        let survivors: HashSet<Uuid> = shown.values().copied().collect();
        let of = |row: &statement::Model| shown.get(&row.speaker_id).copied();
        let mut firsts: HashMap<(Uuid, Uuid), Uuid> = HashMap::new();
        let mut seen = heads.clone();
        let mut next = heads;
        while !next.is_empty() {
            let members = self.members_of(&next).await?;
            let keys: BTreeSet<Uuid> = members
                .iter()
                .filter(|row| row.held.is_none())
                .filter(|row| of(row).is_some() || survivors.contains(&row.speaker_id))
                .map(|row| row.key)
                .collect();
            next = BTreeSet::new();
            for row in self.with_keys(&keys).await? {
                if row.held.is_some() {
                    continue;
                }
                let words = (row.key, of(&row).unwrap_or(row.speaker_id));
                let head = row.joined_to.unwrap_or(row.id);
                united.unite(*firsts.entry(words).or_insert(head), head);
                if seen.insert(head) {
                    next.insert(head);
                }
            }
        }
        Ok(united)
    }

    /// The wordings of the statement that this one belongs to, the one that stands for it first; none where there is no
    /// such wording. Some may not be told any more.
    ///
    /// # Errors
    /// Only what keeps the store from answering.
    pub async fn wordings_of_statement(
        &self,
        id: StatementId,
    ) -> Result<Vec<StatementId>, StoreError> {
        let asked = statement::Entity::find_by_id(id.0);
        let Some(asked) = asked.one(self.reader()).await? else {
            return Ok(Vec::new());
        };
        let head = asked.joined_to.unwrap_or(asked.id);
        let united = self.united_around(BTreeSet::from([head])).await?;
        let (head, others) = united.class(head);
        let members = self.members_of(&others).await?;
        let mut wordings: Vec<Uuid> = members.into_iter().map(|row| row.id).collect();
        wordings.sort_by_key(|wording| (*wording != head, *wording));
        Ok(wordings.into_iter().map(StatementId).collect())
    }

    /// The wordings of the statements for which these stand.
    async fn members_of(
        &self,
        heads: &BTreeSet<Uuid>,
    ) -> Result<Vec<statement::Model>, StoreError> {
        let heads: Vec<Uuid> = heads.iter().copied().collect();
        let mut members = Vec::with_capacity(heads.len());
        for heads in heads.chunks(rows_per_statement(2)) {
            let heads = || heads.iter().copied();
            members.extend(
                statement::Entity::find()
                    .filter(
                        Condition::any()
                            .add(statement::Column::Id.is_in(heads()))
                            .add(statement::Column::JoinedTo.is_in(heads())),
                    )
                    .all(self.reader())
                    .await?,
            );
        }
        Ok(members)
    }

    /// The wordings of these words, whosesoever.
    pub(crate) async fn with_keys(
        &self,
        keys: &BTreeSet<Uuid>,
    ) -> Result<Vec<statement::Model>, StoreError> {
        let keys: Vec<Uuid> = keys.iter().copied().collect();
        let mut rows = Vec::with_capacity(keys.len());
        for keys in keys.chunks(rows_per_statement(1)) {
            rows.extend(
                statement::Entity::find()
                    .filter(statement::Column::Key.is_in(keys.iter().copied()))
                    .all(self.reader())
                    .await?,
            );
        }
        Ok(rows)
    }
}

/// Wordings that each stand for several, and are one statement all the same: the least of their ids stands for all.
#[derive(Debug, Default)]
pub(crate) struct UnitedHeads(BTreeMap<Uuid, Uuid>);

impl UnitedHeads {
    /// Says that two are one statement.
    pub(crate) fn unite(&mut self, one: Uuid, other: Uuid) {
        let (one, other) = (self.head(one), self.head(other));
        if one != other {
            self.0.insert(one.max(other), one.min(other));
        }
    }

    /// The one that stands for all that are one statement with it.
    pub(crate) fn head(&self, id: Uuid) -> Uuid {
        let mut head = id;
        while let Some(lesser) = self.0.get(&head) {
            head = *lesser;
        }
        head
    }

    /// The one that stands for all that are one statement with `id`, and all of which each stands for several, itself
    /// among them.
    fn class(&self, id: Uuid) -> (Uuid, BTreeSet<Uuid>) {
        let head = self.head(id);
        let others = self.0.keys().filter(|other| self.head(**other) == head);
        (head, others.copied().chain([head]).collect())
    }

    /// These, which are joined one step, with what stands for all; and those that stood for something themselves.
    pub(crate) fn lead(&self, joined: Vec<(Uuid, Uuid)>) -> Vec<(StatementId, StatementId)> {
        let heads = self.0.keys().map(|head| (*head, *head));
        let mut led: Vec<(StatementId, StatementId)> = joined
            .into_iter()
            .chain(heads)
            .map(|(id, head)| (StatementId(id), StatementId(self.head(head))))
            .collect();
        led.sort();
        led
    }
}
