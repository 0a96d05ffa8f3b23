//! From the baseline to now: which lines moved, what that is worth, when it pays back.

use super::super::view::CostView;
use super::Pictured;
use crate::components::BarFigure;
use crate::components::table::{Column, Row, Table};
use crate::plots::cost_bars::waterfall;
use crate::session::Session;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::studies::cost_change::{CostComparison, WaterfallRow};
use leptos::prelude::*;
use std::sync::Arc;

/// The section's answer, where a baseline is pinned.
fn answer(change: &CostComparison, totals: (Money, Money), months: usize) -> Pictured {
    Pictured {
        says: sentences(change, totals, months).join(" "),
        bars: waterfall(change, totals.0, totals.1).map(Arc::new),
        table: table(change, totals),
    }
}

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

/// The sentences and the waterfall, with every line that moved behind it.
#[component]
pub fn Change() -> impl IntoView {
    let (session, view) = (Session::here(), CostView::here());
    let found = Memo::new(move |_| {
        let (before, change) = (view.before.get()?, view.change.get()?);
        let months = |months: usize| months.min(before.horizon.months.len());
        Some(view.plan.with(|plan| answer(&change, (before.total, plan.total), months(plan.horizon.months.len()))))
    });
    let is_pinned = Memo::new(move |_| found.with(Option::is_some));
    let shown = Memo::new(move |_| found.get().unwrap_or_default());
    let pin = move |_| session.pin_baseline(true);
    let content = move || {
        if !is_pinned.get() {
            return view! {
                <p id="change-says">"No baseline is pinned. Pin this plan as the baseline, then change something: to see what that does to every line of the bill, to the years, and when it pays back."</p>
                <button type="button" id="change-pin" on:click=pin>"Pin this plan as the baseline"</button>
            }
            .into_any();
        }
        let bars = Signal::derive(move || shown.with(|shown| shown.bars.clone()));
        let table = Signal::derive(move || shown.with(|shown| shown.table.clone()));
        view! {
            <p id="change-says">{move || shown.with(|shown| shown.says.clone())}</p>
            <BarFigure bars=bars table=table/>
        }
        .into_any()
    };
    view! {
        <section class="change" aria-label="Change from the baseline">
            <h2>"Change from the baseline"</h2>
            {content}
        </section>
    }
}

/// Every line that differs.
fn table(change: &CostComparison, (before, after): (Money, Money)) -> Table {
    let row = |row: &WaterfallRow| {
        Row::of([row.label.clone(), row.before.exact(), row.after.exact(), signed_exact(row.change)])
    };
    let rest = change.beyond_rows(before, after);
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
            answer(&compare_cost(&old, &new, 0.08), (old.cost.total, new.cost.total), 36)
        };
        let same = told(&before, &before);
        assert_eq!((same.says.as_str(), same.bars), ("No change to the bill from the baseline.", None));
        after.cost.people.as_mut().unwrap().engineers = Quantity::clamped(3.0);
        let dearer = told(&before, &after);
        let first = "$75,052 instead of $48,052 in the first month: $27,000 a month more. ";
        let second = format!("{first}Over 36 months it costs $972,000 more, present value (NPV) $8");
        assert!(dearer.says.starts_with(&second), "{}", dearer.says);
        assert!(dearer.says.ends_with("It does not pay back within these months."));
        assert_eq!(dearer.table.texts(0)[1..], ["$27,000.00", "$54,000.00", "+$27,000.00"]);
        assert_eq!(dearer.table.texts(1), ["Total", "$48,051.70", "$75,051.70", "+$27,000.00"]);
        let cheaper = told(&after, &before).says;
        assert!(cheaper.contains("Over 36 months it saves $972,000, present value"), "{cheaper}");
        assert!(cheaper.ends_with("It pays back immediately."));
    }
}
