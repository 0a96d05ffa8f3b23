//! What a person states about autoscaling.

use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};
use serde_json::json;

/// Opens the published planner's example on the scaling page.
fn published(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    open_example(page, "seed-service")?;
    page.click("nav a[href^='#scaling']")?;
    page.wait_for("#policy-1")
}

/// Adds a preset to the policies that are compared.
fn add_preset(page: &mut Page<'_>, preset: &str) -> Outcome {
    page.click("#policies .menu > summary")?;
    page.click(&format!("button[data-preset={preset}]"))
}

fn shows(page: &mut Page<'_>, field: &str, wanted: &str) -> Outcome {
    page.wait_until(&format!("`{field}` to hold {wanted}"), |page| Ok(page.property(field, "value")? == json!(wanted)))
}

pub(super) fn preset(page: &mut Page<'_>) -> Outcome {
    published(page)?;
    // The example compares three policies already.
    page.wait_for_text("#policy-1", "active")?;
    add_preset(page, "kubernetes")?;
    page.wait_for_text("#policy-4[aria-pressed=true]", "Kubernetes default")?;
    shows(page, "#policy-name", "Kubernetes default")?;
    shows(page, "#policy-hpa-target-1-1", "80")?;
    page.wait_for_text("#policies .menu > summary", "Replace the selected policy")?;
    page.click("#policy-make-active")?;
    page.wait_for_text("#policy-1[aria-pressed=true]", "Kubernetes default")?;
    page.wait_for_text("#policy-1", "active")?;
    page.wait_for_text("main h1", "Kubernetes default")?;
    page.click("#policy-remove")?;
    page.wait_until("three policies", |page| Ok(page.count("#policies li")? == 3))?;
    // Each was one step: the removal, the putting in force, the addition.
    for left in [4, 4, 3] {
        page.click("#undo")?;
        page.wait_until(&format!("{left} policies"), |page| Ok(page.count("#policies li")? == left))?;
    }
    page.wait_for_text("#policy-1", "Threshold 80/30")
}

pub(super) fn refused_target(page: &mut Page<'_>) -> Outcome {
    published(page)?;
    add_preset(page, "target-70")?;
    let field = "#policy-target-target-1";
    shows(page, field, "70")?;
    for wrong in ["many", "-5"] {
        page.type_into(field, wrong)?;
        page.press("Enter")?;
        page.wait_for_text("#policy-target-target-1-message [role=alert]", "tilization threshold must be")?;
        page.wait_for_text("#policy-target-target-1-message [role=alert]", "Still using 70 %")?;
    }
    page.press("Escape")?;
    shows(page, field, "70")?;
    page.type_into(field, "0.55")?;
    page.press("Enter")?;
    shows(page, field, "55")
}

pub(super) fn long_period(page: &mut Page<'_>) -> Outcome {
    published(page)?;
    page.click("#period > summary")?;
    page.wait_for("#period-step")?;
    page.type_into("#period-step", "10 s")?;
    page.press("Enter")?;
    page.wait_for_text("#period-step-refusal", "period must have at most 20,160 steps")?;
    page.wait_for_text("#period-step-refusal", "60,480")?;
    shows(page, "#period-step", "60 s")?;
    page.type_into("#period-length", "24 h")?;
    page.press("Enter")?;
    page.wait_until("the refusal to go away", |page| Ok(page.count("#period-step-refusal")? == 0))?;
    page.type_into("#period-step", "10 s")?;
    page.press("Enter")?;
    shows(page, "#period-step", "10 s")?;
    page.wait_for_text("#period > summary", "24 h in steps of 10 s")
}

pub(super) fn explained(page: &mut Page<'_>) -> Outcome {
    published(page)?;
    page.click("#fleet > summary")?;
    page.click("button[aria-label='About Drain time']")?;
    page.wait_for_text("#fleet-drain-about", "Default: 30 s")?;
    page.wait_for_text("#fleet-drain-about", "terminationGracePeriodSeconds")?;
    page.click("#fleet-nodes")?;
    page.wait_for("#fleet-provisioning")?;
    page.type_into("#fleet-provisioning", "3 min")?;
    page.press("Enter")?;
    page.wait_for_text("#fleet > summary", "4 replicas per node")
}
