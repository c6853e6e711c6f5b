//! What runs on: the pages and the API.

use std::net::{IpAddr, Ipv4Addr};

use clap::Args;

use super::models::ModelOption;

#[derive(Debug, Args)]
pub struct DemoArguments {
    /// Print the table and stop, without serving
    #[arg(long)]
    pub no_serve: bool,
    #[command(flatten)]
    pub serve: ServeArguments,
}

#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Port; 0 takes any free one
    #[arg(long, default_value_t = 7878)]
    pub port: u16,
    /// Address to listen on; anything but a loopback address opens it to the network
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "ADDRESS")]
    pub bind: IpAddr,
    /// Name the server is reached by besides loopback names, such as that of a proxy in front; may be repeated
    #[arg(long = "allowed-host", value_name = "NAME")]
    pub allowed_hosts: Vec<String>,
    /// Take corrections although the server can be reached from other machines; there are no accounts
    #[arg(long)]
    pub allow_corrections: bool,
    #[command(flatten)]
    pub model: ModelOption,
}

#[derive(Debug, Args)]
pub struct HealthArguments {
    /// Port of the server
    #[arg(long, default_value_t = 7878)]
    pub port: u16,
    /// Address of the server
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "ADDRESS")]
    pub address: IpAddr,
    /// Ask whether it answers searches, not only whether it runs: a server that rebuilds its index runs
    #[arg(long)]
    pub ready: bool,
}
