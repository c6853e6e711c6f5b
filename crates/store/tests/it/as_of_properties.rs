//! Whatever is done to a record, it can be read as it was at any moment before.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord_model::{
    ArticleId, ClaimId, Correction, CorrectionId, Quote, Sequence, SpeakerId, StatementId,
};
use onrecord_store::{ArticleFacts, ClaimVerdicts, DeskWish, SourceKind, Store, StoreError, Wish};
use proptest::prelude::*;

use crate::correction_properties::wish;
use crate::corrections::try_correct;
use crate::desk;
use crate::facts::group;
use crate::fixture::{Place, article, minute, on_both, put};
use crate::sources::{put_source, source};

const TEXTS: [&str; 4] = [
    "Jane Roe: «We will build it.» John Doe: «No.» Nobody: «Perhaps.»",
    "Jay Roe: «We will build it.» Jane Roe: «We shall build it.» Jane Roe: «Never.»",
    "John Doe: «No.» Ada Quill: «No.» Jane Roe: «We will build it.»",
    "Ada Quill: «Never.» Ada Quill: «We shall build it.» Old John: «No.» Jay Roe: «Perhaps.»",
];

/// A record that things are done to.
struct Played {
    store: Store,
    made: Vec<Correction>,
    claims: Vec<ClaimId>,
}

impl Played {
    async fn begin(place: &Place) -> Self {
        let store = place.open().await;
        put(&store, &article("https://example.org/0", TEXTS[0])).await;
        Self {
            store,
            made: Vec::new(),
            claims: Vec::new(),
        }
    }

    async fn play(&mut self, [what, one, two, three]: [u8; 4]) {
        match what % 8 {
            0 => {
                let url = format!("https://example.org/{}", one % 4);
                let mut new = article(&url, TEXTS[usize::from(two) % TEXTS.len()]);
                if three % 2 == 0 {
                    new.article.outlet = Some("The Quay Post".to_owned());
                    new.article.published = Some(minute(i64::from(three)));
                    new.article.title = Some("Later".to_owned());
                }
                put(&self.store, &new).await;
            }
            1 => {
                let lines = ["Jane Roe: No.", "Ada Quill: We will build it."];
                let lines = &lines[..1 + usize::from(two % 2)];
                let name = format!("s{}", one % 3);
                put_source(&self.store, &source(&name, SourceKind::Transcript, lines)).await;
            }
            2 | 3 => {
                let wish = wish(&self.store, [one, two, three, what]).await;
                self.correct(wish).await;
            }
            4 => {
                if !self.made.is_empty() {
                    let taken = self.made.remove(usize::from(one) % self.made.len());
                    let wish = Wish::Undo {
                        correction: taken.id,
                    };
                    self.correct(wish).await;
                }
            }
            5 => self.group(one, two).await,
            6 => self.hold(one, two).await,
            _ => self.at_desk(one, two, three).await,
        }
    }

    /// What cannot be done changes nothing.
    async fn correct(&mut self, wish: Wish) -> Option<Correction> {
        match try_correct(&self.store, wish).await {
            Ok(correction) => {
                self.made.push(correction.clone());
                Some(correction)
            }
            Err(
                StoreError::Refused { .. }
                | StoreError::Conflict { .. }
                // A claim that was taken back.
                | StoreError::Unknown { .. },
            ) => None,
            Err(error) => panic!("{error}"),
        }
    }

    /// Lets the pass join two wordings or part one, and find a copy or find that it is none.
    async fn group(&mut self, one: u8, two: u8) {
        let mut heads: BTreeMap<StatementId, StatementId> = BTreeMap::new();
        let mut of: HashMap<StatementId, SpeakerId> = HashMap::new();
        for quote in shown(&self.store).await {
            if let (Some(wording), Some(head), Some(speaker)) =
                (quote.wording, quote.statement, quote.speaker)
            {
                heads.insert(wording, head);
                of.insert(wording, speaker.id);
            }
        }
        let wordings: Vec<StatementId> = heads.keys().copied().collect();
        let mut joined = Vec::new();
        if let (Some(wording), Some(other)) = (chosen(&wordings, one), chosen(&wordings, two)) {
            let stands_alone = |wording| {
                heads.get(&wording) == Some(&wording)
                    && heads.values().filter(|head| **head == wording).count() == 1
            };
            if heads.get(&wording) != Some(&wording) {
                joined.push((wording, None));
            } else if wording != other
                && stands_alone(wording)
                && heads.get(&other) == Some(&other)
                && of.get(&wording) == of.get(&other)
            {
                joined.push((wording, Some(other)));
            }
        }
        let facts = self.store.article_facts_after(None, 99).await;
        let facts = facts.expect("facts");
        let mut copies = Vec::new();
        if let (Some(copy), Some(original)) = (chosen(&facts, two), chosen(&facts, one)) {
            let is_original = facts.iter().any(|facts| facts.copy_of == Some(copy.id));
            if copy.copy_of.is_some() {
                copies.push((copy.id, None));
            } else if copy.id != original.id && original.copy_of.is_none() && !is_original {
                copies.push((copy.id, Some(original.id)));
            }
        }
        group(&self.store, &joined, &copies).await;
    }

