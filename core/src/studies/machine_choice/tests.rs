//! The comparison on the shipped catalogue, and the sentences about the active machine.

use super::*;
use crate::base::explain::Standing;
use crate::base::units::{NodePrice, Quantity};
use crate::machines::catalog::{AsOf, Catalog, Purchase};
use crate::machines::fit::ReplicaNeed;
use crate::plan::evaluate::{ServiceEvaluation, evaluate};
use crate::plan::scenario::cost::{Machine, Reserve};
use crate::plan::scenario::{Scenario, Service, examples};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const SHIPPED: [&str; 2] = [
    include_str!("../../../../public/catalog/catalog.txt"),
    include_str!("../../../../public/catalog/aws-regions.txt"),
];
const TODAY: Date = date(2026, 11, 22);
const ANYWHERE: Where = Where::Cheapest { provider: None };
const ON_DEMAND: Terms = Terms { purchase: Purchase::OnDemand, negotiated: 0.0 };

fn shipped() -> Catalog {
    let mut catalog = Catalog::read(SHIPPED[0]).unwrap();
    catalog.extend(SHIPPED[1]).unwrap();
    catalog
}

fn fleet(vcpus: f64, memory_gib: f64, gpus: u32, replicas: u32) -> Fleet {
    let need = ReplicaNeed { vcpus, memory_gib, gpus, ..ReplicaNeed::default() };
    Fleet { need, reserve: Reserve::nothing(), replicas, sites: Vec::new() }
}

fn first(scenario: &Scenario) -> (Service, ServiceEvaluation) {
    (scenario.services.first().clone(), evaluate(scenario).services.remove(0).as_ref().clone())
}

#[test]
fn regions_of_the_plan_are_priced_one_by_one() {
    let catalog = shipped();
    let scenario = examples::find("three-region-payments").unwrap().scenario();
    let (service, answers) = first(&scenario);
    let fleet = Fleet::of(&scenario, &service, &answers);
    assert_eq!(fleet.providers(), ["aws"]);
    assert_eq!(fleet.sites.len(), 3);
    assert_eq!(u64::from(fleet.replicas), answers.regions.as_ref().unwrap().replicas);
    let choice = compare(&catalog, &fleet, &fleet.usual_place(), ON_DEMAND);
    let best = choice.fits.first().unwrap();
    assert_eq!(best.sites.len(), 3);
    let by_hand: f64 = best.sites.iter().map(|site| f64::from(site.nodes) * site.hourly * 730.0).sum();
    assert!((best.monthly - by_hand).abs() < 1e-6);
    assert!(best.sites.iter().all(|site| site.nodes == site.replicas.div_ceil(best.packing.replicas)));
    // Half off every list price halves the fleet, and changes no order.
    let halved = compare(&catalog, &fleet, &fleet.usual_place(), Terms { negotiated: 0.5, ..ON_DEMAND });
    assert_eq!(halved.fits.len(), choice.fits.len());
    assert!((halved.fits[0].monthly - best.monthly / 2.0).abs() < 1e-6);
}

#[test]
fn without_regions_every_provider_is_looked_at() {
    let scenario = examples::seed_service();
    let (service, answers) = first(&scenario);
    let fleet = Fleet::of(&scenario, &service, &answers);
    assert_eq!((fleet.replicas, fleet.usual_place()), (57, ANYWHERE));
    let (catalog, all) = (shipped(), Filter::default());
    let choice = compare(&catalog, &fleet, &ANYWHERE, ON_DEMAND);
    assert_eq!(choice.fits.len() + choice.refused.len(), catalog.types().len());
    let shown: usize = choice.refused_by(&catalog, &all).iter().map(|(_, rows)| rows.len()).sum();
    assert_eq!(shown, choice.refused.len());
    let providers: std::collections::BTreeSet<_> =
        choice.fits.iter().map(|fit| catalog.types()[fit.instance].provider.as_str()).collect();
    assert!(["aws", "azure", "gcp"].iter().all(|wanted| providers.contains(wanted)), "{providers:?}");
}

