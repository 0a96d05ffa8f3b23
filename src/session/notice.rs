//! Notices: what the person must know and can put away, such as a link that cannot be read.

/// How a notice bears on the person's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Something was refused; nothing was lost.
    Refused,
}

/// Something to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Unique among the notices of a visit.
    pub id: u32,
    /// How it bears.
    pub severity: Severity,
    /// What happened.
    pub title: String,
    /// Why, and what can be done.
    pub text: String,
    /// The text that could not be read, shown and kept.
    pub original: Option<String>,
}
