%% Casts are never answered and never fail, unless the name makes no sense.
-module(st_cast_forms).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = gen_statem:start({local, st_cast}, ?MODULE, {ok, a, []}, []),
    L = [gen_statem:cast(To, hello) || To <- [Pid, st_cast, {st_cast, node()}, nobody, {nobody, node()}, {global, nobody}, {via, global, nobody}, {x, 'no@where'}]],
    timer:sleep(30),
    Bad = [element(1, element(2, catch gen_statem:cast(To, hello))) || To <- ["x", 1, {a, 1}, {a, b, c, d}]],
    {L, Bad}.
