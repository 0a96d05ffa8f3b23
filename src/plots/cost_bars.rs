//! Bars that lie across the page: from a baseline to now, and how far each input moves a total.

use crate::charts::bars::{Bar, Bars, Fill, Ink, Key, Pattern, Piece};
use crate::charts::spec::Tone;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::formulas::finance::Swing;
use headroom_core::studies::cost_change::CostComparison;

/// Lines of a waterfall that have a bar each; smaller ones share the last.
const MOST_ROWS: usize = 10;
/// Share of the largest level below which changes are too small to be seen from zero.
const VISIBLE: f64 = 0.15;

const SUM: Fill = Fill(Ink::Sum, Pattern::Plain);
const MORE: Fill = Fill(Ink::Event, Pattern::Plain);
const LESS: Fill = Fill(Ink::Capacity, Pattern::Rising);

/// A change with its sign: `+$1,200`.
pub fn signed(dollars: f64) -> String {
    let shown = text::dollars(dollars);
    if dollars > 0.0 { format!("+{shown}") } else { shown }
}

/// A step of a waterfall.
struct Step {
    name: String,
    amount: String,
    value: f64,
    from: f64,
    to: f64,
    fill: Fill,
}

impl Step {
    fn total(name: &str, total: f64) -> Self {
        Self { name: name.to_owned(), amount: text::dollars(total), value: total, from: 0.0, to: total, fill: SUM }
    }

    fn bar(self) -> Bar {
        let Self { name, amount, value, from, to, fill } = self;
        Bar { name, amount, pieces: vec![Piece { value, from, to, fill, ..Piece::default() }], ..Bar::default() }
    }
}

/// From the baseline's month to the plan's, line by line; `None` where no line differs.
pub fn waterfall(change: &CostComparison, before: Money, after: Money) -> Option<Bars> {
    let rows = change.largest_first(MOST_ROWS).into_iter().map(|(name, change)| (name, change.dollars()));
    let rows: Vec<(String, f64)> = rows.collect();
    let first = rows.iter().take(3).map(|(name, change)| format!("{name} {}", signed(*change)));
    let first = first.collect::<Vec<String>>().join("; ");
    let (before, after) = (before.dollars(), after.dollars());
    let (old, new) = (text::dollars(before), text::dollars(after));
    let mut level = before;
    let mut steps = vec![Step::total("Baseline", before)];
    for (name, change) in rows {
        let to = level + change;
        let fill = if change >= 0.0 { MORE } else { LESS };
        steps.push(Step { name, amount: signed(change), value: change, from: level, to, fill });
        level = to;
    }
    if steps.len() == 1 {
        return None;
    }
    steps.push(Step::total("Now", after));
    let levels = || steps.iter().map(|step| step.to);
    let (least, most) = (levels().fold(f64::INFINITY, f64::min), levels().fold(f64::MIN, f64::max));
    let span = most - least;
    let low = if least <= 0.0 || span >= VISIBLE * most { least.min(0.0) } else { (least - span).max(0.0) };
    let high = if most > low { most } else { low + 1.0 };
    let cut = if low > 0.0 { format!("; bars start at {}, not at zero", text::dollars(low)) } else { String::new() };
    Some(Bars {
        id: "waterfall".to_owned(),
        title: "Change by line".to_owned(),
        hint: format!("first month{cut}"),
        summary: format!("From {old} to {new} in the first month; largest changes: {first}."),
        heads: ["Line", "Part", "Dollars a month"],
        range: (low, high),
        rows: steps.into_iter().map(Step::bar).collect(),
        legend: vec![
            Key::Fill(SUM, "total".to_owned()),
            Key::Fill(MORE, "costs more".to_owned()),
            Key::Fill(LESS, "costs less".to_owned()),
        ],
    })
}

/// What an input does to a total on both sides of what it is.
fn swing_bar(swing: &Swing, unchanged: f64) -> Bar {
    let piece = |(end, change): (&str, Option<f64>)| {
        let value = change?;
        let fill = if value > 0.0 { MORE } else { LESS };
        let (name, to, labels) = (end.to_owned(), unchanged + value, vec![end.to_owned()]);
        Some(Piece { name, value, from: unchanged, to, labels, fill, ..Piece::default() })
    };
    let pieces: Vec<Piece> = ["low", "high"].into_iter().zip(swing.moves(unchanged)).filter_map(piece).collect();
    let amounts: Vec<String> = pieces.iter().map(|piece| signed(piece.value)).collect();
    let amount = if amounts.is_empty() { "no change".to_owned() } else { amounts.join(" / ") };
    Bar { name: swing.name.clone(), amount, pieces, marks: vec![(unchanged, Tone::Neutral)], ..Bar::default() }
}

