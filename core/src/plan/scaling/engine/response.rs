//! Response time of a fleet under a load, apart from what has piled up.

use super::setup::ReplicaSetup;
use crate::formulas::queueing;

/// Response time at the objective's percentile (P99 without one), apart from what has piled up.
pub(crate) fn response(replica: &ReplicaSetup, throughput: f64, rate: f64, ready: u32) -> f64 {
    let percentile = replica.objective.map_or(0.99, |objective| objective.percentile.get());
    let servers = u64::from(ready) * u64::from(replica.capacity.concurrency().get());
    let service = replica.capacity.service();
    if rate >= 0.999 * f64::from(ready) * throughput {
        // There is no steady state; what has piled up is the wait, and this the service alone.
        return service.quantile(percentile);
    }
    queueing::mgc(rate, service, servers.max(1))
        .map_or(replica.capacity.service_time(), |queue| queue.response_quantile(percentile))
}
