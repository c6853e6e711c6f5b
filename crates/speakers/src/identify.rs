//! Who somebody is whom a list or a transcript names, and not an article.

use std::borrow::Cow;
use std::collections::HashMap;

use onrecord_extract::Document;
use onrecord_model::{
    Attribution, Block, BlockRole, Confidence, Kind, Manner, Resolution, ResolutionRule, Span,
    SpeakerIdentity, SpeakerKind, Timestamp,
};

use crate::lexicon::Class;
use crate::normalise::{normalise, transliteration_key};
use crate::resolver::{Context, Resolver};
use crate::speaker::unlisted;

/// Names are remembered up to this many, as a list of statements names the same speakers over and over.
const REMEMBERED: usize = 20_000;

impl Resolver {
    /// Who `name` is, as a list of statements calls somebody who spoke on that day: "Jane Roe", "REP. JANE ROE
    /// (D-Ohio)", "Roe, Jane", "Ministry of Finance". The key is the one that a full name in an article gets, so that
    /// both are one speaker; titles are left out of the name, and tell namesakes apart.
    ///
    /// The list says that somebody is called so; it does not say who of several that is. Where nothing tells them
    /// apart, and where nobody is known, it is the name itself.
    #[must_use]
    pub fn identify(&self, name: &str, published: Option<Timestamp>) -> SpeakerIdentity {
        let name = Written::read(name, self);
        match self.resolved(&name.with_title, published) {
            Some(Resolution {
                speaker: Some(speaker),
                ..
            }) => speaker,
            _ => self.by_itself(&name),
        }
    }

    /// The same for the label of a turn in a transcript, which may be no more than a family name with a title ("Mr.
    /// ROE") or an office ("THE PRESIDENT"): `None` where it does not say who that is.
    #[must_use]
    pub fn identify_label(
        &self,
        label: &str,
        published: Option<Timestamp>,
    ) -> Option<SpeakerIdentity> {
        // Where all names stand in capitals, a family name is no acronym.
        let is_known = self
            .gazetteer()
            .organisation_name(&normalise(label))
            .is_some();
        let label = if label.contains(' ') || is_known {
            Cow::Borrowed(label)
        } else {
            Cow::Owned(capitalised(label))
        };
        let name = Written::read(&label, self);
        let resolution = self.resolved(&name.with_title, published);
        if let Some(speaker) = resolution.and_then(|resolution| resolution.speaker) {
            return Some(speaker);
        }
        // "Mr. Roe", "Mr. Roe of Harrow": many are called so.
        let family_name = name.bare.split(" of ").next().unwrap_or_default();
        let is_body = self.kind(&name) == SpeakerKind::Organisation;
        let is_somebody = is_body || family_name.contains(' ') && !self.is_office(&name);
        is_somebody.then(|| self.by_itself(&name))
    }

    /// Whether a name is an office's and nobody's: "the president", "Prime Minister", "Minister of Finance".
    fn is_office(&self, name: &Written) -> bool {
        let words: Vec<String> = normalise(&name.bare)
            .split(' ')
            .map(str::to_owned)
            .collect();
        let head = words.split(|word| word == "of" || word == "for").next();
        match head {
            Some([first, .., last]) => {
                Class::of(last).is(Class::TITLE) && self.gazetteer().given_name(first).is_none()
            }
            Some([only]) => Class::of(only).is(Class::TITLE),
            _ => false,
        }
    }

    /// What an article comes to that says nothing but that `name` spoke.
    fn resolved(&self, name: &str, published: Option<Timestamp>) -> Option<Resolution> {
        let text = format!("Yesterday {name} said no.");
        let start = "Yesterday ".len();
        let end = start + name.len();
        let attribution = Attribution {
            source: vec![Span::new(start, end)],
            cue: vec![Span::new(end + 1, end + 5)],
            content: vec![Span::new(end + 6, text.len())],
            kind: Kind::Indirect,
            confidence: Confidence::new(1.0),
            rule: Cow::Borrowed("name"),
            manner: Manner::default(),
            inside: None,
        };
        let block = Block {
            span: Span::new(0, text.len()),
            role: BlockRole::Body,
        };
        let document = Document::new(&text, std::slice::from_ref(&block));
        let context = Context {
            published,
            ..Context::default()
        };
        let resolution = self
            .resolve(&document, std::slice::from_ref(&attribution), &context)
            .pop()?;
        // "Roe and Doe" are two, and their list is one name.
        let is_whole = resolution.why.rule != ResolutionRule::Several;
        is_whole.then_some(resolution)
    }

