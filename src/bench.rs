//! What the benchmark asks of the page: the chain and the charts, as `window.wasmBindings` offers them.

use crate::charts::bench::redraw;
use crate::charts::spec::{Chart, Points, Role, Series, XAxis, YAxis};
use headroom_core::formulas::placement::{Offer, Placement, PlacementInputs, plan_placement};
use headroom_core::formulas::regions::Permissions;
use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scaling::engine::{RunSetup, Simulation, SloTable};
use headroom_core::plan::scaling::presets::{Facts, Preset};
use headroom_core::plan::scaling::{Scene, Span};
use headroom_core::plan::scenario::{DrillInputs, examples};
use headroom_core::studies::drill::{Drill, DrillSetup, StripPlan, WorstMinute, plan_week};
use std::sync::Arc;
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

/// The time loop over a span of minutes, as the Black Friday shop runs it with the Kubernetes default:
/// HPA, queue and cold starts.
#[wasm_bindgen]
pub struct BenchScaling {
    setup: RunSetup,
    loads: Arc<[f64]>,
    table: SloTable,
    running: Option<Simulation>,
}

#[wasm_bindgen]
impl BenchScaling {
    /// Prepares the load of so many minutes.
    #[wasm_bindgen(js_name = ofMinutes)]
    pub fn of_minutes(steps: u32) -> Option<Self> {
        let scenario = examples::find("black-friday-shop")?.scenario();
        let evaluation = evaluate(&scenario);
        let (service, answers) = (scenario.services.first(), evaluation.services.first()?);
        let (inputs, basis) = answers.policies(service);
        let facts = Facts::of(&service.sizing, answers.alone.replicas);
        let span = Span { start: 0.0, step: 60.0, steps: steps as usize };
        let scene = Scene::of_span(inputs, basis, span);
        let setup = scene.setup(&Preset::find("kubernetes")?.policy(&facts));
        Some(Self { table: scene.table(), loads: scene.loads.clone(), setup, running: None })
    }

    /// Begins a run; what earlier runs have looked up is kept.
    pub fn begin(&mut self) {
        self.running = Some(Simulation::new(self.setup.clone(), self.loads.clone(), self.table.clone()));
    }

    /// Moves the run on by so many steps; whether there is more to do.
    ///
    /// A long loop that is entered once stays in the engine's baseline code, so the page runs slices.
    pub fn advance(&mut self, steps: u32) -> bool {
        self.running.as_mut().is_some_and(|run| run.advance(steps as usize))
    }

    /// Ends the run: the requests served, so that nothing of it can be left out.
    pub fn finish(&mut self) -> f64 {
        let Some(run) = self.running.take() else { return 0.0 };
        let (outcome, _, table) = run.finish();
        self.table = table;
        outcome.served
    }
}

/// The cheapest placement that survives, for a problem that the benchmark makes up.
#[wasm_bindgen]
pub struct BenchPlacement(PlacementInputs);

#[wasm_bindgen]
impl BenchPlacement {
    /// Reads `{demand: [[requests/s by hour] by region], price: [by region], allowed: [regions by home], lost}`.
    #[wasm_bindgen(js_name = ofProblem)]
    pub fn of_problem(problem: &str) -> Option<Self> {
        #[derive(serde::Deserialize)]
        struct Problem {
            demand: Vec<Vec<f64>>,
            price: Vec<f64>,
            allowed: Vec<Vec<usize>>,
            lost: usize,
        }
        let Problem { demand, price, allowed, lost } = serde_json::from_str(problem).ok()?;
        let offer =
            |price: &f64| Offer { replica_throughput: 1.0, replica_cost: *price, max_replicas: None, installed: 0 };
        let allowed = allowed.iter().map(|allowed| allowed.iter().copied().collect()).collect();
        let permissions = Permissions::new(price.len(), allowed).ok()?;
        Some(Self(PlacementInputs { offers: price.iter().map(offer).collect(), permissions, demand, n_lost: lost }))
    }

    /// The least cost; nothing where nothing survives.
    pub fn solve(&self) -> Option<f64> {
        match plan_placement(&self.0).ok()? {
            Placement::Survives(plan) => Some(plan.cost),
            Placement::Impossible(_) => None,
        }
    }
}

/// The drill of six regions over a week of minutes, once or at every ten minutes.
#[wasm_bindgen]
pub struct BenchDrill {
    setup: DrillSetup,
    plan: StripPlan,
    drill: Option<Drill>,
    strip: Option<WorstMinute>,
}

#[wasm_bindgen]
impl BenchDrill {
    /// Prepares the loads and the fleets.
    #[wasm_bindgen(js_name = ofSixRegions)]
    pub fn of_six_regions() -> Option<Self> {
        let scenario = examples::payments_in_six_regions();
        let evaluation = evaluate(&scenario);
        let inputs = DrillInputs::of(scenario.regions.first()?.id);
        let service = scenario.services.first().id;
        let (mut setup, plan) = plan_week(&scenario, &evaluation, service, &inputs).ok()?;
        setup.incident.start = 3.0 * 86_400.0;
        Some(Self { setup, plan, drill: None, strip: None })
    }

    /// Begins a drill.
    pub fn begin(&mut self) {
        self.drill = Drill::new(self.setup.clone()).ok().map(Drill::with_timeline);
    }

    /// Moves the drill on by so many steps; whether there is more to do.
    pub fn advance(&mut self, steps: u32) -> bool {
        self.drill.as_mut().is_some_and(|drill| drill.advance(steps as usize))
    }

    /// Ends the drill: the requests lost, so that nothing of it can be left out.
    pub fn finish(&mut self) -> f64 {
        self.drill.take().map_or(0.0, |drill| drill.finish().totals.lost)
    }

    /// Begins the drills of a week.
    #[wasm_bindgen(js_name = beginWeek)]
    pub fn begin_week(&mut self) {
        self.strip = WorstMinute::new(self.setup.clone(), self.plan).ok();
    }

    /// Does so many of them; whether there is more to do.
    #[wasm_bindgen(js_name = advanceWeek)]
    pub fn advance_week(&mut self, pieces: u32) -> bool {
        self.strip.as_mut().is_some_and(|strip| strip.advance(pieces as usize).unwrap_or(false))
    }
}
