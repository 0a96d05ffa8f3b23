//! What holds of every table of fields, so that each page's tests need only name its tables.

use super::{Field, Kind};
use headroom_core::base::setting::Setting;
use headroom_core::base::text;

/// Numbers that a field is asked to take; what it cannot hold becomes the nearest that it can.
const PROBES: [f64; 9] = [-1e15, -1.0, 0.0, 0.05, 0.5, 1.0, 7.25, 90.0, 1e15];

/// The ids of a table's settings.
pub fn ids<T>(rows: &[Field<T>]) -> Vec<&'static str> {
    rows.iter().map(|row| row.setting).collect()
}

/// Every id is that of a setting with a sentence, and none is there twice.
pub fn are_explained(ids: &[&'static str]) {
    for (place, id) in ids.iter().enumerate() {
        assert!(Setting::find(id).is_some_and(|setting| !setting.says.is_empty()), "nothing explains {id}");
        assert!(!ids[..place].contains(id), "{id} is there twice");
    }
}

/// Every row has a setting that explains it.
pub fn is_explained<T>(rows: &[Field<T>]) {
    for id in ids(rows) {
        assert!(Setting::find(id).is_some(), "nothing explains {id}");
    }
}

/// Every row that applies to one of the values keeps what it takes, and says something where it should; each row
/// applies to at least one of them.
pub fn keep_what_they_take<T: Clone>(rows: &[Field<T>], values: &[T]) {
    for row in rows {
        let applies = |value: &&T| row.applies.is_none_or(|applies| applies(value));
        let mut applied = values.iter().filter(applies).peekable();
        assert!(applied.peek().is_some(), "{} applies to none of the values", row.setting);
        for value in applied {
            keeps_what_it_takes(row, value);
            if let Some(hint) = row.hint {
                let hint = hint(value);
                assert!(hint.is_empty() || hint.ends_with('.'), "{}: {hint}", row.setting);
            }
        }
    }
}

/// What is entered in each row that applies to one value is read back, each row is explained, and some row applies.
pub fn keeps<T: Clone>(whole: &T, rows: &[Field<T>]) {
    is_explained(rows);
    let applying: Vec<_> = rows.iter().filter(|row| row.applies.is_none_or(|applies| applies(whole))).collect();
    assert!(!applying.is_empty(), "no row applies");
    applying.into_iter().for_each(|row| keeps_what_it_takes(row, whole));
}

/// What a setting says is its default is what a new service begins with.
pub fn begins_as_said<T>(whole: &T, rows: &[Field<T>]) {
    for row in rows.iter().filter(|row| row.applies.is_none_or(|applies| applies(whole))) {
        let begins = match &row.kind {
            Kind::Number { get, quantity, .. } => text::quantity(get(whole), quantity.dimension),
            Kind::Choice { words, get, .. } => words[get(whole)].to_lowercase(),
            _ => continue,
        };
        let said = Setting::find(row.setting).map_or("", |setting| setting.default);
        // A count may stand without its unit.
        let is_said = said.starts_with(&begins) || begins.starts_with(&format!("{said} "));
        assert!(is_said, "{} begins with {begins}, but its default is said to be {said}", row.setting);
    }
}

/// Whether a number is kept but for the last digits, which are lost where it is kept in other units.
fn is_kept(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0)
}

fn keeps_what_it_takes<T: Clone>(row: &Field<T>, value: &T) {
    let id = row.setting;
    match &row.kind {
        Kind::Number { get, set, quantity } => {
            for number in PROBES.map(quantity.clamp) {
                let mut taken = value.clone();
                set(&mut taken, number);
                assert!(is_kept(get(&taken), number), "{id}: {number} became {}", get(&taken));
            }
        }
        Kind::Optional { get, set, first, unstated, quantity } => {
            for number in PROBES.into_iter().chain([first(value)]).map(quantity.clamp) {
                let mut taken = value.clone();
                set(&mut taken, Some(number));
                let found = get(&taken);
                assert!(found.is_some_and(|found| is_kept(found, number)), "{id}: {number} became {found:?}");
                set(&mut taken, None);
                assert_eq!(get(&taken), None, "{id}");
            }
            assert_eq!((quantity.clamp)(first(value)), first(value), "{id} begins outside its range");
            assert!(!unstated(value).is_empty(), "{id} says nothing where it is not stated");
        }
        Kind::Flag { get, set } => {
            for is_on in [true, false] {
                let mut taken = value.clone();
                set(&mut taken, is_on);
                assert_eq!(get(&taken), is_on, "{id}");
            }
        }
        Kind::Choice { words, get, set, .. } => {
            for (place, words) in words.iter().enumerate() {
                let mut taken = value.clone();
                set(&mut taken, place);
                assert_eq!(get(&taken), place, "{id}: {words}");
                assert!(!words.is_empty(), "{id}");
            }
        }
        Kind::Words { get, set } => {
            let mut taken = value.clone();
            assert_eq!(set(&mut taken, "EU"), Ok(()), "{id}");
            assert_eq!(get(&taken), "EU", "{id}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::optional;
    use headroom_core::plan::scenario::cost::CostInputs;

    #[test]
    #[should_panic(expected = "nothing explains no-such-setting")]
    fn a_field_without_a_setting_is_found() {
        are_explained(&["cost-years", "no-such-setting"]);
    }

    #[test]
    #[should_panic(expected = "cost-years is there twice")]
    fn a_field_that_is_there_twice_is_found() {
        are_explained(&["cost-years", "cost-years"]);
    }

    #[test]
    #[should_panic(expected = "cost-years")]
    fn a_field_that_forgets_is_found() {
        let forgets: &[Field<CostInputs>] =
            &[Field::new("cost-years", Kind::Flag { get: |plan| plan.owned.is_some(), set: |_, _| () })];
        keep_what_they_take(forgets, &[CostInputs::default()]);
    }

    #[test]
    #[should_panic(expected = "begins outside its range")]
    fn a_field_that_cannot_begin_is_found() {
        let rows: &[Field<CostInputs>] =
            &[optional!(CostInputs, "cost-monitoring", monitoring, |_| -1.0, |_| "none".to_owned())];
        keep_what_they_take(rows, &[CostInputs::default()]);
    }
}
