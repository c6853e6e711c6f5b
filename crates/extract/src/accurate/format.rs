//! The file an accurate model lies in: version 2.
//!
//! All numbers are little-endian. How it begins: [`crate::model_file`]. Tensors follow one
//! another as the names in [`AccurateParts::weights`] stand there; a matrix is 8-bit numbers, row by row, each row
//! followed by its scale, behind them the biases.
//!
//! | bytes | what |
//! |---|---|
//! | 2 + n | length of the name, the name |
//! | 2 + n | the same for the fast model whose knowledge of words it was judged by |
//! | 4 | floor |
//! | 1 | layers |
//! | 4 + n | length of the vocabulary, the vocabulary, a piece a line |
//! | | the tensors |
//! | | what is known of facts: [`JudgeParts`] |

use std::collections::BTreeMap;

use super::encoder::{CASES, Encoder, HIDDEN, INNER, LONGEST, Layer, Norm, PLACES, Pieces};
use super::matrix::Matrix;
use super::wordpiece::WordPieces;
use super::{AccurateModel, LEAST_DOUBT};
use crate::evidence::{FactWeights, JudgeParts};
use crate::fast::FastModel;
use crate::model_file::{FileKind, ModelError, Reader};
use crate::tagger::{LABELS, Scores, Steps, Transitions};

const FILE: FileKind = FileKind {
    magic: *b"ONRECAM",
    format: 2,
};
/// More layers than any model of this kind has.
const MOST_LAYERS: u8 = 24;

/// What a model is made of, as training leaves it.
#[derive(Debug, Clone, PartialEq)]
pub struct AccurateParts {
    /// Name and version.
    pub name: String,
    /// The least confidence that is answered.
    pub floor: f32,
    /// The vocabulary, by number, a word's further pieces with "##" before them.
    pub pieces: Vec<String>,
    /// How many layers there are.
    pub layers: u8,
    /// The tensors by name, row by row: `pieces` (a row of 384 for each), `positions` (192 rows), `quoted` (2),
    /// `cases` (3), `places` (3), `norm.scale` and `norm.shift`; for each layer, N from 0, `N.attention`
    /// (queries, keys and values: 1152 rows), `N.attended` (384), `N.attended_norm.scale`, `N.attended_norm.shift`,
    /// `N.widen` (1536), `N.narrow` (384 rows of 1536), `N.norm.scale`, `N.norm.shift`, and for each matrix the
    /// biases, as `N.attention.bias`; `labels` (7 rows), `labels.bias`, and `between`, for each label the scores of
    /// those behind it.
    pub weights: BTreeMap<String, Vec<f32>>,
    /// How hypotheses are judged.
    pub judge: JudgeParts,
}

impl AccurateParts {
    /// The model's file. Weights of matrices and facts are rounded to 8 bits.
    ///
    /// # Errors
    /// If a tensor is missing or of another size.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ModelError> {
        let mut body = names(&self.name);
        body.extend(self.floor.to_le_bytes());
        body.push(self.layers);
        let vocabulary = self.pieces.join("\n");
        body.extend((vocabulary.len() as u32).to_le_bytes());
        body.extend(vocabulary.as_bytes());
        let mut writer = Writer {
            weights: &self.weights,
            body,
        };
        writer.rows("pieces", self.pieces.len(), HIDDEN)?;
        writer.floats("positions", LONGEST * HIDDEN)?;
        writer.floats("quoted", 2 * HIDDEN)?;
        writer.floats("cases", CASES * HIDDEN)?;
        writer.floats("places", PLACES * HIDDEN)?;
        writer.norm("norm")?;
        for layer in 0..self.layers {
            writer.matrix(&format!("{layer}.attention"), 3 * HIDDEN, HIDDEN)?;
            writer.matrix(&format!("{layer}.attended"), HIDDEN, HIDDEN)?;
            writer.norm(&format!("{layer}.attended_norm"))?;
            writer.matrix(&format!("{layer}.widen"), INNER, HIDDEN)?;
            writer.matrix(&format!("{layer}.narrow"), HIDDEN, INNER)?;
            writer.norm(&format!("{layer}.norm"))?;
        }
        writer.floats("labels", LABELS * HIDDEN)?;
        writer.floats("labels.bias", LABELS)?;
        writer.floats("between", LABELS * LABELS)?;
        let mut body = writer.body;
        body.extend(self.judge.to_bytes());
        Ok(FILE.seal(&body))
    }
}

