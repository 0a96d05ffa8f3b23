//! Which setting a field is for, and where it stands in lists.

use std::cell::RefCell;
use std::collections::HashSet;

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
