%% Looks into the servers of the soak test.
-module(soak_view).
-export([active/1, all/1, quiet/0]).

%% The nodes of the view, if the server here is active; the place of `active' and `view' in its state is known here only.
active(Name) ->
    case all(Name) of
        {_, true, {_, Members}, _} -> [node(Pid) || Pid <- Members];
        _ -> []
    end.

all(Name) ->
    {state, _, _, _, _, Seq, View, Attempts, _, Global, Role, Active, Dead, Trouble, _, _, _, _} = sys:get_state(Name),
    {Seq, Active, View, {Attempts, Global, Role, Dead, Trouble}}.

quiet() ->
    [exit(Pid, kill) || Pid <- processes(), {initial_call, {soak_server, client, 3}} =:= process_info(Pid, initial_call)].
