//! A short mark of some bytes (FNV-1a, 64 bits) that is the same on every machine and in every version.

/// Tells apart by mishap, not by malice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint(pub(crate) u64);

impl Fingerprint {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Self(hash)
    }

    /// Half as long.
    pub(crate) fn short(self) -> u32 {
        (self.0 >> 32) as u32 ^ self.0 as u32
    }
}
