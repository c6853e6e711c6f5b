//! A schema.org ClaimReview to a claim and a review of it.

use std::collections::HashMap;

use onrecord_model::{ClaimText, Claimant, Evidence, Publication, Review, Reviewer, Stance};
use url::Url;

use super::ClaimRecord;
use super::node::{Members, Node};
use super::reading::Reading;
use crate::{FieldProblem, Limits, Problem};

/// What stands around a ClaimReview and says something of it.
#[derive(Default)]
pub(super) struct Around<'json> {
    /// When it came into a feed, by whatever fields say so.
    dates: [Option<Node<'json>>; 3],
    /// The nodes of its graph that have a name, by their `@id`.
    named: HashMap<String, Members<'json>>,
}

impl<'json> Around<'json> {
    /// The element of a feed with these fields.
    pub(super) fn feed_item(members: &Members<'json>) -> Self {
        Self {
            dates: dates(members),
            ..Self::default()
        }
    }

    /// The graph with these nodes.
    pub(super) fn graph(nodes: &[Members<'json>]) -> Self {
        let mut named = HashMap::new();
        for node in nodes.iter().filter(|node| node.has("name")) {
            if let Some(id) = id(node) {
                named.entry(id).or_insert_with(|| node.clone());
            }
        }
        Self {
            named,
            ..Self::default()
        }
    }

    /// The fields of an object; those of the node it refers to, where it has an `@id` and no name of its own.
    fn members(
        &self,
        field: &'static str,
        node: Node<'json>,
        reading: &mut Reading<'_>,
    ) -> Members<'json> {
        let members = reading.members(field, node);
        if members.has("name") {
            return members;
        }
        let referred = id(&members).and_then(|id| self.named.get(&id));
        referred.cloned().unwrap_or(members)
    }
}

fn id(members: &Members<'_>) -> Option<String> {
    members.get("@id")?.text().ok()?
}

fn dates<'json>(members: &Members<'json>) -> [Option<Node<'json>>; 3] {
    ["datePublished", "dateCreated", "dateModified"].map(|name| members.get(name))
}

/// The claim, with its one review.
///
/// # Errors
///
/// When the claim, its rating, its date or who made the review is missing or cannot be used.
pub(super) fn read<'json>(
    members: &Members<'json>,
    around: &Around<'json>,
    limits: &Limits,
) -> Result<ClaimRecord, Problem> {
    let mut reading = Reading::new(limits);
    let items = members.get("itemReviewed").map(Node::items);
    let mut items = items.unwrap_or_default();
    items.retain(|item| item.is_object());
    if items.len() > 1 {
        let count = items.len();
        reading.left_out("itemReviewed", FieldProblem::Several { count });
    }
    let claim = match items.first() {
        Some(claim) => claim.members()?,
        None => Members::default(),
    };
    let text = claim_text(members, &claim, around, &mut reading)?;
    let review = review(members, around, &mut reading)?;
    Ok(ClaimRecord {
        line: 0,
        text,
        reviews: vec![review],
        warnings: reading.warnings,
    })
}

fn claim_text<'json>(
    members: &Members<'json>,
    claim: &Members<'json>,
    around: &Around<'json>,
    reading: &mut Reading<'_>,
) -> Result<ClaimText, Problem> {
    // Old ClaimReviews and careless ones have it where the claim is described.
    let text = members
        .get("claimReviewed")
        .or_else(|| claim.get("text"))
        .or_else(|| claim.get("name"));
    // Before there was a type for claims, what was reviewed was the article or the post that made it.
    let is_work = !claim.is_a("Claim") && !claim.types().is_empty();
    let url = claim
        .get("firstAppearance")
        .or_else(|| claim.get("url"))
        .or_else(|| claim.get("sameAs").filter(|_| is_work));
    let author = reading.first("itemReviewed.author", claim.get("author"));
    Ok(ClaimText {
        text: reading.claim("claimReviewed", text)?,
        title: reading.name("itemReviewed.headline", claim.get("headline")),
        context: reading.words("itemReviewed.description", claim.get("description")),
        language: reading.language("itemReviewed.inLanguage", claim.get("inLanguage")),
        claimant: author.and_then(|author| claimant(author, around, reading)),
        made: reading.said("itemReviewed.datePublished", claim.get("datePublished")),
        url: reading.url("itemReviewed.firstAppearance", url),
        appearances: reading.urls("itemReviewed.appearance", claim.get("appearance")),
        reference: reference(claim, reading),
    })
}

/// What the file calls a claim: its identifier, as such or as the value of a property.
fn reference(claim: &Members<'_>, reading: &mut Reading<'_>) -> Option<String> {
    let field = "itemReviewed.identifier";
    let identifier = claim.get("identifier").or_else(|| claim.get("@id"));
    let node = reading.first(field, identifier)?;
    let value = reading.members(field, node).get("value");
    reading.name(field, Some(value.unwrap_or(node)))
}

/// Who made a claim: a name, or an object with one.
pub(super) fn claimant<'json>(
    node: Node<'json>,
    around: &Around<'json>,
    reading: &mut Reading<'_>,
) -> Option<Claimant> {
    let field = "itemReviewed.author";
    if !node.is_object() {
        return Some(Claimant {
            name: reading.name(field, Some(node))?,
            ..Claimant::default()
        });
    }
    let members = around.members(field, node, reading);
    let name = members.get("name").or_else(|| members.get("@value"));
    let Some(name) = reading.name(field, name) else {
        if !members.is_empty() {
            reading.left_out(field, FieldProblem::NoName);
        }
        return None;
    };
    let role = ["jobTitle", "description", "disambiguatingDescription"]
        .iter()
        .find_map(|known| members.get(known));
    let mut same_as = reading.urls("itemReviewed.author.sameAs", members.get("sameAs"));
    for url in reading.urls("itemReviewed.author.url", members.get("url")) {
        if !same_as.contains(&url) {
            same_as.push(url);
        }
    }
    let is_organisation = match () {
        () if members.is_a("Person") => Some(false),
        () if members.types().iter().any(|name| is_organisation(name)) => Some(true),
        () => None,
    };
    Some(Claimant {
        name,
        role: reading.words("itemReviewed.author.jobTitle", role),
        same_as,
        is_organisation,
    })
}

