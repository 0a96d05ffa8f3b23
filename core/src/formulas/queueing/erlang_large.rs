//! Erlang B for hundreds to trillions of servers, in a time that does not grow with them.
//!
//! With `Q` the regularised upper incomplete gamma function, the odds that a request is carried are
//! `(1 − B)/B = Q(c, a) / Poisson(c; a)`. Near `a = c` this is Temme's uniform expansion
//!
//! `Γ*(c) · ( √(πc/2)·erfcx(y) + Σₖ Cₖ(η)·c⁻ᵏ )` with `½η² = λ − 1 − ln λ`, `λ = a/c`, `y = η√(c/2)`,
//!
//! and far above it Legendre's continued fraction converges in a few steps.
//!
//! Source: N. M. Temme, "The asymptotic expansion of the incomplete gamma functions", SIAM J. Math.
//! Anal. 10 (1979); also DLMF sections 8.9 and 8.12.

use std::f64::consts::{FRAC_PI_2, PI};

/// `λ` above which the continued fraction takes over; the Taylor rows below are cut for less.
const FAR_ABOVE: f64 = 1.3;

/// Taylor coefficients of `Cₖ(η)`, one row for each `k`, exact to the last bit.
///
/// From `μ·dμ = η·(1 + μ)·dη`, `C₀ = 1/μ − 1/η` and `η·Cₖ = C′ₖ₋₁ + η·(−1)ᵏgₖ/μ`, where `gₖ` are the
/// coefficients of Stirling's series, in rational arithmetic. Rows end where the next term is below
/// 10⁻¹⁶ for `c ≥ 256` and `|η| ≤ 0.28`.
const C: [&[f64]; 5] = [
    &[
        -0.3333333333333333,
        0.08333333333333333,
        -0.014814814814814815,
        0.0011574074074074073,
        0.0003527336860670194,
        -0.0001787551440329218,
        3.919263178522438e-05,
        -2.185448510679992e-06,
        -1.85406221071516e-06,
        8.296711340953087e-07,
        -1.7665952736826078e-07,
        6.707853543401498e-09,
        1.0261809784240309e-08,
        -4.382036018453353e-09,
        9.14769958223679e-10,
    ],
    &[
        -0.001851851851851852,
        -0.003472222222222222,
        0.0026455026455026454,
        -0.0009902263374485596,
        0.00020576131687242798,
        -4.018775720164609e-07,
        -1.8098550334489977e-05,
        7.64916091608111e-06,
        -1.6120900894563446e-06,
        4.647127802807434e-09,
        1.378633446915721e-07,
        -5.752545603517705e-08,
    ],
    &[
        0.004133597883597883,
        -0.0026813271604938273,
        0.0007716049382716049,
        2.0093878600823047e-06,
        -0.0001073665322636516,
        5.2923448829120125e-05,
        -1.2760635188618728e-05,
        3.423578734096138e-08,
        1.3721957309062934e-06,
    ],
    &[
        0.0006494341563786008,
        0.00022947209362139917,
        -0.0004691894943952557,
        0.00026772063206283885,
        -7.561801671883977e-05,
        -2.396505113867297e-07,
    ],
    &[-0.0008618882909167117, 0.0007840392217200666, -0.0002990724803031902],
];

/// `(1 − B)/B` for at least 256 servers; infinite where `B` is below the smallest float.
pub(super) fn carried_odds_large(offered_load: f64, servers: u64) -> f64 {
    let c = servers as f64;
    if offered_load > FAR_ABOVE * c {
        return continued_fraction(offered_load, c);
    }
    // δ = λ − 1. The difference of close numbers is exact, so nothing is lost near a = c.
    let excess = (offered_load - c) / c;
    let half_eta_squared = excess_minus_log(excess);
    let y_squared = c * half_eta_squared;
    let sign = if excess < 0.0 { -1.0 } else { 1.0 };
    let y = sign * y_squared.sqrt();
    let eta = sign * (2.0 * half_eta_squared).sqrt();
    // Below y = −6 the series is 10⁻¹⁵ of the first part, and its rows are cut too short for it.
    let series = if y < -6.0 { 0.0 } else { C.iter().rev().fold(0.0, |sum, row| sum / c + polynomial(row, eta)) };
    stirling_correction(c) * ((FRAC_PI_2 * c).sqrt() * erfcx(y, y_squared) + series)
}

