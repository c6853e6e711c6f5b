//! What people decided about the quotes of an article, carried over to the quotes of its next version.
//!
//! A decision is anchored to the article, the words said and the words that name the source. Where the text is the
//! same, whatever read it, the place decides. Where the text has changed, the words do; and a decision about "he
//! said" is not carried to the same words with "said Ms. Roe", because then the article itself has named another.

use std::collections::{BTreeMap, HashMap, HashSet};

use onrecord_model::CodePointSpan;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use crate::correct::log::action;
use crate::correct::undo::is_of_name;
use crate::entity::{article_version, correction, decision, quote};
use crate::fold::fold;
use crate::quotes::spans;
use crate::records::NewQuote;

/// Fewer words than this are too common to be taken for the same when they are not quite the same.
const LEAST_WORDS: usize = 4;
/// Least share of words in common of two wordings that are taken for one.
const LEAST_SHARE: f32 = 0.75;
/// Least share of the place in common of two contents of one text.
const LEAST_PLACE: f32 = 0.5;

/// A quote of an earlier version, with the decisions on it.
struct Earlier {
    id: Uuid,
    anchor: Anchor,
    decisions: Vec<decision::Model>,
}

/// What a decision holds on to.
struct Anchor {
    words: Vec<String>,
    mention: Option<String>,
    content: Vec<CodePointSpan>,
}

/// Of each new quote, in the order given, the decisions it takes over: from the first made to the one that holds.
pub(super) async fn decisions(
    transaction: &DatabaseTransaction,
    article: Uuid,
    text: &str,
    new: &[&NewQuote],
) -> Result<Vec<Vec<decision::Model>>, DbErr> {
    let mut carried: Vec<Vec<decision::Model>> = Vec::new();
    carried.resize_with(new.len(), Vec::new);
    let versions: Vec<i32> = quote::Entity::find()
        .select_only()
        .column(quote::Column::Version)
        .distinct()
        .filter(quote::Column::ArticleId.eq(article))
        .filter(quote::Column::DecidedBy.is_not_null())
        .order_by_desc(quote::Column::Version)
        .into_tuple()
        .all(transaction)
        .await?;
    let anchors: Vec<Anchor> = new.iter().map(|quote| Anchor::of_new(quote)).collect();
    let mut newer: Vec<Earlier> = Vec::new();
    for version in versions {
        let earlier = earlier(transaction, article, version).await?;
        let is_same_text = is_text_of(transaction, article, version, text).await?;
        let matched = match is_same_text {
            true => by_place(&earlier, &anchors, &carried),
            false => by_words(&earlier, &anchors, &carried),
        };
        for (place, found) in matched {
            let found = &earlier[found];
            let is_free = carried[place].is_empty();
            if is_free && !newer.iter().any(|newer| newer.has_taken_over(found)) {
                carried[place].clone_from(&found.decisions);
            }
        }
        report_lost(&earlier, &carried, &newer);
        newer.extend(earlier);
    }
    Ok(carried)
}

async fn earlier(
    transaction: &DatabaseTransaction,
    article: Uuid,
    version: i32,
) -> Result<Vec<Earlier>, DbErr> {
    let rows = quote::Entity::find()
        .filter(quote::Column::ArticleId.eq(article))
        .filter(quote::Column::Version.eq(version))
        .order_by_asc(quote::Column::Position)
        .all(transaction)
        .await?;
    let decided = rows
        .iter()
        .filter(|row| row.decided_by.is_some())
        .map(|row| row.id);
    let mut decisions: HashMap<Uuid, Vec<decision::Model>> = HashMap::new();
    let made = decision::Entity::find()
        .filter(decision::Column::QuoteId.is_in(decided))
        .order_by_asc(decision::Column::Number)
        .all(transaction)
        .await?;
    let by_name = numbers_of_names(transaction, &made).await?;
    for decision in made
        .into_iter()
        .filter(|made| !by_name.contains(&made.number))
    {
        decisions
            .entry(decision.quote_id)
            .or_default()
            .push(decision);
    }
    Ok(rows
        .into_iter()
        .map(|row| Earlier {
            id: row.id,
            anchor: Anchor {
                words: words(&row.text),
                mention: row.mention.as_deref().map(fold),
                content: spans(&row.content).unwrap_or_default(),
            },
            decisions: decisions.remove(&row.id).unwrap_or_default(),
        })
        .collect())
}

