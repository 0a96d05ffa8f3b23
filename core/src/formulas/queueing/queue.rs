//! M/G/c, M/M/c among it: waits and response times of one queue before a pool of equal servers.

use super::erlang::erlang_c;
use super::service::ServiceTimes;
use super::tail::log_response_tail;

/// Steady state of one queue before equal servers; from [`mgc`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Queue {
    /// `λ`, requests / second.
    pub arrival_rate: f64,
    /// `μ` and `CV`.
    pub service: ServiceTimes,
    /// `c`.
    pub servers: u64,
    /// `a = λ/μ`, erlangs: the mean number of busy servers.
    pub offered_load: f64,
    /// `ρ = a/c`, fraction of time that a server is busy.
    pub utilization: f64,
    /// `C`, share of requests that wait at all.
    pub p_wait: f64,
    /// `Wq`, seconds: mean wait over all requests, also those that do not wait.
    pub mean_wait: f64,
    /// `W = Wq + 1/μ`, seconds: wait and service.
    pub mean_response: f64,
    /// `Lq = λ·Wq`, requests waiting.
    pub mean_queue: f64,
    /// `L = Lq + a`, requests waiting or in service.
    pub mean_in_system: f64,
}

/// Steady state of `servers` equal servers behind one queue, with service times of any variability: M/G/c, and M/M/c where
/// they are exponential.
///
/// `Wq = f · C / (cμ − λ)`, `W = Wq + 1/μ`, with `f` from [`ServiceTimes::wait_factor`]; as many wait as with exponential
/// service times, `C` from [`erlang_c`], and those that wait do so exponentially, `Wq/C` on average. The service times
/// themselves are those of [`ServiceTimes`].
///
/// | symbol | input                 | unit                       |
/// |--------|-----------------------|----------------------------|
/// | `λ`    | `arrival_rate`        | requests / second          |
/// | `μ`    | `service.rate`        | requests / second / server |
/// | `CV`   | `service.variability` | standard deviation / mean  |
/// | `c`    | `servers`             | servers                    |
///
/// Exact with exponential service times, and the mean wait with one server at any variability (Pollaczek and Khinchine).
/// Simulated with 1, 5 and 20 servers, 70 and 80 % busy, at a `CV` of 0 to 2: the mean wait is within 8 %, 16 % too short at a
/// `CV` of 2 with 20 servers; the share that waits is within 8 %, and 3.8 to 6.2 % of the requests take longer than P95.
///
/// `None` where there is no steady state: at `λ ≥ cμ` the queue grows without bound.
///
/// # Assumptions
///
/// `poisson-arrivals`, `exponential-service` or `service-time-variability`, `no-abandonment`; and one shared queue, so that no
/// request waits while a server is free. Behind a random load balancer waits are longer.
///
/// # Source
///
/// M/M/c: L. Kleinrock, *Queueing Systems*, vol. 1, section 3.5; F. Hillier and G. Lieberman, *Introduction to Operations
/// Research*, chapter 17. Other service times: that of [`ServiceTimes::wait_factor`].
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::{ServiceTimes, mgc};
///
/// // Two servers, two requests a second, three a second each: by hand C = 1/6, Wq = 1/24 s.
/// let exponential = ServiceTimes::exponential(3.0);
/// let queue = mgc(2.0, exponential, 2).expect("two servers carry it");
/// assert!((queue.p_wait - 1.0 / 6.0).abs() < 1e-15);
/// assert!((queue.mean_wait - 1.0 / 24.0).abs() < 1e-15);
/// assert!((queue.mean_response - 0.375).abs() < 1e-15);
/// assert_eq!(mgc(6.0, exponential, 2), None);
/// // One server of 100 ms, constant, 80 % busy: by hand Wq = 0.8 · 0.1 / (2 · 0.2) = 0.2 s.
/// let queue = mgc(8.0, ServiceTimes { rate: 10.0, variability: 0.0 }, 1).expect("80 % busy");
/// assert!((queue.mean_wait - 0.2).abs() < 1e-15);
/// // 20 % do not wait and take 100 ms; of the others P99 is 0.25 · ln(0.8/0.01) = 1.096 s later.
/// assert!((queue.response_quantile(0.1) - 0.1).abs() < 1e-15);
/// assert!((queue.response_quantile(0.99) - 1.195_506_658).abs() < 1e-9);
/// ```
pub fn mgc(arrival_rate: f64, service: ServiceTimes, servers: u64) -> Option<Queue> {
    let offered_load = offered_load(arrival_rate, service.rate);
    let spare = servers as f64 - offered_load;
    if !(offered_load >= 0.0 && spare > 0.0) {
        return None;
    }
    let p_wait = erlang_c(offered_load, servers);
    let utilization = offered_load / servers as f64;
    let factor = service.wait_factor(servers, utilization);
    let mean_wait = factor * p_wait / (spare * service.rate);
    let mean_queue = factor * p_wait * offered_load / spare;
    Some(Queue {
        arrival_rate,
        service,
        servers,
        offered_load,
        utilization,
        p_wait,
        mean_wait,
        mean_response: mean_wait + 1.0 / service.rate,
        mean_queue,
        mean_in_system: mean_queue + offered_load,
    })
}

