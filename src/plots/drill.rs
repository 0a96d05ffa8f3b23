//! Charts of a drill: what all users got, and what each region carried, with the phases marked.

use super::drill_picture::{DrillPicture, RegionPicture};
use crate::charts::spec::{Band, BandRole, Chart, Edge, Mark, Points, Role, Series, Tone, XAxis, YAxis};
use headroom_core::base::text;
use headroom_core::studies::drill::DrillAnswer;

/// What is shown before the failure, in seconds.
const BEFORE: f64 = 300.0;

/// What is shown of each region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// New requests that are sent there.
    Load,
    /// What its replicas in service sustain.
    Capacity,
    /// Requests that wait.
    Backlog,
    /// Requests lost.
    Lost,
}

/// The users of all regions together: what came, what was answered, what was lost or late.
pub fn all_regions(answer: &DrillAnswer, picture: &DrillPicture) -> Chart {
    let points = |values: &[f64]| Points::regular(answer.begin, answer.step, values);
    let summary = format!(
        "{} of all users are lost or late over {}.",
        text::capitalised(&counted(answer.totals.bad())),
        text::seconds(answer.totals.outside)
    );
    let mut chart = chart(answer, "drill-all", "All users together", YAxis::new("requests/s").with_label("Requests"))
        .with_hint("arrivals, answered within the SLO, lost or late")
        .with_summary(summary)
        .with_series(Series::new("New requests", Role::Load, points(&picture.demand)))
        .with_series(Series::new("Answered within the SLO", Role::Capacity, points(&picture.good)).step());
    if !picture.bad_before.is_empty() {
        let before = points(&picture.bad_before);
        chart = chart.with_series(Series::new("Lost or late in the baseline", Role::Ghost, before).step());
    }
    chart.with_band(Band::new(
        "Lost or late",
        BandRole::Deficit,
        Edge::Constant(0.0),
        Edge::Points(points(&picture.bad)),
    ))
}

/// One quantity of every region.
pub fn by_region(answer: &DrillAnswer, picture: &DrillPicture, shown: Shown) -> Chart {
    let (title, axis) = match shown {
        Shown::Load => ("Load by region", YAxis::new("requests/s").with_label("Load")),
        Shown::Capacity => ("Capacity in service by region", YAxis::new("requests/s").with_label("Capacity")),
        Shown::Backlog => ("Backlog by region", YAxis::new("requests").with_label("Backlog")),
        Shown::Lost => ("Lost by region", YAxis::new("requests/s").with_label("Lost")),
    };
    let hint = match shown {
        Shown::Load => "new requests, wherever their users live",
        Shown::Capacity => "throughput of the replicas in service, a slow network included",
        Shown::Backlog => "queued requests and pending retries",
        Shown::Lost => "requests dropped or timed out",
    };
    let values = |region: &RegionPicture| -> Vec<f64> {
        match shown {
            Shown::Load => region.load.clone(),
            Shown::Capacity => region.capacity.clone(),
            Shown::Backlog => region.queue.clone(),
            Shown::Lost => region.lost.clone(),
        }
    };
    let most: Vec<String> = answer
        .regions
        .iter()
        .zip(&picture.regions)
        .map(|(region, picture)| {
            let most = values(picture).into_iter().fold(0.0, f64::max);
            format!("{} has at most {}", region.name, text::si(most))
        })
        .collect();
    let chart =
        chart(answer, "drill-regions", title, axis).with_hint(hint).with_summary(format!("{}.", most.join(", ")));
    let named = names(answer).into_iter().zip(&picture.regions).enumerate();
    named.fold(chart, |chart, (place, (name, picture))| {
        let points = Points::regular(answer.begin, answer.step, values(picture));
        chart.with_series(Series::new(name, Role::Other(place as u8), points).step())
    })
}

