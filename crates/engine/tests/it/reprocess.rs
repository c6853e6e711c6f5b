//! Stored articles read again with other rules: what is shown, what is stored, and what people keep.

use std::collections::BTreeSet;
use std::path::Path;

use onrecord_engine::intake::{Facts, Limits, from_plain_text};
use onrecord_engine::{
    Analyser, DeskWish, Engine, Expected, Model, Outcome, ReprocessEvent, ReprocessRequest,
    ReprocessSummary, Reprocessed, SearchRequest, Target, Wish, WishedLink,
};
use onrecord_model::{ClaimText, FlagSubject, Kind, Quote, SpeakerKind};
use onrecord_store::ReadFilter;
use tokio_util::sync::CancellationToken;

use crate::grouping::{QUOTA, article, on_both, person};
use crate::open;

/// The rules alone find otherwise in these than the model does.
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../cli/sample");

async fn filled(folder: &Path) -> Engine {
    let engine = open(folder).await;
    let stop = CancellationToken::new();
    let summary = engine
        .ingest_paths(vec![SAMPLE.into()], Limits::default(), 2, &stop, |_| {})
        .await
        .expect("taken in");
    assert!(summary.added >= 20, "{summary:?}");
    engine.group().await.expect("put together");
    engine.catch_up().await.expect("indexed");
    engine
}

fn analyser(model: Model) -> Analyser {
    Analyser::for_the_record_with(&model).expect("built in")
}

async fn reprocess(
    engine: &Engine,
    request: ReprocessRequest,
    model: Model,
) -> (ReprocessSummary, Vec<Reprocessed>) {
    let mut read = Vec::new();
    let stop = CancellationToken::new();
    let summary = engine
        .reprocess(&request, analyser(model), 2, &stop, |event| match event {
            ReprocessEvent::Read(article) => read.push((**article).clone()),
            ReprocessEvent::Refused { reason, .. } => panic!("{reason}"),
        })
        .await
        .expect("is read again");
    (summary, read)
}

fn stored() -> ReprocessRequest {
    ReprocessRequest {
        is_stored: true,
        ..ReprocessRequest::default()
    }
}

/// Everything on record.
async fn quotes(engine: &Engine) -> Vec<Quote> {
    let request = SearchRequest {
        limit: SearchRequest::LARGEST_PAGE,
        ..SearchRequest::default()
    };
    let mut found = Vec::new();
    let mut cursor = None;
    loop {
        let request = SearchRequest {
            after: cursor,
            ..request.clone()
        };
        let page = engine.search(&request).await.expect("answers");
        found.extend(page.hits.into_iter().map(|hit| hit.quote));
        cursor = page.next;
        if cursor.is_none() {
            return found;
        }
    }
}

/// What stands where, by whom, without whose reading it is of.
fn told(quotes: &[Quote]) -> BTreeSet<String> {
    let told = quotes.iter().map(|quote| {
        let speaker = quote.speaker.as_ref().map(|speaker| &speaker.name);
        format!(
            "{} {:?} {speaker:?} {:?} {}",
            quote.article.id, quote.content, quote.kind, quote.text
        )
    });
    told.collect()
}

