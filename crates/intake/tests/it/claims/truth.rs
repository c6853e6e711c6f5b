//! What ratings say.

use onrecord_intake::truth;
use onrecord_model::PublishedRating;

#[test]
fn truth_is_told_only_where_it_is_beyond_doubt() {
    let check = |name: &str, numbers: Option<(&str, &str, &str)>, expected: Option<f64>| {
        let published = numbers.map(|(value, best, worst)| PublishedRating {
            value: value.to_owned(),
            best: (!best.is_empty()).then(|| best.to_owned()),
            worst: (!worst.is_empty()).then(|| worst.to_owned()),
        });
        let found = truth(name, published.as_ref()).map(f64::from);
        assert_eq!(found, expected, "{name} {numbers:?}");
    };
    check("Falso", Some(("1", "5", "1")), Some(0.0));
    check("Falso", Some(("5", "1", "5")), Some(0.0));
    check("Verdadeiro", Some(("9", "5", "1")), Some(1.0));
    check("Falso", Some(("0", "5", "1")), Some(0.0));
    check("Sin calificar", Some(("-1", "5", "1")), None);
    check("Neutral", Some(("-1", "1", "-1")), Some(0.0));
    check("Falso", Some(("1", "1", "1")), None);
    check("False", Some(("1", "1", "1")), Some(0.0));
    check("Falso", Some(("1", "", "")), None);
    check("Falso", Some(("1e400", "5", "1")), None);
    check("Falso", Some(("NaN", "5", "1")), None);
    check("Falso", Some(("1e308", "1e308", "-1e308")), None);
    check("Pants on Fire!", None, Some(0.0));
    check("HALF-TRUE", None, Some(0.5));
    check(" Mostly  True. ", None, Some(0.75));
    check("Four Pinocchios", None, Some(0.0));
    check("Misleading", None, None);
    check("Satire", Some(("1", "5", "1")), None);
    check("", None, None);
}
