//! Undo, baseline, what is kept, links.

use crate::support::{first_visit, visit};
use headroom_core::plan::scenario::{codec, examples};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn undo_and_redo_go_back_and_forth() {
    let page = first_visit().await;
    page.click("button[data-example=seed-service]").await;
    page.click("nav a[href^='#demand']").await;
    page.type_into("#average-load", "60k").await;
    page.type_into("#peak-to-average", "5").await;
    assert_eq!(page.replicas(), "225");
    page.click("#undo").await;
    assert_eq!(page.replicas(), "113");
    page.click("#undo").await;
    assert_eq!(page.replicas(), "57");
    page.click("#redo").await;
    page.click("#redo").await;
    assert_eq!(page.replicas(), "225");
}

#[wasm_bindgen_test]
async fn a_baseline_shows_the_difference() {
    let page = first_visit().await;
    page.click("button[data-example=seed-service]").await;
    page.click("#pin-baseline").await;
    page.click("nav a[href^='#sizing']").await;
    page.type_into("#replica-throughput", "1000").await;
    assert_eq!(page.replicas(), "113");
    assert_eq!(page.text(".stat:nth-child(3) .stat-note"), "+56 vs baseline");
    page.click("#return-to-baseline").await;
    assert_eq!(page.replicas(), "57");
}

#[wasm_bindgen_test]
async fn a_link_opens_beside_what_is_kept() {
    drop(first_visit().await);
    let scenario = examples::find("llm-chat").unwrap().scenario();
    let page = visit(&format!("#{}", codec::to_fragment(&scenario))).await;
    assert!(page.text("header").contains("LLM chat on GPUs"));
    assert!(page.text("header").contains("Black Friday shop"), "what was kept is still listed");
}

#[wasm_bindgen_test]
async fn a_damaged_link_is_shown_and_changes_nothing() {
    drop(first_visit().await);
    let page = visit("#v1.notalink").await;
    assert!(page.text(".notice").contains("This link cannot be read"));
    assert!(page.text("header .menu > summary").contains("Black Friday shop"));
    assert_eq!(web_sys::window().unwrap().location().hash().unwrap(), "#v1.notalink");
}

#[wasm_bindgen_test]
async fn answers_agree_with_the_core() {
    let page = first_visit().await;
    for example in examples::ALL {
        page.click(&format!("button[data-example={}]", example.slug)).await;
        page.click("nav a[href='#overview']").await;
        let evaluation = headroom_core::plan::evaluate::evaluate(&example.scenario());
        assert_eq!(
            page.replicas(),
            headroom_core::base::text::number(evaluation.totals.replicas as f64),
            "{}",
            example.slug
        );
    }
}
