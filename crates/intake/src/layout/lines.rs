//! Cuts a text into paragraphs.

use onrecord_model::{Block, BlockRole, Span};

/// Narrowest and widest column, in characters, that text is taken to have been wrapped to by hand or by a mailer.
const WRAPPED_COLUMNS: std::ops::RangeInclusive<usize> = 50..=100;

/// The paragraphs of `text`, all as body: every line that is not blank, except that lines which were wrapped to a
/// column are one paragraph together.
pub(super) fn paragraphs(text: &str) -> Vec<Block> {
    let mut paragraphs = Vec::new();
    let mut run: Vec<Span> = Vec::new();
    for line in lines(text) {
        if line.is_empty() {
            close_run(text, &mut run, &mut paragraphs);
        } else {
            run.push(line);
        }
    }
    close_run(text, &mut run, &mut paragraphs);
    paragraphs
}

fn close_run(text: &str, run: &mut Vec<Span>, paragraphs: &mut Vec<Block>) {
    let block = |span| Block {
        span,
        role: BlockRole::Body,
    };
    match (run.first(), run.last()) {
        (Some(first), Some(last)) if was_wrapped(text, run) => {
            paragraphs.push(block(Span::new(first.start(), last.end())));
        }
        _ => paragraphs.extend(run.iter().copied().map(block)),
    }
    run.clear();
}

/// Lines without the white space around them, blank ones as empty spans.
fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    let mut follows_carriage_return = false;
    text.split_inclusive(is_line_break).filter_map(move |line| {
        let span = Span::new(start, start + line.len());
        start = span.end();
        // A carriage return with its line feed ends one line, not two.
        let is_second_half = follows_carriage_return && line == "\n";
        follows_carriage_return = line.ends_with('\r');
        (!is_second_half).then(|| span.trimmed(text))
    })
}

/// Every character that Unicode says ends a line or a paragraph.
fn is_line_break(character: char) -> bool {
    matches!(
        character,
        '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether lines that follow each other without a blank one look like one paragraph set in a column: no line but the
/// last could have taken the first word of the next, and most end in the middle of a sentence.
fn was_wrapped(text: &str, run: &[Span]) -> bool {
    if run.len() < 2 {
        return false;
    }
    let length = |span: &Span| span.of(text).unwrap_or_default().chars().count();
    let column = run.iter().map(length).max().unwrap_or_default();
    if !WRAPPED_COLUMNS.contains(&column) {
        return false;
    }
    let mut ending_a_sentence = 0;
    for pair in run.windows(2) {
        let [line, next] = pair else { continue };
        let next_words = next.of(text).unwrap_or_default();
        let first_word = next_words.split_whitespace().next().unwrap_or_default();
        if length(line) + 1 + first_word.chars().count() <= column {
            return false;
        }
        ending_a_sentence += usize::from(super::ends_sentence(line.of(text).unwrap_or_default()));
    }
    ending_a_sentence * 2 < run.len()
}
