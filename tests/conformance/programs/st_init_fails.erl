%% init that fails: what the starter gets, what is reported.
-module(st_init_fails).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    [begin R = start(I), timer:sleep(300), R end ||
     I <- [{stop, no_luck}, nonsense, fun() -> error(in_init) end, fun() -> exit(in_init) end, fun() -> throw(in_init) end]].