    /// Somebody of whom nothing is known but the name.
    fn by_itself(&self, name: &Written) -> SpeakerIdentity {
        unlisted(&name.bare, self.kind(name))
    }

    fn kind(&self, name: &Written) -> SpeakerKind {
        let normal = normalise(&name.bare);
        let words: Vec<&str> = normal.split(' ').collect();
        let body = Class::INSTITUTION.or(Class::BODY);
        if name.is_personal || self.is_office(name) {
            return SpeakerKind::Person;
        }
        let begins_as_person = words.len() > 1 && self.gazetteer().given_name(words[0]).is_some();
        let (first, last) = (words[0], words[words.len() - 1]);
        let is_body = Class::of(last).is(body) && !begins_as_person
            || Class::of(first).is(body) && words.get(1) == Some(&"of")
            || words
                .iter()
                .any(|word| matches!(*word, "of" | "and" | "for"))
            || self.gazetteer().country_name(&normal).is_some();
        let shouted = name.bare.chars().filter(|letter| letter.is_alphabetic());
        let is_acronym = words.len() == 1
            && (2..=6).contains(&name.bare.chars().count())
            && shouted.clone().count() > 1
            && shouted.clone().all(char::is_uppercase);
        if is_body || is_acronym {
            SpeakerKind::Organisation
        } else {
            SpeakerKind::Person
        }
    }
}

/// The speakers of a list, each looked up once: for each day they spoke on where it can make a difference who they
/// are.
#[derive(Debug)]
pub struct Identifier<'a> {
    resolver: &'a Resolver,
    /// Those who are the same on every day.
    always: HashMap<String, SpeakerIdentity>,
    on_a_day: HashMap<(String, Option<Timestamp>), SpeakerIdentity>,
}

impl<'a> Identifier<'a> {
    /// Knows nobody yet.
    #[must_use]
    pub fn new(resolver: &'a Resolver) -> Self {
        Self {
            resolver,
            always: HashMap::new(),
            on_a_day: HashMap::new(),
        }
    }

    /// The same as [`Resolver::identify`].
    pub fn identify(&mut self, name: &str, published: Option<Timestamp>) -> SpeakerIdentity {
        if let Some(speaker) = self.always.get(name) {
            return speaker.clone();
        }
        let key = (name.to_owned(), published);
        if let Some(speaker) = self.on_a_day.get(&key) {
            return speaker.clone();
        }
        let speaker = self.resolver.identify(name, published);
        if self.always.len() + self.on_a_day.len() >= REMEMBERED {
            self.always.clear();
            self.on_a_day.clear();
        }
        if self.resolver.is_timeless(name, &speaker) {
            self.always.insert(key.0, speaker.clone());
        } else {
            self.on_a_day.insert(key, speaker.clone());
        }
        speaker
    }
}

impl Resolver {
    /// Whether somebody of this name is the same whenever they spoke: an institution, or a person in full whose name
    /// nobody known bears in any spelling.
    fn is_timeless(&self, name: &str, speaker: &SpeakerIdentity) -> bool {
        if speaker.kind == SpeakerKind::Organisation {
            return true;
        }
        let bare = normalise(&Written::read(name, self).bare);
        bare.contains(' ')
            && speaker.key.starts_with("name:")
            && self.gazetteer().full_name(&bare).is_empty()
            && transliteration_key(&bare)
                .is_none_or(|key| self.gazetteer().similar_names(&key).is_empty())
    }
}

/// A name as a list writes it, read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Written {
    /// As an article would write it, with its title.
    with_title: String,
    /// Without titles.
    bare: String,
    /// Whether a title before it shows that it is a person's.
    is_personal: bool,
}

