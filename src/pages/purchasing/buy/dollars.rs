//! A commitment in dollars: what it covers, what goes unused, what it saves.

use super::levels::signed;
use super::state::Buying;
use crate::components::Figure;
use crate::plots::purchase_dollars;
use crate::session::Session;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use leptos::prelude::*;
use std::sync::Arc;

/// The answers, where the plan commits to dollars.
#[component]
pub fn Dollars() -> impl IntoView {
    let (session, buying) = (Session::here(), Buying::here());
    let savings = Memo::new(move |_| session.evaluation().cost.savings);
    let used = buying.dollars;
    let there = Memo::new(move |_| used.with(Option::is_some) && savings.with(Option::is_some));
    let week = Memo::new(move |_| used.get().map(|used| Arc::new(purchase_dollars::covered_week(&used))));
    let cost = Memo::new(move |_| used.get().map(|used| Arc::new(purchase_dollars::cost_by_commitment(&used))));
    let rows = move || {
        let (used, answer) = (used.get()?, savings.get()?);
        let hour = |amount: f64| text::quantity(amount, Dimension::DollarsPerHour);
        let share = |share: Option<f64>| share.map_or_else(|| "unknown".to_owned(), text::percent);
        let rows = [
            ("Committed", hour(answer.hourly), "Paid in every hour, used or not.".to_owned()),
            (
                "Costs least at",
                hour(answer.best_hourly),
                format!("The {} quantile of use, at the reduced rate.", text::percent(answer.discount)),
            ),
            (
                "Covers",
                hour(answer.covers),
                format!(
                    "Use at prices by the hour: {} / (1 − {}).",
                    hour(answer.hourly),
                    text::percent(answer.discount)
                ),
            ),
            (
                "Saves a month",
                text::dollars(answer.monthly_saving),
                format!(
                    "{} of the compute that it may cover, over {}.",
                    answer.saving.map_or_else(|| "Unknown".to_owned(), signed),
                    answer.term.words()
                ),
            ),
            (
                "Of it used",
                share(answer.utilization),
                format!(
                    "{} a month goes unused in the first month; nothing is carried over to the next hour.",
                    text::dollars(used.unused)
                ),
            ),
            ("Of use covered", share(answer.coverage), "The rest is paid by the hour.".to_owned()),
        ];
        let row = |(name, value, says): (&'static str, String, String)| {
            view! { <tr><th scope="row">{name}</th><td class="value">{value}</td><td>{says}</td></tr> }
        };
        Some(rows.into_iter().map(row).collect_view())
    };
    view! {
        <Show when=move || there.get()>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Commitment in dollars">
                <table id="buy-dollars">
                    <caption>"Commitment in dollars, over all services"</caption>
                    <thead><tr><th scope="col">"What"</th><th scope="col" class="value">"How much"</th><th scope="col">"What it means"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <Figure chart=week/>
            <Figure chart=cost/>
        </Show>
    }
}
