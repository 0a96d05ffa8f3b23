//! The fleet in time: replicas that wait for a node, start, serve and drain.

mod loss;

use super::setup::{FleetSetup, NodeSetup};
use std::collections::VecDeque;

/// Replicas that reach their next state at a step.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Batch {
    due: u64,
    count: u32,
}

/// Replicas on their way, in the order of their arrival.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    batches: VecDeque<Batch>,
    total: u32,
    /// Before this nothing arrives: looked at in every step, where the batches are not.
    next: u64,
}

impl Default for Line {
    fn default() -> Self {
        Self { batches: VecDeque::new(), total: 0, next: u64::MAX }
    }
}

impl Line {
    fn push(&mut self, due: u64, count: u32) {
        if count > 0 {
            self.batches.push_back(Batch { due, count });
            self.total += count;
            self.next = self.next.min(due);
        }
    }

    /// Takes out what is due.
    #[inline]
    fn arrive(&mut self, now: u64) -> u32 {
        if now < self.next { 0 } else { self.take_due(now) }
    }

    fn take_due(&mut self, now: u64) -> u32 {
        let mut arrived = 0;
        while let Some(batch) = self.batches.front().copied().filter(|batch| batch.due <= now) {
            self.batches.pop_front();
            arrived += batch.count;
        }
        self.total -= arrived;
        self.next = self.next_due().unwrap_or(u64::MAX);
        arrived
    }

    /// Takes out the newest, at most `count`.
    fn cancel(&mut self, count: u32) -> u32 {
        let mut left = count;
        while left > 0 {
            let Some(newest) = self.batches.back_mut() else { break };
            let taken = newest.count.min(left);
            newest.count -= taken;
            left -= taken;
            if newest.count == 0 {
                self.batches.pop_back();
            }
        }
        self.total -= count - left;
        count - left
    }

    /// When the first of them arrive.
    fn next_due(&self) -> Option<u64> {
        self.batches.front().map(|batch| batch.due)
    }
}

/// A fleet in time; all times are counted in steps.
#[derive(Clone, Debug)]
pub struct Fleet {
    setup: FleetSetup,
    /// Asked for, but no node has room yet.
    waiting: u32,
    /// On a node, before the container runs; the same replicas are in `starting`.
    pulling: Line,
    starting: Line,
    /// Taken from the warm pool, soon in service.
    waking: Line,
    ready: u32,
    draining: Line,
    /// Prepared and idle, or being prepared.
    warm: u32,
    warming: Line,
    nodes: u32,
    nodes_coming: Line,
    nodes_idle_since: Option<u64>,
    /// Whether the last change was held back by the limit.
    short_of_limit: bool,
}

/// How many replicas are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct FleetState {
    /// Asked for, waiting for a node.
    pub waiting: u32,
    /// On a node, pulling the image.
    pub pulling: u32,
    /// The container runs; loading and warming up.
    pub loading: u32,
    /// In service.
    pub ready: u32,
    /// Taken out of service, finishing its work.
    pub draining: u32,
    /// Prepared in the warm pool.
    pub warm: u32,
    /// Nodes, where nodes are simulated.
    pub nodes: u32,
    /// Nodes on their way.
    pub nodes_coming: u32,
    /// Steps until the next replica is ready.
    pub next_ready: Option<u64>,
}

impl FleetState {
    /// Replicas in service that are busy, where a share of their throughput is in use.
    pub fn busy(&self, utilization: f64) -> u32 {
        (libm::round(f64::from(self.ready) * utilization) as u32).min(self.ready)
    }
}

