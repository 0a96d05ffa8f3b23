//! The node pool that a service names.

use crate::components::form::{Field, Kind};
use headroom_core::base::name::Name;
use headroom_core::plan::scenario::cost::ServiceCost;

/// Its name.
pub const POOL: &[Field<ServiceCost>] = &[Field::new(
    "node-pool",
    Kind::Words {
        get: |cost| cost.pool.to_string(),
        set: |cost, text| {
            cost.pool = Name::new(text.trim()).map_err(|error| error.to_string())?;
            Ok(())
        },
    },
)];
