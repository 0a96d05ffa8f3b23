//! tmp
use headroom_core::evaluate::evaluate;
use headroom_core::scaling::presets::{Facts, Preset};
use headroom_core::scaling::*;
use headroom_core::scenario::examples;
use std::hint::black_box;
use std::time::Instant;
fn time(name: &str, mut f: impl FnMut()) {
    let mut b = f64::MAX;
    for _ in 0..15 {
        let t = Instant::now();
        f();
        b = b.min(t.elapsed().as_secs_f64());
    }
    println!("{name:40} {:.3} ms", b * 1e3);
}
fn main() {
    let s = examples::find("black-friday-shop").unwrap().scenario();
    let e = evaluate(&s);
    let service = s.services.first();
    let ev = &e.services[0];
    let basis = ev.basis(service);
    let scene = Scene::of_period(&service.scaling, basis);
    time("loads", || {
        black_box(scene.span.loads(&ev.curve, 0.1, 1));
    });
    time("loads no gusts", || {
        black_box(scene.span.loads(&ev.curve, 0.0, 1));
    });
    time("scene", || {
        black_box(Scene::of_period(&service.scaling, basis));
    });
    let facts = Facts {
        throughput: service.sizing.replica.capacity.throughput(),
        service_time: service.sizing.replica.capacity.service_time(),
        sized: ev.sizing.replicas,
        target_utilization: ev.sizing.target_utilization,
    };
    for p in Preset::ALL {
        let choice = p.policy(&facts);
        time(&format!("{} cold table", p.id), || {
            black_box(scene.simulation(&choice, scene.table()).finish());
        });
        let (_, _, table) = scene.simulation(&choice, scene.table()).finish();
        time(&format!("{} warm table", p.id), || {
            black_box(scene.simulation(&choice, table.clone()).finish());
        });
    }
    let choice = Preset::find("kubernetes").unwrap().policy(&facts);
    time("plan", || {
        black_box(plan_scaling(&scene));
    });
    time("runs with columns", || {
        black_box(scene.runs());
    });
    let year = Scene::of_span(&service.scaling, basis, Span { start: 0.0, step: 60.0, steps: 525_600 });
    time("year loads", || {
        black_box(year.span.loads(&ev.curve, 0.1, 1));
    });
    let (_, _, table) = year.simulation(&choice, year.table()).finish();
    time("year kubernetes", || {
        black_box(year.simulation(&choice, table.clone()).finish());
    });
}
