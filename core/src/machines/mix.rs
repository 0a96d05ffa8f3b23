//! Replicas of several kinds on the same nodes: how many nodes they need, and what share of one each takes.

use super::fit::{NodeReserve, ReplicaNeed, floor_count};
use crate::base::numeric::ceil_count;

/// Relative prices of a vCPU, a GiB of memory and an accelerator for an hour (`pool-split`).
const WEIGHTS: [f64; 3] = [0.031_611, 0.004_237, 0.95];

/// Room that a type does not state, which excludes nothing: more than any node has, and finite, as all that plans hold is.
const UNSTATED: f64 = 1e18;

/// What a node offers its replicas: vCPUs, memory in GiB, accelerators; none where the type does not state it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeRoom([Option<f64>; 3]);

impl NodeRoom {
    /// The room of a node with so many vCPUs, so much memory in GiB and so many accelerators, less what is reserved per node.
    pub fn new(vcpus: Option<f64>, memory_gib: Option<f64>, gpus: f64, reserve: NodeReserve) -> Self {
        let less = |has: Option<f64>, kept: f64| has.map(|has| (has - kept).max(0.0));
        Self([less(vcpus, reserve.vcpus), less(memory_gib, reserve.memory_gib), Some(gpus.max(0.0))])
    }
}

/// One kind of replica on the nodes.
#[derive(Clone, Debug, PartialEq)]
struct Kind {
    need: [f64; 3],
    /// As many as fit a node of their own.
    per_node: u32,
    /// Share of a node that one takes.
    share: f64,
}

/// Kinds of replicas that share nodes of one type.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeMix {
    room: [f64; 3],
    kinds: Vec<Kind>,
    /// Places of the kinds, those first of which fewest fit a node.
    order: Vec<usize>,
}

/// So many nodes with so much room left on each.
#[derive(Clone, Copy)]
struct Opened {
    free: [f64; 3],
    nodes: u32,
}

impl NodeMix {
    /// Kinds of replicas on nodes with some room: what each needs, and how many of it fit a node of its own at most.
    ///
    /// A replica takes `s = Σ w·need / Σ w·room` of a node, over what the type states of vCPUs, memory and accelerators;
    /// `1 / k` where it states nothing, or nothing is requested.
    ///
    /// | symbol | is                                               | unit            |
    /// |--------|--------------------------------------------------|-----------------|
    /// | `w`    | weight of a resource: $0.031611, $0.004237, $0.95 | USD/hour of one |
    /// | `k`    | replicas of the kind on a node of their own      | replicas        |
    ///
    /// # Assumptions
    ///
    /// `pool-split`
    pub fn new(room: NodeRoom, kinds: &[(ReplicaNeed, u32)]) -> Self {
        let stated = room.0;
        let worth = |of: [f64; 3]| -> f64 {
            let rows = stated.iter().zip(of).zip(WEIGHTS).filter(|((room, _), _)| room.is_some());
            rows.map(|((_, of), weight)| of.max(0.0) * weight).sum()
        };
        let all = worth(stated.map(Option::unwrap_or_default));
        let room = stated.map(|room| room.unwrap_or(UNSTATED));
        let kind = |(need, per_node): &(ReplicaNeed, u32)| {
            let need = [need.vcpus, need.memory_gib, f64::from(need.gpus)];
            let per_node = fitting(&room, &need).unwrap_or(*per_node).min(*per_node).max(1);
            let requested = worth(need);
            let share = if all > 0.0 && requested > 0.0 { requested / all } else { 1.0 / f64::from(per_node) };
            Kind { need, per_node, share: share.min(1.0) }
        };
        let kinds: Vec<Kind> = kinds.iter().map(kind).collect();
        let mut order: Vec<usize> = (0..kinds.len()).collect();
        order.sort_by_key(|at| kinds[*at].per_node);
        Self { room, kinds, order }
    }

    /// Share of a node that one replica of a kind takes by what it requests.
    pub fn share(&self, kind: usize) -> f64 {
        self.kinds.get(kind).map_or(0.0, |kind| kind.share)
    }

