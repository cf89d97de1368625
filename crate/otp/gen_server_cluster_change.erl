%% A change on its way to the other members of a cluster: the new state of the target, or a function that makes it from the old
%% one. A function travels with the version of the module it was written in, since only that version can run it.
-module(gen_server_cluster_change).
-export([pack/1, unpack/2]).

pack(Target) when is_function(Target, 1) -> {function, Target, written_in(Target)};
pack(Target) -> {state, Target}.

%% {ok, Target}, or {other_code, Module} where the function cannot be run. The simple protocol does not ask.
unpack({state, Target}, _Protocol) -> {ok, Target};
unpack({function, F, _Version}, simple) -> {ok, F};
unpack({function, F, Version}, safe) ->
    {module, Module} = erlang:fun_info(F, module),
    case version(Module) of
        Version -> {ok, F};
        _ -> {other_code, Module}
    end.

written_in(F) ->
    case erlang:fun_info(F, type) of
        {type, local} -> element(2, erlang:fun_info(F, new_uniq));
        {type, external} -> version(element(2, erlang:fun_info(F, module)))
    end.

version(Module) ->
    try Module:module_info(md5) catch error:undef -> none end.
