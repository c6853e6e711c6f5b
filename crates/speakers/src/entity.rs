//! Who the article speaks of.

use std::ops::Range;

use onrecord_model::Reason;

use crate::gazetteer::{Gazetteer, Gender, OrganisationIndex, PersonIndex};
use crate::link::{Link, Listed};
use crate::tie::Tie;

/// Index of an entity of one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct EntityId(pub(crate) usize);

/// What sort of entity it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EntityKind {
    /// A person named in full.
    Person,
    /// Somebody or something that the article names by one word only.
    Partial,
    /// An institution.
    Organisation(Option<OrganisationIndex>),
    /// A country.
    Country,
}

/// Somebody or something with a name.
#[derive(Debug, Clone)]
pub(crate) struct Entity {
    pub(crate) kind: EntityKind,
    /// The fullest form in the article, without title.
    pub(crate) display: String,
    /// Its normalised words, without "Jr.".
    pub(crate) words: Vec<String>,
    /// "jr", "sr", "iii".
    pub(crate) suffix: Option<String>,
    pub(crate) gender: Option<Gender>,
    pub(crate) age: Option<u32>,
    pub(crate) ties: Vec<Tie>,
    /// Who in the gazetteer bears one of its names; of a partial name, who else its title fits where several do.
    pub(crate) bearers: Vec<PersonIndex>,
    /// Whether something shows that it is a person; of meaning for partial names.
    pub(crate) is_person: bool,
    /// Whether it is the subject of a clause somewhere, in the body of the article.
    pub(crate) is_subject: bool,
    /// Whether "in", "at" or "the" stands before it somewhere, as before places and things.
    pub(crate) is_place: bool,
    /// Whether it may as well be a person as a thing; it is then nobody's antecedent, but stands in the way of
    /// others.
    pub(crate) unclear: bool,
    /// The first mention that names it in full, as it stands in the text.
    pub(crate) naming: String,
    /// Tokens at which it is named in full.
    pub(crate) full_mentions: Vec<usize>,
    /// How often a short form has stood for it so far.
    pub(crate) short_mentions: usize,
    /// How often it is named.
    pub(crate) mentions: usize,
    pub(crate) link: Link,
    /// Who it is by the registry, where the gazetteer does not know.
    pub(crate) known: Listed,
    /// What spoke for its entry, or for its having none.
    pub(crate) reasons: Vec<Reason>,
    /// Whom a partial name points to all the same, and how surely.
    pub(crate) pinned: Option<(PersonIndex, f32)>,
}

impl Entity {
    pub(crate) fn new(kind: EntityKind, display: &str, words: Vec<String>, naming: &str) -> Self {
        Self {
            kind,
            display: display.to_owned(),
            words,
            suffix: None,
            gender: None,
            age: None,
            ties: Vec::new(),
            bearers: Vec::new(),
            is_person: false,
            is_subject: false,
            is_place: false,
            unclear: false,
            naming: naming.to_owned(),
            full_mentions: Vec::new(),
            short_mentions: 0,
            mentions: 0,
            link: Link::None,
            known: Listed::Nobody,
            reasons: Vec::new(),
            pinned: None,
        }
    }

    /// The entry it is tied to, by its full name or by what there is of it.
    pub(crate) fn entry(&self) -> Option<PersonIndex> {
        match self.link {
            Link::One(entry) => Some(entry),
            Link::None | Link::Ambiguous(_) => self.pinned.map(|(entry, _)| entry),
        }
    }

    /// Whether it is somebody who can say "he" or "she".
    pub(crate) fn may_be_person(&self) -> bool {
        match self.kind {
            EntityKind::Person => true,
            EntityKind::Partial => self.is_person,
            EntityKind::Organisation(_) => self.unclear,
            EntityKind::Country => false,
        }
    }

    /// Whether `words`, fewer than its own, are the family name: its last words, or its first where the family
    /// name comes first.
    pub(crate) fn has_family_name(&self, words: &[String], gazetteer: &Gazetteer) -> bool {
        if words.len() >= self.words.len() {
            return false;
        }
        if self.words.ends_with(words) {
            return true;
        }
        self.words.starts_with(words) && self.family_first(gazetteer)
    }

    /// Whether the family name stands first, as in China, Korea and Vietnam.
    fn family_first(&self, gazetteer: &Gazetteer) -> bool {
        let bearer = match self.bearers.as_slice() {
            [one, ..] => gazetteer.person(*one),
            [] => None,
        };
        bearer.is_some_and(|person| {
            matches!(
                person.country,
                Some("China" | "North Korea" | "South Korea" | "Vietnam" | "Taiwan" | "Cambodia")
            )
        })
    }

    /// Whether `words` with `suffix` are another form of its name: the same last word, and first words that
    /// are equal, an initial, or short and long form of one name.
    pub(crate) fn is_same_name(
        &self,
        words: &[String],
        suffix: Option<&str>,
        gazetteer: &Gazetteer,
    ) -> bool {
        if let (Some(one), Some(other)) = (self.suffix.as_deref(), suffix)
            && one != other
        {
            return false;
        }
        if self.words == words {
            return true;
        }
        if self.words.last() != words.last() || words.len() < 2 {
            return false;
        }
        let subset = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
        if subset(&self.words, words) || subset(words, &self.words) {
            return true;
        }
        let (one, other) = (&self.words[0], &words[0]);
        let short = |name: &str| name.len() == 1;
        let initial = (short(one) || short(other)) && one.chars().next() == other.chars().next();
        let middles = middle_agrees(&self.words, words);
        middles
            && (one == other
                || initial
                || gazetteer.nicknames(one).contains(&other.as_str())
                || similar_given(one, other))
    }
}

/// Middle names do not contradict each other: equal, or one an initial of the other, or one left out.
fn middle_agrees(one: &[String], other: &[String]) -> bool {
    let (one, other) = (&one[1..one.len() - 1], &other[1..other.len() - 1]);
    match (one.first(), other.first()) {
        (Some(one), Some(other)) => one.chars().next() == other.chars().next(),
        _ => true,
    }
}

/// "Mohammad" and "Mohammed", "Sergei" and "Sergey": one letter apart, in longer names.
fn similar_given(one: &str, other: &str) -> bool {
    one.len().min(other.len()) >= 5
        && one.chars().next() == other.chars().next()
        && strsim::osa_distance(one, other) <= 1
}

/// A place where an entity is named.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub(crate) entity: Named,
    /// The tokens of the name, without title.
    pub(crate) tokens: Range<usize>,
    /// The same with its title.
    pub(crate) whole: Range<usize>,
    pub(crate) sentence: usize,
    /// Whether it stands in a quotation.
    pub(crate) quoted: bool,
    /// Whether it seems to be the subject of its clause.
    pub(crate) subject: bool,
    /// Whether a preposition governs it: in "Roe met with Doe" the one who goes on is as a rule Roe.
    pub(crate) oblique: bool,
    /// Whether "'s" follows, or another name or noun that it only modifies.
    pub(crate) modifier: bool,
    /// Whether the full name stands here.
    pub(crate) full: bool,
}

/// Whom a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// One entity.
    One(EntityId),
    /// Several fit.
    Several(Vec<EntityId>),
}

impl Mention {
    /// The entity, where there is one.
    pub(crate) fn one(&self) -> Option<EntityId> {
        match self.entity {
            Named::One(entity) => Some(entity),
            Named::Several(_) => None,
        }
    }
}
