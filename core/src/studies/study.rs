//! What a question that takes long has in common: it is stated whole, tells what is known, and ends in a finding.

/// A question that takes many runs or evaluations, so that it is answered where nobody waits for it.
///
/// A study carries all that it is about, so equal studies have equal findings.
///
/// # Example
///
/// ```
/// use headroom_core::plan::scenario::{codec, examples};
/// use headroom_core::studies::Study;
/// use headroom_core::studies::sensitivity::Sensitivity;
///
/// let mut shares = Vec::new();
/// let plan = codec::to_json(&examples::seed_service());
/// let swings = Sensitivity { plan }.run(&mut |share, ()| shares.push(share))?;
/// assert!(swings.iter().all(|swing| swing.range > 0.0));
/// assert!(shares.is_sorted());
/// # Ok::<(), String>(())
/// ```
pub trait Study {
    /// What is known before the end, each part once.
    type Part;
    /// What it comes to.
    type Finding;

    /// Answers the question; `tell` hears the share of the work that is done, 0 to 1 and never falling, with
    /// what has become known since it was last told.
    ///
    /// # Errors
    ///
    /// The reason in words, where the plan cannot be read or the question does not apply to it.
    fn run(&self, tell: &mut dyn FnMut(f64, Self::Part)) -> Result<Self::Finding, String>;
}
