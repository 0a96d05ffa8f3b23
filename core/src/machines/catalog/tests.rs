//! Tests of the catalogue: the files that ship, and files that are damaged.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

const MAIN: &str = include_str!("../../../../public/catalog/catalog.txt");
const AWS_REGIONS: &str = include_str!("../../../../public/catalog/aws-regions.txt");

fn catalog() -> Catalog {
    let mut catalog = Catalog::read(MAIN).unwrap();
    catalog.extend(AWS_REGIONS).unwrap();
    catalog
}

#[test]
fn the_shipped_files_are_read_whole() {
    let catalog = catalog();
    assert_eq!((catalog.types().len(), catalog.prices().len(), catalog.accelerators.len()), (250, 2707, 34));
    let providers: std::collections::BTreeSet<_> = catalog.regions().map(|(provider, _)| provider).collect();
    assert_eq!(
        providers.into_iter().collect::<Vec<_>>(),
        ["aws", "azure", "gcp", "lambda", "nebius", "runpod", "verda"]
    );
    for (provider, region) in catalog.regions() {
        let sold = |price: &RegionPrice| catalog.types()[price.instance].provider == provider && price.region == region;
        assert!(catalog.prices().iter().any(sold), "{provider} {region}");
    }
    assert_eq!(catalog.credits().len(), 2);
    // Every accelerator that a type names is described.
    for accelerators in catalog.types().iter().filter_map(|instance| instance.accelerators.as_ref()) {
        assert!(catalog.accelerator(&accelerators.model).is_some(), "{}", accelerators.model);
    }
}

#[test]
fn a_price_comes_with_its_date_and_source() {
    let catalog = catalog();
    let offer = catalog.price("aws", "t3.medium", "us-east-1").unwrap();
    let usd = |purchase| offer.of(purchase).map(|price| price.usd);
    assert_eq!(
        [Purchase::OnDemand, Purchase::Spot, Purchase::OneYear, Purchase::ThreeYears].map(usd),
        [Some(0.0416), Some(0.0183), Some(0.0261), Some(0.015639)]
    );
    let quote = catalog.quote(offer.on_demand.unwrap()).unwrap();
    assert_eq!((quote.basis, quote.sources.as_slice()), (Basis::List, ["KPA".to_owned()].as_slice()));
    assert_eq!(quote.as_of.age(date(2026, 7, 30)), PriceAge { at_least: 10, at_most: 10 });
    let upfront = catalog.quote(offer.three_years.unwrap()).unwrap();
    assert_eq!((upfront.payment, upfront.as_of.age(date(2026, 7, 30)).at_most), (Some(Payment::Upfront), 424));
    let ireland = catalog.price("aws", "m5.large", "eu-west-1").unwrap();
    assert_eq!(catalog.quote(ireland.on_demand.unwrap()).unwrap().basis, Basis::Corroborated);
    assert!(catalog.quote(ireland.spot.unwrap()).unwrap().basis.is_estimate());
    assert_eq!(ireland.one_year, None);
}

#[test]
fn unknown_is_not_zero() {
    let catalog = catalog();
    let tpu = &catalog.types()[catalog.type_index("gcp", "tpu-v6e-1chip").unwrap()];
    assert_eq!((tpu.vcpus, tpu.memory_gib, tpu.architecture), (None, None, None));
    assert!(catalog.prices().iter().filter_map(|row| row.on_demand).all(|price| price.usd > 0.0));
    assert_eq!(catalog.price("aws", "p5.48xlarge", "nowhere"), None);
}

#[test]
fn network_prices_are_found() {
    let catalog = catalog();
    let priced = |provider: &str, region: &str, category: &str| -> Vec<f64> {
        let here = catalog.services.iter().filter(|row| row.provider == provider && row.category == category);
        here.filter(|row| row.region.as_deref().is_none_or(|known| known == region)).map(|row| row.price.usd).collect()
    };
    assert_eq!(priced("gcp", "us-central1", "control-plane"), [0.1]);
    assert!(priced("azure", "eastus", "internet-egress").contains(&0.087));
    let link =
        catalog.links.iter().find(|link| link.from == "af-south-1" && link.to.iter().any(|to| to == "ap-south-1"));
    assert_eq!(link.map(|link| link.price.usd), Some(0.147));
}

#[test]
fn usual_discounts_are_estimates() {
    let catalog = catalog();
    let usual = catalog.discount("aws", Family::Gpu, Term::ThreeYears, None).unwrap();
    assert_eq!(usual.share.usd, 0.624);
    assert!(catalog.quote(usual.share).unwrap().basis.is_estimate());
    assert_eq!(catalog.discount("oci", Family::Gpu, Term::OneYear, Some(Payment::Upfront)).unwrap().share.usd, 0.25);
    assert_eq!(catalog.discount("verda", Family::Gpu, Term::OneYear, None), None);
}

