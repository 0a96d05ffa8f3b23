//! Checks of tables of fields: each row is explained, and what is entered is read back.

use super::{Field, Kind};
use headroom_core::base::setting::Setting;
use std::fmt::Debug;

/// Numbers that are entered; what a quantity cannot hold becomes the nearest that it can.
const ENTERED: [f64; 6] = [-1e12, 0.0, 0.25, 1.0, 40.0, 1e12];
/// Digits that may be lost where a value is kept in other units, or to the minute.
const TOLERANCE: f64 = 1e-3;

/// Every row has a setting that explains it.
pub fn is_explained<T>(rows: &[Field<T>]) {
    for row in rows {
        assert!(Setting::find(row.setting).is_some(), "{} is not explained", row.setting);
    }
}

/// What is entered in each row that applies to `whole` is read back, and something applies.
pub fn keeps<T: Clone + PartialEq + Debug>(whole: &T, rows: &[Field<T>]) {
    is_explained(rows);
    let applying = |row: &&Field<T>| row.applies.is_none_or(|applies| applies(whole));
    assert!(rows.iter().any(|row| applying(&row)), "no row applies");
    for row in rows.iter().filter(applying) {
        row_keeps(whole, row);
    }
}

fn row_keeps<T: Clone + PartialEq + Debug>(whole: &T, row: &Field<T>) {
    let id = row.setting;
    match &row.kind {
        Kind::Number { get, set, quantity } => {
            for number in ENTERED.map(quantity.clamp) {
                let mut changed = whole.clone();
                set(&mut changed, number);
                assert!(is_near(get(&changed), number), "{id}: {number} became {}", get(&changed));
            }
        }
        Kind::Optional { get, set, first, quantity, .. } => {
            for number in ENTERED.into_iter().chain([first(whole)]).map(quantity.clamp) {
                let mut changed = whole.clone();
                set(&mut changed, Some(number));
                let found = get(&changed);
                assert!(found.is_some_and(|found| is_near(found, number)), "{id}: {number} became {found:?}");
                set(&mut changed, None);
                assert_eq!(get(&changed), None, "{id}");
            }
        }
        Kind::Flag { get, set } => {
            for is_on in [true, false, true] {
                let mut changed = whole.clone();
                set(&mut changed, is_on);
                assert_eq!(get(&changed), is_on, "{id}");
                set(&mut changed, !is_on);
                assert_eq!(get(&changed), !is_on, "{id}");
            }
        }
        Kind::Choice { words, get, set, .. } => {
            assert!(get(whole) < words.len(), "{id}: no words for the present choice");
            for place in 0..words.len() {
                let mut changed = whole.clone();
                set(&mut changed, place);
                assert_eq!(get(&changed), place, "{id}: {}", words[place]);
            }
        }
        Kind::Words { get, set } => {
            let mut changed = whole.clone();
            assert_eq!(set(&mut changed, "EU"), Ok(()), "{id}");
            assert_eq!(get(&changed), "EU", "{id}");
            assert_eq!(set(&mut changed, &get(whole)).map(|()| get(&changed)), Ok(get(whole)), "{id}");
        }
    }
}

fn is_near(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= TOLERANCE * wanted.abs().max(1.0)
}
