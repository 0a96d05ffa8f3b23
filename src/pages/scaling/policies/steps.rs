//! A list of steps by how far a metric is from its alarm's threshold; neighbours share their border.

use super::super::fields::metric;
use crate::browser::focus_on;
use crate::components::form::{explained, name};
use crate::edit::Change;
use crate::edit::{Part, Place};
use crate::entry;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::base::units::MetricTarget;
use headroom_core::formulas::autoscaler::cloud::step::{MAX_STEPS, StepAdjustment, Steps};
use headroom_core::formulas::autoscaler::metric::Metric;
use leptos::prelude::*;

/// Most that a step adds or removes.
const MOST: f64 = 100_000.0;

/// What is typed of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cell {
    From,
    To,
    Do,
}

fn in_order(steps: &Steps) -> Vec<StepAdjustment> {
    let mut steps = steps.as_slice().to_vec();
    let lower = |step: &StepAdjustment| step.lower.unwrap_or(f64::NEG_INFINITY);
    steps.sort_by(|a, b| lower(a).total_cmp(&lower(b)));
    steps
}

/// The steps with another bound or number; a border that two steps share moves for both.
fn with_cell(steps: &Steps, at: usize, cell: Cell, typed: &str, dimension: Dimension) -> Result<Steps, String> {
    let mut steps = in_order(steps);
    let last = steps.len().saturating_sub(1);
    let bound = |open: bool| match typed.trim() {
        "" | "∞" | "−∞" | "-∞" if open => Ok(None),
        "" => Err("Only the lowest step may have no lower bound, and the highest no upper one".to_owned()),
        text => entry::parse_number(text, dimension)
            .map(Some)
            .ok_or_else(|| format!("A bound must be a number such as 10, but is \"{}\"", short(text))),
    };
    match cell {
        Cell::From => {
            let bound = bound(at == 0)?;
            if let Some(below) = at.checked_sub(1).and_then(|below| steps.get_mut(below)) {
                below.upper = bound;
            }
            steps.get_mut(at).ok_or("The step is gone")?.lower = bound;
        }
        Cell::To => {
            let bound = bound(at == last)?;
            if let Some(above) = steps.get_mut(at + 1) {
                above.lower = bound;
            }
            steps.get_mut(at).ok_or("The step is gone")?.upper = bound;
        }
        Cell::Do => {
            let number = entry::parse_number(typed, Dimension::Plain);
            let number = number.filter(|number| number.fract() == 0.0 && number.abs() <= MOST);
            let refused = || format!("A step must be a whole number such as 30 or −10, but is \"{}\"", short(typed));
            steps.get_mut(at).ok_or("The step is gone")?.adjustment = number.ok_or_else(refused)? as i32;
        }
    }
    Steps::new(steps).map_err(|error| text::capitalised(&error.to_string()))
}

fn short(typed: &str) -> String {
    typed.trim().chars().filter(|letter| !letter.is_control()).take(40).collect()
}

/// One step more, where the list is open.
fn with_another(steps: &Steps, width: f64) -> Option<Steps> {
    let mut steps = in_order(steps);
    let (first, last) = (steps.first()?.clone(), steps.last()?.clone());
    if let (None, Some(lower)) = (last.upper, last.lower) {
        steps.last_mut()?.upper = Some(lower + width);
        steps.push(StepAdjustment { lower: Some(lower + width), ..last });
    } else if let (None, Some(upper)) = (first.lower, first.upper) {
        steps.first_mut()?.lower = Some(upper - width);
        steps.insert(0, StepAdjustment { upper: Some(upper - width), ..first });
    }
    Steps::new(steps).ok()
}

/// One step less: a neighbour covers what it covered.
fn without(steps: &Steps, at: usize) -> Option<Steps> {
    let mut steps = in_order(steps);
    if steps.len() < 2 || at >= steps.len() {
        return None;
    }
    let gone = steps.remove(at);
    match at.checked_sub(1) {
        Some(below) if gone.lower.is_some_and(|lower| lower >= 0.0) => steps.get_mut(below)?.upper = gone.upper,
        _ => match steps.get_mut(at) {
            Some(above) => above.lower = gone.lower,
            None => steps.last_mut()?.upper = gone.upper,
        },
    }
    Steps::new(steps).ok()
}

fn shown(step: &StepAdjustment, cell: Cell, dimension: Dimension) -> String {
    let bound = |bound: Option<f64>| bound.map(|bound| entry::show(bound, dimension)).unwrap_or_default();
    match cell {
        Cell::From => bound(step.lower),
        Cell::To => bound(step.upper),
        Cell::Do => text::plain(f64::from(step.adjustment)),
    }
}

