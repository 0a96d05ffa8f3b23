//! What is paid month by month, as areas on one another.

use crate::charts::figures::Format;
use crate::charts::spec::{Band, BandRole, Chart, Edge, Mark, Points, Role, Rule, Series, Tone, XAxis, YAxis};
use headroom_core::base::text;
use headroom_core::base::time::SECONDS_PER_DAY;
use headroom_core::plan::cost::{CostHorizon, CostMonth, CostPlan, Stack};
use jiff::civil::Date;

/// Steps of the fleets and events that are marked at once.
const MOST_MARKS: usize = 8;

/// An event with its name and time, in seconds since 1970.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// When it begins.
    pub at: f64,
    /// What it is called.
    pub name: String,
}

/// Seconds since 1970 at the beginning of a day.
fn seconds(day: Date) -> f64 {
    let days = Date::constant(1970, 1, 1).until(day).map_or(0, |span| span.get_days());
    f64::from(days) * SECONDS_PER_DAY
}

/// The chart; `None` where there is no month.
pub fn months(
    plan: &CostPlan,
    stack: &Stack,
    before: Option<&CostHorizon>,
    budget: Option<f64>,
    happenings: &[Happening],
) -> Option<Chart> {
    let horizon = &plan.horizon;
    let (first, last) = (horizon.months.first()?, horizon.months.last()?);
    let end = seconds(last.from.saturating_add(jiff::Span::new().months(1)));
    let starts: Vec<f64> = horizon.months.iter().map(|month| seconds(month.from)).collect();
    let axis = YAxis::new("a month").with_label("Paid").with_format(Format::Money("$".into()));
    let mut chart = Chart::new("cost-months", "What is paid each month", XAxis::Time, axis)
        .with_hint("stacked by purpose")
        .with_summary(summary(plan, stack))
        .with_x_range(seconds(first.from), end);
    let mut below = Edge::Constant(0.0);
    let mut heights = vec![0.0; starts.len()];
    for (place, part) in stack.parts.iter().enumerate() {
        for (height, amount) in heights.iter_mut().zip(&part.months) {
            *height += amount.dollars();
        }
        let told = starts.iter().copied().zip(part.months.iter().map(|amount| amount.dollars()));
        let drawn = held(&starts, &heights, end);
        let upper = Edge::Series(chart.series.len());
        let role = place as u8;
        chart = chart
            .with_series(
                Series::new(part.name.clone(), Role::Other(role), drawn.clone())
                    .step()
                    .telling(Points::pairs(told.collect())),
            )
            .with_band(Band::new(part.name.clone(), BandRole::Part(role), below, upper));
        below = Edge::Series(chart.series.len() - 1);
    }
    if let Some(before) = before.filter(|before| before.flows != horizon.flows) {
        chart = chart.with_series(ghost(before));
    }
    if let Some(budget) = budget {
        chart = chart.with_rule(Rule::new("budget of the plan", Role::Event, budget));
    }
    Some(marks(plan, happenings, end).into_iter().fold(chart, Chart::with_mark))
}

/// What the baseline pays in each month.
fn ghost(before: &CostHorizon) -> Series {
    let starts: Vec<f64> = before.months.iter().map(|month| seconds(month.from)).collect();
    let paid: Vec<f64> = before.months.iter().map(|month| (month.invoiced + month.advance).dollars()).collect();
    let last = before.months.last().map(|month| month.from.saturating_add(jiff::Span::new().months(1)));
    let drawn = held(&starts, &paid, last.map_or(0.0, seconds));
    let told = starts.into_iter().zip(paid).collect();
    Series::new("Baseline", Role::Ghost, drawn).step().telling(Points::pairs(told))
}

/// A value for each month, the last one until the end.
fn held(starts: &[f64], values: &[f64], end: f64) -> Points {
    let mut pairs: Vec<(f64, f64)> = starts.iter().copied().zip(values.iter().copied()).collect();
    pairs.extend(values.last().map(|value| (end, *value)));
    Points::pairs(pairs)
}

/// The largest steps of the fleets, and events.
fn marks(plan: &CostPlan, happenings: &[Happening], end: f64) -> Vec<Mark> {
    let steps = plan.horizon.largest_steps();
    let step = |step: &&headroom_core::plan::cost::EnlargedFleet| {
        let label = format!("{}: +{}", step.service, text::number(step.added));
        Mark::at(seconds(step.day), label, Tone::Tight)
    };
    let mut marks: Vec<Mark> = steps.iter().take(MOST_MARKS / 2).map(step).collect();
    let room = MOST_MARKS - marks.len();
    let events = happenings.iter().filter(|event| event.at < end).take(room);
    marks.extend(events.map(|event| Mark::at(event.at, event.name.clone(), Tone::Event)));
    marks
}

fn summary(plan: &CostPlan, stack: &Stack) -> String {
    let horizon = &plan.horizon;
    let paid = |at: Option<&CostMonth>| at.map(|month| text::dollars(month.paid().dollars())).unwrap_or_default();
    let largest = stack.parts.first().map(|part| part.name.to_lowercase()).unwrap_or_default();
    let least = if horizon.is_complete { "" } else { "at least " };
    format!(
        "From {least}{} in the first month to {least}{} in the last; the largest part is {largest}.",
        paid(horizon.months.first()),
        paid(horizon.months.last())
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::money::Money;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn the_areas_add_up_to_what_is_paid_in_each_month() {
        let plan = evaluate(&examples::find("three-products").unwrap().scenario()).cost;
        let stack = Stack::of(&plan.horizon).unwrap();
        for (at, month) in plan.horizon.months.iter().enumerate() {
            let sum: Money = stack.parts.iter().map(|part| part.months[at]).sum();
            assert_eq!(sum, month.paid());
        }
        let chart = months(&plan, &stack, Some(&plan.horizon), Some(75_000.0), &[]).unwrap();
        assert_eq!(
            (chart.series.len(), chart.bands.len(), chart.rules.len()),
            (stack.parts.len(), stack.parts.len(), 1)
        );
        // The upper line is what is paid; what is told is the part.
        let top = chart.series.last().unwrap();
        let paid = plan.horizon.months[0].invoiced.dollars();
        assert!((top.points.get(0).unwrap().1 - paid).abs() < 0.005);
        let told = chart.told();
        assert_eq!(told.series[0].points.len(), plan.horizon.months.len());
        assert_eq!(told.series[0].points.get(0).unwrap().1, stack.parts[0].months[0].dollars());
        assert_eq!(chart.own_bands().count(), 0);
    }

    #[test]
    fn nothing_to_pay_is_nothing_to_draw() {
        let plan = evaluate(&examples::blank(jiff::civil::date(2026, 12, 1))).cost;
        assert_eq!(Stack::of(&plan.horizon), None);
    }
}
