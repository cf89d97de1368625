%% Options of start: timeout, spawn_opt, debug, nonsense.
-module(st_start_options).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    A = start(fun() -> timer:sleep(500), {ok, a, b} end, [{timeout, 20}]),
    {ok, B} = start({ok, a, b}, [{spawn_opt, [{priority, high}]}, {unknown, option}]),
    {ok, C} = start({ok, a, b}, [{debug, nonsense}]),
    timer:sleep(300),
    D = (catch element(1, element(2, catch gen_statem:start(?MODULE, {ok, a, b}, not_a_list)))),
    E = (catch element(1, element(2, catch gen_statem:start(no_name_tuple, ?MODULE, {ok, a, b}, [])))),
    {A, process_info(B, priority), is_process_alive(C), D, E}.
