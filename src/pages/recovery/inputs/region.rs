//! Where the service runs and where it recovers, for one that serves from a single region.

use crate::components::Pick;
use crate::components::form::{explained, name};
use crate::edit::{Change, Place};
use crate::session::Session;
use crate::session::prices::Prices;
use headroom_core::base::id::{RegionId, ServiceId};
use headroom_core::machines::places::catalog::{Region, regions};
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::regions::{MAX_PLAN_REGIONS, Place as Where, PlanRegion};
use leptos::prelude::*;

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Choice {
    NotChosen,
    OfPlan(RegionId),
    OfCatalog(&'static Region),
}

impl Choice {
    fn key(&self) -> String {
        match self {
            Self::NotChosen => String::new(),
            Self::OfPlan(id) => id.0.to_string(),
            Self::OfCatalog(region) => format!("{}-{}", region.provider.name(), region.id),
        }
    }
}

/// Where it runs and recovers, and what else can be chosen.
#[derive(Clone, Debug, PartialEq)]
struct Choices {
    home: Choice,
    homes: Vec<(Choice, String)>,
    recovery: Choice,
    recoveries: Vec<(Choice, String)>,
}

impl Choices {
    /// Those of a service that serves from one region; `None` where several serve it.
    fn of(scenario: &Scenario, service: ServiceId) -> Option<Self> {
        let home = match scenario.home_region(service) {
            Some(home) => Choice::OfPlan(home),
            None if scenario.regions.is_empty() => Choice::NotChosen,
            None => return None,
        };
        let recovery = scenario.recovery_region(service).map_or(Choice::NotChosen, Choice::OfPlan);
        let (homes, recoveries) = (homes(scenario, service), recoveries(scenario, service));
        Some(Self { home, homes, recovery, recoveries })
    }
}

/// Regions of the catalogue that the plan does not have: those of one provider where the home region is a cloud's.
fn offered(scenario: &Scenario, beside: Option<RegionId>) -> Vec<(Choice, String)> {
    let provider = beside.and_then(|id| match &scenario.region(id)?.place {
        Where::Catalog { provider, .. } => Some(*provider),
        Where::Own { .. } => None,
    });
    let has = |region: &Region| {
        let is_it = |place: &Where| matches!(place, Where::Catalog { provider, id } if *provider == region.provider && id.as_str() == region.id);
        scenario.regions.iter().any(|other| is_it(&other.place))
    };
    let open = regions().iter().filter(|region| provider.is_none_or(|provider| provider == region.provider));
    let words = |region: &'static Region| {
        (Choice::OfCatalog(region), format!("{} {}, {}", region.provider.name(), region.id, region.place))
    };
    open.filter(|region| !has(region)).map(words).collect()
}

/// The choices for where it runs: the present one, and the catalogue as long as there is none.
fn homes(scenario: &Scenario, service: ServiceId) -> Vec<(Choice, String)> {
    match scenario.home_region(service).and_then(|home| scenario.region(home)) {
        Some(home) => vec![(Choice::OfPlan(home.id), home.name.to_string())],
        None => std::iter::once((Choice::NotChosen, "not entered".to_owned())).chain(offered(scenario, None)).collect(),
    }
}

/// The choices for where it recovers: other regions of the plan, then the catalogue's.
fn recoveries(scenario: &Scenario, service: ServiceId) -> Vec<(Choice, String)> {
    let home = scenario.home_region(service);
    let others = scenario.regions.iter().filter(|region| region.hosts && Some(region.id) != home);
    let of_plan = others.map(|region| (Choice::OfPlan(region.id), region.name.to_string()));
    let is_full = scenario.regions.len() >= MAX_PLAN_REGIONS;
    let of_catalog = if is_full { Vec::new() } else { offered(scenario, home) };
    std::iter::once((Choice::NotChosen, "not chosen".to_owned())).chain(of_plan).chain(of_catalog).collect()
}

fn run_in(scenario: &mut Scenario, choice: Choice) {
    if let Choice::OfCatalog(region) = choice {
        scenario.run_in(PlanRegion::of_catalog(scenario.next_region_id(), region, &scenario.regions));
    }
}

