//! The bill of the first month, line by line; each line opens to its working.

use super::super::view::CostView;
use super::share_of;
use crate::components::Segmented;
use headroom_core::base::id::ServiceId;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::plan::cost::{CostLine, CostPlan};
use leptos::prelude::*;
use std::collections::HashSet;

/// In which order the lines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Amount,
    Kind,
    Service,
}

/// A line as it is shown.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    /// Unique among the lines.
    key: String,
    item: &'static str,
    what: String,
    service: Option<ServiceId>,
    whose: String,
    formula: &'static str,
    values: String,
    amount: Option<Money>,
    share: String,
}

/// The lines in an order; what has no known price comes first, as it is missing from the sum.
fn rows(plan: &CostPlan, name: impl Fn(Option<ServiceId>) -> String, order: Order) -> Vec<Row> {
    let mut lines: Vec<(usize, &CostLine)> = plan.lines.iter().enumerate().collect();
    let by_amount = |line: &CostLine| line.amount.map(std::cmp::Reverse);
    match order {
        Order::Amount => lines.sort_by_key(|(_, line)| by_amount(line)),
        Order::Kind => lines.sort_by_key(|(_, line)| (line.item, by_amount(line))),
        Order::Service => {
            let place = |line: &CostLine| plan.services.iter().position(|bill| Some(bill.id) == line.service);
            lines.sort_by_key(|(_, line)| (place(line).unwrap_or(usize::MAX), by_amount(line)));
        }
    }
    let row = |(at, line): (usize, &CostLine)| {
        let whose = name(line.service);
        let what = line.label.strip_prefix(whose.as_str()).and_then(|rest| rest.strip_prefix(", "));
        Row {
            key: format!("{at} {}", line.label),
            item: line.item.words(),
            what: text::capitalised(what.unwrap_or(&line.label)),
            service: line.service,
            whose,
            formula: line.formula,
            values: line.values.clone(),
            amount: line.amount,
            share: line.amount.map(|amount| share_of(amount, plan.total)).unwrap_or_default(),
        }
    };
    lines.into_iter().map(row).collect()
}

/// The table.
#[component]
pub fn Bill() -> impl IntoView {
    let view = CostView::here();
    let order = RwSignal::new(Order::Amount);
    let open = RwSignal::new(HashSet::<String>::new());
    let lines = Memo::new(move |_| view.plan.with(|plan| rows(plan, |id| view.name(id), order.get())));
    let all_open =
        Memo::new(move |_| lines.with(|lines| lines.iter().all(|row| open.with(|open| open.contains(&row.key)))));
    let toggle_all = move |_| {
        let all = all_open.get_untracked();
        open.update(|open| {
            open.clear();
            if !all {
                open.extend(lines.get_untracked().into_iter().map(|row| row.key));
            }
        });
    };
    let body = move || lines.get().into_iter().map(|row| one_line(row, open)).collect_view();
    let says = move || {
        view.plan.with(|plan| {
            let unknown = plan.unknown.len() as u64;
            let sum = if unknown > 0 {
                let lines = text::counted(unknown, "line has", "lines have");
                format!("{lines} no known price and is not in the sum; what is known comes to {}.", plan.total.exact())
                    .replace("have no known price and is", "have no known price and are")
            } else {
                format!("The lines add up to {} to the cent.", plan.total.exact())
            };
            format!(
                "{} A month has 730 hours; commitments count at what an hour costs in the end.",
                text::capitalised(&sum)
            )
        })
    };
    let total = move || {
        view.plan.with(|plan| {
            let label = if plan.monthly.is_some() { "Total" } else { "Known of it" };
            view! {
                <tr class="total"><th scope="row">{label}</th><td></td><td class="value">{plan.total.exact()}</td><td class="value">{share_of(plan.total, plan.total)}</td></tr>
            }
        })
    };
    let orders = vec![(Order::Amount, "Largest first"), (Order::Kind, "By kind"), (Order::Service, "By service")];
    let is_empty = Memo::new(move |_| lines.with(Vec::is_empty));
    view! {
        <section class="bill" aria-label="The bill of the first month">
            <div class="section-head">
                <h2>"The bill of the first month"</h2>
                <div class="bill-tools">
                    <Segmented id="bill-order" label="Order of the lines" choices=orders value=Signal::derive(move || Some(order.get())) set=move |choice| order.set(choice)/>
                    <button type="button" class="small" id="bill-open" disabled=is_empty on:click=toggle_all>
                        {move || if all_open.get() && !is_empty.get() { "Close all" } else { "Open all" }}
                    </button>
                </div>
            </div>
            <p class="hint" id="bill-says">{says}</p>
            <div class="scroll-x" tabindex="0" role="region" aria-label="The bill of the first month">
                <table id="bill">
                    <caption class="visually-hidden">"The bill of the first month"</caption>
                    <thead><tr>
                        <th scope="col">"Line"</th><th scope="col">"Whose"</th>
                        <th scope="col" class="value">"Amount"</th><th scope="col" class="value">"Share"</th>
                    </tr></thead>
                    <tbody>{body}</tbody>
                    <tfoot>{total}</tfoot>
                </table>
            </div>
        </section>
    }
}

