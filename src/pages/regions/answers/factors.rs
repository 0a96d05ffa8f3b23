//! What surviving costs as a factor: by the closed form, exactly, and what peaks at different hours save.

use super::super::view::RegionsView;
use headroom_core::base::text;
use headroom_core::plan::regions::RegionsPlan;
use leptos::prelude::*;

fn times(factor: f64) -> String {
    format!("{} ×", text::number(factor))
}

/// A row: what, value, what it means.
type Row = (&'static str, String, String);

fn rows(plan: &RegionsPlan) -> Vec<Row> {
    let (n, k) = (plan.n_hosts, plan.survive);
    let closed = match plan.closed_form {
        Some(factor) => (
            times(factor),
            format!("N / (N \u{2212} k) = {n} / ({n} \u{2212} {k}): equal regions, equal users, all peaks at once."),
        ),
        None => ("none".to_owned(), format!("No region is left of {n} with {k} lost.")),
    };
    let exact = match plan.exact {
        Some(factor) => (
            times(factor),
            "These regions, hour by hour: the most that each carries in any loss, added up, over the highest load of all users."
                .to_owned(),
        ),
        None => ("none".to_owned(), "There is no load.".to_owned()),
    };
    let mut rows =
        vec![("Capacity over load, closed form", closed.0, closed.1), ("Capacity over load, exact", exact.0, exact.1)];
    if let Some(gain) = plan.follow_the_sun {
        let about = format!(
            "The regions\u{2019} own peaks add up to {} requests/s; all users together never need more than {}, on {}.",
            text::number(plan.sum_of_peaks),
            text::number(plan.peak_of_all),
            plan.peak_at
        );
        rows.push(("Follow-the-sun gain", text::percent(gain), about));
    }
    rows
}

/// The table.
#[component]
pub fn Factors() -> impl IntoView {
    let view = RegionsView::here();
    let shown = move || {
        let before = view.before.get();
        view.plan.with(|plan| {
            let now = rows(plan.as_ref()?);
            let before = before.map(|before| rows(&before)).unwrap_or_default();
            let row = |(what, value, about): Row| {
                let was = before.iter().find(|other| other.0 == what && other.1 != value);
                let was = was.map(|was| view! { <span class="was">"baseline " {was.1.clone()}</span> });
                view! { <tr><th scope="row">{what}</th><td class="value">{value} {was}</td><td>{about}</td></tr> }
            };
            Some(now.into_iter().map(row).collect_view())
        })
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="What surviving costs">
            <table id="factors">
                <caption>"What surviving costs"</caption>
                <thead><tr><th scope="col">"Factor"</th><th scope="col" class="value">"Value"</th><th scope="col">"What it is"</th></tr></thead>
                <tbody>{shown}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn every_factor_says_what_it_is() {
        let mut scenario = examples::find("three-region-payments").unwrap().scenario();
        let plan = evaluate(&scenario).services[0].regions.clone().unwrap();
        let shown = rows(&plan);
        assert_eq!(shown.len(), 3);
        assert_eq!(shown[0].1, "1.5 ×");
        assert!(shown[0].2.starts_with("N / (N − k) = 3 / (3 − 1)"));
        let service = scenario.services.first().id;
        scenario.services.get_mut(service).unwrap().regions.survive = Quantity::clamped(3.0);
        let plan = evaluate(&scenario).services[0].regions.clone().unwrap();
        assert_eq!(rows(&plan)[0].1, "none");
    }
}
