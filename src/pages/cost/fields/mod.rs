//! What is stated about cost, a row a field: for the plan as a whole, and for the selected service.

mod charging;
mod owned;
mod plan;
mod service;
mod tiers;

pub use charging::{BUDGET, CHARGEBACK};
pub use owned::{COMPARED, OWNED};
pub use plan::{
    BALANCERS, BALANCERS_COUNTED, MONITORING, PEOPLE, PEOPLE_COUNTED, PLANES, PLANES_COUNTED, WITHIN, YEARS,
};
pub use service::{CROSSES, SENDS, SENT, STORED, TAG};
pub use tiers::{EGRESS_TIER, MINIMUM, SUPPORT, SUPPORT_TIER, first_support};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::checks::{are_explained, ids};

    #[test]
    fn every_field_is_explained_and_there_once() {
        are_explained(
            &[
                ids(YEARS),
                ids(PEOPLE_COUNTED),
                ids(PEOPLE),
                ids(MONITORING),
                ids(PLANES_COUNTED),
                ids(PLANES),
                ids(BALANCERS_COUNTED),
                ids(BALANCERS),
                ids(SUPPORT),
                ids(SUPPORT_TIER),
                ids(MINIMUM),
                ids(EGRESS_TIER),
                ids(WITHIN),
                ids(CHARGEBACK),
                ids(BUDGET),
                ids(COMPARED),
                ids(OWNED),
                ids(STORED),
                ids(SENDS),
                ids(SENT),
                ids(CROSSES),
                ids(TAG),
            ]
            .concat(),
        );
    }
}