/// A name for each region, no two alike.
fn names(answer: &DrillAnswer) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (place, region) in answer.regions.iter().enumerate() {
        let taken = names.contains(&region.name) || region.name.is_empty();
        names.push(if taken { format!("{} ({})", region.name, place + 1) } else { region.name.clone() });
    }
    names
}

fn chart(answer: &DrillAnswer, id: &str, title: &str, axis: YAxis) -> Chart {
    let from = answer.begin + (answer.phases.failure - BEFORE).max(0.0);
    let chart = Chart::new(id, title, XAxis::WeekTime, axis).with_x_range(from, answer.begin + answer.totals.length);
    marks(answer).into_iter().fold(chart, Chart::with_mark)
}

/// The phases: the failure as a span, the others as moments.
fn marks(answer: &DrillAnswer) -> Vec<Mark> {
    let (at, phases) = (|seconds: f64| answer.begin + seconds, &answer.phases);
    let over = phases.cause_over.unwrap_or(answer.totals.length);
    let mut marks = vec![Mark::span(at(phases.failure), at(over), "failure", Tone::Fails)];
    let mut last = f64::NEG_INFINITY;
    for phase in answer.phases_in_order() {
        let tone = match phase.name {
            "failure" | "cause resolved" => continue,
            "SLO met again" => Tone::Holds,
            // Of phases that come at one time the first is marked.
            _ if phase.at < last + 0.5 * answer.step => continue,
            _ => Tone::Neutral,
        };
        if tone == Tone::Neutral {
            last = phase.at;
        }
        marks.push(Mark::at(at(phase.at), phase.name, tone));
    }
    marks
}

fn counted(requests: f64) -> String {
    if requests < 0.5 { "no requests".to_owned() } else { format!("{} requests", text::si(requests.round())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::jobs::run;
    use crate::worker::protocol::{Answer, Job};
    use headroom_core::plan::scenario::examples;
    use headroom_core::studies::drill::{DrillOrder, DrillStudy};

    #[test]
    fn every_region_has_a_line_and_every_phase_its_mark() {
        let scenario = examples::find("three-region-payments").unwrap().scenario();
        let order = DrillOrder::new(&scenario, scenario.services.first().id, &scenario.drill.unwrap()).unwrap();
        let job = Job::Drill(DrillStudy { drill: order, baseline: None });
        let done = run(&job, &Vec::new(), &mut |_| {}).unwrap();
        let Answer::Drilled { answer, .. } = done.answer else { panic!("a drill gives a drill") };
        let picture = DrillPicture::from_columns(done.columns);
        for shown in [Shown::Load, Shown::Capacity, Shown::Backlog, Shown::Lost] {
            assert_eq!(by_region(&answer, &picture, shown).series.len(), 3, "{shown:?}");
        }
        let all = all_regions(&answer, &picture);
        let capacity = by_region(&answer, &picture, Shown::Capacity);
        // Half an hour before the loss, what its load and the reserve for it take.
        assert_eq!(capacity.series[0].points.get(0).map(|(_, capacity)| capacity), Some(30.0 * 120.0));
        // From five minutes before Tuesday 20:00.
        assert_eq!(all.full_x_range().0, 44.0 * 3600.0 - BEFORE);
        let named: Vec<&str> = answer.phases_in_order().iter().map(|phase| phase.name).collect();
        assert_eq!(named[..5], ["failure", "detected", "decided", "moving", "moved"]);
        assert_eq!(marks(&answer)[0].until, Some(46.0 * 3600.0));
        // Detected and decided are one, as are moved and scaled.
        let marked: Vec<String> = marks(&answer).into_iter().map(|mark| mark.label).collect();
        assert_eq!(marked[1..5], ["detected", "moving", "moved", "SLO met again"]);
        let (from, to) = answer.failover_span();
        assert!(from < 44.0 * 3600.0 && to > 44.0 * 3600.0 + 210.0 && to < 44.0 * 3600.0 + 600.0);
        assert!(answer.return_span().is_some_and(|(from, to)| from < to && to < 47.0 * 3600.0));
    }
}
