//! Long speech to passages: pieces that are short enough to be quoted, cut at paragraphs and sentences.

/// About how many words a passage has at most. A spoken minute; the longest quotation of a news article is shorter.
pub(crate) const PASSAGE_WORDS: usize = 120;
/// A text of so many words is let be: cutting it wins nothing.
pub(crate) const WHOLE_WORDS: usize = 250;
/// A sentence longer than this is cut between words.
const LONGEST_SENTENCE: usize = 250;
/// What is left at the end goes with the passage before it where it is shorter than this.
const SHORT_REST: usize = 15;

/// The passages of `paragraphs`, in order: as many whole paragraphs as fit, else as many whole sentences. Every word
/// is in one of them, in its place; white space between words becomes a space.
pub(crate) fn passages<'text>(paragraphs: impl IntoIterator<Item = &'text str>) -> Vec<String> {
    let mut passages: Vec<Piece> = Vec::new();
    let mut open = Piece::default();
    for paragraph in paragraphs {
        let paragraph = Piece::of(paragraph.split_whitespace());
        if paragraph.words <= PASSAGE_WORDS {
            if open.words + paragraph.words > PASSAGE_WORDS {
                passages.extend(open.taken());
            }
            open.append(&paragraph);
            continue;
        }
        for sentence in sentences(&paragraph.text) {
            let sentence = Piece::of(sentence.split(' '));
            if open.words + sentence.words > PASSAGE_WORDS {
                passages.extend(open.taken());
            }
            if sentence.words <= LONGEST_SENTENCE {
                open.append(&sentence);
                continue;
            }
            let words: Vec<&str> = sentence.text.split(' ').collect();
            passages.extend(
                words
                    .chunks(PASSAGE_WORDS)
                    .map(|words| Piece::of(words.iter().copied())),
            );
        }
    }
    if open.words < SHORT_REST
        && let Some(last) = passages.last_mut()
    {
        last.append(&open);
    } else {
        passages.extend(open.taken());
    }
    passages.into_iter().map(|piece| piece.text).collect()
}

#[derive(Default)]
struct Piece {
    text: String,
    words: usize,
}

impl Piece {
    fn of<'text>(words: impl Iterator<Item = &'text str>) -> Self {
        let mut piece = Self::default();
        for word in words.filter(|word| !word.is_empty()) {
            piece.push(word, 1);
        }
        piece
    }

    fn append(&mut self, other: &Self) {
        if other.words > 0 {
            self.push(&other.text, other.words);
        }
    }

    fn push(&mut self, text: &str, words: usize) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(text);
        self.words += words;
    }

    /// What it holds, which it then does not hold any more.
    fn taken(&mut self) -> Option<Self> {
        let taken = std::mem::take(self);
        (taken.words > 0).then_some(taken)
    }
}

/// The sentences of a paragraph whose words stand one space apart.
fn sentences(paragraph: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (space, _) in paragraph.match_indices(' ') {
        if ends_sentence(&paragraph[start..space], &paragraph[space + 1..]) {
            sentences.push(&paragraph[start..space]);
            start = space + 1;
        }
    }
    sentences.push(&paragraph[start..]);
    sentences
}

/// Abbreviations that stand before a name or a number.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "messrs", "dr", "prof", "st", "sen", "rep", "gov", "gen", "col", "lt",
    "capt", "sgt", "hon", "rev", "no", "art", "sec", "vs", "jan", "feb", "mar", "apr", "aug",
    "sept", "oct", "nov", "dec",
];

fn ends_sentence(before: &str, after: &str) -> bool {
    let words = before.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»']);
    let last = words.rsplit(' ').next().unwrap_or_default();
    let begins = after.chars().find(|character| character.is_alphanumeric());
    if begins.is_some_and(char::is_lowercase) {
        return false;
    }
    if let Some(word) = last.strip_suffix('.') {
        // "J. Roe" and "U.S. Navy"; a sentence that ends so goes on into the next.
        let is_initial = word.chars().count() == 1 && word != "I" || word.contains('.');
        return !is_initial && !ABBREVIATIONS.contains(&word.to_lowercase().as_str());
    }
    last.ends_with(['!', '?', '…'])
}
