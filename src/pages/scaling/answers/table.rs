//! All compared policies in one table, beside the fleet as sized and the ideal one.

use super::super::timeline::{Shown, Study};
use super::super::view::ScalingView;
use crate::components::TableView;
use crate::components::table::{self, Row, Table};
use crate::plots::scaling::policy_names;
use headroom_core::base::text;
use headroom_core::plan::scaling::ScalingPlan;
use leptos::prelude::*;

/// Headings of the rows, and what each means.
const MEASURES: [(&str, &str); 13] = [
    ("Within SLO", "Share of requests answered within the SLO."),
    ("Violations", "Time outside the SLO."),
    ("Lost", "Requests dropped or timed out."),
    ("Late", "Requests answered while the SLO was violated."),
    ("Longest backlog", "Largest number of queued requests."),
    ("Cleared in", "Time from the longest backlog until the queue was empty."),
    ("Replicas", "Fewest and most in service."),
    ("Replica-hours", "Replica-hours paid for, including starting and draining replicas."),
    ("Cost", "Replica-hours at the entered price."),
    ("vs ideal", "Replica-hours beyond those of a fleet that knows the load in advance."),
    ("Scale up / down", "Changes of desired replicas."),
    ("Flaps", "Reversals within 15 minutes of the last change."),
    ("Main cause", "Cause of most of the violation time."),
];
/// Place of the cost, which is shown where a price is known.
const COST: usize = 8;

/// A column of the table.
#[derive(Clone, Debug, PartialEq)]
struct Column {
    name: String,
    /// Its place among the compared policies.
    place: Option<usize>,
    cells: Vec<String>,
}

fn columns(shown: &Shown) -> Vec<Column> {
    let names = policy_names(&shown.runs);
    let policies = names.into_iter().zip(shown.runs.iter()).enumerate();
    let mut columns: Vec<Column> =
        policies.map(|(place, (name, run))| Column { name, place: Some(place), cells: cells(&run.plan) }).collect();
    if let Some(plan) = &shown.as_sized {
        columns.push(Column { name: "Static, as sized".into(), place: None, cells: cells(plan) });
    }
    columns.extend(ideal(shown));
    if shown.runs.first().is_none_or(|run| run.plan.price.is_none()) {
        for column in &mut columns {
            column.cells.remove(COST);
        }
    }
    columns
}

fn range(fewest: f64, most: f64) -> String {
    if fewest == most { text::number(most) } else { format!("{}–{}", text::number(fewest), text::number(most)) }
}

fn or_none(value: f64, show: impl Fn(f64) -> String) -> String {
    if value > 0.0 { show(value) } else { "none".into() }
}

fn cells(plan: &ScalingPlan) -> Vec<String> {
    let outcome = &plan.outcome;
    let paid = outcome.spend.paid();
    let drained = match outcome.drain {
        Some(time) => text::seconds(time),
        None if outcome.longest_queue > 0.0 => "not cleared".into(),
        None => "none".into(),
    };
    let count = |value: f64| text::si(value.round());
    vec![
        text::percent(outcome.kept_of_requests()),
        or_none(outcome.outside, text::seconds),
        or_none(outcome.lost, count),
        or_none(outcome.late, count),
        or_none(outcome.longest_queue, count),
        drained,
        range(f64::from(outcome.fewest), f64::from(outcome.most)),
        text::number(paid),
        plan.cost().map(text::dollars).unwrap_or_default(),
        text::or_unknown(outcome.over_ideal(), signed),
        format!("{} / {}", text::count(outcome.ups), text::count(outcome.downs)),
        text::count(outcome.flaps),
        outcome.causes.first().map_or("none", |(cause, _)| cause.words()).into(),
    ]
}

/// A share with its sign.
fn signed(share: f64) -> String {
    let shown = text::percent(share);
    if share > 0.0 && shown != "0 %" { format!("+{shown}") } else { shown }
}

