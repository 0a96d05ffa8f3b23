//! Machines of one's own against the rented nodes that they replace.

use super::super::view::CostView;
use super::{dollars_or_unknown, exact_or_unknown};
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::plan::cost::OwnedAnswer;
use leptos::prelude::*;

/// The comparison in a sentence.
fn sentence(owned: &OwnedAnswer) -> String {
    let machines = text::counted(owned.machines.into(), "machine", "machines");
    let busy = text::percent(owned.utilization);
    let breakeven = match owned.breakeven_utilization {
        None => String::new(),
        Some(share) if share > 1.0 => {
            " Even in use all the time they would cost more than renting by the hour.".to_owned()
        }
        Some(share) => format!(
            " They are cheaper than renting by the hour from {} of their hours on; here they are in use for {busy}.",
            text::percent(share)
        ),
    };
    let first = match owned.saving {
        None => format!(
            "{machines} for {} cost {} a month; what renting costs is not known.",
            owned.name,
            owned.monthly.exact()
        ),
        Some(saving) => {
            let against = if saving >= 0.0 {
                format!("{} less than renting", text::percent(saving))
            } else {
                format!("{} more than renting", text::percent(-saving))
            };
            format!("{machines} for {} cost {} a month, {against}.", owned.name, owned.monthly.exact())
        }
    };
    format!("{}{breakeven}", text::capitalised(&first))
}

/// The parts of a month of owning, and renting beside it.
fn rows(owned: &OwnedAnswer) -> [(&'static str, Option<Money>); 6] {
    [
        ("Purchase, spread over the months of service", Some(owned.depreciation)),
        ("Power, with cooling", Some(owned.power)),
        ("Space and maintenance", Some(owned.space_and_maintenance)),
        ("People", Some(owned.people)),
        ("Owning, a month", Some(owned.monthly)),
        ("Renting, as the bill has it", owned.rented),
    ]
}

/// The sentence and the table.
#[component]
pub fn Owned() -> impl IntoView {
    let view = CostView::here();
    let owned = Memo::new(move |_| view.plan.with(|plan| plan.owned.clone()));
    let before = Memo::new(move |_| view.before.get().and_then(|plan| plan.owned.clone()));
    let content = move || {
        match owned.get() {
        None => view! {
            <p class="hint" id="owned-says">"Not compared. Tick \u{201c}Compare with owned machines\u{201d} under Owned machines to see what the same work costs on machines that you own."</p>
        }
        .into_any(),
        Some(owned) => table(&owned, before.get().as_ref()).into_any(),
    }
    };
    view! {
        <section class="owned" aria-label="Owning or renting">
            <h2>"Owning or renting"</h2>
            {content}
        </section>
    }
}

fn table(owned: &OwnedAnswer, before: Option<&OwnedAnswer>) -> impl IntoView + use<> {
    let old = before.map(rows);
    let body = rows(owned).into_iter().enumerate().map(|(at, (name, amount))| {
        let now = exact_or_unknown(amount);
        let was = super::was(&now, old.as_ref().map(|old| exact_or_unknown(old[at].1)));
        let is_sum = at >= 4;
        view! {
            <tr class:total=is_sum><th scope="row">{name}</th><td class="value">{now} {was.map(|was| view! { <span class="was">{was}</span> })}</td></tr>
        }
    });
    let body = body.collect_view();
    let hourly = dollars_or_unknown(owned.hourly);
    let breakeven = owned.breakeven_utilization.map_or_else(
        || "unknown".to_owned(),
        |share| if share > 1.0 { "never".to_owned() } else { text::percent(share) },
    );
    view! {
        <p id="owned-says">{sentence(owned)}</p>
        <dl class="cost-facts">
            <div><dt>"Machines"</dt><dd>{text::count(owned.machines)}</dd></div>
            <div><dt>"An hour of one"</dt><dd>{hourly}</dd></div>
            <div><dt>"In use"</dt><dd>{text::percent(owned.utilization)}</dd></div>
            <div><dt>"Cheaper from a use of"</dt><dd>{breakeven}</dd></div>
        </dl>
        <div class="scroll-x" tabindex="0" role="region" aria-label="Owning or renting">
            <table id="owned">
                <caption class="visually-hidden">"Owning or renting, a month"</caption>
                <thead><tr><th scope="col">"A month"</th><th scope="col" class="value">"Amount"</th></tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
        <p class="hint">"Enough machines for the most nodes of the first year, used as these are on average."</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::cost::OwnedInputs;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn owning_is_told_against_renting_and_an_unknown_rent_is_not_free() {
        let mut plan = examples::find("three-products").unwrap().scenario();
        plan.cost.owned =
            Some(OwnedInputs { service: Some(plan.services.iter().nth(1).unwrap().id), ..OwnedInputs::default() });
        let owned = evaluate(&plan).cost.plan.owned.unwrap();
        let told = sentence(&owned);
        assert!(told.contains("machines for Chat assistant cost $") && told.contains("than renting"), "{told}");
        let parts: Money = rows(&owned)[..4].iter().filter_map(|(_, amount)| *amount).sum();
        assert_eq!(parts, owned.monthly);
        let unknown = OwnedAnswer { rented: None, saving: None, ..owned };
        assert!(sentence(&unknown).contains("what renting costs is not known"));
        assert_eq!(rows(&unknown)[5].1, None);
    }
}
