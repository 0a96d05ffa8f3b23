//! What a number measures: the unit that it is typed and read in.

/// What a number measures, and therefore how people type it and read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Requests per second.
    Rate,
    /// A share of something; held as 0..1, read and typed as a percentage.
    Fraction,
    /// A share a month; held as a fraction, read as a percentage a month.
    FractionPerMonth,
    /// A factor, such as peak to average.
    Times,
    /// Seconds; read as µs, ms, s, min or h, whichever is shortest.
    Seconds,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// A local time of day in hours after midnight, read as `20:30`.
    HourOfDay,
    /// Virtual CPUs.
    Vcpu,
    /// Memory, 2³⁰ bytes.
    Gib,
    /// Whole things of the named kind.
    Count(&'static str),
    /// Dollars an hour.
    DollarsPerHour,
    /// Dollars for a thousand requests.
    DollarsPerThousand,
    /// Dollars.
    Dollars,
    /// A pure number.
    Plain,
}

impl Dimension {
    /// The unit as it stands beside an input; empty for pure numbers.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Rate => "requests/s",
            Self::Fraction => "%",
            Self::FractionPerMonth => "% a month",
            Self::Times => "×",
            Self::Seconds => "s",
            Self::Hours => "h",
            Self::Days => "days",
            Self::HourOfDay => "local time",
            Self::Vcpu => "vCPU",
            Self::Gib => "GiB",
            Self::Count(things) => things,
            Self::DollarsPerHour => "$/h",
            Self::DollarsPerThousand => "$ per 1,000",
            Self::Dollars => "$",
            Self::Plain => "",
        }
    }
}
