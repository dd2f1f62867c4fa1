//! The random streams: known answers, and the moments of what they give.

use photinus::Real;
use photinus::random::Stream;

/// Computed by an implementation of the documented recipe in Python's integers; xoshiro256++ and SplitMix64 there give
/// the published first outputs (SplitMix64 from state 1234567: 6457827717110365317).
#[test]
fn known_answers() {
    let mut stream = Stream::new(1, 2, 3);
    let words: [u64; 4] = core::array::from_fn(|_| stream.next_u64());
    assert_eq!(words, [0x49866c4afe18581f, 0xf7ea9df3522ec45d, 0xa8ccbb8fe957ccb5, 0xeadadaa25695247e]);
    let mut zero = Stream::new(0, 0, 0);
    assert_eq!([zero.next_u64(), zero.next_u64()], [0xbabb761ac830fe4a, 0x2b1abb547c60bbab]);
}

#[test]
fn every_part_of_the_address_matters() {
    let mut first: Vec<u64> = (0..64_u64)
        .flat_map(|i| [(i, 0, 0), (0, i + 1, 0), (0, 0, i + 1), (i + 1, i + 1, 0), (0, i + 1, i + 1)])
        .map(|(seed, stream, position)| Stream::new(seed, stream, position).next_u64())
        .collect();
    first.sort_unstable();
    assert!(first.windows(2).all(|pair| pair[0] != pair[1]));
}

fn moments<F: Real>(mut next: impl FnMut() -> F, count: usize) -> (f64, f64, f64) {
    let values: Vec<f64> = (0..count).map(|_| next().to_f64()).collect();
    let n = count as f64;
    let mean = values.iter().sum::<f64>() / n;
    let central = |k: i32| values.iter().map(|x| (x - mean).powi(k)).sum::<f64>() / n;
    (mean, central(2), central(4))
}

fn distributions<F: Real>() {
    let n = 200_000;
    // Five standard deviations of each estimate.
    let bound = |variance: f64| 5.0 * (variance / n as f64).sqrt();
    let mut stream = Stream::new(7, 0, 0);
    let (mean, variance, _) = moments(
        || {
            let x = stream.uniform::<F>();
            assert!(x >= F::zero() && x < F::one());
            x
        },
        n,
    );
    assert!((mean - 0.5).abs() < bound(1.0 / 12.0), "mean {mean}");
    assert!((variance - 1.0 / 12.0).abs() < bound(1.0 / 180.0), "variance {variance}");

    let mut stream = Stream::new(8, 0, 0);
    let mut products = 0.0;
    let mut pair = None;
    let (mean, variance, fourth) = moments(
        || {
            pair.take().unwrap_or_else(|| {
                let (a, b) = stream.normal_pair::<F>();
                products += (a * b).to_f64();
                pair = Some(b);
                a
            })
        },
        n,
    );
    assert!(mean.abs() < bound(1.0), "mean {mean}");
    assert!((variance - 1.0).abs() < bound(2.0), "variance {variance}");
    assert!((fourth - 3.0).abs() < bound(96.0), "fourth moment {fourth}");
    assert!((2.0 * products / n as f64).abs() < 2.0 * bound(1.0), "the two of a pair are correlated: {products}");
}

#[test]
fn uniform_and_normal_numbers() {
    distributions::<f64>();
    distributions::<f32>();
}
