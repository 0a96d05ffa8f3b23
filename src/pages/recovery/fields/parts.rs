//! How often the parts are available that a service stands on.

use crate::components::form::number;
use crate::components::form::{Field, Kind, NumberKind};
use headroom_core::base::name::Name;
use headroom_core::base::units::{PartAvailability, Quantity};
use headroom_core::plan::scenario::reliability::{Dependency, ReliabilityInputs, Supplier};

/// Zones, regions, what they have in common, and failovers.
pub const PARTS: &[Field<ReliabilityInputs>] = &[
    number!(ReliabilityInputs, "reliability-zone", zone),
    number!(ReliabilityInputs, "reliability-region", region),
    number!(ReliabilityInputs, "reliability-common", common_cause),
    number!(ReliabilityInputs, "reliability-failover", failover),
];

/// A supplier outside the plan; nothing is to be stated of a service of the plan.
pub const EXTERNAL: &[Field<Dependency>] = &[
    Field::<Dependency>::new(
        "needed-name",
        Kind::Words {
            get: |needed| match &needed.on {
                Supplier::External { name, .. } => name.to_string(),
                Supplier::Service(_) => String::new(),
            },
            set: rename,
        },
    )
    .when(is_external),
    Field::<Dependency>::new(
        "needed-availability",
        Kind::Number {
            get: |needed| match &needed.on {
                Supplier::External { availability, .. } => availability.value(),
                Supplier::Service(_) => 1.0,
            },
            set: |needed, value| {
                if let Supplier::External { availability, .. } = &mut needed.on {
                    *availability = Quantity::clamped(value);
                }
            },
            quantity: NumberKind::of::<PartAvailability>(),
        },
    )
    .when(is_external),
];

fn is_external(needed: &Dependency) -> bool {
    matches!(needed.on, Supplier::External { .. })
}

fn rename(needed: &mut Dependency, text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("A dependency must have a name".to_owned());
    }
    if let Supplier::External { name, .. } = &mut needed.on {
        *name = Name::new(text).map_err(|error| error.to_string())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::checks::keep_what_they_take;
    use headroom_core::base::id::ServiceId;

    #[test]
    fn fields_keep_what_they_take() {
        keep_what_they_take(PARTS, &[ReliabilityInputs::default()]);
        let name = Name::from_static("Card networks");
        let on = Supplier::External { name, availability: PartAvailability::clamped(0.999) };
        keep_what_they_take(EXTERNAL, &[Dependency { on }]);
    }

    #[test]
    fn a_supplier_must_have_a_name_and_a_service_has_its_own() {
        let mut needed = Dependency { on: Supplier::Service(ServiceId(2)) };
        assert!(rename(&mut needed, "").unwrap_err().contains("must have a name"));
        assert_eq!((rename(&mut needed, "Ledger"), &needed.on), (Ok(()), &Supplier::Service(ServiceId(2))));
        assert!(EXTERNAL.iter().all(|row| row.applies.is_some_and(|applies| !applies(&needed))));
    }
}
