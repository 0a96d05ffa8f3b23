//! A long run beside the plan that it was of: what is said of it.

use super::{LongRunAnswer, RegionRun};
use crate::plan::answered::Answered;
use crate::plan::evaluate::ServiceEvaluation;
use crate::plan::places::Place;
use crate::plan::scaling::engine::Outcome;
use crate::plan::scaling::{ScalingPlan, Scene, Span, together};
use crate::plan::scenario::Service;
use crate::plan::scenario::scaling::PolicyChoice;
use crate::plan::stated::withheld;
use std::sync::Arc;

/// What is said of a long run.
#[derive(Clone, Debug, PartialEq)]
pub struct LongRunSaid {
    /// The active policy, wherever the service runs.
    pub all: Answered<ScalingPlan>,
    /// The compared policies where the course was kept, the active one first.
    pub plans: Vec<Answered<ScalingPlan>>,
    /// The fleet as sized there, where it is not among them.
    pub as_sized: Option<Answered<ScalingPlan>>,
    /// Replicas of the fleet as sized there.
    pub sized: u32,
    /// The active policy in each of several regions.
    pub regions: Vec<SaidOfRegion>,
}

/// What is said of a long run in one of several regions.
#[derive(Clone, Debug, PartialEq)]
pub struct SaidOfRegion {
    /// What the region is called.
    pub name: String,
    /// Whether its course was kept.
    pub is_shown: bool,
    /// The active policy there.
    pub scaling: Answered<ScalingPlan>,
}

impl LongRunAnswer {
    /// What is said of it beside the plan that it was of; `None` where the plan has no such place any more.
    pub fn beside(&self, service: &Service, answers: &ServiceEvaluation) -> Option<LongRunSaid> {
        let here = self.place(answers)?;
        let scene = self.scene((service, answers), here, self.first_load);
        let plans: Vec<_> = scene.scaling.policies.iter().zip(&self.outcomes).collect();
        let plans: Vec<_> = plans.into_iter().map(|(choice, outcome)| scene.plan(choice, outcome.clone())).collect();
        let as_sized = |outcome: &Outcome| scene.plan(&PolicyChoice::as_sized(), outcome.clone());
        let regional = |run: &RegionRun| {
            let place = answers.places.iter().find(|place| place.region == run.region)?;
            let scene = self.scene((service, answers), Some(place), run.first_load);
            Some(SaidOfRegion {
                name: place.name.clone(),
                is_shown: self.shown == Some(run.region),
                scaling: scene.plan(scene.scaling.policies.active(), run.outcome.clone()),
            })
        };
        let regions: Vec<_> = self.regions.iter().map(regional).collect::<Option<_>>()?;
        let active = plans.first()?;
        let mut all = match here.filter(|_| regions.len() > 1) {
            None => active.clone(),
            Some(worst) => {
                let each: Vec<&ScalingPlan> = regions.iter().map(|region| &region.scaling.plan).collect();
                let running = answers.places.iter().map(|place| f64::from(place.sizing.running)).sum();
                together(&scene, &each, active, &worst.name, running)
            }
        };
        if let Some(missing) = &answers.waits_for {
            all.verdict = withheld(&all.verdict, missing);
        }
        let sized = scene.basis.sizing.running;
        Some(LongRunSaid { all, as_sized: self.as_sized.as_ref().map(as_sized), sized, plans, regions })
    }

    /// The place whose course was kept; `None` within where everything is in one.
    fn place<'a>(&self, answers: &'a ServiceEvaluation) -> Option<Option<&'a Place>> {
        match self.shown {
            None => answers.places.is_empty().then_some(None),
            Some(region) => answers.places.iter().find(|place| place.region == region).map(Some),
        }
    }

    /// The scene of a place. Of its loads only the first decides what a plan says beside its outcome.
    fn scene<'a>(
        &self,
        (service, answers): (&'a Service, &'a ServiceEvaluation),
        place: Option<&'a Place>,
        first_load: f64,
    ) -> Scene<'a> {
        let (scaling, basis) = answers.policies_at(service, place);
        let basis = if self.name.is_some() { basis.unplanned() } else { basis };
        let span = Span { start: self.start, step: self.step, steps: self.steps };
        Scene { scaling, basis, span, loads: Arc::from([first_load]) }
    }
}
