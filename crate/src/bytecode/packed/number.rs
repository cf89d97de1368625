//! Numbers as bytes: LEB128. Readers take theirs off the front of `input`; `None` if they are not there, or not right.

pub fn byte(input: &mut &[u8]) -> Option<u8> {
    let (&byte, rest) = input.split_first()?;
    *input = rest;
    Some(byte)
}

pub fn write(number: u64, out: &mut Vec<u8>) {
    let mut left = number;
    while left >= 0x80 {
        out.push(left as u8 | 0x80);
        left >>= 7;
    }
    out.push(left as u8);
}

pub fn read(input: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = byte(input)?;
        number |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Small numbers of both signs become small numbers: 0, -1, 1, -2 ...
pub fn write_signed(number: i32, out: &mut Vec<u8>) {
    write(u64::from((number << 1 ^ number >> 31) as u32), out);
}

pub fn read_signed(input: &mut &[u8]) -> Option<i32> {
    let number = u32::try_from(read(input)?).ok()?;
    Some((number >> 1) as i32 ^ -((number & 1) as i32))
}
