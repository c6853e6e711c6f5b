//! Statements as they are shown, and what follows from them.

use std::sync::Arc;

use onrecord_engine::{EditKind, Wish};
use onrecord_matching::fingerprint;
use onrecord_model::{Kind, Quote, StatementId};
use onrecord_store::{NewArticle, NewPassage, NewSource, SourceKind};

use crate::grouping::{FERRY, MIXED, Place, QUOTA, Said, article, day, on_both, person};

const ALTERED: &str = "This quota will empty every harbour on the north coast";
const WIRE: &str = "HALDEN (Kestrel Wire) - The council of the island met on Tuesday to talk about the new \
    quota for cod, which is to come into force before the winter, and about the three ferries that have been out of \
    service since the storm in January. Fishermen stood in front of the town hall from early morning until the \
    meeting was over, and most of them went home without an answer.";

/// An article that opens with the agency's text.
fn wire(url: &str, on: i64, said: &[Said<'_>]) -> NewArticle {
    let mut new = article(url, Some(on), said);
    let begin = format!("{WIRE}\n\n");
    let shift = begin.chars().count() as u32;
    new.article.text = format!("{begin}{}", new.article.text);
    for quote in &mut new.quotes {
        for span in &mut quote.content {
            span.start += shift;
            span.end += shift;
        }
    }
    new.article.blocks[0].span = onrecord_model::Span::new(0, new.article.text.len());
    new
}

async fn quotes(place: &Place) -> Vec<Quote> {
    let ids = place.store.quote_ids_after(None, 100).await.expect("ids");
    place.store.quotes(&ids).await.expect("quotes")
}

async fn wording(place: &Place, text: &str) -> StatementId {
    let quotes = quotes(place).await;
    let quote = quotes.iter().find(|quote| quote.text == text);
    quote.and_then(|quote| quote.wording).expect("a wording")
}

#[test]
fn a_statement_shows_its_wordings_and_counts_a_wire_copy_once() {
    on_both(async |place| {
        let said = [("Tove Brandt", Kind::Direct, QUOTA)];
        place.put(&wire("one", 2, &said)).await;
        place.put(&wire("two", 1, &said)).await;
        let other = [("Tove Brandt", Kind::Mixed, MIXED)];
        place.put(&article("three", Some(3), &other)).await;
        place.group().await;
        let mixed = wording(place, MIXED).await;
        let view = place.engine.statement(mixed).await.expect("read");
        let view = view.expect("there");
        assert_eq!(view.canonical.text, QUOTA);
        assert_eq!(view.first.article.outlet.as_deref(), Some("two"));
        assert_eq!((view.told.occurrences, view.told.reports), (3, 2));
        assert_eq!(view.wordings, 2);
        let texts: Vec<&str> = view.variants.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(texts, [QUOTA, MIXED]);
        assert_eq!(view.variants[0].occurrences.len(), 2);
        assert_eq!(
            (
                view.variants[0].told.occurrences,
                view.variants[0].told.reports
            ),
            (2, 1)
        );
        // The one that was published first is what the other copies.
        let ids: Vec<_> = quotes(place)
            .await
            .iter()
            .map(|quote| quote.article.id)
            .collect();
        let texts = place.store.article_texts(&ids).await.expect("texts");
        let copies: Vec<bool> = texts.iter().map(|text| text.copy_of.is_some()).collect();
        assert_eq!(copies.iter().filter(|is_copy| **is_copy).count(), 1);
        place.assert_sound().await;
    });
}

#[test]
fn words_given_to_two_speakers_are_a_conflict_until_a_person_settles_it() {
    on_both(async |place| {
        let right = [
            (
                "Tove Brandt",
                Kind::Mixed,
                "them \"harbour-killing\" measures",
            ),
            ("Nils Harbury", Kind::Direct, FERRY),
        ];
        let wrong = [("Nils Harbury", Kind::Mixed, "the quota \"harbour-killing\"")];
        let phrase = [("Ada Quill", Kind::Mixed, "a \"harbour-killing\" plan")];
        place.put(&article("one", Some(1), &right)).await;
        place.put(&article("two", Some(2), &wrong)).await;
        // Who is not quoted beside the others may well use two words of theirs.
        place.put(&article("three", Some(2), &phrase)).await;
        place.group().await;
        let open = place
            .engine
            .conflicts(Some(false), None, 10)
            .await
            .expect("read");
        let [conflict] = open.conflicts.as_slice() else {
            panic!("{open:#?}");
        };
        assert_eq!(conflict.words, "harbour-killing");
        let mut who: Vec<String> = [&conflict.one, &conflict.other]
            .into_iter()
            .filter_map(|quote| Some(quote.speaker.as_ref()?.name.clone()))
            .collect();
        who.sort();
        assert_eq!(who, ["Nils Harbury", "Tove Brandt"]);

        let wish = Wish::SettleConflict {
            conflict: conflict.id,
            note: "two lines of notes were joined".to_owned(),
        };
        let settled = place.engine.correct("Ann", wish).await.expect("settled");
        let open = place
            .engine
            .conflicts(Some(false), None, 10)
            .await
            .expect("read");
        assert!(open.conflicts.is_empty());
        let all = place.engine.conflicts(None, None, 10).await.expect("read");
        assert_eq!(all.conflicts[0].settled_by, Some(settled.id));
        let wish = Wish::Undo {
            correction: settled.id,
        };
        place.engine.correct("Ann", wish).await.expect("taken back");
        let open = place
            .engine
            .conflicts(Some(false), None, 10)
            .await
            .expect("read");
        assert_eq!(open.conflicts.len(), 1);
        // The article takes the words back.
        let said = [("Nils Harbury", Kind::Direct, "No comment")];
        place.put(&article("two", Some(2), &said)).await;
        place.group().await;
        let all = place.engine.conflicts(None, None, 10).await.expect("read");
        assert!(all.conflicts.is_empty());
        place.assert_sound().await;
    });
}

#[test]
fn what_a_new_version_did_to_quotes_is_on_record() {
    on_both(async |place| {
        let before = [
            ("Tove Brandt", Kind::Direct, QUOTA),
            ("Tove Brandt", Kind::Direct, FERRY),
            ("Nils Harbury", Kind::Direct, "No comment at all"),
            ("Ada Quill", Kind::Indirect, "that nothing was decided"),
        ];
        let after = [
            ("Tove Brandt", Kind::Direct, ALTERED),
            ("Ada Quill", Kind::Direct, "No comment at all"),
        ];
        place.put(&article("one", Some(1), &before)).await;
        place.group().await;
        place.put(&article("one", Some(1), &after)).await;
        place.group().await;
        place.group().await;
        let page = place
            .engine
            .stealth_edits(None, None, 2)
            .await
            .expect("read");
        let rest = place
            .engine
            .stealth_edits(None, page.next.as_deref(), 2)
            .await
            .expect("read");
        assert_eq!(rest.next, None);
        let mut edits: Vec<(EditKind, String, Option<String>)> = page
            .edits
            .iter()
            .chain(&rest.edits)
            .map(|edit| {
                let after = edit.after.as_ref().map(|after| after.text.clone());
                (edit.kind, edit.before.text.clone(), after)
            })
            .collect();
        edits.sort_by(|one, other| one.1.cmp(&other.1));
        let own = |text: &str| text.to_owned();
        assert_eq!(
            edits,
            [
                (
                    EditKind::Speaker,
                    own("No comment at all"),
                    Some(own("No comment at all"))
                ),
                (EditKind::Vanished, own(FERRY), None),
                (EditKind::Changed, own(QUOTA), Some(own(ALTERED))),
            ]
        );
    });
}

#[test]
fn people_put_wordings_together_and_apart_and_stay_right() {
    on_both(async |place| {
        let correct =
            async |wish: Wish| place.engine.correct("Ann", wish).await.expect("corrected");
        for (url, text) in [("one", QUOTA), ("two", ALTERED), ("three", FERRY)] {
            let said = [("Tove Brandt", Kind::Direct, text)];
            place.put(&article(url, Some(1), &said)).await;
        }
        place.group().await;
        let before = place.statements().await;
        assert_eq!(before.len(), 1);
        let (quota, altered, ferry) = (
            wording(place, QUOTA).await,
            wording(place, ALTERED).await,
            wording(place, FERRY).await,
        );
        let joined = correct(Wish::JoinStatements {
            one: quota,
            other: ferry,
        })
        .await;
        let together = place.statements().await;
        assert_eq!(
            together
                .iter()
                .map(std::collections::BTreeSet::len)
                .collect::<Vec<_>>(),
            [3]
        );
        let apart = correct(Wish::SeparateWording { wording: altered }).await;
        let two = place.statements().await;
        assert_eq!(
            two.iter()
                .map(std::collections::BTreeSet::len)
                .collect::<Vec<_>>(),
            [2]
        );
        // Whatever comes in, what they said holds.
        let said = [
            ("Tove Brandt", Kind::Direct, QUOTA),
            ("Tove Brandt", Kind::Direct, FERRY),
        ];
        place.put(&article("four", Some(2), &said)).await;
        place.group().await;
        let two = place.statements().await;
        assert_eq!(
            two.iter()
                .map(std::collections::BTreeSet::len)
                .collect::<Vec<_>>(),
            [4]
        );
        place.assert_sound().await;
        // The later one is taken back first.
        let early = place
            .engine
            .correct(
                "Ann",
                Wish::Undo {
                    correction: joined.id,
                },
            )
            .await;
        assert!(early.is_err());
        correct(Wish::Undo {
            correction: apart.id,
        })
        .await;
        correct(Wish::Undo {
            correction: joined.id,
        })
        .await;
        let said = [("Nils Harbury", Kind::Direct, "Nothing")];
        place.put(&article("four", Some(2), &said)).await;
        place.group().await;
        assert_eq!(place.statements().await, before);
        place.assert_sound().await;
    });
}

#[test]
fn a_merge_puts_statements_together_and_its_undo_parts_them() {
    on_both(async |place| {
        let said = |name| [(name, Kind::Direct, QUOTA), (name, Kind::Direct, FERRY)];
        place
            .put(&article("one", Some(1), &said("Tove Brandt")))
            .await;
        place
            .put(&article("two", Some(2), &said("T. Brandt")))
            .await;
        let other = [("T. Brandt", Kind::Direct, "harbour on the north coast")];
        place.put(&article("three", Some(2), &other)).await;
        place.group().await;
        let before = place.statements().await;
        let quotes = quotes(place).await;
        let id = |name: &str| {
            let speakers = quotes.iter().filter_map(|quote| quote.speaker.as_ref());
            let mut ids = speakers.filter(|speaker| speaker.name == name);
            ids.next().expect("a speaker").id
        };
        let wish = Wish::Merge {
            speaker: id("T. Brandt"),
            into: id("Tove Brandt"),
            expected: onrecord_engine::Expected::Anything,
        };
        let merged = place.engine.correct("Ann", wish).await.expect("merged");
        place.group().await;
        let together: Vec<usize> = place
            .statements()
            .await
            .iter()
            .map(std::collections::BTreeSet::len)
            .collect();
        assert_eq!(together, [2, 3]);
        place.assert_sound().await;
        let wish = Wish::Undo {
            correction: merged.id,
        };
        place.engine.correct("Ann", wish).await.expect("parted");
        place.group().await;
        assert_eq!(place.statements().await, before);
        place.assert_sound().await;
    });
}

#[test]
fn what_was_said_outranks_what_was_reported_whichever_comes_first() {
    on_both(async |place| {
        let said = [
            ("Tove Brandt", Kind::Direct, ALTERED),
            ("Tove Brandt", Kind::Direct, "harbour on the north coast"),
        ];
        place.put(&article("one", Some(1), &said)).await;
        place.group().await;
        let passage = |text: &str| NewPassage {
            text: text.to_owned(),
            speaker: Arc::new(person("Tove Brandt")),
            said: Some(day(0)),
            outlet: None,
            url: None,
            reference: None,
            fingerprint: fingerprint(text).map(|found| found.to_string()),
        };
        let source = NewSource {
            identity: "speech".to_owned(),
            kind: SourceKind::Transcript,
            name: "speech.txt".to_owned(),
            title: None,
            url: None,
            outlet: None,
            published: None,
            taken_in: day(0),
            passages: vec![
                passage(FERRY),
                passage(QUOTA),
                passage("No harbour will close."),
            ],
        };
        let put = place.store.put_sources(&[source]).await.expect("stored");
        assert_eq!(put.len(), 1);
        place.group().await;
        let id = wording(place, ALTERED).await;
        let view = place.engine.statement(id).await.expect("read");
        let view = view.expect("there");
        assert_eq!(view.canonical.text, QUOTA);
        assert!(view.canonical.primary.is_some() && view.variants[0].is_primary);
        assert_eq!(view.wordings, 3);
        assert_eq!((view.told.occurrences, view.told.passages), (2, 1));
        place.assert_sound().await;
        // A report that comes later finds it as well.
        let later = [("Tove Brandt", Kind::Mixed, MIXED)];
        place.put(&article("two", Some(2), &later)).await;
        place.group().await;
        let view = place.engine.statement(id).await.expect("read");
        assert_eq!(view.expect("there").wordings, 4);
    });
}
