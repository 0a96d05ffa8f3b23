//! What is known about a price beside its amount: date, age, source, standing.

use crate::base::text;
use crate::base::time::DAYS_PER_MONTH;
use crate::machines::catalog::{Basis, Catalog, Payment, Price, PriceAge};
use jiff::civil::Date;

/// Days from which a price is called old, and its age is a warning.
pub(super) const OLD: i32 = 365;

/// What is known about a price; from [`price_facts`].
#[derive(Clone, Debug, PartialEq)]
pub struct PriceFacts {
    /// How it came about, in a word or two.
    pub standing: &'static str,
    /// Whether it must be marked as an estimate.
    pub is_estimate: bool,
    /// When it held, as the source dates it.
    pub as_of: String,
    /// How old it is in days.
    pub age: PriceAge,
    /// Whether it is a year old or older for certain.
    pub is_old: bool,
    /// Where it is from.
    pub sources: String,
    /// When a commitment is paid.
    pub payment: Option<&'static str>,
    /// What else to know; may be empty.
    pub note: String,
}

impl PriceFacts {
    /// Standing and age in a line: `list, 4 months old`.
    pub fn in_short(&self) -> String {
        format!("{}, {}", self.standing, months_old(self.age))
    }
}

/// Date, age on a day, sources and standing of a price of a catalogue.
pub fn price_facts(catalog: &Catalog, price: Price, today: Date) -> Option<PriceFacts> {
    let quote = catalog.quote(price)?;
    let words = |code: &String| catalog.sources().iter().find(|source| source.code == *code);
    let sources: Vec<&str> = quote.sources.iter().filter_map(words).map(|source| source.words.as_str()).collect();
    let age = quote.as_of.age(today);
    Some(PriceFacts {
        standing: standing(quote.basis),
        is_estimate: quote.basis.is_estimate(),
        as_of: quote.as_of.to_string(),
        age,
        is_old: age.at_least >= OLD,
        sources: sources.join("; "),
        payment: quote.payment.map(|payment| match payment {
            Payment::Monthly => "no upfront",
            Payment::Partial => "partial upfront",
            Payment::Upfront => "all upfront",
            Payment::Either => "all upfront or no upfront",
        }),
        note: quote.note.clone(),
    })
}

fn standing(basis: Basis) -> &'static str {
    match basis {
        Basis::List => "list",
        Basis::Observed => "observed on the market",
        Basis::Corroborated => "confirmed by a second source",
        Basis::Derived => "derived",
        Basis::Doubtful => "doubtful",
        Basis::Estimate => "estimate",
        Basis::Own => "custom",
    }
}

/// How old a price is, in months of 30.44 days.
///
/// ```
/// use headroom_core::machines::catalog::PriceAge;
/// use headroom_core::studies::machine_choice::months_old;
///
/// assert_eq!(months_old(PriceAge { at_least: 125, at_most: 125 }), "4 months old");
/// assert_eq!(months_old(PriceAge { at_least: 10, at_most: 430 }), "up to 14 months old");
/// ```
pub fn months_old(age: PriceAge) -> String {
    let months = |days: i32| (f64::from(days.max(0)) / DAYS_PER_MONTH).floor() as u64;
    let many = |n: u64| text::counted(n, "month", "months");
    match (months(age.at_least), months(age.at_most)) {
        (_, 0) => "less than a month old".to_owned(),
        (low, high) if low == high => format!("{} old", many(high)),
        (0, high) => format!("up to {} old", many(high)),
        (low, high) => format!("{low} to {} old", many(high)),
    }
}

/// A price by the hour as lists have it: four digits, and always whole cents: `$0.0416`, `$2.30`.
///
/// ```
/// use headroom_core::studies::machine_choice::an_hour;
///
/// assert_eq!([an_hour(0.0416), an_hour(2.3), an_hour(98.32)], ["$0.0416", "$2.30", "$98.32"]);
/// ```
pub fn an_hour(usd: f64) -> String {
    let exact = text::significant(usd, 4);
    match exact.split_once('.').map_or(0, |(_, decimals)| decimals.len()) {
        0 | 1 if usd.abs() < 1000.0 => format!("${usd:.2}"),
        _ => format!("${exact}"),
    }
}
