//! A field as a row of a table: the setting that explains it, and how it is read and written.
//!
//! Rows are plain data without the page: a table of them is the inputs of a section, and a native test reads it.

use crate::entry;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::units::Quantity;

/// A field for something about a `T`.
pub struct Field<T: 'static> {
    /// The id of the setting that names and explains it.
    pub setting: &'static str,
    /// What is entered, and how.
    pub kind: Kind<T>,
    /// A line under the field, which may follow from what is stated.
    pub hint: Option<fn(&T) -> String>,
    /// Whether the field applies; it is not there where it does not.
    pub applies: Option<fn(&T) -> bool>,
}

/// What is entered in a field.
pub enum Kind<T: 'static> {
    /// A quantity.
    Number {
        /// The present value.
        get: fn(&T) -> f64,
        /// Takes a value that the quantity can hold.
        set: fn(&mut T, f64),
        /// Which quantity.
        quantity: NumberKind,
    },
    /// A quantity that may be left open; a box states it, or takes it back.
    Optional {
        /// The present value.
        get: fn(&T) -> Option<f64>,
        /// Takes a value, or that there is none.
        set: fn(&mut T, Option<f64>),
        /// Where it begins when it is stated.
        first: fn(&T) -> f64,
        /// What is read while it is not.
        unstated: fn(&T) -> String,
        /// Which quantity.
        quantity: NumberKind,
    },
    /// A box that is ticked or not.
    Flag {
        /// Whether it is ticked.
        get: fn(&T) -> bool,
        /// Ticks it or takes the tick away.
        set: fn(&mut T, bool),
    },
    /// One of several choices.
    Choice {
        /// The words of the choices.
        words: &'static [&'static str],
        /// Whether all are in view, as a row of buttons, and not in a list.
        in_view: bool,
        /// The place of the present choice.
        get: fn(&T) -> usize,
        /// Takes the choice at a place.
        set: fn(&mut T, usize),
    },
    /// A line of words.
    Words {
        /// The present words.
        get: fn(&T) -> String,
        /// Takes words, or says why not.
        set: fn(&mut T, &str) -> Result<(), String>,
    },
}

/// What a field needs to know of its quantity.
#[derive(Clone, Copy)]
pub struct NumberKind {
    /// What the numbers measure.
    pub dimension: Dimension,
    /// Reads what was typed.
    pub parse: fn(&str) -> Result<f64, String>,
    /// The nearest number that it can hold.
    pub clamp: fn(f64) -> f64,
    /// The unit as it stands beside the field.
    pub unit: Option<&'static str>,
    /// Ends of the slider.
    pub slider: Option<(f64, f64)>,
}

impl NumberKind {
    /// That of a quantity.
    pub const fn of<Q: Quantity>() -> Self {
        Self {
            dimension: Q::DIMENSION,
            parse: |text| entry::parse::<Q>(text).map(Q::value),
            clamp: |number| Q::clamped(number).value(),
            unit: None,
            slider: None,
        }
    }

    /// That of the quantity that a function reads.
    pub const fn read_by<T, Q: Quantity>(_: fn(&T) -> Q) -> Self {
        Self::of::<Q>()
    }

    /// That of the quantity that a function may read.
    pub const fn read_if_stated<T, Q: Quantity>(_: fn(&T) -> Option<Q>) -> Self {
        Self::of::<Q>()
    }
}

impl<T> Field<T> {
    /// A field without hint that always applies.
    pub const fn new(setting: &'static str, kind: Kind<T>) -> Self {
        Self { setting, kind, hint: None, applies: None }
    }

    /// A line under the field.
    #[must_use]
    pub const fn hint(mut self, hint: fn(&T) -> String) -> Self {
        self.hint = Some(hint);
        self
    }

    /// The field is there only where this says so.
    #[must_use]
    pub const fn when(mut self, applies: fn(&T) -> bool) -> Self {
        self.applies = Some(applies);
        self
    }

    /// A slider beside the number, between these ends.
    #[must_use]
    pub const fn slider(mut self, from: f64, to: f64) -> Self {
        if let Kind::Number { quantity, .. } | Kind::Optional { quantity, .. } = &mut self.kind {
            quantity.slider = Some((from, to));
        }
        self
    }

