//! How long the users of each region wait: the service's own time and a round trip, normally and after a loss.

use super::super::view::{name_of, names_of};
use super::map::trip;
use crate::components::table::{Cell, Column, Row, Table};
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::plan::regions::{Loss, RegionsPlan, ResponseAt, ResponsePlan, UsersResponse};
use headroom_core::plan::scenario::sizing::MeasuredAt;

/// The users of each region as rows, with the loss that is looked at; without one, with the worst of all losses.
pub fn response(plan: &RegionsPlan, loss: Option<&Loss>) -> Table {
    let Some(response) = &plan.response else { return Table::default() };
    let percentile = text::significant(response.percentile * 100.0, 6);
    let judged = match response.measured {
        MeasuredAt::AtUser => format!("target at the user {}", text::seconds(response.target)),
        MeasuredAt::AtService => format!("the target of {} is measured at the service", text::seconds(response.target)),
    };
    let then = match loss {
        Some(loss) => format!("With {} lost", names_of(plan, &loss.lost)),
        None => "After the worst loss".to_owned(),
    };
    let columns = [
        Column::words("Users in"),
        Column::words("Served in"),
        Column::number("At the service"),
        Column::number("Round trip"),
        Column::number("At the user"),
        Column::number(then),
    ];
    let place = loss.and_then(|loss| plan.losses.iter().position(|one| one.lost == loss.lost));
    let rows = response.users.iter().map(|users| row(plan, response, users, place));
    Table::new("response-at-users", format!("Response time at the user, P{percentile}; {judged}"))
        .with_columns(columns)
        .with_rows(rows)
}

fn row(plan: &RegionsPlan, response: &ResponsePlan, users: &UsersResponse, loss: Option<usize>) -> Row {
    let at = &users.normally;
    let served: Vec<_> = at.served.iter().map(|from| from.region).collect();
    let each = |read: &dyn Fn(usize) -> String| {
        let each: Vec<String> = (0..at.served.len()).map(read).collect();
        Cell::from(if each.is_empty() { "not served".to_owned() } else { each.join(", ") })
    };
    let seconds = |time: Option<f64>| time.map_or_else(|| "overloaded".to_owned(), text::seconds);
    Row::of([
        Cell::from(name_of(plan, users.region)),
        Cell::from(if served.is_empty() { "no region".to_owned() } else { names_of(plan, &served) }),
        each(&|place| seconds(at.served[place].service)),
        each(&|place| trip(at.served[place].trip, at.served[place].estimated)),
        waited(response, at),
        after(plan, response, users, loss),
    ])
}

/// A time beside the target.
fn waited(response: &ResponsePlan, at: &ResponseAt) -> Cell {
    match at.seconds {
        None if at.served.is_empty() => Cell::from("not served").toned(Standing::Fails),
        None => Cell::from("overloaded").toned(Standing::Fails),
        Some(seconds) => {
            let cell = Cell::from(text::seconds(seconds));
            match response.too_long(seconds) {
                Some(over) => cell.toned(Standing::Fails).with_note(format!("{} over", text::seconds(over))),
                None => cell,
            }
        }
    }
}

/// The time after a loss; where none is chosen, the longest of all, with what is lost then.
fn after(plan: &RegionsPlan, response: &ResponsePlan, users: &UsersResponse, loss: Option<usize>) -> Cell {
    // Not to be served in time is worse than any time.
    let length = |at: &ResponseAt| at.seconds.unwrap_or(f64::INFINITY);
    let mut all = plan.all_losses().zip(&users.after);
    let found = match loss {
        Some(place) => all.nth(place),
        None => all.max_by(|one, other| length(one.1).total_cmp(&length(other.1))),
    };
    let Some((lost, at)) = found else { return Cell::from("no loss") };
    let cell = waited(response, at);
    match loss {
        Some(_) => cell,
        None => cell.with_note(format!("{} lost", names_of(plan, &lost.lost))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn users_are_listed_with_what_they_wait_before_and_after() {
        let plan = evaluate(&examples::find("three-region-payments").unwrap().scenario());
        let plan = plan.services[0].regions.as_deref().unwrap();
        let table = response(plan, None);
        assert!(
            table.caption.starts_with("Response time at the user, P99; target at the user 550 ms"),
            "{}",
            table.caption
        );
        let singapore = table.rows.iter().find(|row| row.cells[0].text == "Singapore").unwrap();
        assert_eq!(singapore.cells[5].notes, ["Singapore lost"]);
        let lost = plan.losses.iter().find(|loss| names_of(plan, &loss.lost) == "Virginia").unwrap();
        let chosen = response(plan, Some(lost));
        assert_eq!(chosen.columns[5].words, "With Virginia lost");
        assert_eq!(chosen.rows.len(), 3);
    }

    #[test]
    fn where_two_must_be_survived_the_longest_wait_may_be_with_two_lost() {
        let mut plan = examples::find("three-region-payments").unwrap().scenario();
        let id = plan.services.first().id;
        plan.services.get_mut(id).unwrap().regions.survive = Quantity::clamped(2.0);
        let plan = evaluate(&plan);
        let plan = plan.services[0].regions.as_deref().unwrap();
        let table = response(plan, None);
        assert_eq!(table.rows.len(), 3);
        assert!(table.rows.iter().all(|row| row.cells[5].notes[0].ends_with(" lost")), "{:?}", table.rows);
        assert!(table.rows.iter().any(|row| row.cells[5].notes[0].contains(" and ")), "{:?}", table.rows);
    }
}
