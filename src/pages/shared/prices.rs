//! What an hour costs in each region of the plan, where that is from, and the button that fills in what the catalogue has.

use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use crate::edit::Change;
use crate::session::Session;
use crate::session::prices::{Fetched, Prices};
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::machines::catalog::Catalog;
use headroom_core::plan::price::{HourPrice, PriceSource, RegionHour, RegionPriceSource};
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::cost::Machine;
use headroom_core::studies::machine_choice::an_hour;
use leptos::prelude::*;

/// Where the price of a region is from, with its date where it has one.
fn from(row: &RegionHour, machine: Option<&Machine>) -> String {
    let dated = |as_of: &str, source: &str| {
        let parts = [row.source.words(), as_of, source].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(", ")
    };
    match (row.source, machine) {
        (RegionPriceSource::Stored, Some(machine)) => machine
            .regional(row.region)
            .map_or_else(String::new, |stored| dated(stored.as_of.as_str(), stored.source.as_str())),
        (RegionPriceSource::Listed, Some(machine)) => dated(machine.as_of.as_str(), machine.source.as_str()),
        _ => row.source.words().to_owned(),
    }
}

/// The regions with their prices.
fn table(price: &HourPrice, machine: Option<&Machine>) -> Table {
    let is_node = price.source == PriceSource::Machine;
    let hour = |hour: Option<f64>| match hour {
        Some(hour) => Cell::from(an_hour(hour)),
        None => Cell::from("unknown").toned(Standing::Unknown),
    };
    let row = |row: &RegionHour| {
        let node = is_node.then(|| hour(row.node.on_demand));
        let name = Cell::from(text::named(row.name.trim(), "unnamed region").to_owned());
        Row::of([Some(name), node, Some(hour(row.replica)), Some(Cell::from(from(row, machine)))].into_iter().flatten())
    };
    let columns = [
        Some(Column::words("Region")),
        is_node.then(|| Column::number("Node per hour")),
        Some(Column::number("Replica per hour")),
        Some(Column::words("From")),
    ];
    Table::new("region-prices", "On-demand price by region")
        .titled_above()
        .with_columns(columns.into_iter().flatten())
        .with_rows(price.regions.iter().map(row))
}

/// Whether a catalogue may know what is unknown here.
fn may_be_listed(price: &HourPrice, machine: Option<&Machine>) -> bool {
    let is_unknown = price.regions.iter().any(|row| row.source == RegionPriceSource::Unknown);
    is_unknown && machine.is_some_and(|machine| machine.provider.as_str() != "own")
}

/// The plan with the catalogue's prices, or why it stays as it is.
fn filled(plan: &Scenario, catalog: &Catalog) -> Result<Scenario, &'static str> {
    let mut filled = plan.clone();
    if filled.store_catalog_prices(catalog, None) {
        Ok(filled)
    } else {
        Err(
            "The catalog has no prices for these instance types in the regions of the plan; enter price factors instead.",
        )
    }
}

/// Prices of the selected service by region; nothing in a plan without regions.
#[component]
pub fn RegionPrices() -> impl IntoView {
    let (session, prices) = (Session::here(), Prices::here());
    let price = session.answer(|service| service.cost.price.clone());
    let machine = session.service_part(|service| service.cost.machine.clone());
    let found = Memo::new(move |_| {
        let machine = machine.get();
        price.with(|price| {
            let price = price.as_ref().filter(|price| !price.regions.is_empty())?;
            Some((table(price, machine.as_ref()), may_be_listed(price, machine.as_ref())))
        })
    });
    let table = Signal::derive(move || found.get().map(|(table, _)| table).unwrap_or_default());
    let is_waiting = RwSignal::new(false);
    // The catalogue may still be on its way when the button is pressed.
    Effect::new(move |_| {
        if !is_waiting.get() {
            return;
        }
        let refuse = |why: String| session.refuse("No price was filled in", why);
        match prices.state() {
            Fetched::NotAsked | Fetched::Coming => return,
            Fetched::Failed(why) => refuse(why),
            Fetched::Here(catalog) => match filled(&session.scenario_now(), &catalog) {
                Ok(filled) => session.edit(Change::Edit, |plan| *plan = filled),
                Err(why) => refuse(why.to_owned()),
            },
        }
        is_waiting.set(false);
    });
    let fill = move |_| {
        prices.ask();
        is_waiting.set(true);
    };
    view! {
        <Show when=move || found.with(Option::is_some)>
            <section class="region-prices">
                <h2>"Prices by region"</h2>
                <TableView table=table/>
                <Show when=move || found.with(|found| found.as_ref().is_some_and(|(_, may_be_listed)| *may_be_listed))>
                    <button type="button" class="small wide" id="fill-prices" on:click=fill>"Fill in catalog prices"</button>
                </Show>
            </section>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::name::Words;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    const LISTED: &str = "headroom-catalog 1\n[sources]\nOWN\tan example\town\n[quotes]\na\t2026-07\tOWN\tlist\n\
        [types]\naws\tm5.large\tgeneral\t64\t256\tx86_64\n[prices]\n=aws\tm5.large\nus-east-1\t0.096a\n\
        eu-west-1\t0.107a\nend 11\n";

    fn shown(plan: &Scenario) -> (Table, bool) {
        let price = evaluate(plan).services[0].cost.price.clone();
        let machine = plan.services.first().cost.machine.clone();
        (table(&price, machine.as_ref()), may_be_listed(&price, machine.as_ref()))
    }

    #[test]
    fn each_region_says_what_an_hour_costs_and_where_that_is_from() {
        let mut plan = examples::find("three-region-payments").unwrap().scenario();
        let (stated, may_fill) = shown(&plan);
        let column = |table: &Table, column| (0..3).map(|row| table.text(row, column).to_owned()).collect::<Vec<_>>();
        assert_eq!(column(&stated, 0), ["Virginia", "Ireland", "Singapore"]);
        assert_eq!(
            column(&stated, 2),
            [RegionPriceSource::Assumed, RegionPriceSource::Factor, RegionPriceSource::Factor].map(|from| from.words())
        );
        assert!(!may_fill);
        let catalog = Catalog::read(LISTED).unwrap();
        plan.regions.iter_mut().for_each(|region| region.price = None);
        let id = plan.services.first().id;
        let offer = catalog.price("aws", "m5.large", "us-east-1").unwrap();
        plan.services.get_mut(id).unwrap().cost.machine = Machine::from_catalog(&catalog, offer);
        let (unknown, may_fill) = shown(&plan);
        assert!(may_fill);
        assert_eq!(column(&unknown, 1), ["$0.096", "unknown", "unknown"]);
        let plan = filled(&plan, &catalog).unwrap();
        let (listed, _) = shown(&plan);
        assert_eq!(column(&listed, 1), ["$0.096", "$0.107", "unknown"]);
        assert_eq!(listed.text(1, 3), "stored price, 2026-07, an example");
        assert!(filled(&plan, &catalog).is_err(), "nothing is left to fill in");
    }

    #[test]
    fn a_custom_type_has_nothing_to_fill_in() {
        let mut plan = examples::find("three-region-payments").unwrap().scenario();
        let id = plan.services.first().id;
        let machine = Machine { region: Words::cut("x"), ..Machine::named("own", "rack") };
        plan.services.get_mut(id).unwrap().cost.machine = Some(machine);
        assert!(!shown(&plan).1);
    }
}
