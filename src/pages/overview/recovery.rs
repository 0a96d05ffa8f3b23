//! How soon each service comes back, what its parts promise, and what spends its budget.

use crate::components::Mark;
use crate::session::Session;
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::evaluate::{Evaluation, ServiceEvaluation};
use headroom_core::plan::recovery::TierAnswer;
use headroom_core::plan::reliability::ReliabilityPlan;
use leptos::prelude::*;

/// What a row says, in words; unknown stays unknown.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    standing: Standing,
    tier: String,
    rto: String,
    rpo: String,
    total: String,
    gives: String,
    promised: String,
    spent: String,
}

impl Row {
    fn of(service: &ServiceEvaluation, reliability: &Answered<ReliabilityPlan>) -> Option<Self> {
        let answer = service.recovery.of(service.recovery.tier)?;
        let or_unknown = |value: Option<f64>, show: fn(f64) -> String| value.map_or_else(|| "unknown".to_owned(), show);
        Some(Self {
            standing: service.recovery.verdict.standing.max(reliability.verdict.standing),
            tier: text::capitalised(answer.tier.short()),
            rto: with_miss(answer),
            rpo: text::seconds(answer.data.rpo),
            total: or_unknown(answer.total, text::dollars),
            gives: gives(reliability.availability, reliability.is_lower_bound),
            promised: text::percent(reliability.promised),
            spent: reliability.spent.map_or_else(|| "no budget".to_owned(), text::percent),
        })
    }
}

fn with_miss(answer: &TierAnswer) -> String {
    match (answer.rto, answer.rto_miss) {
        (None, _) => "unknown".to_owned(),
        (Some(rto), None) => text::seconds(rto),
        (Some(rto), Some(miss)) => format!("{}, {} too long", text::seconds(rto), text::seconds(miss.by)),
    }
}

fn gives(availability: f64, is_lower_bound: bool) -> String {
    format!("{}{}", if is_lower_bound { "at least " } else { "" }, text::percent(availability))
}

/// Whether anybody has said anything about recovery or reliability.
fn is_stated(evaluation: &Evaluation) -> bool {
    evaluation.services.iter().any(|service| service.recovery.is_stated)
        || evaluation.reliability.services.iter().any(|service| service.is_stated)
}

/// The table, where anything is stated.
#[component]
pub fn RecoveryTable() -> impl IntoView {
    let session = Session::here();
    let rows = move || {
        let (evaluation, before) = (session.evaluation(), session.baseline_evaluation());
        let row_of =
            |evaluation: &Evaluation, id| Row::of(evaluation.service(id)?, evaluation.reliability.service(id)?);
        evaluation
            .services
            .iter()
            .filter_map(|service| {
                let id = service.id;
                let row = row_of(&evaluation, id)?;
                let was = before.as_ref().and_then(|before| row_of(before, id));
                let cell = |read: fn(&Row) -> &String| {
                    let was = was.as_ref().map(read).filter(|was| *was != read(&row));
                    let was = was.map(|was| view! { <span class="was">"baseline " {was.clone()}</span> });
                    view! { <td class="value">{read(&row).clone()} {was}</td> }
                };
                let open = move |_| {
                    session.select_service(id);
                    session.show_page("recovery");
                };
                Some(view! {
                    <tr>
                        <th scope="row">
                            <Mark standing=row.standing/>
                            <button type="button" class="link" aria-label=format!("{}: recovery", service.name) on:click=open>{service.name.clone()}</button>
                        </th>
                        <td>{row.tier.clone()}</td>
                        {cell(|row| &row.rto)}{cell(|row| &row.rpo)}{cell(|row| &row.total)}
                        {cell(|row| &row.gives)}{cell(|row| &row.promised)}{cell(|row| &row.spent)}
                    </tr>
                })
            })
            .collect_view()
    };
    let total = move || {
        let whole = &session.evaluation().reliability;
        let now = gives(whole.availability, whole.is_lower_bound);
        let was = session
            .baseline_evaluation()
            .map(|before| gives(before.reliability.availability, before.reliability.is_lower_bound));
        let was = was.filter(|was| *was != now).map(|was| view! { <span class="was">"baseline " {was}</span> });
        view! {
            <tr class="total">
                <th scope="row">"All at once"</th><td></td><td></td><td></td><td></td>
                <td class="value">{now} {was}</td><td></td><td></td>
            </tr>
        }
    };
    let stated = Memo::new(move |_| is_stated(&session.evaluation()));
    move || {
        stated.get().then(|| {
            view! {
                <div class="scroll-x" tabindex="0" role="region" aria-label="Recovery and reliability">
                    <table id="services-recovery">
                        <caption>"Recovery and reliability"</caption>
                        <thead><tr>
                            <th scope="col">"Service"</th><th scope="col">"Tier in force"</th>
                            <th scope="col" class="value">"RTO"</th><th scope="col" class="value">"RPO"</th>
                            <th scope="col" class="value">"Cost and loss a year"</th><th scope="col" class="value">"Its parts give"</th>
                            <th scope="col" class="value">"Promised"</th><th scope="col" class="value">"Budget spent in 30 days"</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                        <tfoot>{total}</tfoot>
                    </table>
                </div>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn a_row_says_what_is_unknown() {
        let evaluation = evaluate(&examples::blank(jiff::civil::date(2026, 12, 1)));
        let row = Row::of(&evaluation.services[0], &evaluation.reliability.services[0]).unwrap();
        assert_eq!(row.total, "unknown");
        assert!(!is_stated(&evaluation));
        let example = examples::find("three-region-payments").expect("an example").scenario();
        assert!(is_stated(&evaluate(&example)));
    }
}
