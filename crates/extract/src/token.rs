//! Words, numbers, marks.

use onrecord_model::Span;

/// What sort of token something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A word, an abbreviation with its full stops ("U.S.", "Mr.") or a clitic that a word was cut from ("'s").
    Word,
    /// Digits with the marks inside them: "1,200", "3.5", "20th".
    Number,
    /// A quotation mark, paired or not.
    QuotationMark,
    /// A mark that ends a sentence: full stop, question mark, exclamation mark.
    Stop,
    /// Three full stops or more, or "…".
    Ellipsis,
    /// ","
    Comma,
    /// ":"
    Colon,
    /// ";"
    Semicolon,
    /// A dash between words: "–", "—", "--", or a hyphen standing alone.
    Dash,
    /// An opening bracket.
    OpeningBracket,
    /// A closing bracket.
    ClosingBracket,
    /// A bullet at the beginning of a list item.
    Bullet,
    /// Any other character that is not white space.
    Symbol,
}

/// One token of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it stands inside a [`Quotation`](crate::Quotation), its marks included.
    pub quoted: bool,
}

impl Token {
    /// Whether it is a word or a number.
    #[must_use]
    pub fn is_word(self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number)
    }
}

/// Abbreviations whose full stop belongs to them and, unless said otherwise below, ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "adm", "apr", "assn", "asst", "atty", "aug", "ave", "blvd", "brig", "bros", "capt", "cf",
    "cmdr", "co", "col", "corp", "cpl", "ct", "dec", "dept", "dist", "dr", "etc", "feb", "fig",
    "fr", "fri", "ft", "gen", "gov", "hon", "inc", "jan", "jr", "lt", "ltd", "maj", "messrs",
    "mme", "mon", "mr", "mrs", "ms", "mt", "nov", "oct", "op", "pgh", "ph", "pp", "pres", "prof",
    "rep", "reps", "rev", "rt", "sat", "sec", "sen", "sens", "sept", "sgt", "sr", "st", "supt",
    "ste", "thu", "thurs", "tue", "tues", "univ", "vol", "vs", "wed", "viz", "ala", "ariz", "ark",
    "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "ky", "md", "mich", "minn",
    "mont", "neb", "nev", "okla", "ore", "pa", "penn", "tenn", "tex", "va", "vt", "wis", "wyo",
    "gov't",
];

/// Abbreviations that always stand before a name or a number, so that no sentence ends behind them.
const TITLES: &[&str] = &[
    "adm", "brig", "capt", "cmdr", "col", "cpl", "dr", "fr", "gen", "gov", "hon", "lt", "maj",
    "messrs", "mme", "mr", "mrs", "ms", "mt", "pres", "prof", "rep", "reps", "rev", "sen", "sens",
    "sgt", "st", "supt", "vs", "atty", "cf",
];

/// Whether `word` (its full stop included) is an abbreviation that stands before a name.
pub(crate) fn is_title_abbreviation(word: &str) -> bool {
    word.strip_suffix('.')
        .is_some_and(|stem| listed(TITLES, stem))
}

/// How many bytes a word may have that a full stop belongs to.
const LONGEST_ABBREVIATION: usize = 24;

fn listed(list: &[&str], word: &str) -> bool {
    list.iter().any(|entry| entry.eq_ignore_ascii_case(word))
}

/// Appends the tokens of `text[span]`.
///
/// Linear: no character is looked at more than a fixed number of times.
pub(crate) fn tokenize(text: &str, span: Span, tokens: &mut Vec<Token>) {
    let mut scanner = Scanner {
        text,
        position: span.start(),
        end: span.end(),
        start: span.start(),
    };
    while let Some(character) = scanner.peek() {
        if character.is_whitespace() || is_invisible(character) {
            scanner.bump();
            continue;
        }
        let start = scanner.position;
        let kind = scanner.token(character);
        let mut token = Span::new(start, scanner.position);
        if kind == TokenKind::Word
            && let Some(cut) = clitic(&text[token.range()])
        {
            let middle = start + cut;
            tokens.push(Token {
                span: Span::new(start, middle),
                kind,
                quoted: false,
            });
            token = Span::new(middle, scanner.position);
        }
        tokens.push(Token {
            span: token,
            kind,
            quoted: false,
        });
    }
}

