//! The error budget by window, and what spends it.

use crate::components::table::{Cell, Column, Row, Table};
use crate::components::{BarFigure, TableView};
use crate::plots::recovery_bars::budget_spending;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::reliability::{BudgetRow, ReliabilityPlan, Spender, Spending, TierSpending};
use headroom_core::plan::scaling::engine::Cause;
use headroom_core::studies::alerts::scaling_by_cause;
use leptos::prelude::*;
use std::sync::Arc;

/// A window in words.
fn window(days: f64) -> String {
    match days {
        1.0 => "a day".to_owned(),
        7.0 => "a week".to_owned(),
        90.0 => "a quarter, 90 days".to_owned(),
        365.0 => "a year, 365 days".to_owned(),
        days => format!("{} days", text::number(days)),
    }
}

fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "no budget".to_owned(), text::percent)
}

/// A table of the answers, the causes of what scaling spends, and the active tier.
type TableOf = fn(&ReliabilityPlan, &[(Cause, f64)], Option<RecoveryTier>) -> Table;

/// The picture and the tables.
#[component]
pub fn Budget(
    /// The answers.
    plan: Memo<Option<Answered<ReliabilityPlan>>>,
) -> impl IntoView {
    let session = Session::here();
    let active = session.answer(|service| service.recovery.tier);
    let causes = session.answer(|service| scaling_by_cause(&service.scaling.outcome));
    let found = move |of: TableOf| {
        Memo::new(move |_| {
            let (causes, tier) = (causes.get().unwrap_or_default(), active.get().flatten());
            plan.with(|plan| plan.as_deref().map(|plan| of(plan, &causes, tier)).unwrap_or_default())
        })
    };
    let bars = Memo::new(move |_| {
        plan.with(|plan| plan.as_deref().map(|plan| Arc::new(budget_spending(plan, plan.allowed()))))
    });
    view! {
        <h3>"What spends the error budget"</h3>
        <BarFigure bars=bars/>
        <div class="side-by-side">
            <TableView table=found(|plan, causes, _| spending(plan, causes))/>
            <TableView table=found(|plan, _, _| windows(&plan.budget))/>
        </div>
        <details>
            <summary>"Recoveries by each tier"</summary>
            <TableView table=found(|plan, _, tier| tier_spending(plan, tier))/>
        </details>
    }
}

/// What may be spent in each window.
fn windows(budget: &[BudgetRow]) -> Table {
    let rows = budget.iter().map(|row| Row::of([text::capitalised(&window(row.days)), text::seconds(row.allowed)]));
    let columns = [Column::words("Window"), Column::number("Budget")];
    Table::new("budget", "Error budget: time that may violate the SLO").with_columns(columns).with_rows(rows)
}

/// What spends the budget.
fn spending(plan: &ReliabilityPlan, causes: &[(Cause, f64)]) -> Table {
    let causes = causes.iter().filter(|(_, seconds)| *seconds > 0.0).take(3);
    let causes: Vec<String> =
        causes.map(|(cause, seconds)| format!("{} {}", cause.words(), text::seconds(*seconds))).collect();
    let causes = causes.join("; ");
    let row = |row: &Spending| {
        let what = Cell::from(text::capitalised(row.what.words()));
        let what = if row.what == Spender::Scaling { what.with_note(causes.clone()) } else { what };
        Row::of([what, Cell::from(text::seconds(row.seconds)), Cell::from(share(row.share))])
    };
    let is_known = plan.knows_recoveries();
    let unknown = (!is_known)
        .then(|| Row::of([text::capitalised(Spender::Recovery.words()), "unknown".to_owned(), "unknown".to_owned()]));
    let total = if is_known { "Total" } else { "Known total" };
    let sum = Row::of([total.to_owned(), text::seconds(plan.spent_seconds()), plan.spent_in_words()]).total();
    let columns = [Column::words("Cause"), Column::number("Time"), Column::number("Share of budget")];
    let rows = plan.spending.iter().map(row).chain(unknown).chain([sum]);
    Table::new("spending", "Expected spending in 30 days").with_columns(columns).with_rows(rows)
}

/// What recoveries by each tier would spend.
fn tier_spending(plan: &ReliabilityPlan, active: Option<RecoveryTier>) -> Table {
    let row = |tier: &TierSpending| {
        let of_budget = if tier.seconds.is_some() { share(tier.share) } else { "unknown".to_owned() };
        let time = text::or_unknown(tier.seconds, text::seconds);
        Row::of([text::capitalised(tier.tier.short()), time, of_budget]).selected(Some(tier.tier) == active)
    };
    let columns = [Column::words("Tier"), Column::number("Time"), Column::number("Share of budget")];
    let caption = format!(
        "Failures a year times the RTO, over 30 days; active tier: {}",
        active.map_or("none", RecoveryTier::short)
    );
    Table::new("tier-spending", caption).with_columns(columns).with_rows(plan.tiers.iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn the_table_adds_up_to_what_is_spent() {
        for example in examples::ALL {
            let evaluation = evaluate(&example.scenario());
            for plan in &evaluation.reliability.services {
                let listed: f64 = plan.spending.iter().map(|row| row.seconds).sum();
                assert!(plan.spent.is_none_or(|spent| (spent - listed / plan.allowed()).abs() < 1e-9));
                let table = spending(plan, &[]);
                assert_eq!(table.texts(table.rows.len() - 1)[1..], [text::seconds(listed), plan.spent_in_words()]);
            }
        }
    }
}
