//! Charts: what is drawn, what is told of it in words, and what is written to the file are the same numbers.

use chrono::{Months, NaiveDate};
use onrecord_engine::Bucket;
use onrecord_web::chart::{
    Bar, Bars, Cell, Chart, Height, Line, Mark, Over, Plot, ShareRow, Shares, Size, Stack, Stacks,
    Table, TimeStep, Unit, percent,
};
use proptest::prelude::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn chart(plot: Plot) -> Chart {
    Chart {
        name: "sample",
        title: "What was counted".to_owned(),
        reading: "Each is a number of quotes.".to_owned(),
        plot,
        table: Table::default(),
        size: Size::Half,
    }
}

/// Yearly numbers from 2019.
fn years(lines: &[(&str, &[u64])]) -> Over {
    let steps = lines.first().map_or(0, |(_, values)| values.len());
    Over {
        unit: Unit::QUOTES,
        height: Height::Usual,
        bucket: Bucket::Year,
        steps: (2019..)
            .take(steps)
            .map(|year| TimeStep {
                day: day(year, 1, 1),
                address: Some(format!("/search?from={year}&to={year}")),
            })
            .collect(),
        lines: lines
            .iter()
            .map(|(name, values)| Line {
                name: (*name).to_owned(),
                values: values.to_vec(),
            })
            .collect(),
    }
}

/// The words of a drawing, in the order they are drawn.
fn words(chart: &Chart, size: Size) -> Vec<String> {
    let marks = chart.drawing(size).marks.into_iter();
    marks
        .filter_map(|mark| match mark {
            Mark::Text { words, .. } => Some(words),
            Mark::Rect { .. } | Mark::Path { .. } => None,
        })
        .collect()
}

/// Heights of the columns, as shares of the highest, to two places.
fn columns(chart: &Chart) -> Vec<f64> {
    let heights: Vec<f64> = chart
        .drawing(Size::Half)
        .marks
        .into_iter()
        .filter_map(|mark| match mark {
            Mark::Rect { height, class, .. } if class == "fill" => Some(height.0),
            _ => None,
        })
        .collect();
    let highest = heights.iter().copied().fold(0.0, f64::max);
    heights
        .iter()
        .map(|height| (height / highest * 100.0).round() / 100.0)
        .collect()
}

#[test]
fn columns_are_as_high_as_their_numbers() {
    let chart = chart(Plot::Over(years(&[("quotes", &[10, 0, 40, 20])])));
    assert_eq!(columns(&chart), [0.25, 1.0, 0.5], "nothing is drawn for 0");
    assert_eq!(
        words(&chart, Size::Half),
        ["0", "10", "20", "30", "40", "2019", "2020", "2021", "2022"]
    );
    assert_eq!(
        chart.description(),
        "By year, from 2019 to 2022. 70 quotes in all, most in 2021 (40)."
    );
}

#[test]
fn what_is_clicked_is_a_step_with_something_in_it() {
    let chart = chart(Plot::Over(years(&[("quotes", &[10, 0, 40])])));
    let told: Vec<(Option<String>, Option<String>)> = chart
        .drawing(Size::Full)
        .marks
        .into_iter()
        .filter_map(|mark| match mark {
            Mark::Rect {
                class,
                says,
                address,
                ..
            } if class == "over" => Some((says, address)),
            _ => None,
        })
        .collect();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            (some("2019: 10 quotes"), some("/search?from=2019&to=2019")),
            (some("2020: 0 quotes"), None),
            (some("2021: 40 quotes"), some("/search?from=2021&to=2021")),
        ]
    );
}

#[test]
fn days_below_do_not_run_into_one_another() {
    let check = |first: NaiveDate, bucket: Bucket, months: u32, steps: u32, expected: &[&str]| {
        let steps: Vec<TimeStep> = (0..steps)
            .map(|step| TimeStep {
                day: first + Months::new(step * months),
                address: None,
            })
            .collect();
        let over = Over {
            unit: Unit::QUOTES,
            height: Height::Usual,
            bucket,
            lines: vec![Line {
                name: "quotes".to_owned(),
                values: vec![1; steps.len()],
            }],
            steps,
        };
        // "0" and "1" are the scale.
        let words = words(&chart(Plot::Over(over)), Size::Narrow);
        assert_eq!(&words[2..], expected);
    };
    check(day(2024, 3, 1), Bucket::Month, 1, 1, &["Mar 2024"]);
    check(
        day(2024, 3, 1),
        Bucket::Month,
        1,
        3,
        &["Mar 2024", "Apr 2024", "May 2024"],
    );
    check(
        day(2023, 11, 1),
        Bucket::Month,
        1,
        14,
        &["Jan 2024", "Jul 2024"],
    );
    check(
        day(2015, 6, 1),
        Bucket::Month,
        1,
        100,
        &["2016", "2018", "2020", "2022"],
    );
    check(
        day(1987, 1, 1),
        Bucket::Year,
        12,
        38,
        &["1990", "1995", "2000", "2005", "2010", "2015", "2020"],
    );
    check(
        day(2024, 4, 1),
        Bucket::Quarter,
        3,
        2,
        &["Apr 2024", "Jul 2024"],
    );
}