struct Scanner<'text> {
    text: &'text str,
    position: usize,
    start: usize,
    end: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.position..self.end].chars().next()
    }

    fn peek_second(&self) -> Option<char> {
        self.text[self.position..self.end].chars().nth(1)
    }

    fn previous(&self) -> Option<char> {
        self.text[self.start..self.position].chars().next_back()
    }

    fn bump(&mut self) {
        if let Some(character) = self.peek() {
            self.position += character.len_utf8();
        }
    }

    fn starts_with(&self, prefix: &str) -> bool {
        self.text[self.position..self.end].starts_with(prefix)
    }

    /// Reads one token that begins with `first`.
    fn token(&mut self, first: char) -> TokenKind {
        if is_word_character(first) || (matches!(first, '@' | '#') && self.second_is_word()) {
            return self.word(first);
        }
        if let Some(mark) = ["``", "''", "‘‘", "’’"]
            .into_iter()
            .find(|mark| self.starts_with(mark))
        {
            self.position += mark.len();
            return TokenKind::QuotationMark;
        }
        if first == '.' && self.starts_with("..") {
            self.run('.');
            return TokenKind::Ellipsis;
        }
        if first == '-' && self.starts_with("--") {
            self.run('-');
            return TokenKind::Dash;
        }
        let at_line_start = self.previous().is_none_or(|previous| previous == '\n');
        self.bump();
        match first {
            '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‘' | '’' | '‚' | '‛' | '\''
            | '`' | '＂' => TokenKind::QuotationMark,
            '.' | '?' | '!' | '‽' | '。' => TokenKind::Stop,
            '…' => TokenKind::Ellipsis,
            ',' => TokenKind::Comma,
            ':' => TokenKind::Colon,
            ';' => TokenKind::Semicolon,
            '•' | '·' | '▪' | '●' | '◦' | '‣' => TokenKind::Bullet,
            '*' | '-' if at_line_start => TokenKind::Bullet,
            '-' | '–' | '—' | '―' | '‒' | '−' => TokenKind::Dash,
            '(' | '[' | '{' => TokenKind::OpeningBracket,
            ')' | ']' | '}' => TokenKind::ClosingBracket,
            _ => TokenKind::Symbol,
        }
    }

    fn second_is_word(&self) -> bool {
        self.peek_second().is_some_and(is_word_character)
    }

    fn run(&mut self, character: char) {
        while self.peek() == Some(character) {
            self.position += character.len_utf8();
        }
    }

    /// Reads a word or a number: letters and digits, with single apostrophes, hyphens, full stops and digits'
    /// commas kept where letters or digits stand on both sides.
    fn word(&mut self, first: char) -> TokenKind {
        let start = self.position;
        if self.starts_with("http://") || self.starts_with("https://") {
            self.address();
            return TokenKind::Word;
        }
        self.bump();
        let mut dots = 0_usize;
        while let Some(character) = self.peek() {
            if is_word_character(character) {
                self.bump();
                continue;
            }
            if self.joins(character, start) {
                dots += usize::from(character == '.');
                self.bump();
                continue;
            }
            // The bound keeps an endless "U.S.-U.S.-" linear.
            let own = character == '.'
                && self.position - start <= LONGEST_ABBREVIATION
                && !self.starts_with("..")
                && (owns_full_stop(&self.text[start..self.position], dots)
                    || self.is_initial(start));
            if !own {
                break;
            }
            self.bump();
            // "U.S.-led", "the U.S.'s"
            let goes_on = matches!(self.peek(), Some('-' | '\'' | '’')) && self.second_is_word();
            if !goes_on {
                break;
            }
            self.bump();
        }
        if first.is_ascii_digit() {
            TokenKind::Number
        } else {
            TokenKind::Word
        }
    }

    /// Reads a web address: up to white space or a mark that none holds, without the punctuation at its end.
    fn address(&mut self) {
        let rest = &self.text[self.position..self.end];
        let length = rest
            .find(|character: char| {
                character.is_whitespace() || "\"“”‘’«»<>()[]{}".contains(character)
            })
            .unwrap_or(rest.len());
        let address = rest[..length].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '…']);
        self.position += address.len();
    }

    /// Whether the "I" that was read from `start` on is an initial: "A. I. Roe", "I. A. Roe".
    fn is_initial(&self, start: usize) -> bool {
        if &self.text[start..self.position] != "I" {
            return false;
        }
        let initial = |stop: Option<char>, letter: Option<char>, outside: Option<char>| {
            stop == Some('.')
                && letter.is_some_and(char::is_uppercase)
                && outside.is_none_or(char::is_whitespace)
        };
        let mut left = self.text[self.start..start].chars().rev().skip(1);
        let (stop, letter, outside) = (left.next(), left.next(), left.next());
        let before = self.text[self.start..start].ends_with(' ') && initial(stop, letter, outside);
        let mut right = self.text[self.position..self.end].chars().skip(1);
        let (space, letter, stop, outside) =
            (right.next(), right.next(), right.next(), right.next());
        before || (space == Some(' ') && initial(stop, letter, outside))
    }

    /// Whether `character`, behind a word character, holds that word together with what follows.
    fn joins(&self, character: char, start: usize) -> bool {
        let Some(next) = self.peek_second().filter(|next| is_word_character(*next)) else {
            return false;
        };
        let before_is_digit = self
            .previous()
            .is_some_and(|previous| previous.is_ascii_digit());
        match character {
            '\'' | '’' => next.is_alphabetic(),
            '-' | '‐' | '‑' | '&' | '_' => true,
            ',' => before_is_digit && next.is_ascii_digit(),
            ':' => before_is_digit && next.is_ascii_digit(),
            '.' => {
                // "3.5", "U.S", "a.m", "example.org"; but "end.Next" without a space is two sentences.
                let single_letter = self.text[start..self.position]
                    .rsplit(['.', '-'])
                    .next()
                    .is_some_and(|part| part.chars().nth(1).is_none());
                (before_is_digit && next.is_ascii_digit()) || single_letter || next.is_lowercase()
            }
            '/' => before_is_digit && next.is_ascii_digit(),
            _ => false,
        }
    }
}

