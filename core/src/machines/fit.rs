//! Whether a replica fits a type, how many fit one node, and what is left over.

use super::catalog::{Architecture, InstanceType};
use super::chip::{Chip, is_gpu};
use crate::base::text;
use std::fmt;

/// What one replica needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplicaNeed {
    /// Virtual CPUs.
    pub vcpus: f64,
    /// Memory, GiB.
    pub memory_gib: f64,
    /// Accelerators.
    pub gpus: u32,
    /// Memory of each accelerator, GiB.
    pub gpu_memory_gib: f64,
    /// Which accelerator; any GPU where not named.
    pub chip: Option<Chip>,
    /// Instruction set; `None` where any will do.
    pub architecture: Option<Architecture>,
}

/// What a node keeps for its system, agents and other things that are not replicas.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct NodeReserve {
    /// Virtual CPUs.
    pub vcpus: f64,
    /// Memory, GiB.
    pub memory_gib: f64,
}

/// How replicas sit on a node, and what nobody can use there.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Packing {
    /// Replicas on one node, at least one.
    pub replicas: u32,
    /// What the node keeps for its system.
    pub reserved: NodeReserve,
    /// Virtual CPUs left over; `None` where the type's are not known.
    pub unused_vcpus: Option<f64>,
    /// Memory left over, GiB; `None` where the type's is not known.
    pub unused_memory_gib: Option<f64>,
    /// Accelerators left over.
    pub unused_gpus: f64,
    /// Share of the scarcest resource that is used.
    pub used_fraction: f64,
}

/// The constraint that rules a type out; quantities are of one node.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// Another instruction set.
    Architecture {
        /// What is needed.
        need: Architecture,
        /// What it has.
        has: Architecture,
    },
    /// Too few accelerators, or none.
    Gpus {
        /// What is needed.
        need: u32,
        /// What it has; below one for a slice of one.
        has: f64,
    },
    /// Accelerators of another kind.
    Chip {
        /// What is needed; any GPU where not named.
        need: Option<Chip>,
        /// The model that it has.
        has: String,
    },
    /// Accelerators with too little memory, GiB.
    GpuMemory {
        /// What is needed.
        need: f64,
        /// What it has.
        has: f64,
    },
    /// Too few virtual CPUs beyond its own reserve.
    Vcpus {
        /// What is needed.
        need: f64,
        /// What it has.
        has: f64,
    },
    /// Too little memory beyond its own reserve, GiB.
    Memory {
        /// What is needed.
        need: f64,
        /// What it has.
        has: f64,
    },
    /// The source does not state what decides.
    Unknown {
        /// What is not known.
        what: &'static str,
    },
    /// No price is known, there or at all.
    NoPrice {
        /// Where.
        region: String,
    },
    /// Its provider is in none of the chosen regions.
    OtherProvider,
}

impl NodeReserve {
    /// In words: `0.08 vCPU and 1.53 GiB`; none where nothing is kept.
    pub fn words(self) -> Option<String> {
        let parts = [(self.vcpus, "vCPU"), (self.memory_gib, "GiB")];
        let parts = parts.into_iter().filter(|(kept, _)| *kept > 0.0);
        let parts: Vec<String> = parts.map(|(kept, unit)| format!("{} {unit}", text::significant(kept, 3))).collect();
        (!parts.is_empty()).then(|| parts.join(" and "))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Architecture { need, has } => write!(f, "needs {}, has {}", need.word(), has.word()),
            Self::Gpus { need: 1, has } => write!(f, "needs 1 GPU, has {has}"),
            Self::Gpus { need, has } => write!(f, "needs {need} GPUs, has {has}"),
            Self::Chip { need: Some(need), has } => write!(f, "needs {} accelerators, has {has}", need.words()),
            Self::Chip { need: None, has } => write!(f, "needs a GPU, has {has}"),
            Self::GpuMemory { need, has } => write!(f, "needs {need} GiB of memory per GPU, has {has}"),
            Self::Vcpus { need, has } => write!(f, "needs {need} vCPU, has {}", text::number(*has)),
            Self::Memory { need, has } => write!(f, "needs {need} GiB of memory, has {}", text::number(*has)),
            Self::Unknown { what } => write!(f, "{what} unknown"),
            Self::NoPrice { region } => write!(f, "no known price in {region}"),
            Self::OtherProvider => write!(f, "provider not in any of the chosen regions"),
        }
    }
}

