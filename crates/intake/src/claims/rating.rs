//! What a rating says, as far as that is beyond doubt.

use onrecord_model::{PublishedRating, Rating, Share};

use super::node::{Members, Node};
use super::reading::Reading;
use crate::Problem;

/// Names that say how true a claim is, in English. Only those whose meaning their publishers have laid down, or that
/// leave no doubt, are here: "misleading", "missing context" and "partly false" are not. The Pinocchios are those of
/// the Washington Post's Fact Checker, which calls one, two and three of them mostly true, half true and mostly false.
const NAMES: &[(&str, f64)] = &[
    ("true", 1.0),
    ("correct", 1.0),
    ("accurate", 1.0),
    ("mostly true", 0.75),
    ("mostly correct", 0.75),
    ("mostly accurate", 0.75),
    ("half true", 0.5),
    ("half false", 0.5),
    ("mixture", 0.5),
    ("mixed", 0.5),
    ("barely true", 0.25),
    ("mostly false", 0.25),
    ("mostly incorrect", 0.25),
    ("false", 0.0),
    ("incorrect", 0.0),
    ("fake", 0.0),
    ("pants on fire", 0.0),
    ("geppetto checkmark", 1.0),
    ("one pinocchio", 0.75),
    ("two pinocchios", 0.5),
    ("three pinocchios", 0.25),
    ("four pinocchios", 0.0),
];

/// Names that say nothing of truth, whatever number stands beside them.
const SAYING_NOTHING: &[&str] = &[
    "unproven",
    "unverified",
    "unrated",
    "not rated",
    "no rating",
    "n/a",
    "satire",
    "labeled satire",
    "opinion",
    "research in progress",
];

/// How true a rating says a claim is, from 0 to 1: by its number where it says what the best and the worst are, and
/// they differ; else by its name, where it is one of some well-known English ones. `None` where neither leaves it
/// beyond doubt: where the rating says nothing of truth (unproven, satire), or −1 stands outside of the scale, which
/// means that nothing was rated. Any other number outside of its scale counts as the end it lies beyond.
#[must_use]
pub fn truth(name: &str, published: Option<&PublishedRating>) -> Option<Share> {
    let name = name.to_lowercase().replace(['-', '_', '–'], " ");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_end_matches(['.', '!']).trim_end();
    if SAYING_NOTHING.contains(&name) {
        return None;
    }
    match published.and_then(numbers) {
        Some(numbers) => numbers.share(),
        None => NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| Share::nearest(*value)),
    }
}

/// The numbers a rating is given for readers that ask for some, where none were published with it: how true it says
/// the claim is, from 0 to 1.
#[must_use]
pub fn numbers_of(truth: Share) -> PublishedRating {
    PublishedRating {
        value: truth.to_string(),
        best: Some("1".to_owned()),
        worst: Some("0".to_owned()),
    }
}

struct Numbers {
    value: f64,
    best: f64,
    worst: f64,
}

fn numbers(published: &PublishedRating) -> Option<Numbers> {
    let number = |text: &str| {
        let number: f64 = text.trim().parse().ok()?;
        number.is_finite().then_some(number)
    };
    let numbers = Numbers {
        value: number(&published.value)?,
        best: number(published.best.as_deref()?)?,
        worst: number(published.worst.as_deref()?)?,
    };
    (numbers.best != numbers.worst).then_some(numbers)
}

impl Numbers {
    fn share(&self) -> Option<Share> {
        let is_on_scale =
            (self.best.min(self.worst)..=self.best.max(self.worst)).contains(&self.value);
        if self.value == -1.0 && !is_on_scale {
            return None;
        }
        let share = (self.value - self.worst) / (self.best - self.worst);
        // The widest scales overflow.
        share.is_finite().then(|| Share::nearest(share))
    }
}

impl Reading<'_> {
    /// A rating, in words or as an object, or as a list of which the first is taken. `field` is what it is called.
    pub(super) fn rating(
        &mut self,
        field: &'static str,
        node: Option<Node<'_>>,
    ) -> Result<Rating, Problem> {
        let node = self
            .first(field, node)
            .ok_or(Problem::MissingField(field))?;
        if !node.is_object() {
            let name = self
                .name(field, Some(node))
                .ok_or(Problem::MissingField(field))?;
            let published = (!node.is_text()).then(|| PublishedRating {
                value: name.clone(),
                ..PublishedRating::default()
            });
            return Ok(Rating {
                value: truth(&name, published.as_ref()),
                name,
                scale: None,
                published,
            });
        }
        let members = node.members()?;
        let published = self.published_rating(&members);
        let name = ["alternateName", "name"]
            .iter()
            .find_map(|known| self.name(field, members.get(known)))
            .or_else(|| published.as_ref().map(|published| published.value.clone()))
            .ok_or(Problem::MissingField(field))?;
        let scale = self.name("reviewRating", members.get("disambiguatingDescription"));
        // An export of onrecord gives other readers numbers that were never published, and says so.
        let aspect = self.name(field, members.get("reviewAspect"));
        if aspect.as_deref() == Some("truth")
            && let Some(Some(value)) = published.as_ref().map(|published| share(&published.value))
        {
            return Ok(Rating {
                name,
                scale,
                value: Some(value),
                published: None,
            });
        }
        let value = match self.said_truth(&members) {
            Some(said) => said,
            None => truth(&name, published.as_ref()),
        };
        Ok(Rating {
            name,
            scale,
            value,
            published,
        })
    }

    fn published_rating(&mut self, members: &Members<'_>) -> Option<PublishedRating> {
        let mut text = |field| self.name(field, members.get(field));
        Some(PublishedRating {
            value: text("ratingValue")?,
            best: text("bestRating"),
            worst: text("worstRating"),
        })
    }

    /// What an export of onrecord says of the truth against name and numbers: a number, or "none".
    fn said_truth(&mut self, members: &Members<'_>) -> Option<Option<Share>> {
        let said = members
            .get("identifier")?
            .items()
            .into_iter()
            .find_map(|node| {
                let members = node.members().ok()?;
                let name = members.get("propertyID")?.text().ok()??;
                (name == "truth").then(|| members.get("value"))?
            })?;
        let said = self.name("reviewRating", Some(said))?;
        if said == "none" {
            return Some(None);
        }
        share(&said).map(Some)
    }
}

fn share(text: &str) -> Option<Share> {
    Share::try_from(text.parse::<f64>().ok()?).ok()
}
