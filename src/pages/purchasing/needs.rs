//! What one replica needs of a node, what a node reserves for itself, what was negotiated.

use super::fields::needs::{ByRule, CONTRACT, NEEDS, RESERVE};
use crate::components::form::{FieldSet, fields};
use crate::session::Session;
use leptos::prelude::*;

/// The fields.
#[component]
pub fn NeedFields() -> impl IntoView {
    let session = Session::here();
    let replica = session.selected_part(|service| &service.sizing.replica, |service| &mut service.sizing.replica);
    let reserve = session.selected_part(|service| &service.cost.reserve, |service| &mut service.cost.reserve);
    let by_rule = session.service_part(|service| ByRule::of(service.cost.machine.as_ref()));
    let cost = session.plan_part(|plan| &plan.cost, |plan| &mut plan.cost);
    view! {
        <FieldSet title="One replica needs">{fields(replica, NEEDS)}</FieldSet>
        <FieldSet title="Reserved per node">{fields(reserve.knowing(by_rule.into()), RESERVE)}</FieldSet>
        <FieldSet title="Contract">{fields(cost, CONTRACT)}</FieldSet>
    }
}
