//! Where and how types are compared, and which are looked at.

use super::view::{PurchasingView, ROWS};
use crate::components::{Pick, Segmented, Select};
use headroom_core::base::text;
use headroom_core::machines::catalog::{Architecture, Family, Purchase};
use headroom_core::studies::machine_choice::{Where, provider_name};
use leptos::prelude::*;

/// Stands for the plan's regions, and for the region where a type costs least, in the list of regions.
const PLAN: &str = "=plan";
const CHEAPEST: &str = "=cheapest";

fn family_words(family: Family) -> &'static str {
    match family {
        Family::General => "General purpose",
        Family::Compute => "Compute",
        Family::Memory => "Memory",
        Family::Storage => "Storage",
        Family::Gpu => "GPU",
        Family::InferenceAccelerator => "Inference chips",
        Family::TrainingAccelerator => "Training chips",
    }
}

/// The fields above the table.
#[component]
pub fn ChoiceTools() -> impl IntoView {
    let page = PurchasingView::here();
    let families =
        std::iter::once((None, "Any")).chain(Family::ALL.iter().map(|family| (Some(*family), family_words(*family))));
    let architectures = vec![(None, "Any"), (Some(Architecture::X86), "x86-64"), (Some(Architecture::Arm), "Arm")];
    let purchases = vec![
        (Purchase::OnDemand, "On-demand"),
        (Purchase::OneYear, "1-year"),
        (Purchase::ThreeYears, "3-year"),
        (Purchase::Spot, "Spot"),
    ];
    let models = Memo::new(move |_| {
        let catalog = page.catalog.get();
        let types = catalog.as_ref().map(|catalog| catalog.types()).unwrap_or_default();
        let mut models: Vec<String> =
            types.iter().filter_map(|row| row.accelerators.as_ref()).map(|has| has.model.clone()).collect();
        models.sort_unstable();
        models.dedup();
        let any = [(String::new(), "Any, or none".to_owned())];
        any.into_iter().chain(models.into_iter().map(|model| (model.clone(), model))).collect::<Vec<_>>()
    });
    view! {
        <div class="choice-tools" role="group" aria-label="Comparison filters">
            <PlaceFields/>
            <div class="choice-purchase">
                <span class="tool-label">"Pricing"</span>
                <Segmented id="choice-purchase" label="Pricing" choices=purchases
                    value=Signal::derive(move || Some(page.purchase.get())) set=move |purchase| { page.purchase.set(purchase); page.shown.set(ROWS); }/>
            </div>
            <Select id="choice-family" label="Family" choices=families.collect() value=Signal::derive(move || page.filter.with(|filter| filter.family))
                set=move |family| page.narrow(|filter| filter.family = family)/>
            <Select id="choice-arch" label="Architecture" choices=architectures value=Signal::derive(move || page.filter.with(|filter| filter.architecture))
                set=move |arch| page.narrow(|filter| filter.architecture = arch)/>
            <Pick id="choice-gpu" label="Accelerator" choices=models value=Signal::derive(move || page.filter.with(|filter| filter.accelerator.clone().unwrap_or_default()))
                set=move |model: String| page.narrow(|filter| filter.accelerator = (!model.is_empty()).then_some(model)) key=String::clone/>
            <div class="field">
                <label for="choice-words">"Search"</label>
                <input id="choice-words" type="text" autocomplete="off" spellcheck="false" placeholder="such as c7 xlarge"
                    prop:value=move || page.filter.with(|filter| filter.words.clone())
                    on:input=move |event| page.narrow(|filter| filter.words = event_target_value(&event))/>
            </div>
        </div>
    }
}

/// Whose types, and where.
#[component]
fn PlaceFields() -> impl IntoView {
    let page = PurchasingView::here();
    let offered = Memo::new(move |_| {
        let catalog = page.catalog.get();
        let mut offered = Vec::<(String, Vec<String>)>::new();
        for (provider, region) in catalog.iter().flat_map(|catalog| catalog.regions()) {
            match offered.last_mut().filter(|(known, _)| known == provider) {
                Some((_, regions)) => regions.push(region.to_owned()),
                None => offered.push((provider.to_owned(), vec![region.to_owned()])),
            }
        }
        offered
    });
    let provider = Memo::new(move |_| {
        page.place.with(|place| place.as_ref().and_then(Where::provider).unwrap_or_default().to_owned())
    });
    let plan_regions = Memo::new(move |_| {
        let provider = provider.get();
        page.fleet.with(|fleet| {
            let sites = fleet.iter().flat_map(|fleet| &fleet.sites).filter(|site| site.provider == provider);
            let n = sites.count() as u64;
            (n > 0).then(|| format!("{} of the plan", text::counted(n, "region", "regions")))
        })
    });
    let providers = Memo::new(move |_| {
        let all = [(String::new(), "Every provider".to_owned())];
        let each = |known: &(String, Vec<String>)| (known.0.clone(), provider_name(&known.0).to_owned());
        offered.with(|offered| all.into_iter().chain(offered.iter().map(each)).collect::<Vec<_>>())
    });
    let regions = Memo::new(move |_| {
        let (chosen, mut regions) = (provider.get(), Vec::new());
        regions.extend(plan_regions.get().map(|words| (PLAN.to_owned(), words)));
        regions.push((CHEAPEST.to_owned(), "Cheapest region".to_owned()));
        offered.with(|offered| {
            let own = offered.iter().filter(|(known, _)| *known == chosen).flat_map(|(_, regions)| regions);
            regions.extend(own.map(|region| (region.clone(), region.clone())));
        });
        regions
    });
    let region = Memo::new(move |_| match page.place.get() {
        Some(Where::Plan { .. }) => PLAN.to_owned(),
        Some(Where::Region { region, .. }) => region,
        Some(Where::Cheapest { .. }) | None => CHEAPEST.to_owned(),
    });
    let set_provider = move |provider: String| {
        let in_plan = page
            .fleet
            .with_untracked(|fleet| fleet.as_ref().is_some_and(|fleet| fleet.providers().contains(&provider.as_str())));
        page.look_in(match (provider.is_empty(), in_plan) {
            (true, _) => Where::Cheapest { provider: None },
            (false, true) => Where::Plan { provider },
            (false, false) => Where::Cheapest { provider: Some(provider) },
        });
    };
    let set_region = move |region: String| {
        let provider = provider.get_untracked();
        page.look_in(match region.as_str() {
            PLAN => Where::Plan { provider },
            CHEAPEST => Where::Cheapest { provider: Some(provider).filter(|provider| !provider.is_empty()) },
            _ => Where::Region { provider, region },
        });
    };
    view! {
        <Pick id="choice-provider" label="Provider" choices=providers value=provider set=set_provider key=String::clone/>
        <Pick id="choice-region" label="Where" choices=regions value=region set=set_region key=String::clone/>
    }
}
