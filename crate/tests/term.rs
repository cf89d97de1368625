//! Terms against OTP: hashes, order, arithmetic, layout of maps, text of numbers, as `tests/term/record.sh` recorded them.

use std::cmp::Ordering;
use std::fmt::Write;

use num_bigint::BigInt;
use spawnpoint::term::arith::{self, ArithError};
use spawnpoint::term::{Atom, Heap, Term, hash, map, order, phash, phash2};

/// The lines of a recorded file, each as its columns.
fn recorded(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/../tests/term/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.lines()
        .map(|line| line.split(" | ").map(str::to_owned).collect())
        .collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| (byte as char).to_digit(16).expect("hexadecimal") as u8;
    text.as_bytes()
        .chunks(2)
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect()
}

/// Reads the prefix notation of `record.escript`.
fn read(heap: &mut Heap, tokens: &mut dyn Iterator<Item = &str>) -> Term {
    let token = tokens.next().expect("a term");
    let (kind, rest) = token.split_at(1);
    let count = || rest.parse::<usize>().expect("a count");
    match kind {
        "i" => heap.big(&rest.parse::<BigInt>().expect("an integer")),
        "x" => heap.float(f64::from_bits(u64::from_str_radix(rest, 16).expect("bits"))),
        "a" => Atom::intern(&String::from_utf8(unhex(rest)).expect("UTF-8")).into(),
        "n" => Term::NIL,
        "s" => {
            let items: Vec<Term> = unhex(rest)
                .into_iter()
                .map(|byte| Term::int(byte.into()))
                .collect();
            heap.list(&items)
        }
        "l" => {
            let items: Vec<Term> = (0..count()).map(|_| read(heap, tokens)).collect();
            let tail = read(heap, tokens);
            heap.list_with_tail(&items, tail)
        }
        "t" => {
            let items: Vec<Term> = (0..count()).map(|_| read(heap, tokens)).collect();
            heap.tuple(&items)
        }
        "m" => {
            let pairs: Vec<(Term, Term)> = (0..count())
                .map(|_| (read(heap, tokens), read(heap, tokens)))
                .collect();
            map::from_pairs(heap, &pairs)
        }
        "b" => {
            let (size, bytes) = rest.split_once(':').expect("size:bytes");
            heap.bitstring(&unhex(bytes), size.parse().expect("a size"))
        }
        _ => panic!("unknown kind of term: {token}"),
    }
}

fn term(heap: &mut Heap, text: &str) -> Term {
    read(heap, &mut text.split(' '))
}

/// A count, then so many terms.
fn terms(heap: &mut Heap, text: &str) -> Vec<Term> {
    let mut tokens = text.split(' ');
    let count: usize = tokens.next().expect("a count").parse().expect("a count");
    (0..count).map(|_| read(heap, &mut tokens)).collect()
}

/// The prefix notation of a number.
fn show(heap: &Heap, term: Term) -> String {
    if term.is_float() {
        return format!("x{:X}", heap.float_value(term).to_bits());
    }
    heap.to_bigint(term)
        .map_or_else(|| "not a number".into(), |n| format!("i{n}"))
}

/// Gathers differences, so that one run shows them all.
#[derive(Default)]
struct Differences {
    text: String,
    count: usize,
}

impl Differences {
    #[allow(clippy::needless_pass_by_value)] // most values are made for the comparison
    fn check<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, ours: T, otp: T) {
        if ours != otp {
            self.count += 1;
            if self.count <= 20 {
                let _ = writeln!(self.text, "{what}\n  ours {ours:?}\n  OTP  {otp:?}");
            }
        }
    }

    fn finish(self) {
        assert!(
            self.count == 0,
            "{} differences, the first:\n{}",
            self.count,
            self.text
        );
    }
}

#[test]
fn hashes() {
    let mut differences = Differences::default();
    for line in recorded("hash") {
        let mut heap = Heap::new();
        let value = term(&mut heap, &line[0]);
        if line[1] != "-" {
            differences.check(
                &format!("internal {}", line[0]),
                hash::internal(&heap, value).to_string(),
                line[1].clone(),
            );
        }
        let full = phash2::phash2_range(&heap, value, 1 << 32);
        differences.check(
            &format!("phash2/2 {}", line[0]),
            full.to_string(),
            line[2].clone(),
        );
        differences.check(
            "phash2/1",
            phash2::phash2(&heap, value).to_string(),
            line[3].clone(),
        );
        let old = phash::phash(&heap, value, 1_000_003);
        differences.check(
            &format!("phash {}", line[0]),
            old.to_string(),
            line[4].clone(),
        );
    }
    differences.finish();
}

