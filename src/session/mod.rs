//! The session: the open scenario and its evaluation, its baseline, its history, and its homes.
//!
//! Only this module writes the scenario, the address and the storage. Pages read memos and call
//! [`Session::edit`]; the chain is evaluated once for each change, for the services that it touches.

mod evaluated;
mod files;
mod history;
mod keeping;
pub mod library;
mod links;
pub mod notice;
pub mod panic;
mod parts;
mod plans;
pub mod preferences;
pub mod prices;
pub mod reader;
pub mod route;
mod services;
pub mod storage;
pub mod traces;

pub use history::History;

use crate::edit::Change;
use crate::part::Part;
use headroom_core::base::id::ServiceId;
use headroom_core::plan::evaluate::{Evaluation, ServiceEvaluation};
use headroom_core::plan::scenario::{Scenario, Service, examples};
use leptos::prelude::*;
use library::{EntryId, Library};
use notice::{Notice, Severity};
use preferences::Theme;
use route::Route;
use std::collections::HashMap;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// Everything that the pages share. A handful of signals: copy it freely.
#[derive(Clone, Copy)]
pub struct Session {
    scenario: RwSignal<Arc<Scenario>>,
    evaluation: Memo<Arc<Evaluation>>,
    baseline: RwSignal<Option<Arc<Scenario>>>,
    baseline_evaluation: Memo<Option<Arc<Evaluation>>>,
    library: RwSignal<Library>,
    open: RwSignal<EntryId>,
    opened: StoredValue<HashMap<EntryId, plans::Opened>>,
    dirty: StoredValue<bool>,
    started: StoredValue<bool>,
    last_service: StoredValue<u32>,
    histories: StoredValue<HashMap<EntryId, History>>,
    history_version: RwSignal<u32>,
    pages: StoredValue<&'static [&'static str]>,
    page: RwSignal<&'static str>,
    service: RwSignal<ServiceId>,
    notices: RwSignal<Vec<Notice>>,
    other_load: RwSignal<Option<String>>,
    theme: RwSignal<Theme>,
    storage_failed: RwSignal<bool>,
    reader: &'static Part<reader::Reader>,
}

