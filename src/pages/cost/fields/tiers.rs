//! Prices in tiers: data to the internet, and the provider's support plan.

use crate::components::form::number;
use crate::components::form::{Field, Kind};
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::cost::{CostInputs, PriceTier, SupportInputs, SupportTier};

/// The price within a tier of data to the internet.
pub const EGRESS_TIER: &[Field<PriceTier>] = &[number!(PriceTier, "cost-egress-rate", rate)];

/// The share within a tier of a support plan.
pub const SUPPORT_TIER: &[Field<SupportTier>] = &[number!(SupportTier, "cost-support-share", share)];

/// Which support plan there is.
pub const SUPPORT: &[Field<CostInputs>] = &[Field::<CostInputs>::new(
    "cost-support",
    Kind::Choice {
        words: &["none", "published tiers", "custom tiers"],
        in_view: false,
        get: |plan| match &plan.support {
            None => 0,
            Some(support) if *support == SupportInputs::published() => 1,
            Some(_) => 2,
        },
        set: |plan, place| {
            plan.support = match (place, plan.support.take()) {
                (0, _) => None,
                (1, _) => Some(SupportInputs::published()),
                (_, Some(support)) if support != SupportInputs::published() => Some(support),
                // A custom plan begins as a share of all spending.
                _ => Some(SupportInputs { tiers: vec![first_support()], minimum: Quantity::clamped(0.0) }),
            };
        },
    },
)];

/// What a support plan begins as: a tenth of all spending.
pub fn first_support() -> SupportTier {
    SupportTier { up_to: None, share: Quantity::clamped(0.1) }
}

/// The least fee of a support plan.
pub const MINIMUM: &[Field<SupportInputs>] = &[number!(SupportInputs, "cost-support-minimum", minimum)];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::checks::keep_what_they_take;

    #[test]
    fn fields_keep_what_they_take() {
        keep_what_they_take(EGRESS_TIER, &PriceTier::published_egress());
        keep_what_they_take(SUPPORT_TIER, &SupportInputs::published().tiers);
        keep_what_they_take(SUPPORT, &[CostInputs::default()]);
        keep_what_they_take(MINIMUM, &[SupportInputs::published()]);
    }

    #[test]
    fn a_custom_support_plan_stays_until_another_is_chosen() {
        let Kind::Choice { get, set, .. } = SUPPORT[0].kind else { panic!("a choice") };
        let mut plan = CostInputs::default();
        set(&mut plan, 1);
        set(&mut plan, 2);
        assert_eq!(get(&plan), 2);
        plan.support.iter_mut().for_each(|support| support.minimum = Quantity::clamped(250.0));
        let custom = plan.support.clone();
        set(&mut plan, 2);
        assert_eq!(plan.support, custom);
        set(&mut plan, 0);
        assert_eq!((get(&plan), &plan.support), (0, &None));
    }
}
