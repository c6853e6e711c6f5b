//! What people have said about names, as far as it bears on quotes that are put: a name they gave somebody leads
//! to that speaker, one they took away does not.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use onrecord_model::{ResolutionRule, SpeakerIdentity};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::people::identity_of;
use crate::correct::names::{GIVEN, REMOVED};
use crate::entity::{correction, speaker, speaker_name};
use crate::fold::fold;
use crate::records::NewQuote;

/// How many names one statement asks for.
const NAMES_PER_STATEMENT: usize = 500;

/// Whom a quote belongs to, by the machine and by what people said of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<'new> {
    /// Nobody could be named.
    Nobody,
    /// Whom the resolver found.
    Named(&'new SpeakerIdentity),
    /// Whose name a person said it is.
    Given(Uuid),
    /// Whom the resolver found by a name that a person said is not theirs.
    Withdrawn,
}

impl Found<'_> {
    /// The rule that decided, where it is not the resolver's.
    pub(super) fn rule(self) -> Option<ResolutionRule> {
        match self {
            Self::Nobody | Self::Named(_) => None,
            Self::Given(_) => Some(ResolutionRule::GivenName),
            Self::Withdrawn => Some(ResolutionRule::NotFound),
        }
    }
}

/// Names, without case and accents, that people gave or took away.
#[derive(Default)]
pub(super) struct GivenNames {
    /// Who is shown for those who were given the name.
    given: HashMap<String, BTreeSet<Uuid>>,
    /// By identity of the speaker.
    removed: HashSet<(String, String)>,
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
                let Some(speaker) = speakers.get(&row.speaker_id) else {
                    continue;
                };
                match row.standing.as_deref() {
                    Some(GIVEN) => {
                        let shown = speaker.merged_into.unwrap_or(speaker.id);
                        looked_up.given.entry(row.folded).or_default().insert(shown);
                    }
                    Some(REMOVED) => {
                        looked_up
                            .removed
                            .insert((speaker.identity.clone(), row.folded));
                    }
                    _ => {}
                }
            }
        }
        Ok(looked_up)
    }

    /// A name that was given to two is nobody's in particular, and one that the gazetteer ties to a person of its
    /// own stays theirs: two people may have it.
    pub(super) fn apply<'new>(&self, quote: &'new NewQuote) -> Found<'new> {
        let naming = naming_words(quote);
        let Some(speaker) = &quote.speaker else {
            let may_be_named = matches!(
                quote.why.rule,
                ResolutionRule::NotFound | ResolutionRule::Ambiguous
            );
            let given = naming
                .filter(|_| may_be_named)
                .and_then(|name| self.only(&name));
            return given.map_or(Found::Nobody, Found::Given);
        };
        if speaker.key.starts_with("name:") {
            let by_name = self.only(&fold(&speaker.name));
            let given = by_name.or_else(|| self.only(naming.as_deref()?));
            if let Some(given) = given {
                return Found::Given(given);
            }
        }
        match naming {
            Some(naming)
                if self
                    .removed
                    .contains(&(identity_of(speaker), naming.clone())) =>
            {
                Found::Withdrawn
            }
            _ => Found::Named(speaker),
        }
    }

    fn only(&self, folded: &str) -> Option<Uuid> {
        let who = self.given.get(folded)?;
        who.first().copied().filter(|_| who.len() == 1)
    }
}

/// The words that name the source in the end: "she" leads to a name, and that is what counts.
fn naming_words(quote: &NewQuote) -> Option<String> {
    let words = quote.why.chain.last().or(quote.mention.as_ref())?;
    Some(fold(words)).filter(|folded| !folded.is_empty())
}
