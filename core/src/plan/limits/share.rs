//! A limit that services share, split among them.

use crate::base::id::RegionId;
use crate::plan::demand::{LoadCurve, plan_demand};
use crate::plan::regions::{NeedsBasis, needed_rows};
use crate::plan::scenario::limits::{Cap, Caps, Limit, Per, own_caps};
use crate::plan::scenario::{Scenario, Service};
use crate::plan::sizing::Rows;

/// What the limits of a plan leave of each service, in the order of the plan.
///
/// A limit of one service, or of each by itself, leaves `⌊limit / u⌋ · k` replicas, where `k` replicas are had together
/// and take `u` of it. One that services share is handed out row by row: first the load of all of them, in the order of the
/// plan, then what latency needs, spares, headroom, the reserve for a loss, and what is stated beyond the need. So a limit
/// cuts the reserve first, and of two services the later one. What then is left is shared in proportion to what each has,
/// and not lent.
///
/// # Assumptions
///
/// `shared-limits`
///
/// # Example
///
/// ```
/// use headroom_core::base::units::*;
/// use headroom_core::plan::limits::caps;
/// use headroom_core::plan::scenario::examples;
/// use headroom_core::plan::scenario::limits::Limit;
///
/// let mut plan = examples::seed_service();
/// plan.limits.push(Limit::of_each_service(None, LimitAmount::new(40.0)?));
/// assert_eq!(caps(&plan)[0].most(None), Some(40));
/// # Ok::<(), OutOfRange>(())
/// ```
pub fn caps(plan: &Scenario) -> Vec<Caps> {
    let mut all: Vec<Caps> = plan.services.iter().map(|service| own_caps(plan, service)).collect();
    let shared: Vec<(usize, &Limit)> =
        plan.limits.iter().enumerate().filter(|(_, limit)| limit.of.is_shared()).collect();
    let counts = |service: &Service| shared.iter().any(|(_, limit)| limit.counts(service));
    let claims: Vec<Claims> = plan
        .services
        .iter()
        .zip(&all)
        .map(|(service, own)| if counts(service) { claims(plan, service, own) } else { Claims::new() })
        .collect();
    for (at, limit) in shared {
        let services: Vec<(usize, Per)> = plan
            .services
            .iter()
            .enumerate()
            .filter(|(_, service)| limit.counts(service))
            .map(|(place, service)| (place, Per::of(service, limit.unit)))
            .filter(|(_, per)| per.units > 0.0)
            .collect();
        let regions: Vec<Option<RegionId>> = plan.places().filter(|region| limit.holds_in(*region)).collect();
        for region in regions {
            // One that needs nothing there has no part of it, unless no other does either.
            let claim = |(place, per): &(usize, Per)| {
                let rows = claims[*place].iter().find(|(other, _)| *other == region);
                (*place, Claim { rows: rows.map(|(_, rows)| *rows).unwrap_or_default(), per: *per })
            };
            let claiming: Vec<(usize, Claim)> = services.iter().map(claim).collect();
            let shares = shared_out(limit.most.get(), &claiming);
            let taken = |claim: &Claim| claim.per.taken(claim.rows.needed());
            let together: f64 = claiming.iter().map(|(_, claim)| taken(claim)).sum();
            for ((place, claim), most) in claiming.iter().zip(shares) {
                let own = taken(claim);
                let (beside, words) = (together - own, limit.words(plan));
                all[*place].add(region, Cap { most, limit: at, per: claim.per, own, beside, words });
            }
        }
    }
    all
}

/// What a service needs in each region.
type Claims = Vec<(Option<RegionId>, Rows)>;

/// What a service needs in a region, and what that takes of the limit.
struct Claim {
    rows: Rows,
    per: Per,
}

/// The regions in which a service needs anything, row by row, within its own limits.
fn claims(plan: &Scenario, service: &Service, own: &Caps) -> Claims {
    let curve = LoadCurve::new(&service.demand, plan.start);
    if plan.regions.is_empty() {
        let peak = plan_demand(&service.demand, &curve).peak;
        let rows = Rows::of(&service.sizing, peak, peak).within(own.most(None));
        return vec![(None, rows)];
    }
    let basis = NeedsBasis {
        regions: &plan.regions,
        stated: &service.regions,
        caps: own,
        inputs: &service.sizing,
        curve: &curve,
    };
    let within = |(id, rows): (RegionId, Rows)| {
        let planned = rows.planned(own.most(Some(id)), service.regions.stated_replicas(id));
        (planned.needed() > 0).then_some((Some(id), planned))
    };
    needed_rows(&basis).into_iter().filter_map(within).collect()
}

/// Replicas of each service within a limit that they share.
fn shared_out(limit: f64, claiming: &[(usize, Claim)]) -> Vec<u32> {
    let mut had = vec![0_u32; claiming.len()];
    let mut left = limit;
    let rows: [fn(&Rows) -> u32; 6] = [
        |rows| rows.load,
        |rows| rows.latency,
        |rows| rows.spares,
        |rows| rows.headroom,
        |rows| rows.reserve,
        |rows| rows.surplus,
    ];
    for row in rows {
        for ((_, claim), had) in claiming.iter().zip(&mut had) {
            let before = claim.per.taken(*had);
            let wanted = had.saturating_add(row(&claim.rows));
            let most = claim.per.fits(before + left).unwrap_or(wanted);
            *had = wanted.min(most).max(*had);
            left -= claim.per.taken(*had) - before;
        }
    }
    let taken: Vec<f64> = claiming.iter().zip(&had).map(|((_, claim), had)| claim.per.taken(*had)).collect();
    let all: f64 = taken.iter().sum();
    let share = |taken: f64| if all > 0.0 { taken / all } else { 1.0 / claiming.len() as f64 };
    let most = |((_, claim), (had, taken)): (&(usize, Claim), (&u32, &f64))| {
        let amount = taken + left.max(0.0) * share(*taken);
        claim.per.fits(amount).map_or(*had, |most| most.max(*had))
    };
    claiming.iter().zip(had.iter().zip(&taken)).map(most).collect()
}