/// The names of a model and of the fast model before it, which is the one that is built in.
fn names(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for name in [name, FastModel::built_in().name()] {
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend(name.as_bytes());
    }
    bytes
}

struct Writer<'a> {
    weights: &'a BTreeMap<String, Vec<f32>>,
    body: Vec<u8>,
}

const MISSING: ModelError = ModelError::Malformed("a tensor is missing or of another size");

impl Writer<'_> {
    fn tensor(&self, name: &str, length: usize) -> Result<&[f32], ModelError> {
        let tensor = self.weights.get(name).ok_or(MISSING)?;
        (tensor.len() == length)
            .then_some(tensor.as_slice())
            .ok_or(MISSING)
    }

    fn floats(&mut self, name: &str, length: usize) -> Result<(), ModelError> {
        let bytes: Vec<u8> = self
            .tensor(name, length)?
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        self.body.extend(bytes);
        Ok(())
    }

    fn norm(&mut self, name: &str) -> Result<(), ModelError> {
        self.floats(&format!("{name}.scale"), HIDDEN)?;
        self.floats(&format!("{name}.shift"), HIDDEN)
    }

    fn matrix(&mut self, name: &str, outputs: usize, inputs: usize) -> Result<(), ModelError> {
        self.rows(name, outputs, inputs)?;
        self.floats(&format!("{name}.bias"), outputs)
    }

    fn rows(&mut self, name: &str, count: usize, width: usize) -> Result<(), ModelError> {
        let mut bytes = Vec::with_capacity(count * (width + 4));
        for row in self.tensor(name, count * width)?.chunks_exact(width) {
            let most = row.iter().fold(f32::MIN_POSITIVE, |a, b| a.max(b.abs()));
            let scale = most / 127.0;
            bytes.extend(row.iter().map(|value| (value / scale).round() as i8 as u8));
            bytes.extend(scale.to_le_bytes());
        }
        self.body.extend(bytes);
        Ok(())
    }
}

impl AccurateModel {
    /// Whether these bytes begin like a model of this kind.
    #[must_use]
    pub fn is_like(bytes: &[u8]) -> bool {
        FILE.is_like(bytes)
    }

    /// Reads a model.
    ///
    /// # Errors
    /// If the bytes are no such model, one of another version, one for another fast model, or a damaged one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut reader = FILE.open(bytes)?;
        let name = reader.name()?;
        let fast = FastModel::built_in();
        if reader.name()? != fast.name() {
            return Err(ModelError::Malformed("it goes with another fast model"));
        }
        let network = Network::read(&mut reader)?;
        Ok(Self {
            name,
            floor: network.floor,
            least_doubt: LEAST_DOUBT,
            vocabulary: network.vocabulary,
            encoder: network.encoder,
            // What stands before a paragraph is outside everything.
            steps: Steps::new(Transitions {
                first: network.between[0],
                between: network.between,
            }),
            between: network.between,
            judge: FactWeights::read(reader)?,
            fast,
        })
    }

    /// The file of a model `name` with the network of the one in `bytes`, as it stands there, and another `judge`; it
    /// goes with the fast model that is built in, whichever the other went with.
    ///
    /// # Errors
    /// If the bytes are no such model, one of another version, or a damaged one.
    pub fn with_judge(bytes: &[u8], name: &str, judge: &JudgeParts) -> Result<Vec<u8>, ModelError> {
        let mut reader = FILE.open(bytes)?;
        reader.name()?;
        reader.name()?;
        let from_network = reader.rest;
        Network::read(&mut reader)?;
        let network = &from_network[..from_network.len() - reader.rest.len()];
        Ok(FILE.seal(&[&names(name), network, &judge.to_bytes()].concat()))
    }
}

