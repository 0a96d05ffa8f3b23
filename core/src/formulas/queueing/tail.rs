//! The tail of a response time: of a wait and a service time added up, as logarithms, in which nothing overflows.

use super::service::ServiceTimes;

/// Times closer than this, in units of the mean service time, are the same.
const SAME: f64 = 1e-12;

/// `ln P(response > x/μ)` and its derivative by `x`, the time in units of the mean service time, where the share `p_wait` of
/// requests waits, exponentially with the rate `decay`.
///
/// The constant part of a service time delays all; each exponential part gives a tail of its own.
pub(super) fn log_response_tail(service: ServiceTimes, decay: f64, p_wait: f64, x: f64) -> (f64, f64) {
    let later = x - service.constant();
    if later < -SAME {
        return (0.0, 0.0);
    }
    let later = later.max(0.0);
    let [first, second] = service.parts();
    if first.mean == 0.0 {
        return (libm::log(p_wait) - decay * later, -decay);
    }
    let of = |mean: f64| {
        let (log_tail, slope) = log_tail_of_sum(decay * mean, p_wait, later / mean);
        (log_tail, slope / mean)
    };
    if second.share == 0.0 {
        return of(first.mean);
    }
    let ((one, one_slope), (other, other_slope)) = (of(first.mean), of(second.mean));
    let (one, other) = (libm::log(first.share) + one, libm::log(second.share) + other);
    let most = one.max(other);
    let (one, other) = (libm::exp(one - most), libm::exp(other - most));
    (most + libm::log(one + other), (one * one_slope + other * other_slope) / (one + other))
}

/// `ln P(S + W > x)` and its derivative: `S` exponential with mean 1, `W` zero or, in the share `p_wait`, exponential with
/// the rate `decay`.
///
/// `e^{−x}·[1 + C·(1 − e^{−dx})/d]` with `d = decay − 1`, written as `−m·x + ln(b + C·h)` with `m = min(1, decay)`,
/// `h = (1 − e^{−|d|x})/|d|`, and `b` 1 for `d ≥ 0`, else `e^{−|d|x}`: neither overflows, nor are equals subtracted.
fn log_tail_of_sum(decay: f64, p_wait: f64, x: f64) -> (f64, f64) {
    let d = decay - 1.0;
    let exponent = d.abs() * x;
    let held = if exponent < 1e-16 { x } else { -libm::expm1(-exponent) / d.abs() };
    let faded = libm::exp(-exponent);
    let waits = p_wait * held;
    let (log_sum, slope) = if d >= 0.0 {
        (libm::log1p(waits), p_wait * faded / (1.0 + waits))
    } else {
        let sum = (faded + waits).max(f64::MIN_POSITIVE);
        (libm::log(sum), (d + p_wait) * faded / sum)
    };
    (log_sum - decay.min(1.0) * x, slope - decay.min(1.0))
}
