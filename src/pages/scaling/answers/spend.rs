//! What the replica-hours were spent on, beside the ideal fleet and the static one.

use super::super::timeline::{Shown, Study};
use crate::components::TableView;
use crate::components::table::{Column, Row, Table};
use crate::plots::scaling::policy_names;
use headroom_core::base::text;
use headroom_core::plan::scaling::engine::Spend;
use leptos::prelude::*;

/// The parts, and what they mean.
const PARTS: [(&str, &str, &str); 4] = [
    ("work", "Work", "Serving requests."),
    ("headroom", "Headroom", "Idle, and needed to meet the SLO."),
    ("lag", "Lag", "Starting or draining."),
    ("waste", "Waste", "Beyond the ideal fleet."),
];
/// Parts smaller than this share of the widest bar have no label of their own.
const LABELLED: f64 = 0.09;

/// One bar: its parts in replica-hours.
#[derive(Clone, Debug, PartialEq)]
struct Bar {
    name: String,
    parts: [f64; 4],
}

impl Bar {
    fn new(name: String, spend: &Spend) -> Self {
        // Rounding may leave a part a hair below nothing.
        Self { name, parts: [spend.work, spend.headroom, spend.lag, spend.waste].map(|part| part.max(0.0)) }
    }

    fn paid(&self) -> f64 {
        self.parts.iter().sum()
    }
}

fn bars(shown: &Shown) -> Vec<Bar> {
    let names = policy_names(&shown.runs);
    let mut bars: Vec<Bar> =
        shown.runs.iter().zip(names).map(|(run, name)| Bar::new(name, &run.plan.outcome.spend)).collect();
    if let Some(plan) = &shown.as_sized {
        bars.push(Bar::new("Static, as sized".into(), &plan.outcome.spend));
    }
    if let Some((run, ideal)) = shown.runs.first().and_then(|run| Some((run, run.plan.outcome.ideal?))) {
        // All that the ideal fleet has is work or needed; the work is that of the active policy.
        let work = run.plan.outcome.spend.work.min(ideal);
        bars.push(Bar { name: "Ideal".into(), parts: [work, ideal - work, 0.0, 0.0] });
    }
    bars
}

/// The bars, and the same as a table.
#[component]
pub fn SpendSplit() -> impl IntoView {
    let study = Study::here();
    let found = Memo::new(move |_| study.shown.with(|shown| bars(shown)));
    let price = Memo::new(move |_| study.shown.with(|shown| shown.runs.first().and_then(|run| run.plan.price)));
    let drawn = move || {
        let bars = found.get();
        let widest = bars.iter().map(Bar::paid).fold(1e-9, f64::max);
        bars.into_iter().map(|bar| drawn_bar(&bar, widest, price.get())).collect_view()
    };
    let table = Memo::new(move |_| found.with(|found| table(found, price.get())));
    let legend = PARTS
        .iter()
        .map(|(class, name, about)| view! { <span class="spend-key"><i class=format!("spend-part {class}")></i><b>{*name}</b> " " {*about}</span> })
        .collect_view();
    view! {
        <section class="spend">
            <h2>"Where the replica-hours go"</h2>
            <div class="spend-bars" aria-hidden="true">{drawn}</div>
            <p class="spend-legend">{legend}</p>
            <details>
                <summary>"As a table"</summary>
                <TableView table=table/>
            </details>
        </section>
    }
}

fn drawn_bar(bar: &Bar, widest: f64, price: Option<f64>) -> impl IntoView + use<> {
    let parts = bar
        .parts
        .iter()
        .zip(PARTS)
        .filter(|(part, _)| **part > 0.0)
        .map(|(part, (class, _, _))| {
            let share = part / widest;
            let label = (share >= LABELLED).then(|| view! { <span>{text::percent(part / bar.paid())}</span> });
            view! { <i class=format!("spend-part {class}") style:width=format!("{:.3}%", share * 100.0)>{label}</i> }
        })
        .collect_view();
    let amount = price.map_or_else(|| format!("{} h", text::si(bar.paid())), |price| text::dollars(price * bar.paid()));
    view! {
        <span class="spend-name">{bar.name.clone()}</span>
        <div class="spend-bar">{parts}</div>
        <span class="spend-amount">{amount}</span>
    }
}

/// The bars as a table, with their cost where a price is known.
fn table(bars: &[Bar], price: Option<f64>) -> Table {
    let row = |bar: &Bar| {
        let parts = bar.parts.iter().map(|part| text::number(*part));
        let idle = bar.parts[2] + bar.parts[3];
        let cost = price.map(|price| [text::dollars(price * bar.paid()), text::dollars(price * idle)]);
        let cells = std::iter::once(bar.name.clone()).chain(parts).chain([text::number(bar.paid())]);
        Row::of(cells.chain(cost.into_iter().flatten()))
    };
    let parts = PARTS.iter().map(|(_, name, _)| Column::number(*name));
    let cost = price.map(|_| [Column::number("Cost"), Column::number("of which waste and lag")]);
    let columns = std::iter::once(Column::words("Policy")).chain(parts).chain([Column::number("Total")]);
    Table::new("spend", "Replica-hours by use")
        .with_columns(columns.chain(cost.into_iter().flatten()))
        .with_rows(bars.iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scaling::Scene;
    use headroom_core::plan::scenario::examples;
    use std::sync::Arc;

    #[test]
    fn the_parts_add_up_to_what_is_paid_and_the_ideal_wastes_nothing() {
        let scenario = examples::first().scenario();
        let service = scenario.services.first();
        let evaluation = evaluate(&scenario);
        let scene = Scene::of_period(&service.scaling, evaluation.services[0].basis(service));
        let runs = Arc::new(scene.runs());
        let shown = Shown { runs, as_sized: None, about: None, origin: 0.0, step: 60.0 };
        let bars = bars(&shown);
        for (bar, run) in bars.iter().zip(shown.runs.iter()) {
            let paid = run.plan.outcome.spend.paid();
            assert!((bar.paid() - paid).abs() < 1e-6 * paid, "{bar:?}");
        }
        let ideal = bars.last().unwrap();
        assert_eq!((ideal.name.as_str(), ideal.parts[2], ideal.parts[3]), ("Ideal", 0.0, 0.0));
        assert_eq!(Some(ideal.paid()), shown.runs[0].plan.outcome.ideal);
    }
}
