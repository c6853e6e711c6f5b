//! What statements say that are linked, rejected, dismissed or flagged, and what stands for them.

use onrecord_model::{ClaimId, ClaimLink, DeskAction, FlagSubject, LinkScore, Share, StatementId};
use sea_orm::{EntityTrait, QuerySelect};
use uuid::Uuid;

use super::WishedLink;
use super::doing::refused;
use super::record::ClaimRecord;
use crate::StoreError;
use crate::correct::Correcting;
use crate::entity::{claim_suggestion, passage, quote, statement};
use crate::error::Failed;

/// Most statements that one entry links.
const MOST_LINKS: usize = 1_000;

impl Correcting<'_> {
    pub(super) async fn link(
        &mut self,
        record: &ClaimRecord,
        wished: &WishedLink,
    ) -> Result<DeskAction, Failed> {
        let claim = record.id;
        let mut link = self.new_link(wished).await?;
        if link.suggested.is_none() {
            link.suggested = self
                .suggested(claim, wished.statement, link.statement)
                .await?;
        }
        let is_known = record
            .links
            .iter()
            .any(|known| known.link.statement == link.statement && known.link.part == link.part);
        match is_known {
            true => Err(refused("the statement is linked to the claim already")),
            false => Ok(DeskAction::LinkStatement { claim, link }),
        }
    }

    pub(super) async fn reject_link(
        &mut self,
        record: &ClaimRecord,
        statement: StatementId,
    ) -> Result<DeskAction, Failed> {
        let (statement, words) = self.words_of(statement).await?;
        let mut rejected = record.rejected.iter();
        match rejected.any(|known| known.statement == statement) {
            true => Err(refused("a person has said so already")),
            false => Ok(DeskAction::RejectLink {
                claim: record.id,
                statement,
                words,
            }),
        }
    }

    /// Statements to be linked, each by the wording that stands for it.
    pub(super) async fn links(&self, wished: &[WishedLink]) -> Result<Vec<ClaimLink>, Failed> {
        if wished.len() > MOST_LINKS {
            return Err(refused(format!(
                "{} statements would be linked at once; one entry links at most {MOST_LINKS}",
                wished.len()
            )));
        }
        let mut links: Vec<ClaimLink> = Vec::with_capacity(wished.len());
        for wish in wished {
            let link = self.new_link(wish).await?;
            match links.iter().find(|known| known.statement == link.statement) {
                None => links.push(link),
                Some(known) if known.part == link.part => {}
                Some(_) => {
                    return Err(refused(format!(
                        "the statement {} would be linked twice, by different parts of it",
                        link.statement
                    )));
                }
            }
        }
        Ok(links)
    }

    async fn new_link(&self, wish: &WishedLink) -> Result<ClaimLink, Failed> {
        let (statement, words) = self.words_of(wish.statement).await?;
        if let Some(part) = wish.part
            && (part.start >= part.end || part.end as usize > words.chars().count())
        {
            return Err(refused(format!(
                "the part {} to {} is not in the words of the statement {statement}",
                part.start, part.end
            )));
        }
        Ok(ClaimLink {
            statement,
            words,
            part: wish.part,
            suggested: wish.suggested.clone(),
        })
    }

    /// What a machine thinks of it: of the wording that was asked for, else of that which stands for it.
    async fn suggested(
        &self,
        claim: ClaimId,
        wording: StatementId,
        head: StatementId,
    ) -> Result<Option<LinkScore>, Failed> {
        for statement in [wording, head] {
            let row = claim_suggestion::Entity::find_by_id((claim.0, statement.0))
                .one(self.transaction)
                .await?;
            if let Some(row) = row {
                return Ok(Some(LinkScore {
                    score: Share::nearest(row.score),
                    method: row.method,
                }));
            }
        }
        Ok(None)
    }

    pub(super) async fn head(&self, id: StatementId) -> Result<StatementId, Failed> {
        let row = statement::Entity::find_by_id(id.0)
            .one(self.transaction)
            .await?
            .ok_or_else(|| StoreError::unknown(format!("statement {id}")))?;
        Ok(StatementId(row.joined_to.unwrap_or(row.id)))
    }

    /// The wording that stands for a statement, and its words.
    pub(super) async fn words_of(&self, id: StatementId) -> Result<(StatementId, String), Failed> {
        let head = self.head(id).await?;
        let row = statement::Entity::find_by_id(head.0)
            .one(self.transaction)
            .await?
            .ok_or_else(|| StoreError::unknown(format!("statement {id}")))?;
        let remembered = self.remember(std::slice::from_ref(&row)).await?;
        let words = remembered.into_iter().next().map(|held| held.text);
        Ok((head, words.unwrap_or_default()))
    }

    pub(super) async fn words_of_subject(&self, subject: FlagSubject) -> Result<String, Failed> {
        match subject {
            FlagSubject::Claim(id) => Ok(self.claim(id).await?.text.text),
            FlagSubject::Statement(id) => Ok(self.words_of(id).await?.1),
            FlagSubject::Quote(id) => self.words_of_quote(id.0).await,
        }
    }

    /// Ids of quotes and of passages are one kind.
    async fn words_of_quote(&self, id: Uuid) -> Result<String, Failed> {
        let text: Option<String> = quote::Entity::find_by_id(id)
            .select_only()
            .column(quote::Column::Text)
            .into_tuple()
            .one(self.transaction)
            .await?;
        if let Some(text) = text {
            return Ok(text);
        }
        let text: Option<String> = passage::Entity::find_by_id(id)
            .select_only()
            .column(passage::Column::Text)
            .into_tuple()
            .one(self.transaction)
            .await?;
        Ok(text.ok_or_else(|| StoreError::unknown(format!("quote {id}")))?)
    }
}
