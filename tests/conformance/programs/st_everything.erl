-module(st_everything).
-behaviour(gen_statem).
-export([main/0, init/1, callback_mode/0, idle/3, busy/3, locked/3, terminate/3, code_change/4, format_status/1]).
p(X) -> io:format("~p~n", [X]).
c(F) -> try F() of V -> p(V) catch C:R -> p({C, R}) end.
callback_mode() -> [state_functions, state_enter].
init({A, Acts}) -> {ok, A, #{log => []}, Acts};
init(X) -> X.
idle(enter, Old, D) -> io:format("enter idle from ~p~n", [Old]), {keep_state, D, [{state_timeout, 30, idle_long}]};
idle(state_timeout, X, _) -> io:format("idle state_timeout ~p~n", [X]), keep_state_and_data;
idle({call, F}, start, D) -> {next_state, busy, D, [{reply, F, started}, {{timeout, g}, 20, generic}]};
idle(T, E, D) -> common(idle, T, E, D).
busy(enter, Old, _) -> io:format("enter busy from ~p~n", [Old]), keep_state_and_data;
busy({timeout, g}, X, D) -> io:format("generic ~p~n", [X]), {next_state, idle, D};
busy({call, _}, queue_me, _) -> {keep_state_and_data, postpone};
busy(cast, again, _) -> {repeat_state_and_data, [{next_event, internal, one}, {next_event, internal, two}]};
busy(T, E, D) -> common(busy, T, E, D).
locked(enter, _, _) -> keep_state_and_data;
locked(T, E, D) -> common(locked, T, E, D).
common(S, {call, F}, queue_me, _) -> {keep_state_and_data, [{reply, F, {served_in, S}}]};
common(S, {call, F}, where, D) -> {keep_state, D#{seen => S}, {reply, F, {S, D}}};
common(_, {call, F}, {go, S}, D) -> {next_state, S, D, [{reply, F, gone}]};
common(_, {call, F}, {act, A}, _) -> {keep_state_and_data, [{reply, F, ok} | A]};
common(_, {call, F}, {ret, R}, _) -> case R of {stop_and_reply, Why, V} -> {stop_and_reply, Why, [{reply, F, V}]}; _ -> R end;
common(_, cast, {crash, C, R}, _) -> erlang:C(R);
common(S, T, E, _) -> io:format("~p: ~p ~p~n", [S, T, E]), keep_state_and_data.
terminate(R, S, D) -> io:format("terminate ~p ~p ~p~n", [R, S, D]).
code_change(O, S, D, E) -> {ok, S, D#{vsn => {O, E}}}.
format_status(S) -> S#{data => hidden}.
start(X) -> gen_statem:start({local, ps}, ?MODULE, X, []).
call(X) -> gen_statem:call(ps, X).
main() ->
    [begin c(fun() -> gen_statem:start(?MODULE, X, []) end), timer:sleep(20) end || X <- [{stop, why}, ignore, bad, {stop, normal}, {ok, idle}, {ok, nostate, x}, {idle, [bad_action]}]],
    start({idle, [{next_event, cast, first}, {timeout, 5, ev}]}), timer:sleep(50),
    c(fun() -> call(where) end), c(fun() -> call(start) end), 
    spawn(fun() -> p(call(queue_me)) end), timer:sleep(5), gen_statem:cast(ps, again), ps ! hello, timer:sleep(40),
    sys:trace(ps, true), c(fun() -> call(where) end), c(fun() -> call({go, locked}) end), gen_statem:cast(ps, c), ps ! i, timer:sleep(5), c(fun() -> call({act, [{state_timeout, 5, x}, {timeout, 5, y}, {{timeout, z}, 5, z}, hibernate]}) end), timer:sleep(20), c(fun() -> call({go, idle}) end), timer:sleep(5), sys:trace(ps, false),
    c(fun() -> call({act, [{{timeout, z}, 1000, z}, {{timeout, z}, update, zz}, {{timeout, z}, cancel}]}) end),
    c(fun() -> call({act, [{state_timeout, infinity, x}, {timeout, 0, zero}]}) end), timer:sleep(10),
    c(fun() -> sys:get_state(ps) end), c(fun() -> sys:replace_state(ps, fun({S, D}) -> {S, D#{r => 1}} end) end), c(fun() -> element(1, sys:get_state(ps)) end),
    c(fun() -> {status, _, _, [_, St, _, _, M]} = sys:get_status(ps), {St, M} end),
    sys:suspend(ps), c(fun() -> sys:change_code(ps, ?MODULE, v1, e) end), sys:resume(ps), c(fun() -> sys:get_state(ps) end),
    c(fun() -> call({act, [{state_timeout, bad, x}]}) end), timer:sleep(20), start({idle, []}),
    c(fun() -> call({ret, nonsense}) end), timer:sleep(20), start({idle, []}),
    c(fun() -> call({ret, {stop_and_reply, reason, bye}}) end), timer:sleep(20), start({idle, []}),
    c(fun() -> call({ret, stop}) end), timer:sleep(20), start({idle, []}),
    c(fun() -> call({ret, {stop, {shutdown, x}}}) end), timer:sleep(20), start({idle, []}),
    c(fun() -> call({ret, {next_state, unknown, d}}) end), timer:sleep(20), start({idle, []}),
    gen_statem:cast(ps, {crash, error, e}), timer:sleep(20), start({idle, []}),
    gen_statem:cast(ps, {crash, exit, e}), timer:sleep(20), start({idle, []}),
    gen_statem:cast(ps, {crash, throw, e}), timer:sleep(20), start({idle, []}),
    gen_statem:cast(ps, {crash, throw, keep_state_and_data}), timer:sleep(20), c(fun() -> call(where) end),
    c(fun() -> gen_statem:call(ps, nowhere, 20) end), c(fun() -> gen_statem:call(ps, nowhere, {clean_timeout, 20}) end), c(fun() -> gen_statem:call(ps, nowhere, {dirty_timeout, 20}) end), c(fun() -> gen_statem:call(nobody, x) end), c(fun() -> gen_statem:call(ps, x, bad) end), c(fun() -> gen_statem:cast(nobody, x) end), c(fun() -> gen_statem:reply(x) end), c(fun() -> gen_statem:reply({reply, {self(), t}, v}) end), c(fun() -> gen_statem:reply([{reply, {self(), t}, v}]) end), c(fun() -> gen_statem:stop(nobody) end), c(fun() -> gen_statem:stop(ps, because, 100) end),
    flush().
flush() -> receive X -> p(X), flush() after 20 -> ok end.
