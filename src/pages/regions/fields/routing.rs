//! Who serves whom, how many regions may be lost, and where their users then go.

use crate::components::form::{Field, Kind};
use crate::components::form::{flag, number};
use crate::edit::Knowing;
use headroom_core::base::id::RegionId;
use headroom_core::plan::scenario::regions::{Overflow, ServiceRegions, Strategy};

/// What a service asks of the regions, beside the first region that holds capacity.
pub type Routing = Knowing<ServiceRegions, Option<RegionId>>;

/// What must be survived, and who serves whom in normal times; the primary follows where there is one.
pub const STRATEGY: &[Field<Routing>] = &[
    number!(Routing, "survive", stated.survive),
    flag!(Routing, "survive-zone", stated.survive_zone),
    Field::<Routing>::new(
        "strategy",
        Kind::Choice {
            words: &["At home", "Active-active", "Active-passive"],
            in_view: false,
            get: |routing| match routing.stated.strategy {
                Strategy::Proportional => 0,
                Strategy::ActiveActive => 1,
                Strategy::ActivePassive { .. } => 2,
            },
            set: |routing, place| {
                routing.stated.strategy = match (place, routing.known) {
                    (1, _) => Strategy::ActiveActive,
                    (2, Some(primary)) => Strategy::ActivePassive { primary },
                    _ => Strategy::Proportional,
                }
            },
        },
    )
    .hint(|routing| about(routing.stated.strategy).to_owned()),
];

/// Where the users of a lost region go.
pub const OVERFLOW: &[Field<ServiceRegions>] = &[Field::<ServiceRegions>::new(
    "overflow",
    Kind::Choice {
        words: &["By load", "By capacity", "Nearest with capacity"],
        in_view: false,
        get: |asked| OVERFLOWS.iter().position(|one| *one == asked.overflow).unwrap_or_default(),
        set: |asked, place| asked.overflow = OVERFLOWS.get(place).copied().unwrap_or(Overflow::Proportional),
    },
)
.hint(|asked| overflow_about(asked.overflow).to_owned())];

/// Whose clock the users live by.
pub const CLOCK: &[Field<ServiceRegions>] = &[flag!(ServiceRegions, "local-time", local_time)];

/// The region that serves all it may serve, where one does.
pub fn primary(asked: &ServiceRegions) -> Option<RegionId> {
    match asked.strategy {
        Strategy::ActivePassive { primary } => Some(primary),
        Strategy::Proportional | Strategy::ActiveActive => None,
    }
}

const OVERFLOWS: [Overflow; 3] = [Overflow::Proportional, Overflow::ByCapacity, Overflow::NearestWithRoom];

fn about(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Proportional => "Users are served in their region, or in the nearest that residency allows.",
        Strategy::ActiveActive => "Users are spread evenly over all regions that residency allows.",
        Strategy::ActivePassive { .. } => "One region serves all users it may; the others are on standby.",
    }
}

fn overflow_about(overflow: Overflow) -> &'static str {
    match overflow {
        Overflow::Proportional => "Survivors share the load in proportion to their own load.",
        Overflow::ByCapacity => "Survivors share the load in proportion to their replicas.",
        Overflow::NearestWithRoom => "The nearest survivor with capacity is filled first, then the next.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_region_that_holds_capacity_there_is_no_primary() {
        let mut routing = Routing { stated: ServiceRegions::default(), known: None };
        let field = STRATEGY.iter().find(|field| field.setting == "strategy").unwrap();
        let Kind::Choice { set, .. } = &field.kind else { panic!("a choice") };
        set(&mut routing, 2);
        assert_eq!((routing.stated.strategy, primary(&routing.stated)), (Strategy::Proportional, None));
        routing.known = Some(RegionId(4));
        set(&mut routing, 2);
        assert_eq!(primary(&routing.stated), Some(RegionId(4)));
    }
}
