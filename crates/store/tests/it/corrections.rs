//! Corrections by people: every kind, what it changes, and that it can be taken back.

use onrecord_model::{Action, Correction, Quote, QuoteId, SpeakerId, SpeakerKind};
use onrecord_store::{Expected, NewCorrection, SpeakerFilter, Store, StoreError, Target, Wish};

use crate::fixture::{Place, article, assert_sound, minute, on_both, put};

pub(crate) const HARBOUR: &str = "Jane Roe: «The harbour stays open.» Jane Roe: «We have the money.» \
     John Doe: «Not for long.» Nobody: «We will see.» Jay Roe: «I was misheard.»";

/// The fingerprint of the fixtures' quotes.
pub(crate) fn fingerprint(text: &str) -> Option<String> {
    Some(text.to_lowercase())
}

pub(crate) async fn try_correct(store: &Store, wish: Wish) -> Result<Correction, StoreError> {
    let new = NewCorrection {
        by: "Ida Desk".to_owned(),
        at: minute(90),
        wish,
    };
    store.correct(&new, fingerprint).await
}

pub(crate) async fn correct(store: &Store, wish: Wish) -> Correction {
    let correction = try_correct(store, wish).await.expect("is corrected");
    assert_sound(store).await;
    correction
}

pub(crate) async fn undo(store: &Store, correction: &Correction) -> Correction {
    let wish = Wish::Undo {
        correction: correction.id,
    };
    correct(store, wish).await
}

pub(crate) async fn speaker(store: &Store, name: &str) -> SpeakerId {
    let found = store.find_speakers(name).await.expect("find");
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    found[0].id
}

/// The quote of the current version that holds these words.
pub(crate) async fn quote(store: &Store, words: &str) -> Quote {
    let ids = store.quote_ids_after(None, 1000).await.expect("ids");
    let quotes = store.quotes(&ids).await.expect("quotes");
    let mut found: Vec<Quote> = quotes
        .into_iter()
        .filter(|quote| quote.text.contains(words))
        .collect();
    assert_eq!(found.len(), 1, "{words}");
    found.remove(0)
}

/// Who says these words.
pub(crate) async fn who(store: &Store, words: &str) -> Option<String> {
    quote(store, words)
        .await
        .speaker
        .map(|speaker| speaker.name)
}

pub(crate) fn new_person(name: &str) -> Target {
    Target::New {
        name: name.to_owned(),
        kind: SpeakerKind::Person,
        key: None,
        wikidata: None,
    }
}

pub(crate) fn by(quote: QuoteId, to: Option<Target>) -> Wish {
    Wish::QuoteSpeaker {
        quote,
        to,
        siblings: false,
        expected: Expected::Anything,
    }
}

pub(crate) fn merge(speaker: SpeakerId, into: SpeakerId) -> Wish {
    Wish::Merge {
        speaker,
        into,
        expected: Expected::Anything,
    }
}

pub(crate) fn rename(speaker: SpeakerId, name: &str) -> Wish {
    Wish::Rename {
        speaker,
        name: name.to_owned(),
        expected: Expected::Anything,
    }
}

pub(crate) fn add_alias(speaker: SpeakerId, alias: &str) -> Wish {
    Wish::AddAlias {
        speaker,
        alias: alias.to_owned(),
        expected: Expected::Anything,
    }
}

fn remove_alias(speaker: SpeakerId, alias: &str) -> Wish {
    Wish::RemoveAlias {
        speaker,
        alias: alias.to_owned(),
        expected: Expected::Anything,
    }
}

pub(crate) async fn filled(place: &Place) -> Store {
    let store = place.open().await;
    put(&store, &article("https://example.org/1", HARBOUR)).await;
    let other = "Jane Roe: «We have the money.» John Doe: «So they say.»";
    put(&store, &article("https://example.org/2", other)).await;
    store
}

pub(crate) async fn refused(store: &Store, wish: Wish, words: &str) {
    let before = store.last_sequence().await.expect("sequence");
    let error = try_correct(store, wish).await.expect_err("is refused");
    assert!(matches!(error, StoreError::Refused { .. }), "{error}");
    assert!(error.to_string().contains(words), "{error}");
    assert_eq!(store.last_sequence().await.expect("sequence"), before);
}

