//! The closed forms against an independent simulation of the same queue, request by request.

use super::{Queue, ServiceTimes, mgc};

/// SplitMix64, so that the test needs no crate and never changes.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Exponential with mean 1.
    fn exponential(&mut self) -> f64 {
        let uniform = ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
        -libm::log(uniform)
    }

    /// A service time as [`ServiceTimes`] says, in seconds.
    fn service(&mut self, times: ServiceTimes) -> f64 {
        let [first, second] = times.parts();
        let uniform = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let part = if uniform < first.share { first } else { second };
        (times.constant() + part.mean * self.exponential()) / times.rate
    }
}

/// Share that waited, mean wait, and the share that took longer than `limit`, over `requests`.
fn simulate(queue: &Queue, limit: f64, requests: u32) -> (f64, f64, f64) {
    let mut random = Random(20_260_801);
    let servers = queue.servers as usize;
    let mut free_at = vec![0.0_f64; servers];
    let (mut now, mut waited, mut total_wait, mut late) = (0.0, 0_u32, 0.0, 0_u32);
    for _ in 0..requests {
        now += random.exponential() / queue.arrival_rate;
        // In order of arrival each request takes the server that is free first.
        let first = (0..servers).min_by(|&a, &b| free_at[a].total_cmp(&free_at[b])).unwrap_or(0);
        let wait = (free_at[first] - now).max(0.0);
        let service = random.service(queue.service);
        free_at[first] = now + wait + service;
        waited += u32::from(wait > 0.0);
        total_wait += wait;
        late += u32::from(wait + service > limit);
    }
    let n = f64::from(requests);
    (f64::from(waited) / n, total_wait / n, f64::from(late) / n)
}

/// Compares a simulated queue with its formulas: by how much the share that waits, the mean wait and the share beyond P95 may
/// differ.
fn compare(arrival_rate: f64, variability: f64, servers: u64, [p_wait_off, wait_off, late_off]: [f64; 3]) {
    let queue = mgc(arrival_rate, ServiceTimes { rate: 1.0, variability }, servers).unwrap();
    let (p_wait, mean_wait, late) = simulate(&queue, queue.response_quantile(0.95), 1_000_000);
    let name = format!("{servers} servers, CV {variability}");
    assert!((p_wait / queue.p_wait - 1.0).abs() < p_wait_off, "{name}: {p_wait} {}", queue.p_wait);
    assert!((mean_wait / queue.mean_wait - 1.0).abs() < wait_off, "{name}: {mean_wait} {}", queue.mean_wait);
    assert!((late / 0.05 - 1.0).abs() < late_off, "{name}: {late} late");
}

#[test]
fn a_simulated_pool_waits_as_long_as_the_formulas_say() {
    // Successive waits are correlated over about 1/(1−ρ)² arrivals, so a million requests at
    // ρ = 0.8 are worth some tens of thousands: 3 % is about three standard errors of the mean wait.
    for (arrival_rate, servers) in [(0.7, 1), (1.6, 2), (4.0, 5), (16.0, 20)] {
        compare(arrival_rate, 1.0, servers, [0.02, 0.03, 0.03]);
    }
}

#[test]
fn service_times_of_any_variability_wait_about_as_long_as_the_approximation_says() {
    for (arrival_rate, servers) in [(0.7, 1), (4.0, 5), (16.0, 20)] {
        for variability in [0.0, 0.5, 1.5, 2.0] {
            compare(arrival_rate, variability, servers, [0.08, 0.18, 0.25]);
        }
    }
}
