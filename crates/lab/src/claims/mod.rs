//! Checked claims: the model by which texts are matched with them, and how good it is.

mod boost;
mod corpus;
mod measure;
mod train;

pub use boost::{Row, Settings, fit};
pub use corpus::{CheckedClaim, Labelled, read_claims, read_labelled};
pub use measure::{Measured, Outcome, Thresholds, measure};
pub use train::{TrainedClaims, train};