#[test]
fn what_is_not_known_may_be_estimated_and_says_so() {
    let catalog = catalog();
    let offer = catalog.price("aws", "m5.large", "eu-west-1").unwrap();
    let (on_demand, year) =
        (offer.on_demand.unwrap().usd, catalog.price_or_estimate(offer, Purchase::OneYear).unwrap());
    assert!((year.usd - on_demand * 0.661).abs() < 1e-12);
    assert_eq!(catalog.quote(year).unwrap().basis, Basis::Estimate);
    assert_eq!(catalog.price_or_estimate(offer, Purchase::OnDemand), offer.on_demand);
    assert_eq!(catalog.price_or_estimate(offer, Purchase::Spot), offer.spot);
    let (provider, region) = catalog.regions().find(|(provider, _)| *provider == "lambda").unwrap();
    let sold = |price: &&RegionPrice| catalog.types()[price.instance].provider == provider && price.region == region;
    let rented = catalog.prices().iter().find(sold).unwrap();
    assert_eq!(catalog.price_or_estimate(rented, Purchase::OneYear), None);
}

#[test]
fn damage_is_refused_with_its_line() {
    let head =
        "headroom-catalog 1\n[sources]\nS\twords\town\n[quotes]\na\t2026\tS\tlist\n[types]\naws\tm\tgeneral\t2\t8\n";
    for (rest, line, problem) in [
        ("", 8, "the text is cut short: its last line must begin with end"),
        ("end 6\n", 8, "7 lines come before it, but it says 6"),
        ("end 7\nmore\n", 9, "nothing may follow the line that begins with end"),
        ("aws\tm\tgeneral\n", 8, "the type aws m is listed twice"),
        ("aws\tn\tstrange\n", 8, "strange is unknown here"),
        ("aws\tn\tgpu\t-2\n", 8, "-2 is not a number from 0 to 1000000000"),
        ("aws\tn\tgpu\tNaN\n", 8, "NaN is not a number from 0 to 1000000000"),
        ("aws\tn\tgpu\t1\t1\t\tT4\t0\n", 8, "the number of accelerators must be above 0 and up to 1024"),
        ("[prices]\nx\t1a\n", 9, "no type precedes this price"),
        ("[prices]\n=aws\tn\n", 9, "no type aws n is listed above"),
        ("[prices]\n=aws\tm\nx\t1\n", 10, "1 does not name a quote"),
        ("[prices]\n=aws\tm\nx\t1b\n", 10, "no quote b is listed above"),
        ("[prices]\n=aws\tm\nx\t1a\nx\t1a\n", 11, "the price of m in x is listed twice"),
        ("[prices]\n=aws\tm\nx\t1a\t\t\t\t10-5\n", 10, "10-5 is not a range of interruptions"),
        ("[quotes]\nb\t2026-99\tS\tlist\n", 9, "2026-99 is not a date"),
        ("[quotes]\nb\t2026\tX\tlist\n", 9, "no source X is listed above"),
        ("[what]\nrow\n", 9, "there is no section [what]"),
        ("[discounts]\naws\t*\t1y\t1.5a\n", 9, "the share must be below 1"),
    ] {
        let damaged = Catalog::read(&format!("{head}{rest}")).unwrap_err();
        assert_eq!((damaged.line, damaged.problem.as_str()), (line, problem), "{rest}");
    }
    assert_eq!(
        Catalog::read("{}").unwrap_err().to_string(),
        "line 1 of the catalog: the first line must be headroom-catalog 1"
    );
    assert_eq!(Catalog::read("").unwrap_err().line, 1);
}

#[test]
fn a_damaged_extension_changes_nothing() {
    let mut catalog = Catalog::read(MAIN).unwrap();
    let before = catalog.clone();
    assert!(catalog.extend("headroom-catalog 1\n[types]\naws\tnew\tgpu\n").is_err());
    assert_eq!(catalog, before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_file_cut_anywhere_is_refused(at in 0..AWS_REGIONS.len() - 2) {
        let mut catalog = Catalog::read(MAIN).unwrap();
        prop_assert!(catalog.extend(AWS_REGIONS.get(..at).unwrap_or_default()).is_err());
    }

    #[test]
    fn no_text_panics(lines in prop::collection::vec("[a-z0-9=\\[\\].\t-]{0,30}", 0..20), section in 0..8_usize) {
        let names = ["sources", "quotes", "accelerators", "types", "prices", "services", "links", "discounts"];
        let name = names.get(section).copied().unwrap_or("types");
        let _ = Catalog::read(&format!("headroom-catalog 1\n[{name}]\n{}\n", lines.join("\n")));
    }
}
