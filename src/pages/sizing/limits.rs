//! Limits of the plan: what can be had, where, of what; and what is needed of each.

use super::fields::limits::{APPLIES, LIMIT, LimitOfPlan, first};
use crate::components::TableView;
use crate::components::form::{Adding, Fold, explained, fields_at, item, name};
use crate::components::table::{Cell, Column, Row, Table};
use crate::edit::{Change, Part, Place};
use crate::session::Session;
use headroom_core::base::explain::Standing;
use headroom_core::base::id::{RegionId, ServiceId};
use headroom_core::base::text;
use headroom_core::plan::limits::LimitUse;
use headroom_core::plan::scenario::limits::{Limit, LimitOf, MAX_LIMITS};
use leptos::prelude::*;

const ADDING: Adding = Adding { most: MAX_LIMITS, id: "limit-add", first: "limit-most" };

/// What can be had.
#[component]
pub fn LimitFields() -> impl IntoView {
    let session = Session::here();
    let limits = session.plan_part(|plan| &plan.limits, |plan| &mut plan.limits);
    let words = session.part(|plan| plan.limits.iter().map(|limit| limit.words(plan)).collect::<Vec<_>>());
    // Fields are made anew only where a limit comes or goes, so that typing in one keeps its place.
    let count = limits.read(Vec::len);
    let says = Signal::derive(move || match words.get().as_slice() {
        [] => "none entered".to_owned(),
        [one] => one.clone(),
        several => text::counted(several.len() as u64, "limit", "limits"),
    });
    view! {
        <Fold id="limits" title="Limits (quota, stock)" says=says>
            <div>
                {move || (0..count.get()).filter_map(|at| one(limits, words, at)).collect_view()}
            </div>
            <div class="policy-tools">{ADDING.button(limits, "Add a limit", first)}</div>
            {ADDING.full(limits, |most| format!("A plan has at most {most} limits."))}
            <p class="hint">"Limited capacity is allocated in the order of the services: a limit cuts the reserve first, then headroom, spares and load."</p>
        </Fold>
    }
}

fn one(limits: Part<Vec<Limit>>, words: Memo<Vec<String>>, at: usize) -> Option<AnyView> {
    let session = Session::here();
    let one = limits.focus(move |limits| limits.get(at), move |limits| limits.get_mut(at))?;
    let place = Place::TOP.nth(at);
    let title = Signal::derive(move || words.with(|words| words.get(at).cloned().unwrap_or_default()));
    let part: Part<LimitOfPlan> = one.knowing(Signal::derive(move || session.service_id()));
    let fields = view! {
        {region_field(one, place)}
        {fields_at(part, place, APPLIES)}
        {service_field(one, place)}
        {fields_at(part, place, LIMIT)}
    };
    let remove = Callback::new(move |()| ADDING.remove(limits, at));
    Some(item("item", title, "Remove the limit of", fields.into_any(), remove))
}

/// A list of ids with their names, to choose from.
fn chooser(
    (place, setting): (Place, &'static str),
    options: Memo<Vec<(u32, String)>>,
    none: Option<&'static str>,
    chosen: Signal<Option<u32>>,
    choose: impl Fn(Option<u32>) + Copy + Send + Sync + 'static,
) -> AnyView {
    let key = place.key(setting);
    let rows = move || {
        let row = |(id, name): (u32, String)| {
            view! { <option value=id.to_string() prop:selected=move || chosen.get() == Some(id)>{name}</option> }
        };
        options.get().into_iter().map(row).collect_view()
    };
    let take = move |event| choose(event_target_value(&event).parse().ok());
    let field = view! {
        <div class="field long">
            <label for=key.id>{name(key)}</label>
            <select id=key.id on:change=take>
                {none.map(|words| view! { <option value="none" prop:selected=move || chosen.get().is_none()>{words}</option> })}
                {rows}
            </select>
        </div>
    };
    explained(key, field.into_any())
}

fn region_field(limit: Part<Limit>, place: Place) -> impl IntoView {
    let own = limit.read(|limit| limit.region);
    let regions = Session::here().part(move |plan| {
        let hosts = plan.regions.iter().filter(|region| region.hosts || own.get() == Some(region.id));
        hosts.map(|region| (region.id.0, region.name.to_string())).collect::<Vec<_>>()
    });
    let chosen = limit.read(|limit| limit.region.map(|id| id.0));
    let choose = move |id: Option<u32>| limit.edit(Change::Edit, move |limit| limit.region = id.map(RegionId));
    move || {
        let is_there = regions.with(|regions| !regions.is_empty());
        is_there.then(|| chooser((place, "limit-region"), regions, Some("each region"), chosen, choose))
    }
}

fn service_field(limit: Part<Limit>, place: Place) -> impl IntoView {
    let services = Session::here()
        .part(|plan| plan.services.iter().map(|service| (service.id.0, service.name.to_string())).collect::<Vec<_>>());
    let chosen = limit.read(|limit| match limit.of {
        LimitOf::Service(id) => Some(id.0),
        _ => None,
    });
    let choose = move |id: Option<u32>| {
        if let Some(id) = id {
            limit.edit(Change::Edit, move |limit| limit.of = LimitOf::Service(ServiceId(id)));
        }
    };
    let is_of_one = Memo::new(move |_| chosen.get().is_some());
    move || is_of_one.get().then(|| chooser((place, "limit-service"), services, None, chosen, choose))
}

/// What is needed and planned of each limit.
fn table(uses: &[LimitUse]) -> Table {
    let in_regions = uses.iter().any(|used| !used.place.is_empty());
    let amount = |used: &LimitUse, amount: f64| Cell::from(used.unit.amount(amount));
    let row = |used: &LimitUse| {
        let place = in_regions.then(|| Cell::from(used.place.clone()));
        let short = match used.short() {
            short if short > 0.0 => amount(used, short).toned(Standing::Fails),
            _ => Cell::from("none"),
        };
        let cells = [amount(used, used.needed), amount(used, used.planned), short, Cell::from(used.says_services())];
        Row::of(std::iter::once(Cell::from(used.words.clone())).chain(place).chain(cells))
    };
    let columns = std::iter::once(Column::words("Limit")).chain(in_regions.then(|| Column::words("Region"))).chain([
        Column::number("Needed"),
        Column::number("Planned"),
        Column::number("Missing"),
        Column::words("Planned by service"),
    ]);
    Table::new("limit-uses", "Limits: what is needed and what is planned")
        .with_columns(columns)
        .with_rows(uses.iter().map(row))
}

/// What is needed and planned of each limit, where the plan has any.
#[component]
pub fn LimitUses() -> impl IntoView {
    let session = Session::here();
    let table = Memo::new(move |_| table(&session.evaluation().limits));
    view! { <Show when=move || table.with(|table| !table.rows.is_empty())><TableView table=table/></Show> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn each_limit_has_a_row_for_each_region() {
        let mut plan = examples::find("three-region-payments").unwrap().scenario();
        let first = plan.services.first().id;
        let each = Limit::of_each_service(None, Quantity::clamped(30.0));
        plan.limits.push(Limit { of: LimitOf::Service(first), ..each });
        let table = table(&evaluate(&plan).limits);
        assert_eq!(table.rows.len(), 3);
        // 40 are needed in Virginia.
        let row: Vec<&str> = (0..6).map(|column| table.text(0, column)).collect();
        assert_eq!(row[1..], ["Virginia", "40 replicas", "30 replicas", "10 replicas", "Payments API 30"]);
        assert_eq!(row[0], "30 replicas of Payments API in each region");
    }
}
