//! Charts are drawn, and the table behind them holds the same.

use crate::support::first_visit;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlCanvasElement;

#[wasm_bindgen_test]
async fn the_year_is_drawn_and_has_a_table() {
    let page = first_visit().await;
    page.click("nav a[href^='#sizing']").await;
    page.settle().await;
    page.settle().await;
    let canvas: HtmlCanvasElement = page.find("figure canvas").unchecked_into();
    assert!(canvas.width() > 100 && canvas.height() > 100, "{} × {}", canvas.width(), canvas.height());
    let empty: HtmlCanvasElement = crate::support::document().create_element("canvas").unwrap().unchecked_into();
    empty.set_width(canvas.width());
    empty.set_height(canvas.height());
    assert_ne!(canvas.to_data_url().unwrap(), empty.to_data_url().unwrap(), "the chart is blank");
    assert!(page.find("figure").inner_html().contains("The year to come"));
}
