//! Trained weights as they lie in safetensors files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use onrecord_extract::tagger::LABELS;
use serde::Deserialize;

use crate::LabError;

/// Numbers that stand for a piece.
const HIDDEN: usize = 384;
/// Numbers in the middle of a layer's second half.
const INNER: usize = 1536;

/// The tensors of a file, row by row.
pub(super) struct Tensors {
    tensors: BTreeMap<String, Vec<f32>>,
}

#[derive(Deserialize)]
struct Entry {
    dtype: String,
    data_offsets: [usize; 2],
}

impl Tensors {
    /// # Errors
    /// If the file cannot be read or is no safetensors file of 16 or 32 bit floats.
    pub(super) fn read(path: &Path) -> Result<Self, LabError> {
        let bytes = fs::read(path).map_err(|source| LabError::Read {
            path: path.to_owned(),
            source,
        })?;
        let broken = || LabError::NotTensors(path.to_owned());
        let (length, rest) = bytes.split_first_chunk().ok_or_else(broken)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| broken())?;
        let (header, data) = rest.split_at_checked(length).ok_or_else(broken)?;
        let header: BTreeMap<String, serde_json::Value> =
            serde_json::from_slice(header).map_err(|_| broken())?;
        let mut tensors = BTreeMap::new();
        for (name, entry) in header {
            if name == "__metadata__" {
                continue;
            }
            let entry: Entry = serde_json::from_value(entry).map_err(|_| broken())?;
            let [start, end] = entry.data_offsets;
            let data = data.get(start..end).ok_or_else(broken)?;
            let floats = match entry.dtype.as_str() {
                "F32" => data
                    .as_chunks()
                    .0
                    .iter()
                    .map(|b| f32::from_le_bytes(*b))
                    .collect(),
                "F16" => data
                    .as_chunks()
                    .0
                    .iter()
                    .map(|b| half(u16::from_le_bytes(*b)))
                    .collect(),
                // Numbers of positions and the like, which nobody asks for.
                _ => continue,
            };
            tensors.insert(name, floats);
        }
        Ok(Self { tensors })
    }

    /// A tensor.
    ///
    /// # Errors
    /// If there is none of that name.
    pub(super) fn get(&self, name: &str) -> Result<&Vec<f32>, LabError> {
        let tensor = self.tensors.get(name);
        tensor.ok_or_else(|| LabError::NoTensor(name.to_owned()))
    }

    /// The weights of an [`AccurateModel`](onrecord_extract::AccurateModel) by the names that it knows them by, without
    /// the vectors of the pieces. In these files, matrices have a row for each input.
    pub(super) fn network(&self, layers: u8) -> Result<BTreeMap<String, Vec<f32>>, LabError> {
        let mut weights = BTreeMap::new();
        let mut copy = |to: String, from: &str| -> Result<(), LabError> {
            weights.insert(to, self.get(from)?.clone());
            Ok(())
        };
        copy("positions".into(), "enc.pos")?;
        copy("quoted".into(), "head.inq")?;
        copy("cases".into(), "head.case")?;
        copy("places".into(), "head.par")?;
        copy("norm.scale".into(), "enc.eln.scale")?;
        copy("norm.shift".into(), "enc.eln.shift")?;
        copy("labels.bias".into(), "head.b")?;
        copy("between".into(), "head.tr")?;
        for layer in 0..layers {
            for (to, from) in [
                ("attention.bias", "qkvb"),
                ("attended.bias", "ob"),
                ("attended_norm.scale", "ln1.scale"),
                ("attended_norm.shift", "ln1.shift"),
                ("widen.bias", "f1b"),
                ("narrow.bias", "f2b"),
                ("norm.scale", "ln2.scale"),
                ("norm.shift", "ln2.shift"),
            ] {
                copy(format!("{layer}.{to}"), &format!("enc.l{layer}.{from}"))?;
            }
        }
        for layer in 0..layers {
            for (to, from, outputs) in [
                ("attention", "qkv", 3 * HIDDEN),
                ("attended", "o", HIDDEN),
                ("widen", "f1", INNER),
                ("narrow", "f2", HIDDEN),
            ] {
                let from = self.get(&format!("enc.l{layer}.{from}"))?;
                weights.insert(format!("{layer}.{to}"), turned(from, outputs));
            }
        }
        weights.insert("labels".into(), turned(self.get("head.W")?, LABELS));
        Ok(weights)
    }
}

/// A matrix with rows and columns exchanged; it has `columns` columns.
fn turned(matrix: &[f32], columns: usize) -> Vec<f32> {
    let column = |index: usize| matrix.iter().skip(index).step_by(columns).copied();
    (0..columns).flat_map(column).collect()
}

/// A float of 16 bits.
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let exponent = i32::from(bits >> 10 & 31);
    let fraction = f32::from(bits & 1023) / 1024.0;
    match exponent {
        0 => sign * fraction * 2.0_f32.powi(-14),
        31 => f32::NAN,
        _ => sign * (1.0 + fraction) * 2.0_f32.powi(exponent - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_floats_are_read() {
        for (bits, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x0001, 2.0_f32.powi(-24)),
            (0x7bff, 65504.0),
            (0x3555, 0.333_251_95),
        ] {
            assert_eq!(half(bits), value);
        }
    }

    #[test]
    fn a_matrix_is_turned() {
        assert_eq!(
            turned(&[1., 2., 3., 4., 5., 6.], 3),
            [1., 4., 2., 5., 3., 6.]
        );
    }
}