/// `λ/μ`, or NaN where the two are not rates.
pub(super) fn offered_load(arrival_rate: f64, service_rate: f64) -> f64 {
    if arrival_rate >= 0.0 && service_rate > 0.0 && service_rate < f64::INFINITY {
        arrival_rate / service_rate
    } else {
        f64::NAN
    }
}

/// `−ln(1 − p)`, with `p` held between 0 and the largest float below 1, so that it is finite.
pub(super) fn log_odds_of_exceeding(p: f64) -> f64 {
    -libm::log1p(-p.clamp(0.0, 1.0 - f64::EPSILON / 2.0))
}

impl Queue {
    /// Rate at which a wait ends, in units of the service rate: `(c − a)/f`.
    fn decay(&self) -> f64 {
        (self.servers as f64 - self.offered_load) / self.service.wait_factor(self.servers, self.utilization)
    }

    /// `ln P(response > x/μ)` and its derivative by `x`.
    fn log_tail(&self, x: f64) -> (f64, f64) {
        log_response_tail(self.service, self.decay(), self.p_wait, x)
    }

    /// The response time in seconds that the share `p` of requests does not exceed.
    ///
    /// With exponential service times where `e^{−μt}·[1 + C·(1 − e^{−μtd})/d]` is `1 − p`, with `d = c − 1 − a`, to the last
    /// bits; at `d = 0` the quotient is `μt`. With others where the sum of a service time and a wait is: each exponential
    /// part of the service times gives such a tail, with its own mean and the rate `(cμ − λ)/f` of the waits, later by the
    /// constant part. `p` is held below 1, so the time is finite.
    ///
    /// # Source
    ///
    /// D. Gross and C. Harris, *Fundamentals of Queueing Theory*, section 2.3.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::queueing::{ServiceTimes, mgc};
    ///
    /// let queue = mgc(10.0, ServiceTimes::exponential(20.0), 1).expect("half load");
    /// // One server: −ln(0.01)/(20 − 10) = 0.4605 s.
    /// assert!((queue.response_quantile(0.99) - 0.460517018598809).abs() < 1e-14);
    /// ```
    pub fn response_quantile(&self, p: f64) -> f64 {
        let goal = log_odds_of_exceeding(p);
        // A response exceeds the sum of two times only if wait or service exceeds its own.
        let half_goal = goal + std::f64::consts::LN_2;
        let longest_wait = (libm::log(self.p_wait) + half_goal).max(0.0) / self.decay();
        let (mut low, mut high) =
            (self.service.scaled_quantile(goal), longest_wait + self.service.scaled_quantile(half_goal));
        let mut x = low;
        for _ in 0..200 {
            let (log_tail, slope) = self.log_tail(x);
            let miss = log_tail + goal;
            if miss > 0.0 {
                low = x;
            } else {
                high = x;
            }
            // Newton's step where it stays inside the bracket, else bisection.
            let newton = x - miss / slope;
            let next = if newton >= low && newton <= high { newton } else { 0.5 * (low + high) };
            if (next - x).abs() <= f64::EPSILON * x {
                return next / self.service.rate;
            }
            x = next;
        }
        x / self.service.rate
    }

