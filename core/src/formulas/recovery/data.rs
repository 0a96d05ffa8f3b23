//! RPO: how much data is lost with a region.

/// Data lost with a region; from [`data_loss`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct DataLoss {
    /// RPO, seconds: the most time whose writes are lost.
    pub rpo: f64,
    /// Mean over all moments between two copies, seconds.
    pub mean: f64,
    /// Writes lost at most.
    pub writes_at_most: f64,
}

/// RPO of copies made at intervals: `I + lag` at worst, `I/2 + lag` on average.
///
/// | symbol | input        | unit                                                  |
/// |--------|--------------|-------------------------------------------------------|
/// | `I`    | `interval`   | seconds between copies; 0 for continuous replication  |
/// | `lag`  | `lag`        | seconds until a copy has arrived                      |
/// |        | `write_rate` | writes / second                                       |
///
/// `None` where an input is negative or no number.
///
/// # Source
///
/// AWS whitepaper "Disaster Recovery of Workloads on AWS", "Recovery objectives (RTO and RPO)".
///
/// # Example
///
/// ```
/// use headroom_core::formulas::recovery::data_loss;
///
/// // Hourly snapshots that take 5 minutes to arrive, 10 writes a second.
/// let loss = data_loss(3600.0, 300.0, 10.0).expect("durations");
/// assert_eq!((loss.rpo, loss.mean, loss.writes_at_most), (3900.0, 2100.0, 39_000.0));
/// ```
pub fn data_loss(interval: f64, lag: f64, write_rate: f64) -> Option<DataLoss> {
    let amounts = [interval, lag, write_rate];
    amounts.iter().all(|amount| (0.0..=1e15).contains(amount)).then(|| {
        let rpo = interval + lag;
        DataLoss { rpo, mean: interval / 2.0 + lag, writes_at_most: write_rate * rpo }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_by_hand() {
        // Continuous replication loses its lag, always.
        let continuous = data_loss(0.0, 2.0, 50.0).unwrap();
        assert_eq!((continuous.rpo, continuous.mean, continuous.writes_at_most), (2.0, 2.0, 100.0));
        assert_eq!(data_loss(f64::NAN, 0.0, 0.0), None);
        assert_eq!(data_loss(1.0, -1.0, 0.0), None);
    }
}
