//! Cost: what does it come to, line by line, over the years, and who pays?

mod answers;
pub mod fields;
mod inputs;
mod view;

use crate::components::{VerdictSentence, WorkingTable};
use crate::pages::shared::FleetTable;
use crate::session::Session;
use answers::{Bill, Budgets, Change, Charges, Each, Moves, Nodes, Owned, Years};
use inputs::Inputs;
use leptos::prelude::*;
use view::CostView;

/// The page.
#[component]
pub fn CostPage() -> impl IntoView {
    let session = Session::here();
    let view = CostView::new(session);
    provide_context(view);
    let verdict = move || Some(view.plan.with(|plan| plan.verdict.clone()));
    let working = move || Some(view.plan.with(|plan| plan.working.clone()));
    let baseline = move || view.before.get().map(|plan| plan.working.clone());
    let own = session.answer(|service| service.cost.working.clone());
    let own_baseline = session.baseline_answer(|service| service.cost.working.clone());
    let name = move || format!("Where the compute of {} comes from", view.name(Some(session.service_id())));
    view! {
        <VerdictSentence lead=1 verdict=Signal::derive(verdict)/>
        <div class="columns">
            <Inputs/>
            <div class="answers">
                <Bill/>
                <FleetTable/>
                <Nodes/>
                <Years/>
                <Change/>
                <Each/>
                <Moves/>
                <Charges/>
                <Budgets/>
                <Owned/>
                <section class="cost-working">
                    <WorkingTable caption="What the plan costs" working=Signal::derive(working) baseline=Signal::derive(baseline)/>
                    <h2>{name}</h2>
                    <WorkingTable caption="One service" working=Signal::derive(move || own.get()) baseline=Signal::derive(move || own_baseline.get())/>
                </section>
            </div>
        </div>
    }
}