#[test]
fn a_quote_is_given_to_somebody_else_and_back() {
    on_both(async |place| {
        let store = filled(&place).await;
        let before = quote(&store, "harbour").await;
        let doe = speaker(&store, "John Doe").await;
        let done = correct(&store, by(before.id, Some(Target::Known(doe)))).await;
        let after = quote(&store, "harbour").await;
        assert_eq!(after.speaker.as_ref().map(|who| who.id), Some(doe));
        let decision = after.decision.clone().expect("a decision");
        assert_eq!(decision.correction, done.id);
        assert_eq!(
            (decision.by.as_str(), decision.at),
            ("Ida Desk", minute(90))
        );
        assert_eq!(after.why, before.why, "what the machine said stays");
        assert_ne!(after.statement, before.statement);
        let record = store.speaker(doe).await.expect("read").expect("there");
        assert_eq!((record.quotes, record.statements), (3, 3));
        undo(&store, &done).await;
        assert_eq!(quote(&store, "harbour").await, before);
    });
}

#[test]
fn a_quote_is_by_nobody_known_or_by_somebody_new() {
    on_both(async |place| {
        let store = filled(&place).await;
        let before = quote(&store, "harbour").await;
        let nobody = correct(&store, by(before.id, None)).await;
        let after = quote(&store, "harbour").await;
        assert_eq!((after.speaker, after.statement), (None, None));
        assert!(after.decision.is_some());
        // Upon that, and under a quote that had nobody.
        let new = correct(&store, by(before.id, Some(new_person("Ada Quill")))).await;
        assert_eq!(who(&store, "harbour").await.as_deref(), Some("Ada Quill"));
        let open = quote(&store, "We will see").await;
        let quill = speaker(&store, "Ada Quill").await;
        let third = correct(&store, by(open.id, Some(Target::Known(quill)))).await;
        let open = quote(&store, "We will see").await;
        assert!(open.statement.is_some(), "it has a statement now");
        // Not from under another, and in order.
        let wish = Wish::Undo {
            correction: nobody.id,
        };
        let error = try_correct(&store, wish).await.expect_err("in the way");
        let StoreError::Conflict { correction, what } = &error else {
            panic!("{error}");
        };
        assert_eq!(*correction, Some(new.id));
        assert!(what.contains(&new.id.to_string()), "{what}");
        undo(&store, &third).await;
        undo(&store, &new).await;
        assert_eq!(who(&store, "harbour").await, None);
        undo(&store, &nobody).await;
        assert_eq!(quote(&store, "harbour").await, before);
        let gone = store.find_speakers("Ada Quill").await.expect("find");
        assert_eq!(gone, [], "nobody without quotes is offered");
    });
}

#[test]
fn siblings_are_told_and_corrected_together() {
    on_both(async |place| {
        let store = filled(&place).await;
        let first = quote(&store, "harbour").await;
        let siblings = siblings_of(&store, first.id).await;
        let words: Vec<&str> = siblings.iter().map(|quote| quote.text.as_str()).collect();
        assert_eq!(words, ["We have the money."], "of this article alone");
        let doe = speaker(&store, "John Doe").await;
        let wish = Wish::QuoteSpeaker {
            quote: first.id,
            to: Some(Target::Known(doe)),
            siblings: true,
            expected: Expected::Last(None),
        };
        let done = correct(&store, wish).await;
        let Action::QuoteSpeaker { quotes, .. } = &done.action else {
            panic!("{done:?}");
        };
        assert_eq!(quotes.len(), 2);
        let of_doe = store.quotes_of_speaker(doe, 10).await.expect("quotes");
        assert_eq!(of_doe.len(), 4);
        // Who has been decided on is no sibling of anybody.
        assert_eq!(siblings_of(&store, first.id).await, []);
        undo(&store, &done).await;
        assert_eq!(who(&store, "harbour").await.as_deref(), Some("Jane Roe"));
        assert_eq!(siblings_of(&store, first.id).await.len(), 1);
    });
}

#[test]
fn siblings_of_a_corrected_quote_are_still_told() {
    on_both(async |place| {
        let store = filled(&place).await;
        let first = quote(&store, "harbour").await;
        correct(&store, by(first.id, None)).await;
        let siblings = siblings_of(&store, first.id).await;
        assert_eq!(siblings.len(), 1);
    });
}