fn one_line(row: Row, open: RwSignal<HashSet<String>>) -> impl IntoView {
    let key = StoredValue::new(row.key);
    let is_open = Memo::new(move |_| key.with_value(|key| open.with(|open| open.contains(key))));
    let toggle = move |_| {
        let key = key.get_value();
        open.update(|open| {
            if !open.remove(&key) {
                open.insert(key);
            }
        });
    };
    let amount = match row.amount {
        Some(amount) => view! { <td class="value">{amount.exact()}</td> }.into_any(),
        None => view! { <td class="value tight">"unknown"</td> }.into_any(),
    };
    let (formula, values) = (row.formula, row.values);
    let result = row.amount.map_or_else(|| "unknown, as its price is not known".to_owned(), Money::exact);
    let working = move || {
        is_open.get().then(|| {
            let values = (!values.is_empty()).then(|| view! { <code class="values">"= " {values.clone()}</code> });
            view! { <div class="bill-working"><code>{formula}</code>{values}<code>"= " {result.clone()}</code></div> }
        })
    };
    let item = (row.item != row.what).then_some(row.item);
    view! {
        <tr class="bill-line" class:unknown=row.amount.is_none()>
            <th scope="row">
                <button type="button" class="link bill-toggle" aria-expanded=move || is_open.get().to_string() on:click=toggle>
                    <span aria-hidden="true" class="arrow">{move || if is_open.get() { "▾" } else { "▸" }}</span>
                    <span>{row.what} {item.map(|item| view! { <small>{item}</small> })}</span>
                </button>
                {working}
            </th>
            <td class:shared=row.service.is_none()>{row.whose}</td>
            {amount}
            <td class="value share">{row.share}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::{Evaluation, evaluate};
    use headroom_core::plan::scenario::examples;

    fn name(evaluation: &Evaluation, id: Option<ServiceId>) -> String {
        id.and_then(|id| evaluation.service(id)).map_or_else(|| "shared".to_owned(), |service| service.name.clone())
    }

    #[test]
    fn the_largest_comes_first_and_the_unknown_before_it() {
        let mut plan = examples::find("three-products").unwrap().scenario();
        let id = plan.services.first().id;
        plan.services.get_mut(id).unwrap().cost.storage[0].price = None;
        let evaluation = evaluate(&plan);
        let all = rows(&evaluation.cost, |id| name(&evaluation, id), Order::Amount);
        assert_eq!((all[0].amount, all[0].what.as_str(), all[0].share.as_str()), (None, "Models", ""));
        assert!(all[1..].windows(2).all(|pair| pair[0].amount >= pair[1].amount));
        let sum: Money = all.iter().filter_map(|row| row.amount).sum();
        assert_eq!((sum, all[1].what.as_str()), (evaluation.cost.total, "Engineers"));
        let by_service = rows(&evaluation.cost, |id| name(&evaluation, id), Order::Service);
        assert_eq!(
            (by_service[0].whose.as_str(), by_service.last().unwrap().whose.as_str()),
            ("Feed ranking", "shared")
        );
    }
}
