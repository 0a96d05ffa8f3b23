//! The chart under the replicas: load against capacity, utilization, backlog, or latency.

use super::{Runs, role_of};
use crate::charts::figures::Format;
use crate::charts::spec::{Chart, Points, Role, Rule, Series, YAxis};
use headroom_core::base::text;
use headroom_core::plan::scaling::Run;
use headroom_core::plan::scaling::engine::Columns;
use headroom_core::studies::moment::ResponseTime;

/// Most points of a latency line: each takes a formula.
const LATENCY_POINTS: usize = 480;

/// What is shown below the replicas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// The load, and what the chosen policy's fleet serves.
    Load,
    /// Arrivals over throughput.
    Utilization,
    /// Requests that wait.
    Backlog,
    /// Response time at the objective's percentile.
    Latency,
}

/// What the charts must know of the service.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Percentile and target of the latency objective, where there is one.
    pub objective: Option<(f64, f64)>,
    /// The response time of each policy's rows, in the order of the runs.
    pub responses: Vec<ResponseTime>,
}

/// The chart.
pub fn below(what: Below, runs: &Runs<'_>, facts: &Facts) -> Chart {
    match what {
        Below::Load => load(runs),
        Below::Utilization => {
            let axis = YAxis::new("").with_label("Utilization").with_format(Format::Percent).with_limits(0.0, 1.0);
            let summary = peaks(runs, "is busiest at", |run| text::percent(run.plan.outcome.peak_utilization));
            of_all(runs, "Arrivals / throughput", axis, |columns| &columns.utilization)
                .with_hint("above 100 % requests queue up")
                .with_summary(summary)
                .with_rule(Rule::new("full", Role::Capacity, 1.0))
        }
        Below::Backlog => {
            let axis = YAxis::new("requests").with_label("Backlog");
            let summary = peaks(runs, "has at most", |run| {
                format!("{} queued", text::number(run.plan.outcome.longest_queue.round()))
            });
            of_all(runs, "Queued requests", axis, |columns| &columns.queue).with_summary(summary)
        }
        Below::Latency => latency(runs, facts),
    }
}

fn of_all(runs: &Runs<'_>, title: &str, axis: YAxis, read: fn(&Columns) -> &Vec<f64>) -> Chart {
    let chart = runs.chart("scaling-below", title, axis);
    let names = runs.names().into_iter().enumerate();
    names.zip(runs.runs).fold(chart, |chart, ((place, name), run)| {
        let points = runs.points(&run.columns, read(&run.columns));
        chart.with_series(Series::new(name, role_of(place), points).step())
    })
}

fn peaks(runs: &Runs<'_>, verb: &str, read: impl Fn(&Run) -> String) -> String {
    let names = runs.names();
    let parts: Vec<String> =
        runs.runs.iter().zip(names).map(|(run, name)| format!("{name} {verb} {}", read(run))).collect();
    format!("{}.", parts.join(", "))
}

fn load(runs: &Runs<'_>) -> Chart {
    let axis = YAxis::new("requests/s").with_label("Load");
    let mut chart = runs.chart("scaling-below", "Load and capacity", axis);
    let chosen = runs.chosen_place();
    let (Some(run), Some(name)) = (runs.runs.get(chosen), runs.names().into_iter().nth(chosen)) else { return chart };
    let columns = &run.columns;
    chart = chart
        .with_hint(format!("the capacity of {name}"))
        .with_summary(format!("The load, and the throughput of the replicas that {name} has in service."))
        .with_series(Series::new("Capacity", Role::Capacity, runs.points(columns, &columns.capacity)).step())
        .with_series(Series::new("Load", Role::Load, runs.points(columns, &columns.load)));
    if columns.has_retries() {
        let attempts = runs.points(columns, &columns.attempts);
        chart = chart.with_series(Series::new("With retries", Role::Event, attempts));
    }
    chart
}

fn latency(runs: &Runs<'_>, facts: &Facts) -> Chart {
    let percentile = facts.objective.map_or(0.99, |(percentile, _)| percentile);
    let title = format!("P{} response time", text::significant(percentile * 100.0, 6));
    let axis = YAxis::new("").with_label("Response time").with_format(Format::Seconds);
    let mut chart = runs
        .chart("scaling-below", &title, axis)
        .with_hint("by M/G/c for arrivals, plus the time to clear the queue")
        .with_summary(format!(
            "The {title} of each policy, the worst of neighbouring steps; where nothing serves there is no value."
        ));
    for (place, ((run, name), response)) in runs.runs.iter().zip(runs.names()).zip(&facts.responses).enumerate() {
        let columns = &run.columns;
        let row = |at: f64| ((at - runs.origin) / columns.row_length).max(0.0) as usize;
        let visible = runs.zoom.map_or(0..columns.rows(), |(from, to)| row(from)..row(to) + 2);
        let at = |(row, seconds): (usize, f64)| (runs.origin + row as f64 * columns.row_length, seconds);
        let points = response.worst_rows(columns, visible, LATENCY_POINTS).into_iter().map(at).collect();
        chart = chart.with_series(Series::new(name, role_of(place), Points::pairs(points)));
    }
    match facts.objective {
        Some((_, target)) => chart.with_rule(Rule::new("target", Role::Capacity, target)),
        None => chart,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn every_choice_has_a_line_a_policy_and_few_points_of_latency() {
        let scenario = examples::first().scenario();
        let service = scenario.services.first();
        let evaluation = evaluate(&scenario);
        let scene = evaluation.services[0].scene(service);
        let all = scene.runs();
        let responses = scene.scaling.policies.iter().map(|choice| ResponseTime::new(&scene.setup(choice))).collect();
        let facts = Facts { objective: Some((0.99, 0.2)), responses };
        let runs = Runs { runs: &all, chosen: 1, origin: 0.0, zoom: None };
        for what in [Below::Utilization, Below::Backlog, Below::Latency] {
            assert_eq!(below(what, &runs, &facts).series.len(), all.len(), "{what:?}");
        }
        let capacity = &below(Below::Load, &runs, &facts).series[0].points;
        let throughput = service.sizing.replica.capacity.throughput();
        assert_eq!(capacity.get(7), Some((420.0, throughput * all[1].columns.ready[7])));
        let zoomed = Runs { zoom: Some((3_600.0, 7_200.0)), ..runs };
        let line = &below(Below::Latency, &zoomed, &facts).series[0].points;
        assert!(line.x_range().is_some_and(|(from, to)| from >= 3_600.0 && to <= 7_260.0));
        assert!(below(Below::Latency, &runs, &facts).series.iter().all(|line| line.points.len() <= LATENCY_POINTS));
    }
}