#[test]
fn a_speaker_is_renamed_and_still_found_by_the_old_name() {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        let done = correct(&store, rename(jane, "  Jane Roe-Quill ")).await;
        assert_eq!(
            who(&store, "harbour").await.as_deref(),
            Some("Jane Roe-Quill")
        );
        assert_eq!(speaker(&store, "Jane Roe").await, jane);
        assert_eq!(speaker(&store, "jane roe quill").await, jane);
        let record = store.speaker(jane).await.expect("read").expect("there");
        assert_eq!(record.aliases, ["Jane Roe"]);
        assert_eq!(record.correction, Some(done.id));
        undo(&store, &done).await;
        assert_eq!(who(&store, "harbour").await.as_deref(), Some("Jane Roe"));
        let nobody = store.find_speakers("Jane Roe-Quill").await.expect("find");
        assert_eq!(nobody, []);
    });
}

#[test]
fn aliases_come_and_go() {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        let added = correct(&store, add_alias(jane, "The Iron Clerk")).await;
        assert_eq!(speaker(&store, "the iron clerk").await, jane);
        let removed = correct(&store, remove_alias(jane, "THE IRON CLERK")).await;
        assert_eq!(
            store.find_speakers("The Iron Clerk").await.expect("find"),
            []
        );
        let Action::RemoveAlias { alias, .. } = &removed.action else {
            panic!("{removed:?}");
        };
        assert_eq!(alias, "The Iron Clerk", "as it was written");
        let wish = Wish::Undo {
            correction: added.id,
        };
        let error = try_correct(&store, wish).await.expect_err("in the way");
        assert!(error.to_string().contains(&removed.id.to_string()));
        undo(&store, &removed).await;
        assert_eq!(speaker(&store, "the iron clerk").await, jane);
        undo(&store, &added).await;
        let record = store.speaker(jane).await.expect("read").expect("there");
        assert_eq!(record.aliases, Vec::<String>::new());
        refused(&store, add_alias(jane, "the mayor"), "not written like").await;
        refused(&store, add_alias(jane, "jane ROE"), "already").await;
        refused(&store, add_alias(jane, " … "), "no letter").await;
        refused(&store, remove_alias(jane, "Jane Roe"), "full name").await;
        refused(&store, remove_alias(jane, "Janet"), "do not go by").await;
        refused(&store, rename(jane, "Jane Roe"), "already").await;
        refused(&store, rename(jane, "Jane\nRoe"), "control").await;
    });
}

#[test]
fn two_speakers_are_one_and_two_again() {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        let misheard = speaker(&store, "Jay Roe").await;
        let before = store.counts().await.expect("counts");
        let quote_before = quote(&store, "misheard").await;
        let done = correct(&store, merge(misheard, jane)).await;
        // The old id and the old name lead to who stays.
        let record = store.speaker(misheard).await.expect("read").expect("there");
        assert_eq!(record.summary.id, jane);
        assert_eq!(record.quotes, 4);
        assert_eq!(record.aliases, ["Jay Roe"]);
        assert_eq!(record.merged.len(), 1);
        assert_eq!(speaker(&store, "Jay Roe").await, jane);
        let shown = quote(&store, "misheard").await;
        assert_eq!(shown.speaker.map(|who| who.id), Some(jane));
        assert_eq!(shown.filed_under, Some(misheard));
        let page = store
            .speakers(&SpeakerFilter::default(), None, 10)
            .await
            .expect("speakers");
        let listed: Vec<(&str, u64)> = page
            .items
            .iter()
            .map(|item| (item.speaker.name.as_str(), item.quotes))
            .collect();
        assert_eq!(listed, [("Jane Roe", 4), ("John Doe", 2)]);
        let merged = store.counts().await.expect("counts");
        assert_eq!(merged.speakers, before.speakers - 1);
        refused(&store, merge(misheard, jane), "one speaker").await;

        undo(&store, &done).await;
        assert_eq!(quote(&store, "misheard").await, quote_before);
        assert_eq!(speaker(&store, "Jay Roe").await, misheard);
        assert_eq!(store.counts().await.expect("counts"), before);
    });
}

