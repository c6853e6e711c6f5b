//! How much two different words are one: "retire" and "retirement", "impeachtrump" and "trump".

/// Between 0 and 1, by what they begin with, or by one standing inside the other.
pub(super) fn alike(one: &str, other: &str) -> f32 {
    if one == other {
        return 1.0;
    }
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let is_number = short.as_bytes().first().is_some_and(u8::is_ascii_digit);
    if short.len() < 4 || is_number {
        return 0.0;
    }
    let common = (short.bytes().zip(long.bytes()))
        .take_while(|(one, other)| one == other)
        .count();
    if common == short.len() {
        let added = long.len() - short.len();
        return if added <= 4 { 0.8 } else { 0.5 };
    }
    if long.len() >= 8 && short.len() >= 5 && long.contains(short) {
        return 0.6;
    }
    if common >= 5 && common * 10 >= long.len() * 6 {
        return 0.6 * common as f32 / long.len() as f32;
    }
    0.0
}
