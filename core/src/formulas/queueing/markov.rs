//! M/M/c: waits and response times of one queue before a pool of equal servers.

use super::erlang::erlang_c;

/// Steady state of an M/M/c queue; from [`mmc`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mmc {
    /// `λ`, requests / second.
    pub arrival_rate: f64,
    /// `μ`, requests / second / server.
    pub service_rate: f64,
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

/// Steady state of `servers` equal servers behind one queue.
///
/// `Wq = C / (cμ − λ)`, `W = Wq + 1/μ`, `Lq = λ·Wq`, `L = λ·W`, with `C` from [`erlang_c`].
///
/// | symbol | input          | unit                       |
/// |--------|----------------|----------------------------|
/// | `λ`    | `arrival_rate` | requests / second          |
/// | `μ`    | `service_rate` | requests / second / server |
/// | `c`    | `servers`      | servers                    |
///
/// `None` where there is no steady state: at `λ ≥ cμ` the queue grows without bound.
///
/// # Assumptions
///
/// `poisson-arrivals`, `exponential-service`, `no-abandonment`; and one shared queue, so that no
/// request waits while a server is free. Behind a random load balancer waits are longer.
///
/// # Source
///
/// L. Kleinrock, *Queueing Systems*, vol. 1, section 3.5; F. Hillier and G. Lieberman,
/// *Introduction to Operations Research*, chapter 17.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::mmc;
///
/// // Two servers, two requests a second, three a second each: by hand C = 1/6, Wq = 1/24 s.
/// let queue = mmc(2.0, 3.0, 2).expect("two servers carry it");
/// assert!((queue.p_wait - 1.0 / 6.0).abs() < 1e-15);
/// assert!((queue.mean_wait - 1.0 / 24.0).abs() < 1e-15);
/// assert!((queue.mean_response - 0.375).abs() < 1e-15);
/// assert_eq!(mmc(6.0, 3.0, 2), None);
/// ```
pub fn mmc(arrival_rate: f64, service_rate: f64, servers: u64) -> Option<Mmc> {
    let offered_load = offered_load(arrival_rate, service_rate);
    let spare = servers as f64 - offered_load;
    if !(offered_load >= 0.0 && spare > 0.0) {
        return None;
    }
    let p_wait = erlang_c(offered_load, servers);
    let mean_wait = p_wait / (spare * service_rate);
    let mean_queue = p_wait * offered_load / spare;
    Some(Mmc {
        arrival_rate,
        service_rate,
        servers,
        offered_load,
        utilization: offered_load / servers as f64,
        p_wait,
        mean_wait,
        mean_response: mean_wait + 1.0 / service_rate,
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

impl Mmc {
    /// Servers not busy on average: `c − a`.
    fn spare(&self) -> f64 {
        self.servers as f64 - self.offered_load
    }

    /// The response time in seconds that the share `p` of requests does not exceed.
    ///
    /// Where `e^{−μt}·[1 + C·(1 − e^{−μtd})/d]` is `1 − p`, with `d = c − 1 − a`, to the last bits; at `d = 0` the
    /// quotient is `μt`. `p` is held below 1, so the time is finite.
    ///
    /// # Source
    ///
    /// D. Gross and C. Harris, *Fundamentals of Queueing Theory*, section 2.3.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::queueing::mmc;
    ///
    /// let queue = mmc(10.0, 20.0, 1).expect("half load");
    /// // One server: −ln(0.01)/(20 − 10) = 0.4605 s.
    /// assert!((queue.response_quantile(0.99) - 0.460517018598809).abs() < 1e-14);
    /// ```
    pub fn response_quantile(&self, p: f64) -> f64 {
        let goal = log_odds_of_exceeding(p);
        // A response exceeds the sum of two times only if wait or service exceeds its own.
        let half_goal = goal + std::f64::consts::LN_2;
        let longest_wait = (libm::log(self.p_wait) + half_goal).max(0.0) / self.spare();
        let (mut low, mut high) = (goal, longest_wait + half_goal);
        let mut x = low;
        for _ in 0..200 {
            let (log_tail, slope) = log_response_tail(self.offered_load, self.servers, self.p_wait, x);
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
                return next / self.service_rate;
            }
            x = next;
        }
        x / self.service_rate
    }
}

impl Mmc {
    /// The share of requests whose response takes longer than `t` seconds: 1 where `t` is not positive.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::queueing::mmc;
    ///
    /// let queue = mmc(10.0, 20.0, 1).expect("half load");
    /// // One server: e^{−(20 − 10)·0.2} = 0.1353.
    /// assert!((queue.response_exceeds(0.2) - 0.1353352832366127).abs() < 1e-14);
    /// assert_eq!(queue.response_exceeds(-1.0), 1.0);
    /// ```
    pub fn response_exceeds(&self, t: f64) -> f64 {
        let x = t * self.service_rate;
        if x > 0.0 { libm::exp(log_response_tail(self.offered_load, self.servers, self.p_wait, x).0) } else { 1.0 }
    }
}

/// `ln P(response > x/μ)` and its derivative by `x`, the time in units of the mean service time.
///
/// Written as `−m·x + ln(1 + k·h)` with `m = min(1, c − a)`, `h = (1 − e^{−|d|x})/|d|` and
/// `k = C − max(0, −d)`, in which nothing overflows for either sign of `d = c − 1 − a`.
pub(super) fn log_response_tail(offered_load: f64, servers: u64, p_wait: f64, x: f64) -> (f64, f64) {
    let spare = servers as f64 - offered_load;
    let d = spare - 1.0;
    let rate = spare.min(1.0);
    let weight = p_wait - (-d).max(0.0);
    let exponent = d.abs() * x;
    let held = if exponent < 1e-16 { x } else { -libm::expm1(-exponent) / d.abs() };
    let grown = weight * held;
    (libm::log1p(grown) - rate * x, weight * libm::exp(-exponent) / (1.0 + grown) - rate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(got: f64, expected: f64, relative: f64) -> bool {
        (got - expected).abs() <= relative * expected.abs() + f64::MIN_POSITIVE
    }

    /// Share of requests whose response takes longer than `t` seconds.
    fn response_tail(queue: &Mmc, t: f64) -> f64 {
        libm::exp(log_response_tail(queue.offered_load, queue.servers, queue.p_wait, queue.service_rate * t).0)
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

    /// A stable queue of any size and load.
    fn queues() -> impl Strategy<Value = Mmc> {
        (1e-3..0.9999_f64, 0.01..100.0_f64, 1_u64..2000)
            .prop_map(|(rho, rate, servers)| mmc(rho * rate * servers as f64, rate, servers).unwrap())
    }

    proptest! {
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
            prop_assert!(close(response_tail(&queue, t), 1.0 - p, 1e-11), "{t}");
            prop_assert!(t >= -libm::log1p(-p) / queue.service_rate * (1.0 - 1e-14));
        }

        #[test]
        fn tails_integrate_to_means(queue in queues()) {
            // Simpson over 60 mean responses: the tail beyond is e⁻⁶⁰ at most per exponential part.
            let (steps, end) = (20_000, 60.0 * queue.mean_response.max(1.0 / queue.service_rate));
            let width = end / f64::from(steps);
            let weight = |i: i32| if i == 0 || i == steps { 1.0 } else if i % 2 == 1 { 4.0 } else { 2.0 };
            let sum: f64 = (0..=steps).map(|i| weight(i) * response_tail(&queue, f64::from(i) * width)).sum();
            prop_assert!(close(sum * width / 3.0, queue.mean_response, 1e-5));
        }

        #[test]
        fn servers_shorten_and_load_lengthens(queue in queues(), p in 0.5..0.9999_f64) {
            let more = mmc(queue.arrival_rate, queue.service_rate, queue.servers + 1).unwrap();
            let less = mmc(queue.arrival_rate * 0.99, queue.service_rate, queue.servers).unwrap();
            let slack = 1.0 + 1e-12;
            for better in [more, less] {
                prop_assert!(better.mean_wait <= queue.mean_wait);
                prop_assert!(better.response_quantile(p) <= queue.response_quantile(p) * slack);
            }
        }
    }
}