#[test]
fn what_is_estimated_says_so() {
    let catalog = shipped();
    for purchase in [Purchase::Spot, Purchase::OneYear, Purchase::ThreeYears] {
        let choice = compare(&catalog, &fleet(4.0, 8.0, 0, 10), &ANYWHERE, Terms { purchase, negotiated: 0.0 });
        for fit in &choice.fits {
            for site in &fit.sites {
                let row = &catalog.types()[fit.instance];
                let offer = catalog.price(&row.provider, &row.name, &site.region).unwrap();
                assert_eq!(site.is_usual_discount, offer.of(purchase).is_none());
                assert!(!site.is_usual_discount || fit.is_estimate(&catalog));
            }
        }
        assert!(choice.fits.iter().any(|fit| !fit.is_estimate(&catalog)), "{purchase:?}");
    }
    let on_demand = compare(&catalog, &fleet(4.0, 8.0, 0, 10), &ANYWHERE, ON_DEMAND);
    assert!(on_demand.fits.iter().flat_map(|fit| &fit.sites).all(|site| !site.is_usual_discount));
}

#[test]
fn filters_and_orders_keep_what_they_say() {
    let catalog = shipped();
    let choice = compare(&catalog, &fleet(8.0, 32.0, 1, 10), &ANYWHERE, ON_DEMAND);
    let name = |place: usize| catalog.types()[choice.fits[place].instance].name.clone();
    let rows = |filter: &Filter, by, descending| choice.rows(&catalog, filter, by, descending);
    let all = rows(&Filter::default(), SortBy::Monthly, false);
    assert_eq!(all, (0..choice.fits.len()).collect::<Vec<_>>());
    let h100 = Filter { accelerator: Some("H100-80GB-SXM".into()), ..Filter::default() };
    assert!(!rows(&h100, SortBy::Monthly, false).is_empty());
    assert!(rows(&h100, SortBy::Monthly, false).len() < all.len());
    let words = Filter { words: "AWS g5 a10g".into(), ..Filter::default() };
    assert!(rows(&words, SortBy::Name, false).iter().all(|place| name(*place).starts_with("g5.")));
    let fewest = rows(&Filter::default(), SortBy::Nodes, false);
    assert!(fewest.windows(2).all(|pair| choice.fits[pair[0]].nodes <= choice.fits[pair[1]].nodes));
    let most = rows(&Filter::default(), SortBy::Unused, true);
    assert!(most.windows(2).all(|pair| choice.fits[pair[0]].unused_share >= choice.fits[pair[1]].unused_share));
    let refused = choice.refused_by(&catalog, &Filter::default());
    assert_eq!(refused.first().map(|(constraint, _)| *constraint), Some(Constraint::Gpus));
    assert!(choice.refused_by(&catalog, &h100).iter().all(|(constraint, _)| *constraint != Constraint::Gpus));
}

#[test]
fn memory_and_architecture_of_a_replica_count() {
    let catalog = shipped();
    let mut scenario = examples::find("llm-chat").unwrap().scenario();
    scenario.services.get_mut(crate::base::id::ServiceId(1)).unwrap().sizing.replica.gpu_memory =
        Some(Quantity::clamped(80.0));
    let (mut service, answers) = first(&scenario);
    let fits = |service: &Service| {
        let fleet = Fleet::of(&scenario, service, &answers);
        compare(&catalog, &fleet, &ANYWHERE, ON_DEMAND)
    };
    let choice = fits(&service);
    let memory = |place: usize| catalog.types()[place].accelerators.as_ref().and_then(|has| has.memory_gib);
    assert!(!choice.fits.is_empty() && choice.fits.iter().all(|fit| memory(fit.instance) >= Some(80.0)));
    // The active machine keeps the same rule as the ranking.
    let small = catalog.price("aws", "g5.12xlarge", "us-east-1").unwrap();
    service.cost.machine = Machine::from_catalog(&catalog, small);
    let now = active_machine(&scenario, &service, &answers, TODAY);
    let verdict = verdict(&now, None);
    assert_eq!(verdict.standing, Standing::Fails);
    assert_eq!(
        verdict.findings[0].sentence,
        "A replica does not fit AWS g5.12xlarge in us-east-1: needs 80 GiB of memory per GPU, has 24."
    );
    service.sizing.replica.arch = Some(crate::machines::catalog::Architecture::Arm);
    assert!(
        fits(&service).fits.iter().all(|fit| catalog.types()[fit.instance].architecture == service.sizing.replica.arch)
    );
}