impl Session {
    /// Opens what was open last, or the first example, and then what the address asks for of these pages.
    pub fn start(pages: &'static [&'static str], reader: &'static Part<reader::Reader>) -> Self {
        let (library, unreadable) = Library::read(reader.here());
        let scenario = RwSignal::new(Arc::new(examples::first_plan()));
        let baseline = RwSignal::new(None::<Arc<Scenario>>);
        let first = scenario.with_untracked(|plan| plan.services.first().id);
        let evaluation = evaluated::answers(scenario);
        let session = Self {
            scenario,
            evaluation,
            baseline,
            baseline_evaluation: evaluated::baseline_answers(baseline, scenario, evaluation),
            library: RwSignal::new(library),
            open: RwSignal::new(0),
            opened: StoredValue::new(HashMap::new()),
            dirty: StoredValue::new(false),
            started: StoredValue::new(false),
            last_service: StoredValue::new(0),
            histories: StoredValue::new(HashMap::new()),
            history_version: RwSignal::new(0),
            pages: StoredValue::new(pages),
            page: RwSignal::new(pages.first().copied().unwrap_or_default()),
            service: RwSignal::new(first),
            notices: RwSignal::new(Vec::new()),
            other_load: RwSignal::new(None),
            theme: RwSignal::new(Theme::read()),
            storage_failed: RwSignal::new(false),
            reader,
        };
        if let Some(unreadable) = unreadable {
            session.tell_unreadable(unreadable);
        }
        session.theme.get_untracked().apply();
        session.open_last();
        session.follow_address();
        session.started.set_value(true);
        session.keep_changes();
        session
    }

    /// The session of this page.
    pub fn here() -> Self {
        expect_context::<Self>()
    }

    // What is open.

    /// The open scenario; tracks it.
    pub fn scenario(self) -> Arc<Scenario> {
        self.scenario.get()
    }

    /// The open scenario, without tracking it.
    pub fn scenario_now(self) -> Arc<Scenario> {
        self.scenario.get_untracked()
    }

    /// What the open page shows instead of the plan's demand, such as a trace that was run; tracks it.
    pub fn other_load(self) -> Option<String> {
        self.other_load.get()
    }

    /// Says what the open page shows instead of the plan's demand.
    pub fn show_other_load(self, name: Option<String>) {
        if self.other_load.with_untracked(|shown| *shown != name) {
            self.other_load.set(name);
        }
    }

    /// A part of the open scenario, which notifies only when that part changes.
    pub fn part<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Scenario) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.scenario.with(|scenario| read(scenario)))
    }

    /// A part of the selected service.
    pub fn service_part<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Service) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| {
            let id = self.service_id();
            self.scenario.with(|scenario| read(scenario.services.get(id).unwrap_or(scenario.services.first())))
        })
    }

    /// The answers; tracks them.
    pub fn evaluation(self) -> Arc<Evaluation> {
        self.evaluation.get()
    }

    /// The answers of the baseline, where one is pinned; tracks them.
    pub fn baseline_evaluation(self) -> Option<Arc<Evaluation>> {
        self.baseline_evaluation.get()
    }

    /// The pinned baseline; tracks it.
    pub fn baseline(self) -> Option<Arc<Scenario>> {
        self.baseline.get()
    }

    /// The id of the selected service, which exists; tracks it.
    pub fn service_id(self) -> ServiceId {
        let id = self.service.get();
        self.scenario.with(|scenario| scenario.services.get(id).unwrap_or(scenario.services.first()).id)
    }

    /// All answers for the selected service; they are others where an edit has touched it.
    pub fn service_answers(self) -> Memo<Option<Arc<ServiceEvaluation>>> {
        Memo::new_with_compare(
            move |_| {
                let id = self.service_id();
                self.evaluation.with(|evaluation| evaluation.shared(id).cloned())
            },
            evaluated::is_another,
        )
    }

    /// The same of the baseline, where it has this service.
    pub fn baseline_service_answers(self) -> Memo<Option<Arc<ServiceEvaluation>>> {
        Memo::new_with_compare(
            move |_| {
                let id = self.service_id();
                self.baseline_evaluation.with(|evaluation| evaluation.as_ref()?.shared(id).cloned())
            },
            evaluated::is_another,
        )
    }

    /// Answers for the selected service.
    pub fn answer<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&ServiceEvaluation) -> T + Send + Sync + 'static,
    ) -> Memo<Option<T>> {
        Memo::new(move |_| {
            let id = self.service_id();
            self.evaluation.with(|evaluation| evaluation.service(id).map(&read))
        })
    }

    /// The same answers in the baseline, where it has this service.
    pub fn baseline_answer<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&ServiceEvaluation) -> T + Send + Sync + 'static,
    ) -> Memo<Option<T>> {
        Memo::new(move |_| {
            let id = self.service_id();
            self.baseline_evaluation.with(|evaluation| evaluation.as_ref()?.service(id).map(&read))
        })
    }

    // Changes.

    /// Changes the scenario: one undo step, or one together with the other changes of a gesture.
    pub fn edit(self, change: Change, apply: impl FnOnce(&mut Scenario)) {
        let before = self.scenario.get_untracked();
        let mut after = Scenario::clone(&before);
        apply(&mut after);
        if after == *before {
            return;
        }
        self.with_history(|history| {
            history.record(before, change);
            Some(())
        });
        self.change_to(Arc::new(after));
    }

    /// Changes the selected service.
    pub fn edit_service(self, change: Change, apply: impl FnOnce(&mut Service)) {
        let id = untrack(|| self.service_id());
        self.edit(change, |scenario| {
            if let Some(service) = scenario.services.get_mut(id) {
                apply(service);
            }
        });
    }

    /// Ends a gesture: the next change is a step of its own.
    pub fn end_gesture(self) {
        self.histories.update_value(|histories| {
            if let Some(history) = histories.get_mut(&self.open_id()) {
                history.end_gesture();
            }
        });
    }

    /// Takes back the last step.
    pub fn undo(self) {
        let now = self.scenario.get_untracked();
        if let Some(before) = self.with_history(|history| history.undo(now)) {
            self.change_to(before);
        }
    }

    /// Does the step that was taken back again.
    pub fn redo(self) {
        let now = self.scenario.get_untracked();
        if let Some(after) = self.with_history(|history| history.redo(now)) {
            self.change_to(after);
        }
    }

    fn change_to(self, scenario: Arc<Scenario>) {
        let id = self.open_id();
        self.dirty.set_value(true);
        self.opened.update_value(|opened| opened.entry(id).or_default().scenario = Some(Arc::clone(&scenario)));
        self.scenario.set(scenario);
    }

    /// Whether there is a step to take back; tracks it.
    pub fn can_undo(self) -> bool {
        self.history_version.track();
        self.histories.with_value(|histories| histories.get(&self.open.get()).is_some_and(History::can_undo))
    }

    /// Whether there is a step to do again; tracks it.
    pub fn can_redo(self) -> bool {
        self.history_version.track();
        self.histories.with_value(|histories| histories.get(&self.open.get()).is_some_and(History::can_redo))
    }

    fn with_history<T>(self, apply: impl FnOnce(&mut History) -> Option<T>) -> Option<T> {
        let id = self.open_id();
        let mut result = None;
        self.histories.update_value(|histories| result = apply(histories.entry(id).or_default()));
        self.history_version.update(|version| *version = version.wrapping_add(1));
        result
    }

    // The baseline.

    /// Pins the open scenario as the baseline, or lets the baseline go.
    pub fn pin_baseline(self, pin: bool) {
        let baseline = pin.then(|| self.scenario.get_untracked());
        let id = self.open_id();
        self.check_kept(library::keep_baseline(id, baseline.as_ref()));
        self.opened.update_value(|opened| opened.entry(id).or_default().baseline.clone_from(&baseline));
        self.baseline.set(baseline);
    }

    /// Goes back to the baseline: one undo step.
    pub fn return_to_baseline(self) {
        if let Some(baseline) = self.baseline.get_untracked() {
            self.edit(Change::Edit, |scenario| *scenario = Scenario::clone(&baseline));
        }
    }

    // Services.

    /// Adds a service and selects it; a full plan says so.
    pub fn add_service(self, service: Service) {
        let mut added = Ok(service.id);
        // Ids of services that were removed, or stand in the baseline, are not given again.
        let pinned = self.baseline.with_untracked(|plan| plan.as_ref().map_or(0, |plan| plan.services.next_id().0));
        let floor = pinned.max(self.last_service.get_value().saturating_add(1));
        self.edit(Change::Edit, |scenario| added = scenario.services.add(service, ServiceId(floor)));
        if let Ok(id) = added {
            self.last_service.update_value(|last| *last = id.0.max(*last));
        }
        match added {
            Ok(id) => self.select_service(id),
            Err(error) => self.tell(Severity::Refused, "No service was added", error.to_string(), None),
        }
    }

    /// Selects the service that the topic pages show.
    pub fn select_service(self, id: ServiceId) {
        self.service.set(id);
        self.write_address(false);
    }

    // Pages.

    /// The name of the page that is shown; tracks it.
    pub fn page(self) -> &'static str {
        self.page.get()
    }

    /// The name of the page that is shown, without tracking it; none where the session has ended.
    pub fn page_now(self) -> Option<&'static str> {
        self.page.try_get_untracked()
    }

    /// Whether the page shows the whole plan: the first does, the others a service. Tracks the page.
    pub fn shows_whole_plan(self) -> bool {
        self.pages.get_value().first() == Some(&self.page())
    }

    /// Shows the page with this name.
    pub fn show_page(self, page: &'static str) {
        debug_assert!(self.pages.get_value().contains(&page), "there is no page {page}");
        self.page.set(page);
        self.write_address(true);
        begin_at_the_top();
    }

    /// The chosen theme; tracks it.
    pub fn theme(self) -> Theme {
        self.theme.get()
    }

    /// Chooses a theme.
    pub fn choose_theme(self, theme: Theme) {
        theme.apply();
        self.theme.set(theme);
    }

    // The address.

    pub(super) fn write_address(self, new_entry: bool) {
        // Until the address was followed for the first time it is the person's word, not ours.
        if !self.started.get_value() {
            return;
        }
        let service = untrack(|| (!self.shows_whole_plan()).then(|| self.service_id()));
        let fragment = Route::to_fragment(self.page.get_untracked(), service);
        links::write(&fragment, new_entry);
    }
}

/// Shows a page from its verdict on, and puts the focus there, once it is drawn.
pub fn begin_at_the_top() {
    request_animation_frame(|| {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        let heading = document().query_selector("main h1").ok().flatten();
        if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Fails only for an element that has left the page.
            let _ = heading.focus();
        }
    });
}
