//! Where and how types are compared, and which are looked at.

use super::places::{Places, of_provider, of_region};
use super::view::{PurchasingView, ROWS};
use crate::components::{Pick, Segmented, Select};
use headroom_core::machines::catalog::{Architecture, Catalog, Family, Purchase};
use leptos::prelude::*;
use std::collections::BTreeSet;

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

/// The models of accelerators that a catalog has.
fn models(catalog: Option<&Catalog>) -> Vec<(String, String)> {
    let types = catalog.map(Catalog::types).unwrap_or_default();
    let models = types.iter().filter_map(|row| row.accelerators.as_ref()).map(|has| has.model.clone());
    let models: BTreeSet<String> = models.collect();
    let any = [(String::new(), "Any, or none".to_owned())];
    any.into_iter().chain(models.into_iter().map(|model| (model.clone(), model))).collect()
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
    let models = Memo::new(move |_| models(page.catalog.get().as_deref()));
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
    let places = Memo::new(move |_| {
        let catalog = page.catalog.get();
        page.fleet.with(|fleet| page.place.with(|place| Places::of(catalog.as_deref(), fleet.as_ref(), place.as_ref())))
    });
    let set_provider = move |provider: String| {
        page.look_in(page.fleet.with_untracked(|fleet| of_provider(provider, fleet.as_ref())));
    };
    let set_region = move |region: String| {
        page.look_in(of_region(places.with_untracked(|places| places.provider.clone()), region));
    };
    let read =
        move |of: fn(&Places) -> &Vec<(String, String)>| Memo::new(move |_| places.with(|places| of(places).clone()));
    view! {
        <Pick id="choice-provider" label="Provider" choices=read(|places| &places.providers) set=set_provider key=String::clone
            value=Memo::new(move |_| places.with(|places| places.provider.clone()))/>
        <Pick id="choice-region" label="Where" choices=read(|places| &places.regions) set=set_region key=String::clone
            value=Memo::new(move |_| places.with(|places| places.region.clone()))/>
    }
}