#[test]
fn the_verdict_says_what_is_active() {
    let catalog = shipped();
    let mut scenario = examples::seed_service();
    let says = |scenario: &Scenario, with_catalog: bool| {
        let (service, answers) = first(scenario);
        let fleet = Fleet::of(scenario, &service, &answers);
        let choice = compare(&catalog, &fleet, &ANYWHERE, ON_DEMAND);
        let best = choice.fits.first().filter(|_| with_catalog).map(|best| (&catalog, best));
        verdict(&active_machine(scenario, &service, &answers, TODAY), best)
    };
    // By hand: 57 · 0.4 · 730.
    assert_eq!(
        says(&scenario, false).findings[0].sentence,
        "No instance type chosen: 57 replicas at the entered $0.40 an hour cost $16,644 a month if all run all month."
    );
    let id = scenario.services.first().id;
    let offer = catalog.price("aws", "m5.4xlarge", "us-east-1").unwrap();
    scenario.services.get_mut(id).unwrap().cost.reserve = Reserve::nothing();
    scenario.services.get_mut(id).unwrap().cost.machine = Machine::from_catalog(&catalog, offer);
    // By hand: 16/8 = 2 a node, ⌈57/2⌉ = 29 nodes, 29 · 0.768 · 730.
    assert_eq!(
        says(&scenario, false).findings[0].sentence,
        "29 nodes of AWS m5.4xlarge in us-east-1 run 57 replicas, 2 per node, for $16,259 a month on-demand, at a price 4 months old; 32 GiB unused per node."
    );
    assert!(says(&scenario, true).findings.last().unwrap().sentence.contains("less."));
    let service = scenario.services.get_mut(id).unwrap();
    let machine = service.cost.machine.as_mut().unwrap();
    state_price(machine, Purchase::OnDemand, None, TODAY);
    assert!(says(&scenario, false).findings[0].sentence.ends_with("Cost unknown: the instance type has no price."));
    let service = scenario.services.get_mut(id).unwrap();
    service.cost.machine = Some(own_machine(&service.sizing.replica));
    let machine = service.cost.machine.as_mut().unwrap();
    state_price(machine, Purchase::OnDemand, NodePrice::new(0.3).ok(), TODAY);
    // By hand: 57 · 0.3 · 730.
    assert_eq!(
        says(&scenario, false).findings[0].sentence,
        "57 nodes of Custom type run 57 replicas, 1 per node, for $12,483 a month on-demand, at a price less than a month old; nothing unused."
    );
    scenario.services.get_mut(id).unwrap().cost.machine = None;
    scenario.services.get_mut(id).unwrap().scaling.price = None;
    assert_eq!(says(&scenario, false).standing, Standing::Unknown);
}

#[test]
fn the_published_recommender_is_blind_for_gpus() {
    let catalog = shipped();
    let fleet = fleet(24.0, 96.0, 1, 12);
    let choice = compare(&catalog, &fleet, &ANYWHERE, ON_DEMAND);
    let lesson = lesson(&catalog, &fleet, &ANYWHERE, &choice);
    assert_eq!(lesson.as_printed.as_ref().unwrap().gpus, 0.0);
    assert!(lesson.with_gpus.as_ref().unwrap().gpus >= 1.0);
    assert!(lesson.sentences[0].contains("which has none"), "{}", lesson.sentences[0]);
    assert_eq!(lesson.sentences.len(), 2);
}

