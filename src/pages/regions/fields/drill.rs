//! A drill: what happens, when, and for how long.

use crate::components::form::{Field, Kind, NumberKind};
use crate::components::form::{choice, flag, number};
use crate::edit::Knowing;
use headroom_core::base::units::{DrillTime, HourOfWeek, Quantity};
use headroom_core::plan::scenario::{DrillFleets, DrillInputs, DrillKind};

/// A drill, beside whether every region's users live by their own clock.
pub type Drill = Knowing<DrillInputs, bool>;

/// What happens in the region that is chosen above.
pub const DRILL: &[Field<Drill>] = &[
    choice!(
        Drill,
        "drill-kind",
        stated.kind,
        [
            (DrillKind::RegionLost, "The region is lost"),
            (DrillKind::ZoneLost, "One of its zones is lost"),
            (DrillKind::HalfCapacity, "Half of its replicas are lost"),
            (DrillKind::SlowNetwork, "Its network is slow"),
        ]
    ),
    number!(Drill, "drill-length", stated.length),
    Field::new(
        "drill-day",
        Kind::Choice {
            words: &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
            in_view: false,
            get: |drill| day_and_time(drill.stated.start.get()).0,
            set: |drill, day| drill.stated.start = start_of(day, day_and_time(drill.stated.start.get()).1),
        },
    ),
    Field::<Drill>::new(
        "drill-time",
        Kind::Number {
            get: |drill| DrillTime::clamped(day_and_time(drill.stated.start.get()).1).get(),
            set: |drill, time| drill.stated.start = start_of(day_and_time(drill.stated.start.get()).0, time),
            // Starts are kept to the minute.
            quantity: NumberKind {
                clamp: |time| libm::floor(DrillTime::clamped(time).get() * 60.0) / 60.0,
                ..NumberKind::of::<DrillTime>()
            },
        },
    )
    .hint(|drill| {
        let is_utc = drill.known;
        if is_utc { "UTC: each region's users are in their own time zone".to_owned() } else { String::new() }
    }),
    choice!(
        Drill,
        "drill-fleets",
        stated.fleets,
        [
            (DrillFleets::ByTier, "As the recovery tier keeps"),
            (DrillFleets::Ready, "All planned replicas ready"),
            (DrillFleets::ByPolicy, "As the policy has it"),
        ]
    ),
    number!(Drill, "drill-slowdown", stated.slowdown)
        .unit("× as long")
        .when(|drill| drill.stated.kind == DrillKind::SlowNetwork),
    flag!(Drill, "drill-evacuate", stated.evacuate).when(|drill| drill.stated.kind != DrillKind::RegionLost),
];

/// The day of an hour of the week, and the hour of that day.
pub fn day_and_time(start: f64) -> (usize, f64) {
    // Rounded to the minute, so that 24:00 is the next day.
    let minutes = (start * 60.0).round().rem_euclid(10_080.0);
    ((minutes / 1440.0) as usize % 7, minutes.rem_euclid(1440.0) / 60.0)
}

/// The hour of the week of a day and a time; 23:59 is the last of a day.
fn start_of(day: usize, time: f64) -> HourOfWeek {
    HourOfWeek::clamped(day as f64 * 24.0 + (time * 60.0).round().min(1439.0) / 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_time_make_an_hour_of_the_week_and_back() {
        assert_eq!(day_and_time(43.0 + 2.0 / 3.0), (1, 19.0 + 40.0 / 60.0));
        assert_eq!(day_and_time(168.0), (0, 0.0));
        assert_eq!(day_and_time(23.9999), (1, 0.0));
        for (day, time) in [(0, 0.0), (3, 12.5), (6, 23.0 + 59.0 / 60.0)] {
            let (back, at) = day_and_time(start_of(day, time).get());
            assert!(back == day && (at - time).abs() < 1e-9, "{day} {time}: {back} {at}");
        }
    }
}
