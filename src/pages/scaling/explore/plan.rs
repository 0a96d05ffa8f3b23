//! What a map is made of: two settings, the values that are tried, what is known of the cells.

use super::super::view::Load;
use super::words;
use crate::charts::heat::{Heat, HeatGrid, even_limits};
use crate::components::{HeatAxis, HeatPicture};
use headroom_core::base::text;
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::scenario::adjust::Axis;
use headroom_core::plan::scenario::{Scenario, Service};
use headroom_core::studies::policy_map::{PolicyMap, Present, Trial, TriedIn};

/// What the colour shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// What it costs.
    Cost,
    /// How long it is outside the SLO.
    Outside,
}

/// One axis of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapAxis {
    /// The setting.
    pub axis: Axis,
    /// The values that are tried.
    pub values: Vec<f64>,
    /// The present value.
    pub now: Option<f64>,
}

/// A map that can be asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPlan {
    /// Along the columns.
    pub x: MapAxis,
    /// Along the rows.
    pub y: MapAxis,
    /// What it is tried over.
    pub load: Load,
    /// Where it is tried.
    pub tried_in: TriedIn,
}

/// The cells that are known, row by row.
pub type Cells = Vec<Option<Trial>>;

impl MapPlan {
    /// A map of two settings of a service; the reason in words where there is nothing to see.
    pub fn new(service: &Service, answers: &ServiceEvaluation, load: Load, x: Ask, y: Ask) -> Result<Self, String> {
        if x.axis == y.axis {
            return Err("Choose two different settings.".to_owned());
        }
        let present = Present::of(service, answers);
        let axis = |ask: Ask| match ask.axis.refusal(service) {
            Some(why) => Err(format!("{} cannot be varied: {why}.", text::capitalised(ask.axis.words()))),
            None => Ok(MapAxis {
                axis: ask.axis,
                values: ask.axis.values(service, present, ask.range),
                now: present.value_of(ask.axis, service),
            }),
        };
        Ok(Self { x: axis(x)?, y: axis(y)?, load, tried_in: TriedIn::of(answers, load.region) })
    }

    /// What the worker is asked.
    pub fn order(&self, scenario: &Scenario, service: &Service) -> PolicyMap {
        let of = |axis: &MapAxis| (axis.axis, axis.values.clone());
        PolicyMap::new(scenario, service, self.tried_in.clone(), of(&self.x), of(&self.y)).over(self.load.over)
    }

    /// Number of cells.
    pub fn n_cells(&self) -> usize {
        self.x.values.len() * self.y.values.len()
    }

    /// The settings of a cell: column, then row.
    pub fn settings(&self, (column, row): (usize, usize)) -> Option<[(Axis, f64); 2]> {
        Some([(self.x.axis, *self.x.values.get(column)?), (self.y.axis, *self.y.values.get(row)?)])
    }

    /// What a cell holds.
    pub fn trial(&self, cells: &Cells, (column, row): (usize, usize)) -> Option<Trial> {
        cells.get(row * self.x.values.len() + column).copied().flatten()
    }

    /// The map as it is drawn.
    pub fn picture(&self, cells: &Cells, colour: Colour) -> HeatPicture {
        let value = |trial: &Trial| match colour {
            Colour::Cost => trial.cost.unwrap_or(trial.hours),
            Colour::Outside => trial.outside,
        };
        let known = || cells.iter().flatten();
        let limits = match colour {
            Colour::Cost => even_limits(known().map(value)),
            Colour::Outside => words::OUTSIDE_LIMITS.to_vec(),
        };
        let heat = |trial: Trial| Heat { value: value(&trial), holds: trial.keeps };
        let has_price = known().any(|trial| trial.cost.is_some());
        let axis = |axis: &MapAxis| HeatAxis {
            title: text::capitalised(axis.axis.words()),
            labels: axis.values.iter().map(|value| words::short(axis.axis, *value)).collect(),
            values: axis.values.clone(),
            present: axis.now,
        };
        let holding = known().filter(|trial| trial.keeps).count();
        HeatPicture {
            title: match colour {
                Colour::Cost if has_price => format!("Cost of {}", text::seconds(self.load.length)),
                Colour::Cost => format!("Replica-hours of {}", text::seconds(self.load.length)),
                Colour::Outside => format!("Time outside the SLO in {}", text::seconds(self.load.length)),
            },
            summary: format!("{holding} of {} settings meet the SLO.", known().count()),
            legend: words::legend(colour, &limits, has_price),
            grid: HeatGrid {
                columns: self.x.values.len(),
                cells: cells.iter().map(|cell| cell.map(heat)).collect(),
                limits,
            },
            x: axis(&self.x),
            y: axis(&self.y),
            is_harm: colour == Colour::Outside,
        }
    }
}

/// A setting to vary, and between which values where somebody has chosen them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ask {
    /// The setting.
    pub axis: Axis,
    /// The ends, or the usual ones.
    pub range: Option<(f64, f64)>,
}
