use chrono::DateTime;
use serde_json::{Value, json};

use super::{formats, moment};

fn check(value: Value, format: Option<&str>, expected: Option<(&str, &str)>) {
    let now = DateTime::parse_from_rfc3339("2024-03-06T15:30:45.123456Z")
        .expect("it is an instant")
        .to_utc();
    let formats = formats(format).expect("the format is known");
    let found = moment(&value, &formats, now).ok().map(|moment| {
        let written = |instant: onrecord_model::Timestamp| {
            instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
        };
        (written(moment.first), written(moment.behind))
    });
    let expected = expected.map(|(first, behind)| (first.to_owned(), behind.to_owned()));
    assert_eq!(found, expected, "{value}");
}

#[test]
fn a_date_stands_for_all_that_it_does_not_say() {
    for (text, first, behind) in [
        ("2024", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
        ("2024-02", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
        ("2024-02-29", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"),
        (
            "2024-02-29T10",
            "2024-02-29T10:00:00Z",
            "2024-02-29T11:00:00Z",
        ),
        (
            "2024-02-29T10:05",
            "2024-02-29T10:05:00Z",
            "2024-02-29T10:06:00Z",
        ),
        (
            "2024-02-29T10:05:07Z",
            "2024-02-29T10:05:07Z",
            "2024-02-29T10:05:08Z",
        ),
        (
            "2024-02-29T10:05:07.250+02:00",
            "2024-02-29T08:05:07.250Z",
            "2024-02-29T08:05:07.251Z",
        ),
        (
            "1709200000000",
            "2024-02-29T09:46:40Z",
            "2024-02-29T09:46:40.001Z",
        ),
    ] {
        check(json!(text), None, Some((first, behind)));
    }
    check(
        json!(1_709_200_000_000_i64),
        Some("epoch_millis"),
        Some(("2024-02-29T09:46:40Z", "2024-02-29T09:46:40.001Z")),
    );
    check(
        json!("1709200000"),
        Some("epoch_second"),
        Some(("2024-02-29T09:46:40Z", "2024-02-29T09:46:41Z")),
    );
}

#[test]
fn sums_are_carried_out() {
    for (text, first, behind) in [
        (
            "now",
            "2024-03-06T15:30:45.123Z",
            "2024-03-06T15:30:45.124Z",
        ),
        ("now/d", "2024-03-06T00:00:00Z", "2024-03-07T00:00:00Z"),
        ("now-7d/d", "2024-02-28T00:00:00Z", "2024-02-29T00:00:00Z"),
        ("now/w", "2024-03-04T00:00:00Z", "2024-03-11T00:00:00Z"),
        ("now-1M/M", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
        (
            "now+1y",
            "2025-03-06T15:30:45.123Z",
            "2025-03-06T15:30:45.124Z",
        ),
        ("now-h/h", "2024-03-06T14:00:00Z", "2024-03-06T15:00:00Z"),
        (
            "2024-01-31||+1M/d",
            "2024-02-29T00:00:00Z",
            "2024-03-01T00:00:00Z",
        ),
    ] {
        check(json!(text), None, Some((first, behind)));
    }
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "",
        "soon",
        "now-",
        "now-7",
        "now/7d",
        "now--7d",
        "now-7f",
        "2024-13",
        "2024-02-30",
        "2024-2-1",
        "2024-02-29T",
        "2024-02-29T25:00",
        "2024-02-29T10:05:07+2",
        "é024-01-01",
        "2024-01-01Té",
        "now-99999999999d",
        "now+4294967295y",
        "99999999999999999",
        "now+1d+1d+1d+1d+1d+1d+1d+1d+1d+1d+1d+1d+1d+1d+1d+1d+1d+1d",
    ] {
        let expected = match text {
            // The same as the day.
            "2024-02-29T" => Some(("2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z")),
            _ => None,
        };
        check(json!(text), None, expected);
    }
    check(json!({}), None, None);
    check(json!("2024-01-01"), Some("epoch_millis"), None);
}
