//! Charts of the simulated policies over time: their replicas, and one more quantity below.

mod below;
mod spend;

pub use below::{Below, Facts, below};
pub use spend::{Split, USES, spend_bars};

use crate::charts::spec::{Band, BandRole, Chart, Edge, Mark, Points, Role, Series, Tone, XAxis, YAxis};
use headroom_core::base::text;
use headroom_core::plan::scaling::Run;
use headroom_core::plan::scaling::engine::{Breach, Columns};

/// Breaches that are marked at once: the worst of the visible part.
const MOST_MARKS: usize = 6;

/// The runs of a chart, and where they lie in time.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a> {
    /// The policies, the active one first.
    pub runs: &'a [Run],
    /// Place of the one that is looked at.
    pub chosen: usize,
    /// Beginning of the first step, in seconds since 1970.
    pub origin: f64,
    /// The visible part, in seconds since 1970.
    pub zoom: Option<(f64, f64)>,
}

impl Runs<'_> {
    /// A name for each policy, no two alike.
    pub fn names(&self) -> Vec<String> {
        policy_names(self.runs)
    }

    fn chosen_place(&self) -> usize {
        self.chosen.min(self.runs.len().saturating_sub(1))
    }

    fn end(&self) -> f64 {
        self.origin + self.runs.first().map_or(0.0, |run| run.plan.outcome.length)
    }

    fn points(&self, columns: &Columns, values: &[f64]) -> Points {
        Points::regular(self.origin, columns.row_length, values)
    }

    /// The worst breaches of the chosen policy that can be seen.
    pub fn marks(&self) -> Vec<Mark> {
        let Some(run) = self.runs.get(self.chosen_place()) else { return Vec::new() };
        let (from, to) = self.zoom.unwrap_or((self.origin, self.end()));
        let seen = |breach: &&&Breach| self.origin + breach.start < to && self.origin + breach.end > from;
        let worst = run.plan.outcome.worst_first();
        let mark = |breach: &Breach| {
            Mark::span(self.origin + breach.start, self.origin + breach.end, breach.cause.words(), Tone::Fails)
        };
        worst.iter().filter(seen).take(MOST_MARKS).map(|breach| mark(breach)).collect()
    }

    /// An empty chart over the whole time.
    fn chart(&self, id: &str, title: &str, y: YAxis) -> Chart {
        Chart::new(id, title, XAxis::Time, y).with_x_range(self.origin, self.end())
    }
}

/// A name for each policy, no two alike.
pub fn policy_names(runs: &[Run]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (place, run) in runs.iter().enumerate() {
        let name = if run.plan.policy.is_empty() { format!("Policy {}", place + 1) } else { run.plan.policy.clone() };
        let taken = names.contains(&name);
        names.push(if taken { format!("{name} ({})", place + 1) } else { name });
    }
    names
}

/// The line of a policy keeps its colour and dash whichever is chosen.
fn role_of(place: usize) -> Role {
    Role::Other(place as u8)
}

/// The replicas in service of each policy, the ideal fleet, and what is on its way for the chosen one.
pub fn replicas(runs: &Runs<'_>) -> Chart {
    let axis = YAxis::new("replicas").with_label("Replicas");
    let mut chart = runs
        .chart("scaling-replicas", "Replicas in service", axis)
        .with_hint("of each policy, and of an ideal fleet that knows the future")
        .with_summary(summary(runs));
    let names = runs.names();
    if let Some(run) = runs.runs.first() {
        let ideal = runs.points(&run.columns, &run.columns.ideal);
        chart = chart.with_series(Series::new("Ideal", Role::Ghost, ideal).step());
    }
    for (place, (run, name)) in runs.runs.iter().zip(&names).enumerate() {
        let ready = runs.points(&run.columns, &run.columns.ready);
        chart = chart.with_series(Series::new(name.clone(), role_of(place), ready).step());
    }
    if let Some(run) = runs.runs.get(runs.chosen_place()) {
        let size = runs.points(&run.columns, &run.columns.size);
        let ready = Edge::Series(1 + runs.chosen_place());
        chart = chart.with_band(Band::new("Starting", BandRole::Headroom, ready, Edge::Points(size)));
    }
    chart
}

fn summary(runs: &Runs<'_>) -> String {
    let names = runs.names();
    let range = |(run, name): (&Run, &String)| {
        let (fewest, most) = (run.plan.outcome.fewest, run.plan.outcome.most);
        if fewest == most {
            return format!("{name} has {} in service", text::counted(most.into(), "replica", "replicas"));
        }
        format!("{name} has {} to {} replicas in service", text::count(fewest), text::count(most))
    };
    let ranges: Vec<String> = runs.runs.iter().zip(&names).map(range).collect();
    let marked = match runs.runs.get(runs.chosen_place()).map(|run| run.plan.outcome.n_breaches) {
        None | Some(0) => String::new(),
        Some(n) => format!(
            " {} violates the SLO in {}; the worst are marked.",
            names[runs.chosen_place()],
            text::counted(n.into(), "breach", "breaches")
        ),
    };
    format!("{}.{marked}", ranges.join("; "))
}

/// The moment that is looked at.
pub fn moment_mark(at: f64) -> Mark {
    Mark::at(at, "selected", Tone::Neutral)
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    fn with_runs(check: impl FnOnce(&Runs<'_>)) {
        let scenario = examples::first().scenario();
        let service = scenario.services.first();
        let evaluation = evaluate(&scenario);
        let scene = evaluation.services[0].scene(service);
        let runs = scene.runs();
        check(&Runs { runs: &runs, chosen: 0, origin: 1e9, zoom: None });
    }

    #[test]
    fn every_policy_has_a_line_beside_the_ideal() {
        with_runs(|runs| {
            let chart = replicas(runs);
            assert_eq!(chart.series.len(), runs.runs.len() + 1);
            assert_eq!(chart.full_x_range(), (1e9, 1e9 + runs.runs[0].plan.outcome.length));
            assert!(runs.marks().len() <= MOST_MARKS);
            let Edge::Series(lower) = chart.bands[0].lower else { panic!("the band lies on a line") };
            assert_eq!(chart.series[lower].name, runs.names()[0]);
        });
    }

    #[test]
    fn a_choice_beyond_the_last_is_the_last() {
        with_runs(|runs| {
            let chart = replicas(&Runs { chosen: 99, ..*runs });
            let Edge::Series(lower) = chart.bands[0].lower else { panic!("the band lies on a line") };
            assert_eq!(lower, runs.runs.len());
            assert_eq!(replicas(&Runs { runs: &[], ..*runs }).series, []);
        });
    }

    #[test]
    fn names_are_never_alike() {
        with_runs(|runs| {
            let mut two = runs.runs.to_vec();
            two.truncate(1);
            two.push(two[0].clone());
            two.push(two[0].clone());
            two[2].plan.plan.policy.clear();
            let names = policy_names(&two);
            assert_eq!(names[1], format!("{} (2)", names[0]));
            assert_eq!(names[2], "Policy 3");
        });
    }
}
