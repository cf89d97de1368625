%% io:format to a device that answers with an error, and to one that is dead.
-module(io_to_pid).
-export([main/0]).

main() ->
    Device = spawn(fun() -> receive {io_request, From, As, _} -> From ! {io_reply, As, {error, enotsup}} end end),
    A = try io:format(Device, "hello~n", []) catch error:R -> {error, R} end,
    Dead = spawn(fun() -> ok end),
    timer:sleep(10),
    B = try io:format(Dead, "hello~n", []) catch error:R2 -> {error, R2} end,
    io:format(user, "to user ~w~n", [x]),
    io:format(standard_io, "to standard_io~n", []),
    io:fwrite("fwrite~n"),
    {A, B}.
