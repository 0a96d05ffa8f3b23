//! What the map shows: regions by what they carry, and where users are served, in normal times or after a loss.

use super::super::view::{listed, name, name_of, names_of};
use crate::components::{MapLine, MapPicture, MapPlace, PlaceState};
use headroom_core::base::explain::Standing;
use headroom_core::base::id::RegionId;
use headroom_core::base::text;
use headroom_core::plan::regions::{Fate, Flow, Loss, RegionAnswer, RegionsPlan};
use headroom_core::plan::scenario::regions::PlanRegion;

/// Requests a second, short.
pub fn rate(load: f64) -> String {
    format!("{} requests/s", text::si(load))
}

/// A round trip, marked where it is an estimate.
pub fn trip(seconds: f64, estimated: bool) -> String {
    if estimated { format!("≈ {}", text::seconds(seconds)) } else { text::seconds(seconds) }
}

/// The mark of a region in a loss.
pub fn mark(plan: &RegionsPlan, fate: Fate) -> PlaceState {
    match fate {
        Fate::Overloaded | Fate::DraggedDown | Fate::Carries if plan.is_assumed => {
            PlaceState::Serves(Standing::Unknown)
        }
        Fate::Lost => PlaceState::Lost,
        Fate::Overloaded | Fate::DraggedDown => PlaceState::Serves(Standing::Fails),
        Fate::Carries => PlaceState::Serves(Standing::Holds),
    }
}

/// What a region carries: `3.1 k of 4.2 k requests/s, 74 %`.
fn carries(region: &RegionAnswer, load: f64) -> String {
    match region.utilization_at(load) {
        Some(share) => format!("{} of {}, {}", text::si(load), rate(region.ready_capacity), text::percent(share)),
        None => rate(load),
    }
}

fn about(plan: &RegionsPlan, region: &RegionAnswer, at: usize, loss: Option<&Loss>) -> String {
    let users = if region.share > 0.0 {
        format!("{} of the users", text::percent(region.share))
    } else {
        "no users".to_owned()
    };
    if !region.hosts {
        return format!("{users}, served elsewhere; no capacity.");
    }
    match loss {
        Some(loss) if loss.lost.contains(&region.id) => format!("lost; {users}."),
        Some(loss) => {
            let load = loss.load.get(at).copied().unwrap_or_default();
            format!("{}; {}; {users}.", carries(region, load), loss.fate_of(region.id).words())
        }
        None => {
            let when = if region.most_when_lost.is_empty() {
                String::new()
            } else {
                format!(" with {} lost", names_of(plan, &region.most_when_lost))
            };
            let most = format!("at most {}{when}", rate(region.most_load));
            let replicas = text::counted(region.replicas.into(), "replica", "replicas");
            format!("{} at its normal peak, {most}; {replicas}; {users}.", carries(region, region.normal_load))
        }
    }
}

fn away(flows: &[Flow]) -> impl Iterator<Item = &Flow> {
    flows.iter().filter(|flow| flow.from != flow.to)
}

/// What normal times, or a loss, come to in a sentence or two.
pub fn summary(plan: &RegionsPlan, loss: Option<&Loss>) -> String {
    let Some(loss) = loss else {
        let load = plan.served_elsewhere();
        if load > 0.0 {
            return format!("In the busiest hour, {}, {} are served outside their region.", plan.peak_at, rate(load));
        }
        return "With all regions up, all users are served locally. Select a region to lose it.".to_owned();
    };
    let mut sentences = vec![format!(
        "Without {}, {} move in the worst hour, {}.",
        names_of(plan, &loss.lost),
        rate(loss.moved),
        loss.at
    )];
    if loss.missing > 0.0 {
        sentences.push(format!("{} are not served.", rate(loss.missing)));
    } else {
        sentences.push("All of them find capacity.".to_owned());
    }
    if !loss.overloaded.is_empty() {
        let (names, have) = (names_of(plan, &loss.overloaded), if loss.overloaded.len() == 1 { "has" } else { "have" });
        sentences.push(format!("{names} {have} more load than capacity."));
    }
    let further: Vec<String> =
        loss.dragged_down.iter().filter(|id| !loss.overloaded.contains(id)).map(|id| name_of(plan, *id)).collect();
    if !further.is_empty() {
        let (goes, what) = (if further.len() == 1 { "goes" } else { "go" }, listed(further, "and"));
        sentences.push(format!("If the overloaded regions fail, {what} {goes} down too."));
    }
    sentences.join(" ")
}

