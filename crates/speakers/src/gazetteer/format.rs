//! How the gazetteer lies in its file. The compiler (`examples/compile_gazetteer`) includes this file too, so
//! that writer and reader cannot drift apart.
//!
//! ```text
//! magic (8) | version (u32) | checksum (16: blake3 of all that follows) | section lengths (7 × u32) | sections
//! ```
//!
//! All integers of fixed width are little endian; all others are LEB128. A string is its length and its bytes. A
//! date is `year << 9 | month << 5 | day`, with 0 for a day or month that is not known, and 0 for no date.

/// The first bytes of the file.
pub(crate) const MAGIC: &[u8; 8] = b"ONRECGAZ";
/// Counted up whenever the layout or the normalisation of names changes.
pub(crate) const VERSION: u32 = 2;
/// Bytes of the checksum.
pub(crate) const CHECKSUM: usize = 16;
/// Number of sections: strings, person offsets, persons, organisations, countries, names, postings.
pub(crate) const SECTIONS: usize = 7;
/// Bytes before the section lengths.
pub(crate) const PREAMBLE: usize = 8 + 4 + CHECKSUM;

/// What a key of the names section begins with.
pub(crate) mod class {
    /// A full name or alias of two words or more → person.
    pub(crate) const FULL_NAME: u8 = b'f';
    /// A family name, or an alias of one word → person.
    pub(crate) const FAMILY_NAME: u8 = b's';
    /// Blocking key of a prominent person's name → person.
    pub(crate) const TRANSLITERATION: u8 = b't';
    /// An organisation's name → index into organisations.
    pub(crate) const ORGANISATION: u8 = b'o';
    /// A country, capital or people → `index << 1 | adjective`.
    pub(crate) const COUNTRY: u8 = b'c';
    /// A given name → `male << 20 | female`, how many bear it.
    pub(crate) const GIVEN_NAME: u8 = b'g';
    /// A given name → a posting list of string indices: its short and long forms.
    pub(crate) const NICKNAME: u8 = b'n';
    /// An office, by `office_key` → a posting list of threes: person, first day, last day.
    pub(crate) const OFFICE: u8 = b'r';
}

/// Set in the value of a name that stands for one person; the other bits are the index.
pub(crate) const SINGLE: u64 = 1 << 40;
