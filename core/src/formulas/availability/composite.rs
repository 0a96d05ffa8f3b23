//! Availability of any arrangement, also where one part is used in several places.

use super::arrangement::{all_fractions, at_least, common_cause};
use std::fmt;

/// How parts make up a system.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A part, by its place in the list of parts; it may stand in several places.
    Part(usize),
    /// Everything here must work: a service and what it depends on.
    All(Vec<Block>),
    /// So many of these must work: regions of which one may be lost.
    AtLeast {
        /// How many.
        need: usize,
        /// Of these.
        of: Vec<Block>,
    },
    /// Equal copies that are part of nothing else: replicas, or the zones of a region.
    Copies {
        /// How many must work.
        need: usize,
        /// How many there are.
        n_copies: usize,
        /// Availability of one.
        availability: f64,
        /// Share of failures that hit all of them at once, fraction.
        common_share: f64,
    },
}

/// Why a system has no availability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CompositeRefusal {
    /// A block names a part that there is not.
    UnknownPart {
        /// Its place.
        part: usize,
    },
    /// An availability or a share is not between 0 and 1.
    NotAFraction,
    /// More parts stand in several places than can be gone through.
    TooManyShared {
        /// How many there are.
        given: usize,
    },
    /// Blocks are nested too deep, or there are too many.
    TooLarge,
}

/// The most shared parts: `2¹²` cases.
const MOST_SHARED: usize = 12;
/// The deepest nesting of blocks.
const DEEPEST: usize = 32;
/// The most blocks.
const MOST_BLOCKS: usize = 1000;

impl fmt::Display for CompositeRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPart { part } => write!(f, "there is no component {part}"),
            Self::NotAFraction => write!(f, "availabilities and shares must be between 0 and 1"),
            Self::TooManyShared { given } => {
                write!(f, "at most {MOST_SHARED} parts can stand in several places, but {given} do")
            }
            Self::TooLarge => write!(f, "at most {MOST_BLOCKS} blocks can be nested at most {DEEPEST} deep"),
        }
    }
}

impl std::error::Error for CompositeRefusal {}

/// Availability of a system of parts that fail independently of each other.
///
/// Multiplying availabilities counts a part twice that two branches share. Here every part that
/// stands in several places is first taken to work and then to be down, and the results are weighted:
/// `A = a·A(part works) + (1 − a)·A(part is down)`. What is left has each part once, where series and
/// k-out-of-n formulas are exact.
///
/// # Errors
///
/// [`CompositeRefusal`], with the limits on size and on shared parts.
///
/// # Source
///
/// Factoring on a component ("pivotal decomposition"): R. Barlow and F. Proschan, *Statistical Theory
/// of Reliability and Life Testing* (1975).
///
/// # Example
///
/// ```
/// use headroom_core::formulas::availability::{Block, CompositeRefusal, system_availability};
///
/// // Two regions, one is enough, and both need the same identity service (part 0).
/// let region = |own| Block::All(vec![Block::Part(0), Block::Part(own)]);
/// let both = Block::AtLeast { need: 1, of: vec![region(1), region(2)] };
/// // 0.5 · (1 − 0.5²), and not 1 − (1 − 0.25)² = 0.4375.
/// assert_eq!(system_availability(&[0.5, 0.5, 0.5], &both)?, 0.375);
/// # Ok::<(), CompositeRefusal>(())
/// ```
pub fn system_availability(parts: &[f64], system: &Block) -> Result<f64, CompositeRefusal> {
    if !all_fractions(parts) {
        return Err(CompositeRefusal::NotAFraction);
    }
    let mut uses = vec![0_u32; parts.len()];
    let mut n_left = MOST_BLOCKS;
    count_uses(system, DEEPEST, &mut n_left, &mut uses)?;
    let shared: Vec<usize> = (0..parts.len()).filter(|&part| uses[part] > 1).collect();
    if shared.len() > MOST_SHARED {
        return Err(CompositeRefusal::TooManyShared { given: shared.len() });
    }
    let mut parts = parts.to_vec();
    let system = copies_as_parts(system, &mut parts)?;
    let mut total = 0.0;
    for case in 0..1_usize << shared.len() {
        let (mut now, mut chance) = (parts.clone(), 1.0);
        for (bit, &part) in shared.iter().enumerate() {
            let works = case >> bit & 1 == 1;
            chance *= if works { parts[part] } else { 1.0 - parts[part] };
            now[part] = if works { 1.0 } else { 0.0 };
        }
        if chance > 0.0 {
            total += chance * availability_of(&now, &system)?;
        }
    }
    Ok(total.min(1.0))
}

