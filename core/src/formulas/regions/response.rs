//! Response time at the user: the service's own time and the round trip to where it is served.

use crate::formulas::queueing::Queue;

/// Users of one place who are served in one region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServedThere {
    /// Their share, of all that are counted together; only ratios matter.
    pub share: f64,
    /// The pool that serves them.
    pub queue: Queue,
    /// Their round trip to it, seconds.
    pub trip: f64,
}

/// The response time in seconds, round trip included, that the share `p` of all these users' requests does not exceed.
///
/// The `t` at which `Σ w_i · P(T_i > t − l_i) = (1 − p) · Σ w_i`. Where all are served in one place that is the percentile
/// of the service's own time and one round trip, added up.
///
/// | symbol | input           | unit                                       |
/// |--------|-----------------|--------------------------------------------|
/// | `w_i`  | `share`         | any, the same for all                      |
/// | `T_i`  | `queue`         | response time of a pool, seconds            |
/// | `l_i`  | `trip`          | seconds                                    |
/// | `p`    | `p`             | fraction of the requests                   |
///
/// `None` where nobody is served.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::{ServiceTimes, mgc};
/// use headroom_core::formulas::regions::{ServedThere, response_at_users};
///
/// let queue = mgc(10.0, ServiceTimes::exponential(20.0), 1).expect("half load");
/// let near = ServedThere { share: 1.0, queue, trip: 0.02 };
/// // One round trip on top of −ln(0.01)/(20 − 10) = 0.4605 s.
/// assert!((response_at_users(&[near], 0.99).expect("served") - 0.480517018598809).abs() < 1e-14);
/// assert_eq!(response_at_users(&[], 0.99), None);
/// ```
pub fn response_at_users(served: &[ServedThere], p: f64) -> Option<f64> {
    let served: Vec<&ServedThere> = served.iter().filter(|one| one.share > 0.0).collect();
    let all: f64 = served.iter().map(|one| one.share).sum();
    let alone = served.iter().map(|one| one.queue.response_quantile(p) + one.trip);
    let [mut low, mut high] = alone.fold([f64::INFINITY, 0.0], |[low, high], time| [low.min(time), high.max(time)]);
    if served.is_empty() {
        return None;
    }
    // Between the fastest and the slowest of them.
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        let later: f64 = served.iter().map(|one| one.share * one.queue.response_exceeds(middle - one.trip)).sum();
        let bound = if later > (1.0 - p) * all { &mut low } else { &mut high };
        if *bound == middle {
            break;
        }
        *bound = middle;
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::queueing::{ServiceTimes, mgc};
    use proptest::prelude::*;

    fn served(share: f64, load: f64, trip: f64) -> ServedThere {
        ServedThere { share, queue: mgc(load, ServiceTimes::exponential(10.0), 4).unwrap(), trip }
    }

    #[test]
    fn a_few_from_afar_move_the_percentile_only_where_they_are_more_than_it_leaves() {
        let near = served(1.0, 20.0, 0.0);
        let alone = near.queue.response_quantile(0.95);
        // One in a hundred is a second away: P95 hardly moves, P99.5 is theirs.
        let mixed = [served(0.99, 20.0, 0.0), served(0.01, 20.0, 1.0)];
        let p95 = response_at_users(&mixed, 0.95).unwrap();
        assert!(p95 > alone && p95 < 1.1 * alone, "{p95} {alone}");
        assert!(response_at_users(&mixed, 0.995).unwrap() > 1.0);
    }

    proptest! {
        #[test]
        fn a_mixture_lies_between_its_parts_and_keeps_its_share(
            parts in prop::collection::vec((0.01..1.0_f64, 0.0..39.0_f64, 0.0..0.3_f64), 1..5), p in 0.5..0.999_f64,
        ) {
            let parts: Vec<ServedThere> = parts.into_iter().map(|(share, load, trip)| served(share, load, trip)).collect();
            let time = response_at_users(&parts, p).unwrap();
            let alone: Vec<f64> = parts.iter().map(|one| one.queue.response_quantile(p) + one.trip).collect();
            let (least, most) = alone.iter().fold((f64::INFINITY, 0.0_f64), |(a, b), time| (a.min(*time), b.max(*time)));
            prop_assert!(least <= time && time <= most);
            let all: f64 = parts.iter().map(|one| one.share).sum();
            let later: f64 = parts.iter().map(|one| one.share * one.queue.response_exceeds(time - one.trip)).sum();
            prop_assert!((later / all - (1.0 - p)).abs() < 1e-9, "{later} of {all}");
        }

        #[test]
        fn a_longer_round_trip_never_makes_it_shorter(load in 0.0..39.0_f64, trip in 0.0..0.3_f64, more in 0.0..0.3_f64) {
            let at = |trip| response_at_users(&[served(0.7, load, 0.01), served(0.3, load, trip)], 0.95).unwrap();
            prop_assert!(at(trip + more) >= at(trip) - 1e-12);
        }
    }
}
