//! Times the chain natively: one JSON object a line, for `cargo xtask bench`.

use headroom_core::demand::HORIZON_DAYS;
use headroom_core::evaluate::evaluate;
use headroom_core::scenario::{codec, examples};
use std::hint::black_box;
use std::time::Instant;

const RUNS: usize = 41;

/// Median time of a piece of work that is repeated `batch` times between two looks at the clock.
fn median_seconds(batch: u32, mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..batch {
                work();
            }
            start.elapsed().as_secs_f64() / f64::from(batch)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

fn main() {
    let Some(largest) = examples::find("ai-platform").map(examples::Example::scenario) else { return };
    let evaluation = evaluate(&largest);
    let curve = &evaluation.services[0].curve;
    let link = codec::to_fragment(&largest);
    let rows: [(&str, f64, &str, Option<f64>); 4] = [
        (
            "evaluate, five services",
            median_seconds(20, || drop(black_box(evaluate(black_box(&largest))))),
            "aim: under 1 ms",
            Some(1e-3),
        ),
        (
            "a year at quarter hours",
            median_seconds(20, || drop(black_box(curve.daily_extremes(HORIZON_DAYS)))),
            "35,040 loads",
            None,
        ),
        ("write a link", median_seconds(5, || drop(black_box(codec::to_fragment(&largest)))), "five services", None),
        ("read a link", median_seconds(5, || drop(black_box(codec::from_fragment(&link)))), "five services", None),
    ];
    for (name, median, note, reference) in rows {
        let mut row = serde_json::json!({ "name": name, "median_s": median, "note": note });
        if let Some(reference) = reference {
            row["reference_s"] = reference.into();
        }
        println!("{row}");
    }
}
