//! Limits in lines, for reports and the terminal.

use super::LimitUse;
use crate::base::text;
use crate::plan::line::Line;

/// What is planned and needed of each limit.
pub fn lines(uses: &[LimitUse]) -> Vec<Line> {
    let line = |used: &LimitUse| {
        let place = if used.place.is_empty() { String::new() } else { format!(" ({})", text::one_line(&used.place)) };
        let short = match used.short() {
            short if short > 0.0 => format!(", short by {}", used.unit.amount(short)),
            _ => String::new(),
        };
        let (planned, needed) = (text::plain(used.planned), used.unit.amount(used.needed));
        let by = used.says_services();
        Line::answer("Limit", format!("{}{place}: {planned} planned of {needed} needed{short} ({by})", used.words))
    };
    uses.iter().map(line).collect()
}
