//! `onrecord health`: asks `/healthz` or `/readyz` of a server, for images that hold no other client.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::arguments::HealthArguments;
use crate::exit::Exit;
use crate::output::Output;

const DEADLINE: Duration = Duration::from_secs(5);

pub fn run(arguments: &HealthArguments, output: &Output) -> anyhow::Result<Exit> {
    let address = SocketAddr::from((arguments.address, arguments.port));
    let path = if arguments.ready {
        "/readyz"
    } else {
        "/healthz"
    };
    match ask(address, path) {
        Ok(true) => Ok(Exit::Success),
        Ok(false) => {
            output.error(&format!("the server at {address} is not well"));
            Ok(Exit::Unavailable)
        }
        Err(error) => {
            output.error(&format!("no server answers at {address}: {error}"));
            Ok(Exit::Unavailable)
        }
    }
}

fn ask(address: SocketAddr, path: &str) -> std::io::Result<bool> {
    let mut connection = TcpStream::connect_timeout(&address, DEADLINE)?;
    connection.set_read_timeout(Some(DEADLINE))?;
    connection.set_write_timeout(Some(DEADLINE))?;
    write!(
        connection,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut status = [0; 12];
    connection.read_exact(&mut status)?;
    Ok(&status == b"HTTP/1.1 200")
}
