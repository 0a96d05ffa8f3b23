//! Parts of the open plan, lent to fields.

use super::Session;
use crate::edit::{Apply, Change, Part};
use headroom_core::base::id::ServiceId;
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

    /// A part of any service; none where there is no such service now.
    pub fn part_of_service<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        id: ServiceId,
        read: fn(&Service) -> &T,
        write: fn(&mut Service) -> &mut T,
    ) -> Option<Part<T>> {
        let value = self.part(move |plan| plan.services.get(id).map(|service| read(service).clone()));
        let change = move |(change, apply): (Change, Apply<Option<T>>)| {
            self.edit(change, |plan| {
                let Some(service) = plan.services.get_mut(id) else { return };
                let mut stated = Some(read(service).clone());
                apply(&mut stated);
                if let Some(stated) = stated {
                    *write(service) = stated;
                }
            });
        };
        Part::new(value, Callback::new(change)).focus(Option::as_ref, Option::as_mut)
    }
}
