//! What the service stands on, the weakest first.

use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::availability::{BudgetWindow, allowed_downtime};
use headroom_core::plan::answered::Answered;
use headroom_core::plan::reliability::{PartAnswer, ReliabilityPlan};
use leptos::prelude::*;

/// Time in a year that a part is down, in words.
fn down_a_year(availability: f64) -> String {
    allowed_downtime(availability, BudgetWindow::Year).map_or_else(|| "unknown".to_owned(), text::seconds)
}

/// Parts, and how they add up.
#[component]
pub fn StandsOn(
    /// The answers.
    plan: Memo<Option<Answered<ReliabilityPlan>>>,
    /// Those of the baseline.
    before: Memo<Option<Answered<ReliabilityPlan>>>,
) -> impl IntoView {
    let session = Session::here();
    let common = session.service_part(|service| service.reliability.common_cause.get());
    let several = session.part(|scenario| scenario.services.count() > 1);
    let rows = move || {
        let Some(plan) = plan.get() else { return Vec::new() };
        let was = |part: &PartAnswer| {
            before.with(|before| {
                let before = before.as_ref()?;
                let known = before.parts.iter().find(|known| known.name == part.name && known.region == part.region)?;
                Some(known.availability).filter(|was| text::percent(*was) != text::percent(part.availability))
            })
        };
        let row = |part: &PartAnswer| {
            let was = was(part).map(|was| view! { <span class="was">"baseline " {text::percent(was)}</span> });
            view! {
                <tr>
                    <th scope="row">{text::capitalised(&part.name)}</th>
                    <td class="value">{text::percent(part.availability)} {was}</td>
                    <td class="value">{down_a_year(part.availability)}</td>
                </tr>
            }
        };
        plan.parts.iter().map(row).collect::<Vec<_>>()
    };
    let total = move || {
        plan.get().map(|plan| {
            let bound = if plan.is_lower_bound { "at least " } else { "" };
            view! {
                <tr class="total">
                    <th scope="row">"Together, with failover"</th>
                    <td class="value">{bound} {text::percent(plan.availability)}</td>
                    <td class="value">{down_a_year(plan.availability)}</td>
                </tr>
            }
        })
    };
    let shared = move || {
        several
            .get()
            .then_some(" A region in which several services stand, and a supplier that several need, count once.")
    };
    let bound = move || {
        plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.is_lower_bound))
            .then_some(" So many parts are shared that they are taken to fail apart: the figure is a lower bound.")
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="What it stands on">
            <table id="stands-on">
                <caption>"What it stands on, the weakest first"</caption>
                <thead><tr><th scope="col">"Part"</th><th scope="col" class="value">"Works"</th><th scope="col" class="value">"Down in a year"</th></tr></thead>
                <tbody>{rows}</tbody>
                <tfoot>{total}</tfoot>
            </table>
        </div>
        <p class="hint">
            {move || format!(
                "{} of failures hit all zones of a region, or all regions, at once; no number of copies helps against those, so two regions are never as good as their product.",
                text::percent(common.get())
            )}
            {shared}{bound}
        </p>
    }
}