/// What lies in a file between its names and what is known of facts.
struct Network {
    floor: f32,
    vocabulary: WordPieces,
    encoder: Encoder,
    between: [Scores; LABELS],
}

impl Network {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ModelError> {
        let floor = reader.float()?;
        let [layers] = reader.take()?;
        if layers > MOST_LAYERS {
            return Err(ModelError::Malformed("it has too many layers"));
        }
        let length = reader.number()? as usize;
        let vocabulary = std::str::from_utf8(reader.bytes(length)?)
            .map_err(|_| ModelError::Malformed("its vocabulary is not UTF-8"))?;
        let count = vocabulary.split('\n').count();
        let vocabulary = WordPieces::new(vocabulary.split('\n')).ok_or(ModelError::Malformed(
            "its vocabulary lacks a piece that is always needed",
        ))?;
        let (weights, scales) = rows(reader, count, HIDDEN)?;
        let mut encoder = Encoder {
            pieces: Pieces { weights, scales },
            positions: floats(reader, LONGEST * HIDDEN)?,
            quoted: floats(reader, 2 * HIDDEN)?,
            cases: floats(reader, CASES * HIDDEN)?,
            places: floats(reader, PLACES * HIDDEN)?,
            norm: norm(reader)?,
            layers: Vec::with_capacity(usize::from(layers)),
            labels: Vec::new(),
            label_biases: [0.0; LABELS],
        };
        for _ in 0..layers {
            encoder.layers.push(Layer {
                attention: matrix(reader, 3 * HIDDEN, HIDDEN)?,
                attended: matrix(reader, HIDDEN, HIDDEN)?,
                attended_norm: norm(reader)?,
                widen: matrix(reader, INNER, HIDDEN)?,
                narrow: matrix(reader, HIDDEN, INNER)?,
                norm: norm(reader)?,
            });
        }
        encoder.labels = floats(reader, LABELS * HIDDEN)?;
        for bias in &mut encoder.label_biases {
            *bias = reader.float()?;
        }
        let mut between = [[0.0; LABELS]; LABELS];
        for score in between.iter_mut().flatten() {
            *score = reader.float()?;
        }
        Ok(Self {
            floor,
            vocabulary,
            encoder,
            between,
        })
    }
}

fn floats(reader: &mut Reader<'_>, count: usize) -> Result<Vec<f32>, ModelError> {
    (0..count).map(|_| reader.float()).collect()
}

fn norm(reader: &mut Reader<'_>) -> Result<Norm, ModelError> {
    Ok(Norm {
        scale: floats(reader, HIDDEN)?,
        shift: floats(reader, HIDDEN)?,
    })
}

fn rows(
    reader: &mut Reader<'_>,
    count: usize,
    width: usize,
) -> Result<(Vec<u8>, Vec<f32>), ModelError> {
    // The count comes from the bytes of a vocabulary that is there, so no file asks for much more than its size.
    let mut weights = Vec::new();
    let mut scales = Vec::with_capacity(count);
    for _ in 0..count {
        weights.extend_from_slice(reader.bytes(width)?);
        scales.push(reader.float()?);
    }
    Ok((weights, scales))
}

fn matrix(reader: &mut Reader<'_>, outputs: usize, inputs: usize) -> Result<Matrix, ModelError> {
    let (weights, scales) = rows(reader, outputs, inputs)?;
    let biases = floats(reader, outputs)?;
    Ok(Matrix::new(&weights, inputs, scales, biases))
}
