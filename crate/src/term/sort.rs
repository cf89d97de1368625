//! Sorting where speed does not count: the standard library's sorts are compiled anew, some 10 KB each, for every type of
//! element and every order. Here one merge sort of indices serves all.

use std::cmp::Ordering;

/// Sorts, keeping equal elements in their order.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut order = merged(items.len(), &mut |a, b| {
        compare(&items[a as usize], &items[b as usize]) == Ordering::Greater
    });
    for start in 0..order.len() {
        // Along the cycle, each place takes what belongs there from the next.
        let mut place = start;
        while order[place] as usize != start {
            let from = order[place] as usize;
            items.swap(place, from);
            order[place] = place as u32;
            place = from;
        }
        order[place] = place as u32;
    }
}

pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// The indices below `count` in order, merged from the bottom up.
fn merged(count: usize, greater: &mut dyn FnMut(u32, u32) -> bool) -> Vec<u32> {
    let mut from: Vec<u32> = (0..count as u32).collect();
    let mut to = Vec::with_capacity(count);
    let mut width = 1;
    while width < count {
        for run in from.chunks(2 * width) {
            let (mut left, mut right) = run.split_at(width.min(run.len()));
            while let (Some(&a), Some(&b)) = (left.first(), right.first()) {
                if greater(a, b) {
                    to.push(b);
                    right = &right[1..];
                } else {
                    to.push(a);
                    left = &left[1..];
                }
            }
            to.extend_from_slice(left);
            to.extend_from_slice(right);
        }
        std::mem::swap(&mut from, &mut to);
        to.clear();
        width *= 2;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::{sort, sort_by_key};

    #[test]
    fn sorts_as_the_standard_library_does() {
        let mut seed = 1u64;
        for length in (0..40).chain([100, 1000]) {
            let mut items: Vec<(u64, usize)> = (0..length)
                .map(|position| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (seed >> 60, position)
                })
                .collect();
            let mut stable = items.clone();
            stable.sort_by_key(|item| item.0);
            sort_by_key(&mut items, |item| item.0);
            assert_eq!(items, stable);
            items.reverse();
            sort(&mut items);
            assert!(items.is_sorted());
            assert_eq!(items.len(), length);
        }
    }
}
