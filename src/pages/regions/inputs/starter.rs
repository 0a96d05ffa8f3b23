//! Where the plan has no regions yet: what that means, and sets of three to begin with.

use crate::edit::Change;
use crate::session::Session;
use crate::session::prices::Prices;
use headroom_core::machines::places::catalog::{Provider, find};
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::regions::PlanRegion;
use leptos::prelude::*;

/// A set of regions to begin with.
struct Set {
    id: &'static str,
    title: &'static str,
    about: &'static str,
    provider: Provider,
    regions: [&'static str; 3],
}

const SETS: [Set; 5] = [
    Set {
        id: "aws-world",
        title: "AWS: US, EU, Asia",
        about: "Virginia, Frankfurt and Tokyo",
        provider: Provider::Aws,
        regions: ["us-east-1", "eu-central-1", "ap-northeast-1"],
    },
    Set {
        id: "gcp-world",
        title: "Google Cloud: US, EU, Asia",
        about: "Iowa, the Netherlands and Tokyo",
        provider: Provider::GoogleCloud,
        regions: ["us-central1", "europe-west4", "asia-northeast1"],
    },
    Set {
        id: "azure-world",
        title: "Azure: US, EU, Asia",
        about: "Virginia, the Netherlands and Tokyo",
        provider: Provider::Azure,
        regions: ["eastus2", "westeurope", "japaneast"],
    },
    Set {
        id: "aws-eu",
        title: "AWS: three in the EU",
        about: "Frankfurt, Ireland and Stockholm: data stays in the EU through the loss of one",
        provider: Provider::Aws,
        regions: ["eu-central-1", "eu-west-1", "eu-north-1"],
    },
    Set {
        id: "aws-us",
        title: "AWS: three in the US",
        about: "Virginia, Ohio and Oregon",
        provider: Provider::Aws,
        regions: ["us-east-1", "us-east-2", "us-west-2"],
    },
];

fn add(scenario: &mut Scenario, set: &Set) {
    for region in set.regions.iter().filter_map(|id| find(set.provider, id)) {
        scenario.regions.push(PlanRegion::of_catalog(scenario.next_region_id(), region, &scenario.regions));
    }
}

/// The sentence and the sets.
#[component]
pub fn Starter() -> impl IntoView {
    let (session, prices) = (Session::here(), Prices::here());
    let replicas = session
        .answer(|service| headroom_core::base::text::counted(service.sizing.replicas.into(), "replica", "replicas"));
    let sets = SETS.iter().map(|set| {
        let start = move |_| {
            session.edit(Change::Edit, |scenario| {
                add(scenario, set);
                prices.store_in(scenario);
            });
        };
        view! {
            <li><button type="button" class="starter" data-set=set.id on:click=start><b>{set.title}</b><small>{set.about}</small></button></li>
        }
    });
    let sets = sets.collect_view();
    view! {
        <section class="starters" aria-labelledby="starters-title">
            <h2 id="starters-title">"Start with three regions"</h2>
            <p>"All " {move || replicas.get()} " of the service and its users are in a single region: losing it takes the service down. With three regions, any one can be lost if the other two have capacity for its users: 50 % more in total where regions are equal, less where their peaks fall at different hours. Start with a set, then place the users where they are; undo reverts it."</p>
            <ul>{sets}</ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn every_set_makes_a_plan_that_survives_the_loss_of_one() {
        for set in &SETS {
            let mut scenario = examples::seed_service();
            add(&mut scenario, set);
            assert_eq!(scenario.regions.len(), 3, "{}", set.id);
            let evaluation = evaluate(&scenario);
            let plan = evaluation.services[0].regions.as_ref().expect("it has regions");
            assert!(plan.survivable.regions >= Some(1), "{}", set.id);
        }
    }

    #[test]
    fn the_european_set_stays_in_the_eu() {
        let set = SETS.iter().find(|set| set.id == "aws-eu").expect("a set");
        assert!(set.regions.iter().all(|id| find(set.provider, id).is_some_and(|region| region.jurisdiction == "EU")));
    }
}
