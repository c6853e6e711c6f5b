//! Finds the lines that stand in the text and are not of the article.

use onrecord_model::{Block, BlockRole};

use super::{ends_sentence, is_body, is_quotation_mark, plain_words, words_of};

/// A line beginning with one of these labels and a colon or dash refers elsewhere, whatever follows.
const LABELS: &[&str] = &[
    "also read",
    "read also",
    "read more",
    "read next",
    "read this",
    "must read",
    "see also",
    "also see",
    "also watch",
    "related",
    "related story",
    "related stories",
    "related article",
    "related articles",
    "related coverage",
    "related news",
    "related topics",
    "more on this",
    "more on this story",
    "more from",
    "more",
    "recommended",
    "trending",
    "watch",
    "listen",
    "watch live",
    "category",
    "categories",
    "tag",
    "tags",
    "filed under",
    "topics",
    "topic",
    "keywords",
    "photo",
    "photos",
    "photograph",
    "picture",
    "pictured",
    "image",
    "images",
    "video",
    "photo credit",
    "image credit",
    "picture credit",
    "photo courtesy",
    "image courtesy",
    "credit",
    "caption",
    "file photo",
    "source photo",
    "email",
    "e-mail",
    "contact",
    "follow",
    "follow him on twitter",
    "follow her on twitter",
    "last updated",
    "updated",
    "published",
    "published on",
    "posted",
    "posted on",
    "first published",
    "date",
    "share",
    "copyright",
    "read in",
];

/// Whole lines, in plain words, that are never part of an article.
const WHOLE: &[&str] = &[
    "advertisement",
    "advertisements",
    "advertisement continue reading the main story",
    "continue reading the main story",
    "continue reading",
    "story continues below",
    "story continues below advertisement",
    "article continues below",
    "article continues after advertisement",
    "article continues below advertisement",
    "skip to content",
    "skip to main content",
    "sponsored",
    "sponsored content",
    "promoted",
    "ad",
    "share",
    "share this",
    "share this article",
    "share this story",
    "share on facebook",
    "share on twitter",
    "share on x",
    "share on whatsapp",
    "share on linkedin",
    "tweet",
    "print",
    "print this article",
    "email",
    "e mail",
    "save",
    "comment",
    "comments",
    "leave a comment",
    "view comments",
    "show comments",
    "add a comment",
    "follow us",
    "subscribe",
    "subscribe now",
    "sign up",
    "sign up now",
    "log in",
    "sign in",
    "register",
    "newsletter",
    "newsletters",
    "related",
    "related articles",
    "related stories",
    "related news",
    "related posts",
    "related topics",
    "related content",
    "more on this story",
    "more stories",
    "more from this section",
    "most read",
    "most popular",
    "trending",
    "trending now",
    "recommended",
    "recommended for you",
    "you may also like",
    "you might also like",
    "you may also be interested in",
    "read more",
    "read next",
    "read also",
    "also read",
    "see also",
    "read full story",
    "read the full story",
    "read the full article",
    "click here",
    "click here to read more",
    "back to top",
    "next article",
    "previous article",
    "next",
    "previous",
    "home",
    "menu",
    "photo",
    "image",
    "video",
    "watch",
    "listen",
    "listen to this article",
    "gallery",
    "view gallery",
    "getty images",
    "reuters",
    "associated press",
    "ap photo",
    "afp",
    "abstract",
    "full text",
    "end",
    "ends",
    "tags",
    "topics",
    "categories",
    "filed under",
    "accept cookies",
    "accept all",
    "cookie settings",
    "manage cookies",
    "privacy policy",
    "terms of service",
    "terms and conditions",
    "all rights reserved",
    "facebook",
    "twitter",
    "whatsapp",
    "linkedin",
    "instagram",
    "telegram",
    "pinterest",
    "copy link",
    "link copied",
    "close",
    "image caption",
    "image source",
    "media caption",
    "editors picks",
    "editor s picks",
    "top stories",
    "latest news",
    "breaking news",
    "load more",
    "show more",
    "about the author",
    "about author",
    "author",
    "authors",
    "about us",
    "contact us",
];

/// How such lines begin, in plain words; they are short and hold no quotation.
const BEGINNINGS: &[&str] = &[
    "follow us on ",
    "follow us ",
    "follow me on ",
    "follow him on ",
    "follow her on ",
    "follow them on ",
    "sign up for ",
    "sign up to ",
    "subscribe to ",
    "subscribe for ",
    "click here to ",
    "click here for ",
    "share this ",
    "download our app",
    "download the ",
    "join our ",
    "get our ",
    "get the latest ",
    "copyright ",
    "we use cookies",
    "this site uses cookies",
    "this website uses cookies",
    "by continuing to use ",
    "by clicking ",
    "photo by ",
    "photos by ",
    "image by ",
    "photograph by ",
    "photo credit ",
    "image credit ",
    "photo courtesy of ",
    "image courtesy of ",
    "reporting by ",
    "additional reporting by ",
    "editing by ",
    "writing by ",
    "compiled by ",
    "this story has been updated",
    "this article has been updated",
    "this story was originally published",
    "this article was originally published",
    "this article originally appeared",
    "this story originally appeared",
    "this article first appeared",
    "this post originally appeared",
    "read the rest here",
    "read the rest at ",
    "read the full ",
    "read the entire ",
    "read the whole ",
    "read more at ",
    "read more on ",
    "read more about ",
    "for more on ",
    "continue reading ",
    "view original ",
    "filed under ",
    "with inputs from ",
    "with input from ",
    "with agency inputs",
    "with agencies",
];

/// What credits end with or hold.
const CREDITS: &[&str] = &[
    "getty images",
    "afp via getty",
    "ap photo",
    "reuters file photo",
    "file photo",
    "shutterstock",
    "all rights reserved",
    "epa efe",
    "handout via reuters",
];

