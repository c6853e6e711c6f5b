//! What people corrected outlives what is put later: new versions, other extractors, further articles.

use onrecord_model::{ResolutionRule, SpeakerIdentity};
use onrecord_store::{Expected, NewArticle, Store, Target, Wish};

use crate::corrections::{
    HARBOUR, add_alias, by, correct, filled, merge, new_person, quote, rename, speaker, undo, who,
};
use crate::fixture::{article, assert_sound, minute, on_both, person, put};

/// The article of the fixture in another version: its text after `change`.
fn changed(change: impl Fn(String) -> String) -> NewArticle {
    let mut new = article("https://example.org/1", &change(HARBOUR.to_owned()));
    new.extractor = Some("test 2".to_owned());
    new.taken_in = minute(120);
    new
}

/// Another reading of the same text: it cuts quotes otherwise, words mentions otherwise, and finds others.
fn read_again() -> NewArticle {
    let mut new = changed(|text| text);
    // Else the content would be the same, and nothing would be put.
    new.article.title = Some("Another title".to_owned());
    for quote in &mut new.quotes {
        quote.mention = Some("she".to_owned());
        quote.speaker = Some(person("Somebody Else"));
        // The last character is not part of it any more.
        quote.text.pop();
        if let Some(last) = quote.content.last_mut() {
            last.end -= 1;
        }
    }
    new
}

async fn corrected(store: &Store) {
    let harbour = quote(store, "harbour").await;
    correct(store, by(harbour.id, Some(new_person("Ada Quill")))).await;
    let doubt = quote(store, "Not for long").await;
    correct(store, by(doubt.id, None)).await;
}

#[test]
fn the_same_text_read_by_another_extractor() {
    on_both(async |place| {
        let store = filled(&place).await;
        corrected(&store).await;
        put(&store, &read_again()).await;
        assert_sound(&store).await;
        assert_eq!(who(&store, "harbour").await.as_deref(), Some("Ada Quill"));
        assert_eq!(who(&store, "Not for long").await, None);
        let other = quote(&store, "misheard").await;
        assert_eq!(other.extractor, "test 2");
        assert_eq!(
            other.speaker.map(|who| who.name).as_deref(),
            Some("Somebody Else")
        );
        let kept = quote(&store, "harbour").await;
        assert_eq!(kept.version, 2);
        assert_eq!(
            kept.decision.map(|made| made.by).as_deref(),
            Some("Ida Desk")
        );
    });
}

#[test]
fn a_changed_text_with_the_same_words() {
    on_both(async |place| {
        let store = filled(&place).await;
        corrected(&store).await;
        put(
            &store,
            &changed(|text| format!("An introduction. {text} And an end.")),
        )
        .await;
        assert_sound(&store).await;
        assert_eq!(who(&store, "harbour").await.as_deref(), Some("Ada Quill"));
        assert_eq!(who(&store, "Not for long").await, None);
        // And once more, with a word changed.
        put(
            &store,
            &changed(|text| text.replace("The harbour stays open", "The harbour will stay open")),
        )
        .await;
        assert_sound(&store).await;
        assert_eq!(
            who(&store, "harbour").await.as_deref(),
            Some("Jane Roe"),
            "other words than these: three of seven are new"
        );
    });
}

#[test]
fn a_longer_quote_with_a_word_changed() {
    on_both(async |place| {
        let store = place.open().await;
        let text = "Jane Roe: «The harbour stays open all winter for every ship.»";
        put(&store, &article("https://example.org/1", text)).await;
        let said = quote(&store, "harbour").await;
        correct(&store, by(said.id, None)).await;
        let changed = text.replace("every ship", "every boat");
        put(&store, &article("https://example.org/1", &changed)).await;
        assert_eq!(who(&store, "harbour").await, None);
        // It was not said again, and then it was.
        put(&store, &article("https://example.org/1", "Nothing at all.")).await;
        put(
            &store,
            &article("https://example.org/1", &format!("{text} ")),
        )
        .await;
        assert_eq!(who(&store, "harbour").await, None);
        assert_sound(&store).await;
    });
}

#[test]
fn an_article_that_names_another_source_itself_is_believed() {
    on_both(async |place| {
        let store = filled(&place).await;
        corrected(&store).await;
        put(&store, &changed(|text| text.replace("Jane Roe", "Max Poe"))).await;
        assert_eq!(who(&store, "harbour").await.as_deref(), Some("Max Poe"));
        assert_sound(&store).await;
    });
}

#[test]
fn words_said_twice_keep_their_own_decisions() {
    on_both(async |place| {
        let store = place.open().await;
        let text = "Jane Roe: «No.» Jane Roe: «No.» Jane Roe: «Yes.»";
        let done = put(&store, &article("https://example.org/1", text)).await;
        let quotes = store
            .quotes_of_article(done.article, 1)
            .await
            .expect("quotes");
        correct(&store, by(quotes[1].id, None)).await;
        let decided = async |version| {
            let quotes = store
                .quotes_of_article(done.article, version)
                .await
                .expect("quotes");
            quotes
                .iter()
                .map(|quote| quote.decision.is_some())
                .collect::<Vec<_>>()
        };
        let longer = format!("Before. {text}");
        put(&store, &article("https://example.org/1", &longer)).await;
        assert_eq!(decided(2).await, [false, true, false]);
        // Three of them now, of which one was decided: which one nobody can tell.
        let thrice = format!("Jane Roe: «No.» {text}");
        put(&store, &article("https://example.org/1", &thrice)).await;
        assert_eq!(decided(3).await, [false; 4]);
        assert_sound(&store).await;
    });
}