/// Which of these decisions follow from what people said of a name. They are made anew for each version, by what
/// holds of the name by then.
pub(crate) async fn numbers_of_names(
    connection: &impl ConnectionTrait,
    made: &[decision::Model],
) -> Result<HashSet<i64>, DbErr> {
    let numbers: HashSet<i64> = made.iter().map(|made| made.number).collect();
    let rows = correction::Entity::find()
        .filter(correction::Column::Number.is_in(numbers))
        .all(connection)
        .await?;
    Ok(rows
        .iter()
        .filter(|row| action(row).is_ok_and(|action| is_of_name(&action)))
        .map(|row| row.number)
        .collect())
}

async fn is_text_of(
    transaction: &DatabaseTransaction,
    article: Uuid,
    version: i32,
    text: &str,
) -> Result<bool, DbErr> {
    let stored: Option<String> = article_version::Entity::find_by_id((article, version))
        .select_only()
        .column(article_version::Column::Text)
        .into_tuple()
        .one(transaction)
        .await?;
    Ok(stored.as_deref() == Some(text))
}

impl Earlier {
    /// Whether this, of a newer version, holds what was decided on `older` already.
    fn has_taken_over(&self, older: &Earlier) -> bool {
        let numbers: HashSet<i64> = self.decisions.iter().map(|made| made.number).collect();
        older
            .decisions
            .iter()
            .any(|made| numbers.contains(&made.number))
            && self.anchor.likeness(&older.anchor) >= LEAST_SHARE
    }
}

impl Anchor {
    fn of_new(quote: &NewQuote) -> Self {
        Self {
            words: words(&quote.text),
            mention: quote.mention.as_deref().map(fold),
            content: quote.content.clone(),
        }
    }

    /// Share of words in common, 0 to 1, whatever their order (Dice's coefficient over bags of words).
    fn likeness(&self, other: &Anchor) -> f32 {
        let all = self.words.len() + other.words.len();
        if all == 0 {
            return 0.0;
        }
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for word in &self.words {
            *left.entry(word).or_default() += 1;
        }
        let mut common = 0;
        for word in &other.words {
            if let Some(count) = left.get_mut(word.as_str()).filter(|count| **count > 0) {
                *count -= 1;
                common += 1;
            }
        }
        2.0 * common as f32 / all as f32
    }

    /// Share of the place in common, 0 to 1, in code points of one text.
    fn overlap(&self, other: &Anchor) -> f32 {
        let length = |spans: &[CodePointSpan]| -> u32 {
            spans.iter().map(|span| span.end - span.start).sum()
        };
        let mut common = 0;
        for one in &self.content {
            for two in &other.content {
                common += one
                    .end
                    .min(two.end)
                    .saturating_sub(one.start.max(two.start));
            }
        }
        let all = length(&self.content) + length(&other.content) - common;
        if all == 0 {
            return 0.0;
        }
        common as f32 / all as f32
    }

    /// Whether the article may name the same source in both: by the same words, or by more or fewer of them.
    fn may_have_source_of(&self, other: &Anchor) -> bool {
        let (Some(one), Some(two)) = (&self.mention, &other.mention) else {
            return true;
        };
        let words = |mention: &'_ str| -> HashSet<String> {
            mention.split(' ').map(str::to_owned).collect()
        };
        let (one, two) = (words(one), words(two));
        one.is_subset(&two) || two.is_subset(&one)
    }
}

/// New quotes, by their place in the list, with the earlier quote whose decisions they take over.
type Matched = Vec<(usize, usize)>;

