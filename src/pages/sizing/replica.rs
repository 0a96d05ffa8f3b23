//! One replica: what it sustains and takes; and what the service promises.

use crate::components::{NumberField, Segmented};
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::base::units::{Quantity, ReplicaThroughput, ServiceTime};
use headroom_core::plan::scenario::sizing::{LatencyObjective, ReplicaCapacity};
use leptos::prelude::*;

/// The ways to state what a replica sustains.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Throughput,
    ServiceTime,
}

/// The same capacity in another way.
fn capacity_in(way: Way, capacity: ReplicaCapacity) -> ReplicaCapacity {
    let concurrency = capacity.concurrency();
    match way {
        Way::Throughput => {
            ReplicaCapacity::Throughput { throughput: ReplicaThroughput::clamped(capacity.throughput()), concurrency }
        }
        Way::ServiceTime => {
            ReplicaCapacity::ServiceTime { service_time: ServiceTime::clamped(capacity.service_time()), concurrency }
        }
    }
}

/// The fields of one replica.
#[component]
pub fn ReplicaFields() -> impl IntoView {
    let session = Session::here();
    let replica = session.service_part(|service| service.sizing.replica);
    let way = Memo::new(move |_| match replica.get().capacity {
        ReplicaCapacity::Throughput { .. } => Way::Throughput,
        ReplicaCapacity::ServiceTime { .. } => Way::ServiceTime,
    });
    let follows = move || {
        let capacity = replica.get().capacity;
        match capacity {
            ReplicaCapacity::Throughput { .. } => {
                format!("Each request then takes {} on average.", text::seconds(capacity.service_time()))
            }
            ReplicaCapacity::ServiceTime { .. } => {
                format!("A replica then sustains {} requests/s.", text::number(capacity.throughput()))
            }
        }
    };
    let edit = move |change: Change, apply: &dyn Fn(&mut ReplicaCapacity)| {
        session.edit_service(change, |service| apply(&mut service.sizing.replica.capacity))
    };
    view! {
        <fieldset>
            <legend>"One replica"</legend>
            <Segmented id="capacity-way" label="Capacity stated as" choices=vec![(Way::Throughput, "Throughput"), (Way::ServiceTime, "Service time")]
                value=Signal::derive(move || Some(way.get()))
                set=move |way| session.edit_service(Change::Edit, |service| service.sizing.replica.capacity = capacity_in(way, service.sizing.replica.capacity))/>
            {move || match way.get() {
                Way::Throughput => view! {
                    <NumberField id="replica-throughput" label="Sustains" value=Signal::derive(move || ReplicaThroughput::clamped(replica.get().capacity.throughput()))
                        set=move |change, value| edit(change, &|capacity| *capacity = ReplicaCapacity::Throughput { throughput: value, concurrency: capacity.concurrency() })/>
                }.into_any(),
                Way::ServiceTime => view! {
                    <NumberField id="service-time" label="Service time" value=Signal::derive(move || ServiceTime::clamped(replica.get().capacity.service_time()))
                        set=move |change, value| edit(change, &|capacity| *capacity = ReplicaCapacity::ServiceTime { service_time: value, concurrency: capacity.concurrency() })/>
                }.into_any(),
            }}
            <NumberField id="concurrency" label="Requests at once" unit="" value=Signal::derive(move || replica.get().capacity.concurrency())
                set=move |change, value| edit(change, &|capacity| match capacity {
                    ReplicaCapacity::Throughput { concurrency, .. } | ReplicaCapacity::ServiceTime { concurrency, .. } => *concurrency = value,
                })
                hint=Signal::derive(follows)/>
            <NumberField id="vcpus" label="CPU" value=Signal::derive(move || replica.get().vcpus)
                set=move |change, value| session.edit_service(change, |service| service.sizing.replica.vcpus = value)/>
            <NumberField id="memory" label="Memory" value=Signal::derive(move || replica.get().memory)
                set=move |change, value| session.edit_service(change, |service| service.sizing.replica.memory = value)/>
            <NumberField id="gpus" label="Accelerators" value=Signal::derive(move || replica.get().gpus)
                set=move |change, value| session.edit_service(change, |service| service.sizing.replica.gpus = value)/>
        </fieldset>
    }
}

/// The fields of the service level objective.
#[component]
pub fn SloFields() -> impl IntoView {
    let session = Session::here();
    let slo = session.service_part(|service| service.sizing.slo);
    let promised = Memo::new(move |_| slo.get().latency.is_some());
    let objective = move || slo.get().latency.unwrap_or(usual_objective());
    let edit = move |change: Change, apply: &dyn Fn(&mut LatencyObjective)| {
        session.edit_service(change, |service| {
            if let Some(objective) = &mut service.sizing.slo.latency {
                apply(objective);
            }
        });
    };
    view! {
        <fieldset>
            <legend>"Objective (SLO)"</legend>
            <NumberField id="availability" label="Availability" value=Signal::derive(move || slo.get().availability)
                set=move |change, value| session.edit_service(change, |service| service.sizing.slo.availability = value)
                hint=Signal::derive(move || format!("Leaves an error budget of {} a month; it does not change the replicas.", text::seconds(slo.get().error_budget())))/>
            <Segmented id="latency-promised" label="Latency" choices=vec![(true, "Latency promised"), (false, "May wait")]
                value=Signal::derive(move || Some(promised.get()))
                set=move |promise| session.edit_service(Change::Edit, |service| service.sizing.slo.latency = promise.then(usual_objective))/>
            <Show when=move || promised.get()>
                <NumberField id="latency-percentile" label="Percentile" value=Signal::derive(move || objective().percentile)
                    set=move |change, value| edit(change, &|objective| objective.percentile = value)/>
                <NumberField id="latency-target" label="Answered within" value=Signal::derive(move || objective().target)
                    set=move |change, value| edit(change, &|objective| objective.target = value)/>
            </Show>
        </fieldset>
    }
}

fn usual_objective() -> LatencyObjective {
    LatencyObjective { percentile: Quantity::clamped(0.99), target: Quantity::clamped(0.5) }
}
