//! What a node of a managed Kubernetes keeps for its system where nothing is stated: the published rules of the providers.

use super::fit::NodeReserve;

/// GiB in a MiB.
const MIB: f64 = 1.0 / 1024.0;
/// GiB in a megabyte.
const MEGABYTE: f64 = 1e6 / (1024.0 * 1024.0 * 1024.0);
/// Memory at which the kubelet evicts pods, GiB: nobody can request it.
const EVICTION: f64 = 100.0 * MIB;
/// Pods that a node is set up for.
const PODS: f64 = 110.0;

/// The managed Kubernetes whose rule holds for a provider's nodes; none where none is published.
pub fn rule_of(provider: &str) -> Option<&'static str> {
    match provider {
        "aws" => Some("EKS"),
        "gcp" => Some("GKE"),
        "azure" => Some("AKS"),
        _ => None,
    }
}

/// What a node reserves by the rule of its provider's managed Kubernetes, the eviction threshold of 100 MiB included; nothing
/// where there is no rule, and of a resource that is not known.
///
/// | rule | vCPUs                                                            | memory, GiB                                              |
/// |------|------------------------------------------------------------------|----------------------------------------------------------|
/// | EKS  | 6 % of the first, 1 % of the second, 0.5 % of two more, 0.25 % of the rest | 255 MiB + 11 MiB · pods; 110 pods, 250 from 30 vCPUs on  |
/// | GKE  | as EKS                                                           | 25 % of 4 GiB, 20 % of 4 more, 10 % of 8 more, 6 % of 112 more, 2 % of the rest |
/// | AKS  | 0.06 of 1, 0.1 of 2, 0.14 of 4, 0.18 of 8, 0.26 of 16, 0.42 of 32, 0.74 of 64, evenly between | min(20 MB · 110 pods + 50 MB, 25 %) |
///
/// # Source
///
/// amazon-eks-ami, kube-reserved and the cap on pods of managed node groups; GKE, "Node allocatable resources"; AKS, "Node
/// resource reservations", 1.29 and later.
///
/// # Example
///
/// ```
/// use headroom_core::machines::reserve::published;
///
/// let kept = published("aws", Some(4.0), Some(16.0));
/// assert!((kept.vcpus - 0.08).abs() < 1e-12); // 0.06 + 0.01 + 2 · 0.005
/// assert!((kept.memory_gib - (255.0 + 11.0 * 110.0 + 100.0) / 1024.0).abs() < 1e-12);
/// ```
pub fn published(provider: &str, vcpus: Option<f64>, memory_gib: Option<f64>) -> NodeReserve {
    let Some(rule) = rule_of(provider) else { return NodeReserve::default() };
    let (cpu, memory): (fn(f64) -> f64, f64) = match rule {
        "EKS" => {
            let pods = if vcpus.is_some_and(|vcpus| vcpus >= 30.0) { 250.0 } else { PODS };
            (by_core, (255.0 + 11.0 * pods) * MIB)
        }
        "GKE" => (by_core, memory_gib.map_or(0.0, |has| in_bands(has, &GKE_MEMORY))),
        _ => (between_steps, memory_gib.map_or(0.0, |has| (MEGABYTE * (20.0 * PODS + 50.0)).min(0.25 * has))),
    };
    NodeReserve {
        vcpus: vcpus.map_or(0.0, cpu),
        memory_gib: memory_gib.map_or(0.0, |has| (memory + EVICTION).min(has)),
    }
}

/// Bands of so many units, and the share of each that is kept; the last one has no end.
type Bands = [(f64, f64)];

const CORES: [(f64, f64); 4] = [(1.0, 0.06), (1.0, 0.01), (2.0, 0.005), (f64::INFINITY, 0.0025)];
const GKE_MEMORY: [(f64, f64); 5] = [(4.0, 0.25), (4.0, 0.2), (8.0, 0.1), (112.0, 0.06), (f64::INFINITY, 0.02)];

fn by_core(vcpus: f64) -> f64 {
    in_bands(vcpus, &CORES)
}

fn in_bands(has: f64, bands: &Bands) -> f64 {
    let mut rest = has;
    let mut kept = 0.0;
    for (length, share) in bands {
        let part = rest.min(*length);
        kept += part * share;
        rest -= part;
    }
    kept
}

/// AKS states its reserve for some numbers of cores; between them it is taken to grow evenly, and on at the last rate.
fn between_steps(vcpus: f64) -> f64 {
    const STEPS: [(f64, f64); 7] =
        [(1.0, 0.06), (2.0, 0.1), (4.0, 0.14), (8.0, 0.18), (16.0, 0.26), (32.0, 0.42), (64.0, 0.74)];
    let at = STEPS.windows(2).find(|pair| vcpus <= pair[1].0).unwrap_or(&STEPS[5..]);
    let [(from, low), (to, high)] = [at[0], at[1]];
    (low + (vcpus - from) / (to - from) * (high - low)).max(0.0).min(vcpus)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_examples_come_out() {
        let kept = |provider, vcpus, memory| {
            let kept = published(provider, Some(vcpus), Some(memory));
            (libm::round(kept.vcpus * 1e4) / 1e4, libm::round(kept.memory_gib * 1e3) / 1e3)
        };
        // GKE: 0.06 + 0.01 of two cores; 25 % of 4 and 20 % of 3.5 GiB, and 100 MiB.
        assert_eq!(kept("gcp", 2.0, 7.5), (0.07, 1.798));
        // 0.06 + 0.01 + 0.01 + 92 · 0.0025; 1 + 0.8 + 0.8 + 6.72 + 256 · 0.02.
        assert_eq!(kept("gcp", 96.0, 384.0), (0.31, 14.538));
        assert_eq!(kept("aws", 96.0, 384.0), (0.31, 3.032));
        assert_eq!(kept("azure", 8.0, 32.0), (0.18, 2.193));
        // A quarter of the memory where that is less.
        assert_eq!(kept("azure", 2.0, 4.0), (0.1, 1.098));
        assert_eq!(kept("azure", 12.0, 32.0).0, 0.22);
        assert_eq!(kept("azure", 96.0, 384.0).0, 1.06);
        assert_eq!(kept("own", 96.0, 384.0), (0.0, 0.0));
        assert_eq!(published("gcp", None, None), NodeReserve::default());
    }
}