    /// The share of requests whose response takes longer than `t` seconds: 1 where `t` is not positive.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::queueing::{ServiceTimes, mgc};
    ///
    /// let queue = mgc(10.0, ServiceTimes::exponential(20.0), 1).expect("half load");
    /// // One server: e^{−(20 − 10)·0.2} = 0.1353.
    /// assert!((queue.response_exceeds(0.2) - 0.1353352832366127).abs() < 1e-14);
    /// assert_eq!(queue.response_exceeds(-1.0), 1.0);
    /// ```
    pub fn response_exceeds(&self, t: f64) -> f64 {
        let x = t * self.service.rate;
        if x > 0.0 { libm::exp(self.log_tail(x).0) } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// With exponential service times.
    fn mmc(arrival_rate: f64, service_rate: f64, servers: u64) -> Option<Queue> {
        mgc(arrival_rate, ServiceTimes::exponential(service_rate), servers)
    }

    fn close(got: f64, expected: f64, relative: f64) -> bool {
        (got - expected).abs() <= relative * expected.abs() + f64::MIN_POSITIVE
    }

    /// Share of requests whose response takes longer than `t` seconds.
    fn response_tail(queue: &Queue, t: f64) -> f64 {
        libm::exp(queue.log_tail(queue.service.rate * t).0)
    }

    #[test]
    fn overload_and_nonsense_have_no_steady_state() {
        for (arrival_rate, service_rate, servers) in [
            (4.0, 1.0, 4),
            (5.0, 1.0, 4),
            (0.0, 1.0, 0),
            (1.0, 0.0, 4),
            (-1.0, 1.0, 4),
            (f64::NAN, 1.0, 4),
            (1.0, f64::NAN, 4),
            (f64::INFINITY, 1.0, 4),
        ] {
            assert_eq!(mmc(arrival_rate, service_rate, servers), None, "{arrival_rate} {service_rate} {servers}");
        }
    }

    #[test]
    fn no_load_takes_its_service_time() {
        let queue = mmc(0.0, 4.0, 3).unwrap();
        assert_eq!((queue.mean_wait, queue.mean_response, queue.response_quantile(0.0)), (0.0, 0.25, 0.0));
        assert!(close(queue.response_quantile(0.99), libm::log(100.0) / 4.0, 1e-14));
    }

    #[test]
    fn the_gap_d_of_zero_is_no_gap() {
        // a = 2, c = 3: d = 0, and the tail is e^{−x}(1 + C·x) with C = 4/9.
        for (arrival_rate, accuracy) in [(2.0, 1e-15), (2.0 - 1e-9, 1e-8), (2.0 + 1e-9, 1e-8)] {
            let queue = mmc(arrival_rate, 1.0, 3).unwrap();
            let expected = libm::exp(-5.0) * (1.0 + 4.0 / 9.0 * 5.0);
            assert!(close(response_tail(&queue, 5.0), expected, accuracy), "{arrival_rate}");
        }
    }

    #[test]
    fn a_nearly_full_pool_is_finite() {
        let queue = mmc(1.0 - 1e-12, 1.0, 1).unwrap();
        let expected = libm::log(100.0) * queue.mean_response;
        assert!(close(queue.response_quantile(0.99), expected, 1e-12));
        assert!(mmc(999.999999, 1.0, 1000).unwrap().response_quantile(1.0).is_finite());
    }

    /// A stable queue of any size, load and variability.
    fn queues() -> impl Strategy<Value = Queue> {
        let variability = prop_oneof![Just(1.0), Just(0.0), 0.0..1.0_f64, 1.0..10.0_f64];
        (1e-3..0.9999_f64, 0.01..100.0_f64, 1_u64..2000, variability).prop_map(|(rho, rate, servers, variability)| {
            mgc(rho * rate * servers as f64, ServiceTimes { rate, variability }, servers).unwrap()
        })
    }

    #[test]
    fn constant_service_times_delay_all_alike() {
        // Four of five wait; nobody is done before 100 ms, and the fifth that does not wait is done then.
        let queue = mgc(8.0, ServiceTimes { rate: 10.0, variability: 0.0 }, 1).unwrap();
        assert_eq!(queue.response_exceeds(0.099), 1.0);
        assert!(close(queue.response_quantile(0.2), 0.1, 1e-12));
        assert!(close(queue.response_exceeds(0.1), 0.8, 1e-12));
        assert!(close(queue.response_exceeds(0.35), 0.8 * libm::exp(-1.0), 1e-12));
    }

    proptest! {
        #[test]
        fn more_variable_service_times_wait_longer(queue in queues(), more in 0.0..3.0_f64) {
            let variability = queue.service.variability + more;
            let varied = mgc(queue.arrival_rate, ServiceTimes { variability, ..queue.service }, queue.servers).unwrap();
            prop_assert!(varied.mean_wait >= queue.mean_wait * (1.0 - 1e-12));
            prop_assert_eq!(varied.p_wait, queue.p_wait);
        }

        #[test]
        fn one_server_has_short_forms(rho in 0.0..0.999_f64, rate in 0.01..100.0_f64, p in 0.0..0.9999_f64) {
            let queue = mmc(rho * rate, rate, 1).unwrap();
            let mean = 1.0 / (rate - rho * rate);
            prop_assert!(close(queue.p_wait, rho, 1e-12));
            prop_assert!(close(queue.mean_response, mean, 1e-12));
            prop_assert!(close(queue.response_quantile(p), -libm::log1p(-p) * mean, 1e-11));
        }

        #[test]
        fn little_holds_for_wait_and_response(queue in queues()) {
            prop_assert!(close(queue.mean_queue, queue.arrival_rate * queue.mean_wait, 1e-12));
            prop_assert!(close(queue.mean_in_system, queue.arrival_rate * queue.mean_response, 1e-12));
        }

        #[test]
        fn the_quantile_inverts_the_tail(queue in queues(), p in 0.001..0.9999_f64) {
            let t = queue.response_quantile(p);
            let floor = queue.service.quantile(p);
            prop_assert!(t >= floor * (1.0 - 1e-14));
            // Constant service times leave a jump: all who do not wait take the same time.
            if queue.service.variability > 1e-3 || t > floor * (1.0 + 1e-9) {
                let accuracy = 1e-11_f64.max(1e-14 / queue.service.variability.max(1e-4));
                prop_assert!(close(response_tail(&queue, t), 1.0 - p, accuracy * 100.0), "{t}");
            }
        }

        #[test]
        fn tails_integrate_to_means(queue in queues()) {
            // Steps that grow with the time, as the tail of very variable service times is long.
            let (steps, end) = (40_000, 30.0_f64);
            let at = |i: i32| libm::expm1(end * f64::from(i) / f64::from(steps)) * 1e-6 / queue.service.rate;
            let part = |i: i32| 0.5 * (response_tail(&queue, at(i)) + response_tail(&queue, at(i + 1))) * (at(i + 1) - at(i));
            let sum: f64 = (0..steps).map(part).sum();
            prop_assert!(close(sum, queue.mean_response, 1e-3), "{sum} {}", queue.mean_response);
        }

        #[test]
        fn servers_shorten_and_load_lengthens(queue in queues(), p in 0.5..0.9999_f64) {
            let more = mgc(queue.arrival_rate, queue.service, queue.servers + 1).unwrap();
            let less = mgc(queue.arrival_rate * 0.99, queue.service, queue.servers).unwrap();
            let slack = 1.0 + 1e-12;
            for better in [more, less] {
                prop_assert!(better.mean_wait <= queue.mean_wait);
                prop_assert!(better.response_quantile(p) <= queue.response_quantile(p) * slack);
            }
        }
    }
}
