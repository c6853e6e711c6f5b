//! The few things of a quote that have few values, in one number.

use onrecord_model::{Colour, CueClass, Kind, Polarity, Quote};

use crate::Origin;

/// Kind, origin, class, colour and polarity of a quote, each in bits of its own. The layout is part of what an
/// index on disk means: see [`crate::SCHEMA_VERSION`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Traits(u16);

/// Where one of them stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    shift: u32,
    width: u32,
}

pub(crate) const KIND: Place = Place { shift: 0, width: 2 };
pub(crate) const ORIGIN: Place = Place { shift: 2, width: 1 };
/// 0 where the cue has none.
pub(crate) const CLASS: Place = Place { shift: 3, width: 4 };
pub(crate) const COLOUR: Place = Place { shift: 7, width: 2 };
pub(crate) const POLARITY: Place = Place { shift: 9, width: 2 };

impl Place {
    /// How many values fit.
    pub(crate) fn values(self) -> usize {
        1 << self.width
    }

    /// Its bits.
    pub(crate) fn mask(self) -> u16 {
        ((1 << self.width) - 1) << self.shift
    }

    /// The value in these bits.
    pub(crate) fn read(self, bits: u16) -> u16 {
        (bits & self.mask()) >> self.shift
    }

    fn write(self, value: u16) -> u16 {
        debug_assert!(
            usize::from(value) < self.values(),
            "the value has its place"
        );
        value << self.shift
    }
}

impl Traits {
    pub(crate) fn of(quote: &Quote) -> Self {
        let origin = match quote.primary {
            Some(_) => Origin::Primary,
            None => Origin::Report,
        };
        let manner = quote.manner;
        Self(
            kind(quote.kind)
                | self::origin(origin)
                | class(manner.class)
                | colour(manner.colour)
                | polarity(manner.polarity),
        )
    }

    pub(crate) fn bits(self) -> u16 {
        self.0
    }
}

pub(crate) fn kind(kind: Kind) -> u16 {
    KIND.write(place(Kind::ALL.as_slice(), kind))
}

pub(crate) fn origin(origin: Origin) -> u16 {
    ORIGIN.write(place(&ORIGINS, origin))
}

pub(crate) fn class(class: Option<CueClass>) -> u16 {
    CLASS.write(class.map_or(0, |class| 1 + place(CueClass::ALL, class)))
}

pub(crate) fn colour(colour: Colour) -> u16 {
    COLOUR.write(place(Colour::ALL, colour))
}

pub(crate) fn polarity(polarity: Polarity) -> u16 {
    POLARITY.write(place(Polarity::ALL, polarity))
}

pub(crate) const ORIGINS: [Origin; 2] = [Origin::Report, Origin::Primary];

fn place<T: PartialEq>(all: &[T], value: T) -> u16 {
    let place = all.iter().position(|other| *other == value);
    // A list of every value holds this one, and none has more than a dozen.
    place.map_or(0, |place| place as u16)
}
