//! The MD5 digest of RFC 1321: what `erlang:md5/1` gives and what nodes prove their cookies with.

/// Left rotations, four rounds of four.
const ROTATIONS: [[u32; 4]; 4] = [
    [7, 12, 17, 22],
    [5, 9, 14, 20],
    [4, 11, 16, 23],
    [6, 10, 15, 21],
];

/// A digest under way.
#[derive(Clone, Debug)]
pub struct Md5 {
    state: [u32; 4],
    /// Bytes digested so far.
    length: u64,
    /// Those of them that do not fill a block yet.
    rest: Vec<u8>,
}

impl Default for Md5 {
    fn default() -> Md5 {
        Md5 {
            state: [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476],
            length: 0,
            rest: Vec::new(),
        }
    }
}

impl Md5 {
    /// The size of a digest under way as a binary.
    pub const CONTEXT_BYTES: usize = 88;

    /// A digest under way as OpenSSL lays it out, which programs see: the state, the number of bits, the bytes of the
    /// block that is not full.
    pub fn to_context(&self) -> [u8; Self::CONTEXT_BYTES] {
        let mut context = [0; Self::CONTEXT_BYTES];
        for (place, word) in context.chunks_exact_mut(4).zip(self.state) {
            place.copy_from_slice(&word.to_le_bytes());
        }
        context[16..24].copy_from_slice(&self.length.wrapping_mul(8).to_le_bytes());
        context[24..24 + self.rest.len()].copy_from_slice(&self.rest);
        context
    }

    /// Inverse of [`Md5::to_context`].
    pub fn from_context(context: &[u8]) -> Option<Self> {
        let context: &[u8; Self::CONTEXT_BYTES] = context.try_into().ok()?;
        let mut digest = Self::default();
        for (word, place) in digest.state.iter_mut().zip(context.chunks_exact(4)) {
            *word = u32::from_le_bytes(place.try_into().ok()?);
        }
        digest.length = u64::from_le_bytes(context[16..24].try_into().ok()?) / 8;
        digest.rest = context[24..24 + (digest.length % 64) as usize].to_vec();
        Some(digest)
    }

    pub fn update(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        self.rest.extend_from_slice(bytes);
        let whole = self.rest.len() / 64 * 64;
        for block in self.rest[..whole].chunks_exact(64) {
            self.state = mixed(self.state, block);
        }
        self.rest.drain(..whole);
    }

    pub fn finish(mut self) -> [u8; 16] {
        let bits = self.length.wrapping_mul(8);
        let padding = 1 + (119 - self.length % 64) % 64;
        let mut end = vec![0; padding as usize];
        end[0] = 0x80;
        end.extend_from_slice(&bits.to_le_bytes());
        self.update(&end);
        let mut digest = [0; 16];
        for (place, word) in digest.chunks_exact_mut(4).zip(self.state) {
            place.copy_from_slice(&word.to_le_bytes());
        }
        digest
    }
}

pub fn md5(bytes: &[u8]) -> [u8; 16] {
    let mut digest = Md5::default();
    digest.update(bytes);
    digest.finish()
}

/// One block of 64 bytes.
fn mixed(state: [u32; 4], block: &[u8]) -> [u32; 4] {
    let word = |index: usize| {
        let bytes = &block[index * 4..index * 4 + 4];
        bytes
            .iter()
            .rev()
            .fold(0, |word, &byte| word << 8 | u32::from(byte))
    };
    let [mut a, mut b, mut c, mut d] = state;
    for step in 0..64 {
        let (mix, index) = match step / 16 {
            0 => (b & c | !b & d, step),
            1 => (d & b | !d & c, 5 * step + 1),
            2 => (b ^ c ^ d, 3 * step + 5),
            _ => (c ^ (b | !d), 7 * step),
        };
        let sum = a
            .wrapping_add(mix)
            .wrapping_add(SINES[step])
            .wrapping_add(word(index % 16));
        let turned = sum.rotate_left(ROTATIONS[step / 16][step % 4]);
        (a, d, c, b) = (d, c, b, b.wrapping_add(turned));
    }
    [
        state[0].wrapping_add(a),
        state[1].wrapping_add(b),
        state[2].wrapping_add(c),
        state[3].wrapping_add(d),
    ]
}

/// Whole parts of `2^32 * |sin(i + 1)|`.
const SINES: [u32; 64] = [
    0xd76a_a478,
    0xe8c7_b756,
    0x2420_70db,
    0xc1bd_ceee,
    0xf57c_0faf,
    0x4787_c62a,
    0xa830_4613,
    0xfd46_9501,
    0x6980_98d8,
    0x8b44_f7af,
    0xffff_5bb1,
    0x895c_d7be,
    0x6b90_1122,
    0xfd98_7193,
    0xa679_438e,
    0x49b4_0821,
    0xf61e_2562,
    0xc040_b340,
    0x265e_5a51,
    0xe9b6_c7aa,
    0xd62f_105d,
    0x0244_1453,
    0xd8a1_e681,
    0xe7d3_fbc8,
    0x21e1_cde6,
    0xc337_07d6,
    0xf4d5_0d87,
    0x455a_14ed,
    0xa9e3_e905,
    0xfcef_a3f8,
    0x676f_02d9,
    0x8d2a_4c8a,
    0xfffa_3942,
    0x8771_f681,
    0x6d9d_6122,
    0xfde5_380c,
    0xa4be_ea44,
    0x4bde_cfa9,
    0xf6bb_4b60,
    0xbebf_bc70,
    0x289b_7ec6,
    0xeaa1_27fa,
    0xd4ef_3085,
    0x0488_1d05,
    0xd9d4_d039,
    0xe6db_99e5,
    0x1fa2_7cf8,
    0xc4ac_5665,
    0xf429_2244,
    0x432a_ff97,
    0xab94_23a7,
    0xfc93_a039,
    0x655b_59c3,
    0x8f0c_cc92,
    0xffef_f47d,
    0x8584_5dd1,
    0x6fa8_7e4f,
    0xfe2c_e6e0,
    0xa301_4314,
    0x4e08_11a1,
    0xf753_7e82,
    0xbd3a_f235,
    0x2ad7_d2bb,
    0xeb86_d391,
];

#[cfg(test)]
mod tests {
    use super::{Md5, md5};

    fn hex(digest: [u8; 16]) -> String {
        digest
            .iter()
            .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
    }

    /// The test suite of RFC 1321.
    #[test]
    fn digests_are_those_of_the_standard() {
        let cases = [
            ("", "d41d8cd98f00b204e9800998ecf8427e"),
            ("a", "0cc175b9c0f1b6a831c399e269772661"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
            (
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "57edf4a22be3c955ac49da2e2107b67a",
            ),
        ];
        for (text, digest) in cases {
            assert_eq!(hex(md5(text.as_bytes())), digest, "{text}");
        }
        for length in 0..200 {
            let bytes = vec![b'x'; length];
            let mut pieces = Md5::default();
            bytes.chunks(7).for_each(|piece| pieces.update(piece));
            let context = pieces.to_context();
            assert_eq!(pieces.finish(), md5(&bytes), "{length} bytes");
            let resumed = Md5::from_context(&context).map(Md5::finish);
            assert_eq!(resumed, Some(md5(&bytes)), "{length} bytes, resumed");
        }
    }
}
