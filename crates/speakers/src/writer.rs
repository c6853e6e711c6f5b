//! Outside of quotations "I" and "we" are whoever wrote the text.

use std::ops::Range;

use onrecord_extract::TokenKind;
use onrecord_model::{Reason, ResolutionRule, SpeakerKind};

use crate::article::Article;
use crate::entity::{EntityId, EntityKind};
use crate::lexicon::Class;
use crate::normalise;
use crate::resolver::Context;
use crate::resolving::Found;
use crate::speaker::unlisted;

/// Longest line that is read as a signature, in tokens.
const LONGEST_SIGNATURE: usize = 8;
/// From so many labelled paragraphs on, an article is an interview.
const FEWEST_TURNS: usize = 2;
/// Longest label of a turn with its colon, in tokens.
const LONGEST_LABEL: usize = 5;

impl Article<'_> {
    /// Who says "I" at `token`, outside of quotations: the one author, or, of letters, which have none, whoever
    /// signs behind it. Of two authors neither is "I".
    pub(crate) fn writer(&self, token: usize, context: &Context<'_>) -> Found {
        if !self.is_writers_voice(token) {
            return Found::nobody(ResolutionRule::NotFound, 0.5);
        }
        let found = match context.authors {
            [] => self.signed_behind(token).map(|entity| Found {
                entity: Some(entity),
                ..Found::nobody(ResolutionRule::Writer, 0.7)
            }),
            [author] => self.author(author),
            _ => None,
        };
        found.map_or_else(
            || Found::nobody(ResolutionRule::NotFound, 0.5),
            |found| Found {
                reasons: vec![Reason::Signed],
                ..found
            },
        )
    }

    /// Who says "we" outside of quotations, where nobody signs: the outlet.
    pub(crate) fn editors(&self, token: usize, context: &Context<'_>) -> Found {
        let outlet = context
            .outlet
            .filter(|_| context.authors.is_empty() && self.is_writers_voice(token));
        let gazetteer = self.setting.gazetteer;
        let organisation = outlet
            .and_then(|outlet| gazetteer.organisation_name(&without_article(outlet)))
            .and_then(|index| gazetteer.organisation(index));
        match organisation {
            Some(organisation) => Found {
                identity: Some(organisation.identity()),
                reasons: vec![Reason::Signed],
                ..Found::nobody(ResolutionRule::Writer, 0.6)
            },
            None => Found::nobody(ResolutionRule::NotFound, 0.5),
        }
    }

    /// Whether the writer speaks at `token`: not in an interview, where turns have no quotation marks, and not in a
    /// paragraph that another one ends on a colon to introduce.
    fn is_writers_voice(&self, token: usize) -> bool {
        let document = self.scanner.document;
        let turns = document
            .paragraphs()
            .iter()
            .filter(|paragraph| self.is_labelled(document.paragraph_tokens(paragraph)))
            .take(FEWEST_TURNS)
            .count();
        let introduced = document
            .tokens()
            .get(token)
            .and_then(|token| document.paragraph_at(token.span.start()))
            .and_then(|paragraph| paragraph.checked_sub(1))
            .and_then(|before| {
                let tokens = document.paragraph_tokens(&document.paragraphs()[before]);
                document.tokens()[tokens].last()
            })
            .is_some_and(|last| last.kind == TokenKind::Colon);
        turns < FEWEST_TURNS && !introduced
    }

    /// Whether a paragraph begins with a short label and a colon, as turns of interviews do: "Q:", "JANE ROE:".
    fn is_labelled(&self, tokens: Range<usize>) -> bool {
        let document = self.scanner.document;
        let first = tokens.start;
        tokens
            .take(LONGEST_LABEL)
            .find(|index| document.tokens()[*index].kind == TokenKind::Colon)
            .is_some_and(|colon| {
                (first..colon).all(|index| {
                    let word = &self.scanner.words[index];
                    word.is_capital() || word.normal.is_empty()
                })
            })
    }

    /// The author as a speaker: the one of that name whom the text speaks of, or somebody nobody knows. A reporter
    /// is never taken for a famous namesake.
    fn author(&self, name: &str) -> Option<Found> {
        let normal = normalise(name);
        let words: Vec<String> = normal.split(' ').map(str::to_owned).collect();
        let institution = words
            .iter()
            .any(|word| Class::of(word).is(Class::INSTITUTION.or(Class::BODY)));
        let listed = self.setting.gazetteer.organisation_name(&normal).is_some();
        let several = name.contains([',', ';', '&', '/']);
        if !(2..=5).contains(&words.len()) || institution || listed || several {
            return None;
        }
        let holding = words
            .last()
            .map_or(&[][..], |last| self.index.holding(last));
        let named = holding.iter().copied().find(|id| {
            let entity = &self.entities[id.0];
            entity.kind == EntityKind::Person
                && entity.is_same_name(&words, None, self.setting.gazetteer)
        });
        Some(match named {
            Some(entity) => Found {
                entity: Some(entity),
                ..Found::nobody(ResolutionRule::Writer, 0.8)
            },
            None => Found {
                identity: Some(unlisted(&in_title_case(name), SpeakerKind::Person)),
                ..Found::nobody(ResolutionRule::Writer, 0.8)
            },
        })
    }

    /// The next person behind `token` whose full name is a paragraph of its own.
    fn signed_behind(&self, token: usize) -> Option<EntityId> {
        let document = self.scanner.document;
        let offset = document.tokens().get(token)?.span.end();
        let next = self
            .mentions
            .partition_point(|mention| mention.tokens.start < token);
        self.mentions[next..].iter().find_map(|mention| {
            let entity = mention.one().filter(|_| mention.full)?;
            let start = document.tokens()[mention.tokens.start].span.start();
            let paragraph = &document.paragraphs()[document.paragraph_at(start)?];
            let tokens = document.paragraph_tokens(paragraph);
            let words = tokens
                .clone()
                .filter(|index| document.tokens()[*index].is_word());
            let alone = tokens.len() <= LONGEST_SIGNATURE
                && start > offset
                && words
                    .into_iter()
                    .all(|index| mention.whole.contains(&index));
            (alone && self.entities[entity.0].kind == EntityKind::Person).then_some(entity)
        })
    }
}

/// A byline is often in capitals.
fn in_title_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().into_iter();
        first.chain(letters.flat_map(char::to_lowercase)).collect()
    };
    let words: Vec<String> = name.split_whitespace().map(capitalised).collect();
    words.join(" ")
}

fn without_article(name: &str) -> String {
    let normal = normalise(name);
    match normal.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => normal,
    }
}