#[test]
fn several_lines_have_a_legend_and_are_told_one_by_one() {
    let chart = chart(Plot::Over(years(&[
        ("Halden Courier", &[1, 2, 3]),
        ("Vik Tidende", &[4, 0, 0]),
    ])));
    let words = words(&chart, Size::Half);
    assert_eq!(words[..2], ["Halden Courier", "Vik Tidende"]);
    assert_eq!(
        chart.description(),
        "By year, from 2019 to 2021. Halden Courier: 6 quotes in all, most in 2021 (3). Vik Tidende: 4 quotes in all, most \
         in 2019 (4)."
    );
}

#[test]
fn bars_tell_their_numbers_and_what_they_were_before() {
    let bar = |name: &str, value: u64, before: Option<u64>| Bar {
        name: name.to_owned(),
        value,
        note: before.map(|before| format!("{before} before")),
        before,
        address: None,
    };
    let chart = chart(Plot::Bars(Bars {
        unit: Unit::QUOTES,
        bars: vec![
            bar("Tove Brandt", 1_204, Some(602)),
            bar("Orla Finch", 301, None),
        ],
    }));
    assert_eq!(
        words(&chart, Size::Half),
        ["Tove Brandt", "1,204 · 602 before", "Orla Finch", "301"]
    );
    assert_eq!(
        chart.description(),
        "Bars in order of size. Tove Brandt: 1,204 quotes · 602 before; Orla Finch: 301 quotes."
    );
    let long: Vec<f64> = chart
        .drawing(Size::Half)
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Rect { width, class, .. } if class == "fill" => Some(width.0),
            _ => None,
        })
        .collect();
    assert_eq!(long, [520.0, 130.0]);
}

#[test]
fn shares_are_told_with_their_interval_and_what_they_are_of() {
    let share = |name: &str, part: u64, whole: u64, low: f64, high: f64| ShareRow {
        name: name.to_owned(),
        part,
        whole,
        low,
        high,
        address: None,
    };
    let chart = chart(Plot::Shares(Shares {
        rows: vec![
            share("Direct", 124, 200, 0.551, 0.684),
            share("Rated", 0, 0, 0.0, 1.0),
        ],
    }));
    assert_eq!(
        words(&chart, Size::Half),
        ["Direct", "62% (55–68%)", "Rated", "of none"]
    );
    assert_eq!(
        chart.description(),
        "Direct: 62%, 124 of 200; with 95% confidence between 55% and 68%; Rated: there are none to count."
    );
}

#[test]
fn per_cent_are_never_rounded_to_none_or_all() {
    let check = |share: f64, expected: &str| assert_eq!(percent(share), expected, "{share}");
    check(0.0, "0%");
    check(0.000_3, "under 0.1%");
    check(0.034, "3.4%");
    check(0.0996, "10%");
    check(0.5, "50%");
    check(0.934, "93.4%");
    check(0.999_7, "over 99.9%");
    check(1.0, "100%");
}

#[test]
fn parts_are_numbered_in_their_bars() {
    let chart = chart(Plot::Stacks(Stacks {
        unit: Unit::QUOTES,
        parts: vec!["Direct".to_owned(), "Indirect".to_owned()],
        stacks: vec![Stack {
            name: "Halden Courier".to_owned(),
            values: vec![3, 1],
            addresses: vec![None, None],
        }],
    }));
    assert_eq!(
        words(&chart, Size::Half),
        [
            "1",
            "Direct",
            "2",
            "Indirect",
            "Halden Courier",
            "4 quotes",
            "1",
            "2"
        ]
    );
    assert_eq!(
        chart.description(),
        "Bars in parts. Halden Courier: 4 quotes (Direct 3, Indirect 1)."
    );
}

