//! From the baseline to now: which lines moved, what that is worth, when it pays back.

use super::super::view::CostView;
use crate::components::TableView;
use crate::components::table::{Column, Row, Table};
use crate::plots::cost_bars::{Bar, Bars, waterfall};
use crate::session::Session;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::studies::cost_change::{CostComparison, WaterfallRow};
use leptos::prelude::*;

/// The change in sentences: a month, the years with their present value, payback.
fn sentences(change: &CostComparison, (before, after): (Money, Money), months: usize) -> Vec<String> {
    if change.rows.is_empty() && change.saved == Money::ZERO {
        return vec!["No change to the bill from the baseline.".to_owned()];
    }
    let least = if change.is_complete { "" } else { "known part: " };
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
    let worth = change.present_value.map(|value| format!(", present value (NPV) {}", text::dollars(value.abs())));
    let worth = worth.unwrap_or_default();
    let verb = if saved >= 0.0 { "saves" } else { "costs" };
    let more = if saved >= 0.0 { "" } else { " more" };
    let second = format!("Over {months} months it {verb} {}{more}{worth}.", text::dollars(saved.abs()));
    let third = match change.payback {
        None => "It does not pay back within these months.".to_owned(),
        Some(months) if months <= 0.0 => "It pays back immediately.".to_owned(),
        Some(months) => format!("It pays back after {} months.", text::number(months)),
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
                <p id="change-says">"No baseline is pinned. Pin this plan as the baseline, then change something: to see what that does to every line of the bill, to the years, and when it pays back."</p>
                <button type="button" id="change-pin" on:click=pin>"Pin this plan as the baseline"</button>
            }
            .into_any()
        }
        Some((change, before, after, months)) => {
            let says = sentences(&change, (before, after), months).join(" ");
            let picture = waterfall(&change, before, after).map(|bars| picture(&bars));
            let table = (!change.rows.is_empty()).then(|| {
                let table = Signal::stored(table(&change, before, after));
                view! { <details><summary>"Every line that differs"</summary><TableView table=table/></details> }
            });
            view! { <p id="change-says">{says}</p>{picture}{table} }.into_any()
        }
    };
    view! {
        <section class="change" aria-label="Change from the baseline">
            <h2>"Change from the baseline"</h2>
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

/// Every line that differs.
fn table(change: &CostComparison, before: Money, after: Money) -> Table {
    let row = |row: &WaterfallRow| {
        Row::of([row.label.clone(), row.before.exact(), row.after.exact(), signed_exact(row.change)])
    };
    let rest = (after - before) - change.rows.iter().map(|row| row.change).sum();
    let rest = (rest != Money::ZERO).then(|| {
        let name = "Lines without a known price in one of them".to_owned();
        Row::of([name, String::new(), String::new(), signed_exact(rest)])
    });
    let sum = ["Total".to_owned(), before.exact(), after.exact(), signed_exact(after - before)];
    let columns = [Column::words("Line"), Column::number("Baseline"), Column::number("Now"), Column::number("Change")];
    let rows = change.rows.iter().map(row).chain(rest).chain([Row::of(sum).total()]);
    Table::new("changes", "The first month, before and after").with_columns(columns).with_rows(rows)
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
        assert_eq!(told(&before, &before), ["No change to the bill from the baseline."]);
        after.cost.people.as_mut().unwrap().engineers = Quantity::clamped(3.0);
        let dearer = told(&before, &after);
        assert_eq!(dearer[0], "$75,052 instead of $48,052 in the first month: $27,000 a month more.");
        assert!(
            dearer[1].starts_with("Over 36 months it costs $972,000 more, present value (NPV) $8"),
            "{}",
            dearer[1]
        );
        assert_eq!(dearer[2], "It does not pay back within these months.");
        let cheaper = told(&after, &before);
        assert!(cheaper[1].starts_with("Over 36 months it saves $972,000, present value"), "{}", cheaper[1]);
        assert_eq!(cheaper[2], "It pays back immediately.");
    }
}
