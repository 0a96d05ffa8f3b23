//! The choice of a setting for an axis, and of the values between which it is varied.

use super::plan::MapPlan;
use crate::components::{NumberField, Select};
use headroom_core::base::units::{
    Cooldown, EventLift, Headroom, MaxReplicas, MinReplicas, Quantity, StartupPart, UtilizationThreshold,
};
use headroom_core::plan::scenario::adjust::Axis;
use leptos::prelude::*;

/// Ranges that somebody chose, for each setting.
#[derive(Clone, Copy)]
pub struct Ranges(RwSignal<[Option<(f64, f64)>; Axis::ALL.len()]>);

impl Ranges {
    /// None chosen.
    pub fn new() -> Self {
        Self(RwSignal::new([None; Axis::ALL.len()]))
    }

    /// The range chosen for a setting; tracks it.
    pub fn get(self, axis: Axis) -> Option<(f64, f64)> {
        self.0.with(|ranges| ranges.get(axis as usize).copied().flatten())
    }

    fn set(self, axis: Axis, range: Option<(f64, f64)>) {
        self.0.update(|ranges| {
            if let Some(chosen) = ranges.get_mut(axis as usize) {
                *chosen = range;
            }
        });
    }
}

/// The setting of an axis, and its range.
#[component]
pub fn AxisFields(
    /// Unique on the page.
    id: &'static str,
    /// Which axis it is.
    label: &'static str,
    /// Unique on the page: the lower end.
    from: &'static str,
    /// Unique on the page: the upper end.
    to: &'static str,
    /// The setting.
    axis: Memo<Axis>,
    /// Takes a choice.
    set: impl Fn(Axis) + Send + Sync + 'static,
    /// The map.
    plan: Memo<Option<Result<MapPlan, String>>>,
    /// Ranges that somebody chose.
    ranges: Ranges,
    /// Whether it is the columns.
    is_x: bool,
) -> impl IntoView {
    // What is shown while nothing is computed is the last range that was.
    let ends = Memo::new(move |before: Option<&(f64, f64)>| {
        let values = plan.with(|plan| {
            let plan = plan.as_ref()?.as_ref().ok()?;
            let values = if is_x { &plan.x.values } else { &plan.y.values };
            Some((*values.first()?, *values.last()?))
        });
        values.or(before.copied()).unwrap_or((0.0, 1.0))
    });
    let fields = move || {
        let axis = axis.get();
        match axis {
            Axis::Target => range_fields::<UtilizationThreshold>(from, to, axis, ends, ranges),
            Axis::MinReplicas => range_fields::<MinReplicas>(from, to, axis, ends, ranges),
            Axis::MaxReplicas | Axis::FixedReplicas => range_fields::<MaxReplicas>(from, to, axis, ends, ranges),
            Axis::Window => range_fields::<Cooldown>(from, to, axis, ends, ranges),
            Axis::StartUp => range_fields::<StartupPart>(from, to, axis, ends, ranges),
            Axis::Burst => range_fields::<EventLift>(from, to, axis, ends, ranges),
            Axis::Headroom => range_fields::<Headroom>(from, to, axis, ends, ranges),
        }
    };
    view! {
        <div class="explore-axis">
            <Select id=id label=label value=axis set=set
                choices=vec![
                    (Axis::Target, "Target utilization"),
                    (Axis::MinReplicas, "Min replicas"),
                    (Axis::MaxReplicas, "Max replicas"),
                    (Axis::FixedReplicas, "Fixed replicas"),
                    (Axis::Window, "Scale-in window"),
                    (Axis::StartUp, "Start-up time"),
                    (Axis::Burst, "Burst size"),
                    (Axis::Headroom, "Headroom"),
                ]/>
            {fields}
            <p class="hint">{move || axis.get().about()}</p>
        </div>
    }
}

fn range_fields<Q: Quantity + Send + Sync>(
    from: &'static str,
    to: &'static str,
    axis: Axis,
    ends: Memo<(f64, f64)>,
    ranges: Ranges,
) -> AnyView {
    let low = Signal::derive(move || Q::clamped(ends.get().0));
    let high = Signal::derive(move || Q::clamped(ends.get().1));
    let set = move |range: (f64, f64)| {
        // Ends that meet leave no range.
        if range.0 != range.1 {
            ranges.set(axis, Some((range.0.min(range.1), range.0.max(range.1))));
        }
    };
    view! {
        <NumberField id=from label="From" value=low set=move |_, value: Q| set((value.value(), ends.get_untracked().1))/>
        <NumberField id=to label="To" value=high set=move |_, value: Q| set((ends.get_untracked().0, value.value()))/>
        <Show when=move || ranges.get(axis).is_some()>
            <button type="button" class="small" on:click=move |_| ranges.set(axis, None)>"Default range"</button>
        </Show>
    }
    .into_any()
}
