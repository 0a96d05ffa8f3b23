//! Bars of recovery and reliability: the parts of each tier's RTO, and what spends the error budget.

use crate::charts::bars::{Bar, Bars, Fill, Ink, Key, Pattern, Piece};
use crate::charts::spec::Tone;
use headroom_core::base::text;
use headroom_core::formulas::recovery::{Part, PartTime};
use headroom_core::plan::recovery::{RecoveryPlan, TierAnswer};
use headroom_core::plan::reliability::{ReliabilityPlan, Spender, Spending};

/// How long a bar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Each as long as the others: which part takes the time.
    Shares,
    /// All on one scale of time.
    Time,
}

const fn part_fill(part: Part) -> Fill {
    match part {
        Part::Detect => Fill(Ink::Load, Pattern::Plain),
        Part::Decide => Fill(Ink::Event, Pattern::Plain),
        Part::Redirect => Fill(Ink::Measured, Pattern::Plain),
        Part::Provision => Fill(Ink::Load, Pattern::Rising),
        Part::RestoreData => Fill(Ink::Capacity, Pattern::Plain),
        Part::Rebuild => Fill(Ink::Capacity, Pattern::Upright),
        Part::LoadModel => Fill(Ink::Capacity, Pattern::Falling),
        Part::WarmUp => Fill(Ink::Event, Pattern::Upright),
    }
}

/// The parts of each tier's recovery. `note` says by how much one misses its target, or why it is unknown.
pub fn rto_parts(plan: &RecoveryPlan, target: Option<f64>, scale: Scale, note: impl Fn(&TierAnswer) -> String) -> Bars {
    let longest = plan.tiers.iter().filter_map(|answer| answer.rto).fold(0.0, f64::max);
    let bar = |answer: &TierAnswer| {
        let length = if scale == Scale::Time { longest } else { answer.rto.unwrap_or(0.0) };
        let share = |seconds: f64| if length > 0.0 { (seconds / length).clamp(0.0, 1.0) } else { 0.0 };
        let piece = |time: &PartTime| {
            let (name, value) = (time.part.words().to_owned(), time.end - time.start);
            let lasts = text::seconds(value);
            let (from, to) = (share(time.start), share(time.end));
            let labels = vec![format!("{name} {lasts}"), name.clone(), lasts];
            Piece { name, value, from, to, labels, fill: part_fill(time.part), is_aside: !time.is_critical }
        };
        let note = note(answer);
        Bar {
            name: text::capitalised(answer.tier.short()),
            is_wrong: !note.is_empty(),
            note,
            amount: answer.rto.map_or_else(|| "unknown".to_owned(), text::seconds),
            pieces: answer.parts.iter().map(piece).filter(|piece| piece.to > piece.from).collect(),
            marks: target.filter(|_| length > 0.0).map(|target| (target / length, Tone::Fails)).into_iter().collect(),
            is_unknown: answer.rto.is_none(),
        }
    };
    let is_there = |part: &Part| plan.tiers.iter().any(|answer| answer.tier.waits_for(*part, &answer.taken));
    let parts = Part::ALL.into_iter().filter(is_there).map(|part| Key::Fill(part_fill(part), part.words().to_owned()));
    let limit = target.map(|target| Key::Mark(Tone::Fails, format!("RTO target, {}", text::seconds(target))));
    let tiers = plan.tiers.iter().map(|answer| {
        let rto = answer.rto.map_or_else(|| "unknown".to_owned(), text::seconds);
        format!("{} {rto}", answer.tier.short())
    });
    Bars {
        id: "rto-bars".to_owned(),
        title: "Parts of the RTO by tier".to_owned(),
        hint: match scale {
            Scale::Shares => "as shares of each tier's RTO".to_owned(),
            Scale::Time => "on one time scale".to_owned(),
        },
        summary: format!("RTO by tier: {}.", tiers.collect::<Vec<String>>().join(", ")),
        heads: ["Tier", "Part", "Seconds"],
        range: (0.0, 1.0),
        rows: plan.tiers.iter().map(bar).collect(),
        legend: parts.chain(limit).collect(),
    }
}

