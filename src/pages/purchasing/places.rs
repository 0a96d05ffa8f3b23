//! Whose types are compared, and where: what can be chosen, and what is.

use headroom_core::base::text;
use headroom_core::machines::catalog::Catalog;
use headroom_core::studies::machine_choice::{Fleet, Where, provider_name};

/// Stands for the plan's regions, and for the region where a type costs least, in the list of regions.
const PLAN: &str = "=plan";
const CHEAPEST: &str = "=cheapest";

/// A choice: what stands for it, and what it is called.
type Choice = (String, String);

/// What can be chosen of providers and regions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    pub providers: Vec<Choice>,
    pub provider: String,
    pub regions: Vec<Choice>,
    pub region: String,
}

impl Places {
    /// What a catalog offers a fleet that stands somewhere.
    pub fn of(catalog: Option<&Catalog>, fleet: Option<&Fleet>, place: Option<&Where>) -> Self {
        let offered: Vec<(&str, &str)> = catalog.iter().flat_map(|catalog| catalog.regions()).collect();
        let provider = place.and_then(Where::provider).unwrap_or_default();
        let mut providers = vec![(String::new(), "Every provider".to_owned())];
        for (known, _) in &offered {
            if providers.last().is_none_or(|(last, _)| last != known) {
                providers.push(((*known).to_owned(), provider_name(known).to_owned()));
            }
        }
        let sites = fleet.iter().flat_map(|fleet| &fleet.sites).filter(|site| site.provider == provider).count() as u64;
        let of_plan = || (PLAN.to_owned(), format!("{} of the plan", text::counted(sites, "region", "regions")));
        let own = offered.iter().filter(|(known, _)| *known == provider);
        let regions = (sites > 0).then(of_plan).into_iter();
        let regions = regions.chain([(CHEAPEST.to_owned(), "Cheapest region".to_owned())]);
        Self {
            providers,
            provider: provider.to_owned(),
            regions: regions.chain(own.map(|(_, region)| ((*region).to_owned(), (*region).to_owned()))).collect(),
            region: match place {
                Some(Where::Plan { .. }) => PLAN.to_owned(),
                Some(Where::Region { region, .. }) => region.clone(),
                Some(Where::Cheapest { .. }) | None => CHEAPEST.to_owned(),
            },
        }
    }
}

/// Where types are compared once a provider is chosen: in the plan's regions where it has some there.
pub fn of_provider(provider: String, fleet: Option<&Fleet>) -> Where {
    let is_in_plan = fleet.is_some_and(|fleet| fleet.providers().contains(&provider.as_str()));
    match (provider.is_empty(), is_in_plan) {
        (true, _) => Where::Cheapest { provider: None },
        (false, true) => Where::Plan { provider },
        (false, false) => Where::Cheapest { provider: Some(provider) },
    }
}

/// Where types are compared once a region of a provider is chosen.
pub fn of_region(provider: String, region: String) -> Where {
    match region.as_str() {
        PLAN => Where::Plan { provider },
        CHEAPEST => Where::Cheapest { provider: Some(provider).filter(|provider| !provider.is_empty()) },
        _ => Where::Region { provider, region },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    const LISTED: &str = "headroom-catalog 1\n[sources]\nOWN\tan example\town\n[quotes]\na\t2026-07\tOWN\tlist\n\
        [types]\naws\tm5.large\tgeneral\t64\t256\tx86_64\n[prices]\n=aws\tm5.large\nus-east-1\t0.096a\n\
        eu-west-1\t0.107a\nend 11\n";

    #[test]
    fn the_regions_are_those_of_the_provider_and_the_plans_own_where_it_has_some_there() {
        let catalog = Catalog::read(LISTED).unwrap();
        let plan = examples::find("three-region-payments").unwrap().scenario();
        let fleet = Fleet::of(&plan, plan.services.first(), &evaluate(&plan).services[0]);
        let words = |choices: &[Choice]| choices.iter().map(|(_, words)| words.clone()).collect::<Vec<_>>();
        let place = of_provider("aws".to_owned(), Some(&fleet));
        assert_eq!(place, Where::Plan { provider: "aws".to_owned() });
        let places = Places::of(Some(&catalog), Some(&fleet), Some(&place));
        assert_eq!(words(&places.providers), ["Every provider", provider_name("aws")]);
        assert_eq!(words(&places.regions), ["3 regions of the plan", "Cheapest region", "eu-west-1", "us-east-1"]);
        assert_eq!((places.provider.as_str(), places.region.as_str()), ("aws", PLAN));
        // Nothing chosen: every provider, each type where it costs least.
        let all = of_provider(String::new(), Some(&fleet));
        let places = Places::of(Some(&catalog), Some(&fleet), Some(&all));
        assert_eq!((words(&places.regions), places.region.as_str()), (vec!["Cheapest region".to_owned()], CHEAPEST));
        // A provider that sells none of the plan's regions.
        assert_eq!(of_provider("gcp".to_owned(), Some(&fleet)), Where::Cheapest { provider: Some("gcp".to_owned()) });
    }

    #[test]
    fn what_stands_for_a_choice_is_read_back() {
        let catalog = Catalog::read(LISTED).unwrap();
        let own = Where::Region { provider: "aws".to_owned(), region: "eu-west-1".to_owned() };
        let any = Where::Cheapest { provider: Some("aws".to_owned()) };
        for place in [own, any, Where::Plan { provider: "aws".to_owned() }, Where::Cheapest { provider: None }] {
            let places = Places::of(Some(&catalog), None, Some(&place));
            assert_eq!(of_region(places.provider, places.region), place);
        }
    }
}