fn count_uses(block: &Block, depth: usize, n_left: &mut usize, uses: &mut [u32]) -> Result<(), CompositeRefusal> {
    let (Some(depth), Some(left)) = (depth.checked_sub(1), n_left.checked_sub(1)) else {
        return Err(CompositeRefusal::TooLarge);
    };
    *n_left = left;
    match block {
        Block::Part(part) => {
            let uses = uses.get_mut(*part).ok_or(CompositeRefusal::UnknownPart { part: *part })?;
            *uses += 1;
            Ok(())
        }
        Block::All(blocks) | Block::AtLeast { of: blocks, .. } => {
            blocks.iter().try_for_each(|block| count_uses(block, depth, n_left, uses))
        }
        Block::Copies { .. } => Ok(()),
    }
}

/// The same system with each block of copies computed once and put into the list of parts.
fn copies_as_parts(block: &Block, parts: &mut Vec<f64>) -> Result<Block, CompositeRefusal> {
    let mut each = |blocks: &[Block]| -> Result<Vec<Block>, CompositeRefusal> {
        blocks.iter().map(|block| copies_as_parts(block, parts)).collect()
    };
    Ok(match block {
        Block::Part(part) => Block::Part(*part),
        Block::All(blocks) => Block::All(each(blocks)?),
        Block::AtLeast { need, of } => Block::AtLeast { need: *need, of: each(of)? },
        Block::Copies { need, n_copies, availability, common_share } => {
            let together = common_cause(*need, *n_copies, *availability, *common_share);
            parts.push(together.ok_or(CompositeRefusal::NotAFraction)?);
            Block::Part(parts.len() - 1)
        }
    })
}

/// Availability where no part but those that are certain stands twice.
fn availability_of(parts: &[f64], block: &Block) -> Result<f64, CompositeRefusal> {
    let each = |blocks: &[Block]| {
        blocks.iter().map(|block| availability_of(parts, block)).collect::<Result<Vec<f64>, CompositeRefusal>>()
    };
    match block {
        Block::Part(part) => parts.get(*part).copied().ok_or(CompositeRefusal::UnknownPart { part: *part }),
        Block::All(blocks) => Ok(each(blocks)?.iter().product()),
        Block::AtLeast { need, of } => at_least(*need, &each(of)?).ok_or(CompositeRefusal::NotAFraction),
        Block::Copies { need, n_copies, availability, common_share } => {
            common_cause(*need, *n_copies, *availability, *common_share).ok_or(CompositeRefusal::NotAFraction)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(parts: &[usize]) -> Block {
        Block::All(parts.iter().map(|&part| Block::Part(part)).collect())
    }

    #[test]
    fn what_is_too_large_or_unknown_is_refused() {
        assert_eq!(system_availability(&[0.9], &Block::Part(1)), Err(CompositeRefusal::UnknownPart { part: 1 }));
        assert_eq!(system_availability(&[f64::NAN], &Block::Part(0)), Err(CompositeRefusal::NotAFraction));
        let deep = (0..40).fold(Block::Part(0), |block, _| Block::All(vec![block]));
        assert_eq!(system_availability(&[0.9], &deep), Err(CompositeRefusal::TooLarge));
        let twice: Vec<usize> = (0..13).chain(0..13).collect();
        let text = system_availability(&[0.9; 13], &all(&twice)).unwrap_err().to_string();
        assert_eq!(text, "at most 12 parts can stand in several places, but 13 do");
        let copies = Block::Copies { need: 1, n_copies: 2, availability: 0.9, common_share: 2.0 };
        assert_eq!(system_availability(&[], &copies), Err(CompositeRefusal::NotAFraction));
    }

    #[test]
    fn rows_by_hand() {
        // A part twice in a row is that part.
        assert_eq!(system_availability(&[0.5], &all(&[0, 0])), Ok(0.5));
        // The bridge, all of one half: 1/2.
        let paths = [vec![0, 1], vec![2, 3], vec![0, 4, 3], vec![2, 4, 1]];
        let bridge = Block::AtLeast { need: 1, of: paths.iter().map(|path| all(path)).collect() };
        assert_eq!(system_availability(&[0.5; 5], &bridge), Ok(0.5));
        // Two of three zones at 0.9 with no common cause: 3·0.81·0.1 + 0.729.
        let zones = Block::Copies { need: 2, n_copies: 3, availability: 0.9, common_share: 0.0 };
        assert!((system_availability(&[], &zones).unwrap() - 0.972).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn it_is_every_state_added_up(
            parts in prop::array::uniform5(0.0..=1.0_f64),
            branches in prop::collection::vec(prop::collection::vec(0_usize..5, 1..4), 1..4),
            need in 0_usize..4,
        ) {
            let system = Block::AtLeast { need, of: branches.iter().map(|branch| all(branch)).collect() };
            let state = |bits: usize| {
                let up = |part: usize| bits >> part & 1 == 1;
                let n_up = branches.iter().filter(|branch| branch.iter().all(|&part| up(part))).count();
                let chance = |(part, a): (usize, &f64)| if up(part) { *a } else { 1.0 - a };
                if n_up >= need { parts.iter().enumerate().map(chance).product() } else { 0.0 }
            };
            let expected: f64 = (0..32).map(state).sum();
            prop_assert!((system_availability(&parts, &system).unwrap() - expected).abs() < 1e-14);
        }
    }
}
