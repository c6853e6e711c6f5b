//! What the words that name a source are: a pronoun, a name, a description, or nobody in particular.

use std::ops::Range;

use onrecord_extract::TokenKind;
use onrecord_model::Span;

use crate::article::Article;
use crate::lexicon::Class;
use crate::tie;
use crate::word::{Shape, Word};

/// The head of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// No words at all.
    Missing,
    /// A pronoun, at this token.
    Pronoun(usize),
    /// A handle such as "@harrowmayor": the token of its word.
    Handle(usize),
    /// A name: an index into the article's mentions.
    Name(usize),
    /// Names joined by "and": indices into the article's mentions.
    Several(Vec<usize>),
    /// "the Trump campaign", "the finance ministry".
    Body(Phrase),
    /// "the Vermont senator", "his lawyer".
    Description(Phrase),
    /// "critics", "a poll".
    Unnamed,
    /// "a senior official": nobody in particular, but one person, whom a pronoun behind it can mean.
    UnnamedPerson,
}

/// A noun phrase without a name as its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Its tokens without determiner.
    pub(crate) tokens: Range<usize>,
    /// The token of its head.
    pub(crate) head: usize,
    /// The name that stands before the head, an index into the article's mentions.
    pub(crate) modifier: Option<usize>,
    /// Whether that name, or a possessive pronoun, is its possessor.
    pub(crate) possessed: bool,
    /// Whether "of …" stands behind its head.
    pub(crate) is_complemented: bool,
}

/// How many tokens of a source are read; what stands behind a hundred words is not its head.
const LONGEST_SOURCE: usize = 100;

/// Shortest handle without its "@", in bytes; a letter or two can be anything.
const SHORTEST_HANDLE: usize = 3;

enum Head {
    Name(usize),
    Several(Vec<usize>),
    Common(Option<Phrase>),
}

