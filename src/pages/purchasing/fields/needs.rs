//! What one replica needs of a node, what a node reserves for itself, and what was negotiated.

use crate::components::form::{Field, Kind};
use crate::components::form::{choice, flag, number, optional};
use headroom_core::machines::catalog::Architecture;
use headroom_core::machines::chip::Chip;
use headroom_core::plan::scenario::cost::{CostInputs, Reserve, ServiceCost};
use headroom_core::plan::scenario::sizing::Replica;

/// Any GPU, and the accelerators that can be named.
const CHIPS: [&str; Chip::ALL.len() + 1] = {
    let mut words = ["Any GPU"; Chip::ALL.len() + 1];
    let mut place = 0;
    while place < Chip::ALL.len() {
        words[place + 1] = Chip::ALL[place].words();
        place += 1;
    }
    words
};

/// What one replica needs.
pub const NEEDS: &[Field<Replica>] = &[
    number!(Replica, "need-vcpus", vcpus),
    number!(Replica, "need-memory", memory),
    number!(Replica, "need-gpus", gpus),
    optional!(Replica, "need-gpu-memory", gpu_memory, |_| 24.0, |_| "any".to_owned())
        .when(|replica| replica.gpus.get() > 0),
    Field::<Replica>::new(
        "need-chip",
        Kind::Choice {
            words: &CHIPS,
            in_view: false,
            get: |replica| replica.chip.map_or(0, |chip| 1 + chip as usize),
            set: |replica, place| replica.chip = place.checked_sub(1).and_then(|at| Chip::ALL.get(at)).copied(),
        },
    )
    .when(|replica| replica.gpus.get() > 0),
    choice!(
        Replica,
        "need-arch",
        arch,
        [(None, "Any"), (Some(Architecture::X86), "x86-64"), (Some(Architecture::Arm), "Arm")]
    ),
];

/// What each node reserves.
pub const RESERVE: &[Field<Reserve>] = &[
    number!(Reserve, "reserve-vcpus", vcpus),
    number!(Reserve, "reserve-memory", memory).hint(|_| {
        "Operating system, agents, daemon sets; 0 where the instance type's figures already exclude them.".to_owned()
    }),
];

/// What was negotiated for the whole plan.
pub const CONTRACT: &[Field<CostInputs>] = &[number!(CostInputs, "negotiated", negotiated)
    .hint(|_| "Off the list prices of all providers' instance types in the plan; not off spot.".to_owned())];

/// Whether a service takes interruptions.
pub const INTERRUPTIBLE: Field<ServiceCost> = flag!(ServiceCost, "interruptible", interruptible);
