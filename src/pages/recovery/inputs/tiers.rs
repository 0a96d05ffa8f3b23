//! How each tier would be run here: its named parts, its copies, what stands ready.

use super::super::slug;
use super::objectives::hinted;
use super::{recovery, summaries};
use crate::components::form::{Fold, optional};
use crate::edit::Change;
use crate::edit::{Key, Part, Place};
use crate::session::Session;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::base::units::{Quantity, RecoveryPart as PartLength};
use headroom_core::formulas::recovery::{Part as RecoveryPart, Parts, RecoveryTier};
use headroom_core::plan::scenario::recovery::TierInputs;
use leptos::prelude::*;

/// A fold for each tier.
#[component]
pub fn TierFields(
    /// The tier in force.
    #[prop(into)]
    in_force: Signal<RecoveryTier>,
) -> impl IntoView {
    RecoveryTier::ALL.into_iter().map(|tier| view! { <OneTier tier in_force/> }).collect_view()
}

fn title(tier: RecoveryTier) -> &'static str {
    match tier {
        RecoveryTier::Cold => "Cold standby",
        RecoveryTier::PilotLight => "Pilot light",
        RecoveryTier::WarmStandby => "Warm standby",
        RecoveryTier::HotStandby => "Hot standby",
        RecoveryTier::ActiveActive => "Active-active",
    }
}

#[component]
fn OneTier(tier: RecoveryTier, in_force: Signal<RecoveryTier>) -> impl IntoView {
    let session = Session::here();
    let says = session.answer(move |service| service.recovery.of(tier).map(summaries::tier).unwrap_or_default());
    let says = Signal::derive(move || {
        let says = says.get().unwrap_or_default();
        if in_force.get() == tier { format!("In force. {says}") } else { says }
    });
    view! { <Fold id=slug(tier) title=title(tier) says=says>{move || tier_fields(tier)}</Fold> }
}

/// Reads and states one part of a tier's recovery that may be left to the rest of the chain.
struct Derived {
    part: RecoveryPart,
    setting: &'static str,
    read: fn(&TierInputs) -> Option<PartLength>,
    write: fn(&mut TierInputs, Option<PartLength>),
    from: &'static str,
}

const DERIVED: [Derived; 5] = [
    Derived {
        part: RecoveryPart::Detect,
        setting: "tier-detect",
        read: |run| run.detect,
        write: |run, value| run.detect = value,
        from: "from the health checks",
    },
    Derived {
        part: RecoveryPart::Redirect,
        setting: "tier-redirect",
        read: |run| run.redirect,
        write: |run, value| run.redirect = value,
        from: "from DNS",
    },
    Derived {
        part: RecoveryPart::RestoreData,
        setting: "tier-restore",
        read: |run| run.restore_data,
        write: |run, value| run.restore_data = value,
        from: "from size and link",
    },
    Derived {
        part: RecoveryPart::LoadModel,
        setting: "tier-load",
        read: |run| run.load_model,
        write: |run, value| run.load_model = value,
        from: "from start-up",
    },
    Derived {
        part: RecoveryPart::WarmUp,
        setting: "tier-warm-up",
        read: |run| run.warm_up,
        write: |run, value| run.warm_up = value,
        from: "from start-up",
    },
];

fn tier_fields(tier: RecoveryTier) -> impl IntoView {
    let session = Session::here();
    let run = recovery().through(move |stated| stated.tier(tier), move |stated, run| stated.set_tier(tier, run));
    let place = Place::TOP.named(slug(tier));
    let taken = session.answer(move |service| service.recovery.of(tier).map(|answer| answer.taken)).into();
    let fields = tier.parts().iter().map(|part| part_field(tier, *part, run, place, taken)).collect_view();
    let estimate = TierInputs::estimate(tier);
    let interval = run.read(move |run| against(run.interval.get(), estimate.interval.get()));
    let lag = run.read(move |run| against(run.lag.get(), estimate.lag.get()));
    let is_stated = run.read(move |run| *run != estimate);
    let back = move || {
        is_stated.get().then(|| {
            view! {
                <button type="button" class="small" id=place.id("tier-back")
                    on:click=move |_| run.edit(Change::Edit, move |run| *run = estimate)>"Back to the estimates"</button>
            }
        })
    };
    view! {
        {fields}
        {hinted(run, place.key("tier-interval"), interval, |run| run.interval, |run, value| run.interval = value)}
        {hinted(run, place.key("tier-lag"), lag, |run| run.lag, |run, value| run.lag = value)}
        {standby_field(tier, run, place)}
        {back}
    }
}

