//! Round trips, and bytes that are not terms. What OTP writes is compared in `tests/conformance/eval/external.exprs`.

use super::*;
use crate::{Heap, Term, map, order};

/// A node without code.
pub struct Bare;

impl Home for Bare {
    fn node(&self) -> (Atom, u32) {
        (Atom::intern("n@h"), 3)
    }
    fn fun_identity(&self, _: u32, _: u32) -> Option<FunIdentity> {
        None
    }
    fn find_fun(&mut self, identity: &FunIdentity) -> Option<(u32, u32)> {
        Some((0, identity.index))
    }
    fn is_exported(&mut self, _: Atom, _: Atom, _: u32) -> bool {
        true
    }
}

fn bytes_of(heap: &Heap, term: Term) -> Vec<u8> {
    encode(heap, term, &Bare, EncodeOptions::new(1 << 30)).expect("fits")
}

fn samples(heap: &mut Heap) -> Vec<Term> {
    let items: Vec<Term> = (0..300).map(Term::int).collect();
    let big = heap.big(&(num_bigint::BigInt::from(1) << 5000u32));
    let pairs: Vec<(Term, Term)> = (0..100).map(|n| (Term::int(n), Term::int(-n))).collect();
    let external = [
        Atom::intern("other@h").into(),
        Term::int(7),
        Term::int(11),
        Term::int(1),
    ];
    let words = [
        Atom::intern("other@h").into(),
        Term::int(7),
        Term::int(1),
        Term::int(2),
        Term::int(3),
        Term::int(4),
        Term::int(5),
    ];
    vec![
        Term::NIL,
        Term::int(-1),
        Term::small(1 << 40).expect("small"),
        big,
        Atom::intern("é日").into(),
        Term::local_pid(77_777),
        Term::local_port(5),
        heap.float(-0.0),
        heap.list(&items),
        heap.list_with_tail(&items[..3], Term::int(9)),
        heap.string("abc"),
        heap.tuple(&items),
        heap.tuple(&[]),
        map::from_pairs(heap, &pairs),
        map::from_pairs(heap, &pairs[..3]),
        heap.binary(&[7; 1000]),
        heap.bitstring(&[0b1010_0000], 3),
        heap.reference((1 << 45) + 5, 99),
        heap.external(crate::word::Kind::ExtPid, &external),
        heap.external(crate::word::Kind::ExtPort, &external[..3]),
        heap.external(crate::word::Kind::ExtRef, &words),
        heap.export_fun(Atom::intern("lists"), Atom::intern("map"), 2),
    ]
}

#[test]
fn what_is_written_reads_the_same() {
    let mut heap = Heap::new();
    let terms = samples(&mut heap);
    let all = heap.list(&terms);
    for term in terms.into_iter().chain([all]) {
        let bytes = bytes_of(&heap, term);
        let decoded = decode(&mut heap, &bytes, &mut Bare, false, 1 << 20).expect("a term");
        assert_eq!(decoded.used, bytes.len());
        assert!(order::same(&heap, term, decoded.term), "{bytes:?}");
        let packed = compressed(bytes.clone(), COMPRESSION_DEFAULT);
        let decoded = decode(&mut heap, &packed, &mut Bare, false, 1 << 20).expect("a term");
        assert_eq!(decoded.used, packed.len());
        assert!(order::same(&heap, term, decoded.term));
    }
}

#[test]
fn a_header_carries_the_atoms_of_its_message() {
    let (mut sender, mut receiver) = (AtomCache::default(), AtomCache::default());
    for round in 0..3 {
        let mut heap = Heap::new();
        let atoms: Vec<Term> = (0..300 + round)
            .map(|n| Atom::intern(&format!("atom {n}")).into())
            .chain([Atom::intern(&"é".repeat(200)).into()])
            .collect();
        let term = heap.list(&atoms);
        let mut refs = AtomRefs::default();
        let mut body = Vec::new();
        let mut options = EncodeOptions::new(1 << 20);
        options.atoms = AtomText::Refs(&mut refs);
        encode_bare(&heap, term, &Bare, options, &mut body).expect("fits");
        let mut header = Vec::new();
        write_header(
            &mut header,
            tag::DISTRIBUTION_HEADER,
            &[],
            &refs,
            &mut sender,
        );
        let (atoms, used) = read_header(&header[2..], &mut receiver).expect("a header");
        assert_eq!(used, header.len() - 2);
        let decoded = decode_bare(&mut heap, &body, &mut Bare, &atoms, 1 << 20).expect("a term");
        assert!(order::same(&heap, term, decoded.term));
        // What both have seen is not spelled out again.
        assert!(round == 0 || header.len() < 800, "{} bytes", header.len());
    }
}

/// Every prefix, every byte changed, and counts that promise more than there is.
#[test]
fn bytes_that_are_no_term_are_refused_in_bounded_memory() {
    let mut heap = Heap::new();
    let terms = samples(&mut heap);
    let all = heap.list(&terms);
    let bytes = bytes_of(&heap, all);
    for end in (0..bytes.len()).step_by(7) {
        assert_eq!(
            decode(&mut Heap::new(), &bytes[..end], &mut Bare, true, 1 << 20),
            Err(Malformed)
        );
    }
    for at in (0..bytes.len()).step_by(3) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x41;
        let mut heap = Heap::new();
        let _ = decode(&mut heap, &changed, &mut Bare, true, 1 << 20);
        assert!(
            heap.capacity() < 1 << 18,
            "{} words from {} bytes",
            heap.capacity(),
            changed.len()
        );
    }
    let promises: [&[u8]; 9] = [
        &[131, 108, 255, 255, 255, 255, 106],
        &[131, 105, 255, 255, 255, 255, 106],
        &[131, 116, 255, 255, 255, 255, 106],
        &[131, 109, 255, 255, 255, 255, 1],
        &[131, 111, 255, 255, 255, 255, 0, 1],
        &[131, 107, 255, 255, 1],
        &[131, 80, 255, 255, 255, 255, 120, 156, 203, 97, 0],
        &[131, 70, 127, 240, 0, 0, 0, 0, 0, 0],
        &[131, 116, 0, 0, 0, 2, 97, 1, 97, 1, 97, 1, 97, 2],
    ];
    for bytes in promises {
        let mut heap = Heap::new();
        assert_eq!(
            decode(&mut heap, bytes, &mut Bare, false, 1 << 20),
            Err(Malformed),
            "{bytes:?}"
        );
        assert!(heap.capacity() < 100);
    }
}

/// 100,000 levels, either way.
#[test]
fn deep_terms_are_no_matter() {
    let mut heap = Heap::new();
    let mut term = Term::NIL;
    for _ in 0..100_000 {
        let tuple = heap.tuple(&[term]);
        term = heap.list(&[tuple, Term::int(1)]);
    }
    let bytes = bytes_of(&heap, term);
    let decoded = decode(&mut heap, &bytes, &mut Bare, false, 1 << 24).expect("a term");
    assert!(order::same(&heap, term, decoded.term));
}
