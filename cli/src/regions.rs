//! How many regions: the best set of one, two, three and more of the plan's regions for a service.

use crate::args::Regions;
use crate::{Answer, FAILS, UNTOLD, plan};
use headroom_core::base::text;
use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scenario::{Scenario, Service};
use headroom_core::studies::region_sets::{SetAnswer, best_sets};
use serde_json::json;
use std::fmt::Write;

/// The best sets, as text or as JSON; the status is that of a failure where none of them holds.
pub fn regions(options: &Regions, json: bool) -> Result<Answer, String> {
    let scenario = plan::read(&options.source)?;
    let service = plan::service_named(&scenario, options.service.as_deref())?;
    let refused = |why: String| format!("cannot compare sets of regions of {}: {why}", plan::name_of(&options.source));
    let sets = best_sets(&scenario, service.id, &mut |_, _| {}).map_err(refused)?;
    let waits = evaluate(&scenario).services.iter().any(|service| service.waits_for.is_some());
    let status = match sets.iter().any(|set| set.failures == 0) {
        _ if waits => UNTOLD,
        true => 0,
        false => FAILS,
    };
    let text = if json {
        format!("{:#}", json!({ "service": service.name, "sets": sets }))
    } else {
        report(&scenario, service, &sets)
    };
    Ok(Answer { text, status })
}

fn report(scenario: &Scenario, service: &Service, sets: &[SetAnswer]) -> String {
    let mut out = format!("{}: the best set of each number of regions, on the whole plan\n", service.name);
    let percentile = service.sizing.slo.latency.map(|objective| objective.percentile.get() * 100.0);
    let percentile =
        percentile.map_or_else(String::new, |percentile| format!("P{} ", text::significant(percentile, 6)));
    for set in sets {
        let names: Vec<&str> = scenario
            .regions
            .iter()
            .filter(|region| set.regions.contains(&region.id))
            .map(|region| region.name.as_str())
            .collect();
        let now = if set.is_present { " (as deployed)" } else { "" };
        let loss = match (set.survivable, set.lost_load) {
            (None, _) => "overloaded with all regions up".to_owned(),
            (Some(0), lost) => format!("a region's loss takes up to {} requests/s", text::si(lost)),
            (Some(n), _) => format!("any {} survived", text::counted(n.into(), "lost region", "lost regions")),
        };
        let known = |value: Option<f64>, show: fn(f64) -> String| text::or_unknown(value, show);
        let _ = writeln!(
            out,
            "\n{}: {}{now}",
            text::counted(set.regions.len() as u64, "region", "regions"),
            names.join(", ")
        );
        let _ = writeln!(
            out,
            "  {percentile}at the user {}, after a loss {}; availability {}; {loss}",
            known(set.response, text::seconds),
            known(set.after_loss, text::seconds),
            known(set.availability, text::percent)
        );
        let _ = writeln!(
            out,
            "  {}; {} a month for the plan",
            text::counted(set.replicas, "replica", "replicas"),
            known(set.monthly, text::dollars)
        );
        if let Some(said) = &set.first_failure {
            let more = match set.failures {
                0 | 1 => String::new(),
                n => format!(" (and {} more)", n - 1),
            };
            let _ = writeln!(out, "  FAILS {said}{more}");
        }
    }
    out
}