/// What the line about the reporters at the foot of an article holds.
const REPORTERS: &[&str] = &[
    "contributed to this report",
    "contributed to this story",
    "contributed to this article",
    "contributed reporting",
    "contributed from ",
    "contributed to the report",
];

/// Longest line, in characters, that its form alone makes furniture.
const SHORT: usize = 160;

/// Marks furniture among the body of `text`.
pub(super) fn mark(text: &str, blocks: &mut [Block]) {
    let last = blocks.len().saturating_sub(1);
    for (index, block) in blocks
        .iter_mut()
        .enumerate()
        .filter(|(_, block)| is_body(block))
    {
        let line = words_of(text, block);
        let is_at_foot = index + 4 > last && index > 0;
        if is_furniture(line, is_at_foot) {
            block.role = BlockRole::Furniture;
        }
    }
}

/// Whether a line at the top is furniture by itself.
pub(super) fn is_mere_furniture(line: &str) -> bool {
    is_furniture(line, false)
}

fn is_furniture(line: &str, is_at_foot: bool) -> bool {
    if !line.contains(char::is_alphanumeric) {
        return true;
    }
    // The forms below are all short; a long line is a paragraph.
    if line.chars().nth(2 * SHORT).is_some() {
        return false;
    }
    if is_labelled(line) {
        return true;
    }
    if line.chars().nth(SHORT).is_some() || line.contains(is_quotation_mark) {
        return is_at_foot && is_foot(line);
    }
    let plain = plain_words(line);
    WHOLE.contains(&plain.as_str())
        || BEGINNINGS
            .iter()
            .any(|beginning| plain.starts_with(beginning))
        || is_credit(line, &plain)
        || line.starts_with('©')
        || is_address(line)
        || is_time(&plain)
        || is_dateline(line)
        || (is_at_foot && is_foot(line))
}

/// "ALSO READ: …", "Categories: …". In text, such a word with a colon may begin a sentence of a list ("Watch: …"), so
/// the label must be in capitals or what follows must not be a sentence, except for labels of several words.
fn is_labelled(line: &str) -> bool {
    let Some((label, rest)) = line
        .split_once([':', '|', '»'])
        .or_else(|| line.split_once(" – "))
    else {
        return false;
    };
    let plain = plain_words(label);
    if !LABELS.contains(&plain.as_str()) {
        return false;
    }
    let is_in_capitals =
        label.chars().any(char::is_alphabetic) && !label.contains(char::is_lowercase);
    is_in_capitals || plain.contains(' ') || !ends_sentence(rest.trim())
}

fn is_credit(line: &str, plain: &str) -> bool {
    !ends_sentence(line) && CREDITS.iter().any(|credit| plain.contains(credit))
}

/// "Tom Hollis reported from Eastport.", "The Associated Press contributed to this report."
fn is_foot(line: &str) -> bool {
    let plain = plain_words(line);
    if REPORTERS.iter().any(|words| plain.contains(words)) {
        return true;
    }
    let words = plain.split(' ').count();
    let is_reporter = words <= 14 && line.len() <= SHORT && plain.contains(" reported from ");
    let is_bracketed = line.starts_with('(') && plain.contains("editing by");
    is_reporter || is_bracketed
}

/// A mail address, an account or a link, and nothing else.
fn is_address(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (Some(word), None) = (words.next(), words.next()) else {
        return false;
    };
    let is_account = word.len() > 1 && word.starts_with('@');
    let is_link =
        word.starts_with("http://") || word.starts_with("https://") || word.starts_with("www.");
    let is_mail = word
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    is_account || is_link || is_mail
}

/// A date or time, with nothing but what goes with one: "Updated 3:04 PM EDT, Sun August 17, 2025", "4 min read".
fn is_time(plain: &str) -> bool {
    const WORDS: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "am",
        "pm",
        "a",
        "p",
        "m",
        "updated",
        "published",
        "posted",
        "last",
        "first",
        "modified",
        "on",
        "at",
        "ago",
        "hour",
        "hours",
        "minute",
        "minutes",
        "min",
        "mins",
        "day",
        "days",
        "read",
        "reading",
        "time",
        "gmt",
        "utc",
        "est",
        "edt",
        "et",
        "pst",
        "pdt",
        "pt",
        "cst",
        "cdt",
        "ct",
        "mst",
        "mdt",
        "bst",
        "cet",
        "cest",
        "ist",
        "of",
        "date",
        "th",
        "st",
        "nd",
        "rd",
        "h",
    ];
    let mut has_figure = false;
    let mut has_word = false;
    for word in plain.split(' ') {
        let figures = word.trim_end_matches(|character: char| character.is_alphabetic());
        let letters = &word[figures.len()..];
        has_figure |= !figures.is_empty();
        has_word |= !letters.is_empty();
        let is_figures = figures.chars().all(|character| character.is_ascii_digit());
        if !is_figures || !(letters.is_empty() || WORDS.contains(&letters)) {
            return false;
        }
    }
    // Figures alone may be a year that heads a section; 2025 08 17 cannot.
    has_figure && (has_word || plain.split(' ').count() >= 3)
}

/// "WASHINGTON, July 19 (Reuters) —" with nothing after it.
fn is_dateline(line: &str) -> bool {
    let Some(place) = line.strip_suffix(['—', '–', '-']) else {
        return false;
    };
    let capitals = place.split([',', '(']).next().unwrap_or_default().trim();
    place.split_whitespace().count() <= 8
        && capitals
            .chars()
            .filter(|character| character.is_alphabetic())
            .count()
            >= 3
        && !capitals.contains(char::is_lowercase)
}