/// Whether a full stop right behind `word` is part of it.
fn owns_full_stop(word: &str, dots: usize) -> bool {
    let mut characters = word.chars();
    let initial = characters.next().is_some_and(char::is_uppercase) && characters.next().is_none();
    // The pronoun ends sentences more often than it is an initial.
    if initial {
        return word != "I";
    }
    // "D-Ore.", "R-N.Y."
    let state = word
        .split_once('-')
        .filter(|(party, _)| ["D", "R", "I"].contains(party))
        .map(|(_, state)| state);
    if let Some(state) = state {
        let single = dots == 0 && state.len() <= 5 && state.chars().all(char::is_alphabetic);
        return single || state.split('.').all(|part| part.chars().count() == 1);
    }
    let dotted = dots > 0 && word.split('.').all(|part| part.chars().count() <= 2);
    // "Sat.", but "he sat."
    let written_small = ["etc", "vs", "cf", "viz", "pp"].contains(&word);
    let capital = word.starts_with(|first: char| first.is_uppercase());
    dotted || written_small || (capital && word.len() <= 6 && listed(ABBREVIATIONS, word))
}

/// Where a word is to be cut before its clitic ("Roe|'s", "he|'ll").
fn clitic(word: &str) -> Option<usize> {
    // Apostrophes of hostile words are not searched for: only the last few bytes can hold a clitic.
    let (position, apostrophe) = word
        .char_indices()
        .rev()
        .take(3)
        .find(|(_, character)| matches!(character, '\'' | '’'))?;
    let rest = &word[position + apostrophe.len_utf8()..];
    let known = ["s", "d", "ll", "m", "re", "ve"]
        .iter()
        .any(|entry| entry.eq_ignore_ascii_case(rest));
    (known && position > 0).then_some(position)
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || matches!(character, '\u{300}'..='\u{36f}')
}

/// Soft hyphens, zero-width characters and byte order marks stand for nothing.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}
