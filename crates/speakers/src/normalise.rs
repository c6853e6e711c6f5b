//! The form in which names are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `name` as it is compared: lower case, without accents and marks, single spaces between words.
///
/// Hyphens part words ("Kim Jong-un" is "kim jong un"), full stops and apostrophes do not ("U.S." is "us",
/// "O'Brien" is "obrien"). The gazetteer's keys are made by this function, so a change of it asks for the
/// gazetteer to be compiled anew.
///
/// ```
/// assert_eq!(onrecord_speakers::normalise("Óscar  O’Brien-Łuk"), "oscar obrien luk");
/// ```
#[must_use]
pub fn normalise(name: &str) -> String {
    if name.is_ascii() {
        return normalised_ascii(name);
    }
    let mut normalised = String::with_capacity(name.len());
    let mut parts = false;
    let mut push = |character: char| {
        if character.is_alphanumeric() {
            if parts && !normalised.is_empty() {
                normalised.push(' ');
            }
            parts = false;
            for lower in character.to_lowercase() {
                match base(lower) {
                    Some(letters) => normalised.push_str(letters),
                    None => normalised.push(lower),
                }
            }
        } else if !joins(character) {
            parts = true;
        }
    };
    name.nfkd()
        .filter(|character| !is_combining_mark(*character))
        .for_each(&mut push);
    normalised
}

/// The same for plain letters, as nearly all words of an article are.
fn normalised_ascii(name: &str) -> String {
    if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return name.to_ascii_lowercase();
    }
    let mut normalised = String::with_capacity(name.len());
    let mut parts = false;
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() {
            if parts && !normalised.is_empty() {
                normalised.push(' ');
            }
            parts = false;
            normalised.push(char::from(byte.to_ascii_lowercase()));
        } else {
            parts |= !joins(char::from(byte));
        }
    }
    normalised
}

/// Characters that stand inside a word without parting it.
fn joins(character: char) -> bool {
    matches!(
        character,
        '.' | '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '\u{ad}'
    ) || is_combining_mark(character)
}

/// Latin letters that compatibility decomposition leaves alone, in the letters the press writes for them.
fn base(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        'ə' => "a",
        _ => return None,
    })
}

/// The consonants a name keeps in every usual transliteration: first letter of the given name, then what is
/// left of the family name without vowels, doubled letters, and letters that alphabets render differently.
///
/// "Zelensky", "Zelenskyy" and "Zelenskiy" meet here. It is only a blocking key: whoever meets is compared
/// by string distance afterwards.
#[must_use]
pub fn transliteration_key(normalised: &str) -> Option<String> {
    let (given, family) = normalised.rsplit_once(' ')?;
    let initial = given.chars().next().map(similar_sound)?;
    let mut key = String::from(initial);
    key.push(' ');
    let mut last = None;
    for letter in family.chars().map(similar_sound) {
        if matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'h') || last == Some(letter) {
            continue;
        }
        key.push(letter);
        last = Some(letter);
    }
    (key.len() >= 4).then_some(key)
}

fn similar_sound(letter: char) -> char {
    match letter {
        'y' | 'j' => 'i',
        'w' => 'v',
        'c' | 'q' => 'k',
        'z' => 's',
        other => other,
    }
}

/// The name with letters that transliterations exchange made equal, and doubled letters single: "Zelensky",
/// "Zelenskyy" and "Zelenskiy" become the same, "Anderson" and "Andersen" do not.
pub(crate) fn folded(normalised: &str) -> String {
    let mut folded = String::with_capacity(normalised.len());
    let mut last = None;
    for letter in normalised.chars().map(similar_sound) {
        if last == Some(letter) {
            continue;
        }
        match letter {
            'x' => folded.push_str("ks"),
            other => folded.push(other),
        }
        last = Some(letter);
    }
    folded
}