async fn assert_sound(engine: &Engine) {
    engine.group().await.expect("put together");
    engine.catch_up().await.expect("indexed");
    let report = engine.doctor().await.expect("looks");
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_is_what_is_stored_and_nothing_is_left_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = filled(folder.path()).await;
    let before = quotes(&engine).await;
    let sequence = engine.counts().await.expect("counts");
    let (shown, read) = reprocess(&engine, ReprocessRequest::default(), Model::Rules).await;
    assert!(shown.gained + shown.lost + shown.changed > 0, "{shown:?}");
    assert!(
        read.windows(2)
            .all(|pair| pair[0].article.id < pair[1].article.id)
    );
    assert_eq!(shown.stored, 0);
    assert_eq!(engine.counts().await.expect("counts"), sequence);
    assert_eq!(quotes(&engine).await, before);
    let on_record = shown.lost + shown.changed + shown.kept + shown.unchanged;
    assert_eq!(on_record, before.len() as u64);

    let (done, again) = reprocess(&engine, stored(), Model::Rules).await;
    assert_eq!(done.stored, done.articles);
    assert_eq!(ReprocessSummary { stored: 0, ..done }, shown);
    for (shown, stored) in read.iter().zip(&again) {
        assert_eq!(shown.differences, stored.differences);
        assert_eq!(stored.stored.map(|(version, _)| version), Some(2));
    }
    // Before the index has caught up, and after.
    let after = quotes(&engine).await;
    assert!(after.iter().all(|quote| quote.extractor == "rules/3"));
    assert_eq!(
        after.len() as u64,
        shown.gained + shown.changed + shown.unchanged
    );
    assert_sound(&engine).await;
    assert_eq!(told(&quotes(&engine).await), told(&after));
    // Nobody published anything new.
    let edits = engine.stealth_edits(None, None, 10).await.expect("edits");
    assert!(edits.edits.is_empty(), "{edits:?}");

    let (nothing, _) = reprocess(&engine, stored(), Model::Rules).await;
    assert_eq!(nothing, ReprocessSummary::default());
    let all = ReprocessRequest {
        is_for_all: true,
        ..ReprocessRequest::default()
    };
    let (same, _) = reprocess(&engine, all, Model::Rules).await;
    assert_eq!((same.articles, same.different), (shown.articles, 0));
    assert_eq!(same.unchanged, after.len() as u64);
    // And back to where it was.
    reprocess(&engine, stored(), Model::Fast).await;
    assert_sound(&engine).await;
    assert_eq!(told(&quotes(&engine).await), told(&before));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_have_worked_on_stays_whatever_reads_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = filled(folder.path()).await;
    let before = quotes(&engine).await;
    let (_, read) = reprocess(&engine, ReprocessRequest::default(), Model::Rules).await;
    // Of what would go or change, some are worked on in every way there is; what would change comes first.
    let mut going: Vec<(bool, Quote)> = read
        .iter()
        .flat_map(|read| &read.differences)
        .filter(|difference| difference.outcome != Outcome::Gained)
        .filter_map(|difference| {
            let id = difference.before.as_ref()?.id?;
            let quote = before.iter().find(|quote| quote.id == id)?;
            Some((difference.after.is_none(), quote.clone()))
        })
        .filter(|(_, quote)| quote.statement.is_some() && quote.inside.is_none())
        .collect();
    going.sort_by(|one, other| (one.0, &one.1.text).cmp(&(other.0, &other.1.text)));
    let changing = going.iter().filter(|(is_lost, _)| !is_lost).count();
    assert!(changing >= 2, "{going:#?}");
    let going: Vec<Quote> = going.into_iter().map(|(_, quote)| quote).take(9).collect();
    assert_eq!(going.len(), 9, "{going:#?}");
    let mut expected = BTreeSet::new();
    for (number, quote) in going.iter().enumerate() {
        let statement = quote.statement.expect("a statement");
        let desk = |wish| Wish::Desk {
            wish,
            expected: Expected::Anything,
        };
        let wish = match number % 3 {
            2 => Wish::QuoteSpeaker {
                quote: quote.id,
                to: Some(Target::New {
                    name: "Ada Quill".to_owned(),
                    kind: SpeakerKind::Person,
                    key: Some("name:person:ada quill".to_owned()),
                    wikidata: None,
                }),
                siblings: false,
                expected: Expected::Anything,
            },
            0 => desk(DeskWish::Flag {
                subject: FlagSubject::Quote(quote.id),
                reason: "Who says so?".to_owned(),
            }),
            _ => desk(DeskWish::MakeClaim {
                text: Box::new(ClaimText {
                    text: format!("Claim number {number}."),
                    ..ClaimText::default()
                }),
                statements: vec![WishedLink {
                    statement,
                    part: None,
                    suggested: None,
                }],
                reviews: Vec::new(),
            }),
        };
        engine.correct("Ida Desk", wish).await.expect("is done");
        let mut kept = quote.clone();
        if number % 3 == 2 {
            let speaker = kept.speaker.as_mut().expect("a speaker");
            speaker.name = "Ada Quill".to_owned();
        }
        expected.extend(told(&[kept]));
    }
    for model in [Model::Rules, Model::Fast, Model::Rules] {
        let (summary, read) = reprocess(&engine, stored(), model.clone()).await;
        let kept = read.iter().flat_map(|read| &read.differences);
        let kept = kept.filter(|difference| difference.outcome == Outcome::Kept);
        assert!(summary.kept > 0 || model == Model::Fast, "{summary:?}");
        assert_eq!(kept.count() as u64, summary.kept);
        assert_sound(&engine).await;
        let after = quotes(&engine).await;
        let missing: Vec<_> = expected.difference(&told(&after)).cloned().collect();
        assert!(missing.is_empty(), "{model:?}: {missing:#?}");
        let decided = after.iter().filter(|quote| quote.decision.is_some());
        assert_eq!(decided.count(), 3);
        for quote in &going {
            let after = after.iter().find(|after| {
                after.article.id == quote.article.id && after.content == quote.content
            });
            let after = after.expect("is there");
            // Who else says it makes another statement of it.
            assert!(after.decision.is_some() || after.wording == quote.wording);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_asked_for_is_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    for (number, outlet) in ["The Quay", "THE  quay", "Halden Wire"].iter().enumerate() {
        let text = format!(
            "Report\n\nThe harbour master, Tove Brandt, said on Tuesday that pier {number} was safe."
        );
        let facts = Facts {
            outlet: Some((*outlet).to_owned()),
            url: Some(format!("https://courier.example/{number}")),
            published: Some(format!("2025-0{}-01", number + 1)),
            ..Facts::default()
        };
        let article = from_plain_text(text, facts, &Limits::default()).expect("an article");
        engine.ingest(article).await.expect("stored");
    }
    let check = async |request: ReprocessRequest, expected: u64| {
        let (summary, read) = reprocess(&engine, request, Model::Rules).await;
        assert_eq!(summary.articles, expected);
        read
    };
    let all = check(ReprocessRequest::default(), 3).await;
    let outlet = ReprocessRequest {
        outlet: Some("the quay".to_owned()),
        ..ReprocessRequest::default()
    };
    check(outlet, 2).await;
    let since = ReprocessRequest {
        from: Some("2025-02-01T00:00:00Z".parse().expect("a time")),
        ..ReprocessRequest::default()
    };
    check(since, 2).await;
    let one = ReprocessRequest {
        articles: vec![all[1].article.id],
        ..stored()
    };
    check(one, 1).await;
    check(ReprocessRequest::default(), 2).await;
    // Who is stopped goes on with the rest.
    let stop = CancellationToken::new();
    let halfway = engine
        .reprocess(&stored(), analyser(Model::Rules), 1, &stop, |_| {
            stop.cancel()
        })
        .await
        .expect("is read again");
    assert_eq!((halfway.stored, halfway.interrupted), (1, true));
    check(stored(), 1).await;
    check(stored(), 0).await;
}

/// A network takes too long for what is longer than any article.
#[tokio::test(flavor = "multi_thread")]
async fn long_texts_are_read_by_the_fast_model() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path()).await;
    let long = "1".repeat(Analyser::LONGEST_FOR_ACCURATE);
    let mut ids = Vec::new();
    for end in ["", long.as_str()] {
        let text = format!(
            "Report\n\nThe harbour master, Tove Brandt, said on Tuesday that the pier was safe.\n\n{end}"
        );
        let article = from_plain_text(text, Facts::default(), &Limits::default());
        let taken = engine.ingest(article.expect("an article")).await;
        ids.push(taken.expect("stored").article);
    }
    let (summary, read) = reprocess(&engine, stored(), Model::Rules).await;
    assert_eq!(summary.stored, 2);
    let rules = read[0].after.as_str();
    let check = async |expected: &[(usize, &str, &str)]| {
        let (_, read) = reprocess(&engine, stored(), Model::Accurate).await;
        let read: BTreeSet<_> = read
            .iter()
            .map(|one| (one.article.id, one.before.as_deref(), one.after.as_str()))
            .collect();
        let expected = expected.iter();
        let expected: BTreeSet<_> = expected
            .map(|(number, before, after)| (ids[*number], Some(*before), *after))
            .collect();
        assert_eq!(read, expected);
    };
    let accurate = analyser(Model::Accurate).version().to_owned();
    let fast = analyser(Model::Fast).version().to_owned();
    check(&[(0, rules, &accurate), (1, rules, &fast)]).await;
    check(&[]).await;
}

