//! What can be paid in advance, by what it is worth today.

use super::state::Buying;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::cost::{UpfrontCost, compare_upfront};
use leptos::prelude::*;

/// The table; none where nothing would be committed.
#[component]
pub fn Payments() -> impl IntoView {
    let (session, buying) = (Session::here(), Buying::here());
    let rate = session.part(|scenario| scenario.cost.discount_rate.get());
    let rows = Memo::new(move |_| {
        let (plan, study) = (buying.plan.get(), buying.study.get());
        let (Some(plan), Some(study)) = (plan, study) else { return Vec::new() };
        let level = study.chosen().filter(|level| level.nodes > 0.0).or_else(|| study.best());
        let Some(level) = level.filter(|level| level.nodes > 0.0) else { return Vec::new() };
        let committed = level.nodes * headroom_core::base::time::HOURS_PER_MONTH;
        compare_upfront(&plan, level.nodes, 1.0 - level.unused_hours / committed, rate.get())
    });
    let upfront = move || buying.plan.with(|plan| Some(plan.as_ref()?.commitment.as_ref()?.upfront));
    let body = move || {
        let chosen = upfront();
        rows.get()
            .into_iter()
            .map(|row| view_of(row, chosen == Some(row.upfront) && buying.commits.get()))
            .collect_view()
    };
    let there = Memo::new(move |_| rows.with(|rows| !rows.is_empty()));
    view! {
        <Show when=move || there.get()>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Paid in advance">
                <table id="buy-payments">
                    <caption>{move || format!("Paid in advance, at {} a year for money", text::percent(rate.get()))}</caption>
                    <thead><tr>
                        <th scope="col">"Payment"</th><th scope="col" class="value">"At the start"</th>
                        <th scope="col" class="value">"Each month"</th><th scope="col" class="value">"In all"</th>
                        <th scope="col" class="value">"Worth today"</th><th scope="col" class="value">"Paid back in month"</th>
                        <th scope="col" class="value">"Pays from a further discount of"</th>
                    </tr></thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
            <p class="hint buy-note">"All at the same price an hour in the end, for one term. Providers take a few per cent more off for paying in advance: worth it if that is more than the last column."</p>
        </Show>
    }
}

fn view_of(row: UpfrontCost, is_chosen: bool) -> impl IntoView {
    let back = match row.breakeven_month {
        Some(month) if month < 0.05 => "at once".to_owned(),
        Some(month) => text::number(month),
        None => "not within the term".to_owned(),
    };
    let needed = if row.advance > 0.0 { text::percent(row.needed_discount) } else { String::new() };
    view! {
        <tr class:differs=is_chosen>
            <th scope="row">{text::capitalised(row.upfront.words())}</th>
            <td class="value">{text::dollars(row.advance)}</td>
            <td class="value">{text::dollars(row.monthly)}</td>
            <td class="value">{text::dollars(row.paid)}</td>
            <td class="value">{text::dollars(row.present_value)}</td>
            <td class="value">{back}</td>
            <td class="value">{needed}</td>
        </tr>
    }
}
