//! Tells the language of an article, so that nothing but English is read as English.

use std::collections::HashSet;
use std::sync::LazyLock;

use onrecord_model::{Block, BlockRole, Language};
use whatlang::{Lang, Script};

/// How much of an article is looked at: the beginning of every paragraph until this is filled, in bytes.
const SAMPLE_BYTES: usize = 24 << 10;
/// How much of one paragraph, so that a long one in another language does not decide alone.
const PARAGRAPH_BYTES: usize = 2 << 10;
/// Fewer words than this say nothing about their language.
const FEWEST_WORDS: usize = 4;
/// The same for text in another script than the Latin, in characters.
const FEWEST_CHARACTERS: usize = 8;
/// A share of English function words that no other language reaches, and that English prose does not go below.
const CERTAIN_SHARE: f64 = 0.14;
/// A share that English headlines and lists reach; other languages come by it with English names and quotations.
const POSSIBLE_SHARE: f64 = 0.07;

/// Words that carry English sentences. Those that are words of another European language too, or look like one
/// ("a", "an", "are", "at", "be", "by", "for", "had", "has", "her", "i", "in", "is", "me", "of", "on", "or", "so", "was",
/// "we", "will"), are left out.
const ENGLISH: &str = "the and to that with he his she from but not were which who this they their been would it its \
    you have said says what when after about could than there into it's our your my them because \
    how if where why does did should being these those other while through";

static ENGLISH_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| ENGLISH.split(' ').collect());

/// The language of an article, by its body; of the whole text where it has no body. `declared` (a tag such as
/// `en-GB`, or an ISO 639 code) decides only where the words leave it open.
pub(crate) fn of_article(text: &str, blocks: &[Block], declared: Option<&str>) -> Language {
    let body = sample(
        text,
        blocks.iter().filter(|block| block.role == BlockRole::Body),
    );
    if words(&body).take(FEWEST_WORDS).count() == FEWEST_WORDS {
        return tell_language(&body, declared);
    }
    tell_language(&sample(text, blocks.iter()), declared)
}

/// The language of `text`; undetermined where there is too little of it and nothing is `declared`.
#[must_use]
pub fn tell_language(text: &str, declared: Option<&str>) -> Language {
    let declared = declared.and_then(iso_639_3);
    let undecided = || {
        declared
            .clone()
            .map_or_else(Language::undetermined, Language)
    };
    let is_latin = whatlang::detect_script(text) == Some(Script::Latin);
    let count = words(text).count();
    // Scripts without spaces make long "words", so characters are counted for the others.
    let is_enough = if is_latin {
        count >= FEWEST_WORDS
    } else {
        text.chars().count() > FEWEST_CHARACTERS
    };
    if !is_enough {
        return undecided();
    }
    let english = words(text).filter(|word| is_english(word)).count();
    let share = english as f64 / count.max(1) as f64;
    if is_latin && share >= CERTAIN_SHARE {
        return Language::english();
    }
    let Some(info) = whatlang::detect(text) else {
        return undecided();
    };
    if !is_latin {
        return told(info.lang());
    }
    if info.lang() == Lang::Eng && (info.is_reliable() || share >= POSSIBLE_SHARE) {
        return Language::english();
    }
    if info.lang() != Lang::Eng && info.is_reliable() && share < POSSIBLE_SHARE {
        return told(info.lang());
    }
    if declared.is_some() {
        return undecided();
    }
    if share >= POSSIBLE_SHARE {
        return Language::english();
    }
    // Of the languages a short text may be in, the guess is right far more often than not from some length on.
    if count >= 12 && info.confidence() > 0.3 {
        return told(info.lang());
    }
    Language::undetermined()
}

fn told(language: Lang) -> Language {
    Language(language.code().to_owned())
}

fn is_english(word: &str) -> bool {
    // The longest of them has seven letters.
    word.len() <= 7 && ENGLISH_WORDS.contains(word.to_ascii_lowercase().as_str())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphabetic() && character != '\'')
        .filter(|word| word.chars().any(char::is_alphabetic))
}

fn sample<'block>(text: &str, blocks: impl Iterator<Item = &'block Block>) -> String {
    let mut sample = String::new();
    for block in blocks {
        let Some(words) = block.span.of(text) else {
            continue;
        };
        let end = words.floor_char_boundary(PARAGRAPH_BYTES);
        sample.push_str(&words[..end]);
        sample.push('\n');
        if sample.len() >= SAMPLE_BYTES {
            break;
        }
    }
    sample
}

/// `en-GB`, `en` or `eng` as `eng`; `None` where the tag is not of a language told here.
fn iso_639_3(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    if primary.len() == 3 {
        return Lang::from_code(&primary).map(|language| language.code().to_owned());
    }
    TWO_LETTERS
        .iter()
        .find(|(two, _)| *two == primary)
        .map(|(_, three)| (*three).to_owned())
}

/// ISO 639-1 codes with their ISO 639-3 codes, for the languages that can be told.
const TWO_LETTERS: &[(&str, &str)] = &[
    ("af", "afr"),
    ("ak", "aka"),
    ("am", "amh"),
    ("ar", "ara"),
    ("az", "aze"),
    ("be", "bel"),
    ("bg", "bul"),
    ("bn", "ben"),
    ("ca", "cat"),
    ("cs", "ces"),
    ("cy", "cym"),
    ("da", "dan"),
    ("de", "deu"),
    ("el", "ell"),
    ("en", "eng"),
    ("eo", "epo"),
    ("es", "spa"),
    ("et", "est"),
    ("fa", "pes"),
    ("fi", "fin"),
    ("fr", "fra"),
    ("gu", "guj"),
    ("he", "heb"),
    ("hi", "hin"),
    ("hr", "hrv"),
    ("hu", "hun"),
    ("hy", "hye"),
    ("id", "ind"),
    ("it", "ita"),
    ("ja", "jpn"),
    ("jv", "jav"),
    ("ka", "kat"),
    ("km", "khm"),
    ("kn", "kan"),
    ("ko", "kor"),
    ("la", "lat"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("mk", "mkd"),
    ("ml", "mal"),
    ("mr", "mar"),
    ("my", "mya"),
    ("nb", "nob"),
    ("ne", "nep"),
    ("nl", "nld"),
    ("no", "nob"),
    ("or", "ori"),
    ("pa", "pan"),
    ("pl", "pol"),
    ("pt", "por"),
    ("ro", "ron"),
    ("ru", "rus"),
    ("si", "sin"),
    ("sk", "slk"),
    ("sl", "slv"),
    ("sn", "sna"),
    ("sr", "srp"),
    ("sv", "swe"),
    ("ta", "tam"),
    ("te", "tel"),
    ("th", "tha"),
    ("tk", "tuk"),
    ("tl", "tgl"),
    ("tr", "tur"),
    ("uk", "ukr"),
    ("ur", "urd"),
    ("uz", "uzb"),
    ("vi", "vie"),
    ("yi", "yid"),
    ("zh", "cmn"),
    ("zu", "zul"),
];
