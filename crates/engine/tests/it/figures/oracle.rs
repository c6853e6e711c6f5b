//! What there is to be counted, counted one by one from what the store shows.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, Days, NaiveDate};
use onrecord_engine::{Bucket, Dimension, LabelKind, MatchCounts, SearchRequest, outlet_key};
use onrecord_model::{ArticleId, ClaimId, Kind, Quote, SpeakerId, StatementId, Timestamp};

use crate::grouping::Place;

/// A value by its key, or that there is none.
pub(super) type Key = (bool, String);

/// Everything that the store shows.
pub(super) struct Shown {
    pub(super) quotes: Vec<Quote>,
    pub(super) articles: Vec<(ArticleId, Option<String>, Option<Timestamp>, bool)>,
    /// Claims that statements make, with these and with their verdicts.
    pub(super) claims: BTreeMap<ClaimId, (BTreeSet<StatementId>, Vec<String>)>,
    languages: HashMap<ArticleId, String>,
}

impl Shown {
    pub(super) async fn read(place: &Place, claims: &[ClaimId]) -> Self {
        let mut ids = Vec::new();
        loop {
            let page = place.store.quote_ids_after(ids.last().copied(), 500).await;
            let page = page.expect("ids");
            if page.is_empty() {
                break;
            }
            ids.extend(page);
        }
        let mut quotes = place.store.quotes(&ids).await.expect("quotes");
        let mut classes: HashMap<StatementId, StatementId> = HashMap::new();
        for quote in &mut quotes {
            let Some(statement) = quote.statement else {
                continue;
            };
            if let Entry::Vacant(class) = classes.entry(statement) {
                // The same words of two who are shown as one are one statement, too.
                let wordings = place.store.wordings_of_statement(statement).await;
                let wordings = wordings.expect("wordings");
                class.insert(wordings.first().copied().unwrap_or(statement));
            }
            quote.statement = classes.get(&statement).copied();
        }
        let facts = place.store.article_facts_after(None, 1_000).await;
        let facts = facts.expect("articles");
        let languages = facts
            .iter()
            .filter_map(|article| Some((article.id, article.language.clone()?)))
            .collect();
        let articles = facts
            .into_iter()
            .map(|article| {
                let key = article.outlet.as_deref().map(outlet_key);
                (
                    article.id,
                    key,
                    article.published,
                    article.copy_of.is_some(),
                )
            })
            .collect();
        let heads: HashMap<StatementId, StatementId> = quotes
            .iter()
            .filter_map(|quote| Some((quote.wording?, quote.statement?)))
            .collect();
        let mut linked = BTreeMap::new();
        for id in claims {
            let view = place.engine.claim(*id, None).await.expect("answers");
            let Some(view) = view.filter(|view| view.record.merged_into.is_none()) else {
                continue;
            };
            let links = view.record.links.iter().map(|link| link.link.statement);
            let links = links.map(|wording| heads.get(&wording).copied().unwrap_or(wording));
            let verdicts = view.record.verdicts();
            let verdicts = verdicts.iter().map(|one| one.content.rating.name.clone());
            linked.insert(*id, (links.collect(), verdicts.collect()));
        }
        Self {
            quotes,
            articles,
            claims: linked,
            languages,
        }
    }

    /// The quotes that `request` asks for, whose query is one of [`super::world::QUERIES`].
    pub(super) fn matching(&self, request: &SearchRequest) -> Vec<&Quote> {
        let copies: BTreeSet<ArticleId> = self
            .articles
            .iter()
            .filter(|(_, _, _, is_copy)| *is_copy)
            .map(|(id, ..)| *id)
            .collect();
        let outlet = request.outlet.as_deref().map(outlet_key);
        let fits = |quote: &&Quote| {
            let speaker = quote.speaker.as_ref().map(|speaker| speaker.id.to_string());
            request.speaker.is_none() || request.speaker == speaker
        };
        let filtered = self.quotes.iter().filter(fits).filter(|quote| {
            let article = &quote.article;
            let is_dated = |at: Timestamp| {
                request.from.is_none_or(|from| from <= at) && request.to.is_none_or(|to| at < to)
            };
            (outlet.is_none() || article.outlet.as_deref().map(outlet_key) == outlet)
                && request.kind.is_none_or(|kind| kind == quote.kind)
                && ((request.from.is_none() && request.to.is_none())
                    || article.published.is_some_and(is_dated))
                && !(request.without_copies && copies.contains(&article.id))
        });
        let asked = request.query.as_deref();
        filtered
            .filter(|quote| self.answers(asked, quote))
            .collect()
    }

    fn answers(&self, query: Option<&str>, quote: &Quote) -> bool {
        let holds = |word: &str| quote.text.to_lowercase().contains(word);
        let has = |dimension, value: &str| {
            let values = self.values(dimension, quote);
            values.contains(&(true, value.to_owned()))
        };
        match query {
            None => true,
            Some("harbour") => holds("harbour"),
            Some("ferry OR (piers -kind:direct)") => {
                holds("ferry") || (holds("piers") && quote.kind != Kind::Direct)
            }
            Some("-speaker:none kind:direct") => {
                quote.speaker.is_some() && quote.kind == Kind::Direct
            }
            Some("verdict:\"mostly FALSE\"") => has(Dimension::Verdict, "Mostly false"),
            Some("verdict:none -ferry") => {
                !holds("ferry") && self.values(Dimension::Verdict, quote) == [none()]
            }
            Some("date:[2025-04-01 TO *] harbour") => {
                let first: Timestamp = "2025-04-01T00:00:00Z".parse().expect("an instant");
                holds("harbour") && quote.article.published.is_some_and(|at| first <= at)
            }
            Some("outlet:\"north  courier\"") => has(Dimension::Outlet, "north courier"),
            Some(other) => panic!("{other} is not known to this test"),
        }
    }

