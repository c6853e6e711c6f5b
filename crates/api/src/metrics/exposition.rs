//! The text format of Prometheus, version 0.0.4.

use std::fmt::Write;

/// Its media type.
pub(crate) const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What is told, family by family.
#[derive(Debug, Default)]
pub(super) struct Exposition {
    text: String,
}

/// Values of one name.
pub(super) struct Family<'a> {
    text: &'a mut String,
    name: &'static str,
}

impl Exposition {
    pub(super) fn counter(&mut self, name: &'static str, help: &str) -> Family<'_> {
        self.family(name, help, "counter")
    }

    pub(super) fn gauge(&mut self, name: &'static str, help: &str) -> Family<'_> {
        self.family(name, help, "gauge")
    }

    pub(super) fn histogram(&mut self, name: &'static str, help: &str) -> Family<'_> {
        self.family(name, help, "histogram")
    }

    pub(super) fn text(self) -> String {
        self.text
    }

    fn family(&mut self, name: &'static str, help: &str, sort: &str) -> Family<'_> {
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {sort}");
        Family {
            text: &mut self.text,
            name,
        }
    }
}

impl Family<'_> {
    /// One value with its labels.
    pub(super) fn value(&mut self, labels: &[(&str, &str)], value: f64) {
        self.line("", labels, value);
    }

    /// How many fall in each of `steps`, which hold those of the steps before in what is told.
    pub(super) fn distribution(
        &mut self,
        labels: &[(&str, &str)],
        steps: impl Iterator<Item = (f64, u64)>,
        count: u64,
        sum: f64,
    ) {
        let mut up_to = 0;
        for (end, within) in steps {
            up_to += within;
            let end = end.to_string();
            let labels: Vec<(&str, &str)> = labels.iter().copied().chain([("le", &*end)]).collect();
            self.line("_bucket", &labels, up_to as f64);
        }
        let all: Vec<(&str, &str)> = labels.iter().copied().chain([("le", "+Inf")]).collect();
        self.line("_bucket", &all, count as f64);
        self.line("_sum", labels, sum);
        self.line("_count", labels, count as f64);
    }

    fn line(&mut self, suffix: &str, labels: &[(&str, &str)], value: f64) {
        let labels: Vec<String> = labels
            .iter()
            .map(|(name, value)| format!("{name}=\"{}\"", escaped(value)))
            .collect();
        let labels = match labels.is_empty() {
            true => String::new(),
            false => format!("{{{}}}", labels.join(",")),
        };
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{}{suffix}{labels} {value}", self.name);
    }
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}
