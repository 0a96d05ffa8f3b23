//! What is simulated: from when, how long, in which steps; and the seed.

use super::super::fields::fleet::SEED;
use super::summaries;
use crate::components::form::{Fold, explained, fields, name};
use crate::edit::Change;
use crate::edit::Part;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::base::units::{HoursAhead, PeriodHours, Quantity, TimeStep};
use headroom_core::plan::scenario::demand::{Event, Repeat};
use headroom_core::plan::scenario::scaling::{MAX_LIVE_STEPS, Period, ScalingInputs};
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

/// Where a period may begin: at the plan's start, or a day before an event.
#[derive(Clone, Debug, PartialEq)]
struct Beginning {
    words: String,
    hours: f64,
}

/// Hours from the plan's first day to a day before an event begins; none for what is past or too far off.
fn hours_to_eve(event: &Event, plan_start: Date) -> Option<f64> {
    let years = (event.repeat == Repeat::Yearly).then_some(0..=1).into_iter().flatten();
    let again = years.filter_map(|later| event.start_in(plan_start.year().saturating_add(later)));
    let start = std::iter::once(event.start).chain(again).find(|start| start.date() >= plan_start)?;
    let hours = hours_between(plan_start.at(0, 0, 0, 0), start)? - 24.0;
    (hours <= HoursAhead::MAX).then(|| hours.max(0.0))
}

fn hours_between(from: DateTime, to: DateTime) -> Option<f64> {
    from.until((jiff::Unit::Hour, to)).and_then(|span| span.total(jiff::Unit::Hour)).ok()
}

fn beginnings(events: &[Event], plan_start: Date) -> Vec<Beginning> {
    let usual = Beginning { words: "First usual week".to_owned(), hours: 0.0 };
    let eves = events.iter().filter_map(|event| {
        let words = format!("A day before {}", event.name);
        Some(Beginning { words, hours: hours_to_eve(event, plan_start)? })
    });
    std::iter::once(usual).chain(eves).collect()
}

/// Which of the beginnings the period has.
fn chosen(beginnings: &[Beginning], period: &Period) -> Option<usize> {
    beginnings.iter().position(|beginning| (beginning.hours - period.start().get()).abs() < 1e-9)
}

/// The fields of the period.
#[component]
pub fn PeriodFields() -> impl IntoView {
    let session = Session::here();
    let scaling = Session::here().selected_part(|service| &service.scaling, |service| &mut service.scaling);
    let plan_start = session.part(|scenario| scenario.start);
    let events = session.service_part(|service| service.demand.events.clone());
    let offered = Memo::new(move |_| events.with(|events| beginnings(events, plan_start.get())));
    let period = scaling.read(|scaling| scaling.period);
    let begins = Memo::new(move |_| offered.with(|offered| chosen(offered, &period.get())));
    let says = move || {
        let period = period.get();
        let begins = match begins.get() {
            Some(place) => offered.with(|offered| offered.get(place).map(|beginning| beginning.words.clone())),
            None => None,
        };
        let after = || format!("after {}", text::seconds(period.start().get() * 3600.0));
        summaries::period(&period, &begins.unwrap_or_else(after))
    };
    view! {
        <Fold id="period" title="Period" says=Signal::derive(says)>
            {move || period_fields(scaling, offered.into(), begins.into())}
        </Fold>
    }
}

/// A field of the period: takes the other two as they are, and says where the period would be too long.
fn bounded<Q: Quantity + Send + Sync>(
    scaling: Part<ScalingInputs>,
    id: &'static str,
    read: fn(&Period) -> Q,
    change: fn(&Period, Q) -> Result<Period, String>,
    hint: Option<Signal<String>>,
) -> AnyView {
    let refused = RwSignal::new(None::<String>);
    let period = scaling.read(|scaling| scaling.period);
    // What was refused is no longer of interest once something else is accepted.
    Effect::new(move |_| {
        period.track();
        refused.set(None);
    });
    let set = move |how: Change, value: Q| {
        let result = scaling.try_edit(how, |scaling| {
            scaling.period = change(&scaling.period, value)?;
            Ok(())
        });
        refused.set(result.err());
    };
    let message = move || {
        refused.get().map(|message| {
            view! { <p class="refusal" role="alert" id=format!("{id}-refusal")>{text::capitalised(&message)} ". Nothing was changed."</p> }
        })
    };
    let hint = hint.unwrap_or_else(|| Signal::stored(String::new()));
    let value = Signal::derive(move || read(&period.get()));
    let field = view! {
        <div>
            <crate::components::NumberField id=id label=name(id.into()) value=value set=set hint=hint/>
            {message}
        </div>
    };
    explained(id.into(), field.into_any())
}

