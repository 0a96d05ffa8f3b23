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
    /// Replica-hours by use.
    pub hours: [f64; 4],
}

impl Split {
    /// All of them.
    pub fn paid(&self) -> f64 {
        self.hours.iter().sum()
    }
}

/// The bars of all policies on one scale, with their cost where a price is known.
pub fn spend_bars(splits: &[Split], price: Option<f64>) -> Bars {
    let amount =
        |hours: f64| price.map_or_else(|| format!("{} h", text::si(hours)), |price| text::dollars(price * hours));
    let bar = |split: &Split| {
        let (mut end, paid) = (0.0, split.paid());
        let mut pieces = Vec::new();
        for (((name, _), fill), hours) in USES.iter().zip(FILLS).zip(split.hours) {
            let from = end;
            end += hours;
            let share = text::percent(hours / paid);
            let labels = vec![format!("{name} {share}"), share];
            let (name, is_aside) = ((*name).to_owned(), false);
            pieces.push(Piece { name, value: hours, from, to: end, labels, fill, is_aside });
        }
        pieces.retain(|piece| piece.value > 0.0);
        Bar { name: split.name.clone(), amount: amount(paid), pieces, ..Bar::default() }
    };
    let told: Vec<String> = splits.iter().map(|split| format!("{} {}", split.name, amount(split.paid()))).collect();
    Bars {
        id: "spend-bars".to_owned(),
        title: "Replica-hours by use".to_owned(),
        hint: if price.is_some() { "at the price of the instance type" } else { "no price known" }.to_owned(),
        summary: format!("{}.", told.join(", ")),
        heads: ["Policy", "Use", "Replica-hours"],
        range: (0.0, splits.iter().map(Split::paid).fold(1e-9, f64::max)),
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

    #[test]
    fn bars_lie_on_one_scale_and_say_what_they_cost() {
        let split = |name: &str, hours| Split { name: name.to_owned(), hours };
        let splits = [split("HPA", [60.0, 20.0, 0.0, 20.0]), split("Ideal", [60.0, 20.0, 0.0, 0.0])];
        let bars = spend_bars(&splits, Some(2.0));
        assert_eq!((bars.range, bars.rows[0].amount.as_str()), ((0.0, 100.0), "$200.00"));
        let waste = &bars.rows[0].pieces[2];
        assert_eq!((waste.name.as_str(), waste.from, waste.to), ("Waste", 80.0, 100.0));
        assert_eq!(waste.labels, ["Waste 20 %", "20 %"]);
        assert_eq!(bars.rows[1].pieces.len(), 2);
        assert_eq!(spend_bars(&splits, None).rows[1].amount, "80 h");
        assert_eq!(spend_bars(&[split("None", [0.0; 4])], None).rows[0].pieces, []);
    }
}
