//! Response time at the user: the service's own time and one round trip, normally and after each loss.

use super::RegionsPlan;
use super::answers::{Flow, Loss, RegionAnswer};
use crate::base::id::RegionId;
use crate::formulas::queueing::Queue;
use crate::formulas::regions::{ServedThere, response_at_users};
use crate::plan::scenario::sizing::{MeasuredAt, SizingInputs};
use crate::plan::sizing::queue_at;
use serde::Serialize;

/// A region that serves some users.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ServedFrom {
    /// Which.
    pub region: RegionId,
    /// Share of these users' requests that it serves.
    pub share: f64,
    /// The service's own time there at the percentile, seconds; `None` where it has more than it can carry.
    pub service: Option<f64>,
    /// Round trip of the users to it, seconds.
    pub trip: f64,
    /// Whether that is an estimate by distance.
    pub estimated: bool,
}

/// How long users wait, and who serves them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ResponseAt {
    /// The regions that serve them; none where no region may, or has room.
    pub served: Vec<ServedFrom>,
    /// The time that the percentile of their requests does not exceed, seconds; `None` where they are not served, or by a
    /// region that has more than it can carry.
    pub seconds: Option<f64>,
}

/// How long the users of one region wait.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UsersResponse {
    /// Their region.
    pub region: RegionId,
    /// While nothing is lost, each region at its own peak.
    pub normally: ResponseAt,
    /// With each region lost, then with several at once, in the order of the losses: each survivor at the highest load that the
    /// loss brings it.
    pub after: Vec<ResponseAt>,
}

/// How long users wait, and what they may.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResponsePlan {
    /// Share of the requests whose time it is.
    pub percentile: f64,
    /// The response time that they must not exceed, seconds.
    pub target: f64,
    /// Where that is measured.
    pub measured: MeasuredAt,
    /// The users of each region that has any.
    pub users: Vec<UsersResponse>,
}

/// A time that some users wait, and when.
#[derive(Clone, Copy, Debug)]
pub struct Wait<'a> {
    /// Their region.
    pub users: RegionId,
    /// What is lost then; `None` in normal operation.
    pub loss: Option<&'a Loss>,
    /// How long, and from where they are served.
    pub at: &'a ResponseAt,
}

impl Wait<'_> {
    /// How long, in seconds; `None` where they are not served, or by a region that has more than it can carry: longer than any
    /// time.
    pub fn seconds(&self) -> Option<f64> {
        self.at.seconds
    }

    /// The same to compare by.
    fn length(&self) -> f64 {
        self.at.seconds.unwrap_or(f64::INFINITY)
    }
}

impl ResponsePlan {
    /// By how much a time is longer than the target where that is measured at the user, seconds; `None` where it is kept.
    pub fn too_long(&self, seconds: f64) -> Option<f64> {
        let over = seconds - self.target;
        (self.measured == MeasuredAt::AtUser && over > 1e-9 * self.target).then_some(over)
    }

    /// What all users wait in normal operation.
    pub fn normally(&self) -> impl Iterator<Item = Wait<'_>> {
        self.users.iter().map(|users| Wait { users: users.region, loss: None, at: &users.normally })
    }

    /// What all users wait after one of the losses.
    pub fn in_loss<'a>(&'a self, at: usize, loss: &'a Loss) -> impl Iterator<Item = Wait<'a>> {
        let at = move |users: &'a UsersResponse| Some((users, users.after.get(at)?));
        self.users.iter().filter_map(at).map(|(users, at)| Wait { users: users.region, loss: Some(loss), at })
    }

    /// What all users wait after each loss, from the first on.
    pub fn after<'a>(&'a self, losses: impl Iterator<Item = &'a Loss>) -> impl Iterator<Item = Wait<'a>> {
        losses.enumerate().flat_map(move |(at, loss)| self.in_loss(at, loss))
    }
}

/// The longest of some waits, of equals the first; not to be served in time is longer than any time.
pub fn longest<'a>(waits: impl Iterator<Item = Wait<'a>>) -> Option<Wait<'a>> {
    waits.reduce(|most, wait| if wait.length() > most.length() { wait } else { most })
}

