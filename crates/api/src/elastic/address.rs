//! The query string of an address, read so that nothing in it is passed over.

use std::collections::BTreeMap;

use actix_web::HttpRequest;

use super::error::Refusal;
use crate::parameters::pairs;

/// Parameters that say how several machines share the work, or how much is said about what is not there.
const WITHOUT_EFFECT: [&str; 18] = [
    "allow_no_indices",
    "allow_partial_search_results",
    "batched_reduce_size",
    "ccs_minimize_roundtrips",
    "error_trace",
    "expand_wildcards",
    "human",
    "ignore_throttled",
    "ignore_unavailable",
    "include_unmapped",
    "local",
    "master_timeout",
    "max_concurrent_searches",
    "max_concurrent_shard_requests",
    "pre_filter_shard_size",
    "preference",
    "request_cache",
    "timeout",
];

/// The parameters of one request.
#[derive(Debug, Default)]
pub(super) struct Address {
    values: BTreeMap<String, String>,
    /// Whether the answer is to be easy on the eye.
    pub(super) is_pretty: bool,
}

impl Address {
    /// Reads the query string.
    pub(super) fn read(request: &HttpRequest) -> Result<Self, Refusal> {
        let mut address = Self::default();
        for (name, value) in pairs(request.query_string()) {
            let (Some(name), Some(value)) = (name, value) else {
                return Err(Refusal::argument("the address is not UTF-8"));
            };
            if WITHOUT_EFFECT.contains(&name.as_str()) {
                continue;
            }
            if name == "pretty" {
                address.is_pretty = value != "false";
                continue;
            }
            if address.values.insert(name.clone(), value).is_some() {
                let reason = format!("request [{}] has [{name}] twice", request.path());
                return Err(Refusal::argument(reason));
            }
        }
        Ok(address)
    }

    /// The value of `name`, where it is given.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.values.remove(name).filter(|value| !value.is_empty())
    }

    /// The whole number under `name`.
    pub(super) fn number(&mut self, name: &str) -> Result<Option<u64>, Refusal> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|_| {
            Refusal::argument(format!(
                "[{name}] has to be a whole number from 0, not [{text}]"
            ))
        })
    }

    /// Whether `name` is set.
    pub(super) fn truth(&mut self, name: &str) -> Result<bool, Refusal> {
        match self.values.remove(name).as_deref() {
            None | Some("false") => Ok(false),
            Some("" | "true") => Ok(true),
            Some(other) => Err(Refusal::argument(format!(
                "[{name}] is true or false, not [{other}]"
            ))),
        }
    }

    /// Whether `default_operator` is `AND`.
    pub(super) fn is_all(&mut self) -> Result<bool, Refusal> {
        match self
            .text("default_operator")
            .map(|word| word.to_lowercase())
            .as_deref()
        {
            None | Some("or") => Ok(false),
            Some("and") => Ok(true),
            Some(other) => Err(Refusal::argument(format!(
                "[default_operator] is AND or OR, not [{other}]"
            ))),
        }
    }

    /// Takes `name`, which may be given only as `value`.
    pub(super) fn only(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
        match self.text(name) {
            Some(given) if given != value => {
                Err(Refusal::unsupported(format!("[{name}] of [{given}]")))
            }
            _ => Ok(()),
        }
    }

    /// Refuses what nobody has taken.
    pub(super) fn finish(self) -> Result<(), Refusal> {
        let left: Vec<String> = self.values.keys().map(|name| format!("[{name}]")).collect();
        if left.is_empty() {
            return Ok(());
        }
        Err(Refusal::unsupported(format!(
            "the parameter {}",
            left.join(", ")
        )))
    }
}
