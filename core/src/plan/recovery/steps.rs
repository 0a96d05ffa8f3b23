//! The working of the active recovery tier: its times, what standing ready costs, what outages cost.

use super::TierAnswer;
use super::plan::RecoveryBasis;
use crate::base::dimension::Dimension;
use crate::base::explain::{Arithmetic, Operand, Working, by, letter, over, word};
use crate::formulas::finance::over_a_month;
use crate::formulas::recovery::{Part, PartTime};
use crate::plan::ledger::Ledger;

/// Records how the numbers of the active tier come about.
pub(super) fn of_the_active_tier(basis: &RecoveryBasis<'_>, answer: &TierAnswer, working: &mut Working) {
    let stated = basis.stated;
    if let Some(rto) = answer.rto {
        working.retrace("RTO", parts_one_after_the_other(&answer.parts), rto, Dimension::Seconds);
    }
    let run = stated.tier(answer.tier);
    let copies = [
        letter("interval", "time between two copies", run.interval.get(), Dimension::Seconds),
        letter("lag", "how far a copy is behind", run.lag.get(), Dimension::Seconds),
    ];
    let arithmetic = by("interval + lag", copies, |[interval, lag]| interval + lag);
    working.retrace("RPO", arithmetic, answer.data.rpo, Dimension::Seconds);
    let fleet = Ledger::with_tier(basis.fleet, Some(answer.tier));
    if let Some((standby, hourly)) = answer.standby.zip(fleet.reserve_hourly(basis.price)) {
        let amount = |name, meaning, amount| letter(name, meaning, amount, Dimension::Dollars);
        let nodes = fleet.reserve_nodes(basis.price);
        let price = if nodes > 0.0 { hourly / nodes } else { basis.price.node.unwrap_or(0.0) };
        let unit = basis.price.unit();
        let of_pool = basis.price.share.is_some();
        let [count, each] = match unit {
            "nodes" if of_pool => [
                "nodes paid for beyond those of normal times, if the service had nodes of its own",
                "price of a node where they stand",
            ],
            "nodes" => ["nodes paid for beyond those of normal times", "price of a node where they stand"],
            _ => ["replicas of the reserve that are paid for", "price of a replica where they stand"],
        };
        if of_pool {
            working.assume("pool-packing");
        }
        let operands = [
            letter("n", count, nodes, Dimension::Count(unit)),
            letter("p", each, price, Dimension::DollarsPerHour),
            amount("storage", "second copy of the storage of the primary", standby.storage),
            amount("copies", "models and features, sent and kept", standby.monthly - standby.compute - standby.storage),
        ];
        let arithmetic = by("n · p · 730 h + storage + copies", operands, |[paid, price, storage, copies]| {
            over_a_month(paid * price) + storage + copies
        });
        working.retrace("Standby per month", arithmetic, standby.monthly, Dimension::Dollars);
    }
    if let (Some(loss), Some(rto), Some(hourly)) = (answer.expected_loss, answer.rto, stated.loss) {
        let operands = [
            letter("λ", "outages per year", stated.outages.get(), Dimension::Plain),
            word("RTO", rto, Dimension::Seconds),
            letter("L", "cost of an hour of outage", hourly.get(), Dimension::DollarsPerHour),
            letter("D", "cost of lost data per outage", stated.data_cost(&answer.data), Dimension::Dollars),
        ];
        let arithmetic = by("λ · (RTO · L + D)", operands, |[outages, rto, hourly, data]| {
            outages * (rto / 3600.0 * hourly + data)
        });
        working.retrace("Expected loss per year", arithmetic, loss, Dimension::Dollars);
    }
}

/// The parts of a recovery, added up; where clients are redirected while capacity is built, the longer counts.
fn parts_one_after_the_other(parts: &[PartTime]) -> Arithmetic<'static> {
    let overlaps = parts.windows(2).any(|pair| pair[1].start < pair[0].end);
    let of = |keep: fn(Part) -> bool| parts.iter().filter(move |time| keep(time.part));
    let terms = |keep: fn(Part) -> bool| of(keep).map(|time| format!("{} {{}}", time.part.words())).collect::<Vec<_>>();
    let operand = |time: &PartTime| word(time.part.words(), time.end - time.start, Dimension::Seconds);
    let operands: Vec<Operand> = parts.iter().map(operand).collect();
    if !overlaps {
        return over("Σ steps", &terms(|_| true).join(" + "), operands, |times| times.iter().sum());
    }
    let before = of(|part| part < Part::Redirect).count();
    let (first, build) = (terms(|part| part < Part::Redirect), terms(|part| part > Part::Redirect));
    let redirect = terms(|part| part == Part::Redirect).join("");
    let line = [first, vec![format!("max({redirect}, {})", build.join(" + "))]].concat().join(" + ");
    over("Σ steps, clients redirected while capacity is built", &line, operands, move |times| {
        let (first, rest) = times.split_at(before.min(times.len()));
        let (redirect, build) = rest.split_first().map_or((0.0, rest), |(redirect, build)| (*redirect, build));
        first.iter().sum::<f64>() + build.iter().sum::<f64>().max(redirect)
    })
}
