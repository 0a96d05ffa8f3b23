//! Erlang's formula for servers without a waiting room, and its inverse.
//!
//! The product does not use it, as its requests wait. Kept as an independent check of [`erlang_c`], which
//! takes an expansion where this takes the recursion through every server.

use headroom_core::formulas::queueing::erlang_c;
use proptest::prelude::*;

/// Erlang B: the share of requests that find all servers busy and are turned away.
///
/// `B(0) = 1`, `B(k) = a·B(k−1) / (k + a·B(k−1))`, evaluated for `(1 − B)/B`, which loses no digits
/// at either end.
///
/// | symbol | input          | unit    |
/// |--------|----------------|---------|
/// | `a`    | `offered_load` | erlangs |
/// | `c`    | `servers`      | servers |
///
/// # Assumptions
///
/// `poisson-arrivals`: requests arrive independently of each other. A refused request does not come
/// back. The distribution of the service time does not matter, only its mean.
///
/// # Source
///
/// A. K. Erlang (1917); the recursion as in V. B. Iversen, *Teletraffic Engineering Handbook*
/// (ITU-D), section 4.4.
pub fn erlang_b(offered_load: f64, servers: u64) -> f64 {
    let odds = (1..=servers).fold(0.0, |odds, k| k as f64 / offered_load * (1.0 + odds));
    1.0 / (1.0 + odds)
}

/// The offered load at which `servers` turn away the share `blocking`: Erlang B, solved for `a`.
///
/// By bisection to the last bit. `None` where no finite positive load does it: without servers, or
/// where `blocking` is not strictly between 0 and 1.
pub fn offered_load_for_blocking(servers: u64, blocking: f64) -> Option<f64> {
    if servers == 0 || !(blocking > 0.0 && blocking < 1.0) {
        return None;
    }
    // Of the load a, c at most is carried, so a·(1 − b) ≤ c.
    let (mut low, mut high) = (0.0, 2.0 * servers as f64 / (1.0 - blocking));
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return Some(middle);
        }
        if erlang_b(middle, servers) < blocking {
            low = middle;
        } else {
            high = middle;
        }
    }
}

proptest! {
    #[test]
    fn waiting_follows_from_being_dropped(rho in 0.05..0.9999_f64, servers in 1_u64..3000) {
        let blocked = erlang_b(rho * servers as f64, servers);
        let expected = blocked / (1.0 - rho * (1.0 - blocked));
        let waits = erlang_c(rho * servers as f64, servers);
        prop_assert!((waits - expected).abs() <= 1e-9 * expected, "{waits} {expected}");
    }

    #[test]
    fn the_inverse_inverts(blocking in 1e-6..0.999_f64, servers in 1_u64..500) {
        let load = offered_load_for_blocking(servers, blocking).unwrap();
        prop_assert!((erlang_b(load, servers) / blocking - 1.0).abs() < 1e-9);
    }
}
