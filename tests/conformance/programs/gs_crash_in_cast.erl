-module(gs_crash_in_cast).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() -> [run(How) || How <- [badmatch, function_clause, undef, badarith, exit, custom]].

run(How) ->
    {ok, Pid} = gen_server:start(?MODULE, #{count => 1}, []),
    Monitor = monitor(process, Pid),
    gen_server:cast(Pid, {crash, How}),
    Reason = receive {'DOWN', Monitor, _, _, {R, [_ | _]}} -> R; {'DOWN', Monitor, _, _, R} -> R end,
    timer:sleep(250),
    Reason.

init(State) -> {ok, State}.
handle_call({crash, How}, _From, State) -> {reply, crash(How, State), State}.
handle_cast({crash, How}, State) -> crash(How, State), {noreply, State}.
handle_info({crash, How}, State) -> crash(How, State), {noreply, State}.

crash(badmatch, State) -> #{count := 2} = State;
crash(function_clause, State) -> lists:nth(State, 3);
crash(undef, State) -> nowhere:to_be_found(State);
crash(badarith, #{count := N}) -> N / 0;
crash(exit, _) -> exit(enough);
crash(custom, State) -> error({my_error, State}).