/// The picture.
pub fn picture(plan: &RegionsPlan, places: &[PlanRegion], loss: Option<&Loss>) -> MapPicture {
    let largest = plan.regions.iter().map(|region| region.capacity).fold(1e-9, f64::max);
    let placed = |(at, region): (usize, &RegionAnswer)| {
        let place = places.iter().find(|place| place.id == region.id)?.place.region()?;
        let state = match loss {
            _ if !region.hosts => PlaceState::Users,
            Some(loss) => mark(plan, loss.fate_of(region.id)),
            None => PlaceState::Serves(plan.standing_of(region)),
        };
        Some(MapPlace {
            id: region.id.0,
            name: name(&region.name, region.id),
            at: (place.latitude, place.longitude),
            size: region.capacity / largest,
            state,
            about: about(plan, region, at, loss),
            can_be_chosen: region.hosts,
        })
    };
    let shown: Vec<MapPlace> = plan.regions.iter().enumerate().filter_map(placed).collect();
    let flows = loss.map_or(&plan.flows, |loss| &loss.flows);
    let heaviest = away(flows).map(|flow| flow.load).fold(1e-9, f64::max);
    let place = |id: RegionId| shown.iter().position(|place| place.id == id.0);
    let line = |flow: &Flow| {
        let usual = plan.flows.iter().any(|usual| (usual.from, usual.to) == (flow.from, flow.to));
        Some(MapLine {
            ends: (place(flow.from)?, place(flow.to)?),
            weight: flow.load / heaviest,
            label: format!("{} req/s, {}", text::si(flow.load), trip(flow.latency, flow.estimated)),
            is_moved: loss.is_some() && !usual,
        })
    };
    let title = match loss {
        None => "All regions up".to_owned(),
        Some(loss) => format!("{} lost, {}", names_of(plan, &loss.lost), loss.at),
    };
    let lines = away(flows).filter_map(line).collect();
    MapPicture { title, summary: summary(plan, loss), places: shown, lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::{Scenario, examples};

    fn payments() -> (Scenario, RegionsPlan) {
        let scenario = examples::find("three-region-payments").unwrap().scenario();
        let plan = evaluate(&scenario).services[0].regions.clone().unwrap().plan;
        (scenario, plan)
    }

    #[test]
    fn normal_times_have_no_moved_lines() {
        let (scenario, plan) = payments();
        let picture = picture(&plan, &scenario.regions, None);
        assert_eq!(picture.places.len(), 3);
        assert!(picture.lines.iter().all(|line| !line.is_moved));
        assert!(picture.places.iter().any(|place| place.size == 1.0));
    }

    #[test]
    fn a_loss_moves_its_users_to_the_others() {
        let (scenario, plan) = payments();
        let loss = &plan.losses[0];
        let picture = picture(&plan, &scenario.regions, Some(loss));
        assert_eq!(picture.places[0].state, PlaceState::Lost);
        assert_eq!(picture.lines.len(), 2);
        assert!(picture.lines.iter().all(|line| line.is_moved && line.ends.0 == 0));
        assert!(picture.summary.contains("All of them find capacity."), "{}", picture.summary);
    }

    #[test]
    fn what_breaks_next_is_said() {
        let (mut scenario, _) = payments();
        let most = headroom_core::base::units::Quantity::clamped(25.0);
        scenario.limits.push(headroom_core::plan::scenario::limits::Limit::of_each_service(None, most));
        let plan = evaluate(&scenario).services[0].regions.clone().unwrap().plan;
        let loss = plan.losses.iter().find(|loss| loss.missing > 0.0).expect("too little for some loss");
        let said = summary(&plan, Some(loss));
        assert!(said.contains("are not served") && said.contains("more load than capacity"), "{said}");
        assert_eq!(loss.fate_of(loss.overloaded[0]), Fate::Overloaded);
        assert!(plan.regions.iter().any(|region| plan.standing_of(region) == Standing::Fails));
    }

    #[test]
    fn estimates_are_marked() {
        assert_eq!((trip(0.088, false), trip(0.088, true)), ("88 ms".into(), "≈ 88 ms".into()));
    }
}
