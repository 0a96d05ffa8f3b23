//! Every setting of demand in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Our own choice";
const GUIDE: &str = "The published capacity guide, traffic patterns";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("service-name", "Name", "What the service is called on every page, in files and in reports.", "Service", OURS),
    row("service-team", "Team", "Who pays for it and whose budget it counts against.", "none", OURS),
    row("service-kind", "Kind", "What the service does: answers while somebody waits, works off jobs, or serves a language model.", "real-time", OURS),
    row("average-load", "Average load", "Mean load of the usual week on the first day of the plan.", "1,000 requests/s", OURS),
    row("peak-to-average", "Peak to average", "The peak of the usual week over its mean. Usual: 1.5-2 × in one region, 2-3 × across the world.", "2.5 ×", GUIDE),
    row("unevenness", "Variability (CV)", "Coefficient of variation: how far the load of a minute strays from the shape of the day, as a share of it.", "5 %", OURS),
    row("growth", "Growth", "How much the load rises from month to month; negative where it falls.", "3 % a month", OURS),
    row("growth-kind", "Growth type", "Compound grows on what has grown; linear adds the same amount each month.", "compound", OURS),
    row("day-curve", "Daily pattern", "How the load moves within a day.", "one peak", OURS),
    row("peak-hour", "Peak hour", "Local time of the daily peak.", "20:00", GUIDE),
    row("week-kind", "Weekly pattern", "How the days of a week differ: all alike, higher or lower at weekends, or a factor for each day.", "flat", OURS),
    row("weekend-lift", "Weekend lift", "How much higher weekends are than weekdays. Usual for consumer products: 20-30 %.", "25 %", GUIDE),
    row("weekend-share", "Weekend share", "The load of a weekend day over that of a weekday.", "30 %", OURS),
    row("monday", "Monday", "The load of this day relative to the others.", "1 ×", OURS),
    row("tuesday", "Tuesday", "The load of this day relative to the others.", "1 ×", OURS),
    row("wednesday", "Wednesday", "The load of this day relative to the others.", "1 ×", OURS),
    row("thursday", "Thursday", "The load of this day relative to the others.", "1 ×", OURS),
    row("friday", "Friday", "The load of this day relative to the others.", "1 ×", OURS),
    row("saturday", "Saturday", "The load of this day relative to the others.", "1 ×", OURS),
    row("sunday", "Sunday", "The load of this day relative to the others.", "1 ×", OURS),
    row("event-name", "Name", "What the event is called in the calendar and in charts.", "the preset's name", OURS),
    row("event-lift", "Lift", "What the event multiplies the usual load by at its height.", "2 ×, or the middle of the preset's range", GUIDE),
    row("event-ramp", "Ramp up and down", "How long the load takes to rise to the height, and again to fall back.", "2 h", OURS),
    row("event-length", "Duration", "How long the load stays at its height between the ramps.", "24 h", OURS),
    row("event-repeat", "Repeats", "Whether the event comes back on the same day every year.", "once", OURS),
];