/// The list of an alarm's steps.
pub fn step_list(
    steps: Part<Steps>,
    place: Place,
    setting: &'static str,
    metric: Signal<Metric>,
    threshold: Signal<MetricTarget>,
) -> AnyView {
    let key = place.key(setting);
    let add_id =
        place.id(if setting == "policy-step-out-steps" { "policy-step-out-add" } else { "policy-step-in-add" });
    let refused = RwSignal::new(None::<String>);
    let count = steps.read(|steps| steps.as_slice().len());
    let full = move || count.get() >= MAX_STEPS;
    // The sign of a share; other units stand at the threshold.
    let unit = move || (metric::dimension(metric.get()) == Dimension::Fraction).then_some(", %");
    let width = move || match metric::dimension(metric.get_untracked()) {
        Dimension::Fraction => 0.1,
        _ => threshold.get_untracked().get() / 4.0,
    };
    let add = move |_| {
        if let Some(more) = with_another(&steps.now(), width()) {
            steps.edit(Change::Edit, move |steps| *steps = more);
        }
    };
    let cell = move |at: usize, cell: Cell| {
        let (what, words) = match cell {
            Cell::From => ("from", "from"),
            Cell::To => ("to", "to"),
            Cell::Do => ("do", "adjustment"),
        };
        let dimension = move || metric::dimension(metric.get());
        let value = steps
            .read(move |steps| in_order(steps).get(at).map(|step| shown(step, cell, dimension())).unwrap_or_default());
        let take = move |event| {
            let typed = event_target_value(&event);
            let dimension = metric::dimension(metric.get_untracked());
            let result = steps.try_edit(Change::Edit, |steps| {
                *steps = with_cell(steps, at, cell, &typed, dimension)?;
                Ok(())
            });
            refused.set(result.err());
        };
        let id = format!("{}-{}-{what}", key.id, at + 1);
        let placeholder = if cell == Cell::From { "−∞" } else { "∞" };
        let label = format!("{}, step {}: {words}", name(key), at + 1);
        view! { <input type="text" id=id autocomplete="off" aria-label=label placeholder=placeholder prop:value=value on:change=take/> }
    };
    let remove = move |at: usize| {
        if let Some(fewer) = without(&steps.now(), at) {
            steps.edit(Change::Edit, move |steps| *steps = fewer);
        }
        focus_on(add_id);
    };
    let rows = move || {
        let alone = count.get() < 2;
        (0..count.get())
            .map(|at| {
                let label = format!("Remove step {}", at + 1);
                view! {
                    <li>
                        {cell(at, Cell::From)} {cell(at, Cell::To)} {cell(at, Cell::Do)}
                        <button type="button" class="quiet small" aria-label=label title="Remove" disabled=alone on:click=move |_| remove(at)>"✕"</button>
                    </li>
                }
            })
            .collect_view()
    };
    let message = move || {
        refused.get().map(|message| view! { <p class="refusal" role="alert">{message} ". Nothing was changed."</p> })
    };
    let field = view! {
        <div class="steps" role="group" aria-label=name(key)>
            <p>{name(key)} <small>" from the threshold"</small></p>
            <div class="steps-head" aria-hidden="true"><span>"from"{unit}</span><span>"to"{unit}</span><span>"do"</span></div>
            <ul>{rows}</ul>
            {message}
            <button type="button" class="small" id=add_id disabled=full on:click=add>"Add a step"</button>
        </div>
    };
    explained(key, field.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(list: &[(Option<f64>, Option<f64>, i32)]) -> Steps {
        let step = |&(lower, upper, adjustment)| StepAdjustment { lower, upper, adjustment };
        Steps::new(list.iter().map(step).collect()).expect("steps")
    }

    #[test]
    fn a_border_moves_for_both_of_its_steps() {
        let two = steps(&[(Some(0.0), Some(0.1), 30), (Some(0.1), None, 60)]);
        let moved = with_cell(&two, 1, Cell::From, "15 %", Dimension::Fraction);
        assert_eq!(moved, Ok(steps(&[(Some(0.0), Some(0.15), 30), (Some(0.15), None, 60)])));
        assert_eq!(with_cell(&two, 0, Cell::To, "15", Dimension::Fraction), moved);
        let more = with_cell(&two, 1, Cell::Do, "−5", Dimension::Fraction).expect("a number");
        assert_eq!(more.as_slice()[1].adjustment, -5);
    }

    #[test]
    fn what_cannot_be_a_step_is_refused_in_words() {
        let two = steps(&[(Some(0.0), Some(0.1), 30), (Some(0.1), None, 60)]);
        for (at, cell, typed, why) in [
            (1, Cell::From, "", "Only the lowest step may have no lower bound, and the highest no upper one"),
            (1, Cell::From, "many", "A bound must be a number such as 10, but is \"many\""),
            (0, Cell::Do, "1.5", "A step must be a whole number such as 30 or −10, but is \"1.5\""),
            (
                1,
                Cell::From,
                "-10",
                "The lower bound of a step adjustment must be below its upper bound, but 0 is not below −0.1",
            ),
        ] {
            assert_eq!(with_cell(&two, at, cell, typed, Dimension::Fraction), Err(why.to_owned()));
        }
    }

    #[test]
    fn steps_are_added_where_the_list_is_open_and_leave_no_gap() {
        let out = Steps::always(30);
        let two = with_another(&out, 0.1).expect("room");
        assert_eq!(two, steps(&[(Some(0.0), Some(0.1), 30), (Some(0.1), None, 30)]));
        assert_eq!(without(&two, 1), Some(out.clone()));
        assert_eq!(without(&two, 0), Some(out));
        let down = steps(&[(None, Some(0.0), -10)]);
        let two = with_another(&down, 0.1).expect("room");
        assert_eq!(two, steps(&[(None, Some(-0.1), -10), (Some(-0.1), Some(0.0), -10)]));
        assert_eq!(without(&two, 0), Some(down.clone()));
        assert_eq!(without(&two, 1), Some(down.clone()));
        assert_eq!(without(&down, 0), None);
    }
}
