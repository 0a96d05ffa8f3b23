//! How users are moved from a lost region and back, and how long that takes.

use super::fields::asked;
use crate::components::Menu;
use crate::components::form::Fold;
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::base::units::Quantity;
use headroom_core::formulas::regions::dns_failover;
use headroom_core::plan::scenario::regions::FailoverInputs;
use leptos::prelude::*;

/// Usual settings: id, name, what they are; check interval, propagation and TTL in seconds.
const PRESETS: [(&str, &str, &str, [f64; 3]); 3] = [
    ("dns-standard", "DNS, checked every 30 s", "As Amazon Route 53 checks unless told otherwise.", [30.0, 60.0, 60.0]),
    ("dns-fast", "DNS, checked every 10 s", "Route 53 with fast checks, three failures in a row.", [10.0, 60.0, 60.0]),
    ("anycast", "Anycast", "One address everywhere: clients keep no answer.", [10.0, 20.0, 0.0]),
];

fn preset([interval, propagation, ttl]: [f64; 3], now: FailoverInputs) -> FailoverInputs {
    FailoverInputs {
        interval: Quantity::clamped(interval),
        threshold: Quantity::clamped(3.0),
        propagation: Quantity::clamped(propagation),
        ttl: Quantity::clamped(ttl),
        ..now
    }
}

fn says(failover: &FailoverInputs) -> String {
    format!("noticed within {}, answers kept {}", text::seconds(failover.detect()), text::seconds(failover.ttl.get()))
}

/// What it comes to, in a sentence.
fn outcome(failover: &FailoverInputs) -> Option<String> {
    let timeline = dns_failover(
        failover.interval.get(),
        failover.threshold.get(),
        // Whoever decides does so before the records change.
        failover.decide.get() + failover.propagation.get(),
        failover.ttl.get(),
    )?;
    let stale = match failover.stale.get() {
        0.0 => String::new(),
        stale => format!("; {} never move", text::percent(stale)),
    };
    Some(format!(
        "All clients have moved {} after the loss at the latest; the mean outage is {}{stale}.",
        text::seconds(timeline.all_clients_moved),
        text::seconds(timeline.mean_client_outage)
    ))
}

/// The settings.
#[component]
pub fn FailoverFields() -> impl IntoView {
    let session = Session::here();
    let failover = session.service_part(|service| service.regions.failover);
    let says = Signal::derive(move || says(&failover.get()));
    view! { <Fold id="failover" title="Failover" says=says>{move || fields(session)}</Fold> }
}

fn fields(session: Session) -> impl IntoView {
    let outcome = session.service_part(|service| outcome(&service.regions.failover));
    let choose = move |settings: [f64; 3]| {
        session.edit_service(Change::Edit, |service| {
            service.regions.failover = preset(settings, service.regions.failover);
        });
    };
    view! {
        <Menu label=Signal::stored("Usual settings".to_owned()) describe="Failover">
            {PRESETS.iter().map(|(id, name, about, settings)| view! {
                <button type="button" class="example" data-failover=*id on:click=move |_| choose(*settings)>{*name}<small>{*about}</small></button>
            }).collect_view()}
        </Menu>
        {asked("failover-interval", "Health check every", |asked| asked.failover.interval, |asked, value| asked.failover.interval = value)}
        {asked("failover-threshold", "Failed checks in a row", |asked| asked.failover.threshold, |asked, value| asked.failover.threshold = value)}
        {asked("failover-decide", "Time to decide", |asked| asked.failover.decide, |asked, value| asked.failover.decide = value)}
        {asked("failover-propagation", "Records change within", |asked| asked.failover.propagation, |asked, value| asked.failover.propagation = value)}
        {asked("failover-ttl", "Clients keep an answer", |asked| asked.failover.ttl, |asked, value| asked.failover.ttl = value)}
        {asked("failover-stale", "Clients that never move", |asked| asked.failover.stale, |asked, value| asked.failover.stale = value)}
        {asked("failover-failback", "Back after the cause ends", |asked| asked.failover.failback, |asked, value| asked.failover.failback = value)}
        <p class="hint" id="failover-outcome">{outcome}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_settings_come_to_what_is_published() {
        let usual = FailoverInputs::default();
        assert_eq!(preset(PRESETS[0].3, usual), usual);
        assert_eq!(
            outcome(&usual).as_deref(),
            Some("All clients have moved 3.5 min after the loss at the latest; the mean outage is 2.75 min.")
        );
        let fast = preset(PRESETS[1].3, usual);
        assert_eq!(says(&fast), "noticed within 30 s, answers kept 60 s");
        let slow = FailoverInputs { decide: Quantity::clamped(600.0), stale: Quantity::clamped(0.02), ..usual };
        assert!(outcome(&slow).unwrap().ends_with("; 2 % never move."));
    }
}
