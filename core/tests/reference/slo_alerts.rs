//! Area `slo`: when burn-rate alerts fire over a series of minutes.

use super::case::Given;
use super::shapes::{Answer, Families};
use headroom_core::formulas::availability::{
    AlertHistory, AlertRule, Severity, StepCounts, alert_history, standard_rules,
};
use serde_json::{Map, Value, json};

/// Alerts over time.
pub const FAMILIES: Families = &[("alerts", &[("slo per_minute_error_ratio rules comparison? window?", alerts)])];

const MINUTE: f64 = 60.0;
/// What objectives are about here: 30 days.
const PERIOD: f64 = 30.0 * 86_400.0;

/// A rule, and the threshold as its case writes it.
type Named = (String, AlertRule);

fn alerts(given: &Given) -> Answer {
    let description = given.text("per_minute_error_ratio")?;
    let counts =
        minutes(description).ok_or_else(|| format!("`per_minute_error_ratio` cannot be read: {description}"))?;
    if given.has("comparison") {
        // "At least" is another rule than the core's, to be found before "greater or equal" passes for "greater".
        let others = [(">=", false), ("≥", false), ("or equal", false), ("at least", false)];
        let strict = [(">", true), ("strict", true), ("greater", true), ("exceed", true), ("above", true)];
        if !given.phrase("comparison", &[&others[..], &strict].concat())? {
            let stated = given.text("comparison")?;
            return Err(format!("`{stated}` is not a value of `comparison`; known: strictly greater"));
        }
    }
    if given.has("window") {
        // Before the series the core counts nothing, neither requests nor errors.
        let padded = [("pad", false), ("zero", false)];
        let trailing = ["trailing", "rolling", "sliding", "moving", "preceding", "last", "available", "so far"];
        let trailing: Vec<(&str, bool)> = trailing.into_iter().map(|word| (word, true)).collect();
        if !given.phrase("window", &[&padded[..], &trailing].concat())? {
            let stated = given.text("window")?;
            return Err(format!(
                "`{stated}` is not a value of `window`; known: trailing, of the minutes that there are"
            ));
        }
    }
    let rules = rules(given)?;
    let bare: Vec<AlertRule> = rules.iter().map(|(_, rule)| *rule).collect();
    let found = alert_history(&counts, MINUTE, given.number("slo")?, &bare, 0.0).ok_or("the series has no history")?;
    let moments = |name: &str, moment: fn(&AlertHistory) -> Option<usize>| -> Answer {
        let fired = rules.iter().zip(&found).filter_map(|((name, _), history)| Some((name.clone(), moment(history)?)));
        let mut fired: Map<String, Value> = fired.map(|(name, minute)| (name, minute.into())).collect();
        // A rule may be stated as silent; one that is not stated at all must be.
        for silent in given.case.asked(name).into_iter().filter(|name| rules.iter().any(|rule| rule.0 == *name)) {
            fired.entry(silent.to_owned()).or_insert(Value::Null);
        }
        match given.case.expected.contains_key(name) && fired.keys().ne(given.case.asked(name)) {
            true => Err(format!("`{name}` is of other rules: {}", Value::from(fired))),
            false => Ok(fired.into()),
        }
    };
    Ok(json!({
        "first_minute": moments("first_minute", AlertHistory::first)?,
        "last_minute": moments("last_minute", |history| history.episodes.last().map(|episode| episode.end - 1))?,
    }))
}

/// Reads "4320 min of 0 then 1440 min of 0.004".
fn minutes(description: &str) -> Option<Vec<StepCounts>> {
    let mut counts = Vec::new();
    for part in description.split(" then ") {
        let (n, ratio) = part.trim().split_once(" min of ")?;
        let (n, ratio): (usize, f64) = (n.parse().ok()?, ratio.parse().ok()?);
        counts.extend(vec![StepCounts { good: 1000.0 * (1.0 - ratio), total: 1000.0 }; n]);
    }
    Some(counts)
}

/// The rules that a case lists, or the three of the workbook, over 30 days.
fn rules(given: &Given) -> Result<Vec<Named>, String> {
    if given.value("rules")?.is_string() {
        given.word("rules", &[("same", ()), ("standard", ())])?;
        let standard = standard_rules(PERIOD).ok_or("no rules")?;
        let named = |rule: AlertRule| {
            let severity = if rule.severity == Severity::Page { "page" } else { "ticket" };
            (format!("{severity}:{}", rule.threshold), rule)
        };
        return Ok(standard.into_iter().map(named).collect());
    }
    let rows = given.list("rules")?;
    // Either the burn rate comes first, or the windows do, as in the workbook's table.
    for places in [[0, 1, 2], [2, 0, 1]] {
        if let Some(rules) = rows.iter().map(|row| rule(row, places)).collect() {
            return Ok(rules);
        }
    }
    Err(format!(
        "`rules` must be rows of severity, burn rate, long and short window, or of severity, windows and burn rate, \
         the short window a twelfth of the long one: {}",
        given.value("rules")?
    ))
}

/// A rule from a row whose burn rate, long and short window are at these places beside the severity.
fn rule(row: &Value, [threshold, long, short]: [usize; 3]) -> Option<Named> {
    let severities = [("page", Severity::Page), ("ticket", Severity::Ticket)];
    let (names, rest): (Vec<&Value>, Vec<&Value>) =
        row.as_array()?.iter().partition(|part| severities.iter().any(|(name, _)| *part == name));
    let ([name], 3) = (names.as_slice(), rest.len()) else { return None };
    let (name, severity) = *severities.iter().find(|(known, _)| *name == known)?;
    let written = rest[threshold].as_str().map_or_else(|| rest[threshold].to_string(), str::to_owned);
    let written = written.trim_end_matches('x');
    let (long_window, short_window) = (seconds(rest[long])?, seconds(rest[short])?);
    let threshold: f64 = written.parse().ok()?;
    let is_twelfth = (long_window - 12.0 * short_window).abs() <= 1e-9 * long_window;
    // Windows in another unit than it seems would fall short of a minute, or outlast the whole budget.
    let is_plausible = short_window >= MINUTE && threshold * long_window <= PERIOD;
    let rule = AlertRule { severity, threshold, long_window, short_window };
    (is_twelfth && is_plausible).then(|| (format!("{name}:{written}"), rule))
}

/// A window: a number of minutes, as the series has it, or a text with its unit.
fn seconds(window: &Value) -> Option<f64> {
    if let Some(minutes) = window.as_f64() {
        return Some(minutes * MINUTE);
    }
    let text = window.as_str()?;
    let unit = text.find(|letter: char| letter.is_ascii_alphabetic())?;
    let length = match text[unit..].trim() {
        "s" => 1.0,
        "m" | "min" => MINUTE,
        "h" => 60.0 * MINUTE,
        "d" => 24.0 * 60.0 * MINUTE,
        _ => return None,
    };
    Some(text[..unit].trim().parse::<f64>().ok()? * length)
}
