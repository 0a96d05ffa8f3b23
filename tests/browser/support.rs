//! The page driver: opens the app on an empty browser, types, clicks, and reads what is shown.

use gloo_timers::future::sleep;
use headroom::app::App;
use headroom::parts;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, EventInit, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit};

/// The app on a page of its own; it goes when this is dropped.
pub struct Page {
    root: HtmlElement,
    _mounted: Box<dyn std::any::Any>,
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

pub fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// Empties the storage and the address, then opens the app.
pub async fn first_visit() -> Page {
    web_sys::window().unwrap().local_storage().unwrap().unwrap().clear().unwrap();
    web_sys::window().unwrap().session_storage().unwrap().unwrap().clear().unwrap();
    visit("#").await
}

/// Opens the app at an address.
pub async fn visit(fragment: &str) -> Page {
    web_sys::window()
        .unwrap()
        .history()
        .unwrap()
        .replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(fragment))
        .unwrap();
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&root).unwrap();
    let mounted: UnmountHandle<_> = mount_to(root.clone(), || view! { <App parts=parts::OF_FRAME/> });
    let page = Page { root, _mounted: Box::new(mounted) };
    page.settle().await;
    page
}

impl Page {
    /// Waits until effects have run and charts are drawn.
    pub async fn settle(&self) {
        sleep(Duration::from_millis(60)).await;
    }

    pub fn find(&self, css: &str) -> Element {
        self.root.query_selector(css).unwrap().unwrap_or_else(|| panic!("nothing matches {css}"))
    }

    pub fn has(&self, css: &str) -> bool {
        self.root.query_selector(css).unwrap().is_some()
    }

    pub async fn click(&self, css: &str) {
        self.find(css).unchecked_into::<HtmlElement>().click();
        self.settle().await;
    }

    /// Types into a field and takes it with Enter.
    pub async fn type_into(&self, css: &str, text: &str) {
        let field: HtmlInputElement = self.find(css).unchecked_into();
        field.set_value(text);
        self.raise(&field, "input");
        let enter = KeyboardEventInit::new();
        enter.set_key("Enter");
        enter.set_bubbles(true);
        field.dispatch_event(&KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &enter).unwrap()).unwrap();
        self.raise(&field, "change");
        self.settle().await;
    }

    fn raise(&self, element: &Element, event: &str) {
        let init = EventInit::new();
        init.set_bubbles(true);
        element.dispatch_event(&Event::new_with_event_init_dict(event, &init).unwrap()).unwrap();
    }

    pub fn text(&self, css: &str) -> String {
        self.find(css).text_content().unwrap_or_default().replace('\u{a0}', " ")
    }

    pub fn value(&self, css: &str) -> String {
        self.find(css).unchecked_into::<HtmlInputElement>().value()
    }

    /// The replicas in the summary bar.
    pub fn replicas(&self) -> String {
        self.text(".stat:nth-child(3) .stat-value").trim().to_owned()
    }
}
