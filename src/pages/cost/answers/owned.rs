//! Machines of one's own against the rented nodes that they replace.

use super::super::view::CostView;
use super::{dollars_or_unknown, exact_or_unknown};
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::plan::cost::OwnedAnswer;
use leptos::prelude::*;

/// The comparison in a sentence.
fn sentence(owned: &OwnedAnswer) -> String {
    let machines = text::counted(owned.machines.into(), "owned machine", "owned machines");
    let busy = text::percent(owned.utilization);
    let breakeven = match owned.breakeven_utilization {
        None => String::new(),
        Some(share) if share > 1.0 => " Even at 100 % utilization they would cost more than on-demand.".to_owned(),
        Some(share) => {
            format!(" They are cheaper than on-demand above {} utilization; here it is {busy}.", text::percent(share))
        }
    };
    let first = match owned.saving {
        None => format!(
            "{machines} for {} cost {} a month; the cost of renting is unknown.",
            owned.name,
            owned.monthly.exact()
        ),
        Some(saving) => {
            let against = if saving >= 0.0 {
                format!("{} less than renting", text::percent(saving))
            } else {
                format!("{} more than renting", text::percent(-saving))
            };
            format!("{machines} for {} cost {} a month, {against}.", owned.name, owned.monthly.exact())
        }
    };
    format!("{}{breakeven}", text::capitalised(&first))
}

/// The parts of a month of owning, and renting beside it.
fn rows(owned: &OwnedAnswer) -> [(&'static str, Option<Money>); 6] {
    [
        ("Purchase, spread over the months of service", Some(owned.depreciation)),
        ("Power, with cooling", Some(owned.power)),
        ("Space and maintenance", Some(owned.space_and_maintenance)),
        ("People", Some(owned.people)),
        ("Owning", Some(owned.monthly)),
        ("Renting, from the bill, first year", owned.rented),
    ]
}

/// The sentence and the table.
#[component]
pub fn Owned() -> impl IntoView {
    let view = CostView::here();
    let owned = Memo::new(move |_| view.plan.with(|plan| plan.owned.clone()));
    let before = Memo::new(move |_| view.before.get().and_then(|plan| plan.owned.clone()));
    let content = move || {
        match owned.get() {
        None => view! {
            <p class="hint" id="owned-says">"Not compared. Tick \u{201c}Compare with owned machines\u{201d} under Owned machines to see what the same work costs on machines that you own."</p>
        }
        .into_any(),
        Some(owned) => compared(&owned, before.get().as_ref()).into_any(),
    }
    };
    view! {
        <section class="owned" aria-label="Own or rent">
            <h2>"Own or rent"</h2>
            {content}
        </section>
    }
}

/// A month of owning beside renting.
fn table(owned: &OwnedAnswer, before: Option<&OwnedAnswer>) -> Table {
    let old = before.map(rows);
    let row = |(at, (name, amount)): (usize, (&str, Option<Money>))| {
        let was = old.as_ref().map(|old| exact_or_unknown(old[at].1));
        let row = Row::of([Cell::from(name), Cell::from(exact_or_unknown(amount)).with_was(was)]);
        if at >= 4 { row.total() } else { row }
    };
    let columns = [Column::words("Per month"), Column::number("Amount")];
    let rows = rows(owned).into_iter().enumerate().map(row);
    Table::new("owned", "Own or rent, per month").titled_above().with_columns(columns).with_rows(rows)
}

fn compared(owned: &OwnedAnswer, before: Option<&OwnedAnswer>) -> impl IntoView + use<> {
    let breakeven = owned.breakeven_utilization.map_or_else(
        || "unknown".to_owned(),
        |share| if share > 1.0 { "never".to_owned() } else { text::percent(share) },
    );
    view! {
        <p id="owned-says">{sentence(owned)}</p>
        <dl class="cost-facts">
            <div><dt>"Owned machines"</dt><dd>{text::count(owned.machines)}</dd></div>
            <div><dt>"Cost per machine-hour"</dt><dd>{dollars_or_unknown(owned.hourly)}</dd></div>
            <div><dt>"Utilization"</dt><dd>{text::percent(owned.utilization)}</dd></div>
            <div><dt>"Break-even utilization"</dt><dd>{breakeven}</dd></div>
        </dl>
        <TableView table=Signal::stored(table(owned, before))/>
        <p class="hint">"Enough machines for the most nodes of the first year, at their average utilization."</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::cost::OwnedInputs;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn owning_is_told_against_renting_and_an_unknown_rent_is_not_free() {
        let mut plan = examples::find("three-products").unwrap().scenario();
        plan.cost.owned =
            Some(OwnedInputs { service: Some(plan.services.iter().nth(1).unwrap().id), ..OwnedInputs::default() });
        let owned = evaluate(&plan).cost.plan.owned.unwrap();
        let told = sentence(&owned);
        assert!(told.contains("owned machines for Chat assistant cost $") && told.contains("than renting"), "{told}");
        let parts: Money = rows(&owned)[..4].iter().filter_map(|(_, amount)| *amount).sum();
        assert_eq!(parts, owned.monthly);
        let unknown = OwnedAnswer { rented: None, saving: None, ..owned };
        assert!(sentence(&unknown).contains("the cost of renting is unknown"));
        assert_eq!(rows(&unknown)[5].1, None);
    }
}
