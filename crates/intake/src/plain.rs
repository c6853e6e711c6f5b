//! Plain text to article.

use onrecord_model::Article;

use crate::layout::{self, Hints, Source};
use crate::{Facts, Limits, Problem, binary, language, names};

/// An article whose text is `text` as it stands. Title and authors that are not supplied are taken from its
/// headline and byline where they can be told.
///
/// # Errors
///
/// When the text is blank, too long or binary, or a fact cannot be used.
pub fn from_plain_text(text: String, facts: Facts, limits: &Limits) -> Result<Article, Problem> {
    from_text(text, facts, Source::Plain, limits)
}

/// The same for text that came with facts of its own (`Source::Supplied`), where the layout guesses less.
pub(crate) fn from_text(
    text: String,
    facts: Facts,
    source: Source,
    limits: &Limits,
) -> Result<Article, Problem> {
    if text.len() > limits.article_bytes {
        return Err(Problem::ArticleTooLarge {
            limit: limits.article_bytes,
        });
    }
    if text.trim().is_empty() {
        return Err(Problem::Empty);
    }
    binary::refuse_controls(&text)?;
    let facts = facts.check(limits)?;
    let layout = layout::lay_out(
        &text,
        &Hints {
            source,
            title: facts.title.as_deref(),
            authors: &facts.authors,
        },
    );
    let found_title = layout
        .headline
        .and_then(|span| span.of(&text))
        .and_then(|headline| names::clean(headline.trim_start_matches(['#', ' '])));
    let language = language::of_article(&text, &layout.blocks, facts.language.as_deref());
    Ok(Article {
        external_id: facts.id,
        url: facts.url,
        // A first line too long to be a title was not taken for one.
        title: facts.title.or(found_title),
        outlet: facts.outlet,
        authors: if facts.authors.is_empty() {
            layout.authors
        } else {
            facts.authors
        },
        published: facts.published,
        language,
        blocks: layout.blocks,
        text,
    })
}