/// All inputs, with a sentence that says what there is to see; `None` where none moves the total.
pub fn tornado(swings: &[Swing], unchanged: f64, summary: &str) -> Option<Bars> {
    let ends = || swings.iter().flat_map(|swing| [swing.at_low, swing.at_high]).flatten().chain([unchanged]);
    let (low, high) = (ends().fold(f64::INFINITY, f64::min), ends().fold(f64::MIN, f64::max));
    (high > low).then(|| Bars {
        id: "tornado".to_owned(),
        title: "Change of the total by input".to_owned(),
        hint: "at the low value / at the high value of each input".to_owned(),
        summary: summary.to_owned(),
        heads: ["Input", "Value", "Change in dollars"],
        range: (low, high),
        rows: swings.iter().map(|swing| swing_bar(swing, unchanged)).collect(),
        legend: vec![
            Key::Fill(MORE, "costs more".to_owned()),
            Key::Fill(LESS, "costs less".to_owned()),
            Key::Mark(Tone::Neutral, format!("total now, {}", text::dollars(unchanged))),
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;
    use headroom_core::studies::cost_change::compare_cost;

    #[test]
    fn a_waterfall_leads_from_the_baseline_to_now() {
        let before = examples::find("three-products").unwrap().scenario();
        let mut after = before.clone();
        after.cost.people.as_mut().unwrap().engineers = Quantity::clamped(3.0);
        let (old, new) = (evaluate(&before), evaluate(&after));
        let change = compare_cost(&old, &new, 0.08);
        let found = waterfall(&change, old.cost.total, new.cost.total).unwrap();
        let amounts: Vec<&str> = found.rows.iter().map(|bar| bar.amount.as_str()).collect();
        assert_eq!(amounts, ["$48,052", "+$27,000", "$75,052"]);
        let (baseline, step) = (&found.rows[0].pieces[0], &found.rows[1].pieces[0]);
        assert_eq!((found.range.0, step.fill, step.to, step.from), (0.0, MORE, found.range.1, baseline.to));
        assert!(found.summary.contains("From $48,052 to $75,052") && found.summary.contains("+$27,000"));
        assert_eq!(waterfall(&compare_cost(&old, &old, 0.08), old.cost.total, old.cost.total), None);
        // A small change is not lost beside a large sum.
        after.cost.people.as_mut().unwrap().engineers = Quantity::clamped(1.6);
        let new = evaluate(&after);
        let found = waterfall(&compare_cost(&old, &new, 0.08), old.cost.total, new.cost.total).unwrap();
        let ((low, high), step) = (found.range, &found.rows[1].pieces[0]);
        assert!(low > 0.0 && step.to - step.from > 0.3 * (high - low), "{found:?}");
        assert!(found.hint.contains("not at zero"));
    }

    #[test]
    fn many_lines_share_the_last_bar_and_still_add_up() {
        let before = examples::find("three-products").unwrap().scenario();
        let mut after = before.clone();
        let ids: Vec<_> = after.services.iter().map(|service| service.id).collect();
        for id in ids {
            let load = &mut after.services.get_mut(id).unwrap().demand.average_load;
            *load = Quantity::clamped(load.get() * 2.0);
        }
        let (old, new) = (evaluate(&before), evaluate(&after));
        let found = waterfall(&compare_cost(&old, &new, 0.08), old.cost.total, new.cost.total).unwrap();
        assert_eq!(found.rows.len(), MOST_ROWS + 2);
        let (last, now) = (&found.rows[MOST_ROWS], &found.rows[MOST_ROWS + 1]);
        assert!(last.name.contains("other lines"), "{}", last.name);
        assert!((last.pieces[0].to - now.pieces[0].to).abs() < 1e-6);
    }

    #[test]
    fn a_tornado_lies_on_both_sides_of_what_is() {
        let swing = |name: &str, at_low, at_high| Swing { name: name.into(), input: 0, at_low, at_high, range: 1.0 };
        let swings =
            [swing("load", Some(80.0), Some(130.0)), swing("spot", Some(100.0), Some(90.0)), swing("x", None, None)];
        let found = tornado(&swings, 100.0, "Load moves the total most.").unwrap();
        assert_eq!((found.range, found.rows[0].marks[0]), ((80.0, 130.0), (100.0, Tone::Neutral)));
        let load = &found.rows[0].pieces;
        assert_eq!((load[0].to, load[1].to, load[1].fill), (80.0, 130.0, MORE));
        let amounts: Vec<&str> = found.rows.iter().map(|row| row.amount.as_str()).collect();
        assert_eq!(amounts, ["−$20.00 / +$30.00", "−$10.00", "no change"]);
        assert_eq!(tornado(&[], 100.0, ""), None);
    }
}
