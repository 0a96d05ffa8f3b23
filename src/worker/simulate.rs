//! The course of a long run on its way from the worker to the page.

use headroom_core::plan::scaling::engine::Columns;
use headroom_core::studies::long_run::LongRunAnswer;

/// Columns of a run.
pub const COLUMNS: usize = 12;

/// The columns of a run, to be sent.
pub fn into_parts(columns: Columns) -> [Vec<f64>; COLUMNS] {
    let Columns { load, ready, size, paid, ideal, utilization, capacity, queue, wait, attempts, lost, outside, .. } =
        columns;
    [load, ready, size, paid, ideal, utilization, capacity, queue, wait, attempts, lost, outside]
}

/// The columns of a run that have arrived.
pub fn from_parts(found: &LongRunAnswer, parts: [Vec<f64>; COLUMNS]) -> Columns {
    let mut columns = Columns::default();
    columns.steps_per_row = found.steps_per_row;
    columns.row_length = found.row_length;
    [
        columns.load,
        columns.ready,
        columns.size,
        columns.paid,
        columns.ideal,
        columns.utilization,
        columns.capacity,
        columns.queue,
        columns.wait,
        columns.attempts,
        columns.lost,
        columns.outside,
    ] = parts;
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scenario::{codec, examples};
    use headroom_core::studies::Over;
    use headroom_core::studies::Study;
    use headroom_core::studies::long_run::LongRun;

    #[test]
    fn a_run_survives_its_way_to_the_page() {
        let scenario = examples::first().scenario();
        let over = Over::Span { start: 0.0, step: 60.0, steps: 500 };
        let plan = codec::to_json(&scenario);
        let run = LongRun { plan: &plan, service: scenario.services.first().id, over, trace: &[] };
        let found = run.run(&mut |_, ()| {}).unwrap();
        let text = serde_json::to_string(&found.answer).unwrap();
        let answer = serde_json::from_str::<LongRunAnswer>(&text).unwrap();
        assert_eq!(answer, found.answer);
        for course in found.courses {
            assert_eq!(from_parts(&answer, into_parts(course.clone())), course);
        }
    }
}
