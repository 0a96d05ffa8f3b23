//! Every setting of demand in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Headroom's default";
const GUIDE: &str = "Capacity planning for ML systems, traffic patterns";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("service-name", "Name", "Name of the service on every page, in files and in reports.", "Service", OURS),
    row("service-team", "Team", "Team that pays for it and whose budget it counts against.", "none", OURS),
    row("service-kind", "Kind", "Type of workload. Selecting batch sets work within a window, no headroom, no latency target and no loss to survive; LLM sets an accelerator, a start in minutes and scaling by requests in flight.", "real-time", OURS),
    row("average-load", "Average load", "Mean load of the usual week on the first day of the plan.", "1,000 requests/s", OURS),
    row("peak-to-average", "Peak to average", "Peak of the usual week divided by its mean. Typical: 1.5-2 × in one region, 2-3 × worldwide.", "2.5 ×", GUIDE),
    row("variability", "Variability (CV)", "Coefficient of variation: how far the load deviates from the daily shape from minute to minute, as a share of it.", "5 %", OURS),
    row("growth", "Growth", "Change of the load per month; negative for a decline.", "3 % a month", OURS),
    row("growth-kind", "Growth type", "Compound grows by a percentage of the current load; linear adds the same amount each month.", "compound", OURS),
    row("batch-work", "Work within a window", "Whether the batch is sized by work to be done within a window, or by a load like a service that is always on.", "on", OURS),
    row("batch-items", "Items per run", "Items that one run works through on the first day of the plan; an item is a request to a replica.", "as many as the average load has in a day", OURS),
    row("batch-opens", "Window opens", "Local time at which the work is there.", "01:00", OURS),
    row("batch-window", "Window", "Time within which the work must be done; replicas = items / window / throughput of one.", "4 h", OURS),
    row("batch-days", "Days", "Days on which the batch runs.", "every day", OURS),
    row("day-curve", "Daily pattern", "How the load changes within a day.", "one peak", OURS),
    row("peak-hour", "Peak hour", "Local time of the daily peak.", "20:00", GUIDE),
    row("week-kind", "Weekly pattern", "How the days of a week differ: all the same, higher or lower on weekends, or a factor per day.", "flat", OURS),
    row("weekend-lift", "Weekend lift", "How much higher weekends are than weekdays. Typical for consumer products: 20-30 %.", "25 %", GUIDE),
    row("weekend-share", "Weekend share", "Load of a weekend day divided by that of a weekday.", "30 %", OURS),
    row("monday", "Monday", "The load of this day relative to the others.", "1 ×", OURS),
    row("tuesday", "Tuesday", "The load of this day relative to the others.", "1 ×", OURS),
    row("wednesday", "Wednesday", "The load of this day relative to the others.", "1 ×", OURS),
    row("thursday", "Thursday", "The load of this day relative to the others.", "1 ×", OURS),
    row("friday", "Friday", "The load of this day relative to the others.", "1 ×", OURS),
    row("saturday", "Saturday", "The load of this day relative to the others.", "1 ×", OURS),
    row("sunday", "Sunday", "The load of this day relative to the others.", "1 ×", OURS),
    row("event-name", "Name", "Name of the event in the calendar and in charts.", "the preset's name", OURS),
    row("event-lift-of", "Lift over", "What the lift is a multiple of: the usual load of each hour, the average of the week, or its peak. Over the average or the peak, the load reaches that multiple at its height, whatever the hour.", "the hour's usual load", OURS),
    row("event-lift", "Lift", "Factor at the height of the event.", "2 ×, or the middle of the preset's range", GUIDE),
    row("event-ramp", "Ramp up and down", "How long the load takes to rise to the height, and to fall back.", "2 h", OURS),
    row("event-length", "Duration", "How long the load stays at its height between the ramps.", "24 h", OURS),
    row("event-ready", "Capacity ready", "How soon capacity for the event must be there: within minutes, where replicas are added while the load rises and nothing is ordered ahead; weeks ahead, ordered and quotas raised 14 days before at least; or in service before it begins.", "before it begins, or the preset's", GUIDE),
    row("event-lot", "Replicas ordered", "Replicas ordered for the event in all regions, beyond those planned for the usual peak.", "as many as the event needs", OURS),
    row("event-lot-ahead", "Available before", "How long before the event the ordered replicas are there.", "from its beginning", OURS),
    row("event-lot-after", "Kept after", "How long after the event the ordered replicas stay.", "until its end", OURS),
    row("event-lot-price", "Price per replica", "Price of an ordered replica per hour where it is not bought on-demand, such as in a capacity block.", "the on-demand price", OURS),
    row("event-repeat", "Repeats", "Whether the event comes back on the same day every year.", "once", OURS),
];