#[test]
fn an_undo_reaches_all_versions() {
    on_both(async |place| {
        let store = filled(&place).await;
        let harbour = quote(&store, "harbour").await;
        let first = correct(&store, by(harbour.id, None)).await;
        put(&store, &changed(|text| format!("{text} More."))).await;
        let carried = quote(&store, "harbour").await;
        assert_ne!(carried.id, harbour.id);
        let ada = Some(new_person("Ada Quill"));
        let second = correct(&store, by(carried.id, ada)).await;
        put(&store, &changed(|text| format!("{text} And more."))).await;
        assert_eq!(who(&store, "harbour").await.as_deref(), Some("Ada Quill"));
        undo(&store, &second).await;
        assert_eq!(who(&store, "harbour").await, None);
        undo(&store, &first).await;
        assert_eq!(who(&store, "harbour").await.as_deref(), Some("Jane Roe"));
        let old = store.quotes(&[harbour.id, carried.id]).await.expect("old");
        for quote in old {
            let name = quote.speaker.map(|who| who.name);
            assert_eq!((name.as_deref(), quote.decision), (Some("Jane Roe"), None));
        }
    });
}

fn said_by(url: &str, mention: &str, name: Option<&str>, rule: ResolutionRule) -> NewArticle {
    let mut new = article(url, &format!("{mention}: «Something else of {url}.»"));
    new.quotes[0].speaker = name.map(person);
    new.quotes[0].why.rule = rule;
    new
}

#[test]
fn an_alias_leads_the_next_article_to_the_speaker() {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        let added = correct(&store, add_alias(jane, "The Iron Clerk")).await;
        let iron = "The Iron Clerk";
        let found = ResolutionRule::FullName;
        let new = said_by("https://example.org/a", iron, Some(iron), found);
        put(&store, &new).await;
        let open = said_by(
            "https://example.org/b",
            iron,
            None,
            ResolutionRule::NotFound,
        );
        put(&store, &open).await;
        // Whoever the article means to leave without a name stays so.
        let unnamed = said_by("https://example.org/c", iron, None, ResolutionRule::Unnamed);
        put(&store, &unnamed).await;
        // Who is known by more than a name is not taken for a namesake.
        let mut known = said_by("https://example.org/d", iron, Some(iron), found);
        if let Some(SpeakerIdentity { key, .. }) = &mut known.quotes[0].speaker {
            *key = "wikidata:Q4".to_owned();
        }
        put(&store, &known).await;
        assert_sound(&store).await;
        for (url, expected) in [("/a.", Some(jane)), ("/b.", Some(jane)), ("/c.", None)] {
            let quote = quote(&store, url).await;
            assert_eq!(quote.speaker.map(|who| who.id), expected, "{url}");
            if expected.is_some() {
                assert_eq!(quote.why.rule, ResolutionRule::GivenName);
            }
        }
        let other = quote(&store, "/d.").await.speaker.expect("a speaker");
        assert_ne!(other.id, jane);
        undo(&store, &added).await;
        let after = said_by(
            "https://example.org/e",
            iron,
            None,
            ResolutionRule::NotFound,
        );
        put(&store, &after).await;
        assert_eq!(who(&store, "/e.").await, None);
    });
}

#[test]
fn taking_a_name_back_reaches_what_was_filed_by_it() {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        let iron = "The Iron Clerk";
        let added = correct(&store, add_alias(jane, iron)).await;
        let full = ResolutionRule::FullName;
        let named = said_by("https://example.org/a", iron, Some(iron), full);
        put(&store, &named).await;
        let open = said_by(
            "https://example.org/b",
            iron,
            None,
            ResolutionRule::NotFound,
        );
        put(&store, &open).await;
        let third = said_by(
            "https://example.org/c",
            iron,
            None,
            ResolutionRule::NotFound,
        );
        put(&store, &third).await;
        let filed = quote(&store, "/a.").await;
        assert_eq!(filed.speaker.map(|who| who.id), Some(jane));
        let decision = filed.decision.expect("a person said so");
        assert_eq!(decision.correction, added.id);
        // What a person said of one of them itself outlives the name.
        let itself = quote(&store, "/c.").await;
        let kept = correct(&store, by(itself.id, Some(new_person("Ada Quill")))).await;
        undo(&store, &added).await;
        assert_eq!(who(&store, "/a.").await.as_deref(), Some(iron));
        assert_eq!(who(&store, "/b.").await, None);
        assert_eq!(who(&store, "/c.").await.as_deref(), Some("Ada Quill"));
        undo(&store, &kept).await;
        assert_eq!(who(&store, "/c.").await, None);
        let old = store.find_speakers("Ada Quill").await.expect("find");
        assert_eq!(old, []);
        let same = said_by(
            "https://example.org/d",
            "Ada Quill",
            Some("Ada Quill"),
            full,
        );
        put(&store, &same).await;
        assert_sound(&store).await;
    });
}