    /// Another unit beside the number than the quantity's own.
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        if let Kind::Number { quantity, .. } | Kind::Optional { quantity, .. } = &mut self.kind {
            quantity.unit = Some(unit);
        }
        self
    }

    /// All choices in view, as a row of buttons.
    #[must_use]
    pub const fn in_view(mut self) -> Self {
        if let Kind::Choice { in_view, .. } = &mut self.kind {
            *in_view = true;
        }
        self
    }
}

/// A row for a quantity at a path: `number!(Demand, "peak-hour", day.peak_hour)`.
macro_rules! number {
    ($of:ty, $setting:expr, $($path:tt)+) => {
        $crate::components::form::Field::<$of>::new($setting, $crate::components::form::Kind::Number {
            get: |whole| headroom_core::base::units::Quantity::value(whole.$($path)+),
            set: |whole, value| whole.$($path)+ = headroom_core::base::units::Quantity::clamped(value),
            quantity: $crate::components::form::NumberKind::read_by(|whole: &$of| whole.$($path)+),
        })
    };
}

/// A row for a quantity at a path that may be left open: path, where it begins, what is read while it is open.
macro_rules! optional {
    ($of:ty, $setting:expr, $($path:ident).+, $first:expr, $unstated:expr) => {
        $crate::components::form::Field::<$of>::new($setting, $crate::components::form::Kind::Optional {
            get: |whole| whole.$($path).+.map(headroom_core::base::units::Quantity::value),
            set: |whole, value| whole.$($path).+ = value.map(headroom_core::base::units::Quantity::clamped),
            first: $first,
            unstated: $unstated,
            quantity: $crate::components::form::NumberKind::read_if_stated(|whole: &$of| whole.$($path).+),
        })
    };
}

/// A row for a box at a path.
macro_rules! flag {
    ($of:ty, $setting:expr, $($path:tt)+) => {
        $crate::components::form::Field::<$of>::new($setting, $crate::components::form::Kind::Flag {
            get: |whole| whole.$($path)+,
            set: |whole, is_on| whole.$($path)+ = is_on,
        })
    };
}

/// A row for one of several values at a path: `choice!(Demand, "day-curve", day.curve, [(OnePeak, "One peak"), …])`.
macro_rules! choice {
    ($of:ty, $setting:expr, $($path:ident).+, [$(($value:expr, $words:expr)),+ $(,)?]) => {
        $crate::components::form::Field::<$of>::new($setting, $crate::components::form::Kind::Choice {
            words: &[$($words),+],
            in_view: false,
            get: |whole| [$($value),+].iter().position(|value| *value == whole.$($path).+).unwrap_or_default(),
            set: |whole, place| {
                if let Some(value) = [$($value),+].into_iter().nth(place) {
                    whole.$($path).+ = value;
                }
            },
        })
    };
}

/// A row for one of all values of a type that has its own words:
/// `choice_of!(StoredData, "cost-stored-kind", kind, StoredKind, words)`, where `StoredKind::ALL` are the values and
/// `words` is `const`.
macro_rules! choice_of {
    ($of:ty, $setting:expr, $($path:ident).+, $values:ty, $words:ident) => {
        $crate::components::form::Field::<$of>::new($setting, $crate::components::form::Kind::Choice {
            words: {
                const WORDS: [&str; <$values>::ALL.len()] = {
                    let mut words = [""; <$values>::ALL.len()];
                    let mut place = 0;
                    while place < words.len() {
                        words[place] = <$values>::ALL[place].$words();
                        place += 1;
                    }
                    words
                };
                &WORDS
            },
            in_view: false,
            get: |whole| <$values>::ALL.iter().position(|value| *value == whole.$($path).+).unwrap_or_default(),
            set: |whole, place| {
                if let Some(value) = <$values>::ALL.into_iter().nth(place) {
                    whole.$($path).+ = value;
                }
            },
        })
    };
}

pub(crate) use {choice, choice_of, flag, number, optional};
