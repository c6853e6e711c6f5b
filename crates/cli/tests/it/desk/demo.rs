//! What the demo has on the desk.

use std::collections::BTreeMap;

use serde_json::Value;

use super::the_line;
use crate::browser::Server;
use crate::run::run;

#[test]
fn the_demo_has_something_on_the_desk() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("demo");
    let shown = run(&data, &["demo", "--no-serve"]).expect(0);
    assert!(shown.data.contains("4 claims on the desk"), "{shown:#?}");
    let claim = |name: &str| the_line(&run(&data, &["claim", "show", name, "--json"]).expect(0));
    let states: BTreeMap<&str, Value> =
        ["demo-steel", "demo-leakage", "demo-prices", "demo-nurses"]
            .into_iter()
            .map(|name| (name, claim(name)["state"].clone()))
            .collect();
    assert_eq!(states["demo-steel"], "reviewed");
    assert_eq!(states["demo-leakage"], "needs_second_review");
    assert_eq!(states["demo-prices"], "reviewed");
    assert_eq!(states["demo-nurses"], "open");
    let prices = run(&data, &["claim", "show", "demo-prices"]).expect(0);
    assert!(
        prices.data.contains("since it was rated “False”"),
        "{prices:#?}"
    );
    let due = run(&data, &["due", "--older-than-days", "36500"]).expect(0);
    assert!(due.data.contains("Its reviews disagree"), "{due:#?}");
    assert!(due.data.contains("9 percent"), "{due:#?}");
    let flags = run(&data, &["flag", "list", "--json"]).expect(0).json();
    assert_eq!(flags.len(), 1, "{flags:#?}");
    let queue = run(&data, &["queue"]).expect(0);
    assert!(
        queue
            .data
            .lines()
            .next()
            .is_some_and(|line| line.contains("fallen by half")),
        "{queue:#?}"
    );

    // What serves it finds everything done, and changes nothing.
    let log = || {
        run(&data, &["corrections", "--json", "--limit", "1000"])
            .expect(0)
            .data
    };
    let before = log();
    let mut server = Server::start(&data);
    assert_eq!(log(), before);
    assert_eq!(server.terminate(), Some(0));
    run(&data, &["doctor"]).expect(0);
}
