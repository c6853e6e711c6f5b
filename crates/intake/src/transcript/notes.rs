//! What stands in a transcript and was not said: applause, headings, times, the mark of its end.

/// Words of notes about what the audience did. What could not be heard is not among them: it stays in the text, which
/// would read as unbroken without it.
const REACTIONS: &[&str] = &[
    "applause",
    "laughter",
    "laughs",
    "laughing",
    "cheers",
    "cheering",
    "boos",
    "booing",
    "whistles",
    "pause",
    "music",
    "chuckles",
    "chanting",
    "standing ovation",
    "bell rings",
];

/// Whether a whole line is a note: in brackets, a heading in capitals, a time, or the end.
pub(super) fn is_note(line: &str) -> bool {
    let bare = line.trim_matches(['*', '_', '-', '–', '—', '=', '#', '~', ' ']);
    if bare.is_empty() || line.starts_with('#') || bare.eq_ignore_ascii_case("end") {
        return true;
    }
    let bracketed = [('[', ']'), ('(', ')')].iter().any(|(open, close)| {
        bare.strip_prefix(*open)
            .and_then(|rest| rest.strip_suffix(*close))
            .is_some_and(|inner| !inner.contains([*open, *close]))
    });
    bracketed || is_heading(bare) || is_time(bare)
}

/// Two words or more in capitals without a stop at the end.
fn is_heading(line: &str) -> bool {
    let letters = line.chars().any(char::is_alphabetic);
    let small = line.chars().any(char::is_lowercase);
    letters
        && !small
        && line.split_whitespace().count() >= 2
        && line.ends_with(|last: char| last.is_alphanumeric())
}

/// "11:34 A.M. EDT", "END 12:02 P.M.", "00:12:45".
pub(super) fn is_time(line: &str) -> bool {
    let mut clock = false;
    let other = line.split_whitespace().any(|word| {
        let word = word.trim_matches(['(', ')', '[', ']', '.', ',']);
        let is_clock = word.contains(':')
            && word
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b':');
        clock |= is_clock;
        let zone = word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        let half = matches!(
            word.to_ascii_lowercase().as_str(),
            "am" | "pm" | "a.m" | "p.m" | "local" | "time" | "end" | "start"
        );
        !is_clock && !zone && !half
    });
    clock && !other
}

/// `paragraph` without notes of reactions inside it, its white space collapsed.
pub(super) fn without(paragraph: &str) -> String {
    let mut words = String::with_capacity(paragraph.len());
    let mut rest = paragraph;
    while let Some(open) = rest.find(['(', '[']) {
        let close = if rest[open..].starts_with('(') {
            ')'
        } else {
            ']'
        };
        let Some(length) = rest[open..].find(close) else {
            break;
        };
        let end = open + length + 1;
        if is_reaction(&rest[open + 1..end - 1]) {
            words.push_str(&rest[..open]);
            words.push(' ');
        } else {
            words.push_str(&rest[..end]);
        }
        rest = &rest[end..];
    }
    words.push_str(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_reaction(note: &str) -> bool {
    let note = note.trim().trim_end_matches('.').to_lowercase();
    let plain = |part: &str| REACTIONS.contains(&part.trim());
    plain(&note)
        || note
            .split([',', ';'])
            .flat_map(|part| part.split(" and "))
            .all(plain)
}
