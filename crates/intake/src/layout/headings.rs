//! Finds the headline and the headings inside the article.

use onrecord_model::{Block, BlockRole, Span};

use super::{Hints, Source, ends_sentence, is_body, is_quotation_mark, plain_words, words_of};

/// Most lines a title is spread over.
const TITLE_LINES: usize = 4;
/// Lines at the top among which a title that is known is looked for.
const TITLE_TOP: usize = 8;
/// Lines at the top among which a headline that is not known is looked for.
const HEADLINE_TOP: usize = 5;
/// Longest headline and longest heading, in words.
const HEADLINE_WORDS: usize = 30;
const HEADING_WORDS: usize = 12;

/// Marks the headline: the lines that say the title where it is known, else a first line that looks like one.
pub(super) fn mark_headline(text: &str, blocks: &mut [Block], hints: &Hints<'_>) -> Option<Span> {
    let range = match hints.title {
        Some(title) => titled(text, blocks, title)?,
        None => looking_like_headline(text, blocks, hints.source)?,
    };
    let lines = blocks.get_mut(range)?;
    for block in lines.iter_mut() {
        block.role = BlockRole::Headline;
    }
    Some(Span::new(
        lines.first()?.span.start(),
        lines.last()?.span.end(),
    ))
}

/// The lines near the top that together say `title`, whatever the punctuation.
fn titled(text: &str, blocks: &[Block], title: &str) -> Option<std::ops::Range<usize>> {
    let title = plain_words(title);
    if title.is_empty() {
        return None;
    }
    for start in 0..blocks.len().min(TITLE_TOP) {
        let mut said = String::new();
        for (offset, block) in blocks[start..].iter().take(TITLE_LINES).enumerate() {
            if !said.is_empty() {
                said.push(' ');
            }
            said.push_str(&plain_words(words_of(text, block)));
            if said == title {
                return Some(start..start + offset + 1);
            }
            if !title.starts_with(&said) {
                break;
            }
        }
    }
    None
}

/// The first line that is set like a headline and has paragraphs after it.
fn looking_like_headline(
    text: &str,
    blocks: &[Block],
    source: Source,
) -> Option<std::ops::Range<usize>> {
    let top = match source {
        Source::Plain => HEADLINE_TOP,
        Source::Supplied => 1,
    };
    for (index, block) in blocks.iter().enumerate().take(top) {
        let line = words_of(text, block);
        let has_paragraphs = blocks[index + 1..]
            .iter()
            .any(|block| ends_sentence(words_of(text, block)));
        if !has_paragraphs {
            return None;
        }
        if super::furniture::is_mere_furniture(line) || super::byline::is_byline(line) {
            continue;
        }
        let line = line.trim_start_matches(['#', ' ']);
        let words = line.split_whitespace().count();
        let looks_like_one = (2..=HEADLINE_WORDS).contains(&words)
            && !line.ends_with(['.', ',', ';', ':', '…'])
            && !line.starts_with(['-', '•', '*'])
            && line.starts_with(|first: char| {
                first.is_uppercase()
                    || first.is_numeric()
                    || "'‘’$€£".contains(first)
                    || is_quotation_mark(first)
            });
        // A paragraph that comes first means that there is no headline.
        return looks_like_one.then_some(index..index + 1);
    }
    None
}

/// Marks headings inside the body: short lines set like a title, with paragraphs after them.
pub(super) fn mark_subheadings(text: &str, blocks: &mut [Block]) {
    let mut paragraph_follows = false;
    let mut first_paragraph = blocks.len();
    for (index, block) in blocks.iter().enumerate() {
        if is_body(block) && ends_sentence(words_of(text, block)) {
            first_paragraph = index;
            break;
        }
    }
    for index in (0..blocks.len()).rev() {
        let block = &blocks[index];
        if !is_body(block) {
            continue;
        }
        let is_heading =
            paragraph_follows && index > first_paragraph && is_heading(words_of(text, block));
        if is_heading {
            blocks[index].role = BlockRole::Subheading;
            // Two headings in a row head nothing; lists of short lines look like that.
            paragraph_follows = false;
        } else {
            paragraph_follows = true;
        }
    }
}

fn is_heading(line: &str) -> bool {
    if let Some(heading) = line.strip_prefix('#') {
        return heading.trim_start_matches('#').starts_with(' ');
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    if words.len() > HEADING_WORDS || line.len() > 90 || ends_sentence(line) {
        return false;
    }
    if line.contains(is_quotation_mark)
        || line.contains([':', ';', '—', '@'])
        || line.ends_with([',', '-', '–'])
    {
        return false;
    }
    let starts_like_one =
        line.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
    let begins_item = words.first().is_some_and(|word| {
        word.trim_end_matches(['.', ')']).parse::<u32>().is_ok() && word.ends_with(['.', ')'])
    });
    starts_like_one && !begins_item && (words.len() <= 6 || is_in_title_case(&words))
}

/// Whether the long words begin with capitals, as in a title.
fn is_in_title_case(words: &[&str]) -> bool {
    let long = words.iter().filter(|word| word.chars().count() > 3);
    let (mut capitalised, mut count) = (0, 0);
    for word in long {
        count += 1;
        capitalised += usize::from(word.starts_with(|first: char| !first.is_lowercase()));
    }
    capitalised * 4 >= count * 3
}
