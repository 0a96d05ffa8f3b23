//! Versions of the scenario document, and the steps from each released one to the next.

use serde_json::Value;

/// The version that this program writes.
pub const VERSION: u64 = 1;

/// A step from one version to the next: what it does, and the change to the document.
struct Migration {
    from: u64,
    #[allow(dead_code, reason = "read by the test that checks the numbering, and by people")]
    does: &'static str,
    apply: fn(&mut Value),
}

/// One row for each released version before [`VERSION`], in order.
const MIGRATIONS: &[Migration] = &[];

/// Brings a document of a released version to the present one.
pub(super) fn migrate(document: &mut Value, version: u64) {
    for migration in MIGRATIONS.iter().filter(|migration| migration.from >= version) {
        (migration.apply)(document);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_step_for_each_earlier_version() {
        let steps: Vec<u64> = MIGRATIONS.iter().map(|migration| migration.from).collect();
        assert_eq!(steps, (1..VERSION).collect::<Vec<_>>());
    }
}
