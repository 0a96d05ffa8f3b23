//! The nodes that are paid for in the first month, by how they are bought.

use super::super::view::CostView;
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use headroom_core::base::text;
use headroom_core::plan::cost::{CostPlan, NodeRow, PaidNodes};
use leptos::prelude::*;

fn counts(nodes: &PaidNodes) -> [String; 6] {
    [nodes.committed, nodes.on_demand, nodes.spot, nodes.reserved, nodes.idle, nodes.total()].map(text::number)
}

/// A row a service, beside the baseline; what a pool leaves unused after them.
fn table(plan: &CostPlan, before: Option<&CostPlan>) -> Table {
    let row = |row: &NodeRow| {
        let old = |old: &&NodeRow| old.service == row.service && (row.service.is_some() || old.name == row.name);
        let was = before.and_then(|before| before.nodes.iter().find(old)).map(|old| counts(&old.nodes));
        let mut was = was.into_iter().flatten();
        let cells = counts(&row.nodes).map(|now| Cell::from(now).with_was(was.next()));
        Row::of(std::iter::once(Cell::from(row.name.clone())).chain(cells))
    };
    let columns = [
        Column::words("Service"),
        Column::number("Committed"),
        Column::number("On-demand"),
        Column::number("Spot"),
        Column::number("Reserved"),
        Column::number("Idle"),
        Column::number("Paid for"),
    ];
    let all = |plan: &CostPlan| counts(&plan.all_nodes());
    let mut was = before.map(all).into_iter().flatten();
    let sums = all(plan).map(|now| Cell::from(now).with_was(was.next()));
    let total = Row::of(std::iter::once(Cell::from("Total")).chain(sums)).total();
    let rows = plan.nodes.iter().map(row).chain((plan.nodes.len() > 1).then_some(total));
    Table::new("paid-nodes", "Nodes in the first month, average").titled_above().with_columns(columns).with_rows(rows)
}

/// The table.
#[component]
pub fn Nodes() -> impl IntoView {
    let view = CostView::here();
    let found = Memo::new(move |_| {
        let before = view.before.get();
        view.plan.with(|plan| table(plan, before.as_deref().map(|before| &before.plan)))
    });
    view! {
        <section class="paid-nodes" aria-label="Nodes paid for">
            <h2>"Nodes paid for"</h2>
            <TableView table=found/>
            <p class="hint">"Every node is counted once; a replica counts where no instance type is chosen. Reserved is ordered ahead and paid for whether it runs or not: what stands by for a regional loss, and what is ordered for events. Idle is committed and not in use."</p>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn a_commitment_is_in_use_or_idle() {
        let evaluation = evaluate(&examples::find("three-products").unwrap().scenario());
        let table = table(&evaluation.cost, None);
        // Six nodes are committed; as the terminal prints them, 5.464 of these are in use.
        assert_eq!(table.texts(0), ["Feed ranking", "5.464", "2.143", "0", "0", "0.5357", "8.143"]);
    }
}
