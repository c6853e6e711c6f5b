//! Whether the record holds together.

use crate::records::Problem;
use crate::{Store, StoreError, dialect};

impl Store {
    /// Looks through the whole record for what does not hold together.
    pub async fn check(&self) -> Result<Vec<Problem>, StoreError> {
        dialect::own_check(self.reader()).await
    }
}
