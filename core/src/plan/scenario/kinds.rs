//! What a service of a kind begins with.

use super::demand::BatchWork;
use super::scaling::{
    FleetInputs, MAX_POLICIES_COMPARED, Policies, PolicyChoice, QueueRule, Rule, ScalingInputs, Startup, Weekdays,
    WindowRule,
};
use super::sizing::{HeadroomLevel, HeadroomRule, LatencyObjective, ProductKind};
use super::{Service, ServiceKind};
use crate::base::time::SECONDS_PER_DAY;
use crate::base::units::Quantity;
use crate::formulas::autoscaler::cloud::keda::{USUAL_COOLDOWN, USUAL_POLLING};

impl Service {
    /// Makes it a service of a kind, with what one of that kind begins with.
    ///
    /// - A **batch** has work to be done within a window, as much as its load of a day, no headroom, no spares, no latency
    ///   target, nobody who gives up waiting, no loss to survive, and replicas only while its window is open.
    /// - A **language model** has an accelerator, starts in minutes (an image of many gigabytes, weights to load) and is
    ///   scaled by the requests in it: its CPU says nothing of its load.
    /// - A **real-time** service has what every new service has.
    ///
    /// Policies that were there stay beside the new one, and a start-up that was entered stays.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::base::id::ServiceId;
    /// use headroom_core::plan::scenario::{ServiceKind, examples};
    ///
    /// let mut service = examples::plain_service(ServiceId(1));
    /// service.become_kind(ServiceKind::Batch);
    /// // As much as 1,000 requests/s are in a day.
    /// assert_eq!(service.demand.work.map(|work| work.items.get()), Some(86.4e6));
    /// assert_eq!((service.sizing.headroom.fraction(), service.sizing.slo.latency), (0.0, None));
    /// ```
    pub fn become_kind(&mut self, kind: ServiceKind) {
        let was_batch = self.kind == ServiceKind::Batch && self.demand.work.is_some();
        if kind == self.kind && (kind != ServiceKind::Batch || was_batch) {
            return;
        }
        self.kind = kind;
        if was_batch {
            self.become_online();
        }
        match kind {
            ServiceKind::RealTime => {}
            ServiceKind::Batch => self.become_batch(),
            ServiceKind::Llm => self.become_llm(),
        }
    }

    /// Gives a batch work within a window, or lets it be sized by its load again.
    pub fn set_windowed(&mut self, is_windowed: bool) {
        match (is_windowed, self.demand.work.is_some()) {
            (true, false) => self.become_batch(),
            (false, true) => self.become_online(),
            _ => {}
        }
    }

    fn become_batch(&mut self) {
        let items_assumed = self.demand.average_load_assumed;
        let a_day = libm::round(self.demand.average_load.get() * SECONDS_PER_DAY);
        self.demand.work.get_or_insert_with(|| BatchWork {
            items: Quantity::clamped(a_day),
            items_assumed,
            opens: Quantity::clamped(1.0),
            window: Quantity::clamped(4.0),
            days: Weekdays::Daily,
        });
        self.demand.variability = Quantity::clamped(0.0);
        self.sizing.headroom = HeadroomRule::Fraction(Quantity::clamped(0.0));
        self.sizing.spare_replicas = Quantity::clamped(0.0);
        self.sizing.slo.latency = None;
        self.regions.survive = Quantity::clamped(0.0);
        self.regions.local_time = false;
        self.scaling.work.timeout = None;
        self.activate(PolicyChoice::of_rule("Batch window", Rule::Window(WindowRule {})));
    }

    /// What a service that answers requests begins with, where it was a batch.
    fn become_online(&mut self) {
        let (usual, scaling) = (super::examples::plain_service(self.id), ScalingInputs::unstated());
        self.demand.work = None;
        self.demand.variability = usual.demand.variability;
        self.sizing.headroom = HeadroomRule::Product { kind: ProductKind::Growing, level: HeadroomLevel::Low };
        self.sizing.spare_replicas = usual.sizing.spare_replicas;
        self.sizing.slo.latency = Some(LatencyObjective::usual());
        self.regions.survive = usual.regions.survive;
        self.regions.local_time = usual.regions.local_time;
        self.scaling.work.timeout = scaling.work.timeout;
        let online = self.scaling.policies.iter().filter(|policy| !is_window(policy)).cloned().collect();
        self.scaling.policies = Policies::new(online).unwrap_or(scaling.policies);
    }

    fn become_llm(&mut self) {
        let replica = &mut self.sizing.replica;
        if replica.gpus.get() == 0 {
            replica.gpus = Quantity::clamped(1.0);
        }
        // An image of 15 GB at 1 Gbit/s, and weights of as much from a disk of 200 MB/s.
        if self.scaling.fleet.startup == FleetInputs::default().startup {
            self.scaling.fleet.startup = Startup {
                image_pull: Quantity::clamped(120.0),
                model_load: Quantity::clamped(75.0),
                warm_up: Quantity::clamped(30.0),
            };
        }
        // Seven of ten places taken.
        let in_flight = libm::round(0.7 * f64::from(replica.capacity.concurrency().get())).max(1.0);
        self.activate(PolicyChoice::of_rule(
            "KEDA on requests in flight",
            Rule::Queue(QueueRule {
                backlog_per_replica: Quantity::clamped(in_flight),
                polling: Quantity::clamped(USUAL_POLLING),
                activation: Quantity::clamped(0.0),
                cooldown: Quantity::clamped(USUAL_COOLDOWN),
            }),
        ));
    }

    /// Makes a policy the active one; those that were there stay beside it, as far as there is room.
    fn activate(&mut self, policy: PolicyChoice) {
        let before = self.scaling.policies.iter().filter(|other| other.rules != policy.rules).cloned();
        let all = std::iter::once(policy.clone()).chain(before).take(MAX_POLICIES_COMPARED).collect();
        self.scaling.policies = Policies::new(all).unwrap_or_else(|_| Policies::of_one(policy));
    }
}

fn is_window(policy: &PolicyChoice) -> bool {
    policy.rules.iter().all(|rule| matches!(rule, Rule::Window(_)))
}
