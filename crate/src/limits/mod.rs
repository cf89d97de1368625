//! Every cap of the system, in one place, each with its reason.

/// Nesting of brackets, blocks and operators in source text. Passes over the tree recurse, and a stack overflow in
/// wasm kills the whole instance. By this count, which adds operators to brackets and takes blocks twice, the
/// deepest form in all of OTP has some 40.
pub const SYNTAX_DEPTH_MAX: u32 = 100;
/// Atoms per table: OTP's default (`+t`). An atom costs about 60 bytes, so a full table stays below 100 MB.
pub const ATOMS_MAX: usize = 1_048_576;
/// Atoms that programs cannot make from data: a program that has made all others must leave its node a shell, which needs some
/// for each line that is typed, and a compiler.
pub const ATOMS_RESERVED: usize = 65_536;

/// Characters in an atom: OTP's limit.
pub const ATOM_CHARS_MAX: usize = 255;

/// Words of literals of all modules ever loaded on one thread (16 M words = 128 MB): modules are small; this stops a
/// program that generates modules without end.
pub const LITERAL_WORDS_MAX: usize = 16 << 20;

/// Elements in a tuple: OTP's limit.
pub const TUPLE_ELEMENTS_MAX: usize = 16_777_215;

/// Bits of an integer. OTP allows some 4 million words; one multiplication of such numbers takes minutes, and a tab
/// must answer. 2^21 bits are 631,305 digits, among them the factorial of 100,000; a tab needs half a second to print them. Twice
/// as many take two seconds, after which the page takes its worker for dead.
pub const INTEGER_BITS_MAX: u64 = 1 << 21;

/// Compiled match specifications that a node keeps. A program that compiles ever new ones must not fill the memory.
pub const MATCH_SPECS_MAX: usize = 4_096;

/// Words that they hold together (128 MB), the newest one beyond.
pub const MATCH_SPEC_WORDS_MAX: usize = 16 << 20;

/// Cells of all integer arrays (`atomics`, `counters`) of a node (64 MB). They live as long as the node.
pub const ARRAY_CELLS_MAX: usize = 8 << 20;

/// Words of all persistent terms of a node (128 MB).
pub const PERSISTENT_WORDS_MAX: usize = 16 << 20;

/// Reductions of one time slice: OTP's number; it bounds how long other processes wait.
pub const REDUCTIONS_PER_SLICE: u32 = 4_000;

/// Processes per node by default: OTP's default (`+P`).
pub const PROCESSES_DEFAULT: u32 = 262_144;

/// Processes that a node can have beyond that for those who serve the learner: the shell starts one for each line it reads and
/// one for each line that failed.
pub const PROCESSES_RESERVED: usize = 64;

/// Runnable processes that are a crowd: a turn of so many takes some milliseconds.
pub const CROWD_PROCESSES: usize = 1_000;

/// Slices of urgent processes in succession after which those who serve the learner get some, too: some hundredths of a second.
pub const HOGGED_SLICES: u32 = 1_000;

/// Processes of one line that are more than somebody at a prompt wants back who interrupts it.
pub const RUNAWAY_PROCESSES: usize = 1_000;

/// Reports that wait to be logged; more are dropped, as OTP's handlers do (`drop_mode_qlen`).
pub const REPORTS_WAITING_MAX: usize = 200;

/// Nodes of a world beyond which programs cannot start more: a hundred take some 300 MB of a tab.
pub const STARTED_NODES_MAX: usize = 200;

/// Words that all heaps of a world may hold by default (256 MB): what a tab can spare. The process that exceeds it is
/// killed as by `max_heap_size`.
pub const WORLD_WORDS_DEFAULT: usize = 32 << 20;

/// Words beyond that for processes that serve the learner (16 MB): the shell must not go because a program has filled all.
pub const WORDS_RESERVED: usize = 2 << 20;

/// Words of buffers that are kept for the next collections (16 MB): two for a list of a quarter of a million elements. Memory
/// beyond this goes back to the allocator.
pub const SPARE_WORDS_MAX: usize = 2 << 20;

/// Reductions that the parse transforms of one module may take (about a second): nothing else happens meanwhile.
pub const TRANSFORM_REDUCTIONS_MAX: u64 = 50_000_000;

/// Registers in one function's frame: the register operand of an instruction is one byte.
pub const FRAME_REGISTERS_MAX: usize = 250;

/// Words of the run stack of one process (64 M words = 512 MB): non-tail recursion this deep is a runaway.
pub const STACK_WORDS_MAX: usize = 64 << 20;

/// Columns of indentation that a printed term gets at most: nobody reads further right, and a term 100,000 levels deep
/// would otherwise print as gigabytes of blanks.
pub const INDENT_COLUMNS_MAX: i64 = 1_000;
/// Bits of one bit string (64 MB): a quarter of what the whole world may hold.
pub const BITSTRING_BITS_MAX: usize = 1 << 29;

