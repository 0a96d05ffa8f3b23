//! The bill of the first month, line by line; each line opens to its working.

use super::super::view::CostView;
use super::share_of;
use crate::components::table::{Cell, Column, Press, Row, Table};
use crate::components::{Segmented, TableView};
use headroom_core::base::explain::Standing;
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
struct Line {
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
fn lines(plan: &CostPlan, name: impl Fn(Option<ServiceId>) -> String, order: Order) -> Vec<Line> {
    let mut sorted: Vec<(usize, &CostLine)> = plan.lines.iter().enumerate().collect();
    let by_amount = |line: &CostLine| line.amount.map(std::cmp::Reverse);
    match order {
        Order::Amount => sorted.sort_by_key(|(_, line)| by_amount(line)),
        Order::Kind => sorted.sort_by_key(|(_, line)| (line.item, by_amount(line))),
        Order::Service => {
            let place = |line: &CostLine| plan.services.iter().position(|bill| Some(bill.id) == line.service);
            sorted.sort_by_key(|(_, line)| (place(line).unwrap_or(usize::MAX), by_amount(line)));
        }
    }
    let row = |(at, line): (usize, &CostLine)| {
        let whose = name(line.service);
        let what = line.label.strip_prefix(whose.as_str()).and_then(|rest| rest.strip_prefix(", "));
        Line {
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
    sorted.into_iter().map(row).collect()
}

/// The lines as a table; the rows whose keys are in `open` show their working.
fn table(lines: &[Line], open: &HashSet<String>, plan: &CostPlan) -> Table {
    let row = |line: &Line| {
        let is_open = open.contains(&line.key);
        let kind = if line.item == line.what { "" } else { line.item };
        let amount = match line.amount {
            Some(amount) => Cell::from(amount.exact()),
            None => Cell::from("unknown").toned(Standing::Unknown),
        };
        let service = Cell::from(line.whose.clone());
        let cells = [
            Cell::from(line.what.clone()).with_press(Press::toggle("open", is_open)).with_note(kind),
            if line.service.is_none() { service.quiet() } else { service },
            amount,
            Cell::from(line.share.clone()).quiet(),
        ];
        Row { is_open, ..Row::of(cells).with_key(line.key.clone()) }
    };
    let label = if plan.monthly.is_some() { "Total" } else { "Known part" };
    let share = share_of(plan.total, plan.total);
    let sum = Row::of([label.to_owned(), String::new(), plan.total.exact(), share]).total();
    let columns = [Column::words("Line"), Column::words("Service"), Column::number("Amount"), Column::number("Share")];
    let rows = lines.iter().map(row).chain([sum]);
    Table::new("bill", "The bill of the first month").titled_above().with_columns(columns).with_rows(rows)
}

/// How the lines add up.
fn says(plan: &CostPlan) -> String {
    let sum = match plan.unknown.len() as u64 {
        0 => format!("The lines add up to {} to the cent.", plan.total.exact()),
        n => format!(
            "{} no known price and {} not included; the known part is {}.",
            text::capitalised(&text::counted(n, "line has", "lines have")),
            if n == 1 { "is" } else { "are" },
            plan.total.exact()
        ),
    };
    format!("{sum} A month has 730 hours; commitments count at their effective hourly rate.")
}

/// The table.
#[component]
pub fn Bill() -> impl IntoView {
    let view = CostView::here();
    let order = RwSignal::new(Order::Amount);
    let open = RwSignal::new(HashSet::<String>::new());
    let lines = Memo::new(move |_| view.plan.with(|plan| lines(plan, |id| view.name(id), order.get())));
    let found =
        Memo::new(move |_| view.plan.with(|plan| lines.with(|lines| open.with(|open| table(lines, open, plan)))));
    let all_open =
        Memo::new(move |_| lines.with(|lines| lines.iter().all(|line| open.with(|open| open.contains(&line.key)))));
    let toggle_all = move |_| {
        let all = all_open.get_untracked();
        open.update(|open| {
            open.clear();
            if !all {
                open.extend(lines.get_untracked().into_iter().map(|line| line.key));
            }
        });
    };
    let toggle = Callback::new(move |(key, _): (String, &'static str)| {
        open.update(|open| {
            if !open.remove(&key) {
                open.insert(key);
            }
        });
    });
    let working = Callback::new(move |key: String| {
        lines.with_untracked(|lines| lines.iter().find(|line| line.key == key).map(working).into_any())
    });
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
            <p class="hint" id="bill-says">{move || view.plan.with(|plan| says(plan))}</p>
            <TableView table=found on_press=toggle detail=working/>
        </section>
    }
}

/// The arithmetic of a line.
fn working(line: &Line) -> impl IntoView + use<> {
    let result = line.amount.map_or_else(|| "unknown, as its price is unknown".to_owned(), Money::exact);
    let values = (!line.values.is_empty()).then(|| view! { <code class="values">"= " {line.values.clone()}</code> });
    view! { <div class="bill-working"><code>{line.formula}</code>{values}<code>"= " {result}</code></div> }
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
        let all = lines(&evaluation.cost, |id| name(&evaluation, id), Order::Amount);
        assert_eq!((all[0].amount, all[0].what.as_str(), all[0].share.as_str()), (None, "Models", ""));
        assert!(all[1..].windows(2).all(|pair| pair[0].amount >= pair[1].amount));
        let sum: Money = all.iter().filter_map(|row| row.amount).sum();
        assert_eq!((sum, all[1].what.as_str()), (evaluation.cost.total, "Engineers"));
        let by_service = lines(&evaluation.cost, |id| name(&evaluation, id), Order::Service);
        assert_eq!(
            (by_service[0].whose.as_str(), by_service.last().unwrap().whose.as_str()),
            ("Feed ranking", "shared")
        );
    }
}
