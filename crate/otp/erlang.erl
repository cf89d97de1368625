%% The functions of module erlang that wait for another node, and therefore are written in Erlang; all others are built in.
-module(erlang).
-export([spawn/2, spawn/4, spawn_link/2, spawn_link/4, spawn_monitor/2, spawn_monitor/4, spawn_opt/3, spawn_opt/5]).
-export([crasher/6]).

-define(BADARG(Args), erlang:error(badarg, Args, [{error_info, #{module => erl_erts_errors}}])).

%% What the fun takes is found out where it runs.
spawn(Node, Fun) when is_function(Fun) -> erlang:spawn(Node, erlang, apply, [Fun, []]);
spawn(Node, Fun) -> ?BADARG([Node, Fun]).

spawn_link(Node, Fun) when is_function(Fun) -> erlang:spawn_link(Node, erlang, apply, [Fun, []]);
spawn_link(Node, Fun) -> ?BADARG([Node, Fun]).

spawn_monitor(Node, Fun) when is_atom(Node), is_function(Fun, 0) ->
    on_node(Node, erlang, apply, [Fun, []], [monitor]);
spawn_monitor(Node, Fun) -> ?BADARG([Node, Fun]).

spawn_opt(Node, Fun, Options) when not is_list(Options) ->
    erlang:error(badarg, [Node, Fun, Options]);
spawn_opt(Node, Fun, Options) when is_atom(Node), is_function(Fun, 0) ->
    try on_node(Node, erlang, apply, [Fun, []], Options)
    catch error:badarg -> ?BADARG([Node, Fun, Options])
    end;
spawn_opt(Node, Fun, Options) -> ?BADARG([Node, Fun, Options]).

spawn(Node, M, F, A) when is_atom(Node), is_atom(M), is_atom(F), length(A) >= 0 -> on_node(Node, M, F, A, []);
spawn(Node, M, F, A) -> ?BADARG([Node, M, F, A]).

spawn_link(Node, M, F, A) when is_atom(Node), is_atom(M), is_atom(F), length(A) >= 0 ->
    on_node(Node, M, F, A, [link]);
spawn_link(Node, M, F, A) -> ?BADARG([Node, M, F, A]).

spawn_monitor(Node, M, F, A) when is_atom(Node), is_atom(M), is_atom(F), length(A) >= 0 ->
    on_node(Node, M, F, A, [monitor]);
spawn_monitor(Node, M, F, A) -> ?BADARG([Node, M, F, A]).

spawn_opt(Node, M, F, A, Options) when not is_list(Options) ->
    erlang:error(badarg, [Node, M, F, A, Options]);
spawn_opt(Node, M, F, A, Options) when is_atom(Node), is_atom(M), is_atom(F), length(A) >= 0 ->
    try on_node(Node, M, F, A, Options)
    catch error:badarg -> ?BADARG([Node, M, F, A, Options])
    end;
spawn_opt(Node, M, F, A, Options) -> ?BADARG([Node, M, F, A, Options]).

%% A process that cannot be made where it was wanted is made here, and ends as one on a lost node does.
on_node(Node, M, F, A, Options) ->
    Ref = erlang:spawn_request(Node, M, F, A, Options),
    receive
        {spawn_reply, Ref, ok, Pid} -> with_monitor(Pid, Ref, Options);
        {spawn_reply, Ref, error, noconnection} ->
            erlang:spawn_opt(erlang, crasher, [Node, M, F, A, Options, noconnection], Options);
        {spawn_reply, Ref, error, badopt} -> erlang:error(badarg);
        {spawn_reply, Ref, error, Reason} -> erlang:error(Reason)
    end.

crasher(Node, M, F, A, Options, Reason) ->
    case Options of
        [] -> error_logger:warning_msg("** Can not start ~w:~w,~w on ~w **~n", [M, F, A, Node]);
        _ -> error_logger:warning_msg("** Can not start ~w:~w,~w (~w) on ~w **~n", [M, F, A, Options, Node])
    end,
    exit(Reason).

with_monitor(Pid, Ref, Options) ->
    case lists:any(fun({monitor, _}) -> true; (Option) -> Option =:= monitor end, Options) of
        true -> {Pid, Ref};
        false -> Pid
    end.
