%% The exit reason of a crash is {Reason, Stack}; of exit/1 it is what was given.
-module(exit_reason_stack).
-export([main/0]).

main() -> [reason(F) || F <- [fun() -> error(e) end, fun() -> exit(x) end, fun() -> throw(t) end, fun() -> 1 / zero() end]].

zero() -> 0.

reason(F) ->
    {Pid, Ref} = spawn_monitor(F),
    Why = receive {'DOWN', Ref, process, Pid, R} -> R end,
    timer:sleep(300),
    case Why of
        {Reason, [{_, _, _, _} | _]} -> {Reason, stack};
        Other -> Other
    end.