impl Article<'_> {
    /// Reads the source that `spans` are.
    pub(crate) fn source(&self, spans: &[Span]) -> Source {
        let mut found = Source::Missing;
        for span in spans {
            let source = self.source_in(self.scanner.document.tokens_in(*span));
            let named = matches!(
                source,
                Source::Name(_) | Source::Several(_) | Source::Pronoun(_)
            );
            // Of several pieces the first that names somebody counts, and the first of all where none does.
            if named {
                return source;
            }
            if found == Source::Missing {
                found = source;
            }
        }
        found
    }

    fn source_in(&self, tokens: Range<usize>) -> Source {
        let end = tokens.end.min(tokens.start + LONGEST_SOURCE);
        let tokens = self.trimmed(tokens.start..end);
        if tokens.is_empty() {
            return Source::Missing;
        }
        let words = &self.scanner.words[tokens.clone()];
        let spoken: Vec<&Word> = words
            .iter()
            .filter(|word| !word.normal.is_empty() && word.shape != Shape::Clitic)
            .collect();
        if let [word, rest @ ..] = spoken.as_slice()
            && word.class.is(Class::PRONOUN)
            && rest.iter().all(|word| is_reflexive(&word.normal))
        {
            return Source::Pronoun(tokens.start);
        }
        if let Some(handle) = self.only_handle(&tokens) {
            return Source::Handle(handle);
        }
        let segments = self.segments(tokens);
        let Some(first) = segments.first() else {
            return Source::Missing;
        };
        match self.head(first.clone()) {
            Head::Name(mention) => {
                let joined = segments[1..]
                    .iter()
                    .find_map(|segment| self.joined_name(segment));
                match joined {
                    Some(other) => Source::Several(vec![mention, other]),
                    None => Source::Name(mention),
                }
            }
            Head::Several(mentions) => Source::Several(mentions),
            Head::Common(phrase) => {
                if let Some(mention) = self.name_at_end(first) {
                    return Source::Name(mention);
                }
                // "Mr. Roe's campaign manager, Jane Doe,": the name stands behind the description.
                let apposed = segments[1..]
                    .first()
                    .and_then(|segment| self.only_name(segment));
                match (apposed, phrase) {
                    (Some(mention), _) => Source::Name(mention),
                    (None, Some(phrase)) => self.common(first.clone(), phrase),
                    (None, None) => Source::Unnamed,
                }
            }
        }
    }

    /// "one user @harrowmayor": a handle where nobody is named.
    fn only_handle(&self, tokens: &Range<usize>) -> Option<usize> {
        let document = self.scanner.document;
        let is_handle = |index: &usize| {
            let word = document.word(document.tokens()[*index]);
            word.strip_prefix('@').is_some_and(|handle| {
                handle.len() >= SHORTEST_HANDLE
                    && handle
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            })
        };
        let handle = tokens.clone().find(is_handle)?;
        let mut people = self.mentions_in(tokens).filter(|mention| {
            let mention = &self.mentions[*mention];
            let person = mention
                .one()
                .is_none_or(|id| self.entities[id.0].may_be_person());
            person && !mention.tokens.clone().any(|index| is_handle(&index))
        });
        people.next().is_none().then_some(handle)
    }

    /// "Speaker of the House Rep. Jane Roe": a title in capitals and without article, and a name at the end.
    fn name_at_end(&self, segment: &Range<usize>) -> Option<usize> {
        let first = &self.scanner.words[segment.start];
        if !first.class.is(Class::TITLE.or(Class::FORMER)) || !first.is_capital() {
            return None;
        }
        let mention = self.mentions_in(segment).last()?;
        let Range { start, end } = self.mentions[mention].whole;
        let before = &self.scanner.words[start.checked_sub(1)?];
        let free = !before.class.is(Class::POSTMODIFIER.or(Class::DEFINITE));
        (end == segment.end && start > segment.start && free).then_some(mention)
    }

    /// Without prepositions, marks and adverbs at the edges.
    fn trimmed(&self, mut tokens: Range<usize>) -> Range<usize> {
        let words = &self.scanner.words;
        while let Some(word) = words.get(tokens.start).filter(|_| !tokens.is_empty()) {
            let leads = word.normal.is_empty()
                || matches!(
                    word.normal.as_str(),
                    "by" | "to"
                        | "from"
                        | "in"
                        | "with"
                        | "of"
                        | "for"
                        | "at"
                        | "on"
                        | "according"
                        | "per"
                        | "as"
                        | "and"
                        | "but"
                        | "even"
                        | "said"
                        | "says"
                );
            if !leads {
                break;
            }
            tokens.start += 1;
        }
        while !tokens.is_empty() && words[tokens.end - 1].normal.is_empty() {
            tokens.end -= 1;
        }
        tokens
    }

    /// The parts between commas, dashes and brackets, marks left out; a name is never cut.
    fn segments(&self, tokens: Range<usize>) -> Vec<Range<usize>> {
        let mut segments = Vec::new();
        let mut start = tokens.start;
        for index in tokens.clone() {
            let kind = self.scanner.document.tokens()[index].kind;
            let cuts = matches!(
                kind,
                TokenKind::Comma
                    | TokenKind::Dash
                    | TokenKind::OpeningBracket
                    | TokenKind::ClosingBracket
                    | TokenKind::Semicolon
                    | TokenKind::Colon
            );
            if cuts && self.mention_over(index).is_none() {
                if start < index {
                    segments.push(start..index);
                }
                start = index + 1;
            }
        }
        if start < tokens.end {
            segments.push(start..tokens.end);
        }
        segments
    }

    /// The mention whose words or title hold token `index`.
    fn mention_over(&self, index: usize) -> Option<usize> {
        let next = self
            .mentions
            .partition_point(|mention| mention.tokens.end <= index);
        let whole = &self.mentions.get(next)?.whole;
        whole.contains(&index).then_some(next)
    }

    /// The mentions that lie in `tokens`.
    pub(crate) fn mentions_in(&self, tokens: &Range<usize>) -> Range<usize> {
        let start = self
            .mentions
            .partition_point(|mention| mention.tokens.start < tokens.start);
        let end = self
            .mentions
            .partition_point(|mention| mention.tokens.end <= tokens.end);
        start..end.max(start)
    }

    /// The head of one segment: what stands before its first preposition or relative pronoun.
    fn head(&self, segment: Range<usize>) -> Head {
        let words = &self.scanner.words;
        let mut end = segment.end;
        let mut conjunction = None;
        for index in segment.clone() {
            if self.mention_over(index).is_some() {
                continue;
            }
            let word = &words[index];
            if matches!(word.normal.as_str(), "and" | "or") && index > segment.start {
                conjunction = Some(index);
                end = index;
                break;
            }
            let cuts = word.class.is(Class::POSTMODIFIER) && word.shape == Shape::Lower;
            if cuts && index > segment.start {
                end = index;
                break;
            }
        }
        let head = self.phrase_head(segment.start..end);
        let Some(conjunction) = conjunction else {
            return head;
        };
        match (head, self.head(conjunction + 1..segment.end)) {
            (Head::Name(one), Head::Name(other)) => Head::Several(vec![one, other]),
            (Head::Name(one), Head::Several(mut others)) => {
                others.insert(0, one);
                Head::Several(others)
            }
            (Head::Name(one), Head::Common(_)) => Head::Several(vec![one]),
            (_, Head::Several(others)) => Head::Several(others),
            // "the company and its founder", "friend and colleague Jane Roe".
            (Head::Common(None), other) => other,
            (Head::Common(Some(phrase)), Head::Name(other)) => {
                let definite = words[segment.start]
                    .class
                    .is(Class::DEFINITE.or(Class::INDEFINITE));
                if definite || phrase.modifier.is_some() {
                    Head::Several(vec![other])
                } else {
                    Head::Name(other)
                }
            }
            (Head::Common(_), Head::Common(_)) => Head::Common(None),
            (Head::Several(names), _) => Head::Several(names),
        }
    }

    fn phrase_head(&self, tokens: Range<usize>) -> Head {
        let words = &self.scanner.words;
        if words
            .get(tokens.start)
            .is_some_and(|word| word.normal == "both")
        {
            return Head::Several(self.mentions_in(&tokens).collect());
        }
        let last = self.mentions_in(&tokens).last();
        let after_name = last.map_or(tokens.start, |mention| self.mentions[mention].tokens.end);
        let possessed =
            words.get(after_name).is_some_and(Word::is_possessive) && after_name < tokens.end;
        let rest = after_name + usize::from(possessed)..tokens.end;
        if let Some(mention) = self.headlined(&tokens) {
            return Head::Name(mention);
        }
        let noun = rest
            .clone()
            .rev()
            .find(|index| !words[*index].normal.is_empty() && !is_trailing(&words[*index].normal));
        match (last, noun) {
            (Some(mention), None) => Head::Name(mention),
            (None, None) => Head::Common(None),
            (modifier, Some(head)) => {
                let first = &words[tokens.start];
                let determiner =
                    first.class.is(Class::DEFINITE) || matches!(first.normal.as_str(), "a" | "an");
                let own = first.class.is(Class::PRONOUN) && first.class.is(Class::DEFINITE);
                Head::Common(Some(Phrase {
                    tokens: tokens.start + usize::from(determiner)..head + 1,
                    head,
                    modifier,
                    possessed: possessed || own,
                    is_complemented: words.get(head + 1).is_some_and(|word| word.normal == "of"),
                }))
            }
        }
    }

    /// The full name that a source out of a headline begins with, where a verb in title case follows: "Jane Roe
    /// Hammers Harbour Chief".
    fn headlined(&self, tokens: &Range<usize>) -> Option<usize> {
        let first = self.mentions_in(tokens).next()?;
        let mention = &self.mentions[first];
        let end = mention.tokens.end;
        let verb = self.scanner.words.get(end).filter(|_| end < tokens.end)?;
        let is_verb = verb.shape == Shape::Capital
            && verb.normal.ends_with('s')
            && verb.class == Class::default()
            || verb.class.is(Class::HEADLINE_VERB);
        let headline = self.scanner.is_headline(mention.sentence);
        (headline && mention.full && mention.whole.start == tokens.start && is_verb)
            .then_some(first)
    }

    /// What a phrase with a common noun as its head is.
    fn common(&self, segment: Range<usize>, phrase: Phrase) -> Source {
        let words = &self.scanner.words;
        let first = &words[segment.start];
        let head = &words[phrase.head];
        let indefinite = first.class.is(Class::INDEFINITE) && first.shape != Shape::Shout
            || first
                .normal
                .starts_with(|digit: char| digit.is_ascii_digit());
        if indefinite || head.class.is(Class::INDEFINITE) {
            let one = matches!(first.normal.as_str(), "a" | "an" | "one" | "another");
            let person = tie::is_role(&head.normal);
            return if one && person {
                Source::UnnamedPerson
            } else {
                Source::Unnamed
            };
        }
        if head.class.is(Class::BODY) {
            return Source::Body(phrase);
        }
        let plural = head.normal.ends_with('s') && !head.normal.ends_with("ss")
            || matches!(
                head.normal.as_str(),
                "people" | "media" | "men" | "women" | "staff" | "children" | "one"
            );
        let nobody = head.class.is(Class::DOCUMENT) && !head.class.is(Class::TITLE);
        if plural || nobody || head.class.is(Class::PRONOUN) {
            return Source::Unnamed;
        }
        let definite = first.class.is(Class::DEFINITE)
            || phrase.possessed
            || first.class.is(Class::FORMER)
            || phrase.modifier.is_some();
        if definite || first.is_capital() && phrase.tokens.len() > 1 {
            Source::Description(phrase)
        } else {
            Source::Unnamed
        }
    }

    /// The name of a segment that is nothing but a name with its title.
    fn only_name(&self, segment: &Range<usize>) -> Option<usize> {
        let mention = match self.head(segment.clone()) {
            Head::Name(mention) => mention,
            Head::Several(_) | Head::Common(_) => return None,
        };
        let whole = &self.mentions[mention].whole;
        let lead = &self.scanner.words[segment.start..whole.start.max(segment.start)];
        let bare = lead.iter().all(|word| {
            word.class
                .is(Class::DEFINITE.or(Class::TITLE).or(Class::FORMER))
        });
        bare.then_some(mention)
    }

    /// The name of a segment that begins with "and" or "along with".
    fn joined_name(&self, segment: &Range<usize>) -> Option<usize> {
        let first = self.scanner.words.get(segment.start)?;
        if first.normal != "and" {
            return None;
        }
        self.only_name(&(segment.start + 1..segment.end))
    }
}

fn is_reflexive(word: &str) -> bool {
    matches!(
        word,
        "himself"
            | "herself"
            | "themselves"
            | "itself"
            | "myself"
            | "alone"
            | "too"
            | "also"
            | "both"
    )
}

/// Words behind a name that change nothing: "Roe himself", "Roe later".
fn is_trailing(word: &str) -> bool {
    is_reflexive(word)
        || matches!(
            word,
            "later"
                | "then"
                | "now"
                | "once"
                | "again"
                | "recently"
                | "earlier"
                | "has"
                | "have"
                | "had"
                | "is"
                | "was"
                | "already"
                | "often"
                | "s"
        )
        || word.starts_with(|digit: char| digit.is_ascii_digit())
}