#[test]
fn merges_upon_merges_part_in_any_order() {
    on_both(async |place| {
        for outer_first in [true, false] {
            let store = place.open().await;
            let text = "Ann One: «A.» Ben Two: «A.» Cay Three: «A.» Cay Three: «Deal then.»";
            put(&store, &article("https://example.org/1", text)).await;
            let (a, b, c) = (
                speaker(&store, "Ann One").await,
                speaker(&store, "Ben Two").await,
                speaker(&store, "Cay Three").await,
            );
            let statements = store.counts().await.expect("counts").statements;
            let inner = correct(&store, merge(a, b)).await;
            let outer = correct(&store, merge(b, c)).await;
            let record = store.speaker(a).await.expect("read").expect("there");
            assert_eq!(record.summary.id, c);
            assert_eq!(record.statements, 2, "the same words are one statement");
            assert_eq!(
                store.counts().await.expect("counts").statements,
                statements - 2
            );
            let shared = quote(&store, "Deal").await;
            assert_eq!(shared.speaker.map(|who| who.id), Some(c));
            let order = match outer_first {
                true => [&outer, &inner],
                false => [&inner, &outer],
            };
            for correction in order {
                undo(&store, correction).await;
            }
            for (id, name) in [(a, "Ann One"), (b, "Ben Two"), (c, "Cay Three")] {
                assert_eq!(speaker(&store, name).await, id);
            }
        }
    });
}

#[test]
fn the_same_words_of_merged_speakers_are_one_statement() {
    on_both(async |place| {
        let store = place.open().await;
        put(
            &store,
            &article("https://example.org/1", "Ann One: «Yes, we will.»"),
        )
        .await;
        put(
            &store,
            &article("https://example.org/2", "Al One: «Yes, we will.»"),
        )
        .await;
        let (ann, a) = (
            speaker(&store, "Ann One").await,
            speaker(&store, "Al One").await,
        );
        correct(&store, merge(a, ann)).await;
        let quotes = store.quotes_of_speaker(ann, 10).await.expect("quotes");
        assert_eq!(quotes.len(), 2);
        for quote in quotes {
            let statement = quote.statement.expect("a statement");
            let (same, all) = store
                .quotes_of_statement(statement, 10)
                .await
                .expect("quotes");
            assert_eq!((same.len(), all), (2, 2));
        }
    });
}

#[test]
fn a_speaker_is_split_by_mention_and_by_quote() {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        let misheard = speaker(&store, "Jay Roe").await;
        correct(&store, merge(misheard, jane)).await;
        let mentions = store.mentions_of_speaker(jane, 10).await.expect("mentions");
        assert_eq!(
            mentions,
            [("Jane Roe".to_owned(), 3), ("Jay Roe".to_owned(), 1)]
        );
        let before = store.speaker(jane).await.expect("read").expect("there");
        let harbour = quote(&store, "harbour").await;
        let wish = Wish::Split {
            speaker: jane,
            mentions: vec!["Jay Roe".to_owned()],
            quotes: vec![harbour.id],
            to: new_person("Jacob Roe"),
            expected: Expected::Last(before.correction),
        };
        let done = correct(&store, wish.clone()).await;
        let Action::Split { quotes, to, .. } = &done.action else {
            panic!("{done:?}");
        };
        assert_eq!((quotes.len(), to.name.as_str()), (2, "Jacob Roe"));
        assert_eq!(who(&store, "misheard").await.as_deref(), Some("Jacob Roe"));
        assert_eq!(who(&store, "harbour").await.as_deref(), Some("Jacob Roe"));
        let error = try_correct(&store, wish).await.expect_err("seen before");
        assert!(matches!(error, StoreError::Conflict { .. }), "{error}");
        undo(&store, &done).await;
        assert_eq!(who(&store, "harbour").await.as_deref(), Some("Jane Roe"));
        let of_another = Wish::Split {
            speaker: jane,
            mentions: Vec::new(),
            quotes: vec![quote(&store, "Not for long").await.id],
            to: new_person("Jacob Roe"),
            expected: Expected::Anything,
        };
        refused(&store, of_another, "is not").await;
        let of_nothing = Wish::Split {
            speaker: jane,
            mentions: vec!["Nobody At All".to_owned()],
            quotes: Vec::new(),
            to: new_person("Jacob Roe"),
            expected: Expected::Anything,
        };
        refused(&store, of_nothing, "no quote").await;
    });
}

/// Corrections and puts at once, on both sides of merges: no count is lost, and the chain has no fork.
async fn siblings_of(store: &Store, id: QuoteId) -> Vec<Quote> {
    let siblings = store.siblings(id).await.expect("siblings");
    siblings.expect("the quote is there")
}
