//! From the baseline to now: which lines moved, what that is worth, when it has paid for itself.

use super::super::view::CostView;
use crate::plots::cost_bars::{Bar, Bars, waterfall};
use crate::session::Session;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::studies::cost_change::{CostComparison, WaterfallRow};
use leptos::prelude::*;

/// The change in sentences: a month, the years with their present value, payback.
fn sentences(change: &CostComparison, (before, after): (Money, Money), months: usize) -> Vec<String> {
    if change.rows.is_empty() && change.saved == Money::ZERO {
        return vec!["The bill is as in the baseline.".to_owned()];
    }
    let least = if change.is_complete { "" } else { "known of it: " };
    let monthly = (after - before).dollars();
    let differs = match monthly {
        0.0 => "as much as before".to_owned(),
        more if more > 0.0 => format!("{} a month more", text::dollars(more)),
        less => format!("{} a month less", text::dollars(-less)),
    };
    let first = format!(
        "{}{} instead of {} in the first month: {differs}.",
        text::capitalised(least),
        text::dollars(after.dollars()),
        text::dollars(before.dollars())
    );
    let saved = change.saved.dollars();
    let worth = change.present_value.map(|value| format!(", worth {} today (NPV)", text::dollars(value.abs())));
    let worth = worth.unwrap_or_default();
    let verb = if saved >= 0.0 { "saves" } else { "costs" };
    let more = if saved >= 0.0 { "" } else { " more" };
    let second = format!("Over {months} months it {verb} {}{more}{worth}.", text::dollars(saved.abs()));
    let third = match change.payback {
        None => "It does not pay for itself within these months.".to_owned(),
        Some(months) if months <= 0.0 => "It pays for itself at once.".to_owned(),
        Some(months) => format!("It has paid for itself after {} months.", text::number(months)),
    };
    vec![first, second, third]
}

/// The sentences, the waterfall, and every line that moved.
#[component]
pub fn Change() -> impl IntoView {
    let (session, view) = (Session::here(), CostView::here());
    let both = Memo::new(move |_| {
        let before = view.before.get()?;
        let change = view.change.get()?;
        Some(view.plan.with(|plan| {
            let months = before.horizon.months.len().min(plan.horizon.months.len());
            (change, before.total, plan.total, months)
        }))
    });
    let content = move || match both.get() {
        None => {
            let pin = move |_| session.pin_baseline(true);
            view! {
                <p id="change-says">"No baseline is pinned. Pin this plan as the baseline, then change something: here is what that does to every line of the bill, to the years, and when it has paid for itself."</p>
                <button type="button" id="change-pin" on:click=pin>"Pin this plan as the baseline"</button>
            }
            .into_any()
        }
        Some((change, before, after, months)) => {
            let says = sentences(&change, (before, after), months).join(" ");
            let picture = waterfall(&change, before, after).map(|bars| picture(&bars));
            let table = (!change.rows.is_empty()).then(|| table(&change, before, after));
            view! { <p id="change-says">{says}</p>{picture}{table} }.into_any()
        }
    };
    view! {
        <section class="change" aria-label="From the baseline to now">
            <h2>"From the baseline to now"</h2>
            {content}
        </section>
    }
}

/// A bar with its place.
pub(super) fn bar_view(bar: &Bar) -> impl IntoView + use<> {
    let (left, width) = (format!("{:.3}%", bar.from * 100.0), format!("{:.3}%", (bar.to - bar.from) * 100.0));
    view! { <i class=format!("cost-bar {}", bar.tone.class()) style:left=left style:width=width></i> }
}

fn picture(bars: &Bars) -> impl IntoView + use<> {
    let rows = bars.bars.iter().map(|bar| {
        view! {
            <span class="cost-bar-name">{bar.name.clone()}</span>
            <div class="cost-track">{bar_view(bar)}</div>
            <span class="cost-bar-amount">{bar.amount.clone()}</span>
        }
    });
    let rows = rows.collect_view();
    let low = (bars.low > 0.0).then(|| format!("Bars begin at {}, not at zero. ", text::dollars(bars.low)));
    view! {
        <div class="cost-bars" id="waterfall" aria-hidden="true">{rows}</div>
        <p class="hint">{low}"The first month; dark bars are sums, striped ones cost less, plain ones more."</p>
    }
}

fn table(change: &CostComparison, before: Money, after: Money) -> impl IntoView + use<> {
    let row = |row: &WaterfallRow| {
        view! {
            <tr>
                <th scope="row">{row.label.clone()}</th>
                <td class="value">{row.before.exact()}</td><td class="value">{row.after.exact()}</td>
                <td class="value">{signed_exact(row.change)}</td>
            </tr>
        }
    };
    let rows = change.rows.iter().map(row).collect_view();
    let same = (after - before) - change.rows.iter().map(|row| row.change).sum();
    let same = (same != Money::ZERO).then(|| {
        view! { <tr><th scope="row">"Lines without a known price in one of them"</th><td></td><td></td><td class="value">{signed_exact(same)}</td></tr> }
    });
    view! {
        <details>
            <summary>"Every line that differs"</summary>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Every line that differs">
                <table id="changes">
                    <caption>"The first month, before and after"</caption>
                    <thead><tr><th scope="col">"Line"</th><th scope="col" class="value">"Baseline"</th><th scope="col" class="value">"Now"</th><th scope="col" class="value">"Change"</th></tr></thead>
                    <tbody>{rows}{same}</tbody>
                    <tfoot><tr class="total"><th scope="row">"The whole bill"</th><td class="value">{before.exact()}</td><td class="value">{after.exact()}</td><td class="value">{signed_exact(after - before)}</td></tr></tfoot>
                </table>
            </div>
        </details>
    }
}

fn signed_exact(change: Money) -> String {
    if change > Money::ZERO { format!("+{}", change.exact()) } else { change.exact() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;
    use headroom_core::studies::cost_change::compare_cost;

    #[test]
    fn a_change_is_told_in_months_years_and_payback() {
        let before = examples::find("three-products").unwrap().scenario();
        let mut after = before.clone();
        let told = |before: &_, after: &_| {
            let (old, new) = (evaluate(before), evaluate(after));
            sentences(&compare_cost(&old, &new, 0.08), (old.cost.total, new.cost.total), 36)
        };
        assert_eq!(told(&before, &before), ["The bill is as in the baseline."]);
        after.cost.people.as_mut().unwrap().engineers = Quantity::clamped(3.0);
        let dearer = told(&before, &after);
        assert_eq!(dearer[0], "$75,052 instead of $48,052 in the first month: $27,000 a month more.");
        assert!(dearer[1].starts_with("Over 36 months it costs $972,000 more, worth $8"), "{}", dearer[1]);
        assert_eq!(dearer[2], "It does not pay for itself within these months.");
        let cheaper = told(&after, &before);
        assert!(cheaper[1].starts_with("Over 36 months it saves $972,000, worth"), "{}", cheaper[1]);
        assert_eq!(cheaper[2], "It pays for itself at once.");
    }
}
