//! Forms: tables of [`Field`]s, each of which finds its name, its sentence, its default and its source by its setting.
//!
//! - [`Field`]: a row; `number!`, `optional!`, `flag!`, `choice!` and `choice_of!` make the usual ones.
//! - [`fields`]: a table becomes fields of a [`Part`](crate::edit::Part) of the plan.
//! - [`fields_of`]: the same for something that is there or not; [`List`]: for each of a list.

#[cfg(test)]
pub mod checks;
mod field;
mod fold;
mod list;
mod number_field;
mod rows;
mod typing;

pub use field::{Field, Kind, NumberKind};
pub(crate) use field::{choice, choice_of, flag, number, optional};
pub use fold::{Fold, follow_toggle, while_stated};
pub use list::{Adding, List, item};
pub use number_field::NumberField;
pub use rows::{FieldSet, explained, field_of_list, fields, fields_at, fields_of, fields_with, name, one_field};

/// What can be stated: a value that is compared and shared among signals.
pub trait Stated: Clone + PartialEq + Send + Sync + 'static {}
impl<T: Clone + PartialEq + Send + Sync + 'static> Stated for T {}
