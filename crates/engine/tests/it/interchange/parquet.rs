//! Tables of quotes in Parquet, read by the reader of the same library; a test of the command line has another.

use std::fs::File;
use std::io::{Seek, Write};

use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::{Field, Row};
use onrecord_engine::interchange::{Cell, ParquetTable, QUOTE_COLUMNS, quote_row};

use super::{quote, span};

fn written(columns: &[&'static str], rows: impl Iterator<Item = Vec<Cell>>) -> (Vec<u8>, usize) {
    let told = [("onrecord.through", "7".to_owned())];
    let mut table = ParquetTable::new(columns, &told).expect("a table");
    let mut bytes = Vec::new();
    let mut pieces = 0;
    for row in rows {
        let piece = table.row(row).expect("a row");
        pieces += usize::from(!piece.is_empty());
        bytes.extend(piece);
    }
    bytes.extend(table.end().expect("an end"));
    (bytes, pieces)
}

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(bytes).expect("it is written");
    file.rewind().expect("it is read from its beginning");
    file
}

fn read(bytes: &[u8]) -> SerializedFileReader<File> {
    SerializedFileReader::new(file(bytes)).expect("a Parquet file")
}

fn rows(reader: &SerializedFileReader<File>) -> impl Iterator<Item = Row> {
    let rows = reader.get_row_iter(None).expect("rows");
    rows.map(|row| row.expect("a row"))
}

fn field<'a>(row: &'a Row, column: &str) -> &'a Field {
    row.get_column_iter()
        .find_map(|(name, field)| (name == column).then_some(field))
        .expect("the column is there")
}

#[test]
fn a_quote_is_read_as_it_was() {
    let quote = quote("It is so, “now”.", vec![span(0, 16)]);
    let cells = [quote_row(&quote, None), quote_row(&quote, Some(3))];
    let (bytes, _) = written(QUOTE_COLUMNS, cells.into_iter());
    let reader = read(&bytes);
    let about = reader.metadata().file_metadata();
    assert_eq!(about.num_rows(), 2);
    let told = about.key_value_metadata().expect("metadata");
    assert_eq!(told[0].key, "onrecord.through");
    assert_eq!(told[0].value.as_deref(), Some("7"));
    let rows: Vec<Row> = rows(&reader).collect();
    let text = |words: &str| Field::Str(words.to_owned());
    for (column, expected) in [
        ("text", text("It is so, “now”.")),
        ("speaker", text("Odile Brandt")),
        ("confidence", Field::Double(0.9)),
        ("end", Field::Long(16)),
        ("class", Field::Null),
        ("is_primary", Field::Bool(false)),
        // 2025-08-17T09:30:00Z
        ("published", Field::TimestampMicros(1_755_423_000_000_000)),
        ("repeats", Field::Null),
    ] {
        assert_eq!(field(&rows[0], column), &expected, "{column}");
    }
    assert_eq!(field(&rows[1], "repeats"), &Field::Long(3));
    let names: Vec<&str> = rows[0]
        .get_column_iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, QUOTE_COLUMNS);
}

#[test]
fn long_tables_are_written_group_by_group() {
    let numbered = |number| vec![Cell::Text(format!("row {number}")), Cell::Whole(number)];
    let (bytes, pieces) = written(&["text", "start"], (0..20_000).map(numbered));
    assert_eq!(pieces, 2);
    let reader = read(&bytes);
    assert_eq!(reader.num_row_groups(), 3);
    let expected =
        (0..20_000).map(|number| (Field::Str(format!("row {number}")), Field::Long(number)));
    let found =
        rows(&reader).map(|row| (field(&row, "text").clone(), field(&row, "start").clone()));
    assert!(found.eq(expected));
}

#[test]
fn a_table_without_rows_and_one_cut_off() {
    let (bytes, pieces) = written(QUOTE_COLUMNS, std::iter::empty());
    assert_eq!(pieces, 0);
    assert_eq!(read(&bytes).metadata().file_metadata().num_rows(), 0);
    let cut = file(&bytes[..bytes.len() - 1]);
    assert!(SerializedFileReader::new(cut).is_err());
}

#[test]
fn a_cell_that_does_not_fit_is_refused() {
    let mut table = ParquetTable::new(&["start"], &[]).expect("a table");
    assert!(table.row(vec![Cell::Text("one".to_owned())]).is_err());
}
