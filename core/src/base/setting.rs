//! A setting explained: what its field is called, what it does, its default and where that comes from.

/// One setting, explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The name under which its field finds it.
    pub id: &'static str,
    /// What its field is called.
    pub name: &'static str,
    /// What it does.
    pub says: &'static str,
    /// What applies unless it is stated, or what a new rule begins with.
    pub default: &'static str,
    /// Where the behaviour and the default come from.
    pub source: &'static str,
}

/// A row of a table of settings.
pub(crate) const fn row(
    id: &'static str,
    name: &'static str,
    says: &'static str,
    default: &'static str,
    source: &'static str,
) -> Setting {
    Setting { id, name, says, default, source }
}