/// Packs replicas on one node: `⌊min over resources of (node − reserve)/need⌋`.
///
/// A resource that a replica does not need rules nothing out, and one that the type does not state
/// only where it is needed. Every accelerator is one replica's alone, so what remains of it is not
/// counted. Replicas of one kind share nothing but the node.
///
/// # Errors
///
/// The first [`Refusal`], in the order architecture, accelerators, their kind, their memory, processors, memory.
///
/// # Example
///
/// ```
/// use headroom_core::machines::catalog::{Architecture, Family, InstanceType};
/// use headroom_core::machines::fit::{NodeReserve, ReplicaNeed, pack};
///
/// let node = InstanceType {
///     provider: "aws".into(),
///     name: "m5.2xlarge".into(),
///     family: Family::General,
///     vcpus: Some(8.0),
///     memory_gib: Some(32.0),
///     architecture: Some(Architecture::X86),
///     accelerators: None,
///     network_gbps: None,
///     local_disk_gb: None,
/// };
/// let need = ReplicaNeed { vcpus: 3.0, memory_gib: 4.0, ..ReplicaNeed::default() };
/// let packing = pack(&need, &node, NodeReserve::default())?;
/// // By hand: ⌊8/3⌋ = 2 by processors, 8 by memory.
/// assert_eq!((packing.replicas, packing.unused_vcpus, packing.unused_memory_gib), (2, Some(2.0), Some(24.0)));
/// # Ok::<(), headroom_core::machines::fit::Refusal>(())
/// ```
pub fn pack(need: &ReplicaNeed, node: &InstanceType, reserve: NodeReserve) -> Result<Packing, Refusal> {
    match (need.architecture, node.architecture) {
        (Some(need), Some(has)) if need != has => return Err(Refusal::Architecture { need, has }),
        (Some(_), None) => return Err(Refusal::Unknown { what: "architecture" }),
        _ => {}
    }
    let has_gpus = node.accelerators.as_ref().map_or(0.0, |accelerators| accelerators.count);
    let mut fits = u32::MAX;
    if need.gpus > 0 {
        fits = floor_count(has_gpus / f64::from(need.gpus));
        if fits == 0 {
            return Err(Refusal::Gpus { need: need.gpus, has: has_gpus });
        }
        let model = node.accelerators.as_ref().map_or("", |accelerators| accelerators.model.as_str());
        if !need.chip.map_or_else(|| is_gpu(model), |chip| chip.is(model)) {
            return Err(Refusal::Chip { need: need.chip, has: model.to_owned() });
        }
        if need.gpu_memory_gib > 0.0 {
            let has = node.accelerators.as_ref().and_then(|accelerators| accelerators.memory_gib);
            let has = has.ok_or(Refusal::Unknown { what: "GPU memory" })?;
            if has < need.gpu_memory_gib {
                return Err(Refusal::GpuMemory { need: need.gpu_memory_gib, has });
            }
        }
    }
    let free_vcpus = node.vcpus.map(|has| (has - reserve.vcpus).max(0.0));
    let free_memory = node.memory_gib.map(|has| (has - reserve.memory_gib).max(0.0));
    if need.vcpus > 0.0 {
        let has = free_vcpus.ok_or(Refusal::Unknown { what: "number of vCPU" })?;
        let by_vcpus = floor_count(has / need.vcpus);
        if by_vcpus == 0 {
            return Err(Refusal::Vcpus { need: need.vcpus, has });
        }
        fits = fits.min(by_vcpus);
    }
    if need.memory_gib > 0.0 {
        let has = free_memory.ok_or(Refusal::Unknown { what: "memory" })?;
        let by_memory = floor_count(has / need.memory_gib);
        if by_memory == 0 {
            return Err(Refusal::Memory { need: need.memory_gib, has });
        }
        fits = fits.min(by_memory);
    }
    // A replica that needs nothing has a node to itself.
    let replicas = if fits == u32::MAX { 1 } else { fits };
    let used = |need: f64, free: Option<f64>| {
        free.filter(|free| *free > 0.0).map_or(0.0, |free| f64::from(replicas) * need.max(0.0) / free)
    };
    let gpus_used = f64::from(replicas) * f64::from(need.gpus);
    let by_gpus = if has_gpus > 0.0 { gpus_used / has_gpus } else { 0.0 };
    let left = |free: f64, need: f64| (free - f64::from(replicas) * need.max(0.0)).max(0.0);
    Ok(Packing {
        replicas,
        reserved: reserve,
        unused_vcpus: free_vcpus.map(|free| left(free, need.vcpus)),
        unused_memory_gib: free_memory.map(|free| left(free, need.memory_gib)),
        unused_gpus: (has_gpus - gpus_used).max(0.0),
        used_fraction: used(need.vcpus, free_vcpus).max(used(need.memory_gib, free_memory)).max(by_gpus).min(1.0),
    })
}

/// The largest count that `x` covers, forgiving the last bits of a float.
pub(crate) fn floor_count(x: f64) -> u32 {
    (x + 1e-9 * x.abs().max(1.0)) as u32
}
