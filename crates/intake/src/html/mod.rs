//! A page to an article.

mod json_ld;
mod metadata;
mod text;
mod tree;

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use onrecord_model::{Article, Block, BlockRole};

use crate::facts::CheckedFacts;
use crate::{Facts, Limits, Problem, binary, language, layout, names};
use metadata::Metadata;

/// The article of the page `html`. What is not supplied is taken from JSON-LD, then from meta elements, then from what
/// the readability algorithm makes of the page. The text is the headline and the paragraphs, each on a line of its own
/// with a blank line between, without scripts, styles, hidden parts and captions.
///
/// # Errors
///
/// When the page is blank, binary, beyond a limit or without an article, or a supplied fact cannot be used.
pub fn from_html(html: &str, facts: Facts, limits: &Limits) -> Result<Article, Problem> {
    if html.len() > limits.article_bytes {
        return Err(Problem::ArticleTooLarge {
            limit: limits.article_bytes,
        });
    }
    if html.trim().is_empty() {
        return Err(Problem::Empty);
    }
    binary::refuse_controls(html)?;
    let facts = facts.check(limits)?;
    let document = tree::parse(html, limits)?;
    let metadata = metadata::read(&document, facts.url.as_deref(), limits);
    text::remove_unseen(&document);
    let readable = readable(document, limits)?;
    compose(facts, metadata, readable)
}

/// What the readability algorithm found.
#[derive(Default)]
struct Readable {
    title: Option<String>,
    byline: Option<String>,
    paragraphs: Vec<text::Paragraph>,
}

fn readable(document: Document, limits: &Limits) -> Result<Readable, Problem> {
    let config = Config {
        disable_json_ld: true,
        ..Config::default()
    };
    // Both fail only where there is nothing readable, which is told once the other sources have been asked.
    let Ok(mut readability) = Readability::with_document(document, None, Some(config)) else {
        return Ok(Readable::default());
    };
    let Ok(article) = readability.parse() else {
        return Ok(Readable::default());
    };
    let content = tree::parse(&article.content, limits)?;
    let within_limit = |line: &String| line.chars().count() <= limits.field_characters;
    Ok(Readable {
        title: names::clean(&article.title).filter(within_limit),
        byline: article
            .byline
            .as_deref()
            .and_then(names::clean)
            .filter(within_limit),
        paragraphs: text::paragraphs(&content),
    })
}

fn compose(
    facts: CheckedFacts,
    metadata: Metadata,
    readable: Readable,
) -> Result<Article, Problem> {
    let outlet = facts.outlet.or(metadata.outlet);
    let title = facts
        .title
        .or_else(|| {
            metadata
                .title
                .map(|title| metadata::without_outlet(&title, outlet.as_deref()))
        })
        .or_else(|| {
            // The title of the browser's window: the page shows the headline without what else is in it.
            let first = readable.paragraphs.first().map(text::Paragraph::words);
            readable
                .title
                .map(|title| metadata::without_site(title, first))
        });
    let authors = [
        facts.authors,
        metadata.authors,
        readable
            .byline
            .map(|byline| names::authors(&byline))
            .unwrap_or_default(),
    ]
    .into_iter()
    .find(|authors| !authors.is_empty())
    .unwrap_or_default();

    let mut composed = text::compose(title.as_deref(), readable.paragraphs);
    if !has_body(&composed.blocks)
        && let Some(body) = &metadata.body
    {
        // The page builds its paragraphs with a script, but says them in its JSON-LD.
        composed = text::compose(title.as_deref(), text::paragraphs_of_lines(body));
    }
    let found = layout::refine(&composed.text, &mut composed.blocks, &authors);
    if !has_body(&composed.blocks) {
        return Err(Problem::NoArticleText);
    }
    let declared = facts.language.or(metadata.language);
    let language = language::of_article(&composed.text, &composed.blocks, declared.as_deref());
    Ok(Article {
        external_id: facts.id,
        url: facts.url.or(metadata.url),
        title: title.or(composed.headline),
        outlet,
        authors: if authors.is_empty() { found } else { authors },
        published: facts.published.or(metadata.published),
        language,
        text: composed.text,
        blocks: composed.blocks,
    })
}

fn has_body(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| block.role == BlockRole::Body)
}
