//! The service region by region: the load that each serves, what runs there, and how long it lasts.

use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, RowKind, Table};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::places::Place;
use leptos::prelude::*;

/// A column: its name, whether it holds numbers, and what a place reads as in it.
type Answer = (&'static str, bool, fn(&Place) -> String);

const COLUMNS: [Answer; 8] = [
    ("Usual peak, requests/s", true, |place| text::number(place.demand.peak)),
    ("Running replicas", true, |place| text::count(place.sizing.running)),
    ("Utilization at peak", true, |place| {
        place.sizing.utilization.map_or_else(|| "none".to_owned(), |utilization| text::percent(utilization.peak))
    }),
    ("Latency at peak", true, |place| {
        place.sizing.latency.as_ref().map_or_else(
            || "not applicable".to_owned(),
            |latency| {
                let percentile = text::significant(latency.percentile * 100.0, 6);
                format!("P{percentile} {}", text::seconds(latency.at_percentile))
            },
        )
    }),
    ("Carries up to, requests/s", true, |place| text::number(place.sizing.runway.limit)),
    ("Holds until", false, |place| {
        place.sizing.lasts.as_ref().map_or_else(|| "beyond 10 years".to_owned(), |lasts| text::date_short(lasts.day))
    }),
    ("Ended by", false, |place| {
        place.sizing.lasts.as_ref().map_or_else(|| "nothing".to_owned(), |lasts| lasts.because.clone())
    }),
    ("Order by", false, |place| {
        place.sizing.runway.order_by.map_or_else(|| "nothing to order".to_owned(), text::date_short)
    }),
];

fn by_region(now: &ServiceEvaluation, before: Option<&ServiceEvaluation>) -> Table {
    let tightest = now.place().map(|place| place.region);
    let row = |place: &Place| {
        let was = before.and_then(|before| before.places.iter().find(|was| was.region == place.region));
        let name = Cell::from(if place.name.trim().is_empty() {
            format!("region {}", place.region.0)
        } else {
            place.name.clone()
        });
        let name = if tightest == Some(place.region) { name.with_note("least to spare") } else { name };
        let cells = COLUMNS.iter().map(|(_, _, read)| {
            let now = read(place);
            let was = was.map(read).filter(|was| *was != now);
            Cell { was, ..Cell::from(now) }
        });
        let kind = if tightest == Some(place.region) { RowKind::Selected } else { RowKind::Plain };
        Row { kind, ..Row::of(std::iter::once(name).chain(cells)) }
    };
    let head =
        COLUMNS.iter().map(|(name, number, _)| if *number { Column::number(*name) } else { Column::words(*name) });
    let rows: Vec<Row> = if now.places.len() > 1 { now.places.iter().map(row).collect() } else { Vec::new() };
    Table::new("sizing-by-region", "Region by region, all regions up")
        .with_columns(std::iter::once(Column::words("Region")).chain(head))
        .with_rows(rows)
}

/// The regions that serve the selected service, where there are several.
#[component]
pub fn ByRegion() -> impl IntoView {
    let session = Session::here();
    let table = Memo::new(move |_| {
        let (evaluation, before, id) = (session.evaluation(), session.baseline_evaluation(), session.service_id());
        let before = before.as_ref().and_then(|before| before.service(id));
        evaluation.service(id).map(|service| by_region(service, before)).unwrap_or_default()
    });
    view! { <Show when=move || table.with(|table| !table.rows.is_empty())><TableView table=table/></Show> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn each_serving_region_has_a_row_and_the_tightest_is_named() {
        let payments = evaluate(&examples::find("three-region-payments").unwrap().scenario());
        let table = by_region(&payments.services[0], None);
        assert_eq!(table.rows.len(), 3);
        let chosen: Vec<&Row> = table.rows.iter().filter(|row| row.kind == RowKind::Selected).collect();
        assert_eq!(chosen.len(), 1);
        assert_eq!(chosen[0].cells[0].notes, ["least to spare"]);
        // What the verdict, the summary bar and this table say of one region is the same.
        let sizing = &payments.services[0].sizing;
        assert_eq!(chosen[0].cells[3].text, text::percent(sizing.utilization.unwrap().peak));
        assert!(sizing.verdict.findings[0].sentence.starts_with(&chosen[0].cells[2].text));
    }

    #[test]
    fn one_place_needs_no_such_table() {
        assert!(by_region(&evaluate(&examples::first().scenario()).services[0], None).rows.is_empty());
    }
}
