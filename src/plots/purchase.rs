//! Charts of how a service's nodes are bought: use over the year in layers, and cost against the level.

use crate::charts::figures::Format;
use crate::charts::spec::{Band, BandRole, Chart, Dot, Edge, Points, Role, Rule, Series, XAxis, YAxis};
use headroom_core::base::text;
use headroom_core::plan::cost::{LevelCost, LevelKind, LevelStudy};
use headroom_core::plan::scenario::cost::CommitmentLevel;

/// The layers and the colour of each: committed, on spot, by the hour.
pub const LAYERS: [(&str, BandRole); 3] =
    [("Committed", BandRole::Headroom), ("On spot", BandRole::Part(1)), ("On-demand", BandRole::Range)];

/// What a level is called on a chart: short.
fn name_of(level: &LevelCost) -> &'static str {
    match level.kind {
        LevelKind::Nothing => "nothing",
        LevelKind::Rule(CommitmentLevel::Best) => "best",
        LevelKind::Rule(CommitmentLevel::Floor) => "floor",
        LevelKind::Rule(CommitmentLevel::Average) => "average",
        LevelKind::Rule(CommitmentLevel::Peak) => "peak",
        LevelKind::Stated => "as entered",
    }
}

fn span(study: &LevelStudy) -> &'static str {
    if study.months > 12 { "three years" } else { "year" }
}

/// The load-duration curve of the nodes in use, with the layers that carry it at the active level.
///
/// `unit` says what is counted: `nodes`, or `replicas` where no machine is chosen.
pub fn layers(study: &LevelStudy, unit: &'static str, baseline: Option<&LevelStudy>) -> Chart {
    let axis = XAxis::Number { label: format!("share of the {}", span(study)), format: Format::Percent };
    let committed = study.committed();
    let in_use = Points::pairs(study.in_use.clone());
    let split = |share: f64| Edge::Points(Points::pairs(study.in_use_up_to(share)));
    let [committed_layer, spot_layer, hour_layer] = LAYERS;
    let mut chart = Chart::new("purchase-layers", format!("{} in use", text::capitalised(unit)), axis, y_axis(unit))
        .with_hint(format!("so many or more in this share of the {}, and what carries them", span(study)))
        .with_summary(summary(study, unit))
        .with_x_range(0.0, 1.0)
        .with_series(Series::new("In use", Role::Load, in_use));
    if let Some(before) = baseline {
        chart = chart.with_series(Series::new("Baseline", Role::Ghost, Points::pairs(before.in_use.clone())));
    }
    if committed > 0.0 {
        let band = Band::new(committed_layer.0, committed_layer.1, Edge::Constant(0.0), Edge::Constant(committed));
        chart = chart.with_band(band.named());
    }
    if study.spot_share > 0.0 {
        let band = Band::new(spot_layer.0, spot_layer.1, Edge::Constant(committed), split(study.spot_share));
        chart = chart.with_band(band.named());
    }
    if study.spot_share < 1.0 {
        let band = Band::new(hour_layer.0, hour_layer.1, split(study.spot_share), split(1.0));
        chart = chart.with_band(band.named());
    }
    for level in study.distinct() {
        let role = if level.kind == LevelKind::Rule(CommitmentLevel::Best) { Role::Capacity } else { Role::Event };
        chart = chart.with_rule(Rule::new(name_of(level), role, level.nodes));
    }
    chart
}

fn y_axis(unit: &str) -> YAxis {
    YAxis::new(unit).with_label(text::capitalised(unit))
}

fn summary(study: &LevelStudy, unit: &str) -> String {
    let fewest = study.in_use.last().map_or(0.0, |point| point.1);
    let committed = study.committed();
    let best = study.levels.iter().find(|level| level.kind == LevelKind::Rule(CommitmentLevel::Best));
    let best = best.map(|level| format!(" The best level is {}.", text::number(level.nodes))).unwrap_or_default();
    let in_use = match (text::number(fewest.round()), text::number(study.peak.round())) {
        (fewest, most) if fewest == most => format!("In every hour {most} {unit} are in use"),
        (fewest, most) => {
            format!("From {fewest} to {most} {unit} are in use, {} on average", text::number(study.average))
        }
    };
    format!(
        "{in_use}; {} are committed.{best}",
        if committed > 0.0 { text::number(committed) } else { "none".to_owned() }
    )
}

