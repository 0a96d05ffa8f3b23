//! What the regions of a service come to together.

use super::{Place, StandingBy, tightest};
use crate::base::explain::Verdict;
use crate::plan::answered::Answered;
use crate::plan::demand::{DemandPlan, EventPeak, LoadCurve};
use crate::plan::scaling::{ScalingPlan, Scene, together};
use crate::plan::scenario::Service;
use crate::plan::sizing::{EventNeed, SizingPlan, Tightest, verdict};

/// What sizing says of a service in several regions: the numbers of the one with the least to spare, named; the needs of
/// events, and until when all holds, of all of them.
pub fn sizing_of_all(service: &Service, demand: &DemandPlan, places: &[Place]) -> Option<Answered<SizingPlan>> {
    let tightest = tightest(places)?;
    let mut sizing = tightest.sizing.clone();
    let name = tightest.name.as_str();
    let of_all = |(at, event): (usize, &EventPeak)| {
        let mut each = places.iter().filter_map(|place| place.sizing.events.get(at));
        let first = EventNeed { peak: event.peak, ..each.next()?.clone() };
        Some(each.fold(first, EventNeed::and))
    };
    sizing.plan.events = demand.events.iter().enumerate().filter_map(of_all).collect();
    if let Some(lasts) = &mut sizing.plan.lasts {
        lasts.because = format!("{} in {name}", lasts.because);
    }
    for lever in &mut sizing.levers {
        lever.effect = format!("{} in {name}", lever.effect);
    }
    sizing.verdict = verdict_of(service, (&tightest.demand, &tightest.curve), places, &sizing.plan);
    Some(sizing)
}

/// What is said of a fleet: in several regions of the one with the least to spare, named.
fn verdict_of(
    service: &Service,
    (demand, curve): (&DemandPlan, &LoadCurve),
    places: &[Place],
    plan: &SizingPlan,
) -> Verdict {
    let named = tightest(places).map(|place| Tightest { name: &place.name, of: places.len() });
    verdict(&service.sizing, demand, service.demand.growth, curve.first_day(), plan, named)
}

/// Adds what is ordered for events where the service only stands by to what sizing says of where it serves; `all` is the
/// load of all users.
pub fn with_standby(
    sizing: &mut Answered<SizingPlan>,
    standby: &[StandingBy],
    service: &Service,
    all: (&DemandPlan, &LoadCurve),
    places: &[Place],
) {
    let ordered =
        |at: usize| standby.iter().filter_map(move |region| region.events.get(at)).filter(|event| event.lot > 0);
    if (0..sizing.plan.events.len()).all(|at| ordered(at).next().is_none()) {
        return;
    }
    for (at, event) in sizing.plan.events.iter_mut().enumerate() {
        *event = ordered(at).fold(event.clone(), EventNeed::and);
    }
    let own = tightest(places).map_or(all, |place| (&place.demand, &place.curve));
    sizing.verdict = verdict_of(service, own, places, &sizing.plan);
}

/// What scaling says of a service in several regions: requests and replica-hours of all of them, and of its violations
/// those of the region that keeps least.
pub fn scaling_of_all(service: &Service, places: &[Place]) -> Option<Answered<ScalingPlan>> {
    if let [only] = places {
        return Some(only.scaling.clone());
    }
    let worst = keeps_least(places)?;
    let plans: Vec<&ScalingPlan> = places.iter().map(|place| &place.scaling.plan).collect();
    let running = places.iter().map(|place| f64::from(place.sizing.running)).sum();
    let basis = worst.basis(service);
    let scene = Scene::of_period(&worst.inputs, basis);
    Some(together(&scene, &plans, &worst.scaling, &worst.name, running))
}

/// Where the active policy keeps least; of equals where there is the least to spare.
pub fn keeps_least(places: &[Place]) -> Option<&Place> {
    least_kept(places, |place| place.scaling.outcome.kept_of_requests())
}

/// Where the share of requests within the objective is least; of equals where there is the least to spare.
pub fn least_kept(places: &[Place], kept: impl Fn(&Place) -> f64) -> Option<&Place> {
    let least = places.iter().map(&kept).fold(f64::INFINITY, f64::min);
    let tightest = tightest(places)?;
    if kept(tightest) <= least { Some(tightest) } else { places.iter().find(|place| kept(place) <= least) }
}