    /// A person joins two wordings, or parts one.
    async fn hold(&mut self, one: u8, two: u8) {
        let quotes = shown(&self.store).await;
        let wordings: Vec<StatementId> = quotes.iter().filter_map(|quote| quote.wording).collect();
        let (Some(wording), Some(other)) = (chosen(&wordings, one), chosen(&wordings, two)) else {
            return;
        };
        let wish = match two % 3 {
            0 => Wish::SeparateWording { wording },
            _ => Wish::JoinStatements {
                one: wording,
                other,
            },
        };
        self.correct(wish).await;
    }

    async fn at_desk(&mut self, one: u8, two: u8, three: u8) {
        let quotes = shown(&self.store).await;
        let wordings: Vec<StatementId> = quotes.iter().filter_map(|quote| quote.wording).collect();
        let claim = chosen(&self.claims, one);
        let statement = chosen(&wordings, two);
        let (Some(claim), Some(statement)) = (claim.filter(|_| !one.is_multiple_of(4)), statement)
        else {
            let words = format!("They will build it, {} times over.", self.claims.len());
            let made = self.correct(desk::wish(desk::make(&words))).await;
            self.claims.extend(made.as_ref().map(desk::made));
            return;
        };
        let rating = ["False", "Half true", "True"][usize::from(three % 3)];
        let by = ["Ida Desk", "Bo Check"][usize::from(two % 2)];
        let wish = match three % 5 {
            0 | 1 => DeskWish::LinkStatement {
                claim,
                statement: desk::link(statement),
            },
            2 => DeskWish::RejectLink { claim, statement },
            3 => desk::add(claim, desk::review(rating, by, i64::from(two))),
            _ => DeskWish::MergeClaims {
                claim,
                into: chosen(&self.claims, two).unwrap_or(claim),
            },
        };
        self.correct(desk::wish(wish)).await;
    }
}

fn chosen<Item: Clone>(items: &[Item], number: u8) -> Option<Item> {
    let index = usize::from(number).checked_rem(items.len())?;
    items.get(index).cloned()
}

/// Everything that is there, by its id.
async fn everything(store: &Store) -> Vec<ArticleId> {
    let mut ids = store.article_ids_after(None, 99).await.expect("articles");
    let sources = store.source_ids_after(None, 99).await.expect("sources");
    ids.extend(sources.into_iter().map(|source| ArticleId(source.0)));
    ids
}

async fn shown(store: &Store) -> Vec<Quote> {
    let ids = everything(store).await;
    let found = store.quotes_of_articles(&ids).await.expect("quotes");
    found.into_iter().flat_map(|(_, quotes)| quotes).collect()
}

/// What is asked of the past, in a form that does not tell which of several wordings of a statement stands for it: that
/// may be one that came later.
#[derive(Debug, PartialEq)]
struct State {
    quotes: BTreeMap<ArticleId, Vec<String>>,
    facts: BTreeMap<ArticleId, String>,
    merged: Vec<(SpeakerId, SpeakerId)>,
    statements: BTreeSet<BTreeSet<StatementId>>,
    claims: Vec<String>,
}

impl State {
    fn of(
        quotes: Vec<(ArticleId, Vec<Quote>)>,
        facts: Vec<ArticleFacts>,
        merged: Vec<(SpeakerId, SpeakerId)>,
        joined: Vec<(StatementId, StatementId)>,
        claims: Vec<ClaimVerdicts>,
    ) -> Self {
        let heads: HashMap<StatementId, StatementId> = joined.into_iter().collect();
        let head = |wording| heads.get(&wording).copied().unwrap_or(wording);
        let mut statements: BTreeMap<StatementId, BTreeSet<StatementId>> = BTreeMap::new();
        for wording in quotes
            .iter()
            .flat_map(|(_, quotes)| quotes.iter().filter_map(|quote| quote.wording))
        {
            statements.entry(head(wording)).or_default().insert(wording);
        }
        let claims = claims.into_iter().map(|claim| {
            let told: BTreeSet<_> = claim
                .statements
                .iter()
                .map(|statement| statements.get(statement).cloned().unwrap_or_default())
                .collect();
            format!(
                "{} {:?} {:?} {told:?} {:?}",
                claim.claim, claim.reference, claim.text, claim.verdicts
            )
        });
        let claims = claims.collect();
        Self {
            quotes: quotes
                .iter()
                .filter(|(_, quotes)| !quotes.is_empty())
                .map(|(id, quotes)| (*id, quotes.iter().map(described).collect()))
                .collect(),
            facts: facts
                .into_iter()
                .map(|facts| (facts.id, format!("{facts:?}")))
                .collect(),
            merged,
            statements: statements.into_values().collect(),
            claims,
        }
    }

