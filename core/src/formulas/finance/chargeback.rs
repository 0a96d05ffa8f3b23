//! Who pays: a bill split over teams and services, to the cent.

use crate::base::money::Money;

/// Who takes part in a bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Team or service.
    pub name: String,
    /// What is theirs alone.
    pub direct: Money,
    /// `u`: metered usage, in any one unit.
    pub usage: f64,
    /// `e`: what they are entitled to, in any one unit.
    pub entitlement: f64,
}

/// How what is nobody's alone is shared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SharingRule {
    /// In proportion to usage.
    ByUsage,
    /// The same for each.
    Evenly,
    /// A fixed share of it in proportion to entitlement, the rest to usage.
    FixedPlusVariable {
        /// Share, 0 to 1, that is fixed.
        fixed_fraction: f64,
    },
}

/// What one party pays; from [`split_bill`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct BillPart {
    /// Team or service.
    pub name: String,
    /// Theirs alone.
    pub direct: Money,
    /// By entitlement.
    pub fixed: Money,
    /// By usage, or evenly.
    pub variable: Money,
    /// All of it.
    pub total: Money,
}

/// Splits a bill: what is direct to its party, and the rest by the rule. The parts add up to the
/// bill to the cent.
///
/// Shared `= bill − Σ direct`; each share is split by [`Money::split`], so a rule whose weights are all zero
/// splits evenly. Where more is direct than was billed, the difference is a credit that is shared
/// alike. `None` where nobody takes part.
///
/// # Source
///
/// FinOps Foundation, "Allocation": proportional, even and fixed sharing of common costs.
///
/// # Example
///
/// ```
/// use headroom_core::base::money::Money;
/// use headroom_core::formulas::finance::*;
///
/// let party = |name: &str, entitlement, usage| Party { name: name.into(), direct: Money::ZERO, usage, entitlement };
/// let parties = [party("search", 0.25, 500.0), party("ads", 0.25, 300.0), party("ml", 0.5, 200.0)];
/// let rule = SharingRule::FixedPlusVariable { fixed_fraction: 0.5 };
/// let parts = split_bill(Money::from_cents(1_200_000), &parties, rule).expect("three parties");
/// // By hand: 6000 · 0.25 + 6000 · 0.5.
/// assert_eq!(parts[0].total.to_string(), "4500.00");
/// ```
pub fn split_bill(bill: Money, parties: &[Party], rule: SharingRule) -> Option<Vec<BillPart>> {
    let shared = bill - parties.iter().map(|party| party.direct).sum();
    let usage: Vec<f64> = parties.iter().map(|party| party.usage).collect();
    let entitlement: Vec<f64> = parties.iter().map(|party| party.entitlement).collect();
    let (fixed, weights) = match rule {
        SharingRule::ByUsage => (Money::ZERO, usage),
        SharingRule::Evenly => (Money::ZERO, vec![1.0; parties.len()]),
        SharingRule::FixedPlusVariable { fixed_fraction } => {
            let share = if fixed_fraction.is_nan() { 0.0 } else { fixed_fraction.clamp(0.0, 1.0) };
            (Money::from_dollars(shared.dollars() * share)?, usage)
        }
    };
    let fixed_parts = fixed.split(&entitlement)?;
    let variable_parts = (shared - fixed).split(&weights)?;
    let parts = parties.iter().zip(fixed_parts).zip(variable_parts);
    Some(
        parts
            .map(|((party, fixed), variable)| BillPart {
                name: party.name.clone(),
                direct: party.direct,
                fixed,
                variable,
                total: party.direct + fixed + variable,
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn party(direct: i64, usage: f64, entitlement: f64) -> Party {
        Party { name: "p".into(), direct: Money::from_cents(direct), usage, entitlement }
    }

    fn totals(bill: i64, parties: &[Party], rule: SharingRule) -> Vec<i64> {
        let parts = split_bill(Money::from_cents(bill), parties, rule).unwrap();
        parts.iter().map(|part| part.total.cents()).collect()
    }

    #[test]
    fn rows_by_hand() {
        let three = [party(0, 1.0, 1.0), party(0, 1.0, 1.0), party(0, 2.0, 0.0)];
        assert_eq!(totals(10_000, &three, SharingRule::Evenly), [3334, 3333, 3333]);
        assert_eq!(totals(10_000, &three, SharingRule::ByUsage), [2500, 2500, 5000]);
        let direct = [party(700, 0.0, 0.0), party(0, 0.0, 0.0)];
        assert_eq!(totals(1000, &direct, SharingRule::ByUsage), [850, 150]);
        // A credit of 100 is shared too.
        assert_eq!(totals(600, &direct, SharingRule::Evenly), [650, -50]);
        assert_eq!(split_bill(Money::ZERO, &[], SharingRule::Evenly), None);
        let odd = SharingRule::FixedPlusVariable { fixed_fraction: f64::NAN };
        assert_eq!(totals(1000, &three, odd), [250, 250, 500]);
    }

    proptest! {
        #[test]
        fn every_rule_conserves_the_bill(
            bill in 0..10_000_000_000_i64, fraction in 0.0..1.0_f64,
            rows in prop::collection::vec((0..1_000_000_i64, 0.0..1e6_f64, 0.0..10.0_f64), 1..12),
        ) {
            let parties: Vec<_> = rows.into_iter().map(|(direct, usage, share)| party(direct, usage, share)).collect();
            let fixed = SharingRule::FixedPlusVariable { fixed_fraction: fraction };
            for rule in [SharingRule::ByUsage, SharingRule::Evenly, fixed] {
                prop_assert_eq!(totals(bill, &parties, rule).into_iter().sum::<i64>(), bill);
            }
        }
    }
}
