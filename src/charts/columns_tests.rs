//! Tests of [`super`]: pixel columns against brute force, gaps, clipping.

use super::*;
use crate::charts::pyramid::noise;
use crate::charts::spec::Role;

fn series(points: Points) -> Series {
    Series::new("s", Role::Load, points)
}

/// Checks every pixel column of a view against all points that fall into it.
fn check_columns(points: &Points, view: (f64, f64), pixels: f64) {
    let x = Projection::new(view, (10.0, 10.0 + pixels));
    let series = series(points.clone());
    for stretch in stretches(&series, view.0, view.1, false) {
        let found = columns(points, stretch.clone(), &x, 1.0);
        let mut expected: Vec<(i64, Extremes)> = Vec::new();
        for index in stretch {
            let (at, value) = points.get(index).expect("inside");
            let column = x.position_from_value(at).floor() as i64;
            match expected.last_mut() {
                Some((last, all)) if *last == column => all.add(value),
                _ => {
                    let mut all = Extremes::NONE;
                    all.add(value);
                    expected.push((column, all));
                }
            }
        }
        let found: Vec<_> = found.iter().map(|column| (column.index, column.extremes)).collect();
        assert_eq!(found, expected, "{view:?} on {pixels}");
    }
}

#[test]
fn every_pixel_column_has_its_exact_extremes() {
    for (seed, count) in [(1, 500), (2, 5_000), (3, 60_000), (4, 200_000)] {
        let values = noise(count, seed);
        let regular = Points::regular(0.0, 60.0, values.clone());
        let mut at = 0.0;
        let steps = noise(count, seed + 10);
        let pairs = steps.iter().zip(&values).map(|(step, value)| {
            at += step.abs() / 7.0;
            (at, *value)
        });
        let pairs = Points::pairs(pairs.collect());
        for points in [regular, pairs] {
            let end = points.x_range().expect("not empty").1;
            for (from, to) in [(0.0, 1.0), (0.25, 0.75), (0.1, 0.11), (-0.5, 1.5)] {
                for pixels in [320.0, 801.0, 1_600.0] {
                    check_columns(&points, (from * end, to * end), pixels);
                }
            }
        }
    }
}

#[test]
fn at_most_four_points_a_pixel_column() {
    for shape in [Shape::Line, Shape::Step, Shape::Dots] {
        let mut line = series(Points::regular(0.0, 60.0, noise(525_600, 5)));
        line.shape = shape;
        let x = Projection::new((0.0, 525_600.0 * 60.0), (0.0, 800.0));
        let y = Projection::new((-1_000.0, 1_000.0), (300.0, 0.0));
        let count: usize = trace(&line, &x, &y, 1.0)
            .iter()
            .map(|piece| match piece {
                Piece::Line(line) => line.len(),
                Piece::Dense(upper, lower) => upper.len() + lower.len(),
            })
            .sum();
        assert!(count > 800 && count <= 4 * 801, "{shape:?}: {count}");
    }
}

#[test]
fn a_line_is_cut_at_the_edges() {
    let line = series(Points::pairs(vec![(0.0, 0.0), (10.0, 100.0), (20.0, 0.0)]));
    let x = Projection::new((5.0, 12.0), (0.0, 70.0));
    let y = Projection::new((0.0, 100.0), (100.0, 0.0));
    let pieces = trace(&line, &x, &y, 1.0);
    assert_eq!(pieces, [Piece::Line(vec![(0.0, 50.0), (50.0, 0.0), (70.0, 20.0)])]);
    let step = series(Points::pairs(vec![(0.0, 0.0), (10.0, 100.0), (20.0, 0.0)])).step();
    let pieces = trace(&step, &x, &y, 1.0);
    let corners = vec![(0.0, 100.0), (50.0, 100.0), (50.0, 0.0), (50.0, 0.0), (70.0, 0.0)];
    assert_eq!(pieces, [Piece::Line(corners)]);
}

#[test]
fn no_line_crosses_a_gap() {
    let line = series(Points::regular(0.0, 1.0, vec![1.0, 2.0, 99.0, 4.0, 5.0])).with_gaps(vec![(1.0, 3.0)]);
    assert_eq!(stretches(&line, 0.0, 4.0, true), [0..2, 3..5]);
    assert_eq!(value_at(&line, 2.0), None);
    assert_eq!(value_at(&line, 1.5), None);
    assert_eq!(value_at(&line, 1.0), Some(2.0));
    assert_eq!(value_at(&line, 3.5), Some(4.5));
    assert_eq!(extremes_between(&line, 0.0, 4.0), Extremes { low: 1.0, high: 5.0 });
    let empty = series(Points::regular(0.0, 1.0, vec![1.0, 2.0])).with_gaps(vec![(-5.0, 9.0)]);
    assert!(stretches(&empty, 0.0, 1.0, true).is_empty());
}

#[test]
fn a_step_holds_its_last_value_for_one_step() {
    let step = series(Points::regular(0.0, 3_600.0, vec![1.0, 2.0])).step();
    assert_eq!(step.x_range(), Some((0.0, 7_200.0)));
    assert_eq!(value_at(&step, 7_000.0), Some(2.0));
    assert_eq!(value_at(&step, 7_300.0), None);
    assert_eq!(value_at(&step, 3_599.0), Some(1.0));
}

#[test]
fn odd_series_do_no_harm() {
    let x = Projection::new((0.0, 1.0), (0.0, 100.0));
    let y = Projection::new((0.0, 1.0), (100.0, 0.0));
    let rows = [
        Points::regular(0.0, 1.0, vec![]),
        Points::regular(0.5, 1.0, vec![3.0]),
        Points::regular(0.0, 1e-9, noise(5_000, 6)),
        Points::regular(0.0, 1e-6, vec![f64::NAN; 5_000]),
        Points::Pairs(vec![(0.9, 1.0), (0.1, 2.0), (f64::NAN, 3.0)].into()),
        Points::Pairs(vec![(0.5, 1.0); 5_000].into()),
        Points::Regular { start: f64::NAN, step: 0.0, values: vec![1.0, 2.0].into() },
        Points::regular(-1e12, 1e12, vec![1.0, 2.0, 1e300]),
    ];
    for points in rows {
        for shape in [Shape::Line, Shape::Step, Shape::Dots] {
            let mut line = series(points.clone());
            line.shape = shape;
            trace(&line, &x, &y, 0.5);
            extremes_between(&line, 0.0, 1.0);
            value_at(&line, 0.5);
        }
    }
}
