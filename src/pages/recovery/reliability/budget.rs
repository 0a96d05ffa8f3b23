//! The error budget by window, and what spends it.

use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::reliability::{BudgetRow, ReliabilityPlan, Spender, Spending, TierSpending};
use headroom_core::plan::scaling::engine::Cause;
use headroom_core::studies::alerts::scaling_by_cause;
use leptos::prelude::*;

/// The window over which spending is compared, days.
const WINDOW_DAYS: f64 = 30.0;

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

/// What lies on one line of the picture.
#[derive(Clone, Debug, PartialEq)]
struct Bar {
    name: &'static str,
    class: &'static str,
    seconds: f64,
}

fn bars(plan: &ReliabilityPlan) -> Vec<Bar> {
    let bar = |row: &Spending| Bar {
        name: match row.what {
            Spender::Scaling => "Scaling",
            Spender::Failures => "Failures",
            Spender::Recovery => "Recoveries",
        },
        class: match row.what {
            Spender::Scaling => "scaling",
            Spender::Failures => "failures",
            Spender::Recovery => "recovery",
        },
        seconds: row.seconds,
    };
    plan.spending.iter().map(bar).collect()
}

/// Both.
#[component]
pub fn Budget(
    /// The answers.
    plan: Memo<Option<Answered<ReliabilityPlan>>>,
) -> impl IntoView {
    let session = Session::here();
    let causes = session.answer(|service| scaling_by_cause(&service.scaling.outcome));
    let windows = move || plan.with(|plan| plan.as_ref().map(|plan| window_rows(&plan.budget)));
    let picture = move || plan.with(|plan| plan.as_deref().map(picture));
    let spending =
        move || plan.with(|plan| plan.as_ref().map(|plan| spending_rows(plan, &causes.get().unwrap_or_default())));
    let total = move || {
        plan.with(|plan| {
            let plan = plan.as_ref()?;
            let sum: f64 = plan.spending.iter().map(|row| row.seconds).sum();
            Some(view! { <td class="value">{text::seconds(sum)}</td><td class="value">{share(plan.spent)}</td> })
        })
    };
    let tiers = move || plan.with(|plan| plan.as_deref().map(tier_rows));
    let in_force = session.service_part(|service| service.recovery.tier);
    view! {
        <h3>"What spends the error budget"</h3>
        {picture}
        <div class="side-by-side">
            <div class="scroll-x" tabindex="0" role="region" aria-label="What spends the budget">
                <table id="spending">
                    <caption>"Expected spending in 30 days"</caption>
                    <thead><tr><th scope="col">"By"</th><th scope="col" class="value">"Time"</th><th scope="col" class="value">"Of the budget"</th></tr></thead>
                    <tbody>{spending}</tbody>
                    <tfoot><tr class="total"><th scope="row">"All together"</th>{total}</tr></tfoot>
                </table>
            </div>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Error budget by window">
                <table id="budget">
                    <caption>"Budget: time that may be outside the objective"</caption>
                    <thead><tr><th scope="col">"In"</th><th scope="col" class="value">"Budget"</th></tr></thead>
                    <tbody>{windows}</tbody>
                </table>
            </div>
        </div>
        <details>
            <summary>"Recoveries by each tier"</summary>
            <div class="scroll-x" tabindex="0" role="region" aria-label="What recoveries by each tier spend">
                <table id="tier-spending">
                    <caption>{move || format!("Failures a year times the RTO, in 30 days; {} is in force", in_force.get().short())}</caption>
                    <thead><tr><th scope="col">"Tier"</th><th scope="col" class="value">"Time"</th><th scope="col" class="value">"Of the budget"</th></tr></thead>
                    <tbody>{tiers}</tbody>
                </table>
            </div>
        </details>
    }
}

fn window_rows(budget: &[BudgetRow]) -> impl IntoView + use<> {
    let row = |row: &BudgetRow| {
        view! { <tr><th scope="row">{text::capitalised(&window(row.days))}</th><td class="value">{text::seconds(row.allowed)}</td></tr> }
    };
    budget.iter().map(row).collect_view()
}

