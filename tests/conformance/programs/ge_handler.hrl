%% A handler of gen_event that says what it is told and does as it is asked, and what its cases share.
-compile([export_all, nowarn_export_all]).

init({error, Reason}) -> {error, Reason};
init(Fun) when is_function(Fun) -> Fun();
init({Args, Term}) when Term =:= error; element(1, Term) =:= terminated -> io:format("init ~p after ~p~n", [Args, Term]), {ok, Args};
init(Name) -> io:format("init ~p~n", [Name]), {ok, Name}.
handle_event({do, Fun}, State) when is_function(Fun) -> Fun(State);
handle_event({do, Result}, _) -> Result;
handle_event(Event, State) -> io:format("~p: event ~p~n", [State, Event]), {ok, State}.
handle_call({do, Fun}, State) when is_function(Fun) -> Fun(State);
handle_call({do, Result}, _) -> Result;
handle_call(Request, State) -> {ok, {reply, Request, State}, State}.
handle_info({do, Result}, _) -> Result;
handle_info(Info, State) -> io:format("~p: info ~p~n", [State, Info]), {ok, State}.
terminate(Reason, {State, Fun}) when is_function(Fun) -> io:format("~p: terminate ~P~n", [State, Reason, 6]), Fun();
terminate(Reason, State) -> io:format("~p: terminate ~P~n", [State, Reason, 6]), {terminated, State}.
new() -> {ok, Pid} = gen_event:start(), Pid.
new(Name) -> Pid = new(), ok = gen_event:add_handler(Pid, ?MODULE, Name), Pid.
notify(Pid, Event) -> ok = gen_event:notify(Pid, Event), timer:sleep(40).
flush() -> receive M -> [M | flush()] after 0 -> [] end.
