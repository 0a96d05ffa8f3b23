//! What surviving costs as a factor: by the closed form, exactly, and what peaks at different hours save.

use super::super::view::RegionsView;
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use headroom_core::base::text;
use headroom_core::plan::regions::RegionsPlan;
use leptos::prelude::*;

fn times(factor: f64) -> String {
    format!("{} ×", text::number(factor))
}

/// A row: what, value, what it means.
type Factor = (&'static str, String, String);

fn rows(plan: &RegionsPlan) -> Vec<Factor> {
    let (n, k) = (plan.n_hosts, plan.survive);
    let closed = match plan.closed_form {
        Some(factor) => (
            times(factor),
            format!(
                "N / (N \u{2212} k) = {n} / ({n} \u{2212} {k}): equal regions and users, all peaks at the same time."
            ),
        ),
        None => ("none".to_owned(), format!("None of {n} regions is left with {k} lost.")),
    };
    let exact = match plan.exact {
        Some(factor) => (
            times(factor),
            "These regions, hour by hour: the sum of the most that each carries in any loss, over the peak load of all users."
                .to_owned(),
        ),
        None => ("none".to_owned(), "There is no load.".to_owned()),
    };
    let mut rows =
        vec![("Capacity over load, closed form", closed.0, closed.1), ("Capacity over load, exact", exact.0, exact.1)];
    if let Some(gain) = plan.follow_the_sun {
        let about = format!(
            "The regions\u{2019} own peaks add up to {} requests/s; all users together peak at {}, on {}.",
            text::number(plan.sum_of_peaks),
            text::number(plan.peak_of_all),
            plan.peak_at
        );
        rows.push(("Follow-the-sun gain", text::percent(gain), about));
    }
    rows
}

/// The factors beside those of the baseline.
fn table(plan: &RegionsPlan, before: Option<&RegionsPlan>) -> Table {
    let before = before.map(rows).unwrap_or_default();
    let row = |(what, value, about): Factor| {
        let was = before.iter().find(|other| other.0 == what).map(|other| other.1.clone());
        Row::of([Cell::from(what), Cell::from(value).with_was(was), Cell::from(about)])
    };
    let columns = [Column::words("Factor"), Column::number("Value"), Column::words("What it is")];
    let caption = "Capacity needed to survive";
    Table::new("factors", caption).with_columns(columns).with_rows(rows(plan).into_iter().map(row))
}

/// The table.
#[component]
pub fn Factors() -> impl IntoView {
    let view = RegionsView::here();
    let found = Memo::new(move |_| {
        let before = view.before.get();
        let before = before.as_deref().map(|before| &before.plan);
        view.plan.with(|plan| plan.as_deref().map(|plan| table(plan, before)).unwrap_or_default())
    });
    view! { <TableView table=found/> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn every_factor_says_what_it_is() {
        let mut scenario = examples::find("three-region-payments").unwrap().scenario();
        let plan = evaluate(&scenario).services[0].regions.clone().unwrap();
        let shown = rows(&plan);
        assert_eq!(shown.len(), 3);
        assert_eq!(shown[0].1, "1.5 ×");
        assert!(shown[0].2.starts_with("N / (N − k) = 3 / (3 − 1)"));
        let service = scenario.services.first().id;
        scenario.services.get_mut(service).unwrap().regions.survive = Quantity::clamped(3.0);
        let plan = evaluate(&scenario).services[0].regions.clone().unwrap();
        assert_eq!(rows(&plan)[0].1, "none");
    }
}