/// Response time at the user, region by region: the service's own at the percentile of the objective, and one round trip.
///
/// `R = T_p(load, n) + l`; where several regions serve the users of one, the time that the share `p` of all their requests
/// does not exceed ([`response_at_users`]).
///
/// | symbol        | is                                                                          | unit                 |
/// |---------------|-----------------------------------------------------------------------------|----------------------|
/// | `T_p`         | response time of the serving region by M/G/c at the objective's percentile  | seconds              |
/// | `load`        | its peak while nothing is lost; after a loss the most that the loss brings it | requests/s          |
/// | `n`           | replicas that run there, `running`, else those that are ready              | replicas             |
/// | `grown`       | load over that of the first day                                             | ×                    |
/// | `l`           | round trip between the region of the users and the one that serves them, at the peak of these users | seconds |
///
/// The last mile, from a user to the nearest region of the plan's list, is not counted. `None` without a latency objective
/// or without load.
///
/// # Assumptions
///
/// `response-at-the-user`
pub(super) fn response(
    plan: &RegionsPlan,
    inputs: &SizingInputs,
    running: impl Fn(RegionId) -> Option<u32>,
    grown: f64,
) -> Option<ResponsePlan> {
    let objective = inputs.slo.latency?;
    let (percentile, target) = (objective.percentile.get(), objective.target.get());
    if plan.peak_of_all <= 0.0 {
        return None;
    }
    let queue = |region: &RegionAnswer, load: f64| {
        let replicas = running(region.id).unwrap_or(region.ready);
        let queue = queue_at(load * grown, replicas, inputs.replica.capacity)?;
        Some((queue, queue.response_quantile(percentile)))
    };
    let normal: Vec<_> = plan.regions.iter().map(|region| queue(region, region.normal_load)).collect();
    // Of a survivor that a loss brings no more, nothing is computed again.
    let in_loss = |loss: &Loss| -> Vec<_> {
        let pairs = plan.regions.iter().zip(&loss.most).zip(&normal);
        pairs
            .map(|((region, load), own)| if *load == region.normal_load { *own } else { queue(region, *load) })
            .collect()
    };
    let after: Vec<Vec<_>> = plan.all_losses().map(in_loss).collect();
    let of_users = |region: &RegionAnswer| UsersResponse {
        region: region.id,
        normally: waited(plan, region.id, &plan.routes, &normal, percentile),
        after: plan
            .all_losses()
            .zip(&after)
            .map(|(loss, queues)| waited(plan, region.id, &loss.routes, queues, percentile))
            .collect(),
    };
    let users = plan.regions.iter().filter(|region| region.peak_of_users > 0.0).map(of_users).collect();
    Some(ResponsePlan { percentile, target, measured: objective.measured, users })
}

/// How long the users of a region wait where requests flow so, and regions answer so.
fn waited(
    plan: &RegionsPlan,
    users: RegionId,
    flows: &[Flow],
    queues: &[Option<(Queue, f64)>],
    percentile: f64,
) -> ResponseAt {
    let own: Vec<&Flow> = flows.iter().filter(|flow| flow.from == users).collect();
    let all: f64 = own.iter().map(|flow| flow.load).sum();
    let queue_of = |flow: &Flow| plan.regions.iter().position(|region| region.id == flow.to).and_then(|at| queues[at]);
    let from = |flow: &&Flow| ServedFrom {
        region: flow.to,
        share: flow.load / all,
        service: queue_of(flow).map(|(_, time)| time),
        trip: flow.latency,
        estimated: flow.estimated,
    };
    let served: Vec<ServedFrom> = own.iter().map(from).collect();
    let seconds = match served.as_slice() {
        [only] => only.service.map(|service| service + only.trip),
        _ => {
            let there =
                |flow: &&Flow| Some(ServedThere { share: flow.load, queue: queue_of(flow)?.0, trip: flow.latency });
            own.iter().map(there).collect::<Option<Vec<_>>>().and_then(|there| response_at_users(&there, percentile))
        }
    };
    ResponseAt { served, seconds }
}
