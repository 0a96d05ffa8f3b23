//! The rows of one region: what its replicas are for.

use super::replicas_for;
use crate::base::numeric::ceil_count;
use crate::plan::scenario::sizing::SizingInputs;
use serde::Serialize;

/// Replicas of a service in one region, by what they are for. The rows add up to what is needed or planned there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// For the throughput of the peak: `⌈peak / μ⌉`.
    pub load: u32,
    /// More, where the latency target needs it.
    pub latency: u32,
    /// Headroom above the peak.
    pub headroom: u32,
    /// Spares.
    pub spares: u32,
    /// More than is needed, where a number of replicas is stated.
    pub surplus: u32,
    /// More, for the load after the worst loss.
    pub reserve: u32,
}

impl Rows {
    /// The rows of a region whose own peak is `normal`, and which must carry `most` after the worst loss.
    ///
    /// `normal = max(⌈peak · (1 + h) / μ⌉, n_SLO) + s`; `reserve = (the same for the load after the loss) − normal`.
    /// Where nothing ever comes nothing stands, not even a spare.
    pub fn of(inputs: &SizingInputs, normal: f64, most: f64) -> Self {
        let all = |load: f64| if load > 0.0 { replicas_for(inputs, load) } else { 0 };
        let (own, needed) = (all(normal), all(most));
        let reserve = needed.saturating_sub(own);
        if own == 0 {
            return Self { reserve, ..Self::default() };
        }
        let throughput = inputs.replica.capacity.throughput();
        let spares = inputs.spare_replicas.get().min(own);
        let carrying = own - spares;
        let with_headroom = ceil_count(normal * (1.0 + inputs.headroom.fraction()) / throughput);
        let load = ceil_count(normal / throughput).max(1).min(carrying);
        let headroom = with_headroom.min(carrying).saturating_sub(load);
        Self { load, latency: carrying - load - headroom, headroom, spares, surplus: 0, reserve }
    }

    /// The same where the loss of one of so many zones must be survived: replicas are spread evenly, so the smallest `r`
    /// with `r − ⌈r / z⌉ ≥ normal`, which is `⌈normal · z / (z − 1)⌉`. The reserve is the larger of that for a zone and
    /// that for a region, not their sum.
    pub fn surviving_a_zone(self, zones: Option<u32>) -> Self {
        let Some(zones) = zones.filter(|zones| *zones > 1).map(u64::from) else { return self };
        let all = (u64::from(self.normal()) * zones).div_ceil(zones - 1);
        let more = u32::try_from(all).unwrap_or(u32::MAX) - self.normal();
        Self { reserve: self.reserve.max(more), ..self }
    }

    /// For normal times, with what is stated beyond the need.
    pub fn normal(self) -> u32 {
        let rows = [self.latency, self.headroom, self.spares, self.surplus];
        rows.into_iter().fold(self.load, u32::saturating_add)
    }

    /// For normal times and the worst loss.
    pub fn needed(self) -> u32 {
        self.normal().saturating_add(self.reserve)
    }

    /// What is planned of them: what a limit leaves; where a number of replicas is stated, that many of them.
    pub fn planned(self, limit: Option<u32>, stated: Option<u32>) -> Self {
        let Some(stated) = stated else { return self.within(limit) };
        let count = limit.map_or(stated, |limit| limit.min(stated));
        let within = self.within(Some(count));
        Self { surplus: count - within.needed(), ..within }
    }

    /// What a limit leaves of them. It cuts first what is beyond the need, then the reserve, headroom, spares, what latency
    /// needs, and load.
    pub fn within(self, limit: Option<u32>) -> Self {
        let Some(limit) = limit else { return self };
        let mut left = limit;
        let mut take = |row: u32| {
            let had = row.min(left);
            left -= had;
            had
        };
        let load = take(self.load);
        let latency = take(self.latency);
        let spares = take(self.spares);
        let headroom = take(self.headroom);
        let reserve = take(self.reserve);
        Self { load, latency, headroom, spares, surplus: take(self.surplus), reserve }
    }
}

impl std::ops::Add for Rows {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            load: self.load.saturating_add(other.load),
            latency: self.latency.saturating_add(other.latency),
            headroom: self.headroom.saturating_add(other.headroom),
            spares: self.spares.saturating_add(other.spares),
            surplus: self.surplus.saturating_add(other.surplus),
            reserve: self.reserve.saturating_add(other.reserve),
        }
    }
}

impl std::iter::Sum for Rows {
    fn sum<I: Iterator<Item = Self>>(rows: I) -> Self {
        rows.fold(Self::default(), |sum, row| sum + row)
    }
}
