//! Readings are the same, bit for bit, however the model is run.

mod common;

use attache_model::{Kernel, Reading};
use common::Random;

fn sentences() -> Vec<Vec<String>> {
    let mut random = Random(2023);
    (0..500).map(|n| random.sentence(if n % 50 == 0 { 200 } else { 30 })).collect()
}

#[test]
fn grouping_order_and_threads_change_nothing() {
    let sentences = sentences();
    for model in common::models(Kernel::fastest()) {
        let together = model.reader().read(&sentences);
        let mut reader = model.reader();
        let alone: Vec<Reading> = sentences.iter().flat_map(|one| reader.read(std::slice::from_ref(one))).collect();
        assert_eq!(together, alone, "{}: one by one", model.name());

        let backwards: Vec<Vec<String>> = sentences.iter().rev().cloned().collect();
        let mut found: Vec<Reading> = backwards.chunks(7).flat_map(|some| reader.read(some)).collect();
        found.reverse();
        assert_eq!(together, found, "{}: backwards by sevens", model.name());

        let halves = std::thread::scope(|scope| {
            let (model, sentences) = (&model, &sentences);
            let threads: Vec<_> = (0..3)
                .map(|n| {
                    scope.spawn(move || {
                        let own: Vec<Vec<String>> = sentences.iter().skip(n).step_by(3).cloned().collect();
                        model.reader().read(&own)
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        for (number, reading) in together.iter().enumerate() {
            assert_eq!(*reading, halves[number % 3][number / 3], "{}: on three threads", model.name());
        }
    }
}

#[test]
fn every_instruction_set_gives_the_same_bits() {
    let sentences = sentences();
    let portable: Vec<_> = common::models(Kernel::all_available()[0]);
    for (number, model) in portable.iter().enumerate() {
        let expected = model.reader().read(&sentences);
        for kernel in Kernel::all_available() {
            let other = &common::models(kernel)[number];
            assert_eq!(expected, other.reader().read(&sentences), "{} on {kernel}", model.name());
        }
    }
}