/// The ideal fleet: the same under every policy.
fn ideal(shown: &Shown) -> Option<Column> {
    let run = shown.runs.first()?;
    let outcome = &run.plan.outcome;
    let mut cells = vec![String::new(); MEASURES.len()];
    match outcome.ideal {
        Some(paid) => {
            cells = vec!["none".into(); MEASURES.len()];
            cells[0] = text::percent(1.0);
            let most = f64::from(outcome.ideal_most);
            cells[6] = range(run.columns.fewest_ideal().unwrap_or(most), most);
            cells[7] = text::number(paid);
            cells[COST] = run.plan.cost_of(paid).map(text::dollars).unwrap_or_default();
            cells[9] = text::percent(0.0);
            cells[10] = "unlimited".into();
        }
        None => cells[0] = "unreachable".into(),
    }
    Some(Column { name: "Ideal".into(), place: None, cells })
}

/// The table: a row for each measure, a column for each policy; the one at `chosen` is selected.
fn table(shown: &Shown, chosen: usize) -> Table {
    let found = columns(shown);
    let last = found.iter().filter_map(|column| column.place).max();
    let chosen = last.map(|last| chosen.min(last));
    let head = found.iter().map(|found| {
        let column = match found.place {
            Some(_) => table::Column::number(&found.name).chosen(found.place == chosen),
            None => table::Column::number(&found.name),
        };
        if found.place == Some(0) { column.with_note("active") } else { column }
    });
    let rows = measures(shown).enumerate().map(|(row, (name, _))| {
        let cells = found.iter().map(|column| column.cells.get(row).cloned().unwrap_or_default());
        Row::of(std::iter::once((*name).to_owned()).chain(cells))
    });
    Table::new("policies-compared", "Policies side by side, on the same load")
        .with_columns(std::iter::once(table::Column::words("Measure")).chain(head))
        .with_rows(rows)
}

/// The measures that are shown: the cost only where a price is known.
fn measures(shown: &Shown) -> impl Iterator<Item = &'static (&'static str, &'static str)> + use<> {
    let priced = shown.runs.first().is_some_and(|run| run.plan.price.is_some());
    MEASURES.iter().enumerate().filter(move |(place, _)| *place != COST || priced).map(|(_, measure)| measure)
}

/// The table, and what its rows mean.
#[component]
pub fn PolicyTable() -> impl IntoView {
    let (view, study) = (ScalingView::here(), Study::here());
    let found = Memo::new(move |_| study.shown.with(|shown| table(shown, view.chosen.get())));
    let meanings = Memo::new(move |_| study.shown.with(|shown| measures(shown).collect::<Vec<_>>()));
    let meanings = move || {
        let meanings = meanings.get().into_iter();
        meanings.map(|(name, about)| view! { <div><dt>{*name}</dt><dd>{*about}</dd></div> }).collect_view()
    };
    // The first column has the names of the measures.
    let choose = Callback::new(move |column: usize| view.chosen.set(column.saturating_sub(1)));
    view! {
        <TableView table=found on_head=choose/>
        <details class="meanings">
            <summary>"What the rows mean"</summary>
            <dl>{meanings}</dl>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;
    use std::sync::Arc;

    fn shown() -> Shown {
        let scenario = examples::first().scenario();
        let service = scenario.services.first();
        let evaluation = evaluate(&scenario);
        let scene = evaluation.services[0].scene(service);
        Shown { runs: Arc::new(scene.runs()), as_sized: None, about: None, origin: 0.0, step: 60.0 }
    }

    #[test]
    fn every_column_has_a_cell_for_each_measure() {
        let mut shown = shown();
        let with_price = columns(&shown);
        assert!(with_price.iter().all(|column| column.cells.len() == MEASURES.len()));
        assert_eq!(with_price.last().map(|column| column.name.as_str()), Some("Ideal"));
        let mut runs = shown.runs.to_vec();
        runs.iter_mut().for_each(|run| run.plan.plan.price = None);
        shown.runs = Arc::new(runs);
        assert!(columns(&shown).iter().all(|column| column.cells.len() == MEASURES.len() - 1));
    }

    #[test]
    fn shares_have_their_sign() {
        assert_eq!((signed(0.231), signed(-0.1), signed(0.0)), ("+23.1 %".into(), "−10 %".into(), "0 %".into()));
    }
}
