//! The active machine, in sentences.

use super::facts::OLD;
use super::{Active, Candidate, months_old, provider_name};
use crate::base::explain::{Finding, Verdict};
use crate::base::text;
use crate::machines::catalog::{Architecture, Catalog, InstanceType};
use crate::machines::fit::Packing;
use crate::plan::price::PriceSource;

/// The verdict on the active machine; `best` is the cheapest by the hour that fits, where a catalogue is
/// at hand.
pub fn verdict(now: &Active, best: Option<(&Catalog, &Candidate)>) -> Verdict {
    let mut findings: Vec<Finding> = pool_sentence(now).into_iter().collect();
    findings.push(fleet_sentence(now));
    if now.machine.is_some() && now.price.refusal.is_none() && now.price.node.is_some() {
        if now.price.is_estimate {
            findings.push(Finding::tight("Its on-demand price is an estimate."));
        }
        if let Some(age) = now.age.filter(|age| age.at_least >= OLD) {
            findings.push(Finding::tight(format!("Its price is {}: check it before ordering.", months_old(age))));
        }
    }
    findings.extend(best.and_then(|(catalog, best)| alternative(now, catalog, best)));
    Verdict::from_findings(findings)
}

/// What it has of the nodes that it shares; what follows then is a comparison.
fn pool_sentence(now: &Active) -> Option<Finding> {
    let pool = now.pool.as_ref()?;
    let part = format!(
        "{} of the {} nodes of pool {}, {}, run its replicas on average",
        text::number(pool.nodes),
        text::number(pool.of),
        text::one_line(&pool.name),
        now.machine.as_deref().unwrap_or_default()
    );
    Some(match now.of_pool {
        Some(monthly) => Finding::holds(format!("{part}, for {} a month.", text::dollars(monthly))),
        None => Finding::unknown(format!("{part}. Cost unknown: the instance type has no price.")),
    })
}

fn fleet_sentence(now: &Active) -> Finding {
    let replicas = text::counted(now.replicas, "replica", "replicas");
    let Some(machine) = &now.machine else {
        return match (now.price.source, now.price.replica, now.monthly) {
            (PriceSource::Stated, Some(hourly), Some(monthly)) => Finding::holds(format!(
                "No instance type chosen: {replicas} at the entered {} an hour cost {} a month if all run all month.",
                text::dollars(hourly),
                a_month(monthly)
            )),
            (PriceSource::Rates, Some(hourly), Some(monthly)) => Finding::holds(format!(
                "No instance type chosen: {replicas}, each {} an hour by its resources, cost {} a month if all run all month.",
                text::dollars(hourly),
                a_month(monthly)
            )),
            _ => Finding::unknown(format!(
                "No instance type chosen and no price per replica entered, so the cost of {replicas} is unknown."
            )),
        };
    };
    if let Some(refusal) = &now.price.refusal {
        return Finding::fails(format!("A replica does not fit {machine}: {refusal}."));
    }
    let nodes = now.nodes.unwrap_or_default();
    let nodes_of = text::counted(nodes, "node", "nodes");
    let own =
        if now.pool.is_some() { format!("On nodes of its own, {nodes_of}") } else { text::capitalised(&nodes_of) };
    let packed = format!(
        "{own} of {machine} {} {replicas}, {} per node",
        if nodes == 1 { "runs" } else { "run" },
        text::count(now.price.replicas_per_node)
    );
    let unused = now.price.packing.as_ref().and_then(unused);
    let reserved = now.price.packing.as_ref().and_then(|packing| packing.reserved.words());
    let reserved = reserved.map_or_else(String::new, |reserved| format!("{reserved} reserved and "));
    let unused = unused.unwrap_or_else(|| "nothing".to_owned());
    let unused = match (reserved.is_empty(), unused.as_str()) {
        (true, "nothing") => "; nothing unused".to_owned(),
        _ => format!("; {reserved}{unused} unused per node"),
    };
    match now.monthly {
        None if now.price.is_known_somewhere() => {
            Finding::unknown(format!("{packed}{unused}. Cost unknown: the instance type has no price in some region."))
        }
        None => Finding::unknown(format!("{packed}{unused}. Cost unknown: the instance type has no price.")),
        Some(monthly) => {
            let age = now.age.map_or_else(String::new, |age| format!(", at a price {}", months_old(age)));
            let all = if now.pool.is_some() { " if all run all month" } else { "" };
            Finding::holds(format!("{packed}, for {} a month on-demand{all}{age}{unused}.", a_month(monthly)))
        }
    }
}

