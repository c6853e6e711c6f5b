//! What is known of a word without looking around it: closed classes, and the verbs that can report.
//!
//! The verbs (`data/verbs.txt`) are a hand-made list of verbs of saying, thinking, wanting, showing, praising
//! and blaming, inflected by rule and by a table of irregular forms. A verb being listed makes it worth a look,
//! nothing more: what it needs around it to be believed was counted (see `judge`).

use std::collections::HashMap;
use std::sync::Arc;

impl Class {
    /// Every class; each stands at its own number.
    const ALL: [Self; 25] = [
        Self::Pronoun,
        Self::ObjectPronoun,
        Self::Her,
        Self::Possessive,
        Self::Determiner,
        Self::Preposition,
        Self::To,
        Self::Coordinator,
        Self::But,
        Self::Subordinator,
        Self::Question,
        Self::That,
        Self::Relative,
        Self::Be,
        Self::Auxiliary,
        Self::Modal,
        Self::Negation,
        Self::Adverb,
        Self::Verb,
        Self::Time,
        Self::Possession,
        Self::Name,
        Self::Number,
        Self::Other,
        Self::Mark,
    ];
}

/// What part a word can play, as far as the word alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    /// "he", "they", "it": may be a subject by itself.
    Pronoun,
    /// "him", "them".
    ObjectPronoun,
    /// "her": object or possessive.
    Her,
    /// "his", "their".
    Possessive,
    /// "the", "some", "many".
    Determiner,
    /// "of", "in".
    Preposition,
    /// "to"
    To,
    /// "and", "or".
    Coordinator,
    /// "but"
    But,
    /// "because", "when", "as".
    Subordinator,
    /// "whether", "how", "what".
    Question,
    /// "that"
    That,
    /// "who", "which".
    Relative,
    /// Forms of "be".
    Be,
    /// Forms of "have" and "do", and clitics of them.
    Auxiliary,
    /// "will", "could".
    Modal,
    /// "not", "never".
    Negation,
    /// "also", "later", and what ends in "ly".
    Adverb,
    /// Finite verbs that report nothing: "won", "went".
    Verb,
    /// "Monday", "week", "today".
    Time,
    /// "'s"
    Possession,
    /// Any other word with a capital.
    Name,
    /// A number.
    Number,
    /// Any other word.
    Other,
    /// Not a word.
    Mark,
}

/// How a verb is inflected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// "say"
    Base,
    /// "says"
    Third,
    /// "said"; the participle too where it is the same.
    Past,
    /// "saying"
    Participle,
}

impl Form {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Third => "third",
            Self::Past => "past",
            Self::Participle => "ing",
        }
    }
}

/// A form of a verb that can report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verb {
    pub(crate) lemma: &'static str,
    pub(crate) form: Form,
}

/// What is known of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) class: Class,
    pub(crate) verb: Option<Verb>,
}

/// A [`Word`] by number, so that a text of a million words takes two bytes for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WordNumber(u16);

impl WordNumber {
    /// A word of which nothing but its class is known.
    pub(crate) fn of_class(class: Class) -> Self {
        Self(class as u16)
    }
}

