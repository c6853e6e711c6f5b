//! What is known of a hypothesis: small facts, each a number.
//!
//! A fact is a template with up to two values; the template's number is the first argument of [`Facts::tell`], and
//! must not change without training anew.

use super::{Judged, Knot, Linker, extent, overlap};
use crate::lexicon::Class;
use crate::reading::Tokens;
use crate::tagger::{NO_CLASS, Part, WordFacts, class_number, mix, steps, word_number};
use crate::token::TokenKind;

/// The most tokens that are looked at between two parts.
const LOOKED_BETWEEN: usize = 80;

/// The facts about one part of a hypothesis, or about how its parts fit.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) numbers: Vec<u64>,
    /// How likely the labels are that show this part.
    probability: f32,
    /// For a content: how much is quoted; 0 nothing, 1 some, 2 all.
    quoted: u64,
}

impl Facts {
    fn tell(&mut self, template: u64, a: u64, b: u64) {
        self.numbers
            .push(mix(mix(mix(0xa409_3822_299f_31d0, template), a), b));
    }
}

/// What is known of one piece of a content.
#[derive(Debug, Clone, Copy)]
pub(super) struct ContentPiece {
    /// How likely exactly this is a span.
    probability: f32,
    /// The sum over its tokens of how likely each is content.
    mass: f32,
    words: usize,
    quoted: usize,
}

/// Where a part stands to the cue.
struct Place {
    /// 0 before, 1 behind, 2 neither.
    side: u64,
    between: Tokens,
}

impl Place {
    fn new(part: &Tokens, cue: &Tokens) -> Self {
        if part.end <= cue.start {
            Self {
                side: 0,
                between: part.end..cue.start,
            }
        } else if part.start >= cue.end {
            Self {
                side: 1,
                between: cue.end..part.start,
            }
        } else {
            Self {
                side: 2,
                between: cue.start..cue.start,
            }
        }
    }

    fn distance(&self) -> u64 {
        steps(self.between.len())
    }
}

/// The surest proposal of a knot that says the same of a part, and the surest that says something else.
struct Agreement {
    same: u64,
    other: u64,
}

impl Agreement {
    fn new(knot: &Knot<'_>, is_same: impl Fn(&Judged) -> bool) -> Self {
        let surest = |same: bool| {
            knot.proposals
                .iter()
                .filter(|judged| is_same(judged) == same)
                .map(|judged| judged.confidence)
                .fold(-1.0, f32::max)
        };
        Self {
            same: level(surest(true)),
            other: level(surest(false)),
        }
    }
}

