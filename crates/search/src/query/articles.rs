//! Which articles the conditions of a query let through, for those who count articles.

use super::{Condition, Node, Query};

/// Articles of one outlet and one period, where these are given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArticleConditions {
    /// The outlet's key: see [`crate::outlet_key`].
    pub outlet: Option<String>,
    /// Published at this instant or later, in microseconds from 1970 on.
    pub from: Option<i64>,
    /// Published before this instant.
    pub to: Option<i64>,
}

impl Query {
    /// The conditions that everything it finds has to meet as to the outlet and the date of its article; `None` where it
    /// asks otherwise for what an article is, as in `outlet:ledger OR date:2024`.
    #[must_use]
    pub fn article_conditions(&self) -> Option<ArticleConditions> {
        let mut conditions = ArticleConditions::default();
        let nodes = match &self.root {
            Node::All(nodes) => nodes.as_slice(),
            node => std::slice::from_ref(node),
        };
        for node in nodes {
            match node {
                Node::Condition(Condition::Outlet(Some(key))) => {
                    let is_other = conditions.outlet.as_ref().is_some_and(|one| one != key);
                    if is_other {
                        return None;
                    }
                    conditions.outlet = Some(key.clone());
                }
                Node::Condition(Condition::Published(Some(period))) => {
                    conditions.from = conditions.from.max(period.from);
                    conditions.to = match (conditions.to, period.to) {
                        (Some(one), Some(other)) => Some(one.min(other)),
                        (one, other) => one.or(other),
                    };
                }
                node if is_of_articles(node) => return None,
                _ => {}
            }
        }
        Some(conditions)
    }
}

/// Whether something in it asks for what an article is.
fn is_of_articles(node: &Node) -> bool {
    match node {
        Node::Condition(
            Condition::Outlet(_) | Condition::Published(_) | Condition::Language(_),
        ) => true,
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(is_of_articles),
        Node::Not(node) => is_of_articles(node),
        Node::First(one, other) => is_of_articles(one) || is_of_articles(other),
        Node::Words(_)
        | Node::Near { .. }
        | Node::Beginning(_)
        | Node::Condition(_)
        | Node::Meant { .. } => false,
    }
}
