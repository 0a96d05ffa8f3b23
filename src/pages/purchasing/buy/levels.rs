//! The levels of a commitment: their charts, and a table with what each leaves unused.

use super::state::Buying;
use crate::components::Figure;
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use crate::plots::purchase;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
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
    let known = commitment.critical_ratio.zip(commitment.breakeven_utilization).zip(commitment.breakeven_hours());
    let Some(((ratio, share), used)) = known else {
        return vec!["On-demand costs nothing, so no commitment can pay off.".to_owned()];
    };
    let (term, own) = (commitment.term.words(), hour(commitment.hourly));
    if share >= 1.0 {
        return vec![format!(
            "A committed {one} costs {own}, not less than {} on-demand: it never pays off.",
            hour(on_demand)
        )];
    }
    let back = match commitment.breakeven_month {
        Some(back) => format!("A {one} that is always in use is cheaper than on-demand {}.", month(back)),
        None => format!("A {one} does not pay back within its term."),
    };
    vec![
        format!(
            "A committed {one} costs {own} for every hour of {term}, on-demand {}: it pays off above {} utilization, {} of {} hours.",
            hour(on_demand),
            text::percent(share),
            text::number(used.round()),
            text::number(commitment.hours())
        ),
        format!(
            "So commit up to the {} quantile of use: the critical ratio, one less the committed price over the on-demand price: 1 − {} / {}. One more {one} would idle too often, one fewer would be bought on-demand too often.",
            text::percent(ratio),
            hour(commitment.hourly),
            hour(on_demand)
        ),
        back,
    ]
}

/// Levels of commitment side by side, beside the baseline.
fn table(caption: String, study: &LevelStudy, before: Option<&LevelStudy>, unit: &str) -> Table {
    let row = |(place, level): (usize, &LevelCost)| {
        let same = before.and_then(|before| before.levels.iter().find(|other| other.kind == level.kind));
        let mark = match (place == study.chosen, place == study.best) {
            (true, true) => "active, costs least",
            (true, false) => "active",
            (false, true) => "costs least",
            (false, false) => "",
        };
        let cells = [
            Cell::from(text::capitalised(level.kind.words())).with_note(mark),
            Cell::from(text::number(level.nodes)),
            Cell::from(text::dollars(level.monthly)).with_was(same.map(|same| text::dollars(same.monthly))),
            Cell::from(text::or_unknown(level.saving, signed)),
            Cell::from(text::or_unknown(level.coverage, text::percent)),
            Cell::from(text::number(level.unused_hours)),
            Cell::from(text::dollars(level.unused)),
        ];
        Row::of(cells).selected(place == study.chosen)
    };
    let columns = [
        Column::words("Level"),
        Column::number(text::capitalised(unit)),
        Column::number("Compute"),
        Column::number("vs on-demand"),
        Column::number("Coverage"),
        Column::number("Unused hours"),
        Column::number("Unused cost"),
    ];
    Table::new("buy-levels", caption).with_columns(columns).with_rows(study.levels.iter().enumerate().map(row))
}

/// The table of the levels.
#[component]
pub fn LevelTable() -> impl IntoView {
    let buying = Buying::here();
    let table = Memo::new(move |_| {
        let (study, before, unit) = (buying.study.get(), buying.before.get(), buying.unit.get());
        let Some(study) = study else { return Table::default() };
        let term =
            buying.plan.with(|plan| plan.as_ref()?.commitment.as_ref().map(|commitment| commitment.term.words()));
        let would = if buying.commits.get() { "Levels of commitment" } else { "What a commitment would do" };
        let caption = format!("{would}, monthly average over {}", term.unwrap_or("a year"));
        table(caption, &study, before.as_deref(), unit)
    });
    let sentences = move || {
        let plan = buying.plan.get()?;
        let one = buying.unit.get().trim_end_matches('s');
        let sentences = match &plan.commitment {
            Some(commitment) => explained(commitment, plan.on_demand, one),
            None => vec![format!(
                "The price of a committed {one} is unknown: enter a discount, or select an instance type with a commitment price."
            )],
        };
        Some(sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view())
    };
    view! {
        <TableView table=table/>
        <div class="buy-explained" id="buy-explained">{sentences}</div>
    }
}

/// A saving as a difference: `−38.2 %`.
pub(super) fn signed(saving: f64) -> String {
    if text::is_no_change(saving) {
        "no change".to_owned()
    } else if saving > 0.0 {
        format!("−{}", text::percent(saving))
    } else {
        format!("+{}", text::percent(-saving))
    }
}
