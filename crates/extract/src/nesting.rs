//! What A says that B said: attributions inside the content of another.
//!
//! The words somebody is given are read once more, as a text of their own: each piece of a content, without its
//! quotation marks and the "that" before it, is a paragraph in which the rules look for attributions. What they find there is inside the
//! attribution that the piece belongs to. Inside what is found so the same is done again, [`DEEPEST`] times.

use onrecord_model::{Attribution, Block, BlockRole, CueClass, Polarity, Span};

use crate::document::Document;

/// How deep attributions are looked for inside each other: what A says that B says that C says that D says. Each level
/// reads the words of the one before again, so without an end a text of nothing but "he said" would take quadratic time.
const DEEPEST: usize = 3;

/// The attributions `outer` with those inside their contents, in the order of their contents.
///
/// `find` answers the attributions of a document by themselves.
pub(crate) fn with_inner(
    text: &str,
    outer: Vec<Attribution>,
    find: &dyn Fn(&Document<'_>) -> Vec<Attribution>,
) -> Vec<Attribution> {
    let mut all = outer;
    let mut level: Vec<usize> = (0..all.len()).collect();
    for _ in 0..DEEPEST {
        if level.is_empty() {
            break;
        }
        let mut next = Vec::new();
        for (outer, found) in inside(text, &all, &level, find) {
            next.push(all.len());
            all.push(Attribution {
                inside: Some(outer),
                ..found
            });
        }
        level = next;
    }
    in_order(all)
}

/// What `find` finds in the contents of the attributions `level` of `all`, with the index of the one it is inside of.
fn inside(
    text: &str,
    all: &[Attribution],
    level: &[usize],
    find: &dyn Fn(&Document<'_>) -> Vec<Attribution>,
) -> Vec<(usize, Attribution)> {
    let mut pieces: Vec<(Span, usize)> = level
        .iter()
        .flat_map(|outer| all[*outer].content.iter().map(move |span| (*span, *outer)))
        .map(|(span, outer)| (without_joint(text, without_marks(text, span)), outer))
        .filter(|(span, _)| !span.is_empty())
        .collect();
    pieces.sort();
    let blocks: Vec<Block> = pieces
        .iter()
        .map(|(span, _)| Block {
            span: *span,
            role: BlockRole::Body,
        })
        .collect();
    let document = Document::new(text, &blocks);
    let mut found = Vec::new();
    for attribution in find(&document) {
        let Some(outer) = owner(&pieces, &attribution) else {
            continue;
        };
        let left_out = is_own(text, &attribution)
            || is_relative(text, &all[outer], &attribution)
            || takes_all(text, &all[outer], &attribution);
        if left_out {
            continue;
        }
        found.push((outer, seen_through(text, &all[outer], attribution)));
    }
    found
}

/// The attribution whose pieces hold all of `inner`.
fn owner(pieces: &[(Span, usize)], inner: &Attribution) -> Option<usize> {
    let spans = inner.source.iter().chain(&inner.cue).chain(&inner.content);
    let mut owner = None;
    for span in spans {
        let after = pieces.partition_point(|(piece, _)| piece.start() <= span.start());
        let (piece, outer) = pieces[..after].last()?;
        if span.end() > piece.end() || owner.is_some_and(|owner| owner != *outer) {
            return None;
        }
        owner = Some(*outer);
    }
    owner
}

/// Whether the source is the one who speaks: "I think" inside Roe's words is Roe's own.
///
/// One without a source is nobody's but the outer source's, as far as the text tells.
fn is_own(text: &str, inner: &Attribution) -> bool {
    const SPEAKER: &[&str] = &["i", "we", "my", "our", "me", "us", "you", "your", "myself"];
    match inner.source.as_slice() {
        [] => true,
        [only] => {
            let word = only.of(text).unwrap_or_default().to_lowercase();
            SPEAKER.contains(&word.as_str())
        }
        _ => false,
    }
}

/// Whether the source is a "who" that opens the outer content: whoever it stands for is not in it.
fn is_relative(text: &str, outer: &Attribution, inner: &Attribution) -> bool {
    let source = inner.source.first().and_then(|span| span.of(text));
    let relative = source.is_some_and(|word| {
        ["who", "which", "that"]
            .iter()
            .any(|one| word.eq_ignore_ascii_case(one))
    });
    relative && joint(text, outer, inner).is_some()
}

/// Whether nothing of the outer content is left around the inner one.
fn takes_all(text: &str, outer: &Attribution, inner: &Attribution) -> bool {
    let bare = |attribution: &Attribution| -> Vec<Span> {
        let pieces = attribution.content.iter();
        pieces.map(|span| without_marks(text, *span)).collect()
    };
    inner.cue.is_empty() || bare(outer) == bare(inner)
}

/// The inner attribution as the outer one leaves it: "denied that Poe had promised" takes the promise back, "asked whether
/// Poe had promised" leaves it open.
fn seen_through(text: &str, outer: &Attribution, inner: Attribution) -> Attribution {
    let Some(joint) = joint(text, outer, &inner) else {
        return inner;
    };
    let denied =
        outer.manner.class == Some(CueClass::Denial) && outer.manner.polarity == Polarity::Asserted;
    let polarity = match (inner.manner.polarity, joint) {
        (Polarity::Asserted, Joint::Open) => Polarity::Hypothetical,
        (Polarity::Asserted, Joint::Plain) if denied => Polarity::Negated,
        (polarity, _) => polarity,
    };
    let mut inner = inner;
    inner.manner.polarity = polarity;
    inner
}

/// How a content goes over into its first clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// "that", or nothing.
    Plain,
    /// "whether", "if"
    Open,
}

/// How the content of `outer` goes over into `inner`, if the source of that is what it begins with.
fn joint(text: &str, outer: &Attribution, inner: &Attribution) -> Option<Joint> {
    let content = without_marks(text, *outer.content.first()?);
    let source = inner.source.first()?;
    if source.start() < content.start() {
        return None;
    }
    let between = Span::new(content.start(), source.start()).of(text)?;
    match between.trim().to_lowercase().as_str() {
        "" | "that" => Some(Joint::Plain),
        "whether" | "if" => Some(Joint::Open),
        _ => None,
    }
}

/// A piece of content without the word that joins it to its cue.
fn without_joint(text: &str, span: Span) -> Span {
    let words = span.of(text).unwrap_or_default();
    let Some((first, rest)) = words.split_once(char::is_whitespace) else {
        return span;
    };
    match first.to_lowercase().as_str() {
        "that" | "whether" | "if" => Span::new(span.end() - rest.len(), span.end()).trimmed(text),
        _ => span,
    }
}

/// A piece of content without the quotation marks around it, and without white space.
///
/// Marks that are not a pair are left, so that what they do belong to is still quoted.
fn without_marks(text: &str, span: Span) -> Span {
    let span = span.trimmed(text);
    let words = span.of(text).unwrap_or_default();
    let bare = words.trim_start_matches(MARKS).trim_end_matches(MARKS);
    let lonely = bare.contains(MARKS) || bare.is_empty();
    if lonely {
        return span;
    }
    let start = words.len() - words.trim_start_matches(MARKS).len();
    let start = span.start() + start;
    Span::new(start, start + bare.len()).trimmed(text)
}

/// The marks of outermost quotations.
const MARKS: &[char] = &['"', '“', '”', '„', '«', '»', '＂'];

/// All attributions in the order of their contents, the outer one first, with the links brought along.
fn in_order(all: Vec<Attribution>) -> Vec<Attribution> {
    let depth = |index: usize| {
        let inside = |at: &usize| all[*at].inside;
        std::iter::successors(Some(index), inside).count()
    };
    let start = |index: usize| all[index].content.first().map_or(0, |span| span.start());
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|index| (start(*index), depth(*index), *index));
    let mut place = vec![0; all.len()];
    for (position, index) in order.iter().enumerate() {
        place[*index] = position;
    }
    let mut slots: Vec<Option<Attribution>> = all.into_iter().map(Some).collect();
    order
        .iter()
        .filter_map(|index| slots[*index].take())
        .map(|attribution| Attribution {
            inside: attribution.inside.map(|outer| place[outer]),
            ..attribution
        })
        .collect()
}
