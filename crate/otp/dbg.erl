%% Tracing: only what makes match specifications.
-module(dbg).
-export([fun2ms/1]).

%% As ets:fun2ms/1, for the argument lists of traced calls.
fun2ms(Fun) when is_function(Fun) ->
    case shell_native:fun2ms(?MODULE, Fun) of
        {ok, Make, Captured} ->
            {MatchSpec} = apply(Make, Captured),
            MatchSpec;
        {error, Problem} ->
            io:put_chars(["Error: ", Problem, $\n]),
            {error, transform_error};
        real ->
            exit({badarg, {?MODULE, fun2ms, [function, called, with, real, 'fun', should, be, transformed, with,
                                             parse_transform, 'or', called, with, a, 'fun', generated, in, the,
                                             shell]}})
    end.
