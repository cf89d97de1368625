%% The crash of a linked process ends the evaluation.
-module(crash_untrapped_link).
-export([main/0]).

main() ->
    spawn_link(fun() -> exit({bad, "thing"}) end),
    timer:sleep(1000),
    never.
