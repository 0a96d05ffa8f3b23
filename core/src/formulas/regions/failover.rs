//! How long clients keep asking a lost region: health checks, the record's update, cached answers.

/// When clients leave a region that DNS directed them to, in seconds after it is lost; from
/// [`dns_failover`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DnsFailover {
    /// Latest moment at which the health checks have failed often enough.
    pub detected: f64,
    /// Latest moment at which every name server gives the new answer.
    pub dns_updated: f64,
    /// Latest moment at which the last cached answer has expired, but for what ignores its lifetime.
    pub all_clients_moved: f64,
    /// Mean outage of a client over all phases of check and cache.
    pub mean_client_outage: f64,
    /// Seconds that cached answers live.
    pub time_to_live: f64,
    /// Share of clients that keep an answer beyond its lifetime.
    pub never_moving: f64,
}

/// Timeline of a failover by DNS.
///
/// Worst case: `h·f` to detect, `+ p` to update the records, `+ T` for the last cached answer. Mean:
/// `(f − ½)·h + p + T/2`, with the loss at a random moment between two checks and cached answers of
/// random age.
///
/// | symbol | input               | unit                                             |
/// |--------|---------------------|--------------------------------------------------|
/// | `h`    | `check_interval`    | seconds between two health checks                |
/// | `f`    | `failure_threshold` | failed checks in a row                           |
/// | `p`    | `propagation`       | seconds until all name servers answer anew       |
/// | `T`    | `time_to_live`      | seconds; 0 for anycast, where no answer is cached |
/// |        | `never_moving`      | share of clients that ignore `T`, fraction       |
///
/// `None` where an input is negative or no number.
///
/// # Source
///
/// Amazon Route 53 API reference, `HealthCheckConfig` (checks every 10 or 30 s, threshold 3 unless
/// stated); RFC 1035, section 3.2.1, for the lifetime of an answer.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::regions::dns_failover;
///
/// let timeline = dns_failover(30.0, 3, 60.0, 60.0, 0.0).expect("durations");
/// assert_eq!((timeline.detected, timeline.all_clients_moved), (90.0, 210.0));
/// assert_eq!(timeline.mean_client_outage, 165.0); // 2.5·30 + 60 + 30
/// assert_eq!(timeline.still_stale(180.0), 0.5);
/// ```
pub fn dns_failover(
    check_interval: f64,
    failure_threshold: u32,
    propagation: f64,
    time_to_live: f64,
    never_moving: f64,
) -> Option<DnsFailover> {
    let durations = [check_interval, propagation, time_to_live];
    if durations.iter().any(|duration| !(0.0..=1e9).contains(duration)) || !(0.0..=1.0).contains(&never_moving) {
        return None;
    }
    let threshold = f64::from(failure_threshold);
    let detected = check_interval * threshold;
    let dns_updated = detected + propagation;
    Some(DnsFailover {
        detected,
        dns_updated,
        all_clients_moved: dns_updated + time_to_live,
        mean_client_outage: (threshold - 0.5).max(0.0) * check_interval + propagation + time_to_live / 2.0,
        time_to_live,
        never_moving,
    })
}

impl DnsFailover {
    /// Share of clients that still ask the lost region so many seconds after the loss, in the worst case.
    ///
    /// All of them until the records are updated, then `max(0, 1 − t/T)` of those that keep to the
    /// lifetime.
    pub fn still_stale(&self, after_loss: f64) -> f64 {
        let expired = if after_loss < self.dns_updated || after_loss.is_nan() {
            0.0
        } else if self.time_to_live > 0.0 {
            ((after_loss - self.dns_updated) / self.time_to_live).min(1.0)
        } else {
            1.0
        };
        self.never_moving + (1.0 - self.never_moving) * (1.0 - expired)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_by_hand() {
        let anycast = dns_failover(10.0, 3, 0.0, 0.0, 0.0).unwrap();
        assert_eq!(
            (anycast.still_stale(29.9), anycast.still_stale(30.0), anycast.mean_client_outage),
            (1.0, 0.0, 25.0)
        );
        let sticky = dns_failover(10.0, 3, 0.0, 60.0, 0.1).unwrap();
        // Half of the nine tenths that move have moved, and one tenth never does.
        assert!((sticky.still_stale(60.0) - 0.55).abs() < 1e-15 && sticky.still_stale(1e9) == 0.1);
        assert_eq!(dns_failover(f64::NAN, 3, 0.0, 0.0, 0.0), None);
        assert_eq!(dns_failover(10.0, 3, 0.0, 0.0, 1.5), None);
    }
}
