//! What a query asks for.

use onrecord_model::{ClaimId, Colour, CueClass, Kind, Polarity, SpeakerId};

use crate::Origin;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// A word, or several in their places.
    Words(Words),
    /// Words spelled as this one but for so many letters.
    Near { spelled: String, edits: u8 },
    /// Words that begin so.
    Beginning(String),
    /// What is known of a quote besides words.
    Condition(Condition),
    /// All of them; two at least.
    All(Vec<Node>),
    /// One of them at least; two at least.
    Any(Vec<Node>),
    /// What it does not match.
    Not(Box<Node>),
    /// A word that was typed, with words that it may have been meant to be, the likeliest first.
    Meant { typed: Words, near: Vec<String> },
    /// What matches the first stands before what matches the second alone.
    First(Box<Node>, Box<Node>),
}

/// Words at their places relative to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) within: Within,
    /// Never empty, in the order of offsets.
    pub(crate) placed: Vec<Placed>,
    /// How many places they may be moved altogether: see [`crate::sloppy`].
    pub(crate) slop: u32,
}

/// A word of a phrase and its distance from the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) offset: u32,
    pub(crate) term: String,
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// In the words said, in the names of who said them, or in the headline.
    Anywhere,
    /// In the words said.
    Said,
    /// In the headline.
    Title,
    /// In the words that report ("claimed", "according to").
    Cue,
}

/// What only somebody who knows the store can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named<Id> {
    pub(crate) name: String,
    /// What it stands for; nothing before somebody has said so.
    pub(crate) ids: Vec<Id>,
}

impl<Id> Named<Id> {
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            ids: Vec::new(),
        }
    }
}

/// `None` asks for what has none of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    Speaker(Option<Named<SpeakerId>>),
    /// The key of an outlet.
    Outlet(Option<String>),
    Kind(Kind),
    Origin(Origin),
    Class(Option<CueClass>),
    Colour(Colour),
    Polarity(Polarity),
    /// The name of a verdict, in lower case.
    Verdict(Option<String>),
    Claim(Option<Named<ClaimId>>),
    Published(Option<Period>),
    /// The code of a language, as articles have it.
    Language(Option<String>),
}

/// From the first microsecond up to the second, which it does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) from: Option<i64>,
    pub(crate) to: Option<i64>,
}

impl Node {
    /// How many words it asks for.
    pub(crate) fn words(&self) -> usize {
        match self {
            Self::Words(words) => words.placed.len(),
            Self::Near { .. } | Self::Beginning(_) | Self::Meant { .. } => 1,
            Self::Condition(_) => 0,
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().map(Self::words).sum(),
            Self::Not(node) => node.words(),
            Self::First(first, other) => first.words().max(other.words()),
        }
    }
}

/// All of `nodes`, those that are themselves several taken apart; `None` where there is none.
pub(super) fn all_of(nodes: Vec<Node>) -> Option<Node> {
    let apart = nodes.into_iter().flat_map(|node| match node {
        Node::All(inner) => inner,
        other => vec![other],
    });
    one_or(apart.collect(), Node::All)
}

/// One of `nodes`.
pub(super) fn any_of(nodes: Vec<Node>) -> Option<Node> {
    let apart = nodes.into_iter().flat_map(|node| match node {
        Node::Any(inner) => inner,
        other => vec![other],
    });
    one_or(apart.collect(), Node::Any)
}

fn one_or(nodes: Vec<Node>, several: fn(Vec<Node>) -> Node) -> Option<Node> {
    // What is asked for twice would be looked for twice.
    let mut apart: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        if !apart.contains(&node) {
            apart.push(node);
        }
    }
    let mut nodes = apart;
    match nodes.len() {
        0 => None,
        1 => nodes.pop(),
        _ => Some(several(nodes)),
    }
}
