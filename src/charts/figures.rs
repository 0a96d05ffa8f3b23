//! How charts write numbers: one prefix for a whole axis, as many decimals as the step needs.

/// How the numbers of an axis are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With k, M, G, or m, µ, n: "75 k", "1.5 M".
    #[default]
    Si,
    /// A fraction written as a percentage: 0.25 is "25 %".
    Percent,
    /// An amount after this symbol: "$28.3 k".
    Money(String),
    /// Seconds, written in the unit that suits: "40 ms", "90 s", "15 min", "6 h".
    Seconds,
    /// Bytes with binary prefixes: "2 GiB".
    Bytes,
    /// As it is, with thousands separated: "1,250".
    Plain,
}