/// The cheapest that fits, against what is active.
fn alternative(now: &Active, catalog: &Catalog, best: &Candidate) -> Option<Finding> {
    let row = catalog.types().get(best.instance)?;
    let place = match best.sites.as_slice() {
        [one] => format!(" in {}", one.region),
        several => format!(" in {} regions", several.len()),
    };
    let words = format!("{} {}{place}", provider_name(&row.provider), row.name);
    let less = now.monthly.filter(|monthly| *monthly > 0.0).map(|monthly| 1.0 - best.monthly / monthly);
    let sentence = match less {
        Some(less) if less < 0.0 || text::is_no_change(less) => {
            format!("No listed type is cheaper on-demand; the cheapest, {words}, is {} a month.", a_month(best.monthly))
        }
        Some(less) => format!(
            "The cheapest that fits, {words}, runs them on {} for {} a month on-demand, {} less.",
            text::counted(best.nodes, "node", "nodes"),
            a_month(best.monthly),
            text::percent(less)
        ),
        None => format!(
            "The cheapest that fits, {words}, runs them on {} for {} a month on-demand.",
            text::counted(best.nodes, "node", "nodes"),
            a_month(best.monthly)
        ),
    };
    Some(Finding::holds(sentence))
}

/// An amount a month as sentences say it: whole dollars from a hundred up.
pub fn a_month(amount: f64) -> String {
    if amount.abs() >= 100.0 {
        format!("${}", text::significant(libm::round(amount), 15))
    } else {
        text::dollars(amount)
    }
}

/// What nobody can use of a node: `2 vCPU, 8 GiB and 1 GPU`; `None` where nothing is left over.
pub fn unused(packing: &Packing) -> Option<String> {
    // What rounds to nothing is left out.
    let left =
        |amount: Option<f64>| amount.filter(|amount| *amount >= 0.005).map(|amount| text::significant(amount, 3));
    let parts: Vec<String> = [
        left(packing.unused_vcpus).map(|vcpus| format!("{vcpus} vCPU")),
        left(packing.unused_memory_gib).map(|memory| format!("{memory} GiB")),
        left(Some(packing.unused_gpus))
            .map(|gpus| if gpus == "1" { "1 GPU".to_owned() } else { format!("{gpus} GPUs") }),
    ]
    .into_iter()
    .flatten()
    .collect();
    match parts.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [head @ .., last] => Some(format!("{} and {last}", head.join(", "))),
    }
}

/// What a type is made of, in a line: `8 vCPU, 32 GiB, x86-64, 1 × A10G with 24 GiB`.
pub fn specs(row: &InstanceType) -> String {
    let known = |amount: Option<f64>, unit: &str| {
        amount.map_or_else(|| format!("{unit} unknown"), |amount| format!("{} {unit}", text::number(amount)))
    };
    let mut parts = vec![known(row.vcpus, "vCPU"), known(row.memory_gib, "GiB")];
    parts.extend(row.architecture.map(|arch| match arch {
        Architecture::X86 => "x86-64".to_owned(),
        Architecture::Arm => "Arm".to_owned(),
    }));
    if let Some(has) = &row.accelerators {
        let memory = has.memory_gib.map_or_else(String::new, |gib| format!(" with {} GiB", text::number(gib)));
        parts.push(format!("{} × {}{memory}", text::number(has.count), has.model));
    }
    parts.join(", ")
}
