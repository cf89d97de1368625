%% A supervisor_bridge with a process behind it, and what its cases share.
-compile([export_all, nowarn_export_all]).

init({supervisor, Flags, Specs}) -> {ok, {Flags, Specs}};
init(Fun) when is_function(Fun) -> Fun();
init(Name) ->
    %% What is reported before stands before.
    timer:sleep(100),
    io:format("bridge starts ~p~n", [Name]),
    Pid = spawn_link(fun() -> receive stop -> ok; {crash, Reason} -> exit(Reason) end end),
    is_atom(Name) andalso register(Name, Pid),
    {ok, Pid, {Name, Pid}}.
terminate(Reason, {Name, Pid}) -> io:format("bridge stops ~p: ~p~n", [Name, Reason]), Pid ! stop;
terminate(_, Fun) -> Fun().
flush() -> receive {'EXIT', _, R} -> [R | flush()] after 0 -> [] end.
