//! How long clients keep asking a lost region: health checks, the record's update, cached answers.

/// When clients leave a region that DNS directed them to, in seconds after it is lost; from
/// [`dns_failover`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DnsFailover {
    /// Latest moment at which the health checks have failed often enough.
    pub detected: f64,
    /// Latest moment at which every name server gives the new answer.
    pub dns_updated: f64,
    /// Latest moment at which the last cached answer has expired, but for clients that ignore its lifetime.
    pub all_clients_moved: f64,
    /// Mean outage of a client over all phases of check and cache.
    pub mean_client_outage: f64,
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
/// let timeline = dns_failover(30.0, 3, 60.0, 60.0).expect("durations");
/// assert_eq!((timeline.detected, timeline.all_clients_moved), (90.0, 210.0));
/// assert_eq!(timeline.mean_client_outage, 165.0); // 2.5·30 + 60 + 30
/// ```
pub fn dns_failover(
    check_interval: f64,
    failure_threshold: u32,
    propagation: f64,
    time_to_live: f64,
) -> Option<DnsFailover> {
    let durations = [check_interval, propagation, time_to_live];
    if durations.iter().any(|duration| !(0.0..=1e9).contains(duration)) {
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
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_by_hand() {
        let anycast = dns_failover(10.0, 3, 0.0, 0.0).unwrap();
        assert_eq!((anycast.all_clients_moved, anycast.mean_client_outage), (30.0, 25.0));
        assert_eq!(dns_failover(f64::NAN, 3, 0.0, 0.0), None);
    }
}
