%% Tables. What touches a table or a match specification is in crate/src/builtin/ets*.rs.
-module(ets).
-export([fun2ms/1, match_spec_run/2, test_ms/2]).

%% --- match specifications

match_spec_run(List, CompiledMatchSpec) ->
    lists:reverse(ets:match_spec_run_r(List, CompiledMatchSpec, [])).

test_ms(Term, MatchSpec) ->
    case erlang:match_spec_test(Term, MatchSpec, table) of
        {ok, Result, _Flags, _Messages} -> {ok, Result};
        {error, _Problems} = Error -> Error
    end.

%% The compiler and the shell translate a fun that is written in the call's argument; what comes here was not.
fun2ms(Fun) when is_function(Fun) ->
    exit({badarg, {?MODULE, fun2ms, [function, called, with, real, 'fun', should, be, transformed, with,
                                     parse_transform, 'or', called, with, a, 'fun', generated, in, the, shell]}}).
