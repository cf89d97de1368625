//! Compressed terms: zlib data behind the size they have when inflated.

use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

use super::decode::Malformed;
use super::{VERSION, tag};

/// The level of the option `compressed` without one: zlib's default.
pub const COMPRESSION_DEFAULT: u8 = 6;

/// An encoded term compressed, or as it is where that is no shorter.
pub fn compressed(encoded: Vec<u8>, level: u8) -> Vec<u8> {
    let body = &encoded[1..];
    let Ok(size) = u32::try_from(body.len()) else {
        return encoded;
    };
    if level == 0 {
        return encoded;
    }
    let packed = compress_to_vec_zlib(body, level);
    if packed.len() + 5 >= body.len() {
        return encoded;
    }
    let mut out = vec![VERSION, tag::COMPRESSED];
    out.extend_from_slice(&size.to_be_bytes());
    out.extend_from_slice(&packed);
    out
}

/// The inflated bytes and how many of `bytes` (from the size on) they took. Never more than the size announced, nor than
/// `bytes_max`.
pub(super) fn inflated(bytes: &[u8], bytes_max: usize) -> Result<(Vec<u8>, usize), Malformed> {
    let (size, packed) = bytes.split_first_chunk::<4>().ok_or(Malformed)?;
    let size = u32::from_be_bytes(*size) as usize;
    // Deflate packs at most 1032 bytes into one: an announced size beyond that is a lie.
    if size > bytes_max || size / 1032 > packed.len() {
        return Err(Malformed);
    }
    let mut out = vec![0; size];
    let flags = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER
        | inflate_flags::TINFL_FLAG_COMPUTE_ADLER32
        | inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, used, written) =
        decompress(&mut DecompressorOxide::new(), packed, &mut out, 0, flags);
    if status != TINFLStatus::Done || written != size {
        return Err(Malformed);
    }
    Ok((out, used + 4))
}

/// Deflate without a frame.
pub fn deflated(bytes: &[u8], level: u8) -> Vec<u8> {
    compress_to_vec(bytes, level)
}

/// Inflated data without a frame and how many bytes of `bytes` they took; `None` if they end before the data do.
pub fn inflated_raw(bytes: &[u8], size_max: usize) -> Result<Option<(Vec<u8>, usize)>, Malformed> {
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut state = DecompressorOxide::new();
    let mut out = vec![0; bytes.len().saturating_mul(4).clamp(64, size_max)];
    let (mut read, mut written) = (0, 0);
    loop {
        let (status, used, made) = decompress(&mut state, &bytes[read..], &mut out, written, flags);
        read += used;
        written += made;
        match status {
            TINFLStatus::Done => {
                out.truncate(written);
                return Ok(Some((out, read)));
            }
            TINFLStatus::HasMoreOutput if out.len() < size_max => {
                out.resize((out.len() * 2).min(size_max), 0);
            }
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => return Ok(None),
            _ => return Err(Malformed),
        }
    }
}
