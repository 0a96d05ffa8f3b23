//! What each service costs and is charged, and how its machines are bought.

use crate::components::Mark;
use crate::session::Session;
use headroom_core::base::explain::Standing;
use headroom_core::base::id::ServiceId;
use headroom_core::base::text;
use headroom_core::plan::cost::CostPlan;
use headroom_core::plan::evaluate::Evaluation;
use headroom_core::plan::scenario::Scenario;
use leptos::prelude::*;

/// What a row says, in words; unknown stays unknown.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    standing: Standing,
    machine: String,
    own: String,
    charged: String,
    each: String,
    committed: String,
    headroom: String,
}

fn or_unknown(amount: Option<f64>) -> String {
    amount.map_or_else(|| "unknown".to_owned(), text::dollars)
}

fn rate_or_unknown(rate: Option<f64>) -> String {
    rate.map_or_else(|| "unknown".to_owned(), text::price)
}

impl Row {
    fn of(scenario: &Scenario, evaluation: &Evaluation, id: ServiceId) -> Option<Self> {
        let (cost, bill) = (&evaluation.service(id)?.cost, evaluation.cost.service(id)?);
        let charge = evaluation.cost.charges.services.iter().find(|charge| charge.service == Some(id));
        let charged = charge.map(|charge| charge.total.dollars()).filter(|_| evaluation.cost.monthly.is_some());
        let machine = scenario.services.get(id)?.cost.machine.as_ref();
        let layer = cost.purchase.as_ref().map(|purchase| purchase.layer);
        Some(Self {
            standing: cost.verdict.standing,
            machine: machine
                .map_or_else(|| "price of a replica".to_owned(), headroom_core::plan::scenario::cost::Machine::words),
            own: or_unknown(bill.monthly.map(|own| own.dollars())),
            charged: or_unknown(charged),
            each: rate_or_unknown(bill.per_thousand),
            committed: layer.map_or_else(
                || "unknown".to_owned(),
                |layer| {
                    let all = layer.committed + layer.spot + layer.on_demand;
                    if all > 0.0 { text::percent(layer.committed / all) } else { "none".to_owned() }
                },
            ),
            headroom: or_unknown(cost.headroom.map(|headroom| headroom.monthly)),
        })
    }
}

/// Whether anything about cost is known or stated.
fn is_known(cost: &CostPlan) -> bool {
    cost.is_stated || cost.monthly.is_some()
}

/// The bill of the plan: `$48,052`, or what is known of it.
fn total(cost: &CostPlan) -> String {
    let known = text::dollars(cost.total.dollars());
    if cost.monthly.is_some() { known } else { format!("at least {known}") }
}

/// The table, where anything is known.
#[component]
pub fn CostTable() -> impl IntoView {
    let session = Session::here();
    let rows = move || {
        let (scenario, evaluation) = (session.scenario(), session.evaluation());
        let before = session.baseline().zip(session.baseline_evaluation());
        let row = |service: &headroom_core::plan::evaluate::ServiceEvaluation| {
            let id = service.id;
            let row = Row::of(&scenario, &evaluation, id)?;
            let was = before.as_ref().and_then(|(scenario, evaluation)| Row::of(scenario, evaluation, id));
            let cell = |read: fn(&Row) -> &String| {
                let was = was.as_ref().map(read).filter(|was| *was != read(&row));
                let was = was.map(|was| view! { <span class="was">"baseline " {was.clone()}</span> });
                view! { <td class="value">{read(&row).clone()} {was}</td> }
            };
            let open = move |_| {
                session.select_service(id);
                session.show_page("cost");
            };
            Some(view! {
                <tr>
                    <th scope="row">
                        <Mark standing=row.standing/>
                        <button type="button" class="link" aria-label=format!("{}: cost", service.name) on:click=open>{service.name.clone()}</button>
                    </th>
                    <td>{row.machine.clone()}</td>
                    {cell(|row| &row.own)}{cell(|row| &row.charged)}{cell(|row| &row.each)}
                    {cell(|row| &row.committed)}{cell(|row| &row.headroom)}
                </tr>
            })
        };
        evaluation.services.iter().filter_map(row).collect_view()
    };
    let sums = move || {
        let evaluation = session.evaluation();
        let now = total(&evaluation.cost);
        let was = session.baseline_evaluation().map(|before| total(&before.cost)).filter(|was| *was != now);
        let was = was.map(|was| view! { <span class="was">"baseline " {was}</span> });
        view! {
            <tr class="total">
                <th scope="row">"The bill"</th><td></td><td></td>
                <td class="value">{now} {was}</td>
                <td class="value">{rate_or_unknown(evaluation.cost.per_thousand)}</td><td></td><td></td>
            </tr>
        }
    };
    let there = Memo::new(move |_| is_known(&session.evaluation().cost));
    move || {
        there.get().then(|| {
            view! {
                <div class="scroll-x" tabindex="0" role="region" aria-label="Cost of a month">
                    <table id="services-cost">
                        <caption>"Cost of a month"</caption>
                        <thead><tr>
                            <th scope="col">"Service"</th><th scope="col">"Machine"</th>
                            <th scope="col" class="value">"Its own lines"</th><th scope="col" class="value">"Charged"</th>
                            <th scope="col" class="value">"A thousand requests"</th><th scope="col" class="value">"Committed"</th>
                            <th scope="col" class="value">"Of it headroom"</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                        <tfoot>{sums}</tfoot>
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
        let blank = examples::blank(jiff::civil::date(2026, 12, 1));
        let evaluation = evaluate(&blank);
        let row = Row::of(&blank, &evaluation, evaluation.services[0].id).unwrap();
        assert_eq!((row.own.as_str(), row.charged.as_str(), row.committed.as_str()), ("unknown", "unknown", "unknown"));
        assert!(!is_known(&evaluation.cost));
        let plan = examples::find("three-products").unwrap().scenario();
        let evaluation = evaluate(&plan);
        let row = Row::of(&plan, &evaluation, evaluation.services[0].id).unwrap();
        assert!(is_known(&evaluation.cost) && row.charged.starts_with('$'), "{row:?}");
        assert_eq!(total(&evaluation.cost), "$48,052");
    }
}