#[test]
fn the_file_of_a_chart_stands_by_itself() {
    let chart = chart(Plot::Over(years(&[("quotes", &[3, 12])])));
    let svg = chart
        .svg("onrecord, /stats?q=pier, 17 August 2025")
        .expect("is drawn");
    // Looked at in a browser, and kept.
    assert_eq!(svg, include_str!("drawn/years.svg"));
}

#[test]
fn the_table_is_written_with_the_numbers_that_are_shown() {
    let table = Table::new(
        &["speaker", "quotes", "share", "before"],
        &["Speaker", "Quotes", "Share", "Before"],
        vec![
            vec![
                Cell::text("Brandt, \"Tove\""),
                Cell::number(1_204),
                Cell::share(0.25),
                Cell::empty(),
            ],
            vec![
                Cell::text("=cmd()"),
                Cell::number(0),
                Cell::share(0.0),
                Cell::number(7),
            ],
        ],
    );
    let chart = Chart {
        table,
        ..chart(Plot::Nothing("Nothing to draw.".to_owned()))
    };
    assert_eq!(
        chart.csv(),
        "speaker,quotes,share,before\r\n\"Brandt, \"\"Tove\"\"\",1204,0.25,\r\n'=cmd(),0,0,7\r\n"
    );
}

/// What a drawing may not have: a place that is none, or one outside.
fn check_drawn(chart: &Chart, size: Size) {
    let drawing = chart.drawing(size);
    let is_inside = |x: f64, y: f64| {
        x.is_finite()
            && y.is_finite()
            && (-0.1..=drawing.width + 0.1).contains(&x)
            && (-0.1..=drawing.height + 0.1).contains(&y)
    };
    for mark in &drawing.marks {
        match mark {
            Mark::Rect {
                x,
                y,
                width,
                height,
                ..
            } => {
                assert!(width.0 >= 0.0 && height.0 >= 0.0, "{mark:?}");
                assert!(is_inside(x.0, y.0), "{mark:?}");
                assert!(is_inside(x.0 + width.0, y.0 + height.0), "{mark:?}");
            }
            Mark::Path { along, .. } => assert!(!along.contains("NaN"), "{mark:?}"),
            Mark::Text { x, y, .. } => assert!(is_inside(x.0, y.0), "{mark:?}"),
        }
    }
    let svg = chart.svg("somewhere").expect("is drawn");
    assert!(
        !svg.chars()
            .any(|letter| letter.is_control() && letter != '\n'),
        "a character that no XML holds"
    );
    assert!(
        !svg.contains("<script") && !svg.contains(" onload=\""),
        "{svg}"
    );
    assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "[a-zA-Z é😀漢\u{1}\u{7}]{0,60}",
        Just("</text><script>alert(1)</script>".to_owned()),
        Just("\" onload=\"alert(1)".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_counted_stays_in_its_drawing(
        names in prop::collection::vec(name(), 1..9),
        values in prop::collection::vec(prop_oneof![0..5_u64, 0..1_000_000_u64, Just(u64::from(u32::MAX))], 1..400),
    ) {
        let lines: Vec<(&str, &[u64])> = names.iter().map(|name| (name.as_str(), values.as_slice())).collect();
        let bars = values.iter().zip(names.iter().cycle()).map(|(value, name)| Bar {
            name: name.clone(),
            value: *value,
            note: Some(name.clone()),
            before: Some(value / 2),
            address: None,
        });
        let stacks = values.chunks(6).map(|values| Stack {
            name: names[0].clone(),
            values: values.to_vec(),
            addresses: Vec::new(),
        });
        let shares = values.iter().take(30).map(|value| ShareRow {
            name: names[0].clone(),
            part: value / 2,
            whole: *value,
            low: 0.0,
            high: 1.0,
            address: None,
        });
        for plot in [
            Plot::Over(years(&lines[..1])),
            Plot::Over(years(&lines)),
            Plot::Bars(Bars { unit: Unit::QUOTES, bars: bars.collect() }),
            Plot::Stacks(Stacks { unit: Unit::QUOTES, parts: names.clone(), stacks: stacks.collect() }),
            Plot::Shares(Shares { rows: shares.collect() }),
        ] {
            let chart = chart(plot);
            for size in [Size::Full, Size::Half, Size::Narrow] {
                check_drawn(&chart, size);
            }
        }
    }
}
