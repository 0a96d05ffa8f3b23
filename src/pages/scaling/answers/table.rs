//! All compared policies in one table, beside the fleet as sized and the ideal one.

use super::super::timeline::{Shown, Study};
use super::super::view::ScalingView;
use crate::plots::scaling::policy_names;
use headroom_core::base::text;
use headroom_core::plan::scaling::ScalingPlan;
use leptos::prelude::*;

/// Headings of the rows, and what each means.
const MEASURES: [(&str, &str); 13] = [
    ("SLO kept", "Share of the requests that were neither lost nor late."),
    ("Outside", "Time in which the objective was missed."),
    ("Lost", "Requests that were never answered in time to anybody."),
    ("Late", "Requests answered while the objective was missed."),
    ("Longest backlog", "Most requests that waited at once."),
    ("Drained in", "Time from the longest backlog until nothing waited."),
    ("Replicas", "Fewest and most in service."),
    ("Replica-hours", "What is paid for, starting and draining replicas included."),
    ("Cost", "Replica-hours at the stated price."),
    ("Against ideal", "Replica-hours beyond those of a fleet that knows the future."),
    ("Up / down", "Changes of the number wanted."),
    ("Flaps", "Changes of direction within a quarter of an hour."),
    ("Main cause", "What most of the time outside was caused by."),
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
    let over = outcome.ideal.filter(|ideal| *ideal > 0.0).map(|ideal| paid / ideal - 1.0);
    let drained = match outcome.drain {
        Some(time) => text::seconds(time),
        None if outcome.longest_queue > 0.0 => "not at the end".into(),
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
        over.map_or_else(|| "unknown".into(), signed),
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
            let fewest = run.columns.ideal.iter().copied().fold(f64::INFINITY, f64::min);
            cells[6] = range(fewest.min(f64::from(outcome.ideal_most)), f64::from(outcome.ideal_most));
            cells[7] = text::number(paid);
            cells[COST] = run.plan.price.map(|price| text::dollars(price * paid)).unwrap_or_default();
            cells[9] = text::percent(0.0);
            cells[10] = "at will".into();
        }
        None => cells[0] = "out of reach".into(),
    }
    Some(Column { name: "Ideal".into(), place: None, cells })
}

/// The table: a column for each policy, a row for each measure.
#[component]
pub fn PolicyTable() -> impl IntoView {
    let (view, study) = (ScalingView::here(), Study::here());
    let found = Memo::new(move |_| study.shown.with(|shown| columns(shown)));
    let priced =
        Memo::new(move |_| study.shown.with(|shown| shown.runs.first().is_some_and(|run| run.plan.price.is_some())));
    let measures = move || MEASURES.into_iter().enumerate().filter(move |(place, _)| *place != COST || priced.get());
    let looked_at = Memo::new(move |_| {
        let last = found.with(|all| all.iter().filter_map(|column| column.place).max());
        last.map(|last| view.chosen.get().min(last))
    });
    let is_looked_at = move |place: Option<usize>| place.is_some() && place == looked_at.get();
    let head = move || {
        found.get().into_iter().map(|Column { name, place, .. }| {
            let content = match place {
                Some(at) => {
                    let label = format!("Look at {name}");
                    view! {
                        <button type="button" class="link" aria-label=label aria-pressed=move || is_looked_at(place).to_string()
                            on:click=move |_| view.chosen.set(at)>{name}</button>
                        {(at == 0).then(|| view! { <small class="in-force">"in force"</small> })}
                    }
                    .into_any()
                }
                None => view! { <span class="reference">{name}</span> }.into_any(),
            };
            view! { <th scope="col" class="value" class:looked-at=move || is_looked_at(place)>{content}</th> }
        }).collect_view()
    };
    let body = move || {
        let all = found.get();
        let row = |(row, (_, (name, about))): (usize, (usize, (&'static str, &'static str)))| {
            let cells = all.iter().map(|column| {
                let (place, cell) = (column.place, column.cells.get(row).cloned());
                view! { <td class="value" class:looked-at=move || is_looked_at(place)>{cell}</td> }
            });
            view! { <tr><th scope="row" title=about>{name}</th>{cells.collect_view()}</tr> }
        };
        measures().enumerate().map(row).collect_view()
    };
    let meanings = move || {
        measures().map(|(_, (name, about))| view! { <div><dt>{name}</dt><dd>{about}</dd></div> }).collect_view()
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Policies side by side">
            <table id="policies-compared">
                <caption>"Policies side by side, on the same load"</caption>
                <thead><tr><th scope="col">"Measure"</th>{head}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
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
    use headroom_core::plan::scaling::Scene;
    use headroom_core::plan::scenario::examples;
    use std::sync::Arc;

    fn shown() -> Shown {
        let scenario = examples::first().scenario();
        let service = scenario.services.first();
        let evaluation = evaluate(&scenario);
        let scene = Scene::of_period(&service.scaling, evaluation.services[0].basis(service));
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
