//! Corrections of whose words a quote is.

use std::collections::{BTreeMap, HashMap};

use onrecord_model::{
    Action, MovedQuote, NamedSpeaker, Polarity, QuoteId, ResolutionRule, SpeakerId, SpeakerKind,
    Why,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder,
};
use uuid::Uuid;

use super::{Correcting, Expected, MOST_MOVED, Target, named};
use crate::StoreError;
use crate::corrections::siblings;
use crate::entity::{decision, quote, speaker};
use crate::error::Failed;
use crate::identity::{Utterance, statement_key};
use crate::put::{add_to_statements, insert_all};

/// A quote and whose it is from now on.
pub(super) struct Move {
    pub(super) quote: quote::Model,
    pub(super) speaker: Option<Uuid>,
    pub(super) decided_by: Option<i64>,
}

impl Correcting<'_> {
    pub(super) async fn correct_quote(
        &mut self,
        id: QuoteId,
        to: Option<&Target>,
        with_siblings: bool,
        expected: Expected,
    ) -> Result<Action, Failed> {
        let quote = quote::Entity::find_by_id(id.0)
            .one(self.transaction)
            .await?
            .ok_or_else(|| StoreError::unknown(format!("quote {id}")))?;
        self.expect("the speaker of the quote", quote.decided_by, expected)
            .await?;
        if !quote.is_current {
            return Err(refused(format!(
                "the quote {id} stands in version {} of its article, which has a newer one",
                quote.version
            )));
        }
        let siblings = match with_siblings {
            true => siblings(self.transaction, &quote).await?,
            false => Vec::new(),
        };
        let to = match to {
            Some(target) => {
                let target = weighed(target, &quote)?;
                Some(self.target(&target).await?)
            }
            None => None,
        };
        let mut quotes = vec![quote];
        quotes.extend(siblings);
        let before = self.speakers_of(&quotes).await?;
        let is_so = |quote: &quote::Model| {
            let now = quote.speaker_id.and_then(|id| before.get(&id));
            quote.decided_by.is_some() && now.map(|now| now.id.0) == to.as_ref().map(|to| to.id)
        };
        if quotes.iter().all(is_so) {
            return Err(refused("a person has said so already".to_owned()));
        }
        let moved = quotes.iter().map(|quote| moved(quote, &before)).collect();
        self.decide(quotes, to.as_ref().map(|to| to.id)).await?;
        Ok(Action::QuoteSpeaker {
            to: to.as_ref().map(named),
            quotes: moved,
        })
    }

    pub(super) async fn split(
        &mut self,
        id: SpeakerId,
        mentions: &[String],
        quotes: &[QuoteId],
        to: &Target,
        expected: Expected,
    ) -> Result<Action, Failed> {
        let from = self.speaker_to_correct(id, expected).await?;
        let chosen = Condition::any()
            .add(quote::Column::Mention.is_in(mentions.iter().map(String::as_str)))
            .add(quote::Column::Id.is_in(quotes.iter().map(|id| id.0)));
        let find = quote::Entity::find()
            .filter(quote::Column::SpeakerId.is_in(self.members(from.id).await?))
            .filter(quote::Column::IsCurrent.eq(true))
            .filter(chosen);
        let count = find.clone().count(self.transaction).await?;
        if count > MOST_MOVED as u64 {
            return Err(refused(format!(
                "{count} quotes were chosen; one correction moves at most {MOST_MOVED}: choose fewer mentions, or merge"
            )));
        }
        let found = find
            .order_by_asc(quote::Column::Id)
            .all(self.transaction)
            .await?;
        let missing = quotes
            .iter()
            .find(|id| !found.iter().any(|quote| quote.id == id.0));
        if let Some(missing) = missing {
            return Err(refused(format!(
                "the quote {missing} is not, or not any more, one of {:?}",
                from.name
            )));
        }
        if found.is_empty() {
            return Err(refused(format!("no quote of {:?} was chosen", from.name)));
        }
        let to = self.target(to).await?;
        if to.id == from.id {
            return Err(refused(format!("these quotes are {:?}'s already", to.name)));
        }
        let before = self.speakers_of(&found).await?;
        let moved = found.iter().map(|quote| moved(quote, &before)).collect();
        self.decide(found, Some(to.id)).await?;
        self.mark(&[from.id, to.id]).await?;
        Ok(Action::Split {
            speaker: named(&from),
            to: named(&to),
            mentions: mentions.to_vec(),
            quotes: moved,
        })
    }

    /// Files the quotes under `to`, upon whatever was decided of them before.
    async fn decide(&mut self, quotes: Vec<quote::Model>, to: Option<Uuid>) -> Result<(), Failed> {
        let decisions = quotes
            .iter()
            .map(|quote| decision::ActiveModel {
                quote_id: Set(quote.id),
                number: Set(self.number),
                speaker_id: Set(to),
                previous_speaker: Set(quote.speaker_id),
                previous_number: Set(quote.decided_by),
            })
            .collect();
        insert_all(self.transaction, decisions, None).await?;
        let moves = quotes
            .into_iter()
            .map(|quote| Move {
                quote,
                speaker: to,
                decided_by: Some(self.number),
            })
            .collect();
        self.file(moves).await
    }

    /// Files each quote where it belongs, with its statement and all counts.
    pub(super) async fn file(&mut self, moves: Vec<Move>) -> Result<(), Failed> {
        let mut statements: BTreeMap<Utterance, i64> = BTreeMap::new();
        let mut left: BTreeMap<Uuid, i64> = BTreeMap::new();
        let mut filed: BTreeMap<Uuid, i64> = BTreeMap::new();
        let mut utterances = Vec::with_capacity(moves.len());
        for change in &moves {
            let counted = i64::from(change.quote.is_current);
            // What is reported as not said is no occurrence of a statement, whoever did not say it.
            let is_said = change.quote.polarity == Polarity::Asserted.as_str();
            let utterance = change.speaker.filter(|_| is_said).and_then(|speaker| {
                let fingerprint = (self.fingerprint)(&change.quote.text)?;
                Some(Utterance {
                    key: statement_key(&fingerprint),
                    speaker,
                })
            });
            if let Some(utterance) = &utterance {
                *statements.entry(*utterance).or_default() += counted;
            }
            if let Some(statement) = change.quote.statement_id {
                *left.entry(statement).or_default() -= counted;
            }
            for (speaker, quotes) in [
                (change.quote.speaker_id, -counted),
                (change.speaker, counted),
            ] {
                if let Some(speaker) = speaker {
                    *filed.entry(speaker).or_default() += quotes;
                }
            }
            utterances.push(utterance);
            self.subjects.insert(change.quote.id);
            if change.quote.is_current {
                self.articles.insert(change.quote.article_id);
            }
        }
        let shown = crate::put::shown(self.transaction, filed.keys().copied().collect()).await?;
        let mut counts: BTreeMap<Uuid, i64> = BTreeMap::new();
        for (speaker, quotes) in filed {
            let shown = shown.get(&speaker).copied().unwrap_or(speaker);
            *counts.entry(shown).or_default() += quotes;
        }
        self.count_speakers(&counts).await?;
        let ids = add_to_statements(self.transaction, statements, &mut self.identifiers).await?;
        crate::put::count_statements(self.transaction, &left).await?;
        for (change, utterance) in moves.into_iter().zip(utterances) {
            let row = quote::ActiveModel {
                id: Set(change.quote.id),
                speaker_id: Set(change.speaker),
                statement_id: Set(utterance.and_then(|utterance| ids.get(&utterance).copied())),
                decided_by: Set(change.decided_by),
                ..Default::default()
            };
            quote::Entity::update(row).exec(self.transaction).await?;
        }
        Ok(())
    }

    /// Who is shown for whoever these quotes are filed under.
    async fn speakers_of(
        &self,
        quotes: &[quote::Model],
    ) -> Result<HashMap<Uuid, NamedSpeaker>, DbErr> {
        let mut filed: Vec<Uuid> = quotes.iter().filter_map(|quote| quote.speaker_id).collect();
        filed.sort();
        filed.dedup();
        let shown = crate::put::shown(self.transaction, filed).await?;
        let rows = speaker::Entity::find()
            .filter(speaker::Column::Id.is_in(shown.values().copied()))
            .all(self.transaction)
            .await?;
        let by_id: HashMap<Uuid, NamedSpeaker> =
            rows.iter().map(|row| (row.id, named(row))).collect();
        Ok(shown
            .into_iter()
            .filter_map(|(filed, shown)| Some((filed, by_id.get(&shown)?.clone())))
            .collect())
    }
}