/// What spends the error budget of `allowed` seconds, one after the other.
pub fn budget_spending(plan: &ReliabilityPlan, allowed: f64) -> Bars {
    let named = |row: &Spending| match row.what {
        Spender::Scaling => ("Scaling", Fill(Ink::Load, Pattern::Rising)),
        Spender::Failures => ("Failures", Fill(Ink::Event, Pattern::Plain)),
        Spender::Recovery => ("Recoveries", Fill(Ink::Measured, Pattern::Plain)),
    };
    let mut spent = 0.0;
    let mut pieces = Vec::new();
    for row in &plan.spending {
        let ((name, fill), from) = (named(row), spent);
        spent += row.seconds;
        let labels = vec![format!("{name} {}", text::seconds(row.seconds)), name.to_owned()];
        let (name, value) = (name.to_owned(), row.seconds);
        pieces.push(Piece { name, value, from, to: spent, labels, fill, is_aside: false });
    }
    let words = |row: &Spending| format!("{} {}", named(row).0, text::seconds(row.seconds));
    let keys = plan.spending.iter().map(|row| Key::Fill(named(row).1, words(row)));
    let limit = Key::Mark(Tone::Fails, format!("budget {}", text::seconds(allowed)));
    let share = plan.spent_in_words();
    let all: Vec<String> = plan.spending.iter().map(words).collect();
    Bars {
        id: "budget-bars".to_owned(),
        title: "Error budget spending".to_owned(),
        hint: "expected in 30 days".to_owned(),
        summary: format!("{}: {share} of the budget of {}.", all.join(", "), text::seconds(allowed)),
        heads: ["Budget", "Spent by", "Seconds"],
        range: (0.0, spent.max(allowed).max(1e-9)),
        rows: vec![Bar {
            name: "30 days".to_owned(),
            amount: share,
            pieces,
            marks: vec![(allowed, Tone::Fails)],
            ..Bar::default()
        }],
        legend: keys.chain([limit]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::formulas::recovery::Order;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn the_parts_that_wait_fill_the_bar() {
        let mut scenario = examples::seed_service();
        let id = scenario.services.first().id;
        for order in [Order::Serial, Order::RedirectWhileBuilding] {
            scenario.services.get_mut(id).unwrap().recovery.order = order;
            let plan = &evaluate(&scenario).services[0].recovery;
            for bar in rto_parts(plan, Some(300.0), Scale::Shares, |_| String::new()).rows {
                let waiting = bar.pieces.iter().filter(|piece| !piece.is_aside).map(|piece| piece.to - piece.from);
                assert!((waiting.sum::<f64>() - 1.0).abs() < 1e-9, "{bar:?}");
            }
            let timed = rto_parts(plan, None, Scale::Time, |_| String::new());
            let ends = timed.rows.iter().flat_map(|bar| &bar.pieces).map(|piece| piece.to);
            assert_eq!(ends.fold(0.0, f64::max), 1.0);
            assert_eq!(timed.legend.len(), Part::ALL.len() - 1, "nothing is rebuilt");
        }
    }

    #[test]
    fn the_picture_has_what_is_spent() {
        for example in examples::ALL {
            let evaluation = evaluate(&example.scenario());
            for plan in &evaluation.reliability.services {
                let bars = budget_spending(plan, 100.0);
                let drawn: f64 = bars.rows[0].pieces.iter().map(|piece| piece.value).sum();
                let listed: f64 = plan.spending.iter().map(|row| row.seconds).sum();
                assert_eq!(drawn, listed);
                assert!(bars.range.1 >= listed.max(100.0));
            }
        }
    }

    #[test]
    fn parts_differ_by_colour_or_pattern() {
        for (at, one) in Part::ALL.into_iter().enumerate() {
            assert!(Part::ALL.into_iter().skip(at + 1).all(|other| part_fill(one) != part_fill(other)));
        }
    }
}
