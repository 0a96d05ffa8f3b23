//! The node pool of a service: its name, who shares its nodes, and whose part is how large.

use super::fields::pool::POOL;
use crate::components::form::{FieldSet, fields_with};
use crate::components::table::{Cell, Column, Row, Table};
use crate::components::{TableView, WorkingTable};
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::id::ServiceId;
use headroom_core::base::text;
use headroom_core::plan::cost::{NodePool, PoolShare};
use headroom_core::plan::evaluate::Evaluation;
use headroom_core::plan::scenario::Scenario;
use leptos::prelude::*;

/// The pools that other services name, with these.
fn known(scenario: &Scenario, id: ServiceId) -> String {
    let mut pools: Vec<(&str, Vec<&str>)> = Vec::new();
    for service in scenario.services.iter().filter(|service| service.id != id) {
        let name = service.cost.pool.as_str().trim();
        match pools.iter_mut().find(|(known, _)| *known == name) {
            _ if name.is_empty() => {}
            Some((_, services)) => services.push(service.name.as_str()),
            None => pools.push((name, vec![service.name.as_str()])),
        }
    }
    let of = |(name, services): &(&str, Vec<&str>)| format!("{name} ({})", text::listed(services));
    match pools.as_slice() {
        [] => "No other service names a pool.".to_owned(),
        pools => format!("Pools of other services: {}.", pools.iter().map(of).collect::<Vec<_>>().join("; ")),
    }
}

/// The field, and what keeps the service from the nodes.
#[component]
pub fn PoolFields() -> impl IntoView {
    let session = Session::here();
    let cost = session.selected_part(|service| &service.cost, |service| &mut service.cost);
    let hint = Memo::new(move |_| known(&session.scenario(), session.service_id()));
    let why = session.answer(|service| service.cost.excluded.clone());
    let why = Memo::new(move |_| why.get().flatten());
    let can_join = Memo::new(move |_| session.scenario().pool_machine(session.service_id()).is_some());
    let join = move |_| {
        let id = untrack(|| session.service_id());
        session.edit(Change::Edit, |scenario| scenario.take_pool_machine(id));
    };
    view! {
        <FieldSet title="Node pool">
            {fields_with(cost, POOL, &[("node-pool", hint.into())])}
            <Show when=move || why.with(Option::is_some)>
                <p class="hint" id="pool-excluded">{move || why.get().map(|why| format!("It has nodes of its own: {why}."))}</p>
            </Show>
            <Show when=move || why.with(Option::is_some) && can_join.get()>
                <button type="button" class="small" id="pool-join" on:click=join>"Use the pool's instance type"</button>
            </Show>
        </FieldSet>
    }
}

/// The pool that a service shares.
fn pool_of(evaluation: &Evaluation, id: ServiceId) -> Option<&NodePool> {
    evaluation.pools.iter().find(|pool| pool.member(id).is_some())
}

/// What the pool comes to, in a sentence.
fn says(pool: &NodePool) -> String {
    let differs = (pool.apart - pool.nodes.mean).abs() > 0.0005;
    let apart = if differs {
        format!("; {} if each service had its own", text::number(pool.apart))
    } else {
        ", as many as if each service had its own".to_owned()
    };
    let nodes = text::number(pool.nodes.mean);
    format!("{nodes} nodes of {} on average in the first month{apart}.", pool.machine)
}

/// Whose part of the pool is how large.
fn table(pool: &NodePool) -> Table {
    let dollars = |amount: Option<f64>| Cell::from(text::or_unknown(amount, text::dollars));
    let row = |share: &PoolShare| {
        let counts = [share.replicas, share.share, share.nodes].map(text::number).map(Cell::from);
        Row::of(std::iter::once(Cell::from(share.name.clone())).chain(counts).chain([dollars(share.monthly)]))
    };
    let whole = |name: &str, nodes: f64, monthly: Option<f64>| {
        let counts = [String::new(), String::new(), text::number(nodes)].map(Cell::from);
        Row::of(std::iter::once(Cell::from(name)).chain(counts).chain([dollars(monthly)]))
    };
    let rows = pool.services.iter().map(row).chain([
        whole("Unused", pool.unused, pool.unused_monthly),
        whole("Total in use", pool.nodes.mean, pool.monthly).total(),
    ]);
    let columns = [
        Column::words("Service"),
        Column::number("Replicas, average"),
        Column::number("Share of a node per replica"),
        Column::number("Nodes"),
        Column::number("Compute per month"),
    ];
    Table::new("pool-shares", format!("Nodes of pool {}", pool.name))
        .titled_above()
        .with_columns(columns)
        .with_rows(rows)
}

/// The pool of the selected service, where it shares one.
#[component]
pub fn PoolSection() -> impl IntoView {
    let session = Session::here();
    let pool = Memo::new(move |_| pool_of(&session.evaluation(), session.service_id()).cloned());
    let title = move || pool.with(|pool| pool.as_ref().map(|pool| format!("Node pool {}", pool.name)));
    let sentence = move || pool.with(|pool| pool.as_ref().map(says));
    let shares = Memo::new(move |_| pool.with(|pool| pool.as_ref().map(table).unwrap_or_default()));
    let working = Signal::derive(move || pool.with(|pool| pool.as_ref().map(|pool| pool.working.clone())));
    let before = move || {
        let before = session.baseline_evaluation()?;
        pool_of(&before, session.service_id()).map(|pool| pool.working.clone())
    };
    view! {
        <Show when=move || pool.with(Option::is_some)>
            <section class="pool" aria-label="Node pool">
                <h2>{title}</h2>
                <p id="pool-says">{sentence}</p>
                <TableView table=shares/>
                <p class="hint">"A service pays for what its replicas request of a node; what no replica requests is unused, and charged to the services of the pool as idle compute. What stands by for a loss is packed beside what runs; what is ordered for an event is on nodes of its own."</p>
                <WorkingTable caption="How the pool's nodes come about" working=working baseline=Signal::derive(before)/>
            </section>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::name::Name;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    fn two_in_a_pool() -> Scenario {
        let mut plan = examples::find("three-products").unwrap().scenario();
        let first = plan.services.first().id;
        plan.services.get_mut(first).unwrap().cost.pool = Name::from_static("web");
        let second = Name::from_static("Search");
        let copy = headroom_core::plan::scenario::Service { name: second, ..plan.services.first().clone() };
        plan.services.add(copy, plan.services.next_id()).unwrap();
        plan
    }

    #[test]
    fn the_parts_and_what_is_unused_are_the_pool() {
        let plan = two_in_a_pool();
        let evaluation = evaluate(&plan);
        let pool = pool_of(&evaluation, plan.services.first().id).unwrap();
        let table = table(pool);
        let last = table.rows.len() - 1;
        assert_eq!([table.text(0, 0), table.text(1, 0), table.text(2, 0)], ["Feed ranking", "Search", "Unused"]);
        assert_eq!(table.text(last, 3), text::number(pool.nodes.mean));
        assert!(says(pool).starts_with(&format!("{} nodes of AWS c7i.4xlarge", text::number(pool.nodes.mean))));
        assert_eq!(known(&plan, plan.services.first().id), "Pools of other services: web (Search).");
        assert_eq!(evaluation.services[0].cost.excluded, None);
    }
}
