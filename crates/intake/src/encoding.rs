//! Bytes to text: byte order mark, then declaration, then detection.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A text and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark. Bytes that mean nothing in the encoding stand as U+FFFD.
    pub text: String,
    /// Name of the encoding, as the WHATWG Encoding Standard has it.
    pub encoding: &'static str,
    /// Whether there were bytes that mean nothing in the encoding.
    pub had_errors: bool,
}

/// How far into a page a declaration is looked for. The standard asks for 1,024 bytes; pages in the wild put
/// scripts before it.
const DECLARATION_BYTES: usize = 4096;

/// Decodes `bytes` by byte order mark, else as `declared` (a label such as `utf-8`, from a header or a page), else
/// by what they look like. UTF-8 that is damaged here and there stays UTF-8.
#[must_use]
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark_length)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark_length..]);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_as(encoding, bytes);
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    match declared {
        // A declaration that could be read as ASCII cannot stand in UTF-16; the standard reads it as UTF-8.
        Some(encoding) if encoding != UTF_8 && encoding.is_ascii_compatible() => {
            decode_as(encoding, bytes)
        }
        _ if is_utf8_but_for_a_few_bytes(bytes) => decode_as(UTF_8, bytes),
        _ => decode_as(detected(bytes), bytes),
    }
}

/// The same for a page or an XML file, which may say its encoding in its first lines.
pub(crate) fn decode_page(bytes: &[u8]) -> Decoded {
    let declared = declared_in_page(bytes);
    decode(bytes, declared.as_deref())
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        had_errors,
    }
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether non-ASCII characters in valid UTF-8 far outnumber the bad places. In any other encoding, bytes beyond
/// ASCII hardly ever happen to form valid UTF-8.
fn is_utf8_but_for_a_few_bytes(bytes: &[u8]) -> bool {
    let mut characters = 0_usize;
    let mut bad_places = 0_usize;
    for chunk in bytes.utf8_chunks() {
        if !chunk.valid().is_ascii() {
            characters += chunk
                .valid()
                .chars()
                .filter(|character| !character.is_ascii())
                .count();
        }
        bad_places += usize::from(!chunk.invalid().is_empty());
    }
    bad_places == 0 || characters > 4 * bad_places
}

/// Western text in UTF-16 has a zero in every other byte; no other text has zeros at all.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1024) & !1];
    if sample.len() < 8 {
        return None;
    }
    let pairs = sample.len() / 2;
    let zeros = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (first, second) = (zeros(0), zeros(1));
    if second * 10 > pairs * 6 && first * 20 < pairs {
        return Some(UTF_16LE);
    }
    if first * 10 > pairs * 6 && second * 20 < pairs {
        return Some(UTF_16BE);
    }
    None
}

/// The label in an XML declaration or a `<meta>` element.
fn declared_in_page(bytes: &[u8]) -> Option<String> {
    let head = bytes[..bytes.len().min(DECLARATION_BYTES)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    if head.trim_start().starts_with("<?xml")
        && let Some(declaration) = head.split("?>").next()
        && let Some(label) = value_after(declaration, "encoding")
    {
        return Some(label);
    }
    head.split("<meta")
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
        .find_map(|meta| value_after(meta, "charset"))
}

/// `utf-8` out of `charset = "utf-8"`.
fn value_after(text: &str, name: &str) -> Option<String> {
    let rest = &text[text.find(name)? + name.len()..];
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let label: String = rest
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|character| character.is_ascii_alphanumeric() || "-_:.".contains(*character))
        .collect();
    (!label.is_empty()).then_some(label)
}