    async fn now(store: &Store) -> Self {
        let ids = everything(store).await;
        let quotes = store.quotes_of_articles(&ids).await.expect("quotes");
        let joined = store.joined_wordings().await.expect("joined");
        // Whoever asks of some is told the same as who asks of all.
        for wording in quotes
            .iter()
            .flat_map(|(_, quotes)| quotes.iter().filter_map(|quote| quote.wording))
        {
            let of = store.joined_wordings_of(&[wording]).await.expect("joined");
            let of_all = joined.iter().copied().filter(|(id, _)| *id == wording);
            assert_eq!(of, of_all.collect::<Vec<_>>());
        }
        Self::of(
            quotes,
            store.article_facts_after(None, 99).await.expect("facts"),
            store.merged_speakers().await.expect("merged"),
            joined,
            store.claim_verdicts().await.expect("verdicts"),
        )
    }

    async fn then(store: &Store, sequence: Sequence) -> Self {
        let ids = everything(store).await;
        let quotes = store.quotes_of_articles_as_of(&ids, sequence).await;
        let facts = store.article_facts_as_of(&ids, sequence).await;
        let merged = store.merged_speakers_as_of(sequence).await;
        let joined = store.joined_wordings_as_of(sequence).await;
        let claims = store.claim_verdicts_as_of(sequence).await;
        Self::of(
            quotes.expect("quotes"),
            facts.expect("facts"),
            merged.expect("merged"),
            joined.expect("joined"),
            claims.expect("verdicts"),
        )
    }

    /// The same but for what is not said of a quote by itself.
    fn of_quotes(&self, ids: &[ArticleId]) -> Vec<String> {
        let quotes = ids.iter().filter_map(|id| self.quotes.get(id)).flatten();
        quotes
            .map(|quote| quote.split(" of ").next().unwrap_or_default().to_owned())
            .collect()
    }

    fn of_articles(&self, ids: &[ArticleId]) -> Vec<&String> {
        ids.iter().filter_map(|id| self.facts.get(id)).collect()
    }
}

fn described(quote: &Quote) -> String {
    let speaker = quote
        .speaker
        .as_ref()
        .map(|speaker| (speaker.id, &speaker.name));
    let decision: Option<CorrectionId> = quote.decision.as_ref().map(|made| made.correction);
    format!(
        "{} {:?} {} {:?} {:?} {:?} {speaker:?} {:?} {decision:?} {:?} of {:?}",
        quote.id,
        quote.article,
        quote.version,
        quote.text,
        quote.mention,
        quote.filed_under,
        quote.wording,
        quote.primary,
        quote.statement,
    )
}

async fn check(place: &Place, moves: &[[u8; 4]]) {
    let mut played = Played::begin(place).await;
    let mut moments = Vec::new();
    for play in moves {
        let sequence = played.store.last_sequence().await.expect("a sequence");
        moments.push((sequence, State::now(&played.store).await));
        played.play(*play).await;
    }
    let store = &played.store;
    let problems = store.check().await.expect("the check runs");
    // What a merge that was taken back has left joined, the pass would part.
    let is_left = |what: &str| what == "is joined to one of another speaker";
    let unsound: Vec<_> = problems
        .iter()
        .filter(|problem| !is_left(&problem.what))
        .collect();
    assert!(unsound.is_empty(), "{unsound:#?}");
    let now = State::now(store).await;
    let all = everything(store).await;
    for (sequence, state) in &moments {
        assert_eq!(
            State::then(store, *sequence).await,
            *state,
            "as of {sequence}"
        );
        let changed = store.changed_since(*sequence, 999).await.expect("changed");
        let same: Vec<ArticleId> = all
            .iter()
            .copied()
            .filter(|id| !changed.contains(id))
            .collect();
        assert_eq!(now.of_quotes(&same), state.of_quotes(&same));
        assert_eq!(now.of_articles(&same), state.of_articles(&same));
    }
    // Before anything was there nothing was.
    let nothing = State::then(store, Sequence(0)).await;
    assert_eq!(nothing, State::of(vec![], vec![], vec![], vec![], vec![]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn the_record_is_as_it_was(
        moves in proptest::collection::vec(any::<[u8; 4]>(), 1..40)
    ) {
        on_both(async |place| check(&place, &moves).await);
    }
}
