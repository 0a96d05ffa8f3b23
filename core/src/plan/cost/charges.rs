//! Who pays: the bill split over services and teams, to the cent, with what is idle shown.

use super::lines::{CostedService, MonthlyLines};
use crate::base::id::ServiceId;
use crate::base::money::Money;
use crate::formulas::finance::{Item, Party, SharingRule, split_bill};
use crate::plan::scenario::cost::{ChargeRule, CostInputs, IdleRule};
use serde::Serialize;

/// What one service, or the platform, is charged for a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Charge {
    /// The service; `None` for what stays with the platform.
    pub service: Option<ServiceId>,
    /// Its name.
    pub name: String,
    /// Its team; empty where none is named.
    pub team: String,
    /// Lines of its own, but for idle compute.
    pub direct: Money,
    /// Compute that is paid for and does no work: its own with its part of what its pool leaves unused, or its part of
    /// everybody's.
    pub idle: Money,
    /// Its part of what is nobody's alone.
    pub shared: Money,
    /// All of it.
    pub total: Money,
}

/// What a team is charged for a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TeamCharge {
    /// The team; empty for services without one.
    pub team: String,
    /// Whether it is the platform, which bears what nobody is charged for.
    pub is_platform: bool,
    /// Its services.
    pub services: u32,
    /// Compute that does no work, within the total.
    pub idle: Money,
    /// What it is charged.
    pub total: Money,
    /// Share of the bill; `None` where that is nothing.
    pub share: Option<f64>,
}

/// The bill of a month, split; the parts add up to it to the cent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Chargeback {
    /// By service, and what stays with the platform last.
    pub services: Vec<Charge>,
    /// By team, in the order of its first service.
    pub teams: Vec<TeamCharge>,
    /// All idle compute.
    pub idle: Money,
    /// All that is nobody's alone.
    pub shared: Money,
    /// The bill.
    pub total: Money,
}

impl Chargeback {
    /// All that is a service's own, without idle compute.
    pub fn direct(&self) -> Money {
        self.services.iter().map(|charge| charge.direct).sum()
    }
}

/// The lines of a month by whose they are.
struct Lines {
    /// Of each service.
    own: Vec<Money>,
    /// Of these, compute.
    compute: Vec<Money>,
    /// Nobody's alone.
    shared: Money,
    /// What a pool has beyond the parts of its services, with the place of the first.
    of_pools: Vec<(usize, Money)>,
}

fn lines(n: usize, month: &MonthlyLines) -> Lines {
    let mut lines =
        Lines { own: vec![Money::ZERO; n], compute: vec![Money::ZERO; n], shared: Money::ZERO, of_pools: Vec::new() };
    for (place, (line, owner)) in month.bill.lines.iter().zip(&month.owners).enumerate() {
        let Some(amount) = line.amount else { continue };
        let of_pool = month.of_pools.iter().find(|(line, _)| *line == place);
        match (of_pool, owner.filter(|at| *at < n)) {
            (Some((_, first)), _) => lines.of_pools.push((*first, amount)),
            (None, None) => lines.shared = lines.shared + amount,
            (None, Some(at)) => {
                lines.own[at] = lines.own[at] + amount;
                if matches!(line.item, Item::Compute | Item::Gpu) {
                    lines.compute[at] = lines.compute[at] + amount;
                }
            }
        }
    }
    lines
}

