//! The active policy region by region: how it runs in each, what it keeps, and what it takes.

use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use crate::session::Session;
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::places::Place;
use leptos::prelude::*;

/// A column: its name, and what a place reads as in it.
type Answer = (&'static str, fn(&Place) -> String);

const COLUMNS: [Answer; 5] = [
    ("Within SLO", |place| text::percent(place.scaling.outcome.kept_of_requests())),
    ("Min / max replicas", |place| {
        format!("{} / {}", text::count(place.scaling.bounds.min), text::count(place.scaling.bounds.max))
    }),
    ("Replicas", |place| {
        let (fewest, most) = (place.scaling.outcome.fewest, place.scaling.outcome.most);
        if fewest == most { text::count(most) } else { format!("{}–{}", text::count(fewest), text::count(most)) }
    }),
    ("Replica-hours", |place| text::number(place.scaling.outcome.spend.paid())),
    ("Cost", |place| text::or_unknown(place.scaling.cost(), text::dollars)),
];

/// What its policy aims at, where a reserve must be in service when a loss comes.
fn aim(place: &Place) -> Cell {
    let aim = place.scaling.aim;
    let cell = match aim.factor > 1.0 {
        true => Cell::from(format!("{} \u{d7} own load", text::significant(aim.factor, 3))),
        false => Cell::from("own load"),
    };
    match aim.least > 0.0 {
        true => cell.with_note(format!("at least {} requests/s", text::number(aim.least))),
        false => cell,
    }
}

fn by_region(now: &ServiceEvaluation) -> Table {
    let shown = now.simulated().map(|place| place.region);
    let row = |place: &Place| {
        let name = if place.name.trim().is_empty() { format!("region {}", place.region.0) } else { place.name.clone() };
        let standing = match now.waits_for {
            Some(_) => Standing::Unknown,
            None => place.scaling.verdict.standing,
        };
        let mark = (standing > Standing::Holds).then_some(standing);
        let is_shown = shown == Some(place.region);
        let name = Cell { mark, ..Cell::from(name) };
        let name = if is_shown { name.with_note("shown below") } else { name };
        let cells = COLUMNS.iter().map(|(_, read)| Cell::from(read(place)));
        Row::of([name, aim(place)].into_iter().chain(cells)).selected(is_shown)
    };
    let rows: Vec<Row> = if now.places.len() > 1 { now.places.iter().map(row).collect() } else { Vec::new() };
    Table::new("scaling-by-region", "The active policy, region by region")
        .with_columns(
            [Column::words("Region"), Column::words("Aims at")]
                .into_iter()
                .chain(COLUMNS.iter().map(|(name, _)| Column::number(*name))),
        )
        .with_rows(rows)
}

/// The regions that serve the selected service, where there are several, and which of them is simulated below.
#[component]
pub fn ByRegion() -> impl IntoView {
    let session = Session::here();
    let table = Memo::new(move |_| {
        let (evaluation, id) = (session.evaluation(), session.service_id());
        evaluation.service(id).map(by_region).unwrap_or_default()
    });
    let place = session.answer(|service| service.simulated().map(|place| place.name.clone()));
    view! {
        <Show when=move || table.with(|table| !table.rows.is_empty())>
            <section class="by-region">
                <TableView table=table/>
                <p class="hint">"Counts that are entered for the service are split by planned replicas. Where the recovery tier keeps a reserve ready, each region's policy aims at the load after the worst loss: targets are lower, minimums higher; the ideal fleet keeps the same reserve. Charts and comparisons below are of the region marked, where the active policy keeps least or there is the least to spare."</p>
                <h2>{move || place.get().flatten().map(|name| format!("In {name}"))}</h2>
            </section>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn regions_add_up_to_the_service_and_one_of_them_is_shown() {
        let payments = &evaluate(&examples::find("three-region-payments").unwrap().scenario()).services[0];
        let table = by_region(payments);
        assert_eq!(table.rows.len(), 3);
        assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
        assert_eq!(table.rows.iter().filter(|row| !row.cells[0].notes.is_empty()).count(), 1);
        let paid: f64 = payments.places.iter().map(|place| place.scaling.outcome.spend.paid()).sum();
        assert!((paid - payments.scaling.outcome.spend.paid()).abs() < 1e-6);
    }

    #[test]
    fn one_place_needs_no_such_table() {
        assert!(by_region(&evaluate(&examples::first().scenario()).services[0]).rows.is_empty());
    }
}
