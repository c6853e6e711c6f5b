//! Corrections of what speakers are called.

use std::collections::BTreeMap;

use onrecord_model::{Action, SpeakerId, SpeakerKind, Standing};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{Correcting, Expected, LONGEST_NAME, Target, named};
use crate::StoreError;
use crate::entity::{speaker, speaker_name};
use crate::error::Failed;
use crate::fold::{fold, last_name};
use crate::identity::digest;

/// `name` without white space at its ends, where it can be a name.
pub(crate) fn valid(what: &str, name: &str) -> Result<String, StoreError> {
    let name = name.trim();
    if fold(name).is_empty() {
        return Err(StoreError::refused(format!(
            "the {what} has no letter or figure in it: {name:?}"
        )));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(StoreError::refused(format!(
            "the {what} is longer than {LONGEST_NAME} characters"
        )));
    }
    if name.chars().any(char::is_control) {
        return Err(StoreError::refused(format!(
            "the {what} holds a control character: {name:?}"
        )));
    }
    Ok(name.to_owned())
}

/// A description such as "the mayor" is somebody else in the next article; only what is written like a name can
/// be one.
fn is_written_like_a_name(alias: &str) -> bool {
    alias.split_whitespace().any(|word| {
        let first = word.chars().find(|character| character.is_alphabetic());
        word.starts_with('@') || first.is_some_and(|first| !first.is_lowercase())
    })
}

