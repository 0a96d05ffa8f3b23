//! How likely all servers are busy: Erlang's formula for a queue, by way of the one without.

use super::erlang_large::carried_odds_large;

/// From this many servers on, the expansion in `erlang_large` replaces the recursion.
const LARGE: u64 = 256;

/// Erlang C: the share of requests that must wait because all servers are busy.
///
/// `C = B / (1 − ρ·(1 − B))` with `ρ = a/c`, where `B` is the share that would be turned away if nobody could
/// wait; 1 where `a ≥ c`, because then the queue never empties.
///
/// | symbol | input          | unit    |
/// |--------|----------------|---------|
/// | `a`    | `offered_load` | erlangs |
/// | `c`    | `servers`      | servers |
///
/// # Assumptions
///
/// `poisson-arrivals`; `exponential-service`: service times vary as much as their mean;
/// `no-abandonment`: whoever waits, waits to the end.
///
/// # Source
///
/// L. Kleinrock, *Queueing Systems*, vol. 1, section 3.5.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::erlang_c;
///
/// // By hand for two servers: a² / (2 + a) with a = 2/3 is 1/6.
/// assert!((erlang_c(2.0 / 3.0, 2) - 1.0 / 6.0).abs() < 1e-15);
/// assert_eq!(erlang_c(4.0, 4), 1.0);
/// ```
pub fn erlang_c(offered_load: f64, servers: u64) -> f64 {
    let idle_share = (servers as f64 - offered_load) / servers as f64;
    if idle_share > 0.0 { 1.0 / (1.0 + idle_share * carried_odds(offered_load, servers)) } else { 1.0 }
}

/// `(1 − B)/B`: the odds that a request finds a server free where none waits, from 0 to infinity.
///
/// `B` is Erlang's: `B(0) = 1`, `B(k) = a·B(k−1) / (k + a·B(k−1))`. Its odds lose no digits at either end.
/// For fewer than 256 servers this is the recursion. From there on it is a uniform asymptotic expansion, or
/// a continued fraction where the load is far above the servers; both agree with the recursion to
/// a relative 10⁻¹². A load that is negative or NaN counts as unbounded.
///
/// Source: A. K. Erlang (1917); the recursion as in V. B. Iversen, *Teletraffic Engineering Handbook*
/// (ITU-D), section 4.4.
fn carried_odds(offered_load: f64, servers: u64) -> f64 {
    if !(0.0..f64::INFINITY).contains(&offered_load) {
        return 0.0;
    }
    if servers < LARGE {
        carried_odds_recursive(offered_load, servers)
    } else {
        carried_odds_large(offered_load, servers)
    }
}

/// The recursion itself: `o(0) = 0`, `o(k) = (k/a)·(1 + o(k−1))`.
fn carried_odds_recursive(offered_load: f64, servers: u64) -> f64 {
    let mut odds = 0.0;
    for k in 1..=servers {
        odds = k as f64 / offered_load * (1.0 + odds);
    }
    odds
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `B` itself.
    fn blocking(offered_load: f64, servers: u64) -> f64 {
        1.0 / (1.0 + carried_odds(offered_load, servers))
    }

    /// Erlang's formula as it is defined: the last term of a truncated Poisson distribution.
    fn direct_sum(offered_load: f64, servers: u64) -> f64 {
        let (mut term, mut sum) = (1.0, 1.0);
        for k in 1..=servers {
            term *= offered_load / k as f64;
            sum += term;
        }
        term / sum
    }

    fn close(got: f64, expected: f64, relative: f64) -> bool {
        (got - expected).abs() <= relative * expected.abs() + f64::MIN_POSITIVE
    }

    #[test]
    fn the_ends_are_whole() {
        for servers in [0, 1, 10, 255, 256, 1_000_000_000] {
            let none = if servers == 0 { 1.0 } else { 0.0 };
            assert_eq!(blocking(0.0, servers), none);
            assert_eq!(erlang_c(0.0, servers), none);
            for load in [f64::INFINITY, f64::NAN, -1.0] {
                assert_eq!(blocking(load, servers), 1.0, "{load} {servers}");
            }
            assert_eq!(erlang_c(servers as f64, servers), 1.0);
        }
    }

    #[test]
    fn the_fast_path_agrees_with_the_recursion() {
        for servers in [256, 257, 300, 1_000, 10_000, 100_000, 1_000_000] {
            for spread in [-30.0, -12.0, -6.1, -5.9, -2.0, -0.5, 0.0, 0.5, 2.0, 6.0, 12.0, 100.0] {
                let load = servers as f64 + spread * (servers as f64).sqrt();
                if load <= 0.0 {
                    continue;
                }
                let (fast, exact) = (carried_odds(load, servers), carried_odds_recursive(load, servers));
                // Steps of the recursion and the exponent of the expansion each lose a few bits.
                assert!(
                    fast == exact || close(fast, exact, 1e-12),
                    "{servers} servers, {load} erlangs: {fast} {exact}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn it_is_the_last_term_of_a_truncated_poisson(load in 0.01..60.0_f64, servers in 0_u64..40) {
            prop_assert!(close(blocking(load, servers), direct_sum(load, servers), 1e-13));
        }

        #[test]
        fn the_fast_path_agrees_anywhere(ratio in 0.9..3.0_f64, servers in 256_u64..3000) {
            let load = ratio * servers as f64;
            prop_assert!(close(carried_odds(load, servers), carried_odds_recursive(load, servers), 1e-12));
        }

        #[test]
        fn more_wait_than_are_dropped(load in 0.01..5000.0_f64, servers in 1_u64..5000) {
            let (b, c) = (blocking(load, servers), erlang_c(load, servers));
            prop_assert!((0.0..=1.0).contains(&b) && (0.0..=1.0).contains(&c));
            prop_assert!(c >= b);
        }

        #[test]
        fn load_blocks_and_servers_relieve(load in 0.01..5000.0_f64, step in 1.001..2.0_f64, servers in 1_u64..5000) {
            prop_assert!(blocking(load * step, servers) >= blocking(load, servers));
            prop_assert!(erlang_c(load * step, servers) >= erlang_c(load, servers));
            prop_assert!(blocking(load, servers + 1) <= blocking(load, servers));
            prop_assert!(erlang_c(load, servers + 1) <= erlang_c(load, servers));
        }
    }
}
