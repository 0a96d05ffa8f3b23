//! The load of a long run, place by place.

use crate::plan::evaluate::ServiceEvaluation;
use crate::plan::places::Place;
use crate::plan::scaling::engine::{Columns, Outcome, SloTable};
use crate::plan::scaling::{Scene, Span};
use crate::plan::scenario::Service;
use crate::plan::scenario::scaling::PolicyChoice;
use crate::studies::{Over, TraceLoad};

/// Steps that are done at once: over in a millisecond, and entered often enough to be compiled well.
const SLICE: usize = 4_096;

/// What a service is run over: the modelled load of a span, or a measured trace of all its users.
pub(super) struct Load<'a> {
    service: &'a Service,
    answers: &'a ServiceEvaluation,
    of: Of,
}

enum Of {
    Span(Span),
    Trace(TraceLoad),
}

impl<'a> Load<'a> {
    /// Reads what goes with the question.
    pub(super) fn read(
        (service, answers): (&'a Service, &'a ServiceEvaluation),
        over: Over,
        trace: &[u8],
    ) -> Result<Self, String> {
        let of = match over {
            Over::Span { start, step, steps } => Of::Span(Span { start, step, steps }),
            Over::Trace { step } => Of::Trace(TraceLoad::read(trace, step, answers.curve.origin())?),
        };
        Ok(Self { service, answers, of })
    }

    /// The trace, where it is one.
    pub(super) fn trace(&self) -> Option<&TraceLoad> {
        match &self.of {
            Of::Span(_) => None,
            Of::Trace(trace) => Some(trace),
        }
    }

    /// The places where the service runs: its regions, or the only one.
    pub(super) fn places(&self) -> Vec<Option<&'a Place>> {
        match &*self.answers.places {
            [] => vec![None],
            several => several.iter().map(Some).collect(),
        }
    }

    /// What is simulated in a place: its own users' load of the span, or its share of the trace.
    pub(super) fn scene(&self, place: Option<&'a Place>) -> Scene<'a> {
        let (inputs, basis) = self.answers.policies_at(self.service, place);
        match &self.of {
            Of::Span(span) => Scene::of_span(inputs, basis, *span),
            Of::Trace(trace) => Scene::of_loads(inputs, basis, trace.span, trace.share(self.answers.share_of(place))),
        }
    }
}

/// What the active policy of a service comes to in each place where it runs, and the price of a replica-hour there.
///
/// # Errors
///
/// The reason in words where the trace cannot be simulated.
pub(in crate::studies) fn active_over(
    of: (&Service, &ServiceEvaluation),
    over: Over,
    trace: &[u8],
) -> Result<Vec<(Outcome, Option<f64>)>, String> {
    let load = Load::read(of, over, trace)?;
    let mut table = None;
    let run = |place| {
        let scene = load.scene(place);
        let known = table.take().unwrap_or_else(|| scene.table());
        let (outcome, _, used) = in_slices(&scene, scene.scaling.policies.active(), known, false, &mut |_| {});
        table = Some(used);
        (outcome, scene.basis.price)
    };
    Ok(load.places().into_iter().map(run).collect())
}

/// Runs a policy slice by slice, saying how far it is.
pub(super) fn in_slices(
    scene: &Scene<'_>,
    choice: &PolicyChoice,
    table: SloTable,
    columns: bool,
    tell: &mut dyn FnMut(f64),
) -> (Outcome, Columns, SloTable) {
    let mut run = scene.simulation(choice, table);
    if columns {
        run = run.with_columns();
    }
    let mut goes_on = true;
    while goes_on {
        goes_on = run.advance(SLICE);
        tell(run.progress());
    }
    let (outcome, columns, table) = run.finish();
    (outcome, columns.unwrap_or_default(), table)
}