impl From<WordNumber> for usize {
    fn from(number: WordNumber) -> Self {
        Self::from(number.0)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    numbers: HashMap<&'static str, WordNumber>,
    /// The words by number; those of which only the class is known come first, in the order of [`Class::ALL`].
    words: Arc<[Word]>,
}

const CLASSES: &[(Class, &str)] = &[
    (
        Class::Pronoun,
        "i you he she it we they everyone everybody someone somebody nobody anyone",
    ),
    (
        Class::ObjectPronoun,
        "me him us them himself herself themselves itself myself ourselves",
    ),
    (Class::Her, "her"),
    (Class::Possessive, "my your his its our their whose"),
    (
        Class::Determiner,
        "the a an one this these those some any many most several both each every no all another other others few \
         either neither much such more less half two three four five six seven eight nine ten dozens hundreds \
         thousands",
    ),
    (
        Class::Preposition,
        "of in on at for with from by about against into over under during between among amid through without \
         within despite toward towards across behind beyond near off upon per via around along alongside inside \
         outside throughout regarding concerning versus like unlike beside besides above below up down out",
    ),
    (Class::To, "to"),
    (Class::Coordinator, "and or nor"),
    (Class::But, "but yet"),
    (
        Class::Subordinator,
        "because when while whereas although though as since unless until where after before than whenever \
         wherever once lest except",
    ),
    (Class::Question, "whether if how why what whatever whoever"),
    (Class::That, "that"),
    (Class::Relative, "who which whom"),
    (
        Class::Be,
        "is are was were be been being am 'm 're ’m ’re isn't aren't wasn't weren't isn’t aren’t wasn’t weren’t ain't",
    ),
    (
        Class::Auxiliary,
        "has have had having do does did 've ’ve 'd ’d hasn't haven't hadn't don't doesn't didn't hasn’t haven’t \
         hadn’t don’t doesn’t didn’t",
    ),
    (
        Class::Modal,
        "will would can could may might must should shall cannot 'll ’ll won't wouldn't can't couldn't shouldn't \
         mustn't won’t wouldn’t can’t couldn’t shouldn’t ought",
    ),
    (Class::Negation, "not never n't"),
    (
        Class::Adverb,
        "also later then now still even just already ever often always earlier soon too instead further perhaps \
         maybe almost again however meanwhile moreover nonetheless nevertheless therefore thus indeed here there \
         rather quite very so only twice sometimes today's anyway otherwise elsewhere afterward afterwards else \
         ago away back long far better best well simply",
    ),
    (
        Class::Verb,
        "won lost went came got took gave left ran led held met became sat stood fell rose grew flew drove paid \
         spent built brought bought caught broke died lived moved happened turned looked helped worked played \
         joined served killed arrived walked pulled stopped dropped opened closed voted remains remained ended \
         became becomes comes goes gets takes gives leads runs faces needs makes made ate slept threw wore hired \
         fired visited traveled travelled increased fell climbed slipped beat defeated exists",
    ),
    (
        Class::Time,
        "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight tomorrow week weekend \
         month year morning afternoon evening january february march april june july august september october \
         november december jan. feb. mar. apr. jun. jul. aug. sept. oct. nov. dec.",
    ),
    (Class::Possession, "'s ’s"),
];

pub(crate) const VERBS: &str = include_str!("../data/verbs.txt");

impl Lexicon {
    pub(crate) fn new() -> Self {
        let mut words: Vec<Word> = Class::ALL
            .into_iter()
            .map(|class| Word { class, verb: None })
            .collect();
        let mut numbers: HashMap<&'static str, WordNumber> = HashMap::with_capacity(4096);
        for (class, list) in CLASSES {
            for word in list.split_ascii_whitespace() {
                numbers.insert(word, WordNumber::of_class(*class));
            }
        }
        for (lemma, forms) in VERBS.lines().filter_map(|line| line.split_once('\t')) {
            for word in forms.split_ascii_whitespace() {
                let number = numbers
                    .entry(word)
                    .or_insert(WordNumber::of_class(Class::Other));
                let known = words[usize::from(number.0)];
                *number = WordNumber(words.len() as u16);
                words.push(Word {
                    class: known.class,
                    verb: Some(Verb {
                        lemma,
                        form: form_of(lemma, word),
                    }),
                });
            }
        }
        debug_assert!(words.len() < usize::from(u16::MAX));
        Self {
            numbers,
            words: words.into(),
        }
    }

    /// All words by number.
    pub(crate) fn words(&self) -> Arc<[Word]> {
        Arc::clone(&self.words)
    }

    /// What is known of `word`, which is a word or number token; `lower` is room to work in.
    pub(crate) fn look_up(&self, word: &str, lower: &mut String) -> WordNumber {
        lower.clear();
        // Words beyond this length are in no list.
        const LONGEST: usize = 24;
        if word.len() <= LONGEST {
            lower.extend(word.chars().flat_map(char::to_lowercase));
            if let Some(found) = self.numbers.get(lower.as_str()) {
                return capitalised_time(word, *found);
            }
        }
        let class = match word.chars().next() {
            Some(first) if first.is_ascii_digit() => Class::Number,
            Some(first) if !first.is_lowercase() => {
                if lower.ends_with("ly") && word.len() > 6 {
                    Class::Adverb
                } else {
                    Class::Name
                }
            }
            _ if lower.len() > 3 && lower.ends_with("ly") => Class::Adverb,
            _ => Class::Other,
        };
        WordNumber::of_class(class)
    }
}

/// "May" and "March" are months only with a capital, and so is no verb: "will" and "Will" are left as they are.
fn capitalised_time(word: &str, found: WordNumber) -> WordNumber {
    let small_month = found == WordNumber::of_class(Class::Time) && word == "march";
    if small_month {
        return WordNumber::of_class(Class::Other);
    }
    found
}

fn form_of(lemma: &str, word: &str) -> Form {
    // These are the same in the past, which news is written in.
    if matches!(
        word,
        "read" | "cast" | "put" | "hit" | "set" | "bet" | "broadcast"
    ) {
        Form::Past
    } else if word == lemma {
        Form::Base
    } else if word.ends_with("ing") {
        Form::Participle
    } else if word.ends_with('s') {
        Form::Third
    } else {
        Form::Past
    }
}