impl Correcting<'_> {
    pub(super) async fn rename(
        &mut self,
        id: SpeakerId,
        name: &str,
        expected: Expected,
    ) -> Result<Action, Failed> {
        let name = valid("name", name)?;
        let speaker = self.speaker_to_correct(id, expected).await?;
        if speaker.name == name {
            return Err(refused(format!("{name:?} is their name already")));
        }
        let folded = fold(&name);
        let standing = self.standing(speaker.id, &folded).await?;
        let others = self.others_called(&folded, speaker.id).await?;
        // Where others have the name too, mentions of it are not all theirs.
        let now = match standing {
            Standing::Given => Standing::Given,
            _ if others => Standing::Found,
            _ => Standing::Given,
        };
        self.set_name(&speaker, &name, now).await?;
        self.set_full_name(speaker.id, &name).await?;
        self.reads_differently(speaker.id).await?;
        self.mark(&[speaker.id]).await?;
        Ok(Action::Rename {
            before: speaker.name.clone(),
            after: name,
            standing,
            speaker: named(&speaker),
        })
    }

    pub(super) async fn add_alias(
        &mut self,
        id: SpeakerId,
        alias: &str,
        expected: Expected,
    ) -> Result<Action, Failed> {
        let alias = valid("alias", alias)?;
        if !is_written_like_a_name(&alias) {
            return Err(refused(format!(
                "{alias:?} is not written like a name; a description is somebody else in the next article"
            )));
        }
        let speaker = self.speaker_to_correct(id, expected).await?;
        let folded = fold(&alias);
        let standing = self.standing(speaker.id, &folded).await?;
        if folded == speaker.folded || standing == Standing::Given {
            return Err(refused(format!("they go by {alias:?} already")));
        }
        self.set_name(&speaker, &alias, Standing::Given).await?;
        self.mark(&[speaker.id]).await?;
        Ok(Action::AddAlias {
            speaker: named(&speaker),
            alias,
            standing,
        })
    }

    /// Also where the name came along with somebody who was merged into the speaker.
    pub(super) async fn remove_alias(
        &mut self,
        id: SpeakerId,
        alias: &str,
        expected: Expected,
    ) -> Result<Action, Failed> {
        let alias = valid("alias", alias)?;
        let speaker = self.speaker_to_correct(id, expected).await?;
        let folded = fold(&alias);
        if folded == speaker.folded {
            return Err(refused(format!(
                "{alias:?} is their full name; rename them instead"
            )));
        }
        let mut held = Vec::new();
        let mut name = alias.clone();
        for member in self.members(speaker.id).await? {
            let row = self.name_row(member, &folded).await?;
            let standing = standing_of(row.as_ref());
            let (Some(row), Standing::Found | Standing::Given) = (row, standing) else {
                continue;
            };
            held.push((SpeakerId(member), standing));
            name.clone_from(&row.name);
            self.set_standing(member, &folded, Standing::Removed, self.number)
                .await?;
        }
        if held.is_empty() {
            return Err(refused(format!("they do not go by {alias:?}")));
        }
        self.mark(&[speaker.id]).await?;
        Ok(Action::RemoveAlias {
            speaker: named(&speaker),
            alias: name,
            held,
        })
    }

    pub(super) async fn speaker_to_correct(
        &self,
        id: SpeakerId,
        expected: Expected,
    ) -> Result<speaker::Model, Failed> {
        let speaker = self.shown(id.0).await?;
        let what = format!("the speaker {:?}", speaker.name);
        self.expect(&what, speaker.changed_by, expected).await?;
        Ok(speaker)
    }

    /// The speaker that a quote is to be given to, made where it is a new one.
    pub(super) async fn target(&mut self, target: &Target) -> Result<speaker::Model, Failed> {
        let (name, kind, key, wikidata) = match target {
            Target::Known(id) => return self.shown(id.0).await,
            Target::Candidate(_) => {
                let what = "a candidate is one of a quote, and this is about several";
                return Err(refused(what.to_owned()));
            }
            Target::New {
                name,
                kind,
                key,
                wikidata,
            } => (valid("name", name)?, *kind, key, wikidata),
        };
        // Without a key no mention is this speaker by itself; a name they are given makes it so.
        let key = match key {
            Some(key) => key.clone(),
            None => format!("correction:{}", self.id),
        };
        let known: Option<Uuid> = speaker::Entity::find()
            .select_only()
            .column(speaker::Column::Id)
            .filter(speaker::Column::Identity.eq(digest(&[Some(&key)])))
            .into_tuple()
            .one(self.transaction)
            .await?;
        if let Some(known) = known {
            return self.shown(known).await;
        }
        let id = self.identifiers.next();
        let speaker = speaker::Model {
            id,
            identity: digest(&[Some(&key)]),
            key,
            folded: fold(&name),
            kind: kind.as_str().to_owned(),
            wikidata: wikidata.clone(),
            quotes: 0,
            merged_into: None,
            changed_by: Some(self.number),
            passages: 0,
            first_said: None,
            last_said: None,
            name,
        };
        speaker::Entity::insert(speaker::ActiveModel::from(speaker.clone()))
            .exec_without_returning(self.transaction)
            .await?;
        let others = self.others_called(&speaker.folded, speaker.id).await?;
        let standing = if others {
            Standing::Found
        } else {
            Standing::Given
        };
        self.set_name(&speaker, &speaker.name, standing).await?;
        self.subjects.insert(id);
        Ok(speaker)
    }

    /// The speaker and whoever was merged into them.
    pub(super) async fn members(&self, id: Uuid) -> Result<Vec<Uuid>, DbErr> {
        let mut members: Vec<Uuid> = speaker::Entity::find()
            .select_only()
            .column(speaker::Column::Id)
            .filter(speaker::Column::MergedInto.eq(id))
            .into_tuple()
            .all(self.transaction)
            .await?;
        members.push(id);
        members.sort();
        Ok(members)
    }

    /// All quotes that are shown as theirs have to be indexed anew.
    pub(super) async fn reads_differently(&mut self, id: Uuid) -> Result<(), DbErr> {
        let members = self.members(id).await?;
        self.speakers.extend(members);
        Ok(())
    }

    pub(super) async fn standing(&self, id: Uuid, folded: &str) -> Result<Standing, DbErr> {
        Ok(standing_of(self.name_row(id, folded).await?.as_ref()))
    }

    async fn name_row(&self, id: Uuid, folded: &str) -> Result<Option<speaker_name::Model>, DbErr> {
        speaker_name::Entity::find_by_id((id, folded.to_owned()))
            .one(self.transaction)
            .await
    }

    /// Whether somebody who is shown, and is not this speaker, goes by the name.
    async fn others_called(&self, folded: &str, id: Uuid) -> Result<bool, DbErr> {
        let rows = speaker_name::Entity::find()
            .filter(speaker_name::Column::Folded.eq(folded))
            .all(self.transaction)
            .await?;
        let who: Vec<Uuid> = rows
            .iter()
            .filter(|row| standing_of(Some(row)) != Standing::Removed)
            .map(|row| row.speaker_id)
            .collect();
        let shown = speaker::Entity::find()
            .filter(speaker::Column::Id.is_in(who))
            .all(self.transaction)
            .await?;
        Ok(shown
            .iter()
            .any(|other| other.merged_into.unwrap_or(other.id) != id))
    }

    /// Lets the speaker have the name, in this standing.
    async fn set_name(
        &self,
        speaker: &speaker::Model,
        name: &str,
        standing: Standing,
    ) -> Result<(), DbErr> {
        let folded = fold(name);
        let of_person = speaker.kind == SpeakerKind::Person.as_str();
        let last_name = last_name(&folded).filter(|_| of_person).map(str::to_owned);
        let row = speaker_name::ActiveModel {
            speaker_id: Set(speaker.id),
            folded: Set(folded),
            last_name: Set(last_name),
            name: Set(name.to_owned()),
            standing: Set(word(standing)),
            standing_by: Set(word(standing).map(|_| self.number)),
        };
        let on_conflict = OnConflict::columns([
            speaker_name::Column::SpeakerId,
            speaker_name::Column::Folded,
        ])
        .update_columns([
            speaker_name::Column::Standing,
            speaker_name::Column::StandingBy,
        ])
        .to_owned();
        speaker_name::Entity::insert(row)
            .on_conflict(on_conflict)
            .exec_without_returning(self.transaction)
            .await?;
        Ok(())
    }

    pub(super) async fn set_full_name(&self, id: Uuid, name: &str) -> Result<(), DbErr> {
        let row = speaker::ActiveModel {
            id: Set(id),
            name: Set(name.to_owned()),
            folded: Set(fold(name)),
            ..Default::default()
        };
        speaker::Entity::update(row).exec(self.transaction).await?;
        Ok(())
    }

    /// Puts a name that is there into another standing; [`Standing::Absent`] takes the row away.
    /// `by`: the correction that gave or removed it.
    pub(super) async fn set_standing(
        &self,
        id: Uuid,
        folded: &str,
        standing: Standing,
        by: i64,
    ) -> Result<(), DbErr> {
        let key = (id, folded.to_owned());
        if standing == Standing::Absent {
            speaker_name::Entity::delete_by_id(key)
                .exec(self.transaction)
                .await?;
            return Ok(());
        }
        let row = speaker_name::ActiveModel {
            speaker_id: Set(key.0),
            folded: Set(key.1),
            standing: Set(word(standing)),
            standing_by: Set(word(standing).map(|_| by)),
            ..Default::default()
        };
        speaker_name::Entity::update(row)
            .exec(self.transaction)
            .await?;
        Ok(())
    }

    /// Adds to the counts of quotes of these speakers.
    pub(super) async fn count_speakers(&self, added: &BTreeMap<Uuid, i64>) -> Result<(), DbErr> {
        crate::put::count_speakers(self.transaction, added).await
    }
}

fn refused(what: String) -> Failed {
    Failed::Store(StoreError::refused(what))
}

fn standing_of(row: Option<&speaker_name::Model>) -> Standing {
    let Some(row) = row else {
        return Standing::Absent;
    };
    match row.standing.as_deref() {
        Some(GIVEN) => Standing::Given,
        Some(REMOVED) => Standing::Removed,
        _ => Standing::Found,
    }
}

/// The word of a name that a person gave.
pub(crate) const GIVEN: &str = "given";
/// The word of a name that a person took away.
pub(crate) const REMOVED: &str = "removed";

fn word(standing: Standing) -> Option<String> {
    match standing {
        Standing::Given => Some(GIVEN.to_owned()),
        Standing::Removed => Some(REMOVED.to_owned()),
        Standing::Absent | Standing::Found => None,
    }
}
