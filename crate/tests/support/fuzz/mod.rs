//! Random programs, sessions and bytes, each from a seed: nothing that comes in may end in a panic, last, or be read as something
//! else. `crate/tests/fuzz.rs` plays a few of each kind, `./build.sh fuzz` as many as there is time for.

mod acts;
mod bytes;
mod corpus;
mod grammar;
#[path = "../pair.rs"]
mod pair;
mod session;
mod text;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::{Duration, Instant};

/// As much stack as the project promises to do with.
const STACK_BYTES: usize = 256 * 1024;

/// No case may take longer. It is far more than any needs; a busy machine and a build without optimisation take their share.
const CASE_MAX: Duration = Duration::from_secs(20);

/// Seeds that one thread plays: atoms and literals are a thread's, and are never forgotten.
const SEEDS_PER_THREAD: u64 = 100;

/// What a case found.
pub type Verdict = Result<(), String>;

/// A kind of cases.
pub struct Target {
    pub name: &'static str,
    pub says: &'static str,
    run: fn(&mut Random) -> Verdict,
}

pub const TARGETS: &[Target] = &[
    Target {
        name: "print",
        says: "what is parsed, printed and parsed again is the same tree",
        run: text::print,
    },
    Target {
        name: "compile",
        says: "any text compiles or has errors",
        run: text::compile,
    },
    Target {
        name: "run",
        says: "what compiles runs within its reductions",
        run: text::run,
    },
    Target {
        name: "shell",
        says: "whatever is typed, the prompt comes back",
        run: session::shell,
    },
    Target {
        name: "link",
        says: "whatever acts a link holds, they lead to a world that can be looked at",
        run: acts::link,
    },
    Target {
        name: "term",
        says: "bytes are a term that is written as it was read, or none",
        run: bytes::term,
    },
    Target {
        name: "frames",
        says: "whatever a peer sends, the node goes on",
        run: bytes::frames,
    },
];

/// Numbers that are the same on each run.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d);
        random.below(2);
        random
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }

    /// One time in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "how long a case takes is what is tested"
)]
fn play_one(target: &Target, seed: u64) -> Verdict {
    let started = Instant::now();
    let played = catch_unwind(AssertUnwindSafe(|| (target.run)(&mut Random::new(seed))));
    let verdict = played.unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(format!("panics: {}", words.unwrap_or("?")))
    });
    let took = started.elapsed();
    if took > CASE_MAX {
        return Err(format!("takes {} ms", took.as_millis()));
    }
    verdict
}

/// Plays seeds from `from` on while `goes_on` says so; what was found, each with its seed, and how many were played.
pub fn play(
    target: &'static Target,
    from: u64,
    goes_on: impl Fn(u64) -> bool + Sync,
) -> (u64, Vec<(u64, String)>) {
    let mut found = Vec::new();
    let mut seed = from;
    while goes_on(seed) {
        let seeds = (seed..seed + SEEDS_PER_THREAD).take_while(|&seed| goes_on(seed));
        let some = thread::scope(|scope| {
            let work = move || {
                let all = seeds.map(|seed| (seed, play_one(target, seed)));
                all.collect::<Vec<_>>()
            };
            // A stack that has overflown tells no more than the thread's name.
            let thread = thread::Builder::new()
                .name(format!("{} --from {seed} and on", target.name))
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, work);
            thread.expect("a thread").join().expect("panics are caught")
        });
        seed += some.len() as u64;
        let bad = some.into_iter();
        found.extend(bad.filter_map(|(seed, verdict)| Some((seed, verdict.err()?))));
    }
    (seed - from, found)
}
