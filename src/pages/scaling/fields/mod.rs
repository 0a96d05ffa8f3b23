//! What is stated about scaling, a row a field.

pub mod behavior;
pub mod fleet;
pub mod hpa;
pub mod metric;
pub mod overrides;
pub mod rules;
pub mod step;
pub mod work;

#[cfg(test)]
mod tests {
    use super::behavior::{DIRECTION, DOWN, LIMIT, TOLERANCE, UP};
    use super::fleet::{FAILURES, NODES, PER_NODE, PRICE, SEED, SIGNAL, START_UP, WARM, WITH_NODES, WITH_WARM};
    use super::hpa::{BEHAVIOR, SOURCE, STANDS_FOR, TARGET};
    use super::metric::{IN_BELOW, OUT_ABOVE, TRACKED};
    use super::overrides::{ACTION, NAME};
    use super::rules::{POLICY, PREDICTIVE, QUEUE, REPAIR, SCHEDULE, STATIC, THRESHOLD, TRACKING, TRACKING_METRIC};
    use super::step::{ADJUSTS, IN_COOLDOWN, IN_DATAPOINTS, LOOKS_AT, SCALES_IN};
    use super::work::{BATCHING, REDUCED, WITH_BATCHING, WORK};
    use crate::components::form::checks::{is_explained, keeps};
    use crate::edit::Knowing;
    use headroom_core::base::units::Quantity;
    use headroom_core::formulas::autoscaler::hpa::{HpaBehavior, HpaRules, defaults};
    use headroom_core::plan::scaling::Bounds;
    use headroom_core::plan::scaling::presets::{Facts, Preset};
    use headroom_core::plan::scenario::examples;
    use headroom_core::plan::scenario::scaling::{Override, OverrideAction, Rule};

    const FACTS: Facts = Facts { throughput: 200.0, service_time: 0.04, sized: 6, target_utilization: 0.5 };

    fn knowing<T, A>(stated: T, known: A) -> Knowing<T, A> {
        Knowing { stated, known }
    }

    #[test]
    fn every_field_of_fleet_and_work_keeps_what_it_takes() {
        for example in examples::ALL {
            for service in &example.scenario().services {
                let scaling = &service.scaling;
                for rows in [START_UP, WITH_NODES, WITH_WARM, FAILURES] {
                    keeps(&scaling.fleet, rows);
                }
                scaling.fleet.nodes.iter().for_each(|nodes| keeps(nodes, NODES));
                scaling.fleet.nodes.iter().for_each(|nodes| keeps(nodes, PER_NODE));
                scaling.fleet.warm.iter().for_each(|warm| keeps(warm, WARM));
                keeps(scaling, PRICE);
                keeps(scaling, SEED);
                keeps(&scaling.signal, SIGNAL);
                keeps(&knowing(scaling.work, 450.0), WORK);
                keeps(&scaling.work, WITH_BATCHING);
                scaling.work.reduced.iter().for_each(|reduced| keeps(reduced, REDUCED));
                scaling.work.batching.iter().for_each(|batching| keeps(batching, BATCHING));
            }
        }
        is_explained(NODES);
        is_explained(PER_NODE);
        is_explained(WARM);
        is_explained(REDUCED);
        is_explained(BATCHING);
    }

    #[test]
    fn every_field_of_every_preset_keeps_what_it_takes() {
        for preset in Preset::ALL {
            let policy = preset.policy(&FACTS);
            for rule in policy.rules.clone() {
                rule_keeps(rule);
            }
            keeps(&knowing(policy, Some(Bounds { min: 2, max: 9, initial: 3 })), POLICY);
        }
    }

    fn rule_keeps(rule: Rule) {
        match rule {
            Rule::Static(rule) => keeps(&knowing(rule, FACTS), STATIC),
            Rule::Threshold(rule) => {
                keeps(&rule, THRESHOLD);
                rule.repair.iter().for_each(|repair| keeps(repair, REPAIR));
            }
            Rule::TargetTracking(rule) => {
                let rule = knowing(rule, FACTS);
                [TRACKING_METRIC, TRACKED, TRACKING].into_iter().for_each(|rows| keeps(&rule, rows));
            }
            Rule::Window(_) => {}
            Rule::Queue(rule) => keeps(&rule, QUEUE),
            Rule::Predictive(rule) => keeps(&rule, PREDICTIVE),
            Rule::Scheduled(rule) => rule.entries.iter().for_each(|entry| keeps(entry, SCHEDULE)),
            Rule::Step(rule) => {
                let mut rule = knowing(rule, FACTS);
                for rows in [LOOKS_AT, OUT_ABOVE, ADJUSTS, SCALES_IN] {
                    keeps(&rule, rows);
                }
                if let crate::components::form::Kind::Flag { set, .. } = SCALES_IN[1].kind {
                    set(&mut rule, true);
                }
                for rows in [IN_BELOW, IN_DATAPOINTS, IN_COOLDOWN] {
                    keeps(&rule, rows);
                }
            }
            Rule::Hpa(rule) => {
                keeps(&rule, &[BEHAVIOR]);
                for metric in &rule.metrics {
                    keeps(metric, SOURCE);
                    keeps(metric, STANDS_FOR);
                    keeps(metric, TARGET);
                }
            }
        }
    }

    #[test]
    fn every_field_of_a_behavior_and_of_an_override_keeps_what_it_takes() {
        keeps(&HpaBehavior::default(), &[UP]);
        keeps(&HpaBehavior::default(), &[DOWN]);
        let usual = defaults::scale_up_rules(None);
        usual.policies.iter().for_each(|limit| keeps(limit, LIMIT));
        keeps(&knowing(HpaRules::default(), usual), DIRECTION);
        keeps(&HpaRules::default(), TOLERANCE);
        let start = jiff::civil::date(2026, 12, 1).at(0, 0, 0, 0);
        for action in [
            OverrideAction::Freeze,
            OverrideAction::Floor(Quantity::clamped(3.0)),
            OverrideAction::Ceiling(Quantity::clamped(3.0)),
            OverrideAction::Spend(Quantity::clamped(3.0)),
        ] {
            let one = Override { name: Default::default(), start, length: Quantity::clamped(24.0), action };
            keeps(&one, &[NAME]);
            keeps(&knowing(one, 57), ACTION);
        }
    }
}
