//! Manifests of autoscalers: tried before the cluster does, and taken back.

use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};
use serde_json::json;

/// An autoscaler with a metric that nothing stands for, and with a label to keep.
const MANIFEST: &str = "\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ranking
  labels:
    team: search
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ranking
  minReplicas: 12
  maxReplicas: 80
  metrics:
  - type: Resource
    resource:
      name: cpu
      target:
        type: Utilization
        averageUtilization: 60
  - type: Resource
    resource:
      name: memory
      target:
        type: Utilization
        averageUtilization: 80
";

/// Opens the scaling page of the published example.
fn scaling(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    open_example(page, "seed-service")?;
    page.click("nav a[href^='#scaling']")?;
    page.wait_for("#dry-run-text")
}

fn write_file(name: &str, text: &str) -> Outcome<std::path::PathBuf> {
    let file = std::env::temp_dir().join(format!("headroom-e2e-{}-{name}", std::process::id()));
    std::fs::write(&file, text).map_err(|e| e.to_string())?;
    Ok(file)
}

/// The YAML of the policy at a place, as it stands on the page.
fn yaml(page: &mut Page<'_>, place: usize) -> Outcome<String> {
    let value = page.property(&format!("#dry-run-yaml-{place}"), "value")?;
    value.as_str().map(str::to_owned).ok_or_else(|| "the YAML is no text".to_owned())
}

pub(super) fn round_trip(page: &mut Page<'_>) -> Outcome {
    scaling(page)?;
    let before = page.count(".dry-run-export")?;
    page.choose_file("#dry-run-file", &write_file("hpa.yaml", MANIFEST)?)?;
    page.wait_for_text("#dry-run-found", "12 to 80")?;
    page.wait_for_text("#dry-run-notes", "Not simulated")?;
    page.wait_for_text("#dry-run-notes", "spec.metrics[1]")?;
    page.wait_for_text("#dry-run-notes", "memory")?;
    // The example may compare four policies already; then it takes the place of the chosen one.
    let full = page.property("#dry-run-try", "disabled")? == json!(true);
    page.click(if full { "#dry-run-replace" } else { "#dry-run-try" })?;
    page.wait_for_text("#dry-run-done", "ranking")?;
    let place = if full { 0 } else { before };
    page.wait_for(&format!("#dry-run-yaml-{place}"))?;
    let written = yaml(page, place)?;
    if written != MANIFEST {
        return Err(format!("what came back is not what went in:\n{written}"));
    }
    // One step back, and the plan is as it was.
    page.eval("document.activeElement.blur();")?;
    page.press("Control+z")?;
    page.wait_until("the policy to be gone", |page| {
        let names =
            page.eval("return [...document.querySelectorAll('.dry-run-export')].map(e => e.textContent).join();")?;
        Ok(!names.as_str().unwrap_or_default().contains("ranking"))
    })
}

pub(super) fn refused(page: &mut Page<'_>) -> Outcome {
    scaling(page)?;
    let before = page.count(".dry-run-export")?;
    page.type_into("#dry-run-text", "targetCPUUtilization: 70")?;
    page.wait_for_text("#dry-run-refusal", "averageUtilization")?;
    let broken = MANIFEST.replace("minReplicas: 12", "minReplicas: 99");
    page.choose_file("#dry-run-file", &write_file("broken.yaml", &broken)?)?;
    page.wait_for_text("#dry-run-refusal", "spec.minReplicas must not exceed spec.maxReplicas, 80, but is 99")?;
    page.wait_for_text("#dry-run-refusal", "The plan is unchanged")?;
    if page.count("#dry-run-try")? > 0 || page.count(".dry-run-export")? != before {
        return Err("a broken manifest can be tried".to_owned());
    }
    // What was typed is still there to be mended.
    let text = page.property("#dry-run-text", "value")?;
    if text != json!(broken) {
        return Err(format!("the text became {text}"));
    }
    let two = format!("{MANIFEST}---\n{}", MANIFEST.replace("name: ranking", "name: second"));
    page.choose_file("#dry-run-file", &write_file("two.yaml", &two)?)?;
    page.wait_for("#dry-run-which")?;
    page.eval(
        "const list = document.querySelector('#dry-run-which');
         list.value = '1';
         list.dispatchEvent(new Event('change', { bubbles: true }));",
    )?;
    page.wait_for_text("#dry-run-found", "Deployment second")
}
