//! Purchasing: which machine, and how much of it to commit to?

mod buy;
mod fields;
mod fleet;
mod lesson;
mod machine;
mod needs;
mod places;
mod pool;
mod prices;
mod ranking;
mod refused;
mod row;
mod sources;
mod tools;
mod tried;
mod view;

use crate::components::{VerdictSentence, WorkingTable};
use crate::pages::shared::RegionPrices;
use crate::session::Session;
use buy::BuySection;
use fleet::FleetTable;
use headroom_core::studies::machine_choice::verdict;
use leptos::prelude::*;
use lesson::LessonSection;
use machine::MachineFields;
use needs::NeedFields;
use pool::{PoolFields, PoolSection};
use ranking::RankingSection;
use refused::RefusedSection;
use sources::{PriceSources, PricesState};
use view::PurchasingView;

/// The page.
#[component]
pub fn PurchasingPage() -> impl IntoView {
    let page = PurchasingView::new(Session::here());
    provide_context(page);
    let verdict = Memo::new(move |_| {
        let now = page.active.get()?;
        let best = page.on_demand.get();
        let best = best.as_ref().and_then(|(catalog, choice)| Some((catalog.as_ref(), choice.fits.first()?)));
        Some(verdict(&now, best))
    });
    let working = move || page.active.with(|now| now.as_ref().map(|now| now.working.clone()));
    let baseline_working = move || page.baseline.with(|was| was.as_ref().map(|was| was.working.clone()));
    view! {
        <VerdictSentence lead=1 verdict=verdict/>
        <div class="columns">
            <form class="inputs" aria-label="Instance type inputs" on:submit=|event| event.prevent_default()>
                <MachineFields/>
                <NeedFields/>
                <PoolFields/>
            </form>
            <div class="answers">
                <FleetTable/>
                <PoolSection/>
                <RegionPrices/>
                <PricesState/>
                <RankingSection/>
                <RefusedSection/>
                <LessonSection/>
                <WorkingTable caption="What the fleet costs on its instance type" working=Signal::derive(working) baseline=Signal::derive(baseline_working)/>
                <PriceSources/>
            </div>
        </div>
        <BuySection/>
    }
}
