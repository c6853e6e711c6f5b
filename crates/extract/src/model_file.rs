//! What the files of all models have in common: how they begin, and what is wrong with those that are none.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | what kind of model it is, and the version of its format |
//! | 16 | checksum: BLAKE3 of everything behind it, cut |
//! | 4 | version of the clues ([`CLUES`]) |
//! | | what is of its kind |

/// Which clues and facts there are, and what their numbers mean: to be raised whenever one changes, for then no model
/// trained before fits any more.
pub(crate) const CLUES: u32 = 1;
const CHECKSUM: usize = 16;

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// It does not begin like a model.
    #[error("this is no onrecord model")]
    NotAModel,
    /// Another version of the file format.
    #[error("this is a model of format {found}, and only format {read} can be read")]
    Format {
        /// Its version.
        found: u8,
        /// The version that can be read.
        read: u8,
    },
    /// Bytes are missing or changed.
    #[error("the model is damaged: its checksum does not fit its content")]
    Damaged,
    /// Trained for another version of the extractor.
    #[error(
        "this model was trained on clues of version {found}, and this extractor gives version {CLUES}"
    )]
    Clues {
        /// Their version.
        found: u32,
    },
    /// The checksum is right, but the content makes no sense.
    #[error("the model is malformed: {0}")]
    Malformed(&'static str),
}

/// A kind of model's file.
pub(crate) struct FileKind {
    pub(crate) magic: [u8; 7],
    pub(crate) format: u8,
}

impl FileKind {
    /// Whether these bytes begin like a file of this kind.
    pub(crate) fn is_like(&self, bytes: &[u8]) -> bool {
        bytes.starts_with(&self.magic)
    }

    /// The file with `content`.
    pub(crate) fn seal(&self, content: &[u8]) -> Vec<u8> {
        let checked = [&CLUES.to_le_bytes(), content].concat();
        let checksum = blake3::hash(&checked);
        let begin = [self.magic.as_slice(), &[self.format]].concat();
        [&begin, &checksum.as_bytes()[..CHECKSUM], &checked].concat()
    }

    /// The content of a file.
    ///
    /// # Errors
    /// If it is no such file, one of another version, trained for other clues, or damaged.
    pub(crate) fn open<'bytes>(&self, bytes: &'bytes [u8]) -> Result<Reader<'bytes>, ModelError> {
        let rest = bytes
            .strip_prefix(&self.magic)
            .ok_or(ModelError::NotAModel)?;
        let (format, rest) = rest.split_first().ok_or(ModelError::Damaged)?;
        if *format != self.format {
            return Err(ModelError::Format {
                found: *format,
                read: self.format,
            });
        }
        let (checksum, checked) = rest.split_at_checked(CHECKSUM).ok_or(ModelError::Damaged)?;
        if blake3::hash(checked).as_bytes()[..CHECKSUM] != *checksum {
            return Err(ModelError::Damaged);
        }
        let mut reader = Reader { rest: checked };
        let clues = reader.number()?;
        if clues != CLUES {
            return Err(ModelError::Clues { found: clues });
        }
        Ok(reader)
    }
}

/// Reads a model's numbers one after the other.
pub(crate) struct Reader<'bytes> {
    pub(crate) rest: &'bytes [u8],
}

pub(crate) const TOO_SHORT: ModelError = ModelError::Malformed("it ends too soon");

impl<'bytes> Reader<'bytes> {
    pub(crate) fn bytes(&mut self, count: usize) -> Result<&'bytes [u8], ModelError> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(TOO_SHORT)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(crate) fn take<const COUNT: usize>(&mut self) -> Result<[u8; COUNT], ModelError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(TOO_SHORT)?;
        self.rest = rest;
        Ok(*taken)
    }

    pub(crate) fn name(&mut self) -> Result<String, ModelError> {
        let length = u16::from_le_bytes(self.take()?);
        std::str::from_utf8(self.bytes(usize::from(length))?)
            .map(str::to_owned)
            .map_err(|_| ModelError::Malformed("its name is not UTF-8"))
    }

    pub(crate) fn number(&mut self) -> Result<u32, ModelError> {
        self.take().map(u32::from_le_bytes)
    }

    pub(crate) fn float(&mut self) -> Result<f32, ModelError> {
        let value = f32::from_le_bytes(self.take()?);
        if value.is_finite() {
            Ok(value)
        } else {
            Err(ModelError::Malformed("a number in it is not finite"))
        }
    }
}
