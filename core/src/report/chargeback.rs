//! Who pays, for a spreadsheet.

use crate::base::csv::CsvWriter;
use crate::plan::evaluate::Evaluation;
use crate::plan::scenario::Scenario;

/// The charges of the first month as CSV: a line for each service, with its team and tags.
///
/// A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-` or `@`, or with a tab or line
/// end) gets an apostrophe before it.
///
/// # Example
///
/// ```
/// use headroom_core::report::chargeback_csv;
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::base::name::Name;
/// use headroom_core::plan::scenario::examples;
///
/// let mut scenario = examples::seed_service();
/// let id = scenario.services.first().id;
/// scenario.services.get_mut(id).expect("it is there").team = Name::from_static("=HYPERLINK(\"x\")");
/// let csv = chargeback_csv(&scenario, &evaluate(&scenario));
/// assert!(csv.starts_with("service,team,tags,direct USD,idle USD,shared USD,total USD\r\n"));
/// assert!(csv.contains("\"'=HYPERLINK(\"\"x\"\")\""));
/// ```
pub fn chargeback_csv(scenario: &Scenario, evaluation: &Evaluation) -> String {
    let mut file = CsvWriter::default();
    file.texts(["service", "team", "tags", "direct USD", "idle USD", "shared USD", "total USD"]).end_row();
    for charge in &evaluation.cost.charges.services {
        let service = charge.service.and_then(|id| scenario.services.get(id));
        let tags = service.map_or(&[][..], |service| &service.cost.tags);
        let tags: Vec<String> = tags.iter().map(|tag| format!("{}={}", tag.name, tag.value)).collect();
        file.texts([charge.name.as_str(), charge.team.as_str(), tags.join("; ").as_str()]);
        for amount in [charge.direct, charge.idle, charge.shared, charge.total] {
            file.value(amount);
        }
        file.end_row();
    }
    file.finish()
}
