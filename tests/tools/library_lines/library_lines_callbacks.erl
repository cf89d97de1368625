-module(library_lines_callbacks).
-compile([export_all,nowarn_export_all]).
%% Crashes in callbacks of behaviours: the frames below them.
init({error, X}) -> error(X); init({stop, X}) -> {stop, X}; init(bad) -> bad; init({st, _}) -> {ok, s, d}; init(X) -> {ok, X}.
callback_mode() -> handle_event_function.
handle_call(crash, _, _) -> X = error(x), X; handle_call(bad, _, _) -> bad; handle_call(X, _, S) -> {reply, X, S}.
handle_call(crash, _) -> X = error(x), X; handle_call(bad, _) -> bad.
handle_cast(crash, _) -> X = error(x), X; handle_cast(bad, _) -> bad.
handle_info(crash, _) -> X = error(x), X; handle_info(bad, _) -> bad.
handle_continue(_, _) -> X = error(x), X.
handle_event(crash, _) -> X = error(x), X; handle_event(bad, _) -> bad.
handle_event(_, crash, _, _) -> X = error(x), X; handle_event(_, bad, _, _) -> bad; handle_event(_, go, _, _) -> {next_state, s2, d}; handle_event(_,_,_,_) -> keep_state_and_data.
terminate(_, _) -> ok.
terminate(_, _, _) -> ok.
scenarios() ->
  [begin {ok, P} = gen_server:start(?MODULE, x, []), catch gen_server:call(P, R, 100) end || R <- [crash, bad]] ++
  [begin {ok, P} = gen_server:start(?MODULE, x, []), gen_server:cast(P, R) end || R <- [crash, bad]] ++
  [begin {ok, P} = gen_server:start(?MODULE, x, []), P ! R end || R <- [crash, bad]] ++
  [catch gen_server:start(?MODULE, R, []) || R <- [{error, x}, {stop, x}, bad]] ++
  [begin {ok, P} = gen_statem:start(?MODULE, {st, x}, []), catch gen_statem:call(P, R, 100) end || R <- [crash, bad]] ++
  [begin {ok, P} = gen_statem:start(?MODULE, {st, x}, []), gen_statem:cast(P, R) end || R <- [crash, bad]] ++
  [begin {ok, P} = gen_event:start(), gen_event:add_handler(P, ?MODULE, x), gen_event:notify(P, R), catch gen_event:call(P, ?MODULE, R) end || R <- [crash, bad]] ++
  [catch supervisor:start_link(?MODULE, R) || R <- [{error, x}, bad]] ++ [proc_lib:spawn(fun() -> error(x) end), proc_lib:spawn(erlang, error, [x])].
