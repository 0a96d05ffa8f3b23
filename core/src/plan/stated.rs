//! What an answer waits for: quantities that a new service begins with and that nobody has stated.

use crate::base::dimension::Dimension;
use crate::base::explain::{Finding, Standing, Verdict};
use crate::base::text;
use crate::plan::answered::Answered;
use crate::plan::scenario::Service;
use crate::plan::scenario::sizing::ReplicaCapacity;

/// The quantities of a service that are still those of a new one, each as `its name (what is assumed)`.
fn assumed(service: &Service, asks_load_alone: bool) -> Vec<String> {
    let (demand, replica) = (&service.demand, &service.sizing.replica);
    let mut all = Vec::new();
    match &demand.work {
        Some(work) if work.items_assumed => {
            all.push(format!("the work of a window ({} items are assumed)", text::si(work.items.get())));
        }
        None if demand.average_load_assumed => {
            let load = text::quantity(demand.average_load.get(), Dimension::Rate);
            all.push(format!("the average load ({load} is assumed)"));
        }
        _ => {}
    }
    if asks_load_alone {
        return all;
    }
    if replica.throughput_assumed {
        let throughput = text::quantity(replica.capacity.throughput(), Dimension::Rate);
        all.push(format!("the throughput of one replica ({throughput} is assumed)"));
    }
    let is_asked =
        service.sizing.slo.latency.is_some() || matches!(replica.capacity, ReplicaCapacity::ServiceTime { .. });
    if replica.concurrency_assumed && is_asked {
        let concurrency = text::count(replica.capacity.concurrency().get());
        all.push(format!("its concurrency ({concurrency} is assumed)"));
    }
    all
}

/// What a service waits for: `Enter the average load (1,000 requests/s is assumed).`; `None` where all is stated.
///
/// The concurrency is asked for where a response time, or the throughput, hangs on it.
pub fn waits_for(service: &Service) -> Option<String> {
    said(&assumed(service, false))
}

/// The same of what the load alone says.
pub fn load_waits_for(service: &Service) -> Option<String> {
    said(&assumed(service, true))
}

fn said(quantities: &[String]) -> Option<String> {
    let list = text::listed(&quantities.iter().map(String::as_str).collect::<Vec<_>>());
    (!quantities.is_empty()).then(|| format!("Enter {list}: until then the answer is unknown."))
}

/// Takes back what an answer says about numbers that nobody stated: first comes what it waits for, nothing that follows holds
/// or fails, and nothing would help.
pub fn withhold<P>(answered: &mut Answered<P>, waits_for: &str) {
    answered.levers.clear();
    answered.verdict = withheld(&answered.verdict, waits_for);
}

/// The same of a verdict by itself.
pub fn withheld(verdict: &Verdict, waits_for: &str) -> Verdict {
    let others = verdict.findings.iter().filter(|finding| finding.sentence != waits_for);
    let others = others.map(|finding| Finding { standing: Standing::Unknown, sentence: finding.sentence.clone() });
    Verdict::from_findings(std::iter::once(Finding::unknown(waits_for)).chain(others).collect())
}
