%% Local, global and other names.
-module(st_names).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, L} = gen_statem:start({local, st_l}, ?MODULE, {ok, l, 1}, []),
    {ok, G} = gen_statem:start({global, {st, "g"}}, ?MODULE, {ok, g, 2}, []),
    {ok, V} = gen_statem:start({via, global, st_v}, ?MODULE, {ok, v, 3}, []),
    Again = [gen_statem:start(N, ?MODULE, {ok, x, x}, []) =:= {error, {already_started, P}} || {N, P} <- [{{local, st_l}, L}, {{global, {st, "g"}}, G}, {{via, global, st_v}, V}]],
    Got = [gen_statem:call(N, get) || N <- [st_l, {st_l, node()}, {global, {st, "g"}}, {via, global, st_v}, L]],
    Stopped = [gen_statem:stop(N) || N <- [st_l, {global, {st, "g"}}, {via, global, st_v}]],
    {Again, Got, Stopped, [whereis(st_l), global:whereis_name({st, "g"}), global:whereis_name(st_v)]}.