#[test]
fn orders() {
    let mut differences = Differences::default();
    for line in recorded("order") {
        let (mut heap, mut other) = (Heap::new(), Heap::new());
        let (a, b) = (term(&mut heap, &line[0]), term(&mut heap, &line[1]));
        let far = term(&mut other, &line[1]);
        let what = format!("{} against {}", line[0], line[1]);
        let name = |order: Ordering| match order {
            Ordering::Less => "lt",
            Ordering::Equal => "eq",
            Ordering::Greater => "gt",
        };
        differences.check(&what, name(order::compare(&heap, a, b)), line[2].as_str());
        differences.check(
            "reversed",
            name(order::compare(&heap, b, a).reverse()),
            line[2].as_str(),
        );
        differences.check(
            "across heaps",
            name(order::compare_across(&heap, a, &other, far)),
            line[2].as_str(),
        );
        differences.check(
            &format!("== {what}"),
            order::equal(&heap, a, b),
            line[2] == "eq",
        );
        differences.check(
            "== across heaps",
            order::equal_across(&heap, a, &other, far),
            line[2] == "eq",
        );
        differences.check(
            &format!("=:= {what}"),
            order::same(&heap, a, b),
            line[3] == "same",
        );
        differences.check(
            "=:= across heaps",
            order::same_across(&heap, a, &other, far),
            line[3] == "same",
        );
        let exact = order::compare_exact(&heap, a, b).is_eq();
        differences.check(&format!("exact order {what}"), exact, line[3] == "same");
    }
    differences.finish();
}

type Binary = fn(&mut Heap, Term, Term) -> Result<Term, ArithError>;
type Conversion = fn(&mut Heap, Term) -> Option<Term>;

#[test]
fn arithmetic() {
    let binary: [(&str, Binary); 11] = [
        ("+", arith::add),
        ("-", arith::sub),
        ("*", arith::mul),
        ("/", arith::divide),
        ("div", arith::div),
        ("rem", arith::rem),
        ("band", arith::band),
        ("bor", arith::bor),
        ("bxor", arith::bxor),
        ("bsl", arith::bsl),
        ("bsr", arith::bsr),
    ];
    let conversions: [(&str, Conversion); 6] = [
        ("abs", arith::abs),
        ("float", arith::to_float),
        ("round", arith::round),
        ("trunc", arith::trunc),
        ("floor", arith::floor),
        ("ceil", arith::ceil),
    ];
    let mut differences = Differences::default();
    for line in recorded("arith") {
        let mut heap = Heap::new();
        let a = term(&mut heap, &line[1]);
        let operator = line[0].as_str();
        let result = if let Some((_, function)) = binary.iter().find(|(name, _)| *name == operator)
        {
            let b = term(&mut heap, &line[2]);
            function(&mut heap, a, b)
        } else if let Some((_, function)) = conversions.iter().find(|(name, _)| *name == operator) {
            let result =
                function(&mut heap, a).map_or_else(|| "badarg".into(), |term| show(&heap, term));
            differences.check(&line.join(" "), result, line[3].clone());
            continue;
        } else if operator == "neg" {
            arith::neg(&mut heap, a)
        } else {
            arith::bnot(&mut heap, a)
        };
        let result = match result {
            Ok(term) => show(&heap, term),
            Err(ArithError::Badarith) => "badarith".into(),
            Err(ArithError::SystemLimit) => "system_limit".into(),
        };
        differences.check(&line.join(" "), result, line[3].clone());
    }
    differences.finish();
}

#[test]
fn map_layout() {
    let mut differences = Differences::default();
    let has_atoms = |text: &str| text.split(' ').any(|token| token.starts_with('a'));
    for line in recorded("maps") {
        let mut heap = Heap::new();
        let keys = terms(&mut heap, &line[0]);
        let pairs: Vec<(Term, Term)> = keys.iter().map(|&key| (key, Term::bool(true))).collect();
        let at_once = map::from_pairs(&mut heap, &pairs);
        let empty = map::empty(&mut heap);
        let stepwise = pairs.iter().fold(empty, |map, &(key, value)| {
            map::put(&mut heap, map, key, value)
        });
        let less = keys
            .iter()
            .enumerate()
            .filter(|(position, _)| position % 3 == 2)
            .fold(stepwise, |map, (_, &key)| map::remove(&mut heap, map, key));
        let rest = map::pairs(&heap, less);
        let rebuilt = map::from_pairs(&mut heap, &rest);
        let same = order::same(&heap, at_once, stepwise) && order::same(&heap, less, rebuilt);
        differences.check(&format!("one map, however made: {}", line[0]), same, true);
        for &key in &keys {
            differences.check(
                "get",
                map::get(&heap, stepwise, key),
                Some(Term::bool(true)),
            );
        }
        if map::size(&heap, stepwise) > map::FLAT_MAX && has_atoms(&line[0]) {
            continue;
        }
        for (map, listed, iterated) in [(stepwise, 1, 2), (less, 3, 4)] {
            let (listed, iterated) = (
                terms(&mut heap, &line[listed]),
                terms(&mut heap, &line[iterated]),
            );
            for (ours, otp) in [
                (map::listed_pairs(&heap, map), listed),
                (map::pairs(&heap, map), iterated),
            ] {
                let agree = ours.len() == otp.len()
                    && ours
                        .iter()
                        .zip(otp)
                        .all(|(&(key, _), other)| order::same(&heap, key, other));
                differences.check(&format!("order of keys: {}", line[0]), agree, true);
            }
        }
    }
    differences.finish();
}
