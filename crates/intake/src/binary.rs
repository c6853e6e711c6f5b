//! Tells files that are no text from files that are.

use crate::Problem;

/// First bytes that give a kind of file away. None of them can begin an article.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old office document",
    ),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"RIFF", "a RIFF file (sound, video or WebP)"),
    (b"OggS", "an Ogg file"),
    (b"fLaC", "a FLAC file"),
    (b"ID3", "an MP3 file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\x00asm", "a WebAssembly program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\x00\x00\xfe\xff", "UTF-32 text, which is not read"),
    (b"\xff\xfe\x00\x00", "UTF-32 text, which is not read"),
];

/// Refuses what begins like a known kind of binary file.
pub(crate) fn refuse_known(bytes: &[u8]) -> Result<(), Problem> {
    for (magic, name) in MAGIC {
        if bytes.starts_with(magic) {
            return Err(Problem::Binary((*name).to_owned()));
        }
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err(Problem::Binary("a video or picture (MPEG-4)".to_owned()));
    }
    Ok(())
}

/// Refuses decoded text with a NUL, or with more control characters than a stray one here and there.
pub(crate) fn refuse_controls(text: &str) -> Result<(), Problem> {
    if let Some(offset) = text.find('\0') {
        return Err(Problem::Binary(format!(
            "binary data (a NUL at byte {})",
            offset + 1
        )));
    }
    let controls = text
        .chars()
        .filter(|character| is_control(*character))
        .count();
    if controls > 8 && controls * 100 > text.len() {
        return Err(Problem::Binary(format!(
            "binary data ({controls} control characters)"
        )));
    }
    Ok(())
}

/// The C0 controls that text does not have; C1 is left out, as damaged Western text has those.
fn is_control(character: char) -> bool {
    matches!(character, '\u{1}'..='\u{8}' | '\u{e}'..='\u{1a}' | '\u{1c}'..='\u{1f}' | '\u{7f}')
}
