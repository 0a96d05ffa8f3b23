//! The legend: a button for each line and area that switches it on and off.

use headroom_core::base::text;
use leptos::prelude::*;

use super::ChartState;
use super::overlay::css;
use crate::charts::scene::Color;
use crate::charts::spec::{Dot, Mark, Shape};
use crate::charts::theme::Theme;

/// How much of its tone a shaded span has; a little more than in the picture, where it is large.
const SHADE: f64 = 0.25;

/// What the button of a line or area shows.
#[derive(Clone, PartialEq)]
struct Switch {
    name: String,
    swatch: Swatch,
    color: String,
    /// The colour on paper, which is always white.
    print_color: String,
}

#[derive(Clone, PartialEq)]
enum Swatch {
    Line { dash: String, width: String },
    Dot,
    Cross,
    Area,
}

/// Switches for all lines and areas; nothing for a single one.
#[component]
pub fn Legend(state: ChartState) -> impl IntoView {
    let switches = Memo::new(move |_| {
        let (theme, paper) = (state.theme.get(), Theme::light());
        state.chart.with(|chart| {
            let lines = chart.series.iter().map(|series| {
                let stroke = theme.stroke(series.role);
                let swatch = match series.shape {
                    Shape::Dots if matches!(series.dot, Dot::Cross | Dot::CrossRinged) => Swatch::Cross,
                    Shape::Dots => Swatch::Dot,
                    _ => {
                        let dash: Vec<String> = stroke.dash.iter().map(f64::to_string).collect();
                        Swatch::Line { dash: dash.join(" "), width: stroke.width.to_string() }
                    }
                };
                let print_color = css(paper.stroke(series.role).color);
                Switch { name: series.name.clone(), swatch, color: css(stroke.color), print_color }
            });
            let areas = chart.own_bands().map(|band| {
                // Stronger than in the picture, where it is large.
                let strong = |color: Color| css(color.faded((2.5_f64).min(1.0 / color.alpha.max(0.01))));
                let (color, print_color) = (strong(theme.band(band.role)), strong(paper.band(band.role)));
                Switch { name: band.name.clone(), swatch: Swatch::Area, color, print_color }
            });
            lines.chain(areas).collect::<Vec<_>>()
        })
    });
    let shaded = Memo::new(move |_| {
        let (theme, paper) = (state.theme.get(), Theme::light());
        let of_span = |mark: &Mark| {
            let color = |theme: &Theme| css(theme.tone(mark.tone).faded(SHADE));
            (text::capitalised(&mark.label), color(&theme), color(&paper))
        };
        state.chart.with(|chart| the_only_one(&chart.marks).map(of_span))
    });
    move || {
        let (switches, shaded) = (switches.get(), shaded.get());
        (switches.len() > 1).then(|| {
            view! {
                <div class="chart-legend" role="group" aria-label="Lines and areas shown">
                    {switches.into_iter().map(|switch| view! { <SwitchButton state switch /> }).collect_view()}
                    {shaded.map(|(name, color, print)| view! {
                        <span class="chart-shaded">
                            <svg class="chart-swatch" viewBox="0 0 32 12" width="32" height="12" aria-hidden="true" style:--swatch=color style:--swatch-print=print>
                                <rect x="6" y="1" width="20" height="10" rx="2" fill="currentColor"></rect>
                            </svg>
                            {name}
                        </span>
                    })}
                </div>
            }
        })
    }
}

/// The span that is shaded in the picture, where all that are have one label; several are told apart by their flags.
fn the_only_one(marks: &[Mark]) -> Option<&Mark> {
    let mut spans = marks.iter().filter(|mark| mark.until.is_some());
    let first = spans.next()?;
    spans.all(|mark| (&mark.label, mark.tone) == (&first.label, first.tone)).then_some(first)
}

#[component]
fn SwitchButton(state: ChartState, switch: Switch) -> impl IntoView {
    let name = StoredValue::new(switch.name.clone());
    let is_shown = move || name.with_value(|name| state.hidden.with(|hidden| !hidden.contains(name)));
    let toggle = move |_| {
        let Some(name) = name.try_get_value() else { return };
        let _ = state.hidden.try_update(|hidden| {
            if !hidden.remove(&name) {
                hidden.insert(name);
            }
        });
    };
    let swatch = match switch.swatch {
        Swatch::Line { dash, width } => view! {
            <line x1="0" y1="6" x2="32" y2="6" stroke="currentColor" stroke-width=width stroke-dasharray=dash></line>
        }
        .into_any(),
        Swatch::Dot => view! { <circle cx="16" cy="6" r="3.5" fill="currentColor"></circle> }.into_any(),
        Swatch::Cross => view! {
            <path d="M12.5 2.5l7 7m0-7l-7 7" stroke="currentColor" stroke-width="2" fill="none"></path>
        }
        .into_any(),
        Swatch::Area => {
            view! { <rect x="6" y="1" width="20" height="10" rx="2" fill="currentColor"></rect> }.into_any()
        }
    };
    view! {
        <button type="button" class="chart-switch" aria-pressed=move || is_shown().to_string() on:click=toggle>
            <svg class="chart-swatch" viewBox="0 0 32 12" width="32" height="12" aria-hidden="true" style:--swatch=switch.color style:--swatch-print=switch.print_color>
                {swatch}
            </svg>
            {switch.name}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::spec::Tone;

    #[test]
    fn a_span_is_named_where_it_is_the_only_one_of_its_kind() {
        let span = |at: f64, label: &str| Mark::span(at, at + 1.0, label, Tone::Fails);
        let moment = Mark::at(2.0, "detected", Tone::Neutral);
        assert_eq!(the_only_one(std::slice::from_ref(&moment)), None);
        let found = |marks: &[Mark]| the_only_one(marks).map(|mark| mark.label.clone());
        assert_eq!(found(&[span(0.0, "failure"), moment]).as_deref(), Some("failure"));
        assert_eq!(found(&[span(0.0, "cold start"), span(3.0, "cold start")]).as_deref(), Some("cold start"));
        assert_eq!(found(&[span(0.0, "cold start"), span(3.0, "limit")]), None);
    }
}