/// What two extractors make of a text is no edit of the article's.
#[test]
fn versions_are_compared_as_the_same_extractor_reads_them() {
    on_both(async |place| {
        let told = |name: &str, extractor: &str, line: &str| {
            let mut new = article("a0", Some(0), &[("The mayor", Kind::Direct, QUOTA)]);
            new.quotes[0].speaker = Some(person(name));
            new.extractor = Some(extractor.to_owned());
            new.article.text.push_str(line);
            new
        };
        let edits = async || {
            place.group().await;
            let page = place.engine.stealth_edits(None, None, 9).await;
            page.expect("edits").edits.len()
        };
        place.put(&told("Tove Brandt", "test 1", "")).await;
        let read = place
            .store
            .read_articles(&ReadFilter::default(), None, 9)
            .await;
        let id = read.expect("articles")[0].id;
        let reading = place.store.reading(id).await.expect("is read");
        let position = reading.expect("is there").position;
        let again = told("Nils Harbury", "test 2", "");
        let put = place.store.put_reading(position, &again).await;
        assert!(put.expect("is stored").is_some());
        assert_eq!(edits().await, 0);
        place
            .put(&told("Tove Brandt", "test 1", "It rained.\n"))
            .await;
        assert_eq!(edits().await, 0);
        place
            .put(&told("Aron Lund", "test 1", "It snowed.\n"))
            .await;
        assert_eq!(edits().await, 1);
        place.assert_sound().await;
    });
}
