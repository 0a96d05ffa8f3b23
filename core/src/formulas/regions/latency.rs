//! Latency that users see, given who serves whom.

use super::Refusal;
use super::refusal::{check_amounts, check_length};

/// Round trips that users see, in seconds; from [`latency_seen`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct LatencySeen {
    /// Mean over the load that is served.
    pub mean: f64,
    /// Round trip that 95 % of the load that is served does not exceed.
    pub p95: f64,
    /// The longest.
    pub worst: f64,
}

/// Latency by load: `Σ f·l / Σ f`, its 95th percentile and its maximum over all pairs with load.
///
/// | symbol | input     | unit                                                       |
/// |--------|-----------|------------------------------------------------------------|
/// | `f`    | `flow`    | requests / second from each geography (rows) to each region |
/// | `l`    | `latency` | seconds for the same pairs                                 |
///
/// `None` where nothing is served. Call it with the flows before and after a loss to compare.
///
/// # Errors
///
/// [`Refusal`] where the tables differ in shape or hold what is no amount.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::regions::latency_seen;
///
/// // Three quarters are near: (3·0.02 + 1·0.1) / 4.
/// let seen = latency_seen(&[vec![3.0, 1.0]], &[vec![0.02, 0.1]])?.expect("four are served");
/// assert_eq!((seen.mean, seen.p95, seen.worst), (0.04, 0.1, 0.1));
/// # Ok::<(), headroom_core::formulas::regions::Refusal>(())
/// ```
pub fn latency_seen(flow: &[Vec<f64>], latency: &[Vec<f64>]) -> Result<Option<LatencySeen>, Refusal> {
    check_length("latencies", latency, flow.len())?;
    let mut pairs: Vec<(f64, f64)> = Vec::new();
    for (flow, latency) in flow.iter().zip(latency) {
        check_length("latencies of a geography", latency, flow.len())?;
        check_amounts("flow", flow)?;
        let used = latency.iter().zip(flow).filter(|(_, flow)| **flow > 0.0);
        pairs.extend(used.map(|(latency, flow)| (*latency, *flow)));
    }
    check_amounts("latency", pairs.iter().map(|(latency, _)| latency))?;
    pairs.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let total: f64 = pairs.iter().map(|(_, flow)| flow).sum();
    let Some(&(worst, _)) = pairs.last() else { return Ok(None) };
    let mut below = 0.0;
    let within = |(_, flow): &&(f64, f64)| {
        below += flow;
        // A share that is 95 % but for rounding is 95 %.
        below >= (0.95 - 1e-12) * total
    };
    let p95 = pairs.iter().find(within).map_or(worst, |(latency, _)| *latency);
    let mean = pairs.iter().map(|(latency, flow)| latency * (flow / total)).sum();
    Ok(Some(LatencySeen { mean, p95, worst }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_by_hand() {
        assert_eq!(latency_seen(&[vec![0.0]], &[vec![0.1]]), Ok(None));
        // Exactly 95 % are near.
        let seen = latency_seen(&[vec![95.0, 5.0]], &[vec![0.01, 0.2]]).unwrap().unwrap();
        assert_eq!((seen.p95, seen.worst), (0.01, 0.2));
        // A latency that is not known matters only where it is used.
        assert!(latency_seen(&[vec![1.0, 0.0]], &[vec![0.1, f64::NAN]]).unwrap().is_some());
        assert!(latency_seen(&[vec![1.0, 1.0]], &[vec![0.1, f64::NAN]]).is_err());
    }
}
