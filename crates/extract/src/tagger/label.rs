//! What a token can be to an attribution.

/// The part a token plays, in BIO coding: every span begins with its own label, so that two spans may touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Label {
    /// None.
    Outside,
    /// First token of words that name a source.
    BeginSource,
    /// Another token of words that name a source.
    InsideSource,
    /// First token of reporting words.
    BeginCue,
    /// Another token of reporting words.
    InsideCue,
    /// First token of reported words.
    BeginContent,
    /// Another token of reported words.
    InsideContent,
}

/// How many labels there are.
pub const LABELS: usize = Label::ALL.len();

/// The three parts of an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Who.
    Source,
    /// The reporting words.
    Cue,
    /// What is reported.
    Content,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 3] = [Self::Source, Self::Cue, Self::Content];

    /// The label of its first token.
    #[must_use]
    pub fn begin(self) -> Label {
        match self {
            Self::Source => Label::BeginSource,
            Self::Cue => Label::BeginCue,
            Self::Content => Label::BeginContent,
        }
    }

    /// The label of all its other tokens.
    #[must_use]
    pub fn inside(self) -> Label {
        match self {
            Self::Source => Label::InsideSource,
            Self::Cue => Label::InsideCue,
            Self::Content => Label::InsideContent,
        }
    }
}

impl Label {
    /// Every label; each stands at its own number.
    pub const ALL: [Self; 7] = [
        Self::Outside,
        Self::BeginSource,
        Self::InsideSource,
        Self::BeginCue,
        Self::InsideCue,
        Self::BeginContent,
        Self::InsideContent,
    ];

    /// Whether it may stand right behind `before`, or at the beginning: a span goes on only from itself.
    #[must_use]
    pub fn may_follow(self, before: Option<Self>) -> bool {
        match self {
            Self::Outside | Self::BeginSource | Self::BeginCue | Self::BeginContent => true,
            Self::InsideSource => {
                matches!(before, Some(Self::BeginSource | Self::InsideSource))
            }
            Self::InsideCue => matches!(before, Some(Self::BeginCue | Self::InsideCue)),
            Self::InsideContent => {
                matches!(before, Some(Self::BeginContent | Self::InsideContent))
            }
        }
    }

    /// The part whose first token this is.
    #[must_use]
    pub fn begins(self) -> Option<Part> {
        match self {
            Self::BeginSource => Some(Part::Source),
            Self::BeginCue => Some(Part::Cue),
            Self::BeginContent => Some(Part::Content),
            _ => None,
        }
    }
}
