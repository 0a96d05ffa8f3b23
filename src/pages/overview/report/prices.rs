//! The prices that the plan counts with: of which machine, from when, from where.

use crate::session::Session;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::base::units::NodePrice;
use headroom_core::machines::catalog::{AsOf, PriceAge};
use headroom_core::plan::scenario::Service;
use headroom_core::plan::scenario::cost::Machine;
use leptos::prelude::*;

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
fn dated(machine: &Machine, today: jiff::civil::Date) -> String {
    match AsOf::parse(machine.as_of.as_str()) {
        Some(as_of) => format!("{as_of}, {}", age(as_of.age(today))),
        None if machine.as_of.is_empty() => "not stated".to_owned(),
        None => machine.as_of.to_string(),
    }
}

fn hour(price: Option<NodePrice>) -> String {
    price.map_or_else(|| "unknown".to_owned(), |price| text::quantity(price.get(), Dimension::DollarsPerHour))
}

/// Machine and region; price by the hour, for a year, for three, as spot; date; source.
fn cells(service: &Service, today: jiff::civil::Date) -> [String; 7] {
    let Some(machine) = &service.cost.machine else {
        let stated = service.scaling.price.map(|price| text::quantity(price.get(), Dimension::DollarsPerHour));
        let none = String::new;
        let price = stated.map_or_else(|| "unknown".to_owned(), |price| format!("{price} a replica"));
        return ["no machine".to_owned(), price, none(), none(), none(), none(), "stated".to_owned()];
    };
    let place = if machine.region.is_empty() { String::new() } else { format!(", {}", machine.region) };
    let estimate = if machine.is_estimate { "estimate; " } else { "" };
    let source = if machine.source.is_empty() { "stated" } else { machine.source.as_str() };
    [
        format!("{}{place}", machine.words()),
        hour(machine.on_demand),
        hour(machine.one_year),
        hour(machine.three_years),
        hour(machine.spot),
        dated(machine, today),
        format!("{estimate}{source}"),
    ]
}

/// The table.
#[component]
pub fn PriceTable() -> impl IntoView {
    let session = Session::here();
    let rows = move || {
        let (scenario, today) = (session.scenario(), session.today());
        let row = |service: &Service| {
            let shown = cells(service, today).into_iter().enumerate().map(|(at, cell)| {
                view! { <td class:value={(1..=4).contains(&at)}>{cell}</td> }
            });
            view! { <tr><th scope="row">{service.name.to_string()}</th>{shown.collect_view()}</tr> }
        };
        scenario.services.iter().map(row).collect_view()
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Table">
            <table id="report-prices">
                <caption>"Prices that the plan counts with"</caption>
                <thead><tr>
                    <th scope="col">"Service"</th><th scope="col">"Machine"</th><th scope="col" class="value">"By the hour"</th>
                    <th scope="col" class="value">"A year"</th><th scope="col" class="value">"Three years"</th><th scope="col" class="value">"Spot"</th>
                    <th scope="col">"As of"</th><th scope="col">"Source"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scenario::examples;
    use jiff::civil::date;

    #[test]
    fn every_price_says_how_old_it_is() {
        let scenario = examples::find("three-products").unwrap().scenario();
        let shown = cells(scenario.services.first(), date(2026, 7, 30));
        assert_eq!(shown[5], "2026-07-20, 10 days old");
        assert_eq!(age(PriceAge { at_least: 94, at_most: 124 }), "94 to 124 days old");
        let plain = cells(&examples::plain_service(headroom_core::base::id::ServiceId(1)), date(2026, 7, 30));
        assert_eq!((plain[0].as_str(), plain[1].as_str()), ("no machine", "unknown"));
    }
}
