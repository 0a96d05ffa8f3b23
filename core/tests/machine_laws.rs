//! What the comparison of machines keeps, whatever a replica needs: on the catalogue that ships.
#![allow(clippy::unwrap_used, missing_docs)]

use headroom_core::base::units::Quantity;
use headroom_core::machines::catalog::{Architecture, Catalog, Purchase};
use headroom_core::machines::fit::{NodeReserve, Refusal, ReplicaNeed, pack};
use headroom_core::plan::scenario::cost::Reserve;
use headroom_core::studies::machine_choice::{Fleet, Site, Terms, Where, compare};
use proptest::prelude::*;

const SHIPPED: &str = include_str!("../../public/catalog/catalog.txt");
const RESERVE: NodeReserve = NodeReserve { vcpus: 0.5, memory_gib: 1.0 };
const ANYWHERE: Where = Where::Cheapest { provider: None };

fn terms(purchase: Purchase, negotiated: f64) -> Terms {
    Terms { purchase, negotiated }
}

fn fleet(need: ReplicaNeed, sites: &[(&str, &str, u32)]) -> Fleet {
    let site = |&(provider, region, replicas): &(&str, &str, u32)| Site {
        provider: provider.to_owned(),
        region: region.to_owned(),
        replicas,
    };
    let replicas = sites.iter().map(|site| site.2).sum();
    let [vcpus, memory] = [RESERVE.vcpus, RESERVE.memory_gib];
    let reserve = Reserve { vcpus: Some(Quantity::clamped(vcpus)), memory: Some(Quantity::clamped(memory)) };
    Fleet { need, reserve, replicas, sites: sites.iter().map(site).collect() }
}

fn in_plan(provider: &str) -> Where {
    Where::Plan { provider: provider.to_owned() }
}

#[test]
fn a_language_model_gets_its_gpus() {
    let catalog = Catalog::read(SHIPPED).unwrap();
    let need = ReplicaNeed { vcpus: 8.0, memory_gib: 64.0, gpus: 4, gpu_memory_gib: 80.0, ..ReplicaNeed::default() };
    let fleet = fleet(need, &[("aws", "us-east-1", 3)]);
    let choice = compare(&catalog, &fleet, &in_plan("aws"), terms(Purchase::OnDemand, 0.0));
    assert!(choice.fits.len() >= 5);
    assert!(choice.fits.windows(2).all(|pair| pair[0].monthly <= pair[1].monthly));
    let refusal = |wanted: &str| {
        let is = |row: &&headroom_core::studies::machine_choice::Refused| catalog.types()[row.instance].name == wanted;
        choice.refused.iter().find(is).unwrap().refusal.to_string()
    };
    assert_eq!(refusal("m5.large"), "needs 4 GPUs, has 0");
    assert_eq!(refusal("g5.48xlarge"), "needs 80 GiB of memory per GPU, has 24");
    for fit in &choice.fits {
        assert_eq!(fit.sites[0].nodes, 3_u32.div_ceil(fit.packing.replicas));
    }
}

#[test]
fn every_region_of_the_plan_must_have_a_price() {
    let catalog = Catalog::read(SHIPPED).unwrap();
    let need =
        ReplicaNeed { vcpus: 2.0, memory_gib: 4.0, architecture: Some(Architecture::Arm), ..ReplicaNeed::default() };
    let sites = [("gcp", "us-central1", 10), ("gcp", "nowhere", 10)];
    let at = |sites: &[(&str, &str, u32)], purchase| {
        compare(&catalog, &fleet(need.clone(), sites), &in_plan("gcp"), terms(purchase, 0.0))
    };
    let both = at(&sites, Purchase::OnDemand);
    assert!(both.fits.is_empty());
    assert!(both.refused.iter().any(|row| row.refusal == Refusal::NoPrice { region: "nowhere".into() }));
    let intel = both.refused.iter().find(|row| catalog.types()[row.instance].name == "n2-standard-4").unwrap();
    assert_eq!(intel.refusal.to_string(), "needs arm64, has x86_64");
    assert!(!at(&sites[..1], Purchase::ThreeYears).fits.is_empty());
    assert!(at(&[], Purchase::Spot).fits.is_empty());
}

/// A discount on every list price makes the cheapest fleet cheaper by just that, and leaves spot as it is.
#[test]
fn a_negotiated_discount_goes_through_the_comparison() {
    let catalog = Catalog::read(SHIPPED).unwrap();
    let need = ReplicaNeed { vcpus: 4.0, memory_gib: 16.0, ..ReplicaNeed::default() };
    let fleet = fleet(need, &[("aws", "us-east-1", 40)]);
    let cheapest = |purchase, off| compare(&catalog, &fleet, &ANYWHERE, terms(purchase, off)).fits[0].monthly;
    let on_demand = cheapest(Purchase::OnDemand, 0.0);
    assert!((cheapest(Purchase::OnDemand, 0.25) - 0.75 * on_demand).abs() < 1e-6);
    assert_eq!(cheapest(Purchase::Spot, 0.25), cheapest(Purchase::Spot, 0.0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn needing_more_never_costs_less(
        vcpus in 0.1..32.0_f64, memory in 0.1..128.0_f64, gpus in 0..4_u32, replicas in 0..50_u32, more in 1.0..3.0_f64
    ) {
        let catalog = Catalog::read(SHIPPED).unwrap();
        let need = ReplicaNeed { vcpus, memory_gib: memory, gpus, ..ReplicaNeed::default() };
        let larger = ReplicaNeed { vcpus: vcpus * more, memory_gib: memory * more, gpus: gpus + 1, ..need.clone() };
        let on_demand = terms(Purchase::OnDemand, 0.0);
        let ranked = |need: &ReplicaNeed| {
            let fleet = Fleet { replicas, ..fleet(need.clone(), &[]) };
            compare(&catalog, &fleet, &ANYWHERE, on_demand).fits
        };
        let cheapest = |need: &ReplicaNeed| ranked(need).first().map_or(f64::INFINITY, |row| row.monthly);
        prop_assert!(cheapest(&larger) >= cheapest(&need));
        // Packed replicas never use more than the node has.
        for row in ranked(&need) {
            let packing = pack(&need, &catalog.types()[row.instance], RESERVE).unwrap();
            prop_assert!(packing.used_fraction <= 1.0 && packing == row.packing);
            prop_assert!(row.nodes * u64::from(packing.replicas) >= u64::from(replicas));
        }
    }
}
