//! Stating a plan and reading its answers.

use crate::support::{first_visit, visit};
use headroom::pages::PAGES;
use headroom_core::plan::scenario::examples;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn the_published_example_needs_57_replicas() {
    let page = first_visit().await;
    page.click("button[data-example=seed-service]").await;
    page.click("nav a[href^='#sizing']").await;
    assert_eq!(page.replicas(), "57");
    assert!(page.text("main h1").contains("57 replicas handle the usual peak"), "{}", page.text("main h1"));
}

#[wasm_bindgen_test]
async fn what_people_type_is_understood_and_nonsense_is_refused() {
    let page = first_visit().await;
    page.click("button[data-example=seed-service]").await;
    page.click("nav a[href^='#demand']").await;
    page.type_into("#average-load", "60k").await;
    assert_eq!(page.replicas(), "113"); // ⌈60,000 · 2.5 · 1.5 / 2,000⌉ = ⌈112.5⌉
    assert_eq!(page.value("#average-load"), "60,000");
    page.type_into("#average-load", "-3").await;
    assert_eq!(page.replicas(), "113");
    let refusal = page.text("#average-load-message");
    assert!(refusal.contains("must be between 0 requests/s and 1,000,000,000 requests/s"), "{refusal}");
    assert!(refusal.contains("Still using 60,000"), "{refusal}");
}

#[wasm_bindgen_test]
async fn headroom_is_shown_as_a_utilization_and_the_other_way_round() {
    let page = first_visit().await;
    page.click("button[data-example=seed-service]").await;
    page.click("nav a[href^='#sizing']").await;
    page.click("#headroom-way-2").await;
    page.type_into("#target-utilization", "80 %").await;
    assert!(
        page.text("#spare-replicas-message").contains("25 % above the peak"),
        "{}",
        page.text("#spare-replicas-message")
    );
    assert_eq!(page.replicas(), "47"); // ⌈75,000 · 1.25 / 2,000⌉ = ⌈46.875⌉
    page.click("#headroom-way-1").await;
    assert_eq!(page.value("#headroom"), "25");
}

#[wasm_bindgen_test]
async fn every_page_opens_for_every_example() {
    let page = first_visit().await;
    for example in examples::ALL {
        page.click(&format!("button[data-example={}]", example.slug)).await;
        for topic in PAGES {
            page.click(&format!("nav a[href^='#{}']", topic.name)).await;
            assert_eq!(page.text("nav a[aria-current=page] span:not([class])"), topic.title);
            assert!(page.text("main h1").len() > 10, "{} of {}", topic.title, example.title);
            assert!(page.text("header .menu > summary").contains(example.title), "{}", topic.title);
            assert!(!page.has(".notice"), "{} of {}", topic.title, example.title);
        }
    }
}

#[wasm_bindgen_test]
async fn the_address_leads_to_a_page() {
    drop(first_visit().await);
    let page = visit("#sizing/2").await;
    assert!(page.has("#lead-time"));
    assert!(page.text("main h1").contains("25 replicas"), "{}", page.text("main h1"));
}