fn decided(earlier: &[Earlier]) -> impl Iterator<Item = (usize, &Earlier)> {
    earlier
        .iter()
        .enumerate()
        .filter(|(_, earlier)| !earlier.decisions.is_empty())
}

/// In the same text the quote that stands where the earlier one stood.
fn by_place(earlier: &[Earlier], new: &[Anchor], carried: &[Vec<decision::Model>]) -> Matched {
    let mut matched = Matched::new();
    for (index, old) in decided(earlier) {
        let best = new
            .iter()
            .enumerate()
            .filter(|(place, _)| carried[*place].is_empty())
            .map(|(place, anchor)| (place, anchor.overlap(&old.anchor)))
            .filter(|(_, overlap)| *overlap >= LEAST_PLACE)
            .max_by(|one, two| one.1.total_cmp(&two.1));
        if let Some((place, _)) = best {
            matched.push((place, index));
        }
    }
    matched
}

/// In another text the quote of the same words with the same source; where these are said several times, each in
/// its turn, or all where all were decided alike. Else the one whose words are nearly the same.
fn by_words(earlier: &[Earlier], new: &[Anchor], carried: &[Vec<decision::Model>]) -> Matched {
    let mut matched = Matched::new();
    for (index, old) in decided(earlier) {
        let is_same = |anchor: &Anchor| {
            anchor.words == old.anchor.words && anchor.may_have_source_of(&old.anchor)
        };
        let places: Vec<usize> = (0..new.len())
            .filter(|place| carried[*place].is_empty() && is_same(&new[*place]))
            .collect();
        let olds: Vec<usize> = (0..earlier.len())
            .filter(|place| is_same(&earlier[*place].anchor))
            .collect();
        if places.is_empty() {
            matched.extend(nearly(earlier, new, carried, index).map(|place| (place, index)));
            continue;
        }
        if places.len() == olds.len() {
            let turn = olds.iter().position(|old| *old == index);
            matched.extend(turn.map(|turn| (places[turn], index)));
            continue;
        }
        let holding = |place: &usize| earlier[*place].decisions.last().map(|made| made.speaker_id);
        if olds.iter().all(|place| holding(place) == holding(&index)) {
            let free = |place: &usize| !matched.iter().any(|(taken, _)| taken == place);
            let all: Matched = places
                .into_iter()
                .filter(free)
                .map(|place| (place, index))
                .collect();
            matched.extend(all);
        }
    }
    matched
}

/// The new quote that is most like the decided one, if that is most like it too.
fn nearly(
    earlier: &[Earlier],
    new: &[Anchor],
    carried: &[Vec<decision::Model>],
    index: usize,
) -> Option<usize> {
    let old = &earlier[index].anchor;
    if old.words.len() < LEAST_WORDS {
        return None;
    }
    let (place, share) = new
        .iter()
        .enumerate()
        .filter(|(place, anchor)| carried[*place].is_empty() && anchor.may_have_source_of(old))
        .map(|(place, anchor)| (place, anchor.likeness(old)))
        .max_by(|one, two| one.1.total_cmp(&two.1))?;
    let nearer = earlier
        .iter()
        .enumerate()
        .any(|(other, earlier)| other != index && earlier.anchor.likeness(&new[place]) >= share);
    (share >= LEAST_SHARE && !nearer).then_some(place)
}

/// A decision that no quote of the new version takes over is not gone, the old version has it still; but whoever
/// made it may want to know.
fn report_lost(earlier: &[Earlier], carried: &[Vec<decision::Model>], newer: &[Earlier]) {
    let numbers: HashSet<i64> = carried
        .iter()
        .flatten()
        .map(|decision| decision.number)
        .collect();
    for (_, old) in decided(earlier) {
        let is_carried = old
            .decisions
            .iter()
            .any(|decision| numbers.contains(&decision.number));
        if !is_carried && !newer.iter().any(|newer| newer.has_taken_over(old)) {
            tracing::info!(
                quote = %old.id,
                "a quote that a person had decided on is not in the new version of its article"
            );
        }
    }
}

/// Words without case, accents and punctuation; all of them, however long the quote.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect()
}
