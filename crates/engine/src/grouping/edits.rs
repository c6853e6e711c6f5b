//! What new versions of articles did to the quotations of the ones before.

use std::collections::HashSet;

use onrecord_matching::{Difference, compare, fingerprint};
use onrecord_model::{ArticleId, Kind, Polarity, Quote};
use onrecord_store::{EditKind, FoundEdit, Grouped, Store, VersionSummary};

use crate::EngineError;
use crate::indexer::blocking;

/// Compares the versions of these articles that were not compared yet.
pub(super) async fn decide(
    store: &Store,
    touched: &[ArticleId],
    grouped: &mut Grouped,
) -> Result<(), EngineError> {
    for (article, compared, current) in store.versions_to_compare(touched).await? {
        for version in compared + 1..=current {
            let Some(record) = store.article(article, Some(version)).await? else {
                continue;
            };
            let mut versions = record.versions.iter();
            // What another extractor makes of the same text is no edit of the outlet's.
            if versions.any(|other| other.version == version && other.is_read_again) {
                continue;
            }
            let compared = version_before(&record.versions, version);
            let before = store.quotes_of_article(article, compared).await?;
            let after = store.quotes_of_article(article, version).await?;
            let edits = blocking("comparing versions", move || {
                edits(&before, &after, &record.text)
            })
            .await?;
            let found = edits.into_iter().map(|edit| FoundEdit {
                article,
                version,
                kind: edit.kind,
                before: edit.before,
                after: edit.after,
            });
            grouped.edits.extend(found);
        }
        grouped.compared.push((article, current));
    }
    Ok(())
}

/// The version to compare with: the one before. Where the text of that was read again, the reading of it by the same
/// extractor, if there is one: what two extractors make of a text is no edit either.
fn version_before(versions: &[VersionSummary], version: u32) -> u32 {
    let reader = versions.iter().find(|one| one.version == version);
    let reader = reader.and_then(|one| one.extractor.as_ref());
    let earlier = versions.iter().rev();
    for one in earlier.skip_while(|one| one.version >= version) {
        if one.extractor.as_ref() == reader {
            return one.version;
        }
        if !one.is_read_again {
            break;
        }
    }
    version - 1
}

struct Edit {
    kind: EditKind,
    before: onrecord_model::QuoteId,
    after: Option<onrecord_model::QuoteId>,
}

/// What became of each quotation. One whose words still stand in the text is no edit, whatever was made of them.
fn edits(before: &[Quote], after: &[Quote], text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut taken: HashSet<usize> = HashSet::new();
    let mut missing: Vec<&Quote> = Vec::new();
    for old in before.iter().filter(|quote| is_quotation(quote)) {
        let words = fingerprint(&old.text);
        let same = |new: &Quote| words.is_some() && fingerprint(&new.text) == words;
        let free = |place: &usize| !taken.contains(place);
        let place = (0..after.len()).find(|place| free(place) && same(&after[*place]));
        let Some(place) = place else {
            missing.push(old);
            continue;
        };
        taken.insert(place);
        let new = &after[place];
        if is_by_another(old, new) {
            edits.push(Edit {
                kind: EditKind::Speaker,
                before: old.id,
                after: Some(new.id),
            });
        }
    }
    missing.retain(|old| !old.text.split(Quote::GAP).all(|piece| text.contains(piece)));
    let mut alike: Vec<(f32, usize, usize)> = Vec::new();
    for (index, old) in missing.iter().enumerate() {
        for (place, new) in after.iter().enumerate() {
            if taken.contains(&place) {
                continue;
            }
            let comparison = compare(&old.text, &new.text);
            if comparison.difference != Difference::Unrelated {
                alike.push((comparison.similarity, index, place));
            }
        }
    }
    // The most alike first; among equals in the order of the text.
    alike.sort_by(|one, other| {
        let in_order = (one.1, one.2).cmp(&(other.1, other.2));
        other.0.total_cmp(&one.0).then(in_order)
    });
    let mut changed: Vec<Option<usize>> = vec![None; missing.len()];
    for (_, index, place) in alike {
        if changed[index].is_none() && taken.insert(place) {
            changed[index] = Some(place);
        }
    }
    edits.extend(missing.iter().zip(changed).map(|(old, place)| Edit {
        kind: match place {
            Some(_) => EditKind::Changed,
            None => EditKind::Vanished,
        },
        before: old.id,
        after: place.map(|place| after[place].id),
    }));
    edits
}

/// Whether the article gives somebody's own words.
fn is_quotation(quote: &Quote) -> bool {
    quote.kind != Kind::Indirect && quote.manner.polarity == Polarity::Asserted
}

/// Whether the article names another than before; what people decided is no edit of the article's.
fn is_by_another(old: &Quote, new: &Quote) -> bool {
    let is_decided = old.decision.is_some() || new.decision.is_some();
    match (&old.speaker, &new.speaker) {
        (Some(old), Some(new)) => !is_decided && old.id != new.id,
        _ => false,
    }
}