/// `c / (a+1−c + 1·(c−1)/(a+3−c + 2·(c−2)/(a+5−c + …)))` by Lentz's method.
///
/// All terms are positive; with `a ≥ 1.3·c` and `c ≥ 256` some twenty steps give all digits.
fn continued_fraction(a: f64, c: f64) -> f64 {
    let mut denominator = a + 1.0 - c;
    let mut fraction = denominator;
    let mut upper = denominator;
    let mut lower = 0.0;
    for k in 1..=200_u32 {
        let k = f64::from(k);
        let numerator = k * (c - k);
        if numerator <= 0.0 {
            break;
        }
        denominator += 2.0;
        lower = 1.0 / (denominator + numerator * lower);
        upper = denominator + numerator / upper;
        let change = upper * lower;
        fraction *= change;
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    c / fraction
}

/// `δ − ln(1 + δ)` to full relative accuracy, also near zero.
fn excess_minus_log(excess: f64) -> f64 {
    if excess.abs() > 0.1 {
        return excess - libm::log1p(excess);
    }
    // ln(1 + δ) = 2·artanh(x) with x = δ/(2 + δ), and δ − 2x = δ·x.
    let x = excess / (2.0 + excess);
    let x_squared = x * x;
    // |x| ≤ 1/19, so the eighth term is below 10⁻²⁰.
    let tail = (1..=7_u32).rev().fold(0.0, |sum, k| (sum + 1.0 / f64::from(2 * k + 1)) * x_squared);
    x * (excess - 2.0 * tail)
}

/// `Γ(c + 1) / (√(2πc)·(c/e)^c)` by Stirling's series; exact to the last bit from 256 on.
fn stirling_correction(c: f64) -> f64 {
    let z = 1.0 / c;
    1.0 + z * (1.0 / 12.0 + z * (1.0 / 288.0 - z * (139.0 / 51840.0 + z * (571.0 / 2488320.0))))
}

/// `exp(y²)·erfc(y)`, given `y²` as well because it is known better than `y`.
fn erfcx(y: f64, y_squared: f64) -> f64 {
    if y < 5.0 {
        return libm::exp(y_squared) * libm::erfc(y);
    }
    // √π·erfcx(y) = 1/(y + (1/2)/(y + 1/(y + (3/2)/(y + …)))), evaluated from the inside.
    let inner = (1..=40_u32).rev().fold(y, |fraction, k| y + f64::from(k) * 0.5 / fraction);
    1.0 / (PI.sqrt() * inner)
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_fortets_integral() {
        // ∫₀^∞ e^{−t}(1 + t/a)^c dt − 1 in 40-digit quadrature, an independent form of the same odds.
        for (servers, offered_load, expected) in [
            (256, 208.0, 6952.234621309474),
            (256, 256.0, 19.72610590318436),
            (256, 304.0, 4.800574199164492),
            (256, 576.0, 0.7955605280845952),
            (1_000_000, 980000.0, 2.7149348384049754e+91),
            (1_000_000, 999750.0, 1548.068298782624),
            (1_000_000, 1003000.0, 304.51568191776005),
            (1_000_000_000, 999905131.670195, 7127746.19859445),
            (1_000_000_000, 1000000000.0, 39632.93964602952),
            (1_000_000_000, 1000632455.5320337, 1577.2127958484848),
            (1_000_000_000_000, 999980000000.0, 1.816119622426826e+93),
            (1_000_000_000_000, 1000000250000.0, 1037824.2579484957),
            (1_000_000_000_000, 1000020000000.0, 49875.92351255213),
        ] {
            let got = carried_odds_large(offered_load, servers);
            let error = (got / expected - 1.0).abs();
            // Far below, the exponent of some 200 loses as many units in the last place.
            assert!(error < 1e-13, "{servers} servers, {offered_load} erlangs: {got}, off by {error:e}");
        }
    }
}