/// Words of a message, reason or row kept with an event: pictures show at most 2,000 characters of it.
pub const EVENT_PAYLOAD_WORDS_MAX: usize = 4_096;
/// Words of payloads that all events of a world keep together (128 MB): who sends lists of a thousand elements in a loop fills a
/// hundred megabytes a second with them, and the tab's memory in a minute.
pub const LOG_PAYLOAD_WORDS_MAX: usize = 16 << 20;

/// Words of a payload that an event keeps when that is used up: small messages are shown all the same.
pub const FULL_LOG_PAYLOAD_WORDS_MAX: usize = 32;

/// Events of all branches of a session (a million). One takes half a kilobyte of a tab or more, and who sends as fast as it can makes
/// a hundred thousand a second.
pub const LOG_EVENTS_MAX: u64 = 1_000_000;

/// Events that each act of the learner may add when that is used up: an interrupt, a look around, an answer.
pub const LOG_EVENTS_BEYOND: u64 = 20_000;

/// Tokens that macro calls in one form may expand to: a chain of 40 doublings would otherwise fill the memory.
pub const MACRO_TOKENS_MAX: usize = 1_000_000;

/// Files included within included files, as in OTP.
pub const INCLUDE_DEPTH_MAX: usize = 8;

/// Bytes of a lesson document. A foreign lesson is read before anybody has looked at it; ours have 50 KB.
pub const LESSON_BYTES_MAX: usize = 2 << 20;

/// Lines of one input of a lesson's transcript: looking for the full stop starts over at each line.
pub const LESSON_INPUT_LINES_MAX: usize = 1_000;

/// Virtual time that one input of a lesson may take, in nanoseconds: a minute is longer than any reader waits.
pub const LESSON_INPUT_NS_MAX: u64 = 60_000_000_000;

/// Virtual time that several nodes must be silent before an input of a lesson is over, in nanoseconds: servers that lost each
/// other try again once a second.
pub const LESSON_SILENCE_NS: u64 = 2_000_000_000;

/// Reductions that one input of a lesson may take: some seconds of computing, then it counts as an endless loop.
pub const LESSON_INPUT_REDUCTIONS_MAX: u64 = 2_000_000_000;
/// Digits of an integer literal: conversion takes quadratic time, and this much takes some ten milliseconds.
pub const INTEGER_DIGITS_MAX: usize = 100_000;
/// Characters of padding or precision in one field of a format: a typing mistake in a width must not fill the memory.
pub const FORMAT_FIELD_MAX: i64 = 1 << 20;

/// Funs of code that a node does not have, kept apart by name: a peer that makes up funs must not fill the memory.
pub const ABSENT_FUNS_MAX: usize = 10_000;

/// Shell expressions whose funs other nodes may run, kept for a thread's worlds: a loop that sends ever new ones must not
/// fill the memory. On OTP a fun of its kind takes some kilobytes wherever it goes, and a session sends a handful.
pub const TYPED_FUNS_MAX: usize = 10_000;

/// Arguments of a function, as in OTP.
pub const FUNCTION_ARITY_MAX: u32 = 255;

/// Sockets of one node: programs for learners open tens; OTP's own limit is that of its ports, 65,536.
pub const SOCKETS_MAX: usize = 16_384;

/// Bytes that wait to be read at one end of a connection: half of what Linux gives a loopback connection at first. Small
/// enough to show back-pressure, large enough not to slow anybody down.
pub const SOCKET_BUFFER_BYTES: usize = 64 << 10;

/// Bytes of datagrams that wait at a UDP socket, more are lost: what Linux gives one at first.
pub const DATAGRAM_BUFFER_BYTES: usize = 212_992;

/// Bytes of the largest datagram: what UDP over IPv4 can carry.
pub const DATAGRAM_BYTES_MAX: usize = 65_507;

/// Bytes on all connections of a world together: `send` answers `enobufs` above.
pub const SOCKET_BYTES_MAX: usize = 128 << 20;

/// Bytes that `gen_tcp:recv/2` may ask for at once: OTP's number, above which it answers `enomem`.
pub const SOCKET_RECEIVE_BYTES_MAX: usize = 64 << 20;

/// Rows of a table that one step of a selection looks at: some milliseconds. Longer ones let others run in between.
pub const TABLE_PART_ROWS: usize = 10_000;

/// Bytes of one send or arrival kept with an event: pictures show no more.
pub const EVENT_BYTES_MAX: usize = 2_000;

/// Bytes of all files of a node: `enospc` above.
pub const FILES_BYTES_MAX: usize = 64 << 20;
/// Bytes of one frame between nodes, and of all parts of messages that are incomplete: what a bit string may have, doubled
/// for what surrounds it.
pub const FRAME_BYTES_MAX: usize = BITSTRING_BITS_MAX / 8 * 2;

/// Messages of one connection that may be incomplete at a time; each belongs to a sending process.
pub const FRAGMENTED_MAX: usize = 10_000;

/// Bytes of a frame that are kept with its event: what a page shows of it.
pub const EVENT_FRAME_BYTES_MAX: usize = 512;
