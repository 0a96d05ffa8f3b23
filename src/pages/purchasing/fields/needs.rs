//! What one replica needs of a node, what a node reserves for itself, and what was negotiated.

use crate::components::form::{Field, Kind};
use crate::components::form::{choice, flag, number, optional};
use crate::edit::Knowing;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::machines::catalog::Architecture;
use headroom_core::machines::chip::Chip;
use headroom_core::machines::fit::NodeReserve;
use headroom_core::machines::reserve::rule_of;
use headroom_core::plan::scenario::cost::{CostInputs, Machine, Reserve, ServiceCost};
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
pub const RESERVE: &[Field<Reserved>] = &[
    optional!(Reserved, "reserve-vcpus", stated.vcpus, |reserved| reserved.known.kept.vcpus, |reserved| reserved
        .known
        .says(text::quantity(reserved.known.kept.vcpus, Dimension::Vcpu))),
    optional!(Reserved, "reserve-memory", stated.memory, |reserved| reserved.known.kept.memory_gib, |reserved| {
        reserved.known.says(text::quantity(reserved.known.kept.memory_gib, Dimension::Gib))
    })
    .hint(|_| "Operating system, agents, daemon sets; 0 where nodes run nothing else.".to_owned()),
];

/// What a node reserves, beside what it does where nothing is stated.
pub type Reserved = Knowing<Reserve, ByRule>;

/// What a node reserves where nothing is stated.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ByRule {
    /// The managed Kubernetes whose rule it is; none where nothing is published.
    pub rule: Option<&'static str>,
    /// How much that is.
    pub kept: NodeReserve,
}

impl ByRule {
    /// That of the instance type of a service.
    pub fn of(machine: Option<&Machine>) -> Self {
        let of = |machine: &Machine| Self {
            rule: rule_of(machine.provider.as_str()),
            kept: machine.reserved(Reserve::default()),
        };
        machine.map_or_else(Self::default, of)
    }

    fn says(self, amount: String) -> String {
        self.rule.map_or_else(|| "nothing".to_owned(), |rule| format!("{amount}, as {rule}"))
    }
}

/// What was negotiated for the whole plan.
pub const CONTRACT: &[Field<CostInputs>] = &[number!(CostInputs, "negotiated", negotiated)
    .hint(|_| "Off the list prices of all providers' instance types in the plan; not off spot.".to_owned())];

/// Whether a service takes interruptions.
pub const INTERRUPTIBLE: Field<ServiceCost> = flag!(ServiceCost, "interruptible", interruptible);
