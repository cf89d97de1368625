%% Starting with and without a name, link, monitor and options.
-module(ge_start_forms).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    {ok, A} = gen_event:start({local, ge_a}),
    {error, {already_started, A}} = gen_event:start({local, ge_a}),
    {error, {already_started, A}} = gen_event:start_link({local, ge_a}, []),
    {ok, B} = gen_event:start({global, ge_b}),
    {ok, C} = gen_event:start_link({via, global, ge_c}),
    {ok, D} = gen_event:start_link([{debug, [log]}]),
    {ok, {E, M}} = gen_event:start_monitor(),
    {ok, {F, _}} = gen_event:start_monitor({local, ge_f}, []),
    ok = gen_event:stop(E),
    Down = receive {'DOWN', M, process, E, R} -> R end,
    Links = lists:sort(element(2, process_info(self(), links))) -- [group_leader()],
    Bad = [element(1, element(2, catch gen_event:start(X))) || X <- [name, 1]],
    Stopped = [gen_event:stop(N) || N <- [ge_a, {global, ge_b}, {via, global, ge_c}, D, F]],
    {global:whereis_name(ge_b) =:= B, lists:member(C, Links), lists:member(D, Links), Down, Bad, Stopped, process_info(A)}.
