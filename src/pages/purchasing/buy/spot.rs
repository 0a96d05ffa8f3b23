//! What spot saves and risks for the selected service.

use super::levels::signed;
use super::state::Buying;
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use crate::session::Session;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::plan::cost::{ServiceCostPlan, SpotAnswer};
use headroom_core::plan::scenario::Service;
use headroom_core::plan::scenario::cost::CostInputs;
use leptos::prelude::*;

/// The answers about spot, or why there are none.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shown {
    /// Where spot is bought, beside the baseline.
    table: Option<Table>,
    /// Why it is not bought.
    why_not: String,
}

impl Shown {
    /// Those of a service; `unit` is what is counted.
    fn of(
        cost: &CostInputs,
        (service, bought): (&Service, Option<&ServiceCostPlan>),
        unit: &str,
        now: Option<&SpotAnswer>,
        before: Option<&SpotAnswer>,
    ) -> Self {
        let Some(now) = now else { return Self { table: None, why_not: why_not(cost, service, bought) } };
        let rate = cost.spot.map(|spot| spot.interruptions.get()).unwrap_or_default();
        let one = unit.trim_end_matches('s');
        let facts = |spot: &SpotAnswer| facts(spot, rate, service.sizing.spare_replicas.get(), one);
        Self { table: Some(table(facts(now), before.map(facts))), why_not: String::new() }
    }
}

/// What is missing for spot to be bought.
fn why_not(cost: &CostInputs, service: &Service, bought: Option<&ServiceCostPlan>) -> String {
    let name = &service.name;
    let pool = bought.filter(|bought| !bought.terms.interruptible).and_then(|bought| bought.pool.as_ref());
    if cost.spot.is_none() {
        "No spot is used. It is cheaper, and can be interrupted at any time.".to_owned()
    } else if !service.cost.interruptible {
        format!("{name} does not tolerate interruptions, so none of it runs on spot.")
    } else if let Some(pool) = pool {
        format!("Not all services of pool {} tolerate interruptions, so none of its nodes is on spot.", pool.name)
    } else if bought.is_some_and(|bought| bought.mean.on_demand.is_none()) {
        format!("The on-demand price for {name} is unknown, so a spot price is too: enter one.")
    } else {
        format!("The spot price for {name} is unknown: enter a discount.")
    }
}

/// The answers, or what is missing for spot to be bought.
#[component]
pub fn SpotAnswers() -> impl IntoView {
    let (session, buying) = (Session::here(), Buying::here());
    let answer = Memo::new(move |_| buying.plan.with(|plan| plan.as_ref()?.spot));
    let before = session.baseline_answer(|service| service.cost.purchase.as_ref().and_then(|plan| plan.spot));
    let shown = Memo::new(move |_| {
        let (scenario, unit) = (session.scenario(), buying.unit.get());
        let (now, before) = (answer.get(), before.get().flatten());
        let service = scenario.services.get(session.service_id());
        let evaluation = session.evaluation();
        let bought = evaluation.service(session.service_id()).map(|answers| &answers.cost.plan);
        let shown = |service| Shown::of(&scenario.cost, (service, bought), unit, now.as_ref(), before.as_ref());
        service.map(shown).unwrap_or_default()
    });
    let there = Memo::new(move |_| shown.with(|shown| shown.table.is_some()));
    let table = Memo::new(move |_| shown.with(|shown| shown.table.clone()).unwrap_or_default());
    let why_not = move || shown.with(|shown| shown.why_not.clone());
    view! {
        <Show when=move || there.get() fallback=move || view! { <p class="buy-nospot" id="buy-nospot">{why_not}</p> }>
            <TableView table=table/>
        </Show>
    }
}

/// The facts as a table, beside the baseline.
fn table(now: Vec<Fact>, before: Option<Vec<Fact>>) -> Table {
    let row = |(at, (name, value, means)): (usize, Fact)| {
        let was = before.as_ref().and_then(|before| before.get(at)).map(|was| was.1.clone());
        Row::of([Cell::from(name), Cell::from(value).with_was(was), Cell::from(means)])
    };
    let columns = [Column::words("Measure"), Column::number("Value"), Column::words("What it means")];
    let rows = now.into_iter().enumerate().map(row);
    Table::new("buy-spot-answers", "Spot, in the first month").with_columns(columns).with_rows(rows)
}