    /// Nodes for so many replicas of each kind on average over an hour.
    ///
    /// First fit, decreasing: the kinds of which fewest fit a node come first, each fills what the ones before it left and
    /// then new nodes; a part of a replica needs as much as a whole one. Never more than each kind needs on nodes of its
    /// own: `⌈c / k⌉`, and `c` where one fits a node, which is then there as long as the replica.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::machines::fit::{NodeReserve, ReplicaNeed};
    /// use headroom_core::machines::mix::{NodeMix, NodeRoom};
    ///
    /// // 8 vCPUs and 32 GiB: one replica of 5 vCPUs fits, or three of 2 vCPUs and 9 GiB, or one of each.
    /// let room = NodeRoom::new(Some(8.0), Some(32.0), 0.0, NodeReserve::default());
    /// let need = |vcpus, memory_gib| ReplicaNeed { vcpus, memory_gib, ..ReplicaNeed::default() };
    /// let mix = NodeMix::new(room, &[(need(5.0, 4.0), 1), (need(2.0, 9.0), 3)]);
    /// // By hand: 4 nodes with one large and one small each, and the other 5 small ones on two more.
    /// assert_eq!(mix.nodes(&[4.0, 9.0]), 6.0);
    /// // Apart: 4 and 3.
    /// assert_eq!(mix.nodes(&[4.0, 0.0]) + mix.nodes(&[0.0, 9.0]), 7.0);
    /// ```
    pub fn nodes(&self, replicas: &[f64]) -> f64 {
        let mut opened: Vec<Opened> = Vec::with_capacity(4 * self.kinds.len());
        let (mut together, mut apart) = (0_u32, 0.0);
        for &at in &self.order {
            let kind = &self.kinds[at];
            let count = replicas.get(at).copied().unwrap_or(0.0).max(0.0);
            let mut left = ceil_count(count);
            apart += if kind.per_node == 1 { count } else { f64::from(left.div_ceil(kind.per_node)) };
            let known = opened.len();
            for place in 0..known {
                if left == 0 {
                    break;
                }
                let here = opened[place];
                left -= fill(&mut opened, place, here, kind, left);
            }
            if left > 0 {
                let nodes = left.div_ceil(kind.per_node);
                together = together.saturating_add(nodes);
                let here = Opened { free: self.room, nodes };
                // A replica that requests nothing has a node to itself.
                if fits(&here.free, kind) > 0 {
                    opened.push(here);
                    let place = opened.len() - 1;
                    fill(&mut opened, place, here, kind, left);
                }
            }
        }
        f64::from(together).min(apart)
    }
}

/// Puts up to `left` replicas on some nodes alike, and says how many found room.
fn fill(opened: &mut Vec<Opened>, place: usize, here: Opened, kind: &Kind, left: u32) -> u32 {
    let fits = fits(&here.free, kind);
    if fits == 0 {
        return 0;
    }
    let full = here.nodes.min(left / fits);
    let placed = full.saturating_mul(fits);
    let rest = if full < here.nodes { left - placed } else { 0 };
    let after = |replicas: u32, nodes: u32| {
        let mut free = here.free;
        free.iter_mut().zip(kind.need).for_each(|(free, need)| *free = (*free - f64::from(replicas) * need).max(0.0));
        Opened { free, nodes }
    };
    let partly = u32::from(rest > 0);
    let untouched = here.nodes - full - partly;
    opened[place] = after(fits, full);
    if partly > 0 {
        opened.push(after(rest, partly));
    }
    if untouched > 0 {
        opened.push(Opened { free: here.free, nodes: untouched });
    }
    placed + rest
}

/// Replicas of a kind in some room, never more than on a node of their own.
fn fits(free: &[f64; 3], kind: &Kind) -> u32 {
    // Most nodes are full of something: said without dividing.
    if free.iter().zip(&kind.need).any(|(free, need)| *free < need * (1.0 - 1e-9)) {
        return 0;
    }
    fitting(free, &kind.need).unwrap_or(0).min(kind.per_node)
}

