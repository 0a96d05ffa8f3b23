//! Bars of what each policy's replica-hours are spent on.

use crate::charts::bars::{Bar, Bars, Fill, Ink, Key, Pattern, Piece};
use headroom_core::base::text;

/// What replica-hours are spent on, and what that means.
pub const USES: [(&str, &str); 4] = [
    ("Work", "serving requests"),
    ("Headroom", "idle, and needed to meet the SLO"),
    ("Lag", "starting or draining"),
    ("Waste", "beyond the ideal fleet"),
];
const FILLS: [Fill; 4] = [
    Fill(Ink::Capacity, Pattern::Plain),
    Fill(Ink::Capacity, Pattern::Upright),
    Fill(Ink::Event, Pattern::Rising),
    Fill(Ink::Fails, Pattern::Falling),
];

/// A policy's replica-hours by use.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// The policy.
    pub name: String,
    /// Replica-hours by use, with their share of all.
    pub uses: [(f64, f64); 4],
    /// All of them.
    pub paid: f64,
    /// What all of them cost, and of that lag and waste, where the price is known.
    pub cost: Option<(f64, f64)>,
}

/// The bars of all policies on one scale, with their cost where a price is known.
pub fn spend_bars(splits: &[Split]) -> Bars {
    let amount =
        |split: &Split| split.cost.map_or_else(|| format!("{} h", text::si(split.paid)), |(all, _)| text::dollars(all));
    let bar = |split: &Split| {
        let mut end = 0.0;
        let mut pieces = Vec::new();
        for (((name, _), fill), (hours, share)) in USES.iter().zip(FILLS).zip(split.uses) {
            let from = end;
            end += hours;
            let share = text::percent(share);
            let labels = vec![format!("{name} {share}"), share];
            let (name, is_aside) = ((*name).to_owned(), false);
            pieces.push(Piece { name, value: hours, from, to: end, labels, fill, is_aside });
        }
        pieces.retain(|piece| piece.value > 0.0);
        Bar { name: split.name.clone(), amount: amount(split), pieces, ..Bar::default() }
    };
    let told: Vec<String> = splits.iter().map(|split| format!("{} {}", split.name, amount(split))).collect();
    Bars {
        id: "spend-bars".to_owned(),
        title: "Replica-hours by use".to_owned(),
        hint: if splits.iter().any(|split| split.cost.is_some()) {
            "each policy with its cost"
        } else {
            "no price known"
        }
        .to_owned(),
        summary: format!("{}.", told.join(", ")),
        heads: ["Policy", "Use", "Replica-hours"],
        range: (0.0, splits.iter().map(|split| split.paid).fold(1e-9, f64::max)),
        rows: splits.iter().map(bar).collect(),
        legend: USES
            .iter()
            .zip(FILLS)
            .map(|((name, about), fill)| Key::Fill(fill, format!("{name}: {about}")))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scaling::engine::Spend;

    #[test]
    fn bars_lie_on_one_scale_and_say_what_they_cost() {
        let split = |name: &str, [work, headroom, lag, waste]: [f64; 4], cost| {
            let spend = Spend { work, headroom, lag, waste };
            Split { name: name.to_owned(), uses: spend.uses(), paid: spend.paid(), cost }
        };
        let splits = |costs: [Option<(f64, f64)>; 2]| {
            [split("HPA", [60.0, 20.0, 0.0, 20.0], costs[0]), split("Ideal", [60.0, 20.0, 0.0, 0.0], costs[1])]
        };
        let bars = spend_bars(&splits([Some((200.0, 40.0)), Some((160.0, 0.0))]));
        assert_eq!((bars.range, bars.rows[0].amount.as_str()), ((0.0, 100.0), "$200.00"));
        let waste = &bars.rows[0].pieces[2];
        assert_eq!((waste.name.as_str(), waste.from, waste.to), ("Waste", 80.0, 100.0));
        assert_eq!(waste.labels, ["Waste 20 %", "20 %"]);
        assert_eq!(bars.rows[1].pieces.len(), 2);
        assert_eq!(spend_bars(&splits([None, None])).rows[1].amount, "80 h");
        assert_eq!(spend_bars(&[split("None", [0.0; 4], None)]).rows[0].pieces, []);
    }
}
