%% Looks into the servers of the soak test.
-module(soak_view).
-export([active/1, all/1, quiet/0]).

%% The nodes of the view, if the server here is active.
active(Name) ->
    try gen_server_cluster_name:standing(whereis(Name)) of
        {{true, _, _}, _} ->
            [#{members := Members}] = [Field || Field = #{number := _, members := _} <- all(Name)],
            [node(Pid) || Pid <- Members];
        _ -> []
    catch
        error:badarg -> [];                 % there is no server
        error:{badmatch, undefined} -> []   % it has just ended
    end.

%% The fields of the server's state.
all(Name) -> tuple_to_list(sys:get_state(Name)).

quiet() ->
    [exit(Pid, kill) || Pid <- processes(), {initial_call, {soak_server, client, 3}} =:= process_info(Pid, initial_call)].