#[test]
fn the_catalogs_prices_of_the_plans_regions_are_stored_with_their_dates() {
    let catalog = shipped();
    let mut scenario = examples::find("three-region-payments").unwrap().scenario();
    let offer = catalog.price("aws", "m5.xlarge", "us-east-1").unwrap();
    let id = scenario.services.first().id;
    scenario.services.get_mut(id).unwrap().cost.reserve = Reserve::nothing();
    scenario.services.get_mut(id).unwrap().cost.machine = Machine::from_catalog(&catalog, offer);
    assert!(scenario.store_catalog_prices(&catalog, Some(id)));
    let machine = scenario.services.first().cost.machine.clone().unwrap();
    let stored: Vec<_> = machine.regional.iter().map(|row| (row.region.0, row.on_demand.unwrap().get())).collect();
    // By hand: 0.192 in Virginia, which is its own, 0.214 in Ireland and 0.24 in Singapore.
    assert_eq!((machine.on_demand.unwrap().get(), stored), (0.192, vec![(2, 0.214), (3, 0.24)]));
    assert!(machine.regional.iter().all(|row| !row.as_of.is_empty() && !row.source.is_empty()));
    assert!(!scenario.store_catalog_prices(&catalog, None), "nothing is left to store");
    // A stored price goes before what a region states; the region itself goes, and so does its price.
    let price = |scenario: &Scenario| {
        let service = scenario.services.first();
        crate::plan::price::hour_price(service, &scenario.regions, scenario.cost.negotiated)
    };
    assert_eq!(price(&scenario).node_in(Some(scenario.regions[1].id)), Some(0.214));
    scenario.remove_region(scenario.regions[1].id);
    assert_eq!(scenario.services.first().cost.machine.as_ref().unwrap().regional.len(), 1);
    let own = Machine::named("own", "x");
    assert_eq!(own.clone().with_catalog_prices(&catalog, &scenario.regions), own);
}

#[test]
fn ages_read_as_people_say_them() {
    let words = |as_of: &str| months_old(AsOf::parse(as_of).unwrap().age(TODAY));
    for (as_of, says) in [
        ("2026-11-01", "less than a month old"),
        ("2026-10-10", "one month old"),
        ("2026-07-20", "4 months old"),
        ("2024-02-21", "33 months old"),
        ("2025-08/2026-08", "2 to 15 months old"),
        ("2025/2027", "up to 22 months old"),
        ("2030", "less than a month old"),
    ] {
        assert_eq!(words(as_of), says, "{as_of}");
    }
    let catalog = shipped();
    let offer = catalog.price("aws", "m5.large", "us-east-2").unwrap();
    let facts = price_facts(&catalog, offer.on_demand.unwrap(), TODAY).unwrap();
    assert_eq!(facts.in_short(), "confirmed by a second source, 33 months old");
    assert!(facts.is_old && !facts.is_estimate && facts.sources.contains("Spare Cores"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_fits_is_short_of_nodes_or_cheaper_elsewhere(
        vcpus in 0.1..64.0_f64, memory in 0.1..256.0_f64, gpus in 0..9_u32, replicas in 0..300_u32, off in 0.0..0.9_f64
    ) {
        let catalog = shipped();
        let mut fleet = fleet(vcpus, memory, gpus, replicas);
        let terms = Terms { purchase: Purchase::OnDemand, negotiated: off };
        let anywhere = compare(&catalog, &fleet, &ANYWHERE, terms);
        for fit in &anywhere.fits {
            prop_assert!(fit.nodes * u64::from(fit.packing.replicas) >= u64::from(replicas));
            prop_assert!((0.0..=1.0).contains(&fit.unused_share) && fit.monthly.is_finite());
        }
        // One region as the plan's only one is that region, and never cheaper than the cheapest one.
        fleet.sites = vec![Site { provider: "aws".into(), region: "eu-west-1".into(), replicas }];
        let here = Where::Region { provider: "aws".into(), region: "eu-west-1".into() };
        let (one, plan) = (compare(&catalog, &fleet, &here, terms), compare(&catalog, &fleet, &fleet.usual_place(), terms));
        prop_assert_eq!(&one, &plan);
        for fit in &one.fits {
            let best = anywhere.fits.iter().find(|other| other.instance == fit.instance).unwrap();
            prop_assert!(best.hourly <= fit.hourly + 1e-12);
        }
    }
}
