//! How users are moved from a lost region and back, and how long that takes.

use super::super::fields::failover::{FAILOVER, PRESETS, preset};
use super::asked;
use crate::components::Menu;
use crate::components::form::{Fold, fields};
use crate::edit::{Change, Part};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::regions::dns_failover;
use headroom_core::plan::scenario::regions::FailoverInputs;
use leptos::prelude::*;

fn says(failover: &FailoverInputs) -> String {
    format!("detected within {}, DNS TTL {}", text::seconds(failover.detect()), text::seconds(failover.ttl.get()))
}

/// What it comes to, in a sentence.
fn outcome(failover: &FailoverInputs, decide: f64) -> Option<String> {
    let timeline = dns_failover(
        failover.interval.get(),
        failover.threshold.get(),
        // Whoever decides does so before the records change.
        decide + failover.propagation.get(),
        failover.ttl.get(),
    )?;
    let stale = match failover.stale.get() {
        0.0 => String::new(),
        stale => format!("; {} never switch", text::percent(stale)),
    };
    let deciding = match decide {
        0.0 => String::new(),
        decide => format!(", {} to decide with the recovery tier included", text::seconds(decide)),
    };
    Some(format!(
        "All clients have switched {} after the loss at the latest{deciding}; the mean outage is {}{stale}.",
        text::seconds(timeline.all_clients_moved),
        text::seconds(timeline.mean_client_outage)
    ))
}

/// The settings.
#[component]
pub fn FailoverFields() -> impl IntoView {
    let failover = asked().field(|asked| &asked.failover, |asked| &mut asked.failover);
    let says = failover.read(says);
    view! { <Fold id="failover" title="Failover" says=says>{move || settings(failover)}</Fold> }
}

fn settings(failover: Part<FailoverInputs>) -> impl IntoView {
    let tier = Session::here().answer(|service| service.recovery.tier);
    let decide = Session::here().service_part(|service| service.recovery.clone());
    let decide = move || {
        let tier = tier.get().flatten();
        tier.map_or(0.0, |tier| decide.with(|recovery| recovery.tier(tier).decide.get()))
    };
    let choose = move |settings| failover.edit(Change::Edit, move |failover| *failover = preset(settings, *failover));
    view! {
        <Menu label=Signal::stored("Usual settings".to_owned()) describe="Failover">
            {PRESETS.iter().map(|(id, name, about, settings)| view! {
                <button type="button" class="example" data-failover=*id on:click=move |_| choose(*settings)>{*name}<small>{*about}</small></button>
            }).collect_view()}
        </Menu>
        {fields(failover, FAILOVER)}
        <p class="hint" id="failover-outcome">{move || failover.with(|failover| outcome(failover, decide()))}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;

    #[test]
    fn usual_settings_come_to_what_is_published() {
        let usual = FailoverInputs::default();
        assert_eq!(preset(PRESETS[0].3, usual), usual);
        assert_eq!(
            outcome(&usual, 0.0).as_deref(),
            Some("All clients have switched 3.5 min after the loss at the latest; the mean outage is 2.75 min.")
        );
        let fast = preset(PRESETS[1].3, usual);
        assert_eq!(says(&fast), "detected within 30 s, DNS TTL 60 s");
        let slow = FailoverInputs { stale: Quantity::clamped(0.02), ..usual };
        let said = outcome(&slow, 600.0).unwrap();
        assert!(said.starts_with("All clients have switched 13.5 min after the loss at the latest, 10 min to decide"));
        assert!(said.ends_with("; 2 % never switch."));
    }
}
