//! The behavior of a manifest: windows, policies and tolerances of both directions.

use super::fields::{Fields, Findings};
use super::kept::Kept;
use super::quantity;
use super::{ManifestError, NoteKind};
use crate::base::units::{HpaPercent, HpaPeriod, HpaPods, HpaWindow};
use crate::formulas::autoscaler::hpa::{
    HpaAmount, HpaBehavior, HpaRules, HpaScalingPolicy, MAX_POLICIES, SelectPolicy,
};
use serde_json::Value;

/// Most pods, and most percent, of one policy.
const MOST: i64 = 100_000;

pub(super) fn read_behavior(
    mut fields: Fields,
    kept: &mut Kept,
    found: &mut Findings,
) -> Result<HpaBehavior, ManifestError> {
    let mut read = |name| fields.object(name)?.map(|rules| read_rules(rules, kept, found)).transpose();
    let (scale_up, scale_down) = (read("scaleUp")?, read("scaleDown")?);
    fields.keep_rest("spec.behavior", kept, found)?;
    Ok(HpaBehavior { scale_up, scale_down })
}

fn read_rules(mut fields: Fields, kept: &mut Kept, found: &mut Findings) -> Result<HpaRules, ManifestError> {
    let stabilization_window = fields.whole("stabilizationWindowSeconds", 0..=3600)?;
    let words = [("Max", SelectPolicy::Max), ("Min", SelectPolicy::Min), ("Disabled", SelectPolicy::Disabled)];
    let select_policy = fields.word("selectPolicy", &words)?;
    let tolerance = quantity::tolerance(&mut fields, "tolerance")?;
    let place = fields.place("policies");
    let policies = fields.list("policies")?.map(|items| read_policies(&place, items, kept, found)).transpose()?;
    if tolerance.is_some() {
        let what = "needs Kubernetes 1.33 or later; before 1.35 its gate HPAConfigurableTolerance is off";
        found.note(NoteKind::Changed, fields.place("tolerance"), what);
    }
    let key = fields.custom_location().to_owned();
    fields.keep_rest(&key, kept, found)?;
    Ok(HpaRules {
        stabilization_window: stabilization_window.and_then(|seconds| HpaWindow::new(seconds).ok()),
        select_policy,
        policies,
        tolerance,
    })
}

fn read_policies(
    place: &str,
    items: Vec<Value>,
    kept: &mut Kept,
    found: &mut Findings,
) -> Result<Vec<HpaScalingPolicy>, ManifestError> {
    if items.is_empty() {
        return Err(ManifestError::invalid(place, "must have at least one policy, or be left out for the defaults"));
    }
    if items.len() > MAX_POLICIES {
        let what = format!("must have at most {MAX_POLICIES} policies here, but has {}", items.len());
        return Err(ManifestError::invalid(place, what));
    }
    let read = |(index, item)| read_policy(Fields::new(format!("{place}[{index}]"), item)?, kept, found);
    items.into_iter().enumerate().map(read).collect()
}

fn read_policy(mut fields: Fields, kept: &mut Kept, found: &mut Findings) -> Result<HpaScalingPolicy, ManifestError> {
    let is_pods = fields.word("type", &[("Pods", true), ("Percent", false)])?;
    let is_pods = is_pods.ok_or_else(|| ManifestError::missing(fields.place("type")))?;
    let value = required_whole(&mut fields, "value", MOST)?;
    let period = required_whole(&mut fields, "periodSeconds", 1800)?;
    let out_of_range = |what: crate::base::units::OutOfRange| ManifestError::invalid("spec.behavior", what.to_string());
    let amount = if is_pods {
        HpaAmount::Pods(HpaPods::new(value).map_err(out_of_range)?)
    } else {
        HpaAmount::Percent(HpaPercent::new(value).map_err(out_of_range)?)
    };
    let period = HpaPeriod::new(period).map_err(out_of_range)?;
    let key = fields.custom_location().to_owned();
    fields.keep_rest(&key, kept, found)?;
    Ok(HpaScalingPolicy { amount, period })
}

fn required_whole(fields: &mut Fields, name: &str, most: i64) -> Result<u32, ManifestError> {
    fields.whole(name, 1..=most)?.ok_or_else(|| ManifestError::missing(fields.place(name)))
}
