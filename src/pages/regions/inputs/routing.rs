//! Who serves whom, how many regions may be lost, and where their users then go.

use super::super::view::RegionsView;
use super::fields::asked;
use crate::components::Select;
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::id::RegionId;
use headroom_core::plan::scenario::regions::{Overflow, Strategy};
use leptos::prelude::*;

/// The kinds of strategies, without the primary.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Proportional,
    ActiveActive,
    ActivePassive,
}

impl Kind {
    fn of(strategy: Strategy) -> Self {
        match strategy {
            Strategy::Proportional => Self::Proportional,
            Strategy::ActiveActive => Self::ActiveActive,
            Strategy::ActivePassive { .. } => Self::ActivePassive,
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Proportional => "Users are served at home, or in the nearest region that may serve them.",
            Self::ActiveActive => "Users are spread evenly over all regions that may serve them.",
            Self::ActivePassive => "One region serves all it may serve; the others stand by.",
        }
    }
}

fn overflow_about(overflow: Overflow) -> &'static str {
    match overflow {
        Overflow::Proportional => "Each survivor gets as much more as it has load already.",
        Overflow::ByCapacity => "Each survivor gets as much as it has replicas in normal times.",
        Overflow::NearestWithRoom => "The nearest survivor with room is filled first, then the next.",
    }
}

/// The fields.
#[component]
pub fn RoutingFields() -> impl IntoView {
    let session = Session::here();
    let strategy = session.service_part(|service| service.regions.strategy);
    let overflow = session.service_part(|service| service.regions.overflow);
    let kind = Memo::new(move |_| Kind::of(strategy.get()));
    let set_kind = move |kind: Kind| {
        let first = session.scenario_now().regions.iter().find(|region| region.hosts).map(|region| region.id);
        let strategy = match (kind, first) {
            (Kind::ActiveActive, _) => Strategy::ActiveActive,
            (Kind::ActivePassive, Some(primary)) => Strategy::ActivePassive { primary },
            _ => Strategy::Proportional,
        };
        session.edit_service(Change::Edit, |service| service.regions.strategy = strategy);
    };
    let set_overflow =
        move |overflow| session.edit_service(Change::Edit, |service| service.regions.overflow = overflow);
    view! {
        <fieldset id="routing">
            <legend>"Losses and routing"</legend>
            {asked("survive", "Regions that may be lost", |asked| asked.survive, |asked, value| asked.survive = value)}
            <Select id="strategy" label="In normal times" value=kind set=set_kind
                choices=vec![(Kind::Proportional, "At home"), (Kind::ActiveActive, "Active-active"), (Kind::ActivePassive, "Active-passive")]/>
            <p class="hint">{move || kind.get().about()}</p>
            {move || (kind.get() == Kind::ActivePassive).then(primary)}
            <Select id="overflow" label="Users of a lost region" value=overflow set=set_overflow
                choices=vec![(Overflow::Proportional, "By load"), (Overflow::ByCapacity, "By capacity"), (Overflow::NearestWithRoom, "Nearest with room")]/>
            <p class="hint">{move || overflow_about(overflow.get())}</p>
        </fieldset>
    }
}

/// The list of regions that can be the primary.
fn primary() -> impl IntoView {
    let (session, view) = (Session::here(), RegionsView::here());
    let chosen = session.service_part(|service| match service.regions.strategy {
        Strategy::ActivePassive { primary } => Some(primary),
        _ => None,
    });
    let hosts = session.part(|scenario| {
        let hosts = scenario.regions.iter().filter(|region| region.hosts);
        hosts.map(|region| region.id).collect::<Vec<_>>()
    });
    let names = view.names();
    let options = move || {
        let (hosts, names) = (hosts.get(), names.get());
        let hosts = names.into_iter().filter(|(id, _)| hosts.contains(id) || chosen.get() == Some(*id));
        let option = |(id, name): (RegionId, String)| view! { <option value=id.0.to_string() prop:selected=move || chosen.get() == Some(id)>{name}</option> };
        hosts.map(option).collect_view()
    };
    let set = move |event| {
        if let Ok(id) = event_target_value(&event).parse() {
            let strategy = Strategy::ActivePassive { primary: RegionId(id) };
            session.edit_service(Change::Edit, |service| service.regions.strategy = strategy);
        }
    };
    view! {
        <div class="field">
            <label for="primary">"Primary"</label>
            <select id="primary" on:change=set>{options}</select>
        </div>
    }
}
