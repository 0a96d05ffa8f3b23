//! A load with a fleet to carry it, on which any policy can be tried.

use super::engine::{Columns, Outcome, RunSetup, Simulation, SloTable};
use super::plan::{ScalingPlan, working};
use super::prepare::{Basis, Span};
use crate::plan::answered::Answered;
use crate::plan::scenario::scaling::{PolicyChoice, ScalingInputs};
use std::sync::Arc;

/// What is simulated, apart from the policy.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// What is stated about scaling.
    pub scaling: &'a ScalingInputs,
    /// What the chain knows.
    pub basis: Basis<'a>,
    /// From when, in which steps.
    pub span: Span,
    /// The load of each step, in requests/s.
    pub loads: Arc<[f64]>,
}

/// A policy with everything that it came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The answers.
    pub plan: Answered<ScalingPlan>,
    /// What happened when.
    pub columns: Columns,
}

impl Run {
    /// Where there is most to see, in seconds from the start: where the worst violation begins, or where the load is
    /// highest.
    pub fn most_to_see(&self) -> f64 {
        if let Some(breach) = self.plan.outcome.worst_first().first() {
            return breach.start;
        }
        let highest = self.columns.load.iter().enumerate().max_by(|one, other| one.1.total_cmp(other.1));
        highest.map_or(0.0, |(row, _)| row as f64 * self.columns.row_length)
    }
}

impl<'a> Scene<'a> {
    /// The modelled load of the stated period.
    pub fn of_period(scaling: &'a ScalingInputs, basis: Basis<'a>) -> Self {
        Self::of_span(scaling, basis, Span::of(&scaling.period))
    }

    /// The modelled load of any span.
    pub fn of_span(scaling: &'a ScalingInputs, basis: Basis<'a>, span: Span) -> Self {
        let loads = span.loads(basis.curve, basis.variability, scaling.seed.get());
        Self { scaling, basis, span, loads }
    }

    /// A load that was measured, one value a step; what the plan orders is not ordered for it.
    pub fn of_loads(scaling: &'a ScalingInputs, basis: Basis<'a>, span: Span, loads: Arc<[f64]>) -> Self {
        Self { scaling, basis: basis.unplanned(), span: Span { steps: loads.len(), ..span }, loads }
    }

    /// An empty table of what fleets of each size carry, for the first run.
    pub fn table(&self) -> SloTable {
        self.basis.table(self.scaling)
    }

    /// The load of the first step, in requests/s.
    pub fn first_load(&self) -> f64 {
        self.loads.first().copied().unwrap_or(0.0)
    }

    /// The setup of a policy's run.
    pub fn setup(&self, choice: &PolicyChoice) -> RunSetup {
        setup(self.scaling, &self.basis, choice, (self.span, self.first_load()))
    }

    /// A run of a policy, to be moved on; the table comes from an earlier run, or is new.
    pub fn simulation(&self, choice: &PolicyChoice, table: SloTable) -> Simulation {
        Simulation::new(self.setup(choice), self.loads.clone(), table)
    }

    /// What is said about a policy that came to this.
    pub fn plan(&self, choice: &PolicyChoice, outcome: Outcome) -> Answered<ScalingPlan> {
        answers(self.scaling, &self.basis, choice, (self.span, self.first_load()), outcome)
    }

    /// The answers for some policies, without what happened when.
    pub fn plans<'c>(&self, choices: impl IntoIterator<Item = &'c PolicyChoice>) -> Vec<Answered<ScalingPlan>> {
        let mut table = Some(self.table());
        let plan = |choice| {
            let known = table.take().unwrap_or_else(|| self.table());
            let (outcome, _, used) = self.simulation(choice, known).finish();
            table = Some(used);
            self.plan(choice, outcome)
        };
        choices.into_iter().map(plan).collect()
    }

    /// Runs every policy that is compared; the first is the active one.
    pub fn runs(&self) -> Vec<Run> {
        let mut table = Some(self.table());
        let run = |choice: &PolicyChoice| {
            let known = table.take().unwrap_or_else(|| self.table());
            let (outcome, columns, used) = self.simulation(choice, known).with_columns().finish();
            table = Some(used);
            Run { plan: self.plan(choice, outcome), columns: columns.unwrap_or_default() }
        };
        self.scaling.policies.iter().map(run).collect()
    }
}

/// The setup of a policy's run over a span that begins with a load.
pub(super) fn setup(
    scaling: &ScalingInputs,
    basis: &Basis<'_>,
    choice: &PolicyChoice,
    (span, first_load): (Span, f64),
) -> RunSetup {
    let mut setup = basis.setup(scaling, choice, span, first_load);
    if basis.is_planned {
        super::ordered::bound(&mut setup, basis, choice, span);
    }
    setup
}

/// What is said about a policy that came to this, over a span that begins with a load.
pub(super) fn answers(
    scaling: &ScalingInputs,
    basis: &Basis<'_>,
    choice: &PolicyChoice,
    (span, first_load): (Span, f64),
    outcome: Outcome,
) -> Answered<ScalingPlan> {
    let running = f64::from(basis.sizing.running);
    let plan = ScalingPlan {
        policy: choice.name.to_string(),
        bounds: basis.bounds(choice, first_load),
        aim: basis.aim,
        steps: span.steps,
        step: span.step,
        static_hours: running * outcome.length / 3600.0,
        price: basis.price,
        static_price: basis.price,
        no_verdict: super::no_verdict::no_verdict(choice, &outcome, basis.inputs.slo.availability.get()),
        outcome,
    };
    Answered {
        verdict: super::verdict::verdict(&plan, choice, basis, span, None),
        levers: Vec::new(),
        working: working(&plan, (scaling, basis), choice, running),
        plan,
    }
}
