//! The header files of OTP's applications that a module may include with `-include_lib`.

/// Name and text of each.
const FILES: &[(&str, &str)] = &[
    (
        "eunit/include/eunit.hrl",
        include_str!("../../../otp/include/eunit.hrl"),
    ),
    (
        "kernel/include/file.hrl",
        include_str!("../../../otp/include/file.hrl"),
    ),
    (
        "kernel/include/logger.hrl",
        include_str!("../../../otp/include/logger.hrl"),
    ),
    (
        "stdlib/include/assert.hrl",
        include_str!("../../../otp/include/assert.hrl"),
    ),
    (
        "stdlib/include/ms_transform.hrl",
        include_str!("../../../otp/include/ms_transform.hrl"),
    ),
    (
        "stdlib/include/qlc.hrl",
        include_str!("../../../otp/include/qlc.hrl"),
    ),
];

/// The file that `-include_lib(Name)` means, if the library has it.
pub(super) fn find(name: &str) -> Option<(String, Vec<u8>)> {
    let (file, text) = FILES.iter().find(|(file, _)| *file == name)?;
    Some(((*file).to_string(), text.as_bytes().to_vec()))
}