impl Written {
    fn read(name: &str, resolver: &Resolver) -> Self {
        let name = without_brackets(name);
        let name = in_order(&name, resolver);
        let name = in_small_letters(&name);
        let name = with_joined_prefix(&name);
        let words: Vec<&str> = name.split(' ').collect();
        let mut titles = words
            .iter()
            .take_while(|word| is_title(word, resolver))
            .count();
        // "General Motors", "Minister of Finance" and "The Speaker" are no titles of somebody behind them.
        let ends_as_body = words
            .last()
            .is_some_and(|word| Class::of(&normalise(word)).is(Class::INSTITUTION));
        if ends_as_body || matches!(words.get(titles), None | Some(&"of" | &"for")) {
            titles = 0;
        }
        let bare = words[titles..].join(" ");
        let honorific = Class::MALE_HONORIFIC.or(Class::FEMALE_HONORIFIC);
        let is_personal = words[..titles]
            .iter()
            .any(|word| Class::of(&normalise(word)).is(honorific.or(Class::POLITICAL)));
        Self {
            with_title: name,
            bare,
            is_personal,
        }
    }
}

/// Whether a word stands before names as a title, and is not somebody's given name.
fn is_title(word: &str, resolver: &Resolver) -> bool {
    let normal = normalise(word);
    let class = Class::of(&normal);
    let title = Class::TITLE
        .or(Class::MALE_HONORIFIC)
        .or(Class::FEMALE_HONORIFIC)
        .or(Class::FORMER);
    normal == "the" || class.is(title) && resolver.gazetteer().given_name(&normal).is_none()
}

/// The name without what stands in brackets: a party, a state, an office.
fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    let outside: String = name
        .chars()
        .map(|character| match character {
            '(' | '[' => {
                depth += 1;
                ' '
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                ' '
            }
            other if depth == 0 => other,
            _ => ' ',
        })
        .collect();
    let kept = outside.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept = kept.trim_matches([',', ';', ':', ' ']);
    if kept.is_empty() {
        return name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    kept.to_owned()
}

/// "Roe, Jane" the way she is called; what else follows a comma ("Jane Roe, mayor of Harrow") is left out.
fn in_order(name: &str, resolver: &Resolver) -> String {
    let Some((before, behind)) = name.split_once(", ") else {
        return name.to_owned();
    };
    let first = behind.split(' ').next().unwrap_or_default();
    let normal = normalise(first);
    if Class::of(&normal).is(Class::SUFFIX) {
        let end = before.len() + ", ".len() + first.trim_end_matches(',').len();
        return name[..end].to_owned();
    }
    let is_given = resolver.gazetteer().given_name(&normal).is_some() || normal.len() == 1;
    let names = behind
        .split(' ')
        .all(|word| word.chars().next().is_some_and(char::is_uppercase));
    if is_given && names && behind.split(' ').count() <= 3 && !behind.contains(',') {
        return format!("{behind} {before}");
    }
    before.to_owned()
}

/// "JANE ROE" as "Jane Roe"; "NASA", "EU" and what is not all in capitals is let be.
fn in_small_letters(name: &str) -> String {
    let shouts = |word: &&str| {
        word.chars().filter(|letter| letter.is_alphabetic()).count() > 1
            && !word.chars().any(char::is_lowercase)
    };
    // "Mr. ROE" shouts the name alone.
    let words: Vec<&str> = name.split(' ').collect();
    let is_name = |word: &&str| !Class::of(&normalise(word)).is(Class::TITLE.or(Class::PARTICLE));
    let shouted = words.iter().filter(|word| is_name(word)).all(|word| {
        shouts(word) || word.chars().filter(|letter| letter.is_alphabetic()).count() == 1
    });
    if words.len() < 2 || !shouted {
        return name.to_owned();
    }
    words
        .iter()
        .map(|word| {
            if shouts(word) {
                capitalised(word)
            } else {
                (*word).to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// "MCROE" as "McRoe", "O'BRIEN-ROE" as "O'Brien-Roe".
fn capitalised(word: &str) -> String {
    let lower = word.to_lowercase();
    let particle = Class::of(&normalise(word)).is(Class::PARTICLE);
    if particle {
        return lower;
    }
    let mut up = true;
    let mut capitalised = String::with_capacity(word.len());
    for (index, letter) in lower.char_indices() {
        let behind_mc = index == 2 && lower.starts_with("mc");
        if up || behind_mc {
            capitalised.extend(letter.to_uppercase());
        } else {
            capitalised.push(letter);
        }
        up = matches!(letter, '-' | '‑' | '\'' | '’' | '.');
    }
    capitalised
}

/// "Mc Roe" as "McRoe".
fn with_joined_prefix(name: &str) -> String {
    name.replace(" Mc ", " Mc").replace(" Mac ", " Mac")
}
