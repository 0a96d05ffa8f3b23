//! Parts of the open plan, lent to fields.

use super::Session;
use crate::edit::{Apply, Change, Part};
use headroom_core::plan::scenario::{Scenario, Service};
use leptos::prelude::*;

impl Session {
    /// A part of the whole plan.
    pub fn plan_part<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: fn(&Scenario) -> &T,
        write: fn(&mut Scenario) -> &mut T,
    ) -> Part<T> {
        let change = move |(change, apply): (Change, Apply<T>)| self.edit(change, |plan| apply(write(plan)));
        Part::new(self.part(move |plan| read(plan).clone()), Callback::new(change))
    }

    /// A part of the selected service.
    pub fn selected_part<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: fn(&Service) -> &T,
        write: fn(&mut Service) -> &mut T,
    ) -> Part<T> {
        let change =
            move |(change, apply): (Change, Apply<T>)| self.edit_service(change, |service| apply(write(service)));
        Part::new(self.service_part(move |service| read(service).clone()), Callback::new(change))
    }
}
