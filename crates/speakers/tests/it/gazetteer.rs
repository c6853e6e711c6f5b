//! The gazetteer that is part of the program, and damaged ones.

use onrecord_speakers::{GazetteerError, Resolver};

use crate::resolver;

fn bundled() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/gazetteer.bin");
    std::fs::read(path).expect("the gazetteer lies in the crate")
}

fn read(bytes: Vec<u8>) -> Result<Resolver, GazetteerError> {
    Resolver::with_gazetteer(Box::leak(bytes.into_boxed_slice()))
}

#[test]
fn it_holds_what_it_says() {
    assert!(resolver().people() > 30_000);
    assert!(bundled().len() < 6_000_000);
}

#[test]
fn other_bytes_are_refused() {
    assert!(matches!(read(Vec::new()), Err(GazetteerError::Foreign(0))));
    assert!(matches!(
        read(vec![7; 64]),
        Err(GazetteerError::Foreign(64))
    ));
}

#[test]
fn another_version_is_refused() {
    let mut bytes = bundled();
    bytes[8] = 99;
    assert!(matches!(read(bytes), Err(GazetteerError::Version(99))));
}

#[test]
fn missing_and_changed_bytes_are_noticed() {
    let mut short = bundled();
    short.pop();
    assert!(matches!(read(short), Err(GazetteerError::Damaged(_))));
    let mut changed = bundled();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    assert!(matches!(read(changed), Err(GazetteerError::Damaged(_))));
}
