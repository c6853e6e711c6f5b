//! What people type, read into a tree of our own. Nothing of it ever reaches Tantivy's query syntax.
//!
//! | typed | means |
//! |---|---|
//! | `ceasefire talks` | both words, each anywhere in the words said, the names of who said them or the title |
//! | `"robust security"` | these words next to each other; straight or curly marks, `\"` for a mark among them |
//! | `"tax cut"~3` | these words near each other: moved by three places altogether |
//! | `securty~1`, `~2` | words spelled so but for one or two letters; two that changed places count as one |
//! | `secur*` | words that begin so |
//! | `truce OR ceasefire talks` | one of the two, and "talks": `OR` binds closer than the space |
//! | `a AND b` | the same as `a b`; beside `OR` only with parentheses |
//! | `-nuclear`, `-"red line"`, `NOT nuclear` | without it |
//! | `(truce talks) OR summit` | parentheses group |
//! | `speaker:"Ana Ruiz"` | said by them: a name, an alias or an id; `speaker:none` where nobody is named |
//! | `outlet:"The Ledger"` | in this outlet; `outlet:none` |
//! | `kind:` `origin:` `class:` `colour:` `polarity:` | one of their words; `class:none` |
//! | `verdict:false`, `claim:demo-prices` | on a statement with this verdict, or that makes this claim; `none` |
//! | `date:2024-05`, `date:[2024-01-01 TO *]`, `{…}` | published then; braces leave out the ends; `date:none` |
//! | `lang:en`, `lang:eng` | in an article in this language; `lang:none` |
//! | `said:` `title:` `cue:` | words or a phrase there only |
//!
//! Reading is strict: what is not understood is refused with the place where it stands, because an answer to
//! another question than the one asked is worse than none. [`Query::plain`] is for those who typed something else than
//! a query. Only signs that hold no word are passed over, as they are in a text.

mod articles;
mod error;
mod field;
mod highlight;
mod language;
mod lex;
mod parse;
mod tree;

use std::collections::HashMap;

use onrecord_model::{ClaimId, SpeakerId};

pub use articles::ArticleConditions;
pub use error::QueryError;
use parse::Parsed;
pub(crate) use tree::{Condition, Named, Node, Period, Placed, Within, Words};

/// A query that was read.
#[derive(Debug, Clone)]
pub struct Query {
    typed: String,
    pub(crate) root: Node,
    pub(crate) lone: Vec<Lone>,
}

/// Queries are equal where they ask for the same, however they are typed.
impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

/// A word that was typed by itself and is asked for: one that can be misspelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lone {
    /// In the form it is written in.
    pub(crate) spelled: String,
    /// What it is compared by.
    pub(crate) term: String,
    /// Its bytes in what was typed.
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// Names in a query that only somebody who knows the store can read, each once, in the order they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// Speakers: ids, names, aliases.
    pub speakers: Vec<String>,
    /// Claims: ids and references.
    pub claims: Vec<String>,
}

/// What the names in a query stand for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// The speakers under whom quotes are filed that a name means; all of them, with those that were merged.
    pub speakers: HashMap<String, Vec<SpeakerId>>,
    /// The claims that an id or a reference means.
    pub claims: HashMap<String, Vec<ClaimId>>,
}

impl Query {
    /// Most code points a query may have.
    pub const LONGEST: usize = 4_096;
    /// Most words a query may have.
    pub const MOST_WORDS: usize = 256;
    /// Most conditions on fields a query may have.
    pub const MOST_CONDITIONS: usize = 64;
    /// Most near spellings and beginnings of words a query may have: each is looked for in all that is written.
    pub const MOST_SPELLINGS: usize = 16;
    /// Deepest nesting of parentheses.
    pub const DEEPEST: usize = 16;

    /// Reads what somebody typed; `None` where it is blank.
    ///
    /// # Errors
    ///
    /// Where it does not follow the language, is too long or too deep, has too many words, conditions or spellings or,
    /// though not blank, nothing to search for.
    pub fn parse(typed: &str) -> Result<Option<Self>, QueryError> {
        Self::read(typed, parse::parse)
    }

    /// Reads the words of what somebody typed and gives nothing else in it a meaning; `None` where it is blank.
    ///
    /// # Errors
    ///
    /// Where it is too long, has too many words or, though not blank, none.
    pub fn plain(typed: &str) -> Result<Option<Self>, QueryError> {
        Self::read(typed, parse::plain)
    }

    fn read(
        typed: &str,
        parse: fn(&str) -> Result<Parsed, error::Refusal>,
    ) -> Result<Option<Self>, QueryError> {
        let length = typed.chars().count();
        if length > Self::LONGEST {
            return Err(QueryError::TooLong { length });
        }
        let trimmed = typed.trim();
        if trimmed.is_empty() {
            return Ok(None);
        }
        let (root, mut lone) = parse(typed).map_err(|refusal| refusal.told(typed))?;
        let Some(root) = root else {
            return Err(QueryError::NoWords(trimmed.to_owned()));
        };
        let indent = typed.len() - typed.trim_start().len();
        for word in &mut lone {
            word.from -= indent;
            word.to -= indent;
        }
        Ok(Some(Self {
            typed: trimmed.to_owned(),
            root,
            lone,
        }))
    }

    /// The names in it that only somebody who knows the store can read.
    #[must_use]
    pub fn names(&self) -> Names {
        let mut names = Names::default();
        collect(&self.root, &mut names);
        names
    }

    /// The query with what its names stand for. A name that is not in `read` matches nothing.
    #[must_use]
    pub fn with(mut self, read: &Read) -> Self {
        fill(&mut self.root, read);
        self
    }

    /// As it was typed, without the white space around it.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The same words, asked for in another way.
    pub(crate) fn meaning(&self, typed: String, root: Node) -> Self {
        Self {
            typed,
            root,
            lone: Vec::new(),
        }
    }
}

fn collect(node: &Node, names: &mut Names) {
    let add = |known: &mut Vec<String>, name: &str| {
        if !known.iter().any(|known| known == name) {
            known.push(name.to_owned());
        }
    };
    match node {
        Node::Condition(Condition::Speaker(Some(named))) => add(&mut names.speakers, &named.name),
        Node::Condition(Condition::Claim(Some(named))) => add(&mut names.claims, &named.name),
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| collect(node, names)),
        Node::Not(node) => collect(node, names),
        Node::First(node, other) => {
            collect(node, names);
            collect(other, names);
        }
        Node::Words(_)
        | Node::Near { .. }
        | Node::Beginning(_)
        | Node::Condition(_)
        | Node::Meant { .. } => {}
    }
}

fn fill(node: &mut Node, read: &Read) {
    match node {
        Node::Condition(Condition::Speaker(Some(named))) => read_name(named, &read.speakers),
        Node::Condition(Condition::Claim(Some(named))) => read_name(named, &read.claims),
        Node::All(nodes) | Node::Any(nodes) => nodes.iter_mut().for_each(|node| fill(node, read)),
        Node::Not(node) => fill(node, read),
        Node::First(node, other) => {
            fill(node, read);
            fill(other, read);
        }
        Node::Words(_)
        | Node::Near { .. }
        | Node::Beginning(_)
        | Node::Condition(_)
        | Node::Meant { .. } => {}
    }
}

fn read_name<Id: Clone>(named: &mut Named<Id>, read: &HashMap<String, Vec<Id>>) {
    named.ids = read.get(&named.name).cloned().unwrap_or_default();
}
