//! Lists of things with fields each: one is added at the end, and any may be taken away.

use super::{Field, Stated, fields_at};
use crate::browser::focus_on;
use crate::edit::{Change, Part, Place};
use leptos::prelude::*;

/// How things are added to a list and taken away.
pub struct Adding {
    /// Most that there can be.
    pub most: usize,
    /// The name on the page of what adds one; the focus goes there when one is taken away.
    pub id: &'static str,
    /// The setting whose field of the new one gets the focus.
    pub first: &'static str,
}

impl Adding {
    /// The button that adds one; `new` says what it begins as.
    pub fn button<U: Stated>(&'static self, list: Part<Vec<U>>, words: &'static str, new: fn(&[U]) -> U) -> AnyView {
        let full = list.read(move |list| list.len() >= self.most);
        let add = move |_: leptos::ev::MouseEvent| self.add(list, new(&list.now()));
        view! { <button type="button" id=self.id class="small" disabled=full on:click=add>{words}</button> }.into_any()
    }

    /// Adds one at the end, unless the list is full.
    pub fn add<U: Stated>(&'static self, list: Part<Vec<U>>, one: U) {
        let at = list.now().len();
        list.edit(Change::Edit, move |list| {
            if list.len() < self.most {
                list.push(one);
            }
        });
        focus_on(Place::TOP.nth(at).id(self.first));
    }

    /// Takes one away.
    pub fn remove<U: Stated>(&'static self, list: Part<Vec<U>>, at: usize) {
        list.edit(Change::Edit, move |list| {
            if at < list.len() {
                list.remove(at);
            }
        });
        focus_on(self.id);
    }

    /// What is said when no more can be added.
    pub fn full<U: Stated>(&'static self, list: Part<Vec<U>>, says: fn(usize) -> String) -> AnyView {
        let full = list.read(move |list| list.len() >= self.most);
        (move || full.get().then(|| view! { <p class="hint">{says(self.most)}</p> })).into_any()
    }
}

/// A list of things that are told by their own fields alone.
pub struct List<U: 'static> {
    /// How they are added and taken away.
    pub adding: Adding,
    /// What one is called at its place, from 0.
    pub title: fn(usize, &U) -> String,
    /// What is entered of each.
    pub rows: &'static [Field<U>],
    /// What taking one away is called, before its title.
    pub remove: &'static str,
}

impl<U: Stated> List<U> {
    /// All that are there.
    pub fn items(&'static self, list: Part<Vec<U>>) -> AnyView {
        let count = list.read(Vec::len);
        (move || (0..count.get()).filter_map(|at| self.item(list, at)).collect_view()).into_any()
    }

    fn item(&'static self, list: Part<Vec<U>>, at: usize) -> Option<AnyView> {
        let one = list.focus(move |list| list.get(at), move |list| list.get_mut(at))?;
        let title = one.read(move |one| (self.title)(at, one));
        let fields = fields_at(one, Place::TOP.nth(at), self.rows);
        let remove = Callback::new(move |()| self.adding.remove(list, at));
        Some(item("item", title, self.remove, fields, remove))
    }
}

/// One of a list: its title, its fields, and the button that takes it away.
pub fn item(
    class: &'static str,
    title: Signal<String>,
    remove: &'static str,
    fields: AnyView,
    take_away: Callback<()>,
) -> AnyView {
    view! {
        <fieldset class=class>
            <legend>{title}</legend>
            {fields}
            <button type="button" class="quiet small" aria-label=move || format!("{remove} {}", title.get()) on:click=move |_| take_away.run(())>"Remove"</button>
        </fieldset>
    }
    .into_any()
}
