-module(ge_everything).
-behaviour(gen_event).
-export([main/0, init/1, handle_event/2, handle_call/2, handle_info/2, terminate/2, code_change/3, format_status/1]).
p(X) -> io:format("~p~n", [X]).
c(F) -> try F() of V -> p(V) catch C:R -> p({C, R}) end.
init({swap, X, Y}) -> {ok, {swapped, X, Y}}; init({fail, R}) -> {error, R}; init(crash) -> error(crash); init(hib) -> {ok, h, hibernate}; init({Args, Term}) when Term =:= error -> {ok, {from_error, Args}}; init({Args, T}) -> {ok, {Args, T}}; init(X) -> {ok, X}.
handle_event(remove, _) -> remove_handler;
handle_event({swap, M, A}, S) -> {swap_handler, sw, S, M, A};
handle_event({crash, R}, _) -> error(R); handle_event({exit, R}, _) -> exit(R); handle_event({throw, T}, _) -> throw(T); handle_event(bad, _) -> nonsense; handle_event(hib, S) -> {ok, S, hibernate};
handle_event(E, S) -> io:format("~p event ~p~n", [S, E]), {ok, S}.
handle_call(get, S) -> {ok, S, S}; handle_call({set, X}, _) -> {ok, ok, X}; handle_call(remove, _) -> {remove_handler, removed}; handle_call({swap, M, A}, S) -> {swap_handler, swr, sw, S, M, A}; handle_call(crash, _) -> error(incall); handle_call(bad, _) -> nonsense.
handle_info(I, S) -> io:format("~p info ~p~n", [S, I]), {ok, S}.
terminate(R, S) -> io:format("~p terminates ~p~n", [S, R]), {term, R}.
code_change(O, S, E) -> {ok, {S, O, E}}.
format_status(S) -> S.
fl() -> receive M -> [M | fl()] after 20 -> [] end.
w() -> timer:sleep(10), p(lists:sort(gen_event:which_handlers(ev))).
main() ->
    logger:set_primary_config(level, none),
    process_flag(trap_exit, true),
    c(fun() -> element(1, gen_event:start_link({local, ev})) end), c(fun() -> element(1, element(2, gen_event:start({local, ev}))) end),
    c(fun() -> gen_event:add_handler(ev, ?MODULE, one) end), c(fun() -> gen_event:add_handler(ev, ?MODULE, one) end), c(fun() -> gen_event:add_handler(ev, {?MODULE, a}, two) end), c(fun() -> gen_event:add_handler(ev, {?MODULE, b}, {fail, no}) end), c(fun() -> gen_event:add_handler(ev, {?MODULE, b}, crash) end), c(fun() -> gen_event:add_handler(ev, nomod, x) end), c(fun() -> gen_event:add_sup_handler(ev, {?MODULE, s}, sup) end), c(fun() -> gen_event:add_handler(ev, {?MODULE, h}, hib) end), w(),
    c(fun() -> gen_event:notify(ev, e1) end), c(fun() -> gen_event:sync_notify(ev, e2) end), ev ! i1, timer:sleep(5),
    c(fun() -> gen_event:call(ev, ?MODULE, get) end), c(fun() -> gen_event:call(ev, {?MODULE, a}, {set, new}) end), c(fun() -> gen_event:call(ev, {?MODULE, nobody}, get) end), c(fun() -> gen_event:call(ev, nomod, get) end), c(fun() -> gen_event:call(ev, ?MODULE, get, 100) end), c(fun() -> gen_event:call(nobody, ?MODULE, get) end),
    c(fun() -> gen_event:call(ev, {?MODULE, a}, remove) end), w(), c(fun() -> gen_event:call(ev, {?MODULE, h}, bad) end), w(), c(fun() -> gen_event:call(ev, {?MODULE, s}, crash) end), p(fl()), w(),
    c(fun() -> gen_event:add_handler(ev, {?MODULE, c}, cc) end), c(fun() -> gen_event:swap_handler(ev, {{?MODULE, c}, why}, {{?MODULE, d}, args}) end), w(), c(fun() -> gen_event:call(ev, {?MODULE, d}, get) end), c(fun() -> gen_event:swap_handler(ev, {{?MODULE, none}, why}, {{?MODULE, e}, args}) end), c(fun() -> gen_event:swap_sup_handler(ev, {{?MODULE, d}, why}, {{?MODULE, f}, args}) end), c(fun() -> gen_event:call(ev, {?MODULE, f}, {swap, {?MODULE, g}, ga}) end), p(fl()), w(),
    c(fun() -> gen_event:delete_handler(ev, {?MODULE, g}, bye) end), p(fl()), c(fun() -> gen_event:delete_handler(ev, {?MODULE, none}, bye) end), w(),
    [begin gen_event:add_sup_handler(ev, {?MODULE, x}, x), gen_event:notify(ev, E), timer:sleep(10), p({E, fl()}), w(), gen_event:delete_handler(ev, {?MODULE, x}, cleanup), fl() end || E <- [remove, bad, hib, {crash, r}, {exit, r}, {throw, {ok, thrown}}, {throw, ball}]],
    c(fun() -> sys:get_state(ev) end), c(fun() -> sys:replace_state(ev, fun({M, I, S}) -> {M, I, {r, S}} end) end), c(fun() -> {status, _, _, [_, St, _, _, M]} = sys:get_status(ev), {St, M} end), sys:suspend(ev), c(fun() -> sys:change_code(ev, ?MODULE, v, e) end), sys:resume(ev), c(fun() -> gen_event:call(ev, ?MODULE, get) end),
    sys:trace(ev, true), gen_event:notify(ev, traced), gen_event:call(ev, ?MODULE, get), timer:sleep(10), sys:trace(ev, false),
    c(fun() -> gen_event:stop(ev, because, 100) end), p(fl()), c(fun() -> gen_event:notify(ev, x) end), c(fun() -> gen_event:which_handlers(ev) end), c(fun() -> gen_event:stop(ev) end),
    c(fun() -> gen_event:start_link({local, ev}, [{debug, [trace]}]) end), gen_event:add_handler(ev, ?MODULE, z), exit(whereis(ev), kill), p(fl()),
    ok.
