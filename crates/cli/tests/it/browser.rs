//! The pages in a real browser: nothing runs that an article smuggled in, and a phone shows them whole.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::run::{onrecord, run_with_input, skipped};

/// Chromium, or `None` where there is none and none is required.
fn chromium() -> Option<PathBuf> {
    let path = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ]
    .into_iter()
    .map(PathBuf::from)
    .find(|path| path.exists());
    assert!(
        path.is_some() || std::env::var_os("ONRECORD_REQUIRE_SERVICES").is_none(),
        "a browser is required and none is installed"
    );
    if path.is_none() {
        skipped("no browser (chromium) is installed");
    }
    path
}

/// A running server that ends with its owner.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: String,
}

impl Server {
    pub(crate) fn start(data: &Path) -> Self {
        Self::of(onrecord(data))
    }

    /// The same as `command`, which is the binary with its surroundings.
    pub(crate) fn of(mut command: Command) -> Self {
        let mut child = command
            .args(["serve", "--port", "0", "--json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe"))
            .read_line(&mut line)
            .expect("an address");
        let listening: Value = serde_json::from_str(&line).expect("JSON");
        let address = listening["address"]
            .as_str()
            .expect("an address")
            .to_owned();
        Self { child, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already; either way it is gone afterwards.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What stands in the page after its scripts have run.
fn page(chromium: &Path, profile: &Path, url: &str) -> String {
    let output = Command::new(chromium)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(["--virtual-time-budget=2000", "--dump-dom", url])
        .stderr(Stdio::null())
        .output()
        .expect("the browser starts");
    assert!(output.status.success(), "the browser failed on {url}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn what_an_article_smuggles_in_is_shown_and_not_run() {
    let Some(chromium) = chromium() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let attack =
        "<img src=x onerror=\"document.body.id='owned'\"><script>document.body.id='owned'</script>";
    let article = serde_json::json!({
        "id": "1", "title": attack, "outlet": attack, "author": attack, "url": "https://courier.example/1",
        "text": format!("{attack}\n\n\"We will not wait {attack} any longer,\" said Mayor Ines Okoro.\n\nMayor Okoro said the {attack} pier was safe."),
    });
    run_with_input(&data, &["ingest", "-"], article.to_string().as_bytes()).expect(0);
    let found = run_with_input(&data, &["search", "--json"], b"")
        .expect(0)
        .json();
    let quote = &found[0];
    let server = Server::start(&data);
    let paths = [
        "/".to_owned(),
        "/search?q=wait".to_owned(),
        format!(
            "/search?q={}",
            "%3Cscript%3Edocument.body.id%3D%27owned%27%3C%2Fscript%3E"
        ),
        format!(
            "/articles/{}",
            quote["article"]["id"].as_str().expect("an id")
        ),
        format!("/quotes/{}", quote["id"].as_str().expect("an id")),
        "/speakers".to_owned(),
        "/verify?q=We+will+not+wait&speaker=%3Cscript%3Edocument.body.id%3D%27owned%27%3C%2Fscript%3E"
            .to_owned(),
        format!(
            "/verify?q={}",
            "%3C%2Ftextarea%3E%3Cscript%3Edocument.body.id%3D%27owned%27%3C%2Fscript%3E"
        ),
        "/sources".to_owned(),
        "/conflicts".to_owned(),
        "/stealth-edits".to_owned(),
        "/nowhere".to_owned(),
    ];
    for path in paths {
        let dom = page(
            &chromium,
            &folder.path().join("profile"),
            &format!("{}{path}", server.address),
        );
        assert!(
            dom.contains("</html>") && dom.contains("<h1"),
            "{path} is no page: {dom}"
        );
        assert!(
            !dom.contains("id=\"owned\""),
            "{path} ran what an article brought: {dom}"
        );
    }
}
