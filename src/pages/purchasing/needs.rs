//! What one replica needs of a machine, what a node keeps for itself, what was negotiated.

use super::fields::OptionalField;
use super::view::PurchasingView;
use crate::components::{NumberField, Select};
use crate::edit::Change;
use headroom_core::machines::catalog::Architecture;
use leptos::prelude::*;

/// The fields.
#[component]
pub fn NeedFields() -> impl IntoView {
    let page = PurchasingView::here();
    let session = page.session;
    let replica = session.service_part(|service| service.sizing.replica);
    let reserve = session.service_part(|service| service.cost.reserve);
    let has_gpus = Memo::new(move |_| replica.get().gpus.get() > 0);
    let architectures = vec![(None, "Any"), (Some(Architecture::X86), "x86-64"), (Some(Architecture::Arm), "Arm")];
    view! {
        <fieldset>
            <legend>"One replica needs"</legend>
            <NumberField id="need-vcpus" label="CPU" value=Signal::derive(move || replica.get().vcpus)
                set=move |change, value| session.edit_service(change, |service| service.sizing.replica.vcpus = value)/>
            <NumberField id="need-memory" label="Memory" value=Signal::derive(move || replica.get().memory)
                set=move |change, value| session.edit_service(change, |service| service.sizing.replica.memory = value)/>
            <NumberField id="need-gpus" label="Accelerators" value=Signal::derive(move || replica.get().gpus)
                set=move |change, value| session.edit_service(change, |service| service.sizing.replica.gpus = value)/>
            <Show when=move || has_gpus.get()>
                <OptionalField id="need-gpu-memory" label="Memory of each" first=24.0 unstated="any"
                    value=Signal::derive(move || replica.get().gpu_memory)
                    set=move |change, value| session.edit_service(change, |service| service.sizing.replica.gpu_memory = value)/>
            </Show>
            <Select id="need-arch" label="Architecture" choices=architectures value=Signal::derive(move || replica.get().arch)
                set=move |arch| session.edit_service(Change::Edit, |service| service.sizing.replica.arch = arch)/>
        </fieldset>
        <fieldset>
            <legend>"Each node keeps for itself"</legend>
            <NumberField id="reserve-vcpus" label="CPU" value=Signal::derive(move || reserve.get().vcpus)
                set=move |change, value| session.edit_service(change, |service| service.cost.reserve.vcpus = value)/>
            <NumberField id="reserve-memory" label="Memory" value=Signal::derive(move || reserve.get().memory)
                set=move |change, value| session.edit_service(change, |service| service.cost.reserve.memory = value)
                hint="System, agents, daemon sets; 0 where the machine's figures are already less these."/>
        </fieldset>
        <fieldset>
            <legend>"Contract"</legend>
            <NumberField id="negotiated" label="Negotiated discount" value=page.negotiated
                set=move |change, value| session.edit(change, |scenario| scenario.cost.negotiated = value)
                hint="Off the list prices of machines in the whole plan, whoever sells them; not off spot."/>
        </fieldset>
    }
}