/// Replicas in some room by what one needs; `None` for one that needs nothing.
fn fitting(free: &[f64; 3], need: &[f64; 3]) -> Option<u32> {
    let needed = free.iter().zip(need).filter(|(_, need)| **need > 0.0);
    needed.map(|(free, need)| floor_count(free / need)).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn need(vcpus: f64, memory_gib: f64, gpus: u32) -> ReplicaNeed {
        ReplicaNeed { vcpus, memory_gib, gpus, ..ReplicaNeed::default() }
    }

    #[test]
    fn what_a_type_does_not_state_excludes_nothing_and_is_finite() {
        let unstated = NodeRoom::new(None, None, 0.0, NodeReserve::default());
        let mix = NodeMix::new(unstated, &[(need(1e6, 1e9, 0), 2), (need(0.0, 0.0, 0), 1)]);
        assert!(mix.room.iter().all(|room| room.is_finite()));
        // By hand: five on nodes of two, and two that request nothing on a node each.
        assert_eq!(mix.nodes(&[5.0, 2.0]), 5.0);
    }

    fn room(vcpus: f64, memory_gib: f64) -> NodeRoom {
        NodeRoom::new(Some(vcpus), Some(memory_gib), 0.0, NodeReserve::default())
    }

    #[test]
    fn a_share_is_what_is_requested_of_what_the_node_offers() {
        let mix = NodeMix::new(room(8.0, 32.0), &[(need(2.0, 4.0, 0), 4), (need(1.0, 16.0, 0), 2)]);
        // By hand: the node is worth 8 · 0.031611 + 32 · 0.004237 = 0.388472.
        let worth = 8.0 * 0.031_611 + 32.0 * 0.004_237;
        assert!((mix.share(0) - (2.0 * 0.031_611 + 4.0 * 0.004_237) / worth).abs() < 1e-12);
        assert!((mix.share(1) - (0.031_611 + 16.0 * 0.004_237) / worth).abs() < 1e-12);
        // What the node keeps for itself is nobody's share.
        let kept = NodeRoom::new(Some(8.0), Some(32.0), 0.0, NodeReserve { vcpus: 2.0, memory_gib: 8.0 });
        assert!((NodeMix::new(kept, &[(need(6.0, 24.0, 0), 1)]).share(0) - 1.0).abs() < 1e-12);
        // A type that states neither processors nor memory is shared by count.
        let unstated = NodeRoom::new(None, None, 0.0, NodeReserve::default());
        assert_eq!(NodeMix::new(unstated, &[(need(0.0, 0.0, 0), 4)]).share(0), 0.25);
    }

    #[test]
    fn what_another_reserves_of_the_node_counts_for_all() {
        // Four of 2 vCPUs on 8, three where 2 are reserved: nine need three nodes, and their shares are no more.
        let kept = NodeRoom::new(Some(8.0), Some(32.0), 0.0, NodeReserve { vcpus: 2.0, memory_gib: 0.0 });
        let mix = NodeMix::new(kept, &[(need(2.0, 2.0, 0), 4)]);
        assert_eq!(mix.nodes(&[9.0]), 3.0);
        assert!(9.0 * mix.share(0) <= 3.0);
        // One that no longer fits at all has a node to itself.
        let mix = NodeMix::new(kept, &[(need(8.0, 2.0, 0), 1), (need(2.0, 2.0, 0), 4)]);
        assert_eq!(mix.nodes(&[2.0, 3.0]), 3.0);
    }

    #[test]
    fn replicas_that_request_nothing_have_nodes_of_their_own() {
        let mix = NodeMix::new(room(8.0, 32.0), &[(need(0.0, 0.0, 0), 1), (need(2.0, 2.0, 0), 4)]);
        assert_eq!((mix.nodes(&[3.0, 4.0]), mix.share(0)), (4.0, 1.0));
        // One to a node counts for as long as it is there, as in a fleet of its own.
        assert_eq!(mix.nodes(&[2.5, 0.0]), 2.5);
    }

    #[test]
    fn accelerators_are_never_shared() {
        let room = NodeRoom::new(Some(48.0), Some(192.0), 4.0, NodeReserve::default());
        let mix = NodeMix::new(room, &[(need(4.0, 16.0, 1), 4), (need(8.0, 32.0, 0), 6)]);
        // Two with a GPU each leave 40 vCPUs: five of the others, and a sixth opens a node.
        assert_eq!([mix.nodes(&[2.0, 5.0]), mix.nodes(&[2.0, 6.0]), mix.nodes(&[5.0, 0.0])], [1.0, 2.0, 2.0]);
    }

    proptest! {
        #[test]
        fn nodes_lie_between_what_is_requested_and_each_kind_apart(
            kinds in prop::collection::vec((0.1..16.0_f64, 0.1..64.0_f64, 0_u32..40), 1..7),
        ) {
            let per_node = |vcpus: f64, memory: f64| floor_count((16.0 / vcpus).min(64.0 / memory));
            let needs: Vec<(ReplicaNeed, u32)> =
                kinds.iter().map(|(vcpus, memory, _)| (need(*vcpus, *memory, 0), per_node(*vcpus, *memory))).collect();
            let counts: Vec<f64> = kinds.iter().map(|(.., count)| f64::from(*count)).collect();
            let mix = NodeMix::new(room(16.0, 64.0), &needs);
            let nodes = mix.nodes(&counts);
            let of = |read: fn(&(f64, f64, u32)) -> f64| kinds.iter().map(|kind| read(kind) * f64::from(kind.2)).sum::<f64>();
            let least = (of(|kind| kind.0) / 16.0).max(of(|kind| kind.1) / 64.0);
            prop_assert!(nodes >= least - 1e-6, "{nodes} {least}");
            let apart: f64 = counts.iter().zip(&needs).map(|(count, (_, k))| (count / f64::from(*k)).ceil()).sum();
            prop_assert!(nodes <= apart);
            // The shares never come to more than the nodes.
            let shares: f64 = counts.iter().enumerate().map(|(at, count)| count * mix.share(at)).sum();
            prop_assert!(shares <= nodes + 1e-6);
            // One kind alone is as it is on nodes of its own.
            let alone = NodeMix::new(room(16.0, 64.0), &needs[..1]);
            prop_assert_eq!(alone.nodes(&counts[..1]), (counts[0] / f64::from(needs[0].1)).ceil());
        }
    }
}