/// What it is, how much, what it means.
type Fact = (&'static str, String, String);

fn facts(spot: &SpotAnswer, rate: f64, spare: u32, one: &str) -> Vec<Fact> {
    let hour = |price: f64| text::quantity(price, Dimension::DollarsPerHour);
    let unknown = || "unknown".to_owned();
    let breakeven = match spot.breakeven_interruptions {
        None => ("any rate".to_owned(), "An interruption loses nothing, so any number is affordable.".to_owned()),
        Some(most) => (
            format!("{} an hour", text::number(most)),
            match spot.breakeven_over(rate) {
                Some(times) => format!(
                    "Interruptions of a {one} at which spot saves nothing: {} times the entered {}.",
                    text::number(times),
                    text::number(rate)
                ),
                None => format!("Interruptions of a {one} at which spot saves nothing."),
            },
        ),
    };
    vec![
        (
            "On spot",
            text::number(spot.nodes),
            format!(
                "{}s on average: {} of the use above the commitment.",
                text::capitalised(one),
                text::percent(spot.share)
            ),
        ),
        (
            "Saving",
            spot.saving.map_or_else(unknown, signed),
            format!(
                "{} an hour while it runs; {} an hour effective, with fallback and repeated work.",
                hour(spot.price),
                hour(spot.hourly)
            ),
        ),
        (
            "Interruptions",
            format!("{} a month", text::number(spot.interruptions)),
            format!("All of them together; a {one} is unavailable {} of the time.", text::percent(spot.missing)),
        ),
        (
            "Repeated work",
            format!("{} a month", text::dollars(spot.rework_monthly)),
            "Work lost to interruptions, at the on-demand price.".to_owned(),
        ),
        (
            "On-demand fallback",
            format!("{} a month", text::dollars(spot.fallback_monthly)),
            "While spot is unavailable; zero without a fallback.".to_owned(),
        ),
        (
            "Chance of shortfall",
            spot.shortage.map_or_else(unknown, text::percent),
            format!(
                "Share of time with more unavailable than {}. A region-wide shortage is not included.",
                text::counted(spare.into(), "spare replica covers", "spare replicas cover")
            ),
        ),
        ("Break-even", breakeven.0, breakeven.1),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::id::ServiceId;
    use headroom_core::base::name::Name;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::cost::SpotInputs;
    use headroom_core::plan::scenario::{Scenario, examples};

    /// A service with a machine, on spot.
    fn on_spot() -> (Scenario, ServiceId) {
        let mut scenario = examples::find("three-products").unwrap().scenario();
        scenario.cost.spot = Some(SpotInputs::default());
        let id = scenario.services.first().id;
        scenario.services.get_mut(id).unwrap().cost.interruptible = true;
        (scenario, id)
    }

    fn answer(scenario: &Scenario, id: ServiceId) -> Option<SpotAnswer> {
        evaluate(scenario).service(id).and_then(|service| service.cost.purchase.as_ref()?.spot)
    }

    fn shown(scenario: &Scenario, id: ServiceId, before: Option<&SpotAnswer>) -> Shown {
        let service = scenario.services.get(id).unwrap();
        Shown::of(&scenario.cost, (service, None), "nodes", answer(scenario, id).as_ref(), before)
    }

    #[test]
    fn the_facts_stand_beside_those_of_the_baseline() {
        let (scenario, id) = on_spot();
        let alone = shown(&scenario, id, None).table.unwrap();
        assert_eq!((alone.rows.len(), alone.text(0, 0), alone.text(6, 0)), (7, "On spot", "Break-even"));
        assert!(alone.text(0, 2).starts_with("Nodes on average: 80 % of the use"), "{}", alone.text(0, 2));
        assert!(alone.rows.iter().all(|row| row.cells[1].was.is_none()));
        let before = SpotAnswer { nodes: 5_000.0, ..answer(&scenario, id).unwrap() };
        let beside = shown(&scenario, id, Some(&before)).table.unwrap();
        assert_eq!(beside.rows[0].cells[1].was.as_deref(), Some("5,000"));
    }

    #[test]
    fn where_none_is_bought_it_says_why() {
        let (mut scenario, id) = on_spot();
        let name = scenario.services.first().name.to_string();
        scenario.services.get_mut(id).unwrap().cost.interruptible = false;
        let refuses = shown(&scenario, id, None);
        let why_not = format!("{name} does not tolerate interruptions, so none of it runs on spot.");
        assert_eq!(refuses, Shown { table: None, why_not });
        scenario.cost.spot = None;
        assert!(shown(&scenario, id, None).why_not.starts_with("No spot is used."));
        let (scenario, _) = on_spot();
        let unpriced = Shown::of(&scenario.cost, (scenario.services.first(), None), "nodes", None, None);
        assert_eq!(unpriced.why_not, format!("The spot price for {name} is unknown: enter a discount."));
        // In a pool one service that refuses is enough.
        let (mut scenario, id) = on_spot();
        scenario.services.get_mut(id).unwrap().cost.pool = Name::from_static("web");
        let mut other = scenario.services.get(id).unwrap().clone();
        other.cost.interruptible = false;
        scenario.services.add(other, scenario.services.next_id()).unwrap();
        let evaluation = evaluate(&scenario);
        let bought = evaluation.service(id).map(|answers| &answers.cost.plan);
        let in_pool = Shown::of(&scenario.cost, (scenario.services.get(id).unwrap(), bought), "nodes", None, None);
        assert!(in_pool.why_not.starts_with("Not all services of pool web tolerate"), "{}", in_pool.why_not);
    }
}
