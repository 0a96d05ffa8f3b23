//! An effect in words: what a change moves, what it mends, and what it costs elsewhere.

use super::{Effect, NumberChange, SaidChange};

/// Sentences about what is worse that are written out; of more, how many.
const MOST_SENTENCES: usize = 2;

impl Effect {
    /// The numbers: `Replicas planned 106 → 103, Cost per month $51,004 → $50,201`.
    pub fn numbers_in_words(&self) -> String {
        let one = |number: &NumberChange| format!("{} {} → {}", number.label, number.was, number.now);
        // The bill contains what compute costs, and that what is run.
        let is_moved = |id: &str| self.numbers.iter().any(|number| number.id == id);
        let is_told = |number: &&NumberChange| match number.id.as_str() {
            "compute" => !is_moved("cost"),
            "replica_hours" => !is_moved("cost") && !is_moved("compute"),
            _ => true,
        };
        self.numbers.iter().filter(is_told).map(one).collect::<Vec<_>>().join(", ")
    }

    /// The topics that are better: `better: Sizing, Regions of Ledger`.
    pub fn better_in_words(&self) -> Option<String> {
        let mut topics: Vec<String> = self.better.iter().map(topic).collect();
        topics.dedup();
        (!topics.is_empty()).then(|| format!("better: {}", topics.join(", ")))
    }

    /// What is worse, in the sentences of the plan: `then fails (Recovery): ...`; each with whether it fails.
    pub fn worse_in_words(&self) -> Vec<(bool, String)> {
        let one = |said: &SaidChange| {
            let how = if said.fails { "then fails" } else { "then at risk" };
            (said.fails, format!("{how} ({}): {}", topic(said), said.sentence.trim_end_matches('.')))
        };
        let mut lines: Vec<(bool, String)> = self.worse.iter().take(MOST_SENTENCES).map(one).collect();
        match self.worse.len().saturating_sub(MOST_SENTENCES) {
            0 => {}
            more => lines.push((false, format!("and {more} more"))),
        }
        lines
    }

    /// Who else is moved: `also moves Ledger`.
    pub fn others_in_words(&self) -> Option<String> {
        (!self.others.is_empty()).then(|| format!("also moves {}", self.others.join(", ")))
    }

    /// All of it on one line.
    pub fn words(&self) -> String {
        let numbers = Some(self.numbers_in_words()).filter(|words| !words.is_empty());
        let parts = numbers
            .into_iter()
            .chain(self.better_in_words())
            .chain(self.worse_in_words().into_iter().map(|(_, line)| line))
            .chain(self.others_in_words());
        let parts: Vec<String> = parts.collect();
        if parts.is_empty() { "nothing else changes".to_owned() } else { parts.join("; ") }
    }
}

fn topic(said: &SaidChange) -> String {
    if said.service.is_empty() { said.topic.clone() } else { format!("{} of {}", said.topic, said.service) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_says_all_that_it_changes() {
        let said = |topic: &str, fails, sentence: &str| SaidChange {
            service: "Ledger".into(),
            topic: topic.into(),
            fails,
            has_grown: false,
            sentence: sentence.into(),
        };
        let effect = Effect {
            numbers: vec![NumberChange {
                id: "replicas".into(),
                label: "Replicas planned".into(),
                was: "106".into(),
                now: "103".into(),
                better: Some(true),
            }],
            better: vec![said("Sizing", true, "Short.")],
            worse: vec![said("Reliability", true, "It reaches 99.9 %."), said("Regions", false, "A zone is too much.")],
            others: vec!["Search".into()],
        };
        assert_eq!(
            effect.words(),
            "Replicas planned 106 → 103; better: Sizing of Ledger; then fails (Reliability of Ledger): It reaches 99.9 %; \
             then at risk (Regions of Ledger): A zone is too much; also moves Search"
        );
        assert_eq!(Effect::default().words(), "nothing else changes");
        let many = Effect { worse: vec![said("Sizing", false, "X."); 5], ..Effect::default() };
        assert!(many.words().ends_with("and 3 more"));
    }
}
