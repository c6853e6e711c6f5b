//! The regression, where its answer is known or can be checked.

use onrecord_lab::LabError;
use onrecord_lab::fit::Regression;
use proptest::prelude::*;

#[test]
fn without_names_the_bias_is_the_log_odds() {
    let regression = Regression {
        rows: vec![&[]; 10],
        labels: (0..10).map(|row| row < 2).collect(),
        columns: 0,
        penalty: 4.0,
    };
    let solution = regression.solve().expect("it ends");
    assert!((solution.bias - (2.0_f64 / 8.0).ln()).abs() < 1e-9);
    assert!((solution.estimate(&[]) - 0.2).abs() < 1e-9);
}

#[test]
fn without_penalty_a_name_takes_its_own_log_odds() {
    let named: &[usize] = &[0];
    let rows: Vec<&[usize]> = (0..20)
        .map(|row| if row < 10 { named } else { &[] })
        .collect();
    let labels = (0..20).map(|row| row < 13 && row != 9).collect();
    let solution = Regression {
        rows,
        labels,
        columns: 1,
        penalty: 0.0,
    }
    .solve()
    .expect("it ends");
    assert!((solution.estimate(&[0]) - 0.9).abs() < 1e-7);
    assert!((solution.estimate(&[]) - 0.3).abs() < 1e-7);
}

#[test]
fn labels_that_are_all_the_same_are_refused() {
    for label in [true, false] {
        let regression = Regression {
            rows: vec![&[0]; 3],
            labels: vec![label; 3],
            columns: 1,
            penalty: 4.0,
        };
        assert!(matches!(
            regression.solve(),
            Err(LabError::OneSided { proposals: 3, .. })
        ));
    }
}

proptest! {
    /// At the least loss the pulls of rows and penalty cancel out for every column.
    #[test]
    fn no_column_could_do_better(
        cells in prop::collection::vec((prop::collection::vec(any::<bool>(), 6), any::<bool>()), 2..60),
        penalty in 0.01_f64..10.0,
    ) {
        let rows: Vec<Vec<usize>> = cells
            .iter()
            .map(|(row, _)| (0..6).filter(|column| row[*column]).collect())
            .collect();
        let labels: Vec<bool> = cells.iter().map(|(_, label)| *label).collect();
        prop_assume!(labels.contains(&true) && labels.contains(&false));
        let regression = Regression {
            rows: rows.iter().map(Vec::as_slice).collect(),
            labels: labels.clone(),
            columns: 6,
            penalty,
        };
        let solution = regression.solve().expect("it ends");
        let too_sure = |row: &Vec<usize>, label: bool| solution.estimate(row) - f64::from(u8::from(label));
        let mut pulls: Vec<f64> = solution.weights.iter().map(|weight| penalty * weight).collect();
        let mut pull_of_bias = 0.0;
        for (row, label) in rows.iter().zip(&labels) {
            pull_of_bias += too_sure(row, *label);
            for column in row {
                pulls[*column] += too_sure(row, *label);
            }
        }
        pulls.push(pull_of_bias);
        prop_assert!(pulls.iter().all(|pull| pull.abs() < 1e-7), "{pulls:?}");
    }
}
