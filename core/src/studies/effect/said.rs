//! Sentences of verdicts that come, go, or stand otherwise after a change.

use super::{Answers, misses};
use crate::base::explain::{Finding, Standing};
use crate::base::id::ServiceId;
use crate::base::text;
use crate::plan::evaluate::Evaluation;
use crate::plan::topics::TOPICS;
use serde::{Deserialize, Serialize};

/// A sentence that changes how a topic stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaidChange {
    /// The service, where the plan has several.
    pub service: String,
    /// The topic.
    pub topic: String,
    /// Whether it fails, and is not only at risk.
    pub fails: bool,
    /// Whether it is a miss that was there before, and has grown.
    pub has_grown: bool,
    /// What is said.
    pub sentence: String,
}

/// A sentence of a topic, and what is the same in it before and after a change of numbers.
struct Said<'a> {
    service: Option<ServiceId>,
    topic: &'static str,
    kind: String,
    finding: &'a Finding,
}

/// What is at risk or fails, topic by topic.
fn said(evaluation: &Evaluation) -> Vec<Said<'_>> {
    let mut all = Vec::new();
    for topic in TOPICS {
        for service in &evaluation.services {
            let Some(answer) = (topic.answer)(evaluation, service.id).filter(|answer| answer.is_stated) else {
                continue;
            };
            let mut due = answer.verdict.findings.iter().filter(|finding| finding.standing > Standing::Holds);
            let of = (!topic.is_of_plan()).then_some(service.id);
            let said = |finding, kind| Said { service: of, topic: topic.title, kind, finding };
            if topic.id == "scaling" {
                // A simulation has other violations after every change: what counts is how it stands.
                let worst = due.find(|finding| finding.standing == answer.verdict.standing);
                all.extend(worst.map(|finding| said(finding, String::new())));
            } else {
                all.extend(due.map(|finding| said(finding, kind(&finding.sentence))));
            }
            if topic.is_of_plan() {
                break;
            }
        }
    }
    all
}

/// Words that come and go with the numbers: units, and what agrees with a count.
const WITH_NUMBERS: &[&str] = &[
    "ms",
    "s",
    "min",
    "h",
    "day",
    "days",
    "one",
    "replica",
    "replicas",
    "region",
    "regions",
    "node",
    "nodes",
    "its",
    "their",
    "it",
    "they",
    "is",
    "are",
    "does",
    "do",
    "has",
    "have",
    "and",
    "requests/s",
    "late",
    "more",
    "month",
    "months",
];

/// A sentence without its numbers, dates, what stands in brackets, and the names of its parts: what it is about.
fn kind(sentence: &str) -> String {
    let mut depth = 0;
    let outside = sentence.chars().filter(|letter| {
        depth += i32::from(*letter == '(') - i32::from(*letter == ')');
        depth == 0 && *letter != ')'
    });
    let outside: String = outside.collect();
    let is_word = |word: &&str| word.chars().all(|letter| letter.is_lowercase() || "'’-.,:;".contains(letter));
    let words = outside.split_whitespace().filter(is_word).map(|word| word.trim_matches(['.', ',', ':', ';']));
    words.filter(|word| !word.is_empty() && !WITH_NUMBERS.contains(word)).collect::<Vec<_>>().join(" ")
}

/// What is better after a change, and what is worse.
pub(super) fn changes(before: Answers<'_>, after: Answers<'_>) -> (Vec<SaidChange>, Vec<SaidChange>) {
    let several = after.scenario.services.count() > 1;
    let (was, now) = (said(before.evaluation), said(after.evaluation));
    let gone = |from: &[Said<'_>], to: &[Said<'_>]| {
        let same = |one: &Said<'_>, other: &Said<'_>| {
            (one.service, one.topic, &one.kind) == (other.service, other.topic, &other.kind)
                && other.finding.standing >= one.finding.standing
        };
        let gone = from.iter().filter(|one| !to.iter().any(|other| same(one, other)));
        let change = |one: &Said<'_>| SaidChange {
            service: one
                .service
                .filter(|_| several)
                .and_then(|id| after.scenario.services.get(id))
                .map_or_else(String::new, |service| text::one_line(service.name.as_str())),
            topic: one.topic.to_owned(),
            fails: one.finding.standing == Standing::Fails,
            has_grown: false,
            sentence: one.finding.sentence.clone(),
        };
        let mut found: Vec<SaidChange> = gone.map(change).collect();
        // Several topics may say the same, one of them with the name of the service before it.
        let mut known: Vec<String> = Vec::new();
        found.retain(|one| {
            let is_new = !known.iter().any(|sentence| one.sentence.ends_with(sentence));
            known.push(one.sentence.clone());
            is_new
        });
        found
    };
    let mut worse = gone(&now, &was);
    worse.extend(misses::grown(before, after));
    worse.sort_by_key(|said| !said.fails);
    (gone(&was, &now), worse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_keeps_its_kind_when_its_numbers_change() {
        let of = |date, share| {
            kind(&format!(
                "Growth of {share} % a month uses up the headroom in Ireland by {date}: order by 12 August 2027."
            ))
        };
        assert_eq!(of("11 September 2027", 3), of("1 May 2028", 8));
        assert_eq!(kind("P99 is 501 ms for users in Rome (served by Nice)."), kind("P99 is 1.2 s for users in Oslo."));
        assert_eq!(kind("Nice cannot carry its normal peak."), kind("Nice and Rome cannot carry their normal peak."));
        assert_ne!(kind("Losing Ireland is not survived."), kind("39 replicas do not handle its usual peak."));
    }
}
