//! Undo and redo: a stack of whole scenarios, which are small.

use crate::edit::Change;
use headroom_core::plan::scenario::Scenario;
use std::sync::Arc;

/// The scenario's past and future.
#[derive(Clone, Debug, Default)]
pub struct History {
    past: Vec<Arc<Scenario>>,
    future: Vec<Arc<Scenario>>,
    /// The control whose gesture is under way.
    gesture: Option<&'static str>,
}

impl History {
    /// Takes note of a change away from `before`.
    pub fn record(&mut self, before: Arc<Scenario>, change: Change) {
        let joins = matches!(change, Change::Drag(control) if self.gesture == Some(control));
        if !joins {
            self.past.push(before);
        }
        self.future.clear();
        self.gesture = match change {
            Change::Edit => None,
            Change::Drag(control) => Some(control),
        };
    }

    /// Ends a gesture: the next change is a step of its own.
    pub fn end_gesture(&mut self) {
        self.gesture = None;
    }

    /// The scenario before the last step; `now` can then be redone.
    pub fn undo(&mut self, now: Arc<Scenario>) -> Option<Arc<Scenario>> {
        self.end_gesture();
        let before = self.past.pop()?;
        self.future.push(now);
        Some(before)
    }

    /// The scenario that was undone last.
    pub fn redo(&mut self, now: Arc<Scenario>) -> Option<Arc<Scenario>> {
        self.end_gesture();
        let after = self.future.pop()?;
        self.past.push(now);
        Some(after)
    }

    /// Whether there is anything to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is anything to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::name::Notes;
    use headroom_core::plan::scenario::examples;

    fn plan(notes: &'static str) -> Arc<Scenario> {
        let mut scenario = examples::seed_service();
        scenario.notes = Notes::from_static(notes);
        Arc::new(scenario)
    }

    #[test]
    fn a_drag_is_one_step_and_a_new_change_forgets_the_future() {
        let mut history = History::default();
        history.record(plan("a"), Change::Edit);
        history.record(plan("b"), Change::Drag("peak"));
        history.record(plan("c"), Change::Drag("peak"));
        history.record(plan("d"), Change::Drag("peak"));
        assert_eq!(history.undo(plan("e")), Some(plan("b")));
        assert_eq!(history.undo(plan("b")), Some(plan("a")));
        assert_eq!(history.undo(plan("a")), None);
        assert_eq!(history.redo(plan("a")), Some(plan("b")));
        history.record(plan("b"), Change::Edit);
        assert!(!history.can_redo());
    }

    #[test]
    fn two_gestures_of_one_control_are_two_steps() {
        let mut history = History::default();
        history.record(plan("a"), Change::Drag("peak"));
        history.end_gesture();
        history.record(plan("b"), Change::Drag("peak"));
        assert_eq!(history.undo(plan("c")), Some(plan("b")));
        assert_eq!(history.undo(plan("b")), Some(plan("a")));
    }
}
