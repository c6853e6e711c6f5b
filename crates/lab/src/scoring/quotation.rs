//! Which characters stand within double quotation marks.
//!
//! The extractor pairs quotation marks by itself and better; this is the reference scorer's simpler way, kept to the
//! letter so that figures stay comparable.

use super::text::is_space;

const OPENING: [char; 3] = ['“', '„', '«'];
const CLOSING: [char; 2] = ['”', '»'];

/// What a mark does.
enum Mark {
    Open,
    Close,
    /// The quotation before was never closed; this begins another.
    Reopen,
    /// A closing mark without an opening one.
    Stray,
}

/// For each character whether it stands within double quotation marks, the marks included.
///
/// Each paragraph (line) stands alone. A quotation left open is believed to run to the paragraph's end where it began
/// with the paragraph or with a mark that can only open.
pub(super) fn quoted_characters(text: &[char]) -> Vec<bool> {
    let mut quoted = vec![false; text.len()];
    let mut start = 0;
    for paragraph in text.split(|character| *character == '\n') {
        mark_paragraph(paragraph, &mut quoted[start..start + paragraph.len()]);
        start += paragraph.len() + 1;
    }
    quoted
}

fn mark_paragraph(text: &[char], quoted: &mut [bool]) {
    let mut open: Option<usize> = None;
    let mut index = 0;
    while index < text.len() {
        let (mark, width) = mark_at(text, index, open.is_some());
        match (mark, open) {
            (Some(Mark::Open), None) | (Some(Mark::Reopen), _) => open = Some(index),
            (Some(Mark::Close), Some(start)) => {
                quoted[start..index + width].fill(true);
                open = None;
            }
            _ => {}
        }
        index += width;
    }
    if let Some(start) = open {
        let begins_paragraph = text[..start].iter().copied().all(is_space);
        if begins_paragraph || OPENING.contains(&text[start]) {
            quoted[start..].fill(true);
        }
    }
}

/// What the character at `index` does, and how many characters wide it is.
fn mark_at(text: &[char], index: usize, is_open: bool) -> (Option<Mark>, usize) {
    let character = text[index];
    let doubled = text.get(index + 1) == Some(&character);
    match character {
        '`' if doubled => (Some(Mark::Open), 2),
        '\'' if doubled => (Some(Mark::Close), 2),
        '"' => (Some(straight_mark(text, index, is_open)), 1),
        _ if OPENING.contains(&character) => (Some(Mark::Open), 1),
        _ if CLOSING.contains(&character) => (Some(Mark::Close), 1),
        _ => (None, 1),
    }
}

/// Which side a straight mark is on: told by whether one is open, corrected by the white space around it.
fn straight_mark(text: &[char], index: usize, is_open: bool) -> Mark {
    let before = if index == 0 { ' ' } else { text[index - 1] };
    let after = text.get(index + 1).copied().unwrap_or(' ');
    if is_open {
        let leans_right = (is_space(before) || "([".contains(before)) && !is_space(after);
        let rest = text[index + 1..]
            .iter()
            .filter(|character| **character == '"')
            .count();
        return if leans_right && rest % 2 == 1 {
            Mark::Reopen
        } else {
            Mark::Close
        };
    }
    let leans_left = !is_space(before)
        && !"([-—–/'‘".contains(before)
        && (is_space(after) || ",.;:!?)".contains(after));
    if leans_left { Mark::Stray } else { Mark::Open }
}
