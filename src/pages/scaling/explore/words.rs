//! What a cell says, what the shades mean, and all cells as a file.

use super::plan::{Cells, Colour, MapPlan};
use headroom_core::base::csv::CsvWriter;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::plan::scenario::adjust::Axis;
use headroom_core::studies::policy_map::Trial;

/// Limits between the shades of the time outside the SLO, in seconds: the steps in which people are called.
pub const OUTSIDE_LIMITS: [f64; 7] = [0.0, 60.0, 300.0, 900.0, 3600.0, 14_400.0, 86_400.0];

/// A value of a setting where room is short.
pub fn short(axis: Axis, value: f64) -> String {
    match axis.dimension() {
        Dimension::Count(_) => text::number(value),
        dimension => text::quantity(value, dimension),
    }
}

/// A setting with its value: `target utilization 70 %`.
pub fn setting((axis, value): (Axis, f64)) -> String {
    format!("{} {}", axis.words(), short(axis, value))
}

/// What was paid, in dollars where the price is known.
pub fn paid(trial: &Trial) -> String {
    match trial.cost {
        Some(cost) => text::quantity(cost, Dimension::Dollars),
        None => format!("{} replica-hours", text::number(trial.hours)),
    }
}

/// Everything about a cell in a sentence or two.
pub fn cell(settings: [(Axis, f64); 2], trial: Option<Trial>) -> String {
    let [x, y] = settings.map(setting);
    let Some(trial) = trial else { return format!("{}, {y}: not computed yet.", text::capitalised(&x)) };
    let outside = if trial.outside > 0.0 {
        format!(
            "{} of SLO violations, {} of requests within the SLO",
            text::seconds(trial.outside),
            text::percent(1.0 - trial.bad)
        )
    } else {
        "no SLO violation".to_owned()
    };
    let flaps = match trial.flaps {
        0 => String::new(),
        n => format!(", {}", text::counted(n.into(), "flap", "flaps")),
    };
    let verdict = if trial.keeps { "Meets the SLO" } else { "Misses the SLO" };
    format!("{}, {y}: {}, {outside}{flaps}. {verdict}.", text::capitalised(&x), paid(&trial))
}

/// What each shade means.
pub fn legend(colour: Colour, limits: &[f64], has_price: bool) -> Vec<String> {
    let show = |value: f64| match colour {
        Colour::Outside => text::seconds(value),
        Colour::Cost if has_price => text::quantity(value, Dimension::Dollars),
        Colour::Cost => format!("{} h", text::number(value)),
    };
    let mut legend: Vec<String> = limits
        .iter()
        .map(|limit| {
            if colour == Colour::Outside && *limit == 0.0 { "none".to_owned() } else { format!("to {}", show(*limit)) }
        })
        .collect();
    if !limits.is_empty() {
        legend.push("more".to_owned());
    }
    legend
}

/// What stands in a cell of the table.
pub fn table_cell(colour: Colour, trial: &Trial) -> String {
    let value = match colour {
        Colour::Cost => paid(trial),
        Colour::Outside => text::seconds(trial.outside),
    };
    if trial.keeps { value } else { format!("{value}, missed") }
}

/// All cells that are known, a row for each.
pub fn csv(plan: &MapPlan, cells: &Cells) -> String {
    let head = |axis: Axis| {
        let unit = match axis.dimension() {
            Dimension::Fraction => "fraction",
            other => other.unit(),
        };
        format!("{} ({unit})", axis.words())
    };
    let mut file = CsvWriter::default();
    file.text(&head(plan.x.axis)).text(&head(plan.y.axis)).texts(["meets the SLO", "replica-hours", "cost ($)"]);
    file.texts(["outside the SLO (s)", "requests outside (fraction)", "flaps"]).end_row();
    for (row, y) in plan.y.values.iter().enumerate() {
        for (column, x) in plan.x.values.iter().enumerate() {
            let Some(trial) = plan.trial(cells, (column, row)) else { continue };
            let cost = trial.cost.map(|cost| format!("{cost:.2}")).unwrap_or_default();
            file.value(x).value(y).text(if trial.keeps { "yes" } else { "no" }).value(trial.hours).value(cost);
            file.value(trial.outside).value(trial.bad).value(trial.flaps).end_row();
        }
    }
    file.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial() -> Trial {
        Trial { hours: 1520.0, cost: Some(608.0), outside: 240.0, bad: 0.0002, flaps: 3, keeps: true }
    }

    #[test]
    fn a_cell_says_all_it_knows() {
        let settings = [(Axis::Target, 0.7), (Axis::MinReplicas, 12.0)];
        assert_eq!(
            cell(settings, Some(trial())),
            "Target utilization 70 %, min replicas 12: $608.00, 4 min of SLO violations, 99.98 % of requests within the SLO, 3 flaps. Meets the SLO."
                .replace("4 min", &text::seconds(240.0))
        );
        let calm = Trial { outside: 0.0, bad: 0.0, flaps: 0, cost: None, keeps: false, ..trial() };
        assert_eq!(
            cell(settings, Some(calm)),
            "Target utilization 70 %, min replicas 12: 1,520 replica-hours, no SLO violation. Misses the SLO."
        );
        assert!(cell(settings, None).ends_with("not computed yet."));
    }

    #[test]
    fn the_legend_has_a_word_for_each_shade() {
        let legend = legend(Colour::Outside, &OUTSIDE_LIMITS, true);
        assert_eq!(legend.len(), OUTSIDE_LIMITS.len() + 1);
        assert_eq!((legend[0].as_str(), legend[1].as_str(), legend[7].as_str()), ("none", "to 60 s", "more"));
        assert!(super::legend(Colour::Cost, &[], true).is_empty());
    }
}