fn moved(quote: &quote::Model, speakers: &HashMap<Uuid, NamedSpeaker>) -> MovedQuote {
    MovedQuote {
        quote: QuoteId(quote.id),
        article: onrecord_model::ArticleId(quote.article_id),
        text: quote.text.clone(),
        mention: quote.mention.clone(),
        before: quote
            .speaker_id
            .and_then(|speaker| speakers.get(&speaker).cloned()),
    }
}

/// The target itself, where it is given by its place among the candidates.
fn weighed(target: &Target, quote: &quote::Model) -> Result<Target, Failed> {
    let Target::Candidate(place) = target else {
        return Ok(target.clone());
    };
    let why: Why = serde_json::from_str(&quote.why)
        .map_err(|_| StoreError::damaged(format!("the reason of quote {}", quote.id)))?;
    let candidate = why.candidates.get(*place).ok_or_else(|| {
        StoreError::refused(format!("the quote has no candidate at place {place}"))
    })?;
    let key = candidate.key.clone().or_else(|| {
        let item = candidate.wikidata.as_ref()?;
        Some(format!("wikidata:{item}"))
    });
    let is_organisation = why.rule == ResolutionRule::Organisation
        || key
            .as_deref()
            .is_some_and(|key| key.starts_with("name:organisation:"));
    Ok(Target::New {
        name: candidate.name.clone(),
        kind: match is_organisation {
            true => SpeakerKind::Organisation,
            false => SpeakerKind::Person,
        },
        key,
        wikidata: candidate.wikidata.clone(),
    })
}

fn refused(what: String) -> Failed {
    Failed::Store(StoreError::refused(what))
}
