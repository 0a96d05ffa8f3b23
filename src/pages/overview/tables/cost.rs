//! What each service costs and is charged, and how its nodes are bought.

use super::{Of, ServiceRows, Side};
use headroom_core::base::text;
use headroom_core::plan::cost::CostPlan;
use headroom_core::plan::scenario::cost::Machine;

/// The table, where any cost is known or stated.
pub const COST: ServiceRows = ServiceRows {
    id: "services-cost",
    page: "cost",
    is_there: |side| is_known(side),
    caption: |_| "Cost per month".to_owned(),
    columns: &[
        ("Instance type", false),
        ("Direct and idle", true),
        ("Charged, with shared cost", true),
        ("Per 1,000 requests", true),
        ("Committed", true),
        ("of which headroom", true),
    ],
    standing: |of| Some(of.answers.cost.verdict.standing),
    cells,
    total: Some(("Total", |side| {
        let cost = &side.evaluation.cost;
        let empty = String::new;
        vec![empty(), empty(), total(cost), text::or_unknown(cost.per_thousand, text::price), empty(), empty()]
    })),
    has_tools: false,
};

fn cells(of: Of) -> Option<Vec<String>> {
    let plan = &of.side.evaluation.cost;
    let bill = plan.service(of.stated.id)?;
    let cost = &of.answers.cost;
    let committed = cost
        .purchase
        .as_ref()
        .map(|purchase| purchase.layer.committed_share().map_or_else(|| "none".to_owned(), text::percent));
    Some(vec![
        of.stated.cost.machine.as_ref().map_or_else(|| "priced per replica".to_owned(), Machine::words),
        text::or_unknown(bill.monthly, |own| text::dollars(own.dollars())),
        text::or_unknown(plan.charged(of.stated.id), text::dollars),
        text::or_unknown(bill.per_thousand, text::price),
        text::or_unknown(committed, std::convert::identity),
        text::or_unknown(cost.headroom.as_ref(), |headroom| text::dollars(headroom.monthly)),
    ])
}

/// Whether anything about cost is known or stated.
fn is_known(side: Side) -> bool {
    side.evaluation.cost.is_stated || side.evaluation.cost.monthly.is_some()
}

/// The bill of the plan: `$48,052`, or what is known of it.
fn total(cost: &CostPlan) -> String {
    let known = text::dollars(cost.total.dollars());
    if cost.monthly.is_some() { known } else { format!("at least {known}") }
}

#[cfg(test)]
mod tests {
    use super::super::tests::of;
    use super::*;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn a_row_says_what_is_unknown() {
        assert_eq!(of(&COST, &examples::blank(jiff::civil::date(2026, 12, 1))), None);
        let mut plan = examples::find("three-products").unwrap().scenario();
        let table = of(&COST, &plan).unwrap();
        assert!(table.text(0, 3).starts_with('$'), "{:?}", table.texts(0));
        assert_eq!(table.text(table.rows.len() - 1, 3), "$48,052");
        let id = plan.services.first().id;
        plan.services.get_mut(id).unwrap().cost.storage[0].price = None;
        let table = of(&COST, &plan).unwrap();
        assert_eq!((table.text(0, 2), table.text(0, 3)), ("unknown", "unknown"));
        assert!(table.text(table.rows.len() - 1, 3).starts_with("at least $"));
    }
}