/// The types of schema.org for organisations that do not say so in their name are left out but for the commonest.
fn is_organisation(name: &str) -> bool {
    name.ends_with("Organization") || matches!(name, "Corporation" | "NGO" | "PoliticalParty")
}

fn review<'json>(
    members: &Members<'json>,
    around: &Around<'json>,
    reading: &mut Reading<'_>,
) -> Result<Review, Problem> {
    let node = members.get("reviewRating");
    // What explains a rating stands with it where nothing stands with the review.
    let explained = node.map(|node| reading.members("reviewRating", node));
    let rationale = members
        .get("reviewBody")
        .or_else(|| explained.and_then(|rating| rating.get("ratingExplanation")));
    let rating = reading.rating("reviewRating", node)?;
    let url = reading.url("url", members.get("url"));
    let [published, created, modified] = dates(members);
    let [in_feed, added, changed] = around.dates;
    let date = reading.published(&[
        ("datePublished", published),
        ("dateCreated", created),
        ("dateModified", modified),
        ("datePublished", in_feed),
        ("dateCreated", added),
        ("dateModified", changed),
    ])?;
    let title = members.get("headline").or_else(|| members.get("name"));
    Ok(Review {
        rating,
        author: reviewer(members, url.as_deref(), around, reading)?,
        date,
        title: reading.name("headline", title),
        rationale: reading.words("reviewBody", rationale),
        evidence: evidence(members.get("citation"), reading),
        language: reading.language("inLanguage", members.get("inLanguage")),
        url,
        publication: publication(members, reading),
        is_imported: true,
    })
}

/// Who made a review: its author, else its publisher, else the site it stands on.
fn reviewer<'json>(
    members: &Members<'json>,
    url: Option<&str>,
    around: &Around<'json>,
    reading: &mut Reading<'_>,
) -> Result<Reviewer, Problem> {
    for field in ["author", "publisher"] {
        let Some(node) = reading.first(field, members.get(field)) else {
            continue;
        };
        let inner = around.members(field, node, reading);
        let url = reading.url(field, inner.get("url"));
        let name = match inner.get("name").or_else(|| inner.get("@value")) {
            Some(name) => reading.name(field, Some(name)),
            None if node.is_object() => url.as_deref().and_then(host),
            None => reading.name(field, Some(node)),
        };
        if let Some(name) = name {
            return Ok(Reviewer {
                name,
                url,
                // The author of a ClaimReview is who publishes it, unless it says that it is a person.
                is_organisation: !inner.is_a("Person"),
            });
        }
    }
    site(url).ok_or(Problem::MissingField("author"))
}

/// The site that a review stands on, where nobody else is named.
pub(super) fn site(url: Option<&str>) -> Option<Reviewer> {
    Some(Reviewer {
        name: host(url?)?,
        url: None,
        is_organisation: true,
    })
}

fn host(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

fn publication(members: &Members<'_>, reading: &mut Reading<'_>) -> Publication {
    let status = reading.name("creativeWorkStatus", members.get("creativeWorkStatus"));
    match status.as_deref() {
        Some("Draft") => Publication::Draft,
        Some("Withdrawn") => Publication::Withdrawn,
        // Whatever else it says of itself, it was published, or nobody could have read it.
        _ => Publication::Published,
    }
}

fn evidence(node: Option<Node<'_>>, reading: &mut Reading<'_>) -> Vec<Evidence> {
    let items = node.map(Node::items).unwrap_or_default();
    items
        .into_iter()
        .filter_map(|item| piece_of_evidence(item, reading))
        .collect()
}

fn piece_of_evidence(node: Node<'_>, reading: &mut Reading<'_>) -> Option<Evidence> {
    let nothing = Evidence {
        url: None,
        title: None,
        quotation: None,
        archived: None,
        stance: Stance::Context,
        is_gone: false,
    };
    if !node.is_object() {
        // A reference in words, or an address.
        let text = reading.name("citation", Some(node))?;
        return Some(
            if text.starts_with("http://") || text.starts_with("https://") {
                Evidence {
                    url: Some(reading.url("citation", Some(node))?),
                    ..nothing
                }
            } else {
                Evidence {
                    title: Some(text),
                    ..nothing
                }
            },
        );
    }
    let members = reading.members("citation", node);
    let copy = members
        .get("encoding")
        .and_then(|copy| copy.items().first().copied())
        .map(|copy| reading.members("citation.encoding", copy))
        .unwrap_or_default();
    let digest = copy
        .get("identifier")
        .or_else(|| copy.get("sha256"))
        .or_else(|| members.get("sha256"));
    let title = members.get("name").or_else(|| members.get("headline"));
    let stance = reading.name("citation.keywords", members.get("keywords"));
    let status = reading.name(
        "citation.creativeWorkStatus",
        members.get("creativeWorkStatus"),
    );
    Some(Evidence {
        url: reading.url("citation.url", members.get("url")),
        title: reading.name("citation.name", title),
        quotation: reading.words("citation.text", members.get("text")),
        archived: reading.name("citation.encoding", digest),
        stance: stance
            .and_then(|stance| stance.parse().ok())
            .unwrap_or(Stance::Context),
        is_gone: status.as_deref() == Some("Gone"),
    })
}
