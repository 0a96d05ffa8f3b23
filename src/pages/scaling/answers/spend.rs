//! What the replica-hours were spent on, beside the ideal fleet and the static one.

use super::super::timeline::{Shown, Study};
use crate::components::BarFigure;
use crate::components::table::{Column, Row, Table};
use crate::plots::scaling::{Split, USES, policy_names, spend_bars};
use headroom_core::base::text;
use headroom_core::plan::scaling::ScalingPlan;
use headroom_core::plan::scaling::engine::Spend;
use leptos::prelude::*;
use std::sync::Arc;

/// The parts of a policy's spending.
fn split(name: String, plan: &ScalingPlan, spend: &Spend) -> Split {
    let cost = plan.cost_of(spend.paid()).zip(plan.cost_of(spend.idle()));
    Split { name, uses: spend.uses(), paid: spend.paid(), cost }
}

fn splits(shown: &Shown) -> Vec<Split> {
    let names = policy_names(&shown.runs);
    let mut splits: Vec<Split> =
        shown.runs.iter().zip(names).map(|(run, name)| split(name, &run.plan, &run.plan.outcome.spend)).collect();
    if let Some(plan) = &shown.as_sized {
        splits.push(split("Static, as sized".into(), plan, &plan.outcome.spend));
    }
    if let Some((run, spend)) = shown.runs.first().and_then(|run| Some((run, run.plan.outcome.ideal_spend()?))) {
        splits.push(split("Ideal".into(), &run.plan, &spend));
    }
    splits
}

/// The bars, and the same as a table.
#[component]
pub fn SpendSplit() -> impl IntoView {
    let study = Study::here();
    let found = Memo::new(move |_| {
        study.shown.with(|shown| {
            let splits = splits(shown);
            (Arc::new(spend_bars(&splits)), table(&splits))
        })
    });
    let bars = Signal::derive(move || Some(found.with(|(bars, _)| bars.clone())));
    let table = Signal::derive(move || found.with(|(_, table)| table.clone()));
    view! {
        <section class="spend">
            <h2>"Where the replica-hours go"</h2>
            <BarFigure bars=bars table=table/>
        </section>
    }
}

/// The bars as a table, with their cost where a price is known.
fn table(splits: &[Split]) -> Table {
    let is_priced = splits.iter().any(|split| split.cost.is_some());

    let row = |split: &Split| {
        let parts = split.uses.iter().map(|(hours, _)| text::number(*hours));
        let cost = split.cost.map(|(all, idle)| [text::dollars(all), text::dollars(idle)]);
        let cells = std::iter::once(split.name.clone()).chain(parts).chain([text::number(split.paid)]);
        Row::of(cells.chain(cost.into_iter().flatten()))
    };
    let parts = USES.iter().map(|(name, _)| Column::number(*name));
    let cost = is_priced.then(|| [Column::number("Cost"), Column::number("of which waste and lag")]);
    let columns = std::iter::once(Column::words("Policy")).chain(parts).chain([Column::number("Total")]);
    Table::new("spend", "Replica-hours by use")
        .with_columns(columns.chain(cost.into_iter().flatten()))
        .with_rows(splits.iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn the_parts_add_up_to_what_is_paid_and_the_ideal_wastes_nothing() {
        let scenario = examples::first().scenario();
        let service = scenario.services.first();
        let evaluation = evaluate(&scenario);
        let scene = evaluation.services[0].scene(service);
        let runs = Arc::new(scene.runs());
        let shown = Shown { runs, as_sized: None, about: None, origin: 0.0, step: 60.0 };
        let splits = splits(&shown);
        for (split, run) in splits.iter().zip(shown.runs.iter()) {
            let paid = run.plan.outcome.spend.paid();
            assert!((split.paid - paid).abs() < 1e-6 * paid, "{split:?}");
        }
        let ideal = splits.last().unwrap();
        assert_eq!((ideal.name.as_str(), ideal.uses[2], ideal.uses[3]), ("Ideal", (0.0, 0.0), (0.0, 0.0)));
        assert_eq!(Some(ideal.paid), shown.runs[0].plan.outcome.ideal);
    }
}
