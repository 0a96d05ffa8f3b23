//! Node pools: services that name the same one share its nodes.

use super::cost::Machine;
use super::{Scenario, Service};
use crate::base::id::ServiceId;
use crate::base::text;
use crate::machines::fit::NodeReserve;
use crate::machines::mix::NodeMix;

/// Most services that share nodes.
pub const MAX_POOLED: usize = 12;

/// Services that share nodes, as stated.
#[derive(Clone, Debug, PartialEq)]
pub struct StatedPool<'a> {
    /// Its name.
    pub name: &'a str,
    /// The instance type: that of the first service whose replicas fit theirs.
    pub machine: Option<&'a Machine>,
    /// The services that share its nodes, in the order of the plan; at least two.
    pub services: Vec<&'a Service>,
    /// Services that name it and cannot share them, each with the reason.
    pub apart: Vec<(ServiceId, String)>,
}

impl<'a> StatedPool<'a> {
    /// The pools of services: those that name the same one and run on the instance type of the first of them.
    ///
    /// A pool that a single service names is that service's own nodes, and none of these.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::base::name::Name;
    /// use headroom_core::base::units::{Gpus, Memory};
    /// use headroom_core::plan::scenario::{examples, pools::StatedPool};
    ///
    /// let mut plan = examples::find("three-products").expect("an example").scenario();
    /// let ids: Vec<_> = plan.services.iter().map(|service| service.id).collect();
    /// let machine = plan.services.get(ids[0]).and_then(|first| first.cost.machine.clone());
    /// for id in &ids[..2] {
    ///     let service = plan.services.get_mut(*id).expect("it is there");
    ///     service.cost.pool = Name::from_static("shared");
    ///     service.cost.machine.clone_from(&machine);
    ///     (service.sizing.replica.gpus, service.sizing.replica.memory) = (Gpus::new(0.0)?, Memory::new(14.0)?);
    /// }
    /// let services: Vec<_> = plan.services.iter().collect();
    /// let pools = StatedPool::all(&services);
    /// assert_eq!((pools[0].name, pools[0].services.len()), ("shared", 2));
    /// # Ok::<(), headroom_core::base::units::OutOfRange>(())
    /// ```
    pub fn all(services: &[&'a Service]) -> Vec<Self> {
        let mut pools: Vec<Self> = Vec::new();
        for name in services.iter().map(|service| pool_of(service)).filter(|name| !name.is_empty()) {
            if pools.iter().any(|pool| pool.name == name) {
                continue;
            }
            let naming: Vec<&Service> = services.iter().copied().filter(|service| pool_of(service) == name).collect();
            if naming.len() > 1 {
                pools.push(Self::of(name, &naming));
            }
        }
        pools
    }

    fn of(name: &'a str, naming: &[&'a Service]) -> Self {
        let fits = |service: &&&Service| service.packed().is_some_and(|packed| packed.is_ok());
        let first = naming.iter().find(fits).and_then(|service| service.cost.machine.as_ref());
        let (mut services, mut apart) = (Vec::new(), Vec::new());
        for service in naming {
            match excluded(service, first, services.len()) {
                Some(why) => apart.push((service.id, why)),
                None => services.push(*service),
            }
        }
        if services.len() < 2 {
            services.clear();
        }
        Self { name, machine: first, services, apart }
    }

    /// Why a service that names it does not share its nodes; `None` where it does, or does not name it.
    pub fn excluded(&self, id: ServiceId) -> Option<&str> {
        self.apart.iter().find(|(service, _)| *service == id).map(|(_, why)| why.as_str())
    }

    /// What the replicas of its services take of a node; `None` where none share one.
    pub fn mix(&self) -> Option<NodeMix> {
        let machine = self.machine.filter(|_| !self.services.is_empty())?;
        // What the system takes of a node is there once, so the largest reserve counts.
        let reserves = self.services.iter().map(|service| machine.reserved(service.cost.reserve));
        let room = machine.room(reserves.fold(NodeReserve::default(), |most, one| NodeReserve {
            vcpus: most.vcpus.max(one.vcpus),
            memory_gib: most.memory_gib.max(one.memory_gib),
        }));
        let kind = |service: &&Service| (service.sizing.replica.into(), service.replicas_per_node().unwrap_or(1));
        Some(NodeMix::new(room, &self.services.iter().map(kind).collect::<Vec<_>>()))
    }
}

impl Scenario {
    /// The instance type of the pool that a service names, where it is another one that keeps the service from sharing the
    /// nodes.
    pub fn pool_machine(&self, id: ServiceId) -> Option<&Machine> {
        let services: Vec<&Service> = self.services.iter().collect();
        let pools = StatedPool::all(&services);
        let pool = pools.iter().find(|pool| pool.excluded(id).is_some())?.machine?;
        let own = self.services.get(id)?.cost.machine.as_ref();
        let is_same =
            |own: &Machine| (&own.provider, &own.name) == (&pool.provider, &pool.name) && has_the_same(own, pool);
        Some(pool).filter(|_| !own.is_some_and(is_same))
    }

    /// Runs a service on the instance type of the pool that it names, with the prices that are stored there.
    pub fn take_pool_machine(&mut self, id: ServiceId) {
        let machine = self.pool_machine(id).cloned();
        if let Some((machine, service)) = machine.zip(self.services.get_mut(id)) {
            service.cost.machine = Some(machine);
        }
    }

    /// A service and those that share its nodes.
    pub fn sharing(&self, id: ServiceId) -> Vec<ServiceId> {
        let services: Vec<&Service> = self.services.iter().collect();
        let pools = StatedPool::all(&services);
        let pool = pools.iter().find(|pool| pool.services.iter().any(|service| service.id == id));
        pool.map_or_else(|| vec![id], |pool| pool.services.iter().map(|service| service.id).collect())
    }
}

/// The pool that a service names; empty where none.
fn pool_of(service: &Service) -> &str {
    service.cost.pool.as_str().trim()
}

/// Whether two machines offer the same.
fn has_the_same(one: &Machine, other: &Machine) -> bool {
    (one.vcpus, one.memory, one.arch, &one.accelerators) == (other.vcpus, other.memory, other.arch, &other.accelerators)
}

/// Why a service cannot share the nodes of a pool with that machine; `None` where it can.
fn excluded(service: &Service, first: Option<&Machine>, known: usize) -> Option<String> {
    let Some(machine) = &service.cost.machine else { return Some("no instance type is chosen for it".to_owned()) };
    if let Some(Err(refusal)) = service.packed() {
        return Some(format!("a replica does not fit {}: {refusal}", machine.words()));
    }
    match first {
        Some(pool) if (&pool.provider, &pool.name) != (&machine.provider, &machine.name) => {
            return Some(format!("it runs on {}, the pool on {}", machine.words(), pool.words()));
        }
        // Custom types may be called alike.
        Some(pool) if !has_the_same(pool, machine) => {
            return Some(format!("its {} has other vCPUs, memory or accelerators than the pool's", machine.words()));
        }
        _ => {}
    }
    (known >= MAX_POOLED).then(|| format!("at most {} services share nodes", text::count(MAX_POOLED as u64)))
}