fn part_field(
    tier: RecoveryTier,
    part: RecoveryPart,
    run: Part<TierInputs>,
    place: Place,
    taken: Signal<Option<Option<Parts>>>,
) -> AnyView {
    let estimate = TierInputs::estimate(tier);
    match part {
        RecoveryPart::Decide => {
            let hint = run.read(move |run| against(run.decide.get(), estimate.decide.get()));
            hinted(run, place.key("tier-decide"), hint, |run| run.decide, |run, value| run.decide = value)
        }
        RecoveryPart::Provision => {
            let estimated = run.read(move |run| against(run.provision.get(), estimate.provision.get()));
            let hint = Signal::derive(move || match taken.get().flatten() {
                Some(taken) if taken.provision.is_none() => {
                    "Not counted: accelerators that are not reserved may not be had.".to_owned()
                }
                _ => estimated.get(),
            });
            hinted(run, place.key("tier-provision"), hint, |run| run.provision, |run, value| run.provision = value)
        }
        derived => match DERIVED.into_iter().find(|row| row.part == derived) {
            Some(row) => derived_field(row, run, place, taken),
            None => ().into_any(),
        },
    }
}

fn derived_field(row: Derived, run: Part<TierInputs>, place: Place, taken: Signal<Option<Option<Parts>>>) -> AnyView {
    let Derived { part, setting, read, write, from } = row;
    let now = move || taken.get().flatten().and_then(|taken| taken.of(part));
    let unstated = Signal::derive(move || match now() {
        Some(seconds) => format!("{}, {from}", text::seconds(seconds)),
        None => "unknown".to_owned(),
    });
    let first = move || PartLength::clamped(untrack(now).unwrap_or(60.0));
    optional(run, place.key(setting), read, write, first, unstated)
}

fn standby_field(tier: RecoveryTier, run: Part<TierInputs>, place: Place) -> AnyView {
    let session = Session::here();
    let share = session.answer(move |service| service.recovery.of(tier).map(|answer| answer.standby_share));
    let estimate = TierInputs::estimate(tier).standby.get();
    let stated = run.read(|run| run.standby.get());
    let hint = Signal::derive(move || {
        let (stated, taken) = (stated.get(), share.get().flatten().unwrap_or(estimate));
        if (stated - taken).abs() > 1e-9 {
            format!("Counted as {}: what the regions have beyond one place.", text::percent(taken))
        } else if (stated - estimate).abs() < 1e-12 {
            "Our estimate.".to_owned()
        } else {
            format!("Estimate: {}.", text::percent(estimate))
        }
    });
    let key: Key = place.key("tier-standby");
    hinted(run, key, hint, |run| run.standby, |run, value| run.standby = value)
}

/// Whether a duration is the estimate, or what that is.
fn against(stated: f64, estimate: f64) -> String {
    if stated == estimate {
        "Our estimate.".to_owned()
    } else {
        format!("Estimate: {}.", text::quantity(estimate, Dimension::Seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_every_tier_has_a_field() {
        for part in RecoveryPart::ALL {
            let is_own = matches!(part, RecoveryPart::Decide | RecoveryPart::Provision);
            assert!(is_own || DERIVED.iter().any(|row| row.part == part), "{part:?}");
        }
        for row in DERIVED {
            let mut run = TierInputs::estimate(RecoveryTier::Cold);
            (row.write)(&mut run, Some(PartLength::clamped(7.0)));
            assert_eq!((row.read)(&run), Some(PartLength::clamped(7.0)));
        }
    }

    #[test]
    fn an_estimate_says_so() {
        assert_eq!(against(300.0, 300.0), "Our estimate.");
        assert_eq!(against(60.0, 300.0), "Estimate: 5 min.");
    }
}
