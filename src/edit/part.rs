//! A part of the plan: how to read it, and how to change it.

use super::Change;
use leptos::prelude::*;

/// A change to be applied.
pub type Apply<T> = Box<dyn FnOnce(&mut T)>;

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

impl<T: Clone + PartialEq + Send + Sync + 'static> Part<T> {
    /// What is read as a value and changed by being told how.
    pub fn new(value: Memo<T>, change: Callback<(Change, Apply<T>)>) -> Self {
        Self { value, change }
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

    /// Something about the part; tracks it.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.value.with(read)
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

    /// A part that is always there.
    pub fn field<U: Clone + PartialEq + Send + Sync + 'static>(
        self,
        get: fn(&T) -> &U,
        get_mut: fn(&mut T) -> &mut U,
    ) -> Part<U> {
        Part {
            value: Memo::new(move |_| self.value.with(|whole| get(whole).clone())),
            change: Callback::new(move |(change, apply): (Change, Apply<U>)| {
                self.edit(change, move |whole| apply(get_mut(whole)));
            }),
        }
    }

    /// The part beside something that is known and cannot be changed here, such as an answer.
    pub fn knowing<A: Clone + PartialEq + Send + Sync + 'static>(self, known: Signal<A>) -> Part<Knowing<T, A>> {
        Part {
            value: Memo::new(move |_| Knowing { stated: self.value.get(), known: known.get() }),
            change: Callback::new(move |(change, apply): (Change, Apply<Knowing<T, A>>)| {
                let known = known.get_untracked();
                self.edit(change, move |stated| {
                    let mut both = Knowing { stated: stated.clone(), known };
                    apply(&mut both);
                    *stated = both.stated;
                });
            }),
        }
    }
}

/// What is stated, beside something that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Knowing<T, A> {
    /// What is stated.
    pub stated: T,
    /// What is known.
    pub known: A,
}