/// Splits the bill of a month.
///
/// A service's own lines are its own, and what a pool has beyond the parts of its services is their idle compute, by these
/// parts; other `idle = compute · (1 − work / paid)` of the simulated period is shared as
/// [`IdleRule`] says, what is nobody's alone as [`ChargeRule`] says, with the compute that does work as usage and
/// the sized fleet as entitlement. Cents go to the largest remainders.
///
/// # Assumptions
///
/// `idle-by-work`
pub(super) fn charge(inputs: &CostInputs, services: &[CostedService<'_>], month: &MonthlyLines) -> Chargeback {
    let n = services.len();
    let Lines { mut own, compute, shared, of_pools } = lines(n, month);
    let mut idle: Vec<Money> = services
        .iter()
        .zip(&compute)
        .map(|(costed, compute)| Money::from_dollars(compute.dollars() * costed.cost.idle_share).unwrap_or_default())
        .collect();
    let usage: Vec<f64> = compute.iter().zip(&idle).map(|(all, idle)| (*all - *idle).dollars()).collect();
    for (first, amount) in of_pools {
        let parts = parts_in_pool(services, first, &compute, amount);
        for (at, part) in parts {
            (own[at], idle[at]) = (own[at] + part, idle[at] + part);
        }
    }
    let all_idle: Money = idle.iter().copied().sum();
    let none = || vec![Money::ZERO; n];
    let (idle_parts, mut apart) = match inputs.idle {
        IdleRule::Own => (idle.clone(), Money::ZERO),
        IdleRule::ByUsage => (all_idle.split(&usage).unwrap_or_else(none), Money::ZERO),
        IdleRule::Evenly => (all_idle.split(&vec![1.0; n]).unwrap_or_else(none), Money::ZERO),
        IdleRule::Apart => (none(), all_idle),
    };
    let direct: Vec<Money> = own.iter().zip(&idle).map(|(own, idle)| *own - *idle).collect();
    let rule = match inputs.charging {
        ChargeRule::Direct => None,
        ChargeRule::ByUsage => Some(SharingRule::ByUsage),
        ChargeRule::Evenly => Some(SharingRule::Evenly),
        ChargeRule::FixedPlusVariable { fixed } => Some(SharingRule::FixedPlusVariable { fixed_fraction: fixed.get() }),
    };
    let parties: Vec<Party> = (0..n)
        .map(|at| Party {
            name: String::new(),
            direct: direct[at] + idle_parts[at],
            usage: usage[at],
            entitlement: entitlement(&services[at]),
        })
        .collect();
    let bill = parties.iter().map(|party| party.direct).sum::<Money>() + shared;
    let split = rule.and_then(|rule| split_bill(bill, &parties, rule));
    if split.is_none() {
        apart = apart + shared;
    }
    let mut charges: Vec<Charge> = (0..n)
        .map(|at| {
            let part = split.as_ref().and_then(|parts| parts.get(at));
            let shared = part.map_or(Money::ZERO, |part| part.fixed + part.variable);
            Charge {
                service: Some(services[at].service.id),
                name: services[at].service.name.to_string(),
                team: services[at].service.team.to_string(),
                direct: direct[at],
                idle: idle_parts[at],
                shared,
                total: direct[at] + idle_parts[at] + shared,
            }
        })
        .collect();
    if apart != Money::ZERO {
        let idle = if inputs.idle == IdleRule::Apart { all_idle } else { Money::ZERO };
        charges.push(Charge {
            service: None,
            name: "Platform".into(),
            team: String::new(),
            direct: Money::ZERO,
            idle,
            shared: apart - idle,
            total: apart,
        });
    }
    let total = charges.iter().map(|charge| charge.total).sum();
    Chargeback { teams: teams(&charges, total), services: charges, idle: all_idle, shared, total }
}

/// What a pool has beyond the parts of its services, split over these by what they pay for theirs; evenly where that is
/// nothing.
fn parts_in_pool(
    services: &[CostedService<'_>],
    first: usize,
    compute: &[Money],
    amount: Money,
) -> Vec<(usize, Money)> {
    let name = |at: usize| services[at].cost.pool.as_ref().map(|pool| pool.name.as_str());
    let members: Vec<usize> = (0..services.len()).filter(|at| name(*at) == name(first)).collect();
    let weights: Vec<f64> = members.iter().map(|at| compute[*at].dollars()).collect();
    let parts = amount.split(&weights).unwrap_or_default();
    members.into_iter().zip(parts).collect()
}

/// What is kept for a service: the replicas that a fleet which does not scale pays for, at the on-demand prices of their regions.
fn entitlement(costed: &CostedService<'_>) -> f64 {
    costed.ledger.paid_hourly(&costed.cost.price)
}

fn teams(charges: &[Charge], total: Money) -> Vec<TeamCharge> {
    let mut teams: Vec<TeamCharge> = Vec::new();
    for charge in charges {
        let is_platform = charge.service.is_none();
        let place = teams.iter().position(|team| team.team == charge.team && team.is_platform == is_platform);
        let place = place.unwrap_or_else(|| {
            let team = charge.team.clone();
            teams.push(TeamCharge {
                team,
                is_platform,
                services: 0,
                idle: Money::ZERO,
                total: Money::ZERO,
                share: None,
            });
            teams.len() - 1
        });
        let team = &mut teams[place];
        team.services += u32::from(!is_platform);
        (team.idle, team.total) = (team.idle + charge.idle, team.total + charge.total);
    }
    if total > Money::ZERO {
        for team in &mut teams {
            team.share = Some(team.total.dollars() / total.dollars());
        }
    }
    teams
}
