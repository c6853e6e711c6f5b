//! A server of ours, asked over HTTP.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use serde_json::Value;

use super::report::{Freshness, Starts};
use super::{Engine, Query, Texts, Topic};

/// How long a server may take until it is ready, and one answer.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server in a process of its own, and one connection to it.
pub(super) struct Server {
    process: Child,
    connection: BufReader<TcpStream>,
}

impl Server {
    /// Starts it three times: as it was left, after it ended in order, and after it was killed.
    pub(super) fn start(program: &Path, data: &Path) -> anyhow::Result<(Self, Starts)> {
        let (mut server, first) = Self::once(program, data)?;
        server.end("TERM")?;
        let (mut server, in_order) = Self::once(program, data)?;
        server.end("KILL")?;
        let (server, killed) = Self::once(program, data)?;
        let starts = Starts {
            first,
            in_order,
            killed,
        };
        Ok((server, starts))
    }

    fn once(program: &Path, data: &Path) -> anyhow::Result<(Self, Duration)> {
        // A port that was free a moment ago; nobody else is likely to take it in between.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let began = Instant::now();
        let process = Command::new(program)
            .args(["serve", "--port", &port.to_string(), "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{}: it cannot be run", program.display()))?;
        let connection = loop {
            if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) {
                break stream;
            }
            anyhow::ensure!(began.elapsed() < PATIENCE, "the server does not listen");
            thread::sleep(Duration::from_millis(2));
        };
        connection.set_nodelay(true)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        let mut server = Self {
            process,
            connection: BufReader::new(connection),
        };
        loop {
            let (status, _) = server.send("GET", "/readyz", None)?;
            if status == 200 {
                return Ok((server, began.elapsed()));
            }
            anyhow::ensure!(began.elapsed() < PATIENCE, "the server is not ready");
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn end(&mut self, signal: &str) -> anyhow::Result<()> {
        let sent = Command::new("kill")
            .args([&format!("-{signal}"), &self.process.id().to_string()])
            .status()?;
        anyhow::ensure!(sent.success(), "the server cannot be sent a signal");
        self.process.wait()?;
        Ok(())
    }

    /// Puts articles in, each with a word that no other has, and looks for it as soon as it is acknowledged.
    pub(super) fn freshness(&mut self, articles: usize) -> anyhow::Result<Freshness> {
        let mut freshness = Freshness::default();
        let run = self.process.id();
        for number in 0..articles {
            let word = format!("zq{run}x{number}");
            let text =
                format!("“The {word} bridge is safe,” Mayor Odile Marchetti said on Monday.");
            let body =
                serde_json::json!({ "text": text, "outlet": "Lab", "title": word }).to_string();
            let (status, answer) = self.send("POST", "/v1/articles", Some(&body))?;
            let acknowledged = Instant::now();
            anyhow::ensure!(status < 300, "an article was not taken in: {answer}");
            loop {
                let found = self.get(&format!("/v1/quotes?q={word}"))?;
                if !texts(&found).is_empty() {
                    break;
                }
                anyhow::ensure!(acknowledged.elapsed() < PATIENCE, "{word} is never found");
                freshness.missed += 1;
            }
            freshness.found.push(acknowledged.elapsed());
        }
        freshness.found.sort_unstable();
        Ok(freshness)
    }

    /// The most memory it has had, in bytes.
    pub(super) fn peak_memory(&self) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        Ok(kilobytes.context("the system does not tell")? * 1_024)
    }

    fn get(&mut self, address: &str) -> anyhow::Result<Value> {
        let (status, answer) = self.send("GET", address, None)?;
        anyhow::ensure!(status == 200, "{address}: {status} {answer}");
        Ok(serde_json::from_str(&answer)?)
    }

    fn send(
        &mut self,
        method: &str,
        address: &str,
        body: Option<&str>,
    ) -> anyhow::Result<(u16, String)> {
        let mut request = format!("{method} {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        if let Some(body) = body {
            request += &format!(
                "Content-Type: application/json\r\nContent-Length: {}\r\n",
                body.len()
            );
        }
        request += "\r\n";
        request += body.unwrap_or_default();
        self.connection.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        self.connection.read_line(&mut line)?;
        let status = line
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        let status: u16 = status.with_context(|| format!("{line:?} is no answer"))?;
        let mut length = None;
        loop {
            line.clear();
            self.connection.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').unwrap_or_default();
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse::<usize>().ok();
            }
        }
        let mut answer =
            vec![0; length.with_context(|| format!("{address}: the answer has no length"))?];
        self.connection.read_exact(&mut answer)?;
        Ok((status, String::from_utf8(answer)?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Engine for Server {
    fn name(&self) -> &'static str {
        "onrecord"
    }

    fn answers(&self, _topic: Topic) -> bool {
        true
    }

    fn ask(&mut self, query: &Query) -> anyhow::Result<Texts> {
        let words = encoded(&query.words.join(" "));
        let address = match query.topic {
            Topic::Term | Topic::Terms | Topic::Typo => format!("/v1/quotes?q={words}&limit=20"),
            Topic::Phrase => format!("/v1/quotes?q=%22{words}%22&limit=20"),
            Topic::SpeakerAndDates => format!(
                "/v1/quotes?speaker={}&from={}&to={}&sort=newest&limit=20",
                encoded(&query.speaker),
                query.years.0,
                query.years.1
            ),
            Topic::Facets => format!(
                "/v1/quotes?q={words}&limit=20&facets=speaker,outlet,kind,verdict,year&histogram=month"
            ),
            Topic::Statistics => "/v1/stats/counts?by=speaker&over=month".to_owned(),
        };
        Ok(texts(&self.get(&address)?))
    }

    fn processor_time(&self) -> anyhow::Result<Duration> {
        time_of(self.process.id())
    }
}

/// Of the hits; a statistic has rows instead, without text.
fn texts(answer: &Value) -> Texts {
    let hits = answer["data"].as_array().or(answer["rows"].as_array());
    let hits = hits.map_or(&[][..], Vec::as_slice);
    let text = |hit: &Value| hit["text"].as_str().unwrap_or_default().to_owned();
    hits.iter().map(text).collect()
}

fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => encoded.push(char::from(byte)),
            _ => encoded += &format!("%{byte:02X}"),
        }
    }
    encoded
}

/// Time that all threads of a process were at work, those that have ended too where the system's coarser count is
/// ahead of that of the living.
pub(super) fn time_of(process: u32) -> anyhow::Result<Duration> {
    let mut nanoseconds = 0;
    for thread in fs::read_dir(format!("/proc/{process}/task"))? {
        let Ok(text) = fs::read_to_string(thread?.path().join("schedstat")) else {
            // It has ended since.
            continue;
        };
        let at_work = text
            .split(' ')
            .next()
            .and_then(|at_work| at_work.parse::<u64>().ok());
        nanoseconds += at_work.context("the system does not tell")?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}