#[test]
fn what_a_name_decided_is_decided_anew_for_the_next_version() {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        let iron = "The Iron Clerk";
        let full = ResolutionRule::FullName;
        correct(&store, add_alias(jane, iron)).await;
        let mut new = said_by("https://example.org/a", iron, Some(iron), full);
        put(&store, &new).await;
        let wish = Wish::RemoveAlias {
            speaker: jane,
            alias: iron.to_owned(),
            expected: Expected::Anything,
        };
        let removed = correct(&store, wish).await;
        new.article.title = Some("Another title".to_owned());
        put(&store, &new).await;
        assert_eq!(who(&store, "/a.").await.as_deref(), Some(iron));
        assert_sound(&store).await;
        // The name is hers again, by the first correction.
        undo(&store, &removed).await;
        new.article.title = Some("A third title".to_owned());
        put(&store, &new).await;
        assert_eq!(who(&store, "/a.").await.as_deref(), Some("Jane Roe"));
        assert_sound(&store).await;
    });
}

#[test]
fn a_name_that_was_taken_away_leads_nowhere_and_does_not_come_back() {
    on_both(async |place| {
        let store = place.open().await;
        let mut new = article("https://example.org/1", "Janie: «Yes.»");
        new.quotes[0].speaker = Some(SpeakerIdentity {
            aliases: vec!["Janie".to_owned()],
            ..person("Jane Roe")
        });
        put(&store, &new).await;
        let jane = speaker(&store, "Jane Roe").await;
        let wish = Wish::RemoveAlias {
            speaker: jane,
            alias: "Janie".to_owned(),
            expected: Expected::Anything,
        };
        correct(&store, wish).await;
        new.article.url = Some("https://example.org/2".to_owned());
        new.quotes[0].text = "Yes.".to_owned();
        let done = put(&store, &new).await;
        let quotes = store
            .quotes_of_article(done.article, 1)
            .await
            .expect("quotes");
        assert_eq!(quotes[0].speaker, None);
        assert_eq!(quotes[0].why.rule, ResolutionRule::NotFound);
        let record = store.speaker(jane).await.expect("read").expect("there");
        assert_eq!(record.aliases, Vec::<String>::new());
        assert_sound(&store).await;
    });
}

#[test]
fn after_a_merge_and_a_rename_new_quotes_go_to_who_stays() {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        let misheard = speaker(&store, "Jay Roe").await;
        correct(&store, merge(misheard, jane)).await;
        correct(&store, rename(jane, "Janet Roe")).await;
        let full = ResolutionRule::FullName;
        for (url, name) in [("x", "Jay Roe"), ("y", "Jane Roe"), ("z", "Janet Roe")] {
            let url = format!("https://example.org/{url}");
            put(&store, &said_by(&url, name, Some(name), full)).await;
            let quote = quote(&store, &url).await;
            let speaker = quote.speaker.expect("a speaker");
            assert_eq!((speaker.id, speaker.name.as_str()), (jane, "Janet Roe"));
        }
        let record = store.speaker(jane).await.expect("read").expect("there");
        assert_eq!(record.quotes, 7);
        assert_sound(&store).await;
        // Also where an article of who went is replaced.
        put(&store, &changed(|text| format!("{text} More."))).await;
        assert_sound(&store).await;
    });
}

#[test]
fn a_new_namesake_does_not_take_the_others_mentions() {
    on_both(async |place| {
        let store = filled(&place).await;
        let jane = speaker(&store, "Jane Roe").await;
        let harbour = quote(&store, "harbour").await;
        correct(&store, by(harbour.id, Some(new_person("Jane Roe")))).await;
        let url = "https://example.org/n";
        let full = ResolutionRule::FullName;
        put(&store, &said_by(url, "Jane Roe", Some("Jane Roe"), full)).await;
        let quote = quote(&store, url).await;
        assert_eq!(quote.speaker.map(|who| who.id), Some(jane));
        assert_sound(&store).await;
    });
}

#[test]
fn a_decision_for_somebody_who_is_merged_later_is_shown_as_who_stays() {
    on_both(async |place| {
        let store = filled(&place).await;
        let harbour = quote(&store, "harbour").await;
        correct(&store, by(harbour.id, Some(new_person("Ada Quill")))).await;
        let ada = speaker(&store, "Ada Quill").await;
        let doe = speaker(&store, "John Doe").await;
        correct(&store, merge(ada, doe)).await;
        put(&store, &changed(|text| format!("{text} More."))).await;
        assert_eq!(who(&store, "harbour").await.as_deref(), Some("John Doe"));
        assert_sound(&store).await;
        let known = Some(Target::Known(ada));
        let doubt = quote(&store, "We will see").await;
        correct(&store, by(doubt.id, known)).await;
        assert_eq!(
            who(&store, "We will see").await.as_deref(),
            Some("John Doe")
        );
    });
}
