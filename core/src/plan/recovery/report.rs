//! The tiers of recovery in a printed report.

use super::RecoveryPlan;
use crate::base::text;
use crate::plan::answered::Answered;
use crate::plan::line::Line;

/// What a report says of the recovery of a service, where anything is stated.
pub fn lines(plan: &Answered<RecoveryPlan>, several: bool) -> Vec<Line> {
    if !plan.is_stated {
        return Vec::new();
    }
    let mut lines: Vec<Line> = Line::held("Recovery", &plan.verdict, several).collect();
    for tier in &plan.tiers {
        let rto = tier.rto.map_or_else(|| "RTO unknown".to_owned(), |rto| format!("RTO {}", text::seconds(rto)));
        let mut line = format!("{}: {rto}, RPO {}", tier.tier.words(), text::seconds(tier.data.rpo));
        if let Some(standby) = &tier.standby {
            line.push_str(&format!(", standby {} a month", text::dollars(standby.monthly)));
        }
        if let Some(total) = tier.total {
            line.push_str(&format!(", {} a year in total", text::dollars(total)));
        }
        lines.push(Line::answer("Tier", line));
    }
    lines
}
