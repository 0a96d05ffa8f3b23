//! What the replica-hours were spent on, beside the ideal fleet and the static one.

use super::super::timeline::{Shown, Study};
use crate::plots::scaling::policy_names;
use headroom_core::base::text;
use headroom_core::plan::scaling::engine::Spend;
use leptos::prelude::*;

/// The parts, and what they mean.
const PARTS: [(&str, &str, &str); 4] = [
    ("work", "Work", "Serving requests."),
    ("headroom", "Headroom", "Idle, and needed to keep the objective."),
    ("lag", "Lag", "Starting or draining."),
    ("waste", "Waste", "Beyond what the ideal fleet would have."),
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
        // All that the ideal fleet has is work or needed; the work is that of the policy in force.
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
    let rows = move || found.get().into_iter().map(|bar| row(&bar, price.get())).collect_view();
    let legend = PARTS
        .iter()
        .map(|(class, name, about)| view! { <span class="spend-key"><i class=format!("spend-part {class}")></i><b>{*name}</b> " " {*about}</span> })
        .collect_view();
    view! {
        <section class="spend">
            <h2>"What the replica-hours go into"</h2>
            <div class="spend-bars" aria-hidden="true">{drawn}</div>
            <p class="spend-legend">{legend}</p>
            <details>
                <summary>"As a table"</summary>
                <div class="scroll-x" tabindex="0" role="region" aria-label="Replica-hours by what they go into">
                    <table id="spend">
                        <caption>"Replica-hours by what they go into"</caption>
                        <thead><tr>
                            <th scope="col">"Policy"</th>
                            {PARTS.iter().map(|(_, name, _)| view! { <th scope="col" class="value">{*name}</th> }).collect_view()}
                            <th scope="col" class="value">"In all"</th>
                            {move || price.get().map(|_| view! { <th scope="col" class="value">"Cost"</th><th scope="col" class="value">"Of it waste and lag"</th> })}
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
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

fn row(bar: &Bar, price: Option<f64>) -> impl IntoView + use<> {
    let cells = bar.parts.iter().map(|part| view! { <td class="value">{text::number(*part)}</td> }).collect_view();
    let idle = bar.parts[2] + bar.parts[3];
    let cost = price.map(|price| {
        view! { <td class="value">{text::dollars(price * bar.paid())}</td><td class="value">{text::dollars(price * idle)}</td> }
    });
    view! { <tr><th scope="row">{bar.name.clone()}</th>{cells}<td class="value">{text::number(bar.paid())}</td>{cost}</tr> }
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
