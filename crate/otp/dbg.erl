%% Tracing: only what makes match specifications.
-module(dbg).
-export([fun2ms/1]).

%% As ets:fun2ms/1, for the argument lists of traced calls.
fun2ms(Fun) when is_function(Fun) ->
    case shell_local:match_spec(?MODULE, Fun) of
        {exit, Reason} -> exit(Reason);
        Result -> Result
    end.
