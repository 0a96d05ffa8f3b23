//! Tests of [`super`]: labels stay inside, narrow and wide layouts, patterns, marks.

use super::super::example;
use super::*;
use crate::charts::draw::svg_of;

fn texts(laid: &Laid) -> Vec<&Text> {
    laid.items.iter().filter_map(|item| if let Item::Text(text) = item { Some(text) } else { None }).collect()
}

#[test]
fn a_label_never_reaches_beyond_its_piece_or_the_picture() {
    for width in [240.0, 360.0, 559.0, 560.0, 1_200.0] {
        let laid = scene(&example(), &Theme::light(), width, true);
        let all = texts(&laid);
        for text in &all {
            let wide = estimated_width(&text.text, text.font);
            let right = if text.align == Align::Right { text.at.0 } else { text.at.0 + wide };
            let is_inside = right - wide >= MARGIN - 1e-9 && right <= width - MARGIN + 1e-9;
            assert!(is_inside, "{} at {width}", text.text);
            assert!(text.at.1 < laid.height);
        }
        // A piece of three seconds has no room for its name.
        assert!(all.iter().all(|text| !text.text.starts_with("detect")), "{width}");
        let label = all.iter().find(|text| text.text.starts_with("redirect ")).expect("a label");
        let piece = laid.items.iter().find_map(|item| match item {
            Item::Box(place, color) if *color == Theme::light().load.faded(0.4) => Some(*place),
            _ => None,
        });
        assert!(piece.unwrap().right >= label.at.0 + estimated_width(&label.text, FONT), "{width}");
    }
}

#[test]
fn a_narrow_picture_has_the_name_above_its_bar_and_a_wide_one_beside() {
    let track = |width: f64| {
        let laid = scene(&example(), &Theme::light(), width, false);
        let ground = Theme::light().line.faded(0.45);
        let name = texts(&laid)[0].at.1;
        let place = laid.items.iter().find_map(|item| match item {
            Item::Box(place, color) if *color == ground => Some(*place),
            _ => None,
        });
        (place.unwrap(), name)
    };
    let (narrow, name) = track(390.0);
    assert!(narrow.left == 0.0 && narrow.right == 390.0 && name < narrow.top);
    let (wide, name) = track(900.0);
    assert!(wide.left > 100.0 && wide.right < 900.0 && wide.top < name && name < wide.bottom);
}

#[test]
fn no_line_crosses_a_label() {
    let mut bars = example();
    for at in 0..120 {
        bars.rows[0].marks = vec![(f64::from(at), Tone::Fails)];
        let laid = scene(&bars, &Theme::light(), 800.0, false);
        let mark = laid.items.iter().find_map(|item| match item {
            Item::Box(place, color) if *color == Theme::light().fails => Some(*place),
            _ => None,
        });
        let (all, mark) = (texts(&laid), mark.unwrap());
        let label = all.iter().find(|text| text.text.starts_with("redirect ") && text.at.1 < 30.0).expect("a label");
        let right = label.at.0 + estimated_width(&label.text, FONT);
        assert!(mark.right < label.at.0 || mark.left > right, "{at}");
    }
    assert_eq!(wrapped("Load, ±20 %", FONT, 1.0), ["Load,", "±20\u{a0}%"]);
}

#[test]
fn a_mark_outside_the_bar_is_not_drawn_and_the_unknown_is_hatched() {
    let laid = scene(&example(), &Theme::dark(), 800.0, false);
    let fails = Theme::dark().fails;
    let marks = laid.items.iter().filter(|item| matches!(item, Item::Box(_, color) if *color == fails));
    // One on the bar, one in the legend.
    assert_eq!(marks.count(), 2);
    let hatch = Theme::dark().ink_3.faded(0.5);
    assert!(laid.items.iter().any(|item| matches!(item, Item::Line(_, stroke) if stroke.color == hatch)));
}

#[test]
fn stripes_stay_in_their_place() {
    let place = Rect { left: 10.0, top: 5.0, right: 47.0, bottom: 27.0 };
    for pattern in [Pattern::Rising, Pattern::Falling, Pattern::Upright] {
        let mut items = Vec::new();
        stripes(&mut items, place, pattern, Color::hex(0), 8.0, 3.0);
        assert!(items.len() > 3);
        for item in &items {
            let Item::Line(line, _) = item else { panic!("a line") };
            for (x, y) in line {
                assert!(*x >= 10.0 && *x <= 47.0 && *y >= 5.0 - 1e-9 && *y <= 27.0 + 1e-9, "{pattern:?} {line:?}");
            }
        }
    }
}

#[test]
fn the_picture_as_a_file_says_what_it_is() {
    let laid = scene(&example(), &Theme::light(), 800.0, true);
    let svg = svg_of("Recovery time", "Hot standby takes 90 s.", (800, laid.height as u32), &|_, _| laid.items.clone());
    assert!(svg.contains("<desc>Hot standby takes 90 s.</desc>") && svg.contains("Hot standby\n</text>"), "{svg}");
}

#[test]
fn odd_sizes_and_values_are_drawn_too() {
    let mut odd = example();
    odd.range = (5.0, 5.0);
    odd.rows[0].pieces[0].from = f64::NAN;
    for width in [0.0, -1.0, f64::NAN, 1e9] {
        assert!(scene(&odd, &Theme::light(), width, true).height > 0.0);
    }
    assert!(scene(&Bars::default(), &Theme::light(), 300.0, false).height > 0.0);
}