fn period_fields(
    scaling: Part<ScalingInputs>,
    offered: Signal<Vec<Beginning>>,
    begins: Signal<Option<usize>>,
) -> impl IntoView {
    let choose = move |event| {
        let place = event_target_value(&event).parse::<usize>().ok();
        let hours = place.and_then(|place| offered.with_untracked(|offered| offered.get(place).map(|b| b.hours)));
        if let Some(hours) = hours {
            scaling.edit(Change::Edit, move |scaling| {
                let period = scaling.period;
                if let Ok(period) = Period::new(HoursAhead::clamped(hours), period.length(), period.step()) {
                    scaling.period = period;
                }
            });
        }
    };
    let options = move || {
        let own = view! { <option value="own" prop:selected=move || begins.get().is_none()>"Another time"</option> };
        let offered = offered.get().into_iter().enumerate().map(|(place, beginning)| {
            view! { <option value=place.to_string() prop:selected=move || begins.get() == Some(place)>{beginning.words}</option> }
        });
        (offered.collect_view(), own)
    };
    let steps = scaling.read(|scaling| scaling.period.length().get() * 3600.0 / scaling.period.step().get());
    let steps = move || format!("{} steps; {} at most.", text::number(steps.get()), text::count(MAX_LIVE_STEPS));
    view! {
        <div class="field long">
            <label for="period-from">"Begins"</label>
            <select id="period-from" on:change=choose>{options}</select>
        </div>
        {bounded::<HoursAhead>(scaling, "period-start", Period::start, |period, start| Period::new(start, period.length(), period.step()), None)}
        {bounded::<PeriodHours>(scaling, "period-length", Period::length, |period, length| Period::new(period.start(), length, period.step()), None)}
        {bounded::<TimeStep>(scaling, "period-step", Period::step, |period, step| Period::new(period.start(), period.length(), step), Some(Signal::derive(steps)))}
        {fields(scaling, SEED)}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::name::Name;
    use jiff::civil::date;

    fn event(start: DateTime, repeat: Repeat) -> Event {
        Event {
            name: Name::from_static("Black Friday"),
            start,
            ramp: Quantity::clamped(1.0),
            length: Quantity::clamped(24.0),
            lift: Quantity::clamped(4.0),
            of: Default::default(),
            repeat,
            ready: Default::default(),
            lot: Default::default(),
        }
    }

    #[test]
    fn a_period_may_begin_a_day_before_an_event() {
        let plan = date(2026, 11, 1);
        for (start, repeat, hours) in [
            (date(2026, 11, 27).at(6, 0, 0, 0), Repeat::Once, Some(25.0 * 24.0 + 6.0)),
            (date(2026, 11, 1).at(6, 0, 0, 0), Repeat::Once, Some(0.0)),
            (date(2026, 10, 1).at(0, 0, 0, 0), Repeat::Once, None),
            (date(2025, 11, 28).at(0, 0, 0, 0), Repeat::Yearly, Some(25.0 * 24.0)),
            (date(2040, 1, 1).at(0, 0, 0, 0), Repeat::Once, None),
        ] {
            assert_eq!(hours_to_eve(&event(start, repeat), plan), hours, "{start}");
        }
        let offered = beginnings(&[event(date(2026, 11, 27).at(0, 0, 0, 0), Repeat::Once)], plan);
        assert_eq!(offered[1], Beginning { words: "A day before Black Friday".into(), hours: 600.0 });
        assert_eq!(chosen(&offered, &Period::default()), Some(0));
    }
}
