//! A drill on its way from the worker to the page: the answer, and its picture as columns.

use super::outcome::Outcome as Done;
use super::protocol::Answer;
use crate::plots::DrillPicture;
use headroom_core::studies::drill::DrillFound;

/// A drill and that of its baseline, ready to be sent.
pub fn drilled(found: DrillFound) -> Done {
    let (answer, outcome) = found.drill;
    let (before, outcome_before) = found.baseline.unzip();
    // Two drills of unlike lengths have no common picture.
    let alike = outcome_before.filter(|_| before.as_ref().is_some_and(|before| before.step == answer.step));
    let columns = DrillPicture::new(&answer, outcome, alike).into_columns();
    let answer = Answer::Drilled { answer: Box::new(answer), baseline: before.map(Box::new) };
    Done { answer, columns, bytes: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::jobs::run;
    use crate::worker::protocol::{Job, Partial, Progress};
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::{Scenario, examples};
    use headroom_core::studies::drill::{DrillOrder, DrillStudy, DrillWeek, answer_drill};

    fn payments() -> Scenario {
        examples::find("three-region-payments").unwrap().scenario()
    }

    fn done(job: &Job, tell: &mut dyn FnMut(Progress)) -> Result<Done, String> {
        run(job, &Vec::new(), tell)
    }

    #[test]
    fn the_worker_answers_what_the_core_answers() {
        let scenario = payments();
        let mut told = Vec::new();
        let (service, inputs) = (scenario.services.first().id, scenario.drill.unwrap());
        let order = DrillOrder::new(&scenario, service, &inputs).unwrap();
        let job = Job::Drill(DrillStudy { drill: order.clone(), baseline: Some(order) });
        let done = done(&job, &mut |progress| told.push(progress.fraction)).unwrap();
        let Answer::Drilled { answer, baseline } = done.answer.clone() else { panic!("a drill gives a drill") };
        assert_eq!(baseline.as_ref(), Some(&answer));
        assert!(told.is_sorted() && told.last() == Some(&1.0), "{told:?}");
        let (expected, outcome) = answer_drill(&scenario, &evaluate(&scenario), service, &inputs, &mut |_| {}).unwrap();
        assert_eq!(*answer, expected);
        let picture = DrillPicture::from_columns(done.columns);
        assert_eq!((picture.regions.len(), picture.bad_before == picture.bad), (3, true));
        assert_eq!(picture.regions[1].load, outcome.regions[1].columns.load);
        let lost: f64 = picture.bad.iter().map(|bad| bad * answer.step).sum();
        assert!((lost - answer.totals.bad()).abs() <= 1e-6 * lost);
        // What travels as text comes back as it was.
        let text = serde_json::to_string(&done.answer).unwrap();
        assert_eq!(serde_json::from_str::<Answer>(&text).unwrap(), done.answer);
    }

    #[test]
    fn minutes_of_a_week_come_in_order_and_once() {
        let scenario = payments();
        let order = DrillOrder::of_week(&scenario, scenario.services.first().id, &scenario.drill.unwrap()).unwrap();
        let mut minutes = Vec::new();
        let done = done(&Job::DrillWeek(DrillWeek(order)), &mut |progress| {
            if let Partial::Minutes(more) = progress.partial {
                minutes.extend(more);
            }
        });
        let Answer::DrilledWeek(found) = done.unwrap().answer else { panic!("a week gives a week") };
        assert_eq!((found.points.len(), found.is_whole()), (1008, true));
        assert_eq!(minutes, found.points);
    }

    #[test]
    fn a_plan_without_regions_is_refused_in_words() {
        let shop = examples::first().scenario();
        let inputs = payments().drill.unwrap();
        // Such a plan cannot even state a drill.
        let order = DrillOrder::of_week(&shop, shop.services.first().id, &inputs).unwrap();
        let refused = done(&Job::DrillWeek(DrillWeek(order)), &mut |_| {});
        assert_eq!(refused.unwrap_err(), "drill.region: the plan has no region 1");
    }
}
