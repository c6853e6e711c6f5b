//! A private PostgreSQL cluster for one test binary, with a fresh database for each test.
//!
//! Nothing but the standard library is used, so that the tests of other crates can take this file in:
//! `#[path = "../../../store/tests/it/postgres.rs"] mod postgres;`
//!
//! The cluster is kept by a shell that waits for the end of its standard input. That comes when the test
//! process is gone, however it went (a panic, `kill -9`); the shell then stops the server and removes its files.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Set in continuous integration: a test that cannot run then fails.
const REQUIRE: &str = "ONRECORD_REQUIRE_SERVICES";

const KEEPER: &str = r#"
trap "" INT TERM HUP PIPE
folder=$1 bin=$2 port=$3
shift 3
cd "$folder" || exit 1
initialise() {
    rm -rf "$folder/data"
    $user "$bin/initdb" -D "$folder/data" -U onrecord -A trust -E UTF8 -N "$@" >>"$folder/log" 2>&1
}
options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"
options="$options -c shared_buffers=32MB -c fsync=off -c full_page_writes=off"
start() {
    $user "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 -o "$options" start >>"$folder/log" 2>&1
}
user="$*"
# A cluster that sorts text as a language does shows where bytewise order was not asked for.
{ initialise --locale-provider=icu --icu-locale=en || initialise --locale=C; } </dev/null &&
    start </dev/null && echo ready || { cat "$folder/log" "$folder/server.log" 2>&1; }
exec >/dev/null
cat
$user "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1
rm -rf "$folder"
"#;

/// URL of a new, empty database. `None` where no server is installed, which is said on standard error.
pub(crate) fn database() -> Option<String> {
    static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();
    static DATABASES: AtomicU32 = AtomicU32::new(0);
    match CLUSTER.get_or_init(Cluster::start) {
        Ok(cluster) => {
            let number = DATABASES.fetch_add(1, Ordering::Relaxed);
            Some(cluster.create(&format!("test_{number}")))
        }
        Err(reason) => {
            assert!(
                std::env::var_os(REQUIRE).is_none_or(|value| value != "1"),
                "{REQUIRE} is set, but {reason}"
            );
            // Written past the test harness, which keeps the output of a passing test to itself.
            writeln!(std::io::stderr(), "skipped: {reason}").expect("standard error is open");
            None
        }
    }
}

struct Cluster {
    programs: PathBuf,
    port: u16,
    /// Its standard input stays open as long as this process lives.
    _keeper: Child,
}

impl Cluster {
    fn start() -> Result<Self, String> {
        let programs = programs().ok_or("no PostgreSQL server is installed")?;
        let user = unprivileged()?;
        let folder = folder(user.as_ref())?;
        let port = free_port()?;
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .args([folder.as_os_str(), programs.as_os_str()])
            .arg(port.to_string())
            .args(user.iter().flat_map(User::command))
            // A signal to the group of the tests, such as that of a deadline, must not end the keeper with them.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("no shell can be started: {error}"))?;
        let mut answers = BufReader::new(keeper.stdout.take().expect("the output is a pipe"));
        let mut answer = String::new();
        answers
            .read_line(&mut answer)
            .map_err(|error| format!("the PostgreSQL server says nothing: {error}"))?;
        if answer != "ready\n" {
            drop(keeper.stdin.take());
            answers.read_to_string(&mut answer).ok();
            return Err(format!("the PostgreSQL server does not start: {answer}"));
        }
        Ok(Self {
            programs,
            port,
            _keeper: keeper,
        })
    }

    fn create(&self, name: &str) -> String {
        let created = Command::new(self.programs.join("createdb"))
            .args(["-h", "127.0.0.1", "-U", "onrecord", "-p"])
            .args([&self.port.to_string(), name])
            .output()
            .expect("createdb runs");
        assert!(
            created.status.success(),
            "createdb {name}: {}",
            String::from_utf8_lossy(&created.stderr)
        );
        format!("postgres://onrecord@127.0.0.1:{}/{name}", self.port)
    }
}

/// The folder with the server's programs: of the newest version, where Debian keeps several.
fn programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| {
            let version = version.ok()?;
            let number = version.file_name().to_str()?.parse().ok()?;
            Some((number, version.path().join("bin")))
        })
        .collect();
    versions.sort();
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let on_path: Vec<PathBuf> = std::env::split_paths(&on_path).collect();
    versions
        .into_iter()
        .rev()
        .map(|(_, folder)| folder)
        .chain(on_path)
        .find(|folder| {
            ["initdb", "pg_ctl", "postgres", "createdb"]
                .iter()
                .all(|program| folder.join(program).is_file())
        })
}

/// Whom the server runs as where the tests run as root, which it refuses.
struct User {
    name: String,
    id: u32,
    group: u32,
    setpriv: bool,
}

impl User {
    fn command(&self) -> Vec<OsString> {
        let words = if self.setpriv {
            format!(
                "setpriv --reuid={} --regid={} --clear-groups --",
                self.id, self.group
            )
        } else {
            format!("runuser -u {} --", self.name)
        };
        words.split(' ').map(OsString::from).collect()
    }
}

fn unprivileged() -> Result<Option<User>, String> {
    let who = Command::new("id")
        .arg("-u")
        .output()
        .map_err(|error| format!("it is not known whom the tests run as: {error}"))?;
    if String::from_utf8_lossy(&who.stdout).trim() != "0" {
        return Ok(None);
    }
    let accounts = std::fs::read_to_string("/etc/passwd")
        .map_err(|error| format!("/etc/passwd cannot be read: {error}"))?;
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| {
            let account = accounts
                .lines()
                .find(|line| line.split(':').next() == Some(name))?;
            let mut fields = account.split(':').skip(2);
            Some(Some(User {
                name: (*name).to_owned(),
                id: fields.next()?.parse().ok()?,
                group: fields.next()?.parse().ok()?,
                setpriv: Path::new("/usr/bin/setpriv").is_file(),
            }))
        })
        .ok_or_else(|| "there is no account to run a PostgreSQL server as".to_owned())
}

/// An empty folder of the server's own. As root not wherever `TMPDIR` says: other accounts may not get there.
fn folder(user: Option<&User>) -> Result<PathBuf, String> {
    let parent = match user {
        Some(_) => PathBuf::from("/tmp"),
        None => std::env::temp_dir(),
    };
    let folder = parent.join(format!("onrecord-postgres-{}", std::process::id()));
    let made = std::fs::create_dir(&folder).and_then(|()| match user {
        Some(user) => std::os::unix::fs::chown(&folder, Some(user.id), Some(user.group)),
        None => Ok(()),
    });
    made.map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    Ok(folder)
}

fn free_port() -> Result<u16, String> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| format!("no port is free: {error}"))
}
