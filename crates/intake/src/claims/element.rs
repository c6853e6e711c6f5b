//! What one element, one line or one document of JSON holds, told by its fields.

use super::ClaimRecord;
use super::claim_review::{self, Around};
use super::node::{Members, Node, not_a_claim};
use super::{answer, row};
use crate::{Limits, Problem};

/// Lists inside lists, feeds inside answers: as deep as anybody would go.
const DEPTH: usize = 4;

/// No line and no element holds as many values, however they are put: all that is found in one, and all that is wrong
/// with it, is held at once.
const MOST_VALUES: usize = 1_000_000;

type Found = Vec<Result<ClaimRecord, Problem>>;

/// The claims in `text`, one JSON value, in order; or what is wrong with them. Their lines are for the caller to say.
pub(super) fn read(text: &str, limits: &Limits) -> Found {
    let mut found = Vec::new();
    // Commas in texts count too; no text has as many.
    if text.bytes().filter(|byte| *byte == b',').count() >= MOST_VALUES {
        let reason = format!("it holds more than {MOST_VALUES} values");
        return vec![Err(not_a_claim(reason))];
    }
    match Node::parse(text) {
        Ok(node) => collect(node, limits, DEPTH, &mut found),
        Err(problem) => found.push(Err(problem)),
    }
    found
}

fn collect(node: Node<'_>, limits: &Limits, depth: usize, found: &mut Found) {
    if depth == 0 {
        found.push(Err(not_a_claim("it lies too deep in lists".to_owned())));
        return;
    }
    if node.is_list() {
        for item in node.items() {
            collect(item, limits, depth - 1, found);
        }
        return;
    }
    match node.members() {
        Ok(members) => of_object(node, &members, limits, depth, found),
        Err(problem) => found.push(Err(problem)),
    }
}

fn of_object(
    node: Node<'_>,
    members: &Members<'_>,
    limits: &Limits,
    depth: usize,
    found: &mut Found,
) {
    if is_claim_review(members) {
        found.push(claim_review::read(members, &Around::default(), limits));
    } else if let Some(elements) = members.get("dataFeedElement") {
        for element in elements.items() {
            collect(element, limits, depth - 1, found);
        }
    } else if members.is_a("DataFeedItem") || members.has("item") {
        of_feed_item(members, limits, found);
    } else if let Some(graph) = members.get("@graph") {
        of_graph(graph, limits, found);
    } else if let Some(claims) = members.get("claims") {
        for claim in claims.items() {
            answer::read(claim, limits, found);
        }
    } else if members.has("claim") {
        found.push(row::read(members, limits));
    } else if members.has("claimReview") {
        answer::read(node, limits, found);
    } else {
        found.push(Err(not_a_claim(what_it_is(node, members))));
    }
}

fn is_claim_review(members: &Members<'_>) -> bool {
    members.is_a("ClaimReview") || members.has("claimReviewed")
}

/// An element of a feed: ClaimReviews with the day they came into it.
fn of_feed_item(members: &Members<'_>, limits: &Limits, found: &mut Found) {
    let feed = Around::feed_item(members);
    let items = members.get("item").map(Node::items).unwrap_or_default();
    if items.is_empty() {
        found.push(Err(Problem::MissingField("item")));
    }
    for item in items {
        found.push(item.members().and_then(|members| {
            if is_claim_review(&members) {
                claim_review::read(&members, &feed, limits)
            } else {
                Err(not_a_claim(what_it_is(item, &members)))
            }
        }));
    }
}

/// A graph describes a page, of which ClaimReviews are a part; the others are no rows and are passed over.
fn of_graph(graph: Node<'_>, limits: &Limits, found: &mut Found) {
    let mut nodes = Vec::new();
    for item in graph.items() {
        match item.members() {
            Ok(members) => nodes.push(members),
            Err(problem) => found.push(Err(problem)),
        }
    }
    let feed = Around::graph(&nodes);
    let before = found.len();
    let reviews = nodes.iter().filter(|members| is_claim_review(members));
    found.extend(reviews.map(|members| claim_review::read(members, &feed, limits)));
    if found.len() == before {
        let reason = "there is no ClaimReview in the graph".to_owned();
        found.push(Err(not_a_claim(reason)));
    }
}

fn what_it_is(node: Node<'_>, members: &Members<'_>) -> String {
    if !node.is_object() {
        return "expected an object".to_owned();
    }
    let types = members.types().join(", ");
    if !types.is_empty() {
        let types: String = types.chars().take(80).collect();
        return format!("it is a {types}, not a ClaimReview");
    }
    if members.is_empty() {
        return "the object is empty".to_owned();
    }
    "expected a row with claim, a ClaimReview, or a list, feed or answer that holds them".to_owned()
}
