//! What the benchmark asks of the page: the chain and the charts, as `window.wasmBindings` offers them.

use crate::charts::bench::redraw;
use crate::charts::spec::{Chart, Points, Role, Series, XAxis, YAxis};
use headroom_core::evaluate::evaluate;
use headroom_core::scenario::examples;
use wasm_bindgen::prelude::*;

/// Answers the largest example so many times.
#[wasm_bindgen(js_name = benchEvaluate)]
pub fn bench_evaluate(runs: u32) -> f64 {
    let Some(example) = examples::find("ai-platform") else { return 0.0 };
    let scenario = example.scenario();
    // The sum keeps the work from being left out.
    (0..runs).map(|_| evaluate(&scenario).totals.peak).sum()
}

/// A year of minutes to draw again and again.
#[wasm_bindgen]
pub struct BenchChart(Chart);

#[wasm_bindgen]
impl BenchChart {
    /// Takes over the points, a minute apart.
    #[wasm_bindgen(constructor)]
    pub fn new(values: Vec<f64>) -> Self {
        let load = Series::new("Load", Role::Load, Points::regular(0.0, 60.0, values));
        Self(Chart::new("bench", "A year of minutes", XAxis::Time, YAxis::new("requests/s")).with_series(load))
    }

    /// Reads every point and draws the chart anew.
    pub fn redraw(&self, canvas: &web_sys::HtmlCanvasElement) -> bool {
        redraw(canvas, &self.0)
    }
}
