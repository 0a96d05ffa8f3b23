//! The key answers of reliability, ready to be shown.

use headroom_core::base::explain::{Finding, Working};
use headroom_core::base::id::ServiceId;
use headroom_core::base::text;
use headroom_core::plan::reliability::PlanReliability;

/// The key answers of a service and of the whole plan, beside those of the baseline.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    pub findings: Vec<Finding>,
    pub target: String,
    pub availability: String,
    pub availability_note: String,
    pub spent: String,
    pub spent_note: String,
    pub together: String,
    pub together_note: String,
    pub working: Option<Working>,
    pub baseline: Option<Working>,
}

impl Shown {
    /// Those of a service; empty where it is not in the plan.
    pub fn of(now: &PlanReliability, before: Option<&PlanReliability>, id: ServiceId) -> Self {
        let Some(plan) = now.service(id) else { return Self::default() };
        let was = before.and_then(|before| before.service(id));
        let alone = || format!("{} by itself", text::percent(plan.own));
        let count = || text::counted(now.services.len() as u64, "service", "services");
        let spent = was.and_then(|was| was.spent).zip(plan.spent);
        Self {
            findings: plan.verdict.findings.clone(),
            target: text::percent(plan.target),
            availability: at_least(plan.availability, plan.is_lower_bound),
            availability_note: change(plan.availability, was.map(|was| was.availability)).unwrap_or_else(alone),
            spent: plan.spent_in_words(),
            spent_note: spent
                .and_then(|(was, spent)| change(spent, Some(was)))
                .unwrap_or_else(|| "expected in 30 days".to_owned()),
            together: at_least(now.availability, now.is_lower_bound),
            together_note: change(now.availability, before.map(|before| before.availability)).unwrap_or_else(count),
            working: Some(plan.working.clone()),
            baseline: was.map(|was| was.working.clone()),
        }
    }
}

/// A share, which may be a lower bound.
fn at_least(share: f64, is_bound: bool) -> String {
    format!("{}{}", if is_bound { "at least " } else { "" }, text::percent(share))
}

/// How far a share is from that of the baseline; none where they are the same.
fn change(now: f64, before: Option<f64>) -> Option<String> {
    let change = text::difference(now, before?, text::points)?;
    Some(format!("{change} vs baseline"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn the_notes_say_what_changed_since_the_baseline() {
        let plan = examples::first().scenario();
        let id = plan.services.first().id;
        let now = evaluate(&plan).reliability;
        let alone = Shown::of(&now, None, id);
        let own = text::percent(now.services[0].own);
        assert_eq!(
            (alone.availability_note, alone.spent_note),
            (format!("{own} by itself"), "expected in 30 days".into())
        );
        assert_eq!(alone.baseline, None);
        // The same plan says the same; more failures that hit all zones together move it.
        assert_eq!(Shown::of(&now, Some(&now), id).availability_note, format!("{own} by itself"));
        let mut other = plan.clone();
        other.services.get_mut(id).unwrap().reliability.common_cause = Quantity::clamped(0.9);
        let beside = Shown::of(&now, Some(&evaluate(&other).reliability), id);
        assert!(beside.availability_note.ends_with(" vs baseline"), "{}", beside.availability_note);
        assert_eq!(Shown::of(&now, None, ServiceId(99)), Shown::default());
    }
}
