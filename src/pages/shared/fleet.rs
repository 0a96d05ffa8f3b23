//! The fleet of the selected service, region by region and row by row: the same table on every page that shows replicas.

use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use crate::session::Session;
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::plan::ledger::{Ledger, LedgerMonth, RegionLedger};
use headroom_core::plan::sizing::EventNeed;
use leptos::prelude::*;

/// Where a row of the ledger stands.
fn place(row: &RegionLedger) -> Cell {
    let cut = row.says_cut().unwrap_or_default();
    Cell::from(row.place()).with_note(if row.stands_by { "stands by" } else { "" }).with_note(cut)
}

/// How the replicas of a service add up.
fn table(ledger: &Ledger) -> Table {
    let has_surplus = ledger.planned().surplus > 0;
    let row = |place: Cell, number: &dyn Fn(fn(&RegionLedger) -> u32) -> u64| {
        let rows = [
            number(|row| row.planned.load),
            number(|row| row.planned.latency),
            number(|row| row.planned.headroom),
            number(|row| row.planned.spares),
        ];
        let surplus = has_surplus.then(|| number(|row| row.planned.surplus));
        let sums = [
            number(|row| row.planned.normal()),
            number(|row| row.planned.reserve),
            number(|row| row.planned.needed()),
            number(|row| row.kept.ready),
            number(RegionLedger::paid),
        ];
        let numbers = rows.into_iter().chain(surplus).chain(sums);
        Row::of(std::iter::once(place).chain(numbers.map(|n| Cell::from(text::count(n)))))
    };
    let rows = ["Load", "Latency", "Headroom", "Spares"];
    let sums = ["=\u{a0}Normal", "Reserve for a loss", "=\u{a0}Planned", "Reserve ready", "Static fleet pays"];
    let columns = rows.into_iter().chain(has_surplus.then_some("Surplus")).chain(sums);
    let rows = ledger.regions.iter().map(|region| row(place(region), &|read| u64::from(read(region))));
    let total = (ledger.regions.len() > 1).then(|| row(Cell::from("Total"), &|read| ledger.sum(read)).total());
    Table::new("fleet-ledger", "How the replicas add up")
        .titled_above()
        .with_columns(std::iter::once(Column::words("Region")).chain(columns.map(Column::number)))
        .with_rows(rows.chain(total))
}

/// How what is planned grows; empty where it stays as it is.
fn growth(ledger: &Ledger) -> Table {
    if ledger.months.len() < 2 {
        return Table::default();
    }
    let has_lots = ledger.months.iter().any(|month| month.lots > 0);
    let is_short = ledger.months.iter().any(|month| month.short > 0);
    let is_several = ledger.regions.len() > 1;
    let names = ledger.regions.iter().filter(|_| is_several).map(|row| Column::number(row.place()));
    let columns = std::iter::once(Column::words("From"))
        .chain(names)
        .chain([Column::number("Planned")])
        .chain(is_short.then(|| Column::number("Missing")))
        .chain(has_lots.then(|| Column::number("For events")));
    let row = |month: &LedgerMonth| {
        let regions = month.planned.iter().filter(|_| is_several).map(|planned| u64::from(*planned));
        let counts = regions.chain([month.all()]).map(|count| Cell::from(text::count(count)));
        let short = is_short.then(|| match month.short {
            0 => Cell::from("none"),
            short => Cell::from(text::count(short)).toned(Standing::Fails),
        });
        let lots = has_lots.then(|| Cell::from(text::count(month.lots)));
        let from = Cell::from(text::date_short(month.from));
        Row::of(std::iter::once(from).chain(counts).chain(short).chain(lots))
    };
    Table::new("fleet-months", "How the plan grows").with_columns(columns).with_rows(ledger.months.iter().map(row))
}

/// How the replicas of the selected service add up.
#[component]
pub fn FleetTable() -> impl IntoView {
    let ledger = Session::here().answer(|service| service.ledger.clone());
    let table = Memo::new(move |_| ledger.with(|ledger| ledger.as_ref().map(table).unwrap_or_default()));
    let months = Memo::new(move |_| ledger.with(|ledger| ledger.as_ref().map(growth).unwrap_or_default()));
    let orders = Session::here().answer(|service| {
        // On demand a policy follows an event without an order.
        let ordered = service.cost.lots.iter().filter_map(|lot| service.sizing.events.get(lot.place));
        ordered.filter_map(EventNeed::says_ordered).collect::<Vec<String>>()
    });
    let orders = Memo::new(move |_| orders.get().unwrap_or_default());
    view! {
        <section class="fleet" id="fleet">
            <h2>"How the replicas add up"</h2>
            <TableView table=table/>
            <Show when=move || months.with(|table| !table.rows.is_empty())><TableView table=months/></Show>
            <Show when=move || orders.with(|orders| !orders.is_empty())>
                <p>"Ordered in addition for events:"</p>
                <ul class="orders">{move || orders.get().into_iter().map(|line| view! { <li>{line}"."</li> }).collect_view()}</ul>
            </Show>
            <p class="hint">"Normal carries a region's own peak; the reserve is what more the worst loss to be survived takes there. The recovery tier says how much of the reserve is ready; a limit cuts the reserve first, then headroom, spares and load."</p>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn rows_add_up_across_and_down() {
        for example in examples::ALL {
            for service in &evaluate(&example.scenario()).services {
                let table = table(&service.ledger);
                let number =
                    |row: usize, column: usize| table.text(row, column).replace(',', "").parse::<u64>().unwrap();
                for row in 0..table.rows.len() {
                    assert_eq!(
                        (1..=4).map(|column| number(row, column)).sum::<u64>(),
                        number(row, 5),
                        "{}",
                        example.slug
                    );
                    assert_eq!(number(row, 5) + number(row, 6), number(row, 7), "{}", example.slug);
                }
                let n = service.ledger.regions.len();
                for column in (1..=9).filter(|_| n > 1) {
                    assert_eq!(
                        (0..n).map(|row| number(row, column)).sum::<u64>(),
                        number(n, column),
                        "{}",
                        example.slug
                    );
                }
            }
        }
    }
}
