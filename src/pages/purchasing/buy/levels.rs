//! The levels of a commitment: their charts, and a table with what each leaves unused.

use super::state::Buying;
use crate::components::Figure;
use crate::plots::purchase;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::base::time::HOURS_PER_MONTH;
use headroom_core::plan::cost::{CommitmentAnswer, LevelCost, LevelStudy};
use leptos::prelude::*;
use std::sync::Arc;

/// Use in layers, and cost against the level.
#[component]
pub fn LevelCharts() -> impl IntoView {
    let buying = Buying::here();
    let drawn =
        move |draw: fn(&LevelStudy, &'static str, Option<&LevelStudy>) -> Option<crate::charts::spec::Chart>| {
            Memo::new(move |_| {
                let before = buying.before.get();
                let study = buying.study.get()?;
                draw(&study, buying.unit.get(), before.as_deref()).map(Arc::new)
            })
        };
    let layers = drawn(|study, unit, before| Some(purchase::layers(study, unit, before)));
    let cost = drawn(purchase::cost_by_level);
    view! {
        <Figure chart=layers/>
        <Figure chart=cost/>
    }
}

/// A month of the term in words: `month 7.2`.
fn month(month: f64) -> String {
    if month < 0.05 { "at once".to_owned() } else { format!("after {} months", text::number(month)) }
}

/// The critical ratio and the break-even in sentences.
fn explained(commitment: &CommitmentAnswer, on_demand: f64, one: &str) -> Vec<String> {
    let hour = |price: f64| text::quantity(price, Dimension::DollarsPerHour);
    let (Some(ratio), Some(share)) = (commitment.critical_ratio, commitment.breakeven_utilization) else {
        return vec!["By the hour costs nothing, so that no commitment can pay.".to_owned()];
    };
    let (term, own) = (commitment.term.words(), hour(commitment.hourly));
    if share >= 1.0 {
        return vec![format!(
            "A committed {one} costs {own}, not less than the {} by the hour: it never pays.",
            hour(on_demand)
        )];
    }
    let back = match commitment.breakeven_month {
        Some(back) => format!("A {one} that is always in use has cost less than by the hour {}.", month(back)),
        None => format!("A {one} does not pay for itself within its term."),
    };
    let hours = f64::from(commitment.term.months()) * HOURS_PER_MONTH;
    vec![
        format!(
            "A committed {one} costs {own} for every hour of {term}, by the hour {}: it pays if it is in use for more than {} of the time, {} of {} hours.",
            hour(on_demand),
            text::percent(share),
            text::number((share * hours).round()),
            text::number(hours)
        ),
        format!(
            "So commit up to the {} quantile of use: the critical ratio 1 − r/p = 1 − {} / {}. One more {one} would stand idle for too long, one fewer would be bought by the hour too often.",
            text::percent(ratio),
            hour(commitment.hourly),
            hour(on_demand)
        ),
        back,
    ]
}

/// The table of the levels.
#[component]
pub fn LevelTable() -> impl IntoView {
    let buying = Buying::here();
    let rows = move || {
        let (study, before) = (buying.study.get(), buying.before.get());
        let study = study?;
        let was = |level: &LevelCost| {
            let same = before.as_ref()?.levels.iter().find(|other| other.kind == level.kind)?;
            let change = text::difference(level.monthly, same.monthly, text::dollars)?;
            Some(view! { <span class="was">{change}</span> })
        };
        let (chosen, best) = (study.chosen, study.best);
        let row = |(place, level): (usize, &LevelCost)| {
            let mark = match (place == chosen, place == best) {
                (true, true) => "in force, costs least",
                (true, false) => "in force",
                (false, true) => "costs least",
                (false, false) => "",
            };
            view! {
                <tr class:differs=place == chosen>
                    <th scope="row">{text::capitalised(level.kind.words())} {(!mark.is_empty()).then(|| view! { <small class="buy-mark">{mark}</small> })}</th>
                    <td class="value">{text::number(level.nodes)}</td>
                    <td class="value">{text::dollars(level.monthly)} {was(level)}</td>
                    <td class="value">{level.saving.map_or_else(|| "unknown".to_owned(), signed)}</td>
                    <td class="value">{level.coverage.map_or_else(|| "unknown".to_owned(), text::percent)}</td>
                    <td class="value">{text::number(level.unused_hours)}</td>
                    <td class="value">{text::dollars(level.unused)}</td>
                </tr>
            }
        };
        Some(study.levels.iter().enumerate().map(row).collect_view())
    };
    let sentences = move || {
        let plan = buying.plan.get()?;
        let one = buying.unit.get().trim_end_matches('s');
        let sentences = match &plan.commitment {
            Some(commitment) => explained(commitment, plan.on_demand, one),
            None => vec![format!(
                "What a committed {one} costs is not known: commit to nodes with a discount of your own, or choose a machine that has such a price."
            )],
        };
        Some(sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view())
    };
    let caption = move || {
        let term =
            buying.plan.with(|plan| plan.as_ref()?.commitment.as_ref().map(|commitment| commitment.term.words()));
        let would = if buying.commits.get() { "Levels of commitment" } else { "What a commitment would do" };
        format!("{would}, a month on average over {}", term.unwrap_or("a year"))
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Levels of commitment">
            <table id="buy-levels">
                <caption>{caption}</caption>
                <thead><tr>
                    <th scope="col">"Level"</th><th scope="col" class="value">{move || text::capitalised(buying.unit.get())}</th>
                    <th scope="col" class="value">"Compute"</th><th scope="col" class="value">"Against by the hour"</th>
                    <th scope="col" class="value">"Of use covered"</th><th scope="col" class="value">"Unused, hours"</th><th scope="col" class="value">"Unused"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <div class="buy-explained" id="buy-explained">{sentences}</div>
    }
}

/// A saving as a difference: `−38.2 %`.
pub(super) fn signed(saving: f64) -> String {
    if saving.abs() < 0.0005 {
        "as much".to_owned()
    } else if saving > 0.0 {
        format!("−{}", text::percent(saving))
    } else {
        format!("+{}", text::percent(-saving))
    }
}
