//! Numbers by their value, in digits or in words.

/// Words that stand for a number below a hundred, sorted. "One" mostly stands for somebody, "second" for a moment.
const SMALL: &[(&str, u64)] = &[
    ("eight", 8),
    ("eighteen", 18),
    ("eighty", 80),
    ("eleven", 11),
    ("fifteen", 15),
    ("fifty", 50),
    ("five", 5),
    ("forty", 40),
    ("four", 4),
    ("fourteen", 14),
    ("nine", 9),
    ("nineteen", 19),
    ("ninety", 90),
    ("seven", 7),
    ("seventeen", 17),
    ("seventy", 70),
    ("six", 6),
    ("sixteen", 16),
    ("sixty", 60),
    ("ten", 10),
    ("thirteen", 13),
    ("thirty", 30),
    ("three", 3),
    ("twelve", 12),
    ("twenty", 20),
    ("two", 2),
    ("zero", 0),
];

/// "Thousand thousand thousand …" is read no further than this.
const MOST_POWERS: usize = 3;

/// Reads the number that a list of folded words begins with: how it is compared, and how many words it takes.
///
/// "1.5", "million" and "1500000" are the same. What has digits and letters ("g20", "2nd") is none.
pub(super) fn read(words: &[String]) -> Option<(String, usize)> {
    let first = words[0].as_str();
    let (mut digits, count) = if first.starts_with(|letter: char| letter.is_ascii_digit()) {
        let figures = first.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        let is_number = figures
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
        let power = power(&first[figures.len()..], true);
        let zeros = match (is_number, figures.len() == first.len(), power) {
            (true, true, _) => 0,
            (true, false, Some(power)) => power,
            _ => return None,
        };
        (shifted(figures, zeros), 1)
    } else {
        let small = small(first).or(match first {
            // "A hundred" and "one million" are numbers, "a" and "one" are none.
            "one" | "a" if words.get(1).and_then(|word| power(word, false)).is_some() => Some(1),
            _ => None,
        })?;
        let ones = words
            .get(1)
            .and_then(|word| small_ones(word))
            .filter(|_| small >= 20 && small % 10 == 0);
        let count = 1 + usize::from(ones.is_some());
        ((small + ones.unwrap_or(0)).to_string(), count)
    };
    let mut taken = count;
    let multiplied = words[count..].iter().take(MOST_POWERS);
    for zeros in multiplied.map_while(|word| power(word, false)) {
        digits = shifted(&digits, zeros);
        taken += 1;
    }
    Some((digits, taken))
}

fn small(word: &str) -> Option<u64> {
    let place = SMALL.binary_search_by_key(&word, |(word, _)| word).ok()?;
    Some(SMALL[place].1)
}

fn small_ones(word: &str) -> Option<u64> {
    if word == "one" {
        return Some(1);
    }
    small(word).filter(|ones| (1..10).contains(ones))
}

/// By how many zeros a word multiplies; letters do so only where they are written on the digits.
fn power(word: &str, is_attached: bool) -> Option<usize> {
    match word {
        "hundred" => Some(2),
        "thousand" => Some(3),
        "million" => Some(6),
        "billion" => Some(9),
        "trillion" => Some(12),
        "k" if is_attached => Some(3),
        "m" | "mn" | "mil" if is_attached => Some(6),
        "b" | "bn" if is_attached => Some(9),
        "tn" if is_attached => Some(12),
        _ => None,
    }
}

/// The decimal number with its point moved, without zeros that say nothing.
fn shifted(figures: &str, zeros: usize) -> String {
    let (whole, fraction) = figures.split_once('.').unwrap_or((figures, ""));
    let moved = zeros.min(fraction.len());
    let mut number = whole.to_owned();
    number.push_str(&fraction[..moved]);
    number.extend(std::iter::repeat_n('0', zeros - moved));
    let number = number.trim_start_matches('0');
    let rest = fraction[moved..].trim_end_matches('0');
    match (number, rest) {
        ("", "") => "0".to_owned(),
        (whole, "") => whole.to_owned(),
        ("", rest) => format!("0.{rest}"),
        (whole, rest) => format!("{whole}.{rest}"),
    }
}
