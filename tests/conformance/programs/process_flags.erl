-module(process_flags).
-export([main/0]).

main() ->
    A = process_flag(trap_exit, true),
    B = process_flag(trap_exit, false),
    C = process_flag(priority, high),
    D = process_flag(priority, normal),
    E = try process_flag(trap_exit, maybe_so) catch error:R -> R end,
    F = process_info(self(), trap_exit),
    G = process_info(self(), priority),
    [A, B, C, D, E, F, G].
