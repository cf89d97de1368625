%% What init may return.
-module(st_init_returns).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    L = [begin R = start(I), timer:sleep(30), case R of {ok, _} -> ok; _ -> R end end ||
         I <- [{ok, a, b}, {ok, a, b, []}, {ok, a, b, [{next_event, internal, hi}]}, {ok, a, b, {timeout, 5, t}},
               ignore, {stop, normal}, {stop, shutdown}, {ok, a, b, postpone}]],
    {L, gen_statem:start({local, st_name}, ?MODULE, ignore, []), whereis(st_name)}.