fn recover_in(scenario: &mut Scenario, service: ServiceId, choice: Choice) {
    match choice {
        Choice::NotChosen => scenario.recover_in(service, None),
        Choice::OfPlan(id) => scenario.recover_in(service, Some(id)),
        Choice::OfCatalog(region) => {
            let region = PlanRegion::of_catalog(scenario.next_region_id(), region, &scenario.regions);
            scenario.recover_in_new(service, region);
        }
    }
}

/// The fields; a sentence where several regions serve the service.
#[component]
pub fn RegionFields() -> impl IntoView {
    let session = Session::here();
    let choices = session.part(move |scenario| Choices::of(scenario, session.service_id()));
    let home = Memo::new(move |_| choices.with(|choices| choices.as_ref().map(|choices| choices.home)));
    view! {
        <fieldset id="where-it-recovers">
            <legend>"Where it runs and recovers"</legend>
            {move || fields(session, choices, home.get())}
        </fieldset>
    }
}
fn fields(session: Session, choices: Memo<Option<Choices>>, home: Option<Choice>) -> AnyView {
    let list = move |read: fn(&Choices) -> &Vec<(Choice, String)>| {
        Memo::new(move |_| {
            choices.with(|choices| choices.as_ref().map(|choices| read(choices).clone()).unwrap_or_default())
        })
    };
    let value = move |read: fn(&Choices) -> Choice| {
        Memo::new(move |_| choices.with(|choices| choices.as_ref().map_or(Choice::NotChosen, read)))
    };
    let Some(home) = home else {
        return view! { <p class="hint">"Several regions serve this service: see the Regions page."</p> }.into_any();
    };
    let prices = Prices::here();
    prices.ask_for(&session.scenario_now());
    let set_home = move |choice| {
        session.edit(Change::Edit, move |scenario| {
            run_in(scenario, choice);
            prices.store_in(scenario);
        });
    };
    let home_key = Place::TOP.key("home-region");
    let runs_in = view! {
        <Pick id=home_key.id label=name(home_key) choices=list(|all| &all.homes) value=value(|all| all.home) set=set_home key=Choice::key/>
    };
    let runs_in = explained(home_key, runs_in.into_any());
    if home == Choice::NotChosen {
        let hint = "Enter where it runs to choose where it recovers. Until then a price entered by hand is assumed for the recovery region; a catalog price is unknown there.";
        return view! { {runs_in} <p class="hint">{hint}</p> }.into_any();
    }
    let set = move |choice| {
        let service = untrack(|| session.service_id());
        session.edit(Change::Edit, move |scenario| {
            recover_in(scenario, service, choice);
            prices.store_in(scenario);
        });
    };
    let key = Place::TOP.key("recovery-region");
    let recovers_in = view! {
        <Pick id=key.id label=name(key) choices=list(|all| &all.recoveries) value=value(|all| all.recovery) set=set key=Choice::key/>
    };
    view! { {runs_in} {explained(key, recovers_in.into_any())} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scenario::examples;

    fn find(choices: &[(Choice, String)], says: &str) -> Choice {
        choices.iter().find(|(_, words)| words == says).map(|(choice, _)| *choice).unwrap()
    }

    #[test]
    fn a_plan_without_regions_gets_the_home_and_then_the_recovery_region() {
        let mut plan = examples::seed_service();
        let service = plan.services.first().id;
        let home = find(&homes(&plan, service), "AWS eu-central-1, Frankfurt am Main");
        run_in(&mut plan, home);
        assert_eq!(homes(&plan, service), [(Choice::OfPlan(RegionId(1)), "Frankfurt am Main".to_owned())]);
        let offered = recoveries(&plan, service);
        // One cloud's, and not where it runs already.
        assert!(offered.iter().all(|(_, words)| words.starts_with("AWS ") || words == "not chosen"));
        assert!(!offered.iter().any(|(_, words)| words.contains("eu-central-1")));
        recover_in(&mut plan, service, find(&offered, "AWS eu-west-1, Dublin"));
        assert_eq!(Choices::of(&plan, service).unwrap().recovery, Choice::OfPlan(RegionId(2)));
        recover_in(&mut plan, service, Choice::NotChosen);
        assert_eq!(Choices::of(&plan, service).unwrap().recovery, Choice::NotChosen);
        assert_eq!(plan.regions.len(), 2);
    }

    #[test]
    fn where_several_serve_there_is_nothing_to_choose() {
        let plan = examples::find("three-region-payments").unwrap().scenario();
        assert_eq!(Choices::of(&plan, plan.services.first().id), None);
    }
}