impl Linker<'_, '_, '_> {
    fn class(&self, index: Option<usize>) -> u64 {
        index
            .filter(|index| *index < self.reading.document.tokens().len())
            .map_or(NO_CLASS, |index| class_number(self.reading, index))
    }

    fn word(&self, index: usize) -> u64 {
        if index < self.reading.document.tokens().len() {
            word_number(self.reading.text(index))
        } else {
            3
        }
    }

    fn word_facts(&self, index: usize) -> WordFacts {
        self.vocabulary.facts(self.word(index))
    }

    fn groups(&self, index: usize) -> [u64; 3] {
        self.word_facts(index).groups.map(u64::from)
    }

    /// The least likely piece.
    fn probability(&self, part: Part, pieces: &[Tokens]) -> f32 {
        pieces
            .iter()
            .map(|piece| self.tagging.span_probability(part, piece))
            .fold(1.0, f32::min)
    }

    /// The likeliest of some spans.
    fn likeliest<'b>(&self, part: Part, pieces: impl Iterator<Item = &'b Tokens>) -> f32 {
        pieces
            .map(|piece| self.tagging.span_probability(part, piece))
            .fold(0.0, f32::max)
    }

    pub(super) fn cue_facts(&self, knot: &Knot<'_>) -> Facts {
        let mut facts = Facts::default();
        let surest = knot
            .proposals
            .iter()
            .map(|judged| judged.confidence)
            .fold(0.0, f32::max);
        facts.tell(0, 0, 0);
        facts.tell(1, level(surest), u64::from(!knot.proposals.is_empty()));
        let Some(cue) = extent(&knot.cue) else {
            facts.tell(2, 0, 0);
            return facts;
        };
        let indices = || knot.cue.iter().cloned().flatten();
        let probability = self.probability(Part::Cue, &knot.cue);
        let likeliest_token = indices()
            .map(|index| self.tagging.token_probability(Part::Cue, index))
            .fold(0.0, f32::max);
        facts.probability = probability;
        facts.tell(3, level(probability), 0);
        facts.tell(4, level(probability), level(surest));
        facts.tell(5, level(likeliest_token), 0);
        let last = cue.end - 1;
        let head = indices()
            .max_by_key(|index| self.word_facts(*index).strength)
            .unwrap_or(cue.start);
        let strength = u64::from(self.word_facts(head).strength);
        let groups = self.groups(head);
        let next_class = self.class(Some(cue.end));
        facts.tell(6, self.word(head), 0);
        facts.tell(7, self.word(last), 1);
        facts.tell(8, strength, self.class(Some(head)));
        facts.tell(
            9,
            self.class(cue.start.checked_sub(1)),
            self.class(Some(cue.start)),
        );
        facts.tell(10, next_class, self.class(Some(last)));
        facts.tell(11, self.word(cue.end), 0);
        facts.tell(12, self.word(head), next_class);
        facts.tell(
            13,
            u64::from(self.reading.quoted(cue.start)),
            level(probability),
        );
        let role = self.reading.document.paragraphs()[knot.paragraph].role;
        facts.tell(14, role as u64, 0);
        facts.tell(
            15,
            indices().count().min(6) as u64,
            knot.cue.len().min(3) as u64,
        );
        for judged in knot.proposals.iter().take(3) {
            facts.tell(16, judged.rule as u64, level(judged.confidence));
            facts.tell(17, judged.rule as u64 * 32 + judged.frame, judged.link);
        }
        facts.tell(110, groups[1], 0);
        facts.tell(111, groups[2], 0);
        facts.tell(112, groups[1], next_class);
        facts.tell(113, groups[1], self.groups_or_none(cue.end)[0]);
        facts
    }

    fn groups_or_none(&self, index: usize) -> [u64; 3] {
        if index < self.reading.document.tokens().len() {
            self.groups(index)
        } else {
            [0; 3]
        }
    }

    pub(super) fn source_facts(&self, knot: &Knot<'_>, source: &[Tokens]) -> Facts {
        let mut facts = Facts::default();
        let agreement = Agreement::new(knot, |judged| judged.source == source);
        facts.tell(30, agreement.same, agreement.other);
        let Some(whole) = extent(source) else {
            let likeliest = self.likeliest(Part::Source, knot.sources.iter().flatten());
            facts.tell(31, level(likeliest), agreement.same);
            facts.tell(32, level(likeliest), agreement.other);
            facts.probability = 1.0 - likeliest;
            return facts;
        };
        let probability = self.probability(Part::Source, source);
        let likely = level(probability);
        facts.probability = probability;
        facts.tell(33, likely, 0);
        facts.tell(34, likely, agreement.same);
        facts.tell(35, agreement.same, 0);
        let Some(cue) = extent(&knot.cue) else {
            return facts;
        };
        let Place { side, between } = Place::new(&whole, &cue);
        let distance = steps(between.len());
        let met = self.between(&between);
        facts.tell(36, side, distance);
        facts.tell(37, side * 4096 + met, 0);
        facts.tell(38, side * 4096 + met, likely / 3);
        facts.tell(39, side, self.class(whole.end.checked_sub(1)));
        facts.tell(40, side * 16 + distance, self.class(Some(whole.start)));
        facts.tell(41, self.class(whole.start.checked_sub(1)), side);
        facts.tell(42, self.class(Some(whole.end)), side * 16 + distance);
        let others = knot
            .sources
            .iter()
            .filter(|other| *other != source)
            .flatten();
        let nearer =
            others.filter(|piece| piece.start >= between.start && piece.end <= between.end);
        let nearer = level(self.likeliest(Part::Source, nearer));
        facts.tell(43, nearer, side);
        facts.tell(44, likely, nearer);
        facts.tell(45, self.word(whole.end - 1), 0);
        let length: usize = source.iter().map(ExactSizeIterator::len).sum();
        facts.tell(46, steps(length), source.len().min(3) as u64);
        if !between.is_empty() {
            facts.tell(47, self.word(between.start), side);
            facts.tell(48, self.word(between.end - 1), side);
        }
        let groups = self.groups(whole.end - 1);
        facts.tell(115, groups[1], 0);
        facts.tell(116, groups[2], 0);
        facts.tell(117, groups[1], side * 16 + distance);
        facts
    }

    /// What stands between two parts, as one number below 4096.
    fn between(&self, tokens: &Tokens) -> u64 {
        let (mut commas, mut stops, mut quotation_marks, mut verbs) = (0_u64, 0_u64, 0_u64, 0_u64);
        let mut cue = 0.0_f32;
        for index in tokens.clone().take(LOOKED_BETWEEN) {
            match self.reading.kind(index) {
                TokenKind::Comma => commas += 1,
                TokenKind::Stop => stops += 1,
                TokenKind::QuotationMark => quotation_marks += 1,
                _ => {
                    let word = self.reading.word(index);
                    let is_verb = word.verb.is_some()
                        || matches!(word.class, Class::Verb | Class::Be | Class::Modal);
                    verbs += u64::from(is_verb);
                }
            }
            cue = cue.max(self.tagging.token_probability(Part::Cue, index));
        }
        let other_cue = if cue > 0.5 { 2 } else { u64::from(cue > 0.15) };
        commas.min(2) * 108
            + stops.min(2) * 36
            + quotation_marks.min(3) * 9
            + verbs.min(2) * 3
            + other_cue
    }

    /// What is known of a piece of a content, looked at once.
    fn piece(&self, piece: &Tokens) -> ContentPiece {
        if let Some(known) = self.pieces.borrow().get(piece) {
            return *known;
        }
        let mut known = ContentPiece {
            probability: self.tagging.span_probability(Part::Content, piece),
            mass: 0.0,
            words: 0,
            quoted: 0,
        };
        for index in piece.clone() {
            known.mass += self.tagging.token_probability(Part::Content, index);
            if self.reading.token(index).is_word() {
                known.words += 1;
                known.quoted += usize::from(self.reading.quoted(index));
            }
        }
        self.pieces.borrow_mut().insert(piece.clone(), known);
        known
    }

    pub(super) fn content_facts(&self, knot: &Knot<'_>, content: &[Tokens]) -> Facts {
        let mut facts = Facts::default();
        let agreement = Agreement::new(knot, |judged| judged.content == content);
        let (mut least, mut mass, mut words, mut quoted) = (1.0_f32, 0.0, 0, 0);
        for piece in content {
            let piece = self.piece(piece);
            least = least.min(piece.probability);
            mass += piece.mass;
            words += piece.words;
            quoted += piece.quoted;
        }
        let length: usize = content.iter().map(ExactSizeIterator::len).sum();
        let mean = mass / length.max(1) as f32;
        facts.probability = least.max(mean * 0.2);
        facts.quoted = match quoted {
            0 => 0,
            _ if quoted == words => 2,
            _ => 1,
        };
        let kind = facts.quoted;
        let (likely, covered) = (level(least), level(mean));
        facts.tell(60, agreement.same, agreement.other);
        facts.tell(61, likely, 0);
        facts.tell(62, covered, 0);
        facts.tell(63, likely, covered);
        facts.tell(64, covered, agreement.same);
        facts.tell(65, likely, agreement.same);
        facts.tell(66, kind, covered);
        facts.tell(67, steps(words), kind);
        facts.tell(68, content.len().min(4) as u64, kind);
        let Some(whole) = extent(content) else {
            return facts;
        };
        let class_before = self.class(whole.start.checked_sub(1));
        let class_behind = self.class(Some(whole.end));
        facts.tell(69, class_before, self.class(Some(whole.start)));
        facts.tell(70, class_behind, kind);
        facts.tell(71, class_behind, likely / 2);
        facts.tell(72, class_before, likely / 2);
        let is_content = |index| self.tagging.token_probability(Part::Content, index);
        let content_before = whole.start.checked_sub(1).map_or(0.0, is_content);
        facts.tell(73, level(content_before), level(is_content(whole.end)));
        facts.tell(74, self.word(whole.start), 0);
        facts.tell(75, self.word(whole.end - 1), 0);
        facts.tell(118, self.groups(whole.start)[1], kind);
        facts.tell(119, self.groups(whole.end - 1)[1], kind);
        let Some(cue) = extent(&knot.cue) else {
            return facts;
        };
        let place = Place::new(&whole, &cue);
        let (side, distance) = (place.side, place.distance());
        facts.tell(76, side, distance);
        facts.tell(77, side * 4096 + self.between(&place.between), kind);
        facts.tell(78, side * 16 + distance, kind);
        if !place.between.is_empty() {
            facts.tell(79, self.word(place.between.start), side);
            facts.tell(80, self.word(place.between.end - 1), side);
        }
        facts.tell(81, self.word(cue.end - 1), side * 16 + distance.min(4));
        facts.tell(82, side * 16 + distance, self.class(Some(cue.end - 1)));
        let elsewhere = knot
            .contents
            .iter()
            .filter(|other| !overlap(other, content))
            .flatten()
            .map(|piece| self.piece(piece).probability)
            .fold(0.0, f32::max);
        facts.tell(83, level(elsewhere), side);
        facts
    }

    /// Facts of how the parts fit; `parts` are the facts of cue, source and content.
    pub(super) fn joint_facts(
        &self,
        knot: &Knot<'_>,
        source: &[Tokens],
        content: &[Tokens],
        parts: [&Facts; 3],
    ) -> Facts {
        let mut facts = Facts::default();
        let agreement = Agreement::new(knot, |judged| {
            judged.content == content && judged.source == source
        });
        let same = agreement.same;
        let kind = parts[2].quoted;
        let order = order(source, &knot.cue, content);
        let [cue, who, what] = parts.map(|part| level(part.probability));
        let least = who.min(what).min(cue);
        facts.tell(100, same, 0);
        facts.tell(101, order, kind);
        facts.tell(102, who, what);
        facts.tell(103, cue, what);
        facts.tell(104, who / 2 * 400 + what / 2 * 20 + cue / 2, 0);
        facts.tell(105, order, same);
        facts.tell(106, order * 32 + who, kind);
        facts.tell(107, least, same);
        facts.tell(108, least, kind * 8 + u64::from(source.is_empty()));
        facts
    }
}

/// Which part stands where, as one number: each two of them before, behind or across each other.
fn order(source: &[Tokens], cue: &[Tokens], content: &[Tokens]) -> u64 {
    let (source, cue, content) = (extent(source), extent(cue), extent(content));
    let side = |a: &Option<Tokens>, b: &Option<Tokens>| match (a, b) {
        (Some(a), Some(b)) if a.end <= b.start => 1,
        (Some(a), Some(b)) if a.start >= b.end => 2,
        (Some(_), Some(_)) => 3,
        _ => 0,
    };
    side(&source, &cue) * 16 + side(&content, &cue) * 4 + side(&source, &content)
}

/// A probability in eighteen steps, from 1; 0 for none, which is written as a negative one.
fn level(probability: f32) -> u64 {
    const STEPS: [f32; 18] = [
        0.0, 0.001, 0.004, 0.015, 0.03, 0.06, 0.1, 0.15, 0.22, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.88,
        0.94, 0.98,
    ];
    STEPS
        .iter()
        .take_while(|step| probability >= **step)
        .count() as u64
}
