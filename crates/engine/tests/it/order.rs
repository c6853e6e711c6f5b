//! Work on all cores, results in the order of the inputs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use onrecord_engine::{WorkerPanicked, in_order};

#[test]
fn results_come_in_the_order_of_the_inputs() {
    // Early inputs take longest, so that later ones are done before them.
    let work = |number: u64| {
        let rounds = 200_000 / (number + 1);
        (
            number,
            (0..rounds).fold(number, |sum, round| {
                sum.wrapping_mul(31).wrapping_add(round)
            }),
        )
    };
    let results: Vec<u64> = in_order(0..500, 4, |_| 0, work)
        .map(|result| result.expect("no panic").value.0)
        .collect();
    assert_eq!(results, (0..500).collect::<Vec<u64>>());
}

#[test]
fn an_endless_input_is_read_no_further_than_needed() {
    let results: Vec<u64> = in_order(0_u64.., 2, |_| 0, |number| number)
        .take(10)
        .map(|result| result.expect("no panic").value)
        .collect();
    assert_eq!(results, (0..10).collect::<Vec<u64>>());
}

#[test]
fn a_panic_is_reported_and_nothing_is_left_out_in_silence() {
    let mut results = in_order(
        0..10,
        2,
        |_| 0,
        |number| {
            assert_ne!(number, 5, "planted");
            number
        },
    );
    for number in 0..5 {
        assert_eq!(
            results.next().map(|result| result.expect("no panic").value),
            Some(number)
        );
    }
    assert!(matches!(results.next(), Some(Err(WorkerPanicked))));
    assert!(results.next().is_none());
}

#[test]
fn no_more_bytes_are_held_than_may_be() {
    let read = Arc::new(AtomicUsize::new(0));
    let inputs = {
        let read = Arc::clone(&read);
        (0..40).inspect(move |_| {
            read.fetch_add(1, Ordering::SeqCst);
        })
    };
    // Two of these fit, three do not.
    let mut results = in_order(inputs, 8, |_| 20 << 20, |number: i32| number);
    let mut held = Vec::new();
    for number in 0..2 {
        let result = results.next().expect("a result").expect("no panic");
        assert_eq!(result.value, number);
        held.push(result);
    }
    // The third was read and waits for a share; nothing behind it can have been.
    assert!(read.load(Ordering::SeqCst) <= 3);
    held.clear();
    let rest: Vec<i32> = results
        .map(|result| result.expect("no panic").value)
        .collect();
    assert_eq!(rest, (2..40).collect::<Vec<i32>>());
}
