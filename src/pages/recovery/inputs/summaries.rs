//! What is set, in a line each.

use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::base::units::{MonthlyCost, ReplicaPrice};
use headroom_core::formulas::recovery::Order;
use headroom_core::plan::recovery::TierAnswer;
use headroom_core::plan::scenario::recovery::{ArtefactInputs, LinkInputs, RecoveryInputs};
use headroom_core::plan::scenario::reliability::ReliabilityInputs;

/// Failures and what they cost.
pub fn losses(stated: &RecoveryInputs) -> String {
    let loss = stated.loss.map_or_else(
        || "an hour's loss unknown".to_owned(),
        |loss| text::quantity(loss.get(), Dimension::DollarsPerHour),
    );
    format!("{} failures a year, {loss}", text::number(stated.outages.get()))
}

/// What the primary costs.
pub fn costs(storage: MonthlyCost, price: Option<ReplicaPrice>) -> String {
    let price =
        price.map_or_else(|| "no price".to_owned(), |price| format!("{} per replica-hour", text::dollars(price.get())));
    match storage.get() {
        storage if storage > 0.0 => format!("{price}, storage {} per month", text::dollars(storage)),
        _ => price,
    }
}

/// How a recovery is done.
pub fn how((order, reserved): (Order, bool), gpus: u32) -> String {
    let order = match order {
        Order::Serial => "in sequence",
        Order::RedirectWhileBuilding => "redirected while capacity is built",
    };
    match (gpus > 0, reserved) {
        (true, true) => format!("{order}; accelerators reserved"),
        (true, false) => format!("{order}; accelerators not reserved"),
        (false, _) => order.to_owned(),
    }
}

/// A tier's answer in short.
pub fn tier(answer: &TierAnswer) -> String {
    let rto = answer.rto.map_or_else(|| "RTO unknown".to_owned(), |rto| format!("RTO {}", text::seconds(rto)));
    let standby = match (answer.ready, answer.paid) {
        (0, 0) => "no standby".to_owned(),
        (0, paid) => format!("{} kept, serving nothing", text::counted(paid, "replica", "replicas")),
        (ready, _) => format!("{} ready", text::counted(ready, "replica", "replicas")),
    };
    format!("{rto}, RPO {}, {standby}", text::seconds(answer.data.rpo))
}

/// What is listed for the other region.
pub fn artefacts(artefacts: &[ArtefactInputs]) -> String {
    match artefacts.len() as u64 {
        0 => "none".to_owned(),
        n => format!(
            "{}, {} GB",
            text::counted(n, "artifact", "artifacts"),
            text::number(ArtefactInputs::total(artefacts))
        ),
    }
}

/// The way between the regions.
pub fn link(link: &LinkInputs) -> String {
    format!("{} Gbit/s, {} usable", text::number(link.rate.get()), text::percent(link.share.get()))
}

/// How often parts work.
pub fn parts(stated: &ReliabilityInputs) -> String {
    format!("zones {}, common cause {}", text::percent(stated.zone.get()), text::percent(stated.common_cause.get()))
}

/// What is needed besides.
pub fn needs(stated: &ReliabilityInputs) -> String {
    match stated.dependencies.len() as u64 {
        0 => "none".to_owned(),
        n => text::counted(n, "dependency", "dependencies"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;

    #[test]
    fn what_nobody_stated_is_said_to_be_unknown() {
        let stated = RecoveryInputs::default();
        assert_eq!(losses(&stated), "0.3 failures a year, an hour's loss unknown");
        assert_eq!(costs(stated.storage, None), "no price");
        assert_eq!(how((Order::Serial, false), 0), "in sequence");
        assert_eq!(how((Order::Serial, false), 8), "in sequence; accelerators not reserved");
        let stated = RecoveryInputs { loss: Some(Quantity::clamped(0.0)), ..stated };
        assert_eq!(losses(&stated), "0.3 failures a year, $0 an hour");
        assert_eq!(artefacts(&[]), "none");
    }
}
