//! Bars that lie across the page: from a baseline to now, and how far each input moves a total.

use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::formulas::finance::Swing;
use headroom_core::studies::cost_change::CostComparison;

/// Lines of a waterfall that have a bar of their own; smaller ones share the last.
const MOST_ROWS: usize = 10;
/// Share of the largest level below which changes are too small to be seen from zero.
const VISIBLE: f64 = 0.15;

/// What a bar stands for: its colour and its pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A sum.
    Sum,
    /// It costs more.
    More,
    /// It costs less.
    Less,
}

impl Tone {
    /// The name under which the style sheet knows it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::More => "more",
            Self::Less => "less",
        }
    }
}

/// A bar: where it begins and ends as shares of the whole width.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is.
    pub name: String,
    /// Its number in words.
    pub amount: String,
    /// Where it begins.
    pub from: f64,
    /// Where it ends; never before it begins.
    pub to: f64,
    /// What it stands for.
    pub tone: Tone,
}

/// A picture of bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The bars from the top.
    pub bars: Vec<Bar>,
    /// The amount at the left edge, in dollars.
    pub low: f64,
    /// The amount at the right edge, in dollars.
    pub high: f64,
}

/// A change with its sign: `+$1,200`.
pub fn signed(dollars: f64) -> String {
    let shown = text::dollars(dollars);
    if dollars > 0.0 { format!("+{shown}") } else { shown }
}

/// From the baseline's month to the plan's, line by line; `None` where nothing differs.
pub fn waterfall(change: &CostComparison, before: Money, after: Money) -> Option<Bars> {
    if change.rows.is_empty() {
        return None;
    }
    let mut rows: Vec<(String, Money)> = change.rows.iter().map(|row| (row.label.clone(), row.change)).collect();
    rows.sort_by_key(|(_, change)| std::cmp::Reverse(change.cents().unsigned_abs()));
    if rows.len() > MOST_ROWS {
        let rest = rows.split_off(MOST_ROWS - 1);
        rows.push((format!("{} other lines", rest.len()), rest.iter().map(|(_, change)| *change).sum()));
    }
    let mut level = before.dollars();
    let mut steps = vec![("Baseline".to_owned(), text::dollars(level), (0.0, level), Tone::Sum)];
    for (name, change) in rows {
        let next = level + change.dollars();
        let tone = if next >= level { Tone::More } else { Tone::Less };
        steps.push((name, signed(change.dollars()), (level, next), tone));
        level = next;
    }
    steps.push(("Now".to_owned(), text::dollars(after.dollars()), (0.0, after.dollars()), Tone::Sum));
    let levels = || steps.iter().map(|(.., (_, to), _)| *to);
    let (least, most) = (levels().fold(f64::INFINITY, f64::min), levels().fold(f64::MIN, f64::max));
    let span = most - least;
    let low = if least <= 0.0 || span >= VISIBLE * most { least.min(0.0) } else { (least - span).max(0.0) };
    let high = if most > low { most } else { low + 1.0 };
    let bar = |(name, amount, (from, to), tone): (String, String, (f64, f64), Tone)| {
        let at = |level: f64| ((level - low) / (high - low)).clamp(0.0, 1.0);
        let (one, other) = (at(from), at(to));
        Bar { name, amount, from: one.min(other), to: one.max(other), tone }
    };
    Some(Bars { bars: steps.into_iter().map(bar).collect(), low, high })
}

/// How far each input moves a total, on both sides of what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Tornado {
    /// A row for each input: its name, and its bars for the lower and the higher end.
    pub rows: Vec<(String, Vec<Bar>)>,
    /// Where the unchanged total lies.
    pub middle: f64,
    /// The total at the left edge, in dollars.
    pub low: f64,
    /// The total at the right edge, in dollars.
    pub high: f64,
}

/// The inputs with their bars; `None` where none moves anything.
pub fn tornado(swings: &[Swing], unchanged: f64) -> Option<Tornado> {
    let ends = || swings.iter().flat_map(|swing| [swing.at_low, swing.at_high]).flatten().chain([unchanged]);
    let (low, high) = (ends().fold(f64::INFINITY, f64::min), ends().fold(f64::MIN, f64::max));
    if swings.is_empty() || high <= low {
        return None;
    }
    let at = |total: f64| ((total - low) / (high - low)).clamp(0.0, 1.0);
    let middle = at(unchanged);
    let row = |swing: &Swing| {
        let bar = |(end, total): (&str, Option<f64>)| {
            let total = total.filter(|total| *total != unchanged)?;
            let tone = if total > unchanged { Tone::More } else { Tone::Less };
            let there = at(total);
            let amount = signed(total - unchanged);
            Some(Bar { name: end.to_owned(), amount, from: there.min(middle), to: there.max(middle), tone })
        };
        (
            swing.name.clone(),
            [("lowest", swing.at_low), ("highest", swing.at_high)].into_iter().filter_map(bar).collect(),
        )
    };
    Some(Tornado { rows: swings.iter().map(row).collect(), middle, low, high })
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
        let amounts: Vec<&str> = found.bars.iter().map(|bar| bar.amount.as_str()).collect();
        assert_eq!(amounts, ["$48,052", "+$27,000", "$75,052"]);
        assert_eq!((found.low, found.bars[1].tone, found.bars[1].to), (0.0, Tone::More, 1.0));
        assert_eq!(found.bars[0].to, found.bars[1].from);
        assert_eq!(waterfall(&compare_cost(&old, &old, 0.08), old.cost.total, old.cost.total), None);
        // A small change is not lost beside a large sum.
        after.cost.people.as_mut().unwrap().engineers = Quantity::clamped(1.6);
        let new = evaluate(&after);
        let found = waterfall(&compare_cost(&old, &new, 0.08), old.cost.total, new.cost.total).unwrap();
        assert!(found.low > 0.0 && found.bars[1].to - found.bars[1].from > 0.3, "{found:?}");
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
        assert_eq!(found.bars.len(), MOST_ROWS + 2);
        let (last, now) = (&found.bars[MOST_ROWS], &found.bars[MOST_ROWS + 1]);
        assert!(last.name.contains("other lines"), "{}", last.name);
        assert!((last.to - now.to).abs() < 1e-9 || (last.from - now.to).abs() < 1e-9);
    }

    #[test]
    fn a_tornado_lies_on_both_sides_of_what_is() {
        let swing = |name: &str, at_low, at_high| Swing { name: name.into(), input: 0, at_low, at_high, range: 1.0 };
        let swings =
            [swing("load", Some(80.0), Some(130.0)), swing("spot", Some(100.0), Some(90.0)), swing("x", None, None)];
        let found = tornado(&swings, 100.0).unwrap();
        assert_eq!((found.low, found.high, found.middle), (80.0, 130.0, 0.4));
        let load = &found.rows[0].1;
        assert_eq!((load[0].amount.as_str(), load[0].from, load[0].to), ("−$20.00", 0.0, 0.4));
        assert_eq!((load[1].amount.as_str(), load[1].to, load[1].tone), ("+$30.00", 1.0, Tone::More));
        assert_eq!((found.rows[1].1.len(), found.rows[2].1.len()), (1, 0));
        assert_eq!(tornado(&[], 100.0), None);
    }
}
