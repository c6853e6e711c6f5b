//! Bytes of a file as they were before somebody compressed it: gzip and xz, told by their first bytes.

use std::io::{self, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;

use crate::Limits;

const GZIP: &[u8] = b"\x1f\x8b";
const XZ: &[u8] = b"\xfd7zXZ\x00";

/// Below so many bytes an archive may unpack to however many times its size: nothing is won by refusing it.
const HARMLESS: u64 = 16 << 20;

/// What an archive is called in messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Archive {
    Gzip,
    Xz,
}

impl Archive {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Xz => "xz",
        }
    }
}

/// `reader`, unpacked where it is an archive; which sort it is comes with it. Archives made of several are read to
/// the end of the last.
pub(crate) fn unpacked(
    mut reader: Box<dyn Read + Send>,
    limits: &Limits,
) -> io::Result<(Box<dyn Read + Send>, Option<Archive>)> {
    let mut head = Vec::with_capacity(XZ.len());
    reader
        .by_ref()
        .take(XZ.len() as u64)
        .read_to_end(&mut head)?;
    let archive = if head.starts_with(GZIP) {
        Archive::Gzip
    } else if head.starts_with(XZ) {
        Archive::Xz
    } else {
        return Ok((Box::new(Cursor::new(head).chain(reader)), None));
    };
    let packed = Arc::new(AtomicU64::new(0));
    let counted = BufReader::with_capacity(
        64 << 10,
        Counted {
            inner: Cursor::new(head).chain(reader),
            bytes: Arc::clone(&packed),
        },
    );
    let inner: Box<dyn Read + Send> = match archive {
        Archive::Gzip => Box::new(MultiGzDecoder::new(counted)),
        // The dictionary is allocated before the first byte is unpacked, and an archive may ask for 4 GiB of it.
        Archive::Xz => {
            let kibibytes = u32::try_from(limits.unpacking_bytes >> 10).unwrap_or(u32::MAX - 1);
            Box::new(XzReader::new_mem_limit(counted, true, kibibytes))
        }
    };
    let checked = Checked {
        inner,
        packed,
        unpacked: 0,
        expansion: u64::from(limits.expansion),
    };
    Ok((Box::new(checked), Some(archive)))
}

/// Counts what is read of the archive itself.
struct Counted<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Stops where an archive unpacks to far more than it holds, which text does not do and a bomb does.
struct Checked {
    inner: Box<dyn Read + Send>,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    expansion: u64,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.unpacked += read as u64;
        let packed = self.packed.load(Ordering::Relaxed);
        if self.unpacked > HARMLESS && self.unpacked / self.expansion > packed {
            return Err(io::Error::other(Bomb {
                packed,
                expansion: self.expansion,
            }));
        }
        Ok(read)
    }
}

/// An archive that was made to fill memory and disks.
#[derive(Debug, thiserror::Error)]
#[error("its first {packed} bytes unpack to more than {expansion} times as many")]
struct Bomb {
    packed: u64,
    expansion: u64,
}