    /// What a quote counts under.
    pub(super) fn values(&self, by: Dimension, quote: &Quote) -> Vec<Key> {
        let one = |value: Option<String>| vec![value.map_or_else(none, |value| (true, value))];
        let claims = || {
            let statement = quote.statement;
            let claims = self.claims.iter();
            claims.filter(move |(_, (statements, _))| {
                statement.is_some_and(|statement| statements.contains(&statement))
            })
        };
        let several = |values: BTreeSet<String>| match values.is_empty() {
            true => vec![none()],
            false => values.into_iter().map(|value| (true, value)).collect(),
        };
        match by {
            Dimension::Speaker => one(quote.speaker.as_ref().map(|one| one.id.to_string())),
            Dimension::Outlet => one(quote.article.outlet.as_deref().map(outlet_key)),
            Dimension::Kind => one(Some(quote.kind.as_str().to_owned())),
            Dimension::Origin => one(Some(match quote.primary {
                Some(_) => "primary".to_owned(),
                None => "report".to_owned(),
            })),
            Dimension::Class => one(quote.manner.class.map(|class| class.as_str().to_owned())),
            Dimension::Colour => one(Some(quote.manner.colour.as_str().to_owned())),
            Dimension::Polarity => one(Some(quote.manner.polarity.as_str().to_owned())),
            // Case aside they are one, shown as capitals come first.
            Dimension::Verdict => several(
                claims()
                    .flat_map(|(_, (_, verdicts))| verdicts)
                    .map(|name| match name.to_lowercase().as_str() {
                        "mostly false" => "Mostly false".to_owned(),
                        _ => name.clone(),
                    })
                    .collect(),
            ),
            Dimension::Claim => several(claims().map(|(id, _)| id.to_string()).collect()),
            Dimension::Language => one(self.languages.get(&quote.article.id).cloned()),
            Dimension::Year => one(quote
                .article
                .published
                .map(|published| published.year().to_string())),
        }
    }

    /// How many articles there are of the dates and the outlet asked for that `is_of` takes.
    pub(super) fn ingested(
        &self,
        request: &SearchRequest,
        is_of: impl Fn(Option<&str>, Option<NaiveDate>) -> bool,
    ) -> u64 {
        let outlet = request.outlet.as_deref().map(outlet_key);
        let asked =
            |(_, key, published, is_copy): &&(_, Option<String>, Option<Timestamp>, bool)| {
                let is_dated = |at: &Timestamp| {
                    request.from.is_none_or(|from| from <= *at)
                        && request.to.is_none_or(|to| *at < to)
                };
                (outlet.is_none() || *key == outlet)
                    && !(request.without_copies && *is_copy)
                    && ((request.from.is_none() && request.to.is_none())
                        || published.as_ref().is_some_and(is_dated))
                    && is_of(
                        key.as_deref(),
                        published.map(|published| published.date_naive()),
                    )
            };
        self.articles.iter().filter(asked).count() as u64
    }
}

/// That there is no value.
pub(super) fn none() -> Key {
    (false, "none".to_owned())
}

/// How many there are of each.
pub(super) fn counts<'quote>(quotes: impl IntoIterator<Item = &'quote Quote>) -> MatchCounts {
    let mut statements = BTreeSet::new();
    let mut articles = BTreeSet::new();
    let mut number = 0;
    for quote in quotes {
        number += 1;
        statements.extend(quote.statement);
        articles.insert(quote.article.id);
    }
    MatchCounts {
        quotes: number,
        statements: statements.len() as u64,
        articles: articles.len() as u64,
    }
}

/// The first day of the step that an instant lies in.
pub(super) fn step(bucket: Bucket, at: Timestamp) -> NaiveDate {
    let day = at.date_naive();
    let first = |month| NaiveDate::from_ymd_opt(day.year(), month, 1).expect("a day");
    match bucket {
        Bucket::Day => day,
        Bucket::Week => {
            let monday = day.weekday().num_days_from_monday();
            day.checked_sub_days(Days::new(monday.into()))
                .expect("a day")
        }
        Bucket::Month => first(day.month()),
        Bucket::Quarter => first([1, 1, 1, 4, 4, 4, 7, 7, 7, 10, 10, 10][day.month0() as usize]),
        Bucket::Year => first(1),
    }
}

/// A label as the oracle has it.
pub(super) fn key(label: &onrecord_engine::Label) -> Key {
    match label.kind {
        LabelKind::Value => (true, label.key.clone()),
        LabelKind::None => (false, "none".to_owned()),
        LabelKind::Other => (false, "other".to_owned()),
    }
}

pub(super) fn speaker(quote: &Quote) -> Option<SpeakerId> {
    quote.speaker.as_ref().map(|speaker| speaker.id)
}
