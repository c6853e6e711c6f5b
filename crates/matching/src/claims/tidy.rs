//! What surrounds a text where it was published, and is not part of what it says: addresses, and the line that names
//! who posted it and when.

/// A text without its surroundings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tidied {
    pub(super) text: String,
    /// Who the lines behind the text say it is by, in their order.
    pub(super) by: Vec<String>,
}

/// Dashes such lines begin with.
const DASHES: [char; 2] = ['—', '–'];
/// A name in such a line is no longer than this many bytes.
const LONGEST_NAME: usize = 120;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Ways addresses begin. The last is often written without a space before it.
const ADDRESSES: [&str; 4] = ["https://", "http://", "www.", "pic.twitter.com/"];

/// Takes out addresses ("https://…") and lines like "— Name (@handle) January 14, 2020", wherever they stand.
pub(super) fn tidy(text: &str) -> Tidied {
    let mut tidied = Tidied {
        text: String::with_capacity(text.len()),
        by: Vec::new(),
    };
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let taken = if DASHES.contains(&first) {
            byline(rest).map(|(name, length)| {
                tidied.by.push(name.to_owned());
                length
            })
        } else {
            address(rest)
        };
        if let Some(length) = taken {
            tidied.text.push(' ');
            rest = &rest[length..];
        } else {
            tidied.text.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    tidied
}

/// The bytes of the address that `text` begins with: up to white space.
fn address(text: &str) -> Option<usize> {
    let begins = |address: &&&str| {
        text.as_bytes()
            .get(..address.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(address.as_bytes()))
    };
    ADDRESSES.iter().find(begins)?;
    Some(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// The name in the line that `text` begins with, and how many bytes the line has.
fn byline(text: &str) -> Option<(&str, usize)> {
    let behind_dash = text.trim_start_matches(DASHES);
    let nearby = &behind_dash[..behind_dash.floor_char_boundary(LONGEST_NAME)];
    let (name, _) = nearby.split_once("(@")?;
    let behind_name = &behind_dash[name.len() + 2..];
    let handle = behind_name
        .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .filter(|length| (1..=20).contains(length))?;
    let date = behind_name[handle..].strip_prefix(')')?.trim_start();
    let month = MONTHS.iter().find(|month| date.starts_with(**month))?;
    let behind_date = date[month.len()..].trim_start_matches(is_of_date);
    Some((name.trim(), text.len() - behind_date.len()))
}

fn is_of_date(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, ' ' | ',')
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[track_caller]
    fn check(text: &str, expected: &str, by: &[&str]) {
        let tidied = tidy(text);
        let words: Vec<&str> = tidied.text.split_whitespace().collect();
        assert_eq!(words.join(" "), expected, "{text:?}");
        assert_eq!(tidied.by, by, "{text:?}");
    }

    #[test]
    fn a_line_of_who_and_when_is_no_part_of_the_text() {
        check(
            "The pier burns. — Ada Quill (@ada_quill) January 14, 2020",
            "The pier burns.",
            &["Ada Quill"],
        );
        check(
            "One. — Ada Quill (@aq) May 1, 2019 Two. – B. Roe (@roe) May 2, 2019",
            "One. Two.",
            &["Ada Quill", "B. Roe"],
        );
        check(
            "The mayor — who (@mayor) knows — left.",
            "The mayor — who (@mayor) knows — left.",
            &[],
        );
        check("— (@x) January", "", &[""]);
    }

    #[test]
    fn addresses_are_no_part_of_the_text() {
        check(
            "See https://example.org/a?b=c and www.example.org, sure",
            "See and sure",
            &[],
        );
        check("It burns.pic.twitter.com/abc", "It burns.", &[]);
        check("HTTPS://EXAMPLE.ORG", "", &[]);
    }
}
