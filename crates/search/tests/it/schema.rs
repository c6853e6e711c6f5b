use onrecord_search::{SCHEMA_VERSION, schema_fingerprint};

/// Whoever changes a field, or what becomes of words, changes what an index on disk means. Then raise
/// `SCHEMA_VERSION` (and the name of the tokenizer, where it is the words), so that every index is built anew,
/// and write the new pair here.
#[test]
fn another_layout_needs_another_version() {
    assert_eq!(
        (SCHEMA_VERSION, schema_fingerprint()),
        (4, 4_078_949_388_388_704_713)
    );
}
