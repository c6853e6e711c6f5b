//! Conditions in a query, as conditions on columns.

use crate::predicate::Predicate;
use crate::query::{Condition, Node, Period};
use crate::{Facts, Query};

impl Query {
    /// What has to be looked for, all of it, and what only has to be looked at in what was found, all of it too.
    pub(crate) fn apart(&self, facts: &Facts) -> (Vec<Node>, Vec<Predicate>) {
        match &self.root {
            Node::All(nodes) => apart(nodes, facts),
            node => apart(std::slice::from_ref(node), facts),
        }
    }
}

/// The nodes that ask for words, and what the others ask of columns.
pub(crate) fn apart(nodes: &[Node], facts: &Facts) -> (Vec<Node>, Vec<Predicate>) {
    let mut sought = Vec::new();
    let mut predicates = Vec::new();
    for node in nodes {
        match node.predicate(facts) {
            Some(predicate) => predicates.push(predicate),
            None => sought.push(node.clone()),
        }
    }
    (sought, predicates)
}

impl Node {
    /// What it asks of columns; `None` where it asks for words.
    pub(crate) fn predicate(&self, facts: &Facts) -> Option<Predicate> {
        let each = |nodes: &[Self]| -> Option<Vec<Predicate>> {
            nodes.iter().map(|node| node.predicate(facts)).collect()
        };
        match self {
            Self::Condition(condition) => Some(condition.predicate(facts)),
            Self::Not(node) => Some(Predicate::Not(Box::new(node.predicate(facts)?))),
            Self::All(nodes) => Some(Predicate::All(each(nodes)?)),
            Self::Any(nodes) => Some(Predicate::Any(each(nodes)?)),
            Self::Words(_)
            | Self::Near { .. }
            | Self::Beginning(_)
            | Self::Meant { .. }
            | Self::First(..) => None,
        }
    }
}

impl Condition {
    fn predicate(&self, facts: &Facts) -> Predicate {
        match self {
            Self::Speaker(None) => Predicate::Unnamed,
            Self::Speaker(Some(named)) => Predicate::Speakers(named.ids.clone()),
            Self::Outlet(key) => Predicate::Outlet(key.clone()),
            Self::Kind(kind) => Predicate::Kind(*kind),
            Self::Origin(origin) => Predicate::Origin(*origin),
            Self::Class(class) => Predicate::Class(*class),
            Self::Colour(colour) => Predicate::Colour(*colour),
            Self::Polarity(polarity) => Predicate::Polarity(*polarity),
            Self::Verdict(None) => Predicate::Unrated,
            Self::Verdict(Some(name)) => Predicate::Verdicts(places(name, facts)),
            Self::Claim(None) => Predicate::Unclaimed,
            Self::Claim(Some(named)) => Predicate::Claims(named.ids.clone()),
            Self::Published(Some(Period { from, to })) => Predicate::Published {
                from: *from,
                to: *to,
            },
            Self::Published(None) => Predicate::Undated,
            Self::Language(language) => Predicate::Language(language.clone()),
        }
    }
}

/// Where verdicts of this name stand, case aside.
fn places(name: &str, facts: &Facts) -> Vec<u16> {
    let known = (0..).zip(&facts.verdicts);
    known
        .filter(|(_, verdict)| verdict.to_lowercase() == name)
        .map(|(place, _)| place)
        .collect()
}
