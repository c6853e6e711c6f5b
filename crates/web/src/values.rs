//! What dimensions and their values are called on pages.

use onrecord_engine::{Dimension, Label, LabelKind, Origin};
use onrecord_model::{Colour, CueClass, Kind, Polarity};

use crate::manner;
use crate::wording;

/// What a dimension is called.
pub(crate) fn dimension(by: Dimension) -> &'static str {
    match by {
        Dimension::Speaker => "Speaker",
        Dimension::Outlet => "Outlet",
        Dimension::Kind => "Kind",
        Dimension::Origin => "From",
        Dimension::Class => "Act",
        Dimension::Colour => "Told",
        Dimension::Polarity => "Reported as",
        Dimension::Verdict => "Verdict",
        Dimension::Claim => "Claim",
        Dimension::Language => "Language",
        Dimension::Year => "Year",
    }
}

/// The same for several values, in a sentence: "speakers".
pub(crate) fn several(by: Dimension) -> &'static str {
    match by {
        Dimension::Speaker => "speakers",
        Dimension::Outlet => "outlets",
        Dimension::Kind => "kinds",
        Dimension::Origin => "origins",
        Dimension::Class => "acts",
        Dimension::Colour => "colours",
        Dimension::Polarity => "ways of reporting",
        Dimension::Verdict => "verdicts",
        Dimension::Claim => "claims",
        Dimension::Language => "languages",
        Dimension::Year => "years",
    }
}

/// One of them: "speaker".
pub(crate) fn one(by: Dimension) -> &'static str {
    match by {
        Dimension::Speaker => "speaker",
        Dimension::Outlet => "outlet",
        Dimension::Kind => "kind",
        Dimension::Origin => "origin",
        Dimension::Class => "act",
        Dimension::Colour => "colour",
        Dimension::Polarity => "way of reporting",
        Dimension::Verdict => "verdict",
        Dimension::Claim => "claim",
        Dimension::Language => "language",
        Dimension::Year => "year",
    }
}

/// What all values together are called that are not told by themselves.
pub(crate) fn others(by: Dimension) -> String {
    format!("All other {}", several(by))
}

/// The condition of the query language for a value, `None` where there is none.
pub(crate) fn condition(by: Dimension, label: &Label) -> Option<String> {
    let field = match by {
        Dimension::Speaker => "speaker",
        Dimension::Outlet => "outlet",
        Dimension::Kind => "kind",
        Dimension::Origin => "origin",
        Dimension::Class => "class",
        Dimension::Colour => "colour",
        Dimension::Polarity => "polarity",
        Dimension::Verdict => "verdict",
        Dimension::Claim => "claim",
        Dimension::Language => "lang",
        Dimension::Year => "date",
    };
    let value = match (label.kind, by) {
        (LabelKind::Other, _) => return None,
        (
            LabelKind::None,
            Dimension::Kind | Dimension::Origin | Dimension::Colour | Dimension::Polarity,
        ) => return None,
        (LabelKind::None, _) => Label::NONE.to_owned(),
        (LabelKind::Value, Dimension::Outlet | Dimension::Verdict | Dimension::Language) => {
            let escaped = label.key.replace('\\', "\\\\").replace('"', "\\\"");
            format!("\"{escaped}\"")
        }
        (LabelKind::Value, _) => label.key.clone(),
    };
    Some(format!("{field}:{value}"))
}

/// What a value is called.
pub(crate) fn value(by: Dimension, label: &Label) -> String {
    match label.kind {
        LabelKind::None => none(by).to_owned(),
        LabelKind::Other => others(by),
        LabelKind::Value => word(by, &label.key).unwrap_or_else(|| label.name.clone()),
    }
}

/// What a word of the query language means; `None` for names and numbers, and for words of no such kind.
pub(crate) fn word(by: Dimension, key: &str) -> Option<String> {
    let meant = match by {
        Dimension::Kind => wording::kind_label(key.parse::<Kind>().ok()?),
        Dimension::Class => manner::class_label(key.parse::<CueClass>().ok()?),
        Dimension::Colour => manner::colour_label(key.parse::<Colour>().ok()?),
        Dimension::Polarity => manner::polarity_label(key.parse::<Polarity>().ok()?),
        Dimension::Origin => origin(key.parse::<Origin>().ok()?),
        Dimension::Speaker
        | Dimension::Outlet
        | Dimension::Verdict
        | Dimension::Claim
        | Dimension::Language
        | Dimension::Year => return None,
    };
    Some(meant.to_owned())
}

/// What having no value is called.
pub(crate) fn none(by: Dimension) -> &'static str {
    match by {
        Dimension::Speaker => "Nobody named",
        Dimension::Outlet => "No outlet given",
        Dimension::Kind | Dimension::Origin => "Not known",
        Dimension::Class | Dimension::Colour | Dimension::Polarity => "No reporting words",
        Dimension::Verdict => "Not rated",
        Dimension::Claim => "No claim",
        Dimension::Language => "Language not known",
        Dimension::Year => "No date",
    }
}

/// Where quotes are from.
pub(crate) fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Report => "Articles",
        Origin::Primary => "Primary sources",
    }
}
