//! What a drill looks like, step by step; it travels from the worker to the page as columns of numbers.

use headroom_core::studies::drill::{DrillAnswer, DrillOutcome};

/// What a drill looks like, step by step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrillPicture {
    /// New requests of all users, a second.
    pub demand: Vec<f64>,
    /// Requests that were answered within the SLO, a second.
    pub good: Vec<f64>,
    /// Requests that were lost or late, a second.
    pub bad: Vec<f64>,
    /// Share of the users that has moved.
    pub moved: Vec<f64>,
    /// Requests lost or late in the baseline, a second; empty where there is none.
    pub bad_before: Vec<f64>,
    /// Each region that holds capacity.
    pub regions: Vec<RegionPicture>,
}

/// What one region looks like, step by step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RegionPicture {
    /// New requests a second.
    pub load: Vec<f64>,
    /// What is in service sustains, requests/s.
    pub capacity: Vec<f64>,
    /// Requests that wait.
    pub queue: Vec<f64>,
    /// Requests lost a second.
    pub lost: Vec<f64>,
}

/// Columns of all regions together.
const TOGETHER: usize = 5;
/// Columns of a region.
const OF_REGION: usize = 4;

impl DrillPicture {
    /// The picture of a drill, and what was lost in the baseline's.
    pub fn new(answer: &DrillAnswer, outcome: DrillOutcome, before: Option<DrillOutcome>) -> Self {
        let per_second = |values: &[f64]| values.iter().map(|value| value / answer.step).collect::<Vec<f64>>();
        let timeline = &outcome.timeline;
        let good = timeline.ended.iter().zip(&timeline.bad).map(|(ended, bad)| (ended - bad) / answer.step);
        let holds_capacity = |place: usize| answer.regions.iter().any(|region| region.place == place);
        Self {
            good: good.collect(),
            bad: per_second(&timeline.bad),
            demand: timeline.demand.clone(),
            moved: timeline.moved.clone(),
            bad_before: before.map(|before| per_second(&before.timeline.bad)).unwrap_or_default(),
            regions: outcome
                .regions
                .into_iter()
                .enumerate()
                .filter(|(place, _)| holds_capacity(*place))
                .map(|(_, region)| RegionPicture {
                    load: region.columns.load,
                    capacity: region.columns.capacity,
                    queue: region.columns.queue,
                    lost: region.columns.lost,
                })
                .collect(),
        }
    }

    /// The picture as columns, to be sent.
    pub fn into_columns(self) -> Vec<Vec<f64>> {
        let mut columns = vec![self.demand, self.good, self.bad, self.moved, self.bad_before];
        columns.extend(
            self.regions.into_iter().flat_map(|region| [region.load, region.capacity, region.queue, region.lost]),
        );
        columns
    }

    /// The picture that has arrived as columns.
    pub fn from_columns(columns: Vec<Vec<f64>>) -> Self {
        let mut columns = columns.into_iter();
        let [demand, good, bad, moved, bad_before] =
            std::array::from_fn::<_, TOGETHER, _>(|_| columns.next().unwrap_or_default());
        let rest: Vec<Vec<f64>> = columns.collect();
        let regions = rest.chunks_exact(OF_REGION).map(|chunk| RegionPicture {
            load: chunk[0].clone(),
            capacity: chunk[1].clone(),
            queue: chunk[2].clone(),
            lost: chunk[3].clone(),
        });
        Self { regions: regions.collect(), demand, good, bad, moved, bad_before }
    }
}
