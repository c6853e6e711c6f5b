//! The order of the crates, as docs/architecture.md draws it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// What each crate may use. Development and build dependencies are held to it too.
const ALLOWED: &[(&str, &[&str])] = &[
    ("onrecord-model", &[]),
    ("onrecord-extract", &["onrecord-model"]),
    ("onrecord-speakers", &["onrecord-model", "onrecord-extract"]),
    (
        "onrecord-matching",
        &["onrecord-model", "onrecord-extract", "onrecord-speakers"],
    ),
    ("onrecord-intake", &["onrecord-model"]),
    (
        "onrecord-lab",
        &[
            "onrecord-model",
            "onrecord-extract",
            "onrecord-speakers",
            "onrecord-matching",
            "onrecord-intake",
            "onrecord-engine",
        ],
    ),
    ("onrecord-migrations", &[]),
    ("onrecord-store", &["onrecord-model", "onrecord-migrations"]),
    ("onrecord-search", &["onrecord-model"]),
    (
        "onrecord-engine",
        &[
            "onrecord-model",
            "onrecord-extract",
            "onrecord-speakers",
            "onrecord-matching",
            "onrecord-intake",
            "onrecord-store",
            "onrecord-search",
        ],
    ),
    ("onrecord-api", &["onrecord-model", "onrecord-engine"]),
    ("onrecord-web", &["onrecord-model", "onrecord-engine"]),
    (
        "onrecord",
        &[
            "onrecord-model",
            "onrecord-engine",
            "onrecord-api",
            "onrecord-web",
        ],
    ),
];

/// Frameworks that only some crates may name.
const CONFINED: &[(&str, &[&str])] = &[
    ("sea-orm", &["onrecord-store", "onrecord-migrations"]),
    (
        "sea-orm-migration",
        &["onrecord-migrations", "onrecord-store"],
    ),
    // The workbench measures against it.
    ("tantivy", &["onrecord-search", "onrecord-lab"]),
    ("actix-web", &["onrecord-api", "onrecord-web"]),
];

type Edges = BTreeMap<String, BTreeSet<String>>;

#[test]
fn crates_use_only_what_stands_above_them() {
    let found = forbidden(&edges_of_the_workspace());
    assert!(found.is_empty(), "forbidden dependencies: {found:#?}");
}

#[test]
fn a_forbidden_edge_is_noticed() {
    let planted = |from: &str, to: &str| {
        let mut edges = edges_of_the_workspace();
        edges
            .entry(from.to_owned())
            .or_default()
            .insert(to.to_owned());
        forbidden(&edges)
    };
    for (from, to) in [
        ("onrecord-model", "onrecord-extract"),
        ("onrecord-search", "onrecord-store"),
        ("onrecord-api", "onrecord-web"),
        ("onrecord-engine", "tantivy"),
        ("onrecord", "sea-orm"),
        ("onrecord-newcomer", "onrecord-model"),
    ] {
        assert_eq!(planted(from, to), [format!("{from} → {to}")]);
    }
}

fn forbidden(edges: &Edges) -> Vec<String> {
    let mut found = Vec::new();
    for (from, uses) in edges {
        let allowed = ALLOWED
            .iter()
            .find(|(name, _)| name == from)
            .map_or(&[][..], |(_, allowed)| allowed);
        for to in uses {
            let ours = to.starts_with("onrecord");
            let confined = CONFINED.iter().find(|(name, _)| name == to);
            let may = match confined {
                Some((_, users)) => users.contains(&from.as_str()),
                None => !ours || allowed.contains(&to.as_str()),
            };
            if !may {
                found.push(format!("{from} → {to}"));
            }
        }
    }
    found
}

/// `cargo run --release -- demo`, as the README has it, must not ask which binary.
#[test]
fn cargo_runs_the_binary() {
    let metadata = metadata();
    let members = metadata["workspace_default_members"]
        .as_array()
        .expect("a list");
    assert_eq!(members.len(), 1, "{members:?}");
    let name = members[0].as_str().expect("a package id");
    assert!(name.contains("crates/cli"), "{name}");
}

fn metadata() -> serde_json::Value {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
            "--locked",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("cargo writes JSON")
}

fn edges_of_the_workspace() -> Edges {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("a list of packages");
    assert_eq!(
        packages.len(),
        ALLOWED.len(),
        "a crate is missing from the table above"
    );
    let text = |value: &serde_json::Value| value.as_str().expect("a string").to_owned();
    packages
        .iter()
        .map(|package| {
            let uses = package["dependencies"].as_array().expect("a list").iter();
            (
                text(&package["name"]),
                uses.map(|used| text(&used["name"])).collect(),
            )
        })
        .collect()
}
