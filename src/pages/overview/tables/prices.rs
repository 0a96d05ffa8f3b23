//! The prices that the plan uses: of which instance type, from when, from where.

use super::{Of, ServiceRows};
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::base::units::NodePrice;
use headroom_core::machines::catalog::{AsOf, PriceAge};
use headroom_core::plan::scenario::cost::Machine;
use jiff::civil::Date;

/// The table.
pub const PRICES: ServiceRows = ServiceRows {
    id: "report-prices",
    page: "purchasing",
    is_there: |_| true,
    caption: |_| "Prices used".to_owned(),
    columns: &[
        ("Instance type", false),
        ("On-demand", true),
        ("1-year commitment", true),
        ("3-year commitment", true),
        ("Spot", true),
        ("As of", false),
        ("Source", false),
    ],
    standing: |_| None,
    cells,
    total: None,
    has_tools: false,
};

fn cells(of: Of) -> Option<Vec<String>> {
    let Some(machine) = &of.stated.cost.machine else {
        let stated = of.stated.scaling.price.map(|price| text::quantity(price.get(), Dimension::DollarsPerHour));
        let (none, source) = (String::new, if stated.is_some() { "entered by hand" } else { "" });
        let price = text::or_unknown(stated, |price| format!("{price} per replica"));
        return Some(vec!["none selected".to_owned(), price, none(), none(), none(), none(), source.to_owned()]);
    };
    let place = if machine.region.is_empty() { String::new() } else { format!(", {}", machine.region) };
    let estimate = if machine.is_estimate { "estimate; " } else { "" };
    let source = if machine.source.is_empty() { "entered by hand" } else { machine.source.as_str() };
    Some(vec![
        format!("{}{place}", machine.words()),
        hour(machine.on_demand),
        hour(machine.one_year),
        hour(machine.three_years),
        hour(machine.spot),
        dated(machine, of.side.today),
        format!("{estimate}{source}"),
    ])
}

/// An age in words: `125 days`, `94 to 124 days`.
fn age(age: PriceAge) -> String {
    let days = |days: i32| text::counted(days.max(0) as u64, "day", "days");
    if age.at_least == age.at_most {
        format!("{} old", days(age.at_most))
    } else {
        format!("{} to {} old", text::count(age.at_least.max(0) as u64), days(age.at_most))
    }
}

/// When a machine's price held, and how old it is.
fn dated(machine: &Machine, today: Date) -> String {
    match AsOf::parse(machine.as_of.as_str()) {
        Some(as_of) => format!("{as_of}, {}", age(as_of.age(today))),
        None if machine.as_of.is_empty() => "not entered".to_owned(),
        None => machine.as_of.to_string(),
    }
}

fn hour(price: Option<NodePrice>) -> String {
    text::or_unknown(price, |price| text::quantity(price.get(), Dimension::DollarsPerHour))
}

#[cfg(test)]
mod tests {
    use super::super::tests::of;
    use super::*;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn every_price_says_how_old_it_is() {
        // As of 2026-07-20; the tables of these tests are of 2026-12-01.
        let table = of(&PRICES, &examples::find("three-products").unwrap().scenario()).unwrap();
        assert_eq!(table.text(0, 6), "2026-07-20, 134 days old");
        assert_eq!(age(PriceAge { at_least: 94, at_most: 124 }), "94 to 124 days old");
        let table = of(&PRICES, &examples::blank(jiff::civil::date(2026, 12, 1))).unwrap();
        assert_eq!((table.text(0, 1), table.text(0, 2)), ("none selected", "unknown"));
    }
}
