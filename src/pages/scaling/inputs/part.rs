//! A part of what is stated about scaling: how to read it, and how to change it.

use crate::session::{Change, Session};
use headroom_core::plan::scenario::scaling::ScalingInputs;
use headroom_core::plan::scenario::{Scenario, Service};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::HashSet;

type Apply<T> = Box<dyn FnOnce(&mut T)>;

/// A part of the scenario that fields read and change without knowing where it lies.
pub struct Part<T: Send + Sync + 'static> {
    value: Memo<T>,
    change: Callback<(Change, Apply<T>)>,
}

impl<T: Send + Sync + 'static> Clone for Part<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Part<T> {}

impl Part<ScalingInputs> {
    /// All that is stated about the selected service's scaling.
    pub fn of_service() -> Self {
        Self::of_selected(|service| &service.scaling, |service| &mut service.scaling)
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Part<T> {
    /// A part of the whole plan.
    pub fn of_plan(read: fn(&Scenario) -> &T, write: fn(&mut Scenario) -> &mut T) -> Self {
        let session = Session::here();
        Self {
            value: session.part(move |scenario| read(scenario).clone()),
            change: Callback::new(move |(change, apply): (Change, Apply<T>)| {
                session.edit(change, |scenario| apply(write(scenario)));
            }),
        }
    }

    /// A part of the selected service.
    pub fn of_selected(read: fn(&Service) -> &T, write: fn(&mut Service) -> &mut T) -> Self {
        let session = Session::here();
        Self {
            value: session.service_part(move |service| read(service).clone()),
            change: Callback::new(move |(change, apply): (Change, Apply<T>)| {
                session.edit_service(change, |service| apply(write(service)));
            }),
        }
    }

    /// Something that is read from this part and written to it as a value.
    pub fn through<U: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&T) -> U + Copy + Send + Sync + 'static,
        write: impl Fn(&mut T, U) + Copy + Send + Sync + 'static,
    ) -> Part<U> {
        Part {
            value: Memo::new(move |_| self.value.with(read)),
            change: Callback::new(move |(change, apply): (Change, Apply<U>)| {
                self.edit(change, move |whole| {
                    let mut value = read(whole);
                    apply(&mut value);
                    write(whole, value);
                });
            }),
        }
    }

    /// The part as it is, without tracking it.
    pub fn now(self) -> T {
        self.value.get_untracked()
    }

    /// Something about the part, which notifies only when that changes.
    pub fn read<U: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&T) -> U + Send + Sync + 'static,
    ) -> Signal<U> {
        Memo::new(move |_| self.value.with(&read)).into()
    }

    /// Changes the part.
    pub fn edit(self, change: Change, apply: impl FnOnce(&mut T) + 'static) {
        self.change.run((change, Box::new(apply)));
    }

    /// Changes the part, or says why not and leaves it as it is.
    ///
    /// # Errors
    ///
    /// What `apply` refuses.
    pub fn try_edit(self, change: Change, apply: impl FnOnce(&mut T) -> Result<(), String>) -> Result<(), String> {
        let mut changed = self.now();
        apply(&mut changed)?;
        self.edit(change, move |part| *part = changed);
        Ok(())
    }

    /// A part of this part; none where there is no such part now.
    ///
    /// Where it goes away later, the fields that are about to go away with it still see its last value.
    pub fn focus<U: Clone + PartialEq + Send + Sync + 'static>(
        self,
        get: impl for<'a> Fn(&'a T) -> Option<&'a U> + Send + Sync + 'static,
        get_mut: impl for<'a> Fn(&'a mut T) -> Option<&'a mut U> + Send + Sync + 'static,
    ) -> Option<Part<U>> {
        let first = self.value.with_untracked(|whole| get(whole).cloned())?;
        let value = Memo::new(move |last: Option<&U>| {
            let now = self.value.with(|whole| get(whole).cloned());
            now.unwrap_or_else(|| last.unwrap_or(&first).clone())
        });
        let get_mut = StoredValue::new(get_mut);
        let change = Callback::new(move |(change, apply): (Change, Apply<U>)| {
            self.edit(change, move |whole| {
                get_mut.with_value(|get_mut| {
                    if let Some(part) = get_mut(whole) {
                        apply(part);
                    }
                });
            });
        });
        Some(Part { value, change })
    }
}

/// Which setting a field is for, and the field's name on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The setting that explains it.
    pub setting: &'static str,
    /// Unique on the page.
    pub id: &'static str,
}

impl From<&'static str> for Key {
    fn from(setting: &'static str) -> Self {
        Self { setting, id: setting }
    }
}

/// Where a field stands in lists: its rule, its metric in the rule, and so on; from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(&'static str);

impl Place {
    /// Outside all lists.
    pub const TOP: Self = Self("");

    /// The n-th of a list that stands here.
    pub fn nth(self, n: usize) -> Self {
        Self(interned(format!("{}-{}", self.0, n + 1)))
    }

    /// One of a few named places here.
    pub fn named(self, name: &str) -> Self {
        Self(interned(format!("{}-{name}", self.0)))
    }

    /// The field for a setting here.
    pub fn key(self, setting: &'static str) -> Key {
        Key { setting, id: self.id(setting) }
    }

    /// A name on the page for something here.
    pub fn id(self, what: &str) -> &'static str {
        interned(format!("{what}{}", self.0))
    }
}

/// The same text for as long as the page lives. Fields want their names so; there are a few hundred.
fn interned(text: String) -> &'static str {
    thread_local! { static KNOWN: RefCell<HashSet<&'static str>> = RefCell::default(); }
    KNOWN.with_borrow_mut(|known| {
        known.get(text.as_str()).copied().unwrap_or_else(|| {
            let text: &'static str = Box::leak(text.into_boxed_str());
            known.insert(text);
            text
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_in_lists_have_names_of_their_own() {
        let place = Place::TOP.nth(0).nth(2);
        assert_eq!(place.key("policy-hpa-target"), Key { setting: "policy-hpa-target", id: "policy-hpa-target-1-3" });
        assert_eq!(place.named("up").id("policy-hpa-window"), "policy-hpa-window-1-3-up");
        assert!(std::ptr::eq(place.id("a"), place.id("a")));
    }
}
