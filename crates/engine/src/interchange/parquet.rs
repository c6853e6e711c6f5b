//! Tables in Parquet, for programs that read columns.
//!
//! Rows are kept until there are enough for a row group, which is then written and forgotten, so that a table may be
//! as long as it likes. The footer, without which no reader opens the file, is written last and holds the number of
//! rows: a file that was cut off is no file, rather than a shorter one.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError as Fault;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use thiserror::Error;

use super::Cell;

/// Rows of one group.
const GROUP_ROWS: usize = 8_192;
/// Bytes of texts that end a group before it has all its rows.
const GROUP_BYTES: usize = 8 << 20;

/// A table could not be written: it has a cell of another sort than its column, or is longer than there can be.
#[derive(Debug, Error)]
#[error("the Parquet file could not be written")]
pub struct ParquetError(#[from] Fault);

/// A table that is written group by group.
pub struct ParquetTable {
    writer: SerializedFileWriter<Vec<u8>>,
    columns: Vec<Column>,
    /// Rows that are in no group yet.
    waiting: usize,
    bytes: usize,
    rows: u64,
}

/// The cells of one column that are in no group yet. Every one may be empty.
struct Column {
    values: Values,
    /// 1 where there is a value, 0 where there is none.
    levels: Vec<i16>,
}

enum Values {
    Texts(Vec<ByteArray>),
    Wholes(Vec<i64>),
    Fractions(Vec<f64>),
    Truths(Vec<bool>),
    /// Microseconds from 1970, in UTC.
    Times(Vec<i64>),
}

impl ParquetTable {
    /// A table with these columns and no row yet. `told` is kept with it as metadata.
    ///
    /// # Errors
    /// [`ParquetError`] where a column has no name.
    pub fn new(columns: &[&'static str], told: &[(&str, String)]) -> Result<Self, ParquetError> {
        let columns: Vec<(&str, Values)> = columns
            .iter()
            .map(|name| (*name, Values::of_column(name)))
            .collect();
        let fields: Result<Vec<Arc<Type>>, Fault> = columns
            .iter()
            .map(|(name, values)| values.field(name).map(Arc::new))
            .collect();
        let schema = Type::group_type_builder("table")
            .with_fields(fields?)
            .build()?;
        let told = told
            .iter()
            .map(|(name, value)| KeyValue::new((*name).to_owned(), value.clone()))
            .collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("onrecord ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(told))
            .build();
        let writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
        let columns = columns.into_iter().map(|(_, values)| Column {
            values,
            levels: Vec::new(),
        });
        Ok(Self {
            writer,
            columns: columns.collect(),
            waiting: 0,
            bytes: 0,
            rows: 0,
        })
    }

    /// Takes the next row and gives what can be written now, which is nothing most of the time. It must have as many
    /// cells as the table has columns.
    ///
    /// # Errors
    /// [`ParquetError`] where a cell is of another sort than its column.
    pub fn row(&mut self, cells: Vec<Cell>) -> Result<Vec<u8>, ParquetError> {
        debug_assert_eq!(cells.len(), self.columns.len(), "a row fits its table");
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            self.bytes += column.push(cell)?;
        }
        self.waiting += 1;
        self.rows += 1;
        if self.waiting < GROUP_ROWS && self.bytes < GROUP_BYTES {
            return Ok(Vec::new());
        }
        self.group()?;
        self.writer
            .flush()
            .map_err(|error| Fault::External(error.into()))?;
        Ok(std::mem::take(self.writer.inner_mut()))
    }

    /// How many rows were taken.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// What stands at the end.
    ///
    /// # Errors
    /// [`ParquetError`] where there are more groups than a file can have.
    pub fn end(mut self) -> Result<Vec<u8>, ParquetError> {
        if self.waiting > 0 {
            self.group()?;
        }
        Ok(self.writer.into_inner()?)
    }

    /// Writes what waits as a group.
    fn group(&mut self) -> Result<(), Fault> {
        let mut group = self.writer.next_row_group()?;
        let mut columns = self.columns.iter_mut();
        while let Some(mut writer) = group.next_column()? {
            if let Some(column) = columns.next() {
                column.write(&mut writer)?;
            }
            writer.close()?;
        }
        group.close()?;
        self.waiting = 0;
        self.bytes = 0;
        Ok(())
    }
}

impl Column {
    /// Takes a cell and tells how many bytes of text it has.
    fn push(&mut self, cell: Cell) -> Result<usize, Fault> {
        self.levels.push(i16::from(cell != Cell::Empty));
        match (&mut self.values, cell) {
            (_, Cell::Empty) => {}
            (Values::Texts(texts), Cell::Text(text)) => {
                let length = text.len();
                texts.push(ByteArray::from(text.into_bytes()));
                return Ok(length);
            }
            (Values::Wholes(numbers), Cell::Whole(number)) => numbers.push(number),
            (Values::Fractions(numbers), Cell::Fraction(number)) => numbers.push(number),
            (Values::Truths(truths), Cell::Truth(is_so)) => truths.push(is_so),
            (Values::Times(times), Cell::Time(time)) => times.push(time.timestamp_micros()),
            (_, cell) => {
                return Err(Fault::General(format!("{cell:?} does not fit its column")));
            }
        }
        Ok(0)
    }

    fn write(&mut self, writer: &mut SerializedColumnWriter<'_>) -> Result<(), Fault> {
        let levels = Some(std::mem::take(&mut self.levels));
        let levels = levels.as_deref();
        match &mut self.values {
            Values::Texts(texts) => {
                let texts = std::mem::take(texts);
                let writer = writer.typed::<ByteArrayType>();
                writer.write_batch(&texts, levels, None)?;
            }
            Values::Wholes(numbers) | Values::Times(numbers) => {
                let numbers = std::mem::take(numbers);
                let writer = writer.typed::<Int64Type>();
                writer.write_batch(&numbers, levels, None)?;
            }
            Values::Fractions(numbers) => {
                let numbers = std::mem::take(numbers);
                let writer = writer.typed::<DoubleType>();
                writer.write_batch(&numbers, levels, None)?;
            }
            Values::Truths(truths) => {
                let truths = std::mem::take(truths);
                let writer = writer.typed::<BoolType>();
                writer.write_batch(&truths, levels, None)?;
            }
        }
        Ok(())
    }
}

impl Values {
    /// What a column of this name holds; whatever is not known by its name holds texts.
    fn of_column(name: &str) -> Self {
        match name {
            "confidence" | "truth" => Self::Fractions(Vec::new()),
            "version" | "start" | "end" | "repeats" | "evidence" => Self::Wholes(Vec::new()),
            "is_primary" | "is_imported" => Self::Truths(Vec::new()),
            "published" | "date" | "claim_date" => Self::Times(Vec::new()),
            _ => Self::Texts(Vec::new()),
        }
    }

    fn field(&self, name: &str) -> Result<Type, Fault> {
        let (physical, logical) = match self {
            Self::Texts(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Self::Wholes(_) => (Physical::INT64, None),
            Self::Fractions(_) => (Physical::DOUBLE, None),
            Self::Truths(_) => (Physical::BOOLEAN, None),
            Self::Times(_) => {
                let instant = LogicalType::timestamp(true, TimeUnit::MICROS);
                (Physical::INT64, Some(instant))
            }
        };
        Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
    }
}