/// What all compute costs a month at every level, with the levels of the rules marked; none without a price.
pub fn cost_by_level(study: &LevelStudy, unit: &'static str, baseline: Option<&LevelStudy>) -> Option<Chart> {
    if study.by_level.is_empty() {
        return None;
    }
    let axis = XAxis::Number { label: format!("{unit} committed"), format: Format::Plain };
    let y = YAxis::new("").with_label("Compute per month").with_format(Format::Money("$".to_owned()));
    let best = study.best()?;
    let mut chart = Chart::new("purchase-cost", "Cost against the level", axis, y)
        .with_hint("all compute a month, on average over the term")
        .with_summary(format!(
            "{} a month where nothing is committed, least at {}: {} a month; it rises towards both ends.",
            study.levels.first().map(|level| text::dollars(level.monthly))?,
            text::counted(best.nodes as u64, unit.trim_end_matches('s'), unit),
            text::dollars(best.monthly)
        ))
        .with_series(Series::new("Cost", Role::Load, Points::pairs(study.by_level.clone())));
    if let Some(before) = baseline.filter(|before| !before.by_level.is_empty()) {
        chart = chart.with_series(Series::new("Baseline", Role::Ghost, Points::pairs(before.by_level.clone())));
    }
    for level in study.distinct() {
        let role = if std::ptr::eq(level, best) { Role::Capacity } else { Role::Event };
        let at = Points::pairs(vec![(level.nodes, level.monthly)]);
        chart = chart.with_series(Series::new(name_of(level), role, at).marked(Dot::Large));
    }
    Some(chart)
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::cost::study_levels;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::cost::{CommitmentInputs, NodeCommitment, SpotInputs};
    use headroom_core::plan::scenario::examples;

    fn study(spot: bool) -> LevelStudy {
        let mut scenario = examples::find("three-products").unwrap().scenario();
        scenario.cost.commitment =
            CommitmentInputs::Nodes(NodeCommitment { level: CommitmentLevel::Average, ..NodeCommitment::best_year() });
        scenario.cost.spot = spot.then(SpotInputs::default);
        let id = scenario.services.first().id;
        scenario.services.get_mut(id).unwrap().cost.interruptible = true;
        let evaluation = evaluate(&scenario);
        let service = &evaluation.services[0];
        study_levels(service.cost.purchase.as_ref().unwrap(), &service.fleet).unwrap()
    }

    #[test]
    fn the_layers_lie_on_one_another_and_are_named() {
        let chart = layers(&study(true), "nodes", None);
        assert_eq!(chart.bands.iter().map(|band| band.name.as_str()).collect::<Vec<_>>(), LAYERS.map(|layer| layer.0));
        assert!(chart.bands.iter().all(|band| band.is_named));
        assert!(chart.bands.windows(2).take(1).all(|pair| pair[0].upper == pair[1].lower));
        assert_eq!(chart.bands[1].upper, chart.bands[2].lower);
        assert!(
            chart.rules.iter().any(|rule| rule.name == "best") && chart.rules.iter().any(|rule| rule.name == "peak")
        );
        assert_eq!(layers(&study(false), "nodes", None).bands.len(), 2);
    }

    #[test]
    fn the_marked_levels_lie_on_the_cost() {
        let study = study(false);
        let chart = cost_by_level(&study, "nodes", Some(&study)).unwrap();
        assert_eq!((chart.series[0].name.as_str(), chart.series[1].role), ("Cost", Role::Ghost));
        for series in &chart.series[2..] {
            let (nodes, cost) = series.points.get(0).unwrap();
            let after = study.by_level.partition_point(|point| point.0 < nodes);
            let (low, high) = (study.by_level[after.saturating_sub(1)].1, study.by_level[after].1);
            assert!(cost <= low.max(high) * (1.0 + 1e-9), "{}", series.name);
        }
        let unpriced = LevelStudy { by_level: Vec::new(), ..study };
        assert_eq!(cost_by_level(&unpriced, "nodes", None), None);
    }
}
