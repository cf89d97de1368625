%% How calls fail.
-module(st_call_exits).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    Never = {do, fun(_, _, _) -> keep_state_and_data end},
    Exits = [x, catch gen_statem:call(no_such_machine, x),
             catch gen_statem:call(no_such_machine, x, 10),
             catch gen_statem:call({no_such_machine, node()}, x, {clean_timeout, 10}),
             catch gen_statem:call({global, none}, x, {dirty_timeout, 10}),
             catch gen_statem:call({via, global, none}, x),
             catch gen_statem:call(self(), x),
             catch gen_statem:call({name, 'no@where'}, x)],
    {ok, Pid2} = start({ok, a, []}),
    Timeouts = [element(1, element(2, catch gen_statem:call(Pid2, Never, T))) || T <- [0, 10, {clean_timeout, 10}, {dirty_timeout, 10}]],
    Bad = [element(1, element(2, catch gen_statem:call(Pid2, get, T))) || T <- [x, -1, {clean_timeout, y}]],
    {[setelement(1, element(2, E), element(1, element(2, E))) || E <- tl(Exits)], Timeouts, Bad, gen_statem:call(Pid2, get)}.