impl Fleet {
    /// A fleet with replicas in service, and as many nodes as they and the spare ones need.
    pub fn new(setup: &FleetSetup, ready: u32) -> Self {
        let warm = setup.warm.map_or(0, |warm| warm.size);
        let nodes = setup.nodes.map_or(0, |nodes| (ready + warm).div_ceil(nodes.replicas_per_node) + nodes.spare);
        Self {
            setup: *setup,
            waiting: 0,
            pulling: Line::default(),
            starting: Line::default(),
            waking: Line::default(),
            ready,
            draining: Line::default(),
            warm: setup.warm.map_or(0, |warm| warm.size),
            warming: Line::default(),
            nodes,
            nodes_coming: Line::default(),
            nodes_idle_since: None,
            short_of_limit: false,
        }
    }

    /// Replicas in service.
    pub const fn ready(&self) -> u32 {
        self.ready
    }

    /// Replicas whose container does not run yet.
    pub const fn pending(&self) -> u32 {
        self.waiting + self.pulling.total
    }

    /// Replicas whose container runs, but which are not in service yet.
    pub const fn unready(&self) -> u32 {
        self.starting.total - self.pulling.total + self.waking.total
    }

    /// Replicas on their way into service.
    pub const fn coming(&self) -> u32 {
        self.waiting + self.starting.total + self.waking.total
    }

    /// Replicas that were asked for and wait for a node.
    pub const fn waiting_for_nodes(&self) -> u32 {
        self.waiting
    }

    /// Replicas asked for: in service or on their way.
    pub const fn size(&self) -> u32 {
        self.ready + self.coming()
    }

    /// Replicas that are placed but not in service: starting or draining.
    pub const fn between(&self) -> u32 {
        self.starting.total + self.waking.total + self.draining.total
    }

    /// Whether more were desired than the limit allows.
    pub const fn is_short_of_limit(&self) -> bool {
        self.short_of_limit
    }

    /// Replicas that are paid for, as replicas in service: with nodes, all that the nodes hold.
    #[inline]
    pub fn paid(&self) -> f64 {
        if let Some(nodes) = &self.setup.nodes {
            // The warm pool stands on nodes like everything else.
            return f64::from(self.nodes.saturating_mul(nodes.replicas_per_node));
        }
        let placed = f64::from(self.ready + self.between());
        match &self.setup.warm {
            Some(warm) => placed + warm.price * f64::from(self.warm + self.warming.total),
            None => placed,
        }
    }

    /// Moves on to step `now`: what is due arrives, and failed replicas are gone.
    #[inline]
    pub fn advance(&mut self, now: u64) {
        self.pulling.arrive(now);
        self.ready += self.starting.arrive(now) + self.waking.arrive(now);
        self.draining.arrive(now);
        self.warm += self.warming.arrive(now);
        if self.setup.nodes.is_some() {
            self.nodes += self.nodes_coming.arrive(now);
            self.place(now);
            self.release_nodes(now);
        }
    }

    /// Replicas in service that are gone at once.
    pub fn fail(&mut self, count: u32) {
        self.ready -= count.min(self.ready);
    }

    /// Asks for a size: the newest on their way are called back first, then replicas drain.
    pub fn resize(&mut self, desired: u32, now: u64) {
        let allowed = self.setup.limit.map_or(desired, |limit| desired.min(limit));
        self.short_of_limit = allowed < desired;
        let size = self.size();
        if allowed > size {
            self.launch(allowed - size, now);
        } else if allowed < size {
            self.remove(size - allowed, now);
        }
        self.refill_warm_pool(now);
    }

    fn launch(&mut self, count: u32, now: u64) {
        let woken = count.min(self.warm);
        if woken > 0 {
            self.warm -= woken;
            let wake = self.setup.warm.map_or(0, |warm| warm.startup);
            self.enter(woken, now, wake, true);
        }
        let cold = count - woken;
        if self.setup.nodes.is_some() {
            self.waiting += cold;
            self.order_nodes(now);
            self.place(now);
        } else {
            self.enter(cold, now, self.setup.startup, false);
        }
    }

