//! What people have said about names, as far as it bears on quotes that are put: a name they gave somebody leads
//! to that speaker, one they took away does not.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord_model::{ResolutionRule, SpeakerIdentity};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::speakers::identity_of;
use crate::correct::names::{GIVEN, REMOVED};
use crate::entity::{correction, speaker, speaker_name};
use crate::fold::fold;
use crate::records::NewQuote;

/// How many names one statement asks for.
const NAMES_PER_STATEMENT: usize = 500;

/// Whom the machine found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<'new> {
    /// Nobody could be named.
    Nobody,
    /// Whom the resolver found.
    Named(&'new SpeakerIdentity),
}

/// What people's word on a name makes of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ByName {
    /// The correction of the name.
    pub(super) number: i64,
    /// Whose the name was said to be; nobody's, where the machine found somebody by a name that is not theirs.
    pub(super) speaker: Option<Uuid>,
}

impl ByName {
    /// The rule that decided, in the resolver's place.
    pub(super) fn rule(self) -> ResolutionRule {
        match self.speaker {
            Some(_) => ResolutionRule::GivenName,
            None => ResolutionRule::NotFound,
        }
    }
}

/// Names, without case and accents, that people gave or took away.
#[derive(Default)]
pub(super) struct GivenNames {
    /// Who is shown for those who were given the name, and by which correction.
    given: HashMap<String, BTreeMap<Uuid, i64>>,
    /// By identity of the speaker.
    removed: HashMap<(String, String), i64>,
}

impl GivenNames {
    /// Looks up every name that the quotes use. Without corrections that is one cheap look.
    pub(super) async fn look_up<'new>(
        transaction: &DatabaseTransaction,
        quotes: impl Iterator<Item = &'new NewQuote>,
    ) -> Result<Self, DbErr> {
        let mut looked_up = Self::default();
        if correction::Entity::find_by_id(1).count(transaction).await? == 0 {
            return Ok(looked_up);
        }
        let mut names = BTreeSet::new();
        for quote in quotes {
            names.extend(naming_words(quote));
            if let Some(speaker) = &quote.speaker {
                names.insert(fold(&speaker.name));
            }
        }
        let names: Vec<String> = names.into_iter().collect();
        for names in names.chunks(NAMES_PER_STATEMENT) {
            let rows = speaker_name::Entity::find()
                .filter(speaker_name::Column::Folded.is_in(names.iter().map(String::as_str)))
                .filter(speaker_name::Column::Standing.is_not_null())
                .all(transaction)
                .await?;
            let who = rows.iter().map(|row| row.speaker_id);
            let speakers: BTreeMap<Uuid, speaker::Model> = speaker::Entity::find()
                .filter(speaker::Column::Id.is_in(who))
                .all(transaction)
                .await?
                .into_iter()
                .map(|speaker| (speaker.id, speaker))
                .collect();
            for row in rows {
                let (Some(speaker), Some(number)) =
                    (speakers.get(&row.speaker_id), row.standing_by)
                else {
                    continue;
                };
                match row.standing.as_deref() {
                    Some(GIVEN) => {
                        let shown = speaker.merged_into.unwrap_or(speaker.id);
                        let given = looked_up.given.entry(row.folded).or_default();
                        given.insert(shown, number);
                    }
                    Some(REMOVED) => {
                        let name = (speaker.identity.clone(), row.folded);
                        looked_up.removed.insert(name, number);
                    }
                    _ => {}
                }
            }
        }
        Ok(looked_up)
    }

    /// A name that was given to two is nobody's in particular, and one that the gazetteer ties to a person of its
    /// own stays theirs: two people may have it.
    pub(super) fn apply(&self, quote: &NewQuote) -> Option<ByName> {
        let naming = naming_words(quote);
        let Some(speaker) = &quote.speaker else {
            let may_be_named = matches!(
                quote.why.rule,
                ResolutionRule::NotFound | ResolutionRule::Ambiguous
            );
            return self.only(&naming.filter(|_| may_be_named)?);
        };
        if speaker.key.starts_with("name:") {
            let by_name = self.only(&fold(&speaker.name));
            let given = by_name.or_else(|| self.only(naming.as_deref()?));
            if given.is_some() {
                return given;
            }
        }
        let number = self.removed.get(&(identity_of(speaker), naming?))?;
        Some(ByName {
            number: *number,
            speaker: None,
        })
    }

    fn only(&self, folded: &str) -> Option<ByName> {
        let who = self.given.get(folded)?;
        let (speaker, number) = who.first_key_value().filter(|_| who.len() == 1)?;
        Some(ByName {
            number: *number,
            speaker: Some(*speaker),
        })
    }
}

/// The words that name the source in the end: "she" leads to a name, and that is what counts.
fn naming_words(quote: &NewQuote) -> Option<String> {
    let words = quote.why.chain.last().or(quote.mention.as_ref())?;
    Some(fold(words)).filter(|folded| !folded.is_empty())
}
