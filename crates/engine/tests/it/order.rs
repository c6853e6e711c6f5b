//! Work on all cores, results in the order of the inputs.

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
    let results: Vec<u64> = in_order(0..500, 4, work)
        .map(|result| result.expect("no panic").0)
        .collect();
    assert_eq!(results, (0..500).collect::<Vec<u64>>());
}

#[test]
fn an_endless_input_is_read_no_further_than_needed() {
    let results: Vec<u64> = in_order(0_u64.., 2, |number| number)
        .take(10)
        .map(|result| result.expect("no panic"))
        .collect();
    assert_eq!(results, (0..10).collect::<Vec<u64>>());
}

#[test]
fn a_panic_is_reported_and_nothing_is_left_out_in_silence() {
    let mut results = in_order(0..10, 2, |number| {
        assert_ne!(number, 5, "planted");
        number
    });
    for number in 0..5 {
        assert_eq!(results.next(), Some(Ok(number)));
    }
    assert_eq!(results.next(), Some(Err(WorkerPanicked)));
    assert_eq!(results.next(), None);
}
