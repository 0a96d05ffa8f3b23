//! The active policy region by region: how it runs in each, what it keeps, and what it takes.

use super::timeline::{About, Study};
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use crate::session::Session;
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::places::Place;
use headroom_core::plan::scaling::ScalingPlan;
use leptos::prelude::*;

/// A column: its name, and what the policy's run in a region reads as in it.
type Answer = (&'static str, fn(&ScalingPlan) -> String);

const COLUMNS: [Answer; 5] = [
    ("Within SLO", |plan| text::percent(plan.outcome.kept_of_requests())),
    ("Min / max replicas", |plan| format!("{} / {}", text::count(plan.bounds.min), text::count(plan.bounds.max))),
    ("Replicas", |plan| {
        let (fewest, most) = (plan.outcome.fewest, plan.outcome.most);
        if fewest == most { text::count(most) } else { format!("{}–{}", text::count(fewest), text::count(most)) }
    }),
    ("Replica-hours", |plan| text::number(plan.outcome.spend.paid())),
    ("Cost", |plan| text::or_unknown(plan.cost(), text::dollars)),
];

/// What its policy aims at, where a reserve must be in service when a loss comes.
fn aim(plan: &ScalingPlan) -> Cell {
    let aim = plan.aim;
    let cell = match aim.factor > 1.0 {
        true => Cell::from(format!("{} \u{d7} own load", text::significant(aim.factor, 3))),
        false => Cell::from("own load"),
    };
    match aim.least > 0.0 {
        true => cell.with_note(format!("at least {} requests/s", text::number(aim.least))),
        false => cell,
    }
}

/// The active policy in a region: its name, whether its course is shown, what it came to.
type OfRegion<'a> = (&'a str, bool, &'a Answered<ScalingPlan>);

/// The active policy in each region: of the plan's demand, or of what was run over, as it was when it was run.
fn regions<'a>(now: &'a ServiceEvaluation, over: Option<&'a About>) -> Vec<OfRegion<'a>> {
    if let Some(about) = over {
        return about.regions.iter().map(|region| (region.name.as_str(), region.is_shown, &region.scaling)).collect();
    }
    let shown = now.simulated().map(|place| place.region);
    let of_place = |place: &'a Place| (place.name.as_str(), shown == Some(place.region), &place.scaling);
    now.places.iter().map(of_place).collect()
}

fn by_region(now: &ServiceEvaluation, over: Option<&About>) -> Table {
    let row = |(name, is_shown, scaling): OfRegion<'_>| {
        let name = if name.trim().is_empty() { "unnamed region".to_owned() } else { name.to_owned() };
        let standing = match now.waits_for {
            Some(_) => Standing::Unknown,
            None => scaling.verdict.standing,
        };
        let mark = (standing > Standing::Holds).then_some(standing);
        let name = Cell { mark, ..Cell::from(name) };
        let name = if is_shown { name.with_note("shown below") } else { name };
        let cells = COLUMNS.iter().map(|(_, read)| Cell::from(read(scaling)));
        Row::of([name, aim(scaling)].into_iter().chain(cells)).selected(is_shown)
    };
    let regions = regions(now, over);
    let rows: Vec<Row> = if regions.len() > 1 { regions.into_iter().map(row).collect() } else { Vec::new() };
    let caption = match over {
        Some(about) => format!("The active policy, region by region, over {}", about.name),
        None => "The active policy, region by region".to_owned(),
    };
    Table::new("scaling-by-region", &caption)
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
    let (session, study) = (Session::here(), Study::here());
    let found = Memo::new(move |_| {
        let (evaluation, id) = (session.evaluation(), session.service_id());
        let now = evaluation.service(id)?;
        study.shown.with(|shown| {
            let over = shown.about.as_ref();
            let name =
                regions(now, over).into_iter().find(|(_, is_shown, _)| *is_shown).map(|(name, ..)| name.to_owned());
            Some((by_region(now, over), name))
        })
    });
    let table =
        Memo::new(move |_| found.with(|found| found.as_ref().map(|(table, _)| table.clone())).unwrap_or_default());
    let place = move || found.with(|found| found.as_ref().and_then(|(_, name)| Some(format!("In {}", name.as_ref()?))));
    view! {
        <Show when=move || table.with(|table| !table.rows.is_empty())>
            <section class="by-region">
                <TableView table=table/>
                <p class="hint">"Counts that are entered for the service are split by planned replicas. Where the recovery tier keeps a reserve ready, each region's policy aims at the load after the worst loss: targets are lower, minimums higher; the ideal fleet keeps the same reserve. Charts, violations and the comparison below are of the region marked, where the active policy keeps least or there is the least to spare; smallest changes, policy map and start-up limit are of all regions together."</p>
                <h2>{place}</h2>
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
        let table = by_region(payments, None);
        assert_eq!(table.rows.len(), 3);
        assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
        assert_eq!(table.rows.iter().filter(|row| !row.cells[0].notes.is_empty()).count(), 1);
        let paid: f64 = payments.places.iter().map(|place| place.scaling.outcome.spend.paid()).sum();
        assert!((paid - payments.scaling.outcome.spend.paid()).abs() < 1e-6);
    }

    #[test]
    fn one_place_needs_no_such_table() {
        assert!(by_region(&evaluate(&examples::first().scenario()).services[0], None).rows.is_empty());
    }
}