    /// Puts replicas on the line into service; without any start-up they serve at once.
    fn enter(&mut self, count: u32, now: u64, startup: u64, woken: bool) {
        if startup == 0 {
            self.ready += count;
        } else if woken {
            self.waking.push(now + startup, count);
        } else {
            self.starting.push(now + startup, count);
            if self.setup.image_pull > 0 {
                self.pulling.push(now + self.setup.image_pull, count);
            }
        }
    }

    fn remove(&mut self, count: u32, now: u64) {
        let mut left = count;
        let unplaced = left.min(self.waiting);
        self.waiting -= unplaced;
        left -= unplaced;
        let called_back = self.starting.cancel(left);
        // The newest are the ones still pulling.
        self.pulling.cancel(called_back.min(self.pulling.total));
        left -= called_back;
        left -= self.waking.cancel(left);
        let drained = left.min(self.ready);
        self.ready -= drained;
        if self.setup.drain > 0 {
            self.draining.push(now + self.setup.drain, drained);
        }
    }

    fn refill_warm_pool(&mut self, now: u64) {
        let Some(warm) = self.setup.warm else { return };
        let mut missing = warm.size.saturating_sub(self.warm + self.warming.total);
        if self.setup.nodes.is_some() && missing > 0 {
            // Those that find no node are tried again in the next step.
            self.order_nodes(now);
            missing = missing.min(self.room().saturating_sub(self.waiting));
        }
        if missing > 0 {
            if self.setup.startup == 0 {
                self.warm += missing;
            } else {
                self.warming.push(now + self.setup.startup, missing);
            }
        }
    }

    /// Replicas that stand somewhere, prepared ones included.
    fn placed(&self) -> u32 {
        self.ready + self.between() + self.warm + self.warming.total
    }

    /// Replicas that could still be placed on the nodes that there are.
    fn room(&self) -> u32 {
        let places = self.setup.nodes.map_or(0, |nodes| self.nodes.saturating_mul(nodes.replicas_per_node));
        places.saturating_sub(self.placed())
    }

    /// Nodes for everything that is placed or wants to be.
    fn nodes_needed(&self, nodes: &NodeSetup) -> u32 {
        let prepared = self.setup.warm.map_or(0, |warm| warm.size.saturating_sub(self.warm + self.warming.total));
        (self.placed() + self.waiting + prepared).div_ceil(nodes.replicas_per_node) + nodes.spare
    }

    fn order_nodes(&mut self, now: u64) {
        let Some(nodes) = self.setup.nodes else { return };
        let needed = self.nodes_needed(&nodes);
        let missing = needed.saturating_sub(self.nodes + self.nodes_coming.total);
        if missing > 0 {
            if nodes.provisioning == 0 {
                self.nodes += missing;
            } else {
                self.nodes_coming.push(now + nodes.provisioning, missing);
            }
        }
    }

    fn place(&mut self, now: u64) {
        let placed = self.room().min(self.waiting);
        if placed > 0 {
            self.waiting -= placed;
            self.enter(placed, now, self.setup.startup, false);
        }
    }

    fn release_nodes(&mut self, now: u64) {
        let Some(nodes) = self.setup.nodes else { return };
        let needed = self.nodes_needed(&nodes);
        if self.nodes <= needed {
            self.nodes_idle_since = None;
            return;
        }
        let since = *self.nodes_idle_since.get_or_insert(now);
        if now - since >= nodes.unneeded {
            self.nodes = needed;
            self.nodes_idle_since = None;
        }
    }

    /// How many replicas are in which state.
    pub fn state(&self, now: u64) -> FleetState {
        let next = [self.starting.next_due(), self.waking.next_due()];
        FleetState {
            waiting: self.waiting,
            pulling: self.pulling.total,
            loading: self.unready(),
            ready: self.ready,
            draining: self.draining.total,
            warm: self.warm,
            nodes: self.nodes,
            nodes_coming: self.nodes_coming.total,
            next_ready: next.into_iter().flatten().min().map(|due| due.saturating_sub(now)),
        }
    }
}
