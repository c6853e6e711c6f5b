//! Exit codes, in one place. `docs/guide.md` repeats this table; a test holds the two together.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All went well.
    Success = 0,
    /// Nothing was found (`search`, `speaker`, `verify`, at the desk, what was to be corrected), as `grep` has it.
    NothingFound = 1,
    /// The command line cannot be understood.
    Usage = 2,
    /// Some input was bad; it is named on standard error, and the rest was taken. What is done by hand is taken as a whole
    /// or not at all.
    BadInput = 3,
    /// The store or the index cannot be reached, read or written.
    Unavailable = 4,
    /// Something does not hold together (`doctor`).
    Inconsistent = 5,
    /// Somebody else has changed it meanwhile or has it open, or a later correction is in the way (`correct`, the desk).
    Conflict = 6,
    /// Nearly these words are on record: trimmed, partial, altered or spliced (`verify`).
    Near = 10,
    /// The words are on record as somebody else's (`verify`).
    OtherSpeaker = 11,
    /// A bug.
    Internal = 70,
    /// Ended by Ctrl-C or SIGTERM before all was done.
    Interrupted = 130,
}

impl Exit {
    /// Every code with its meaning.
    pub const TABLE: [(Self, &'static str); 11] = [
        (Self::Success, "all went well"),
        (
            Self::NothingFound,
            "nothing found (search, speaker, verify, at the desk, what was to be corrected)",
        ),
        (Self::Usage, "the command line cannot be understood"),
        (
            Self::BadInput,
            "some input was bad; it is named on standard error, and the rest was taken",
        ),
        (
            Self::Unavailable,
            "the store or the index cannot be reached, read or written",
        ),
        (
            Self::Inconsistent,
            "something does not hold together (doctor)",
        ),
        (
            Self::Conflict,
            "somebody else has changed it meanwhile or has it open, or a later correction is in the way",
        ),
        (
            Self::Near,
            "near what is on record: trimmed, partial, altered or spliced (verify)",
        ),
        (
            Self::OtherSpeaker,
            "on record as somebody else's words (verify)",
        ),
        (Self::Internal, "a bug"),
        (
            Self::Interrupted,
            "ended by Ctrl-C or SIGTERM before all was done",
        ),
    ];

    /// The table as it stands below `onrecord --help`.
    pub fn help() -> String {
        let rows = Self::TABLE.map(|(exit, meaning)| format!("  {:<4} {meaning}", exit as u8));
        format!("Exit codes:\n{}", rows.join("\n"))
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
