-module(monitor_by_name).
-export([main/0]).

main() ->
    Ref0 = monitor(process, nobody_here),
    First = receive {'DOWN', Ref0, process, Who0, R0} -> {Who0, R0} end,
    register(worker, spawn(fun() -> receive stop -> exit(done) end end)),
    Ref = monitor(process, worker),
    worker ! stop,
    Second = receive {'DOWN', Ref, process, Who, R} -> {Who, R} end,
    {First, Second, whereis(worker)}.