/// What is allowed in the window of the comparison.
fn allowed(plan: &ReliabilityPlan) -> f64 {
    plan.budget.iter().find(|row| row.days == WINDOW_DAYS).map_or(0.0, |row| row.allowed)
}

fn picture(plan: &ReliabilityPlan) -> impl IntoView + use<> {
    let allowed = allowed(plan);
    let bars = bars(plan);
    let sum: f64 = bars.iter().map(|bar| bar.seconds).sum();
    let widest = sum.max(allowed).max(1e-9);
    let percent = |seconds: f64| format!("{:.3}%", seconds / widest * 100.0);
    let pieces = bars
        .iter()
        .filter(|bar| bar.seconds > 0.0)
        .map(|bar| {
            let label = (bar.seconds / widest >= 0.1).then(|| view! { <span>{bar.name}</span> });
            view! { <i class=format!("budget-part {}", bar.class) style:width=percent(bar.seconds)>{label}</i> }
        })
        .collect_view();
    let keys = bars
        .iter()
        .map(|bar| view! { <span class="rto-key"><i class=format!("budget-part {}", bar.class)></i>{format!("{} {}", bar.name, text::seconds(bar.seconds))}</span> })
        .collect_view();
    view! {
        <div class="budget-picture" aria-hidden="true">
            <div class="budget-bar">{pieces}<i class="budget-limit" style:left=percent(allowed)></i></div>
            <p class="rto-legend">{keys}<span class="rto-key"><i class="rto-wanted-key"></i>{format!("budget {}", text::seconds(allowed))}</span></p>
        </div>
    }
}

fn spending_rows(plan: &ReliabilityPlan, causes: &[(Cause, f64)]) -> impl IntoView + use<> {
    let row = |row: &Spending| {
        let causes = (row.what == Spender::Scaling).then(|| {
            let causes: Vec<String> = causes
                .iter()
                .filter(|(_, seconds)| *seconds > 0.0)
                .take(3)
                .map(|(cause, seconds)| format!("{} {}", cause.words(), text::seconds(*seconds)))
                .collect();
            (!causes.is_empty()).then(|| view! { <small>{causes.join("; ")}</small> })
        });
        view! {
            <tr>
                <th scope="row">{text::capitalised(row.what.words())}{causes.flatten()}</th>
                <td class="value">{text::seconds(row.seconds)}</td>
                <td class="value">{share(row.share)}</td>
            </tr>
        }
    };
    let rows = plan.spending.iter().map(row).collect_view();
    let unknown = plan.spending.iter().all(|row| row.what != Spender::Recovery).then(|| {
        view! {
            <tr><th scope="row">{text::capitalised(Spender::Recovery.words())}</th><td class="value">"unknown"</td><td class="value">"unknown"</td></tr>
        }
    });
    view! { {rows}{unknown} }
}

fn tier_rows(plan: &ReliabilityPlan) -> impl IntoView + use<> {
    let allowed = allowed(plan);
    let row = |tier: &TierSpending| {
        let of_budget = match tier.seconds {
            None => "unknown".to_owned(),
            Some(_) if allowed <= 0.0 => "no budget".to_owned(),
            Some(seconds) => text::percent(seconds / allowed),
        };
        view! {
            <tr>
                <th scope="row">{text::capitalised(tier.tier.short())}</th>
                <td class="value">{tier.seconds.map_or_else(|| "unknown".to_owned(), text::seconds)}</td>
                <td class="value">{of_budget}</td>
            </tr>
        }
    };
    plan.tiers.iter().map(row).collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn the_picture_has_what_the_table_has() {
        for example in examples::ALL {
            let evaluation = evaluate(&example.scenario());
            for plan in &evaluation.reliability.services {
                let drawn: f64 = bars(plan).iter().map(|bar| bar.seconds).sum();
                let listed: f64 = plan.spending.iter().map(|row| row.seconds).sum();
                assert_eq!(drawn, listed);
                assert!(plan.spent.is_none_or(|spent| (spent - listed / allowed(plan)).abs() < 1e-9));
            }
        }
    }
}
