-module(fussy).
-export([f/1, g/2, h/1, k/1, format_error/2, other/2]).

f(X) -> erlang:error(badarg, [X], [{error_info, #{}}]).

g(X, Y) -> erlang:error(badarg, [X, Y], [{error_info, #{function => other, cause => {too, X}}}]).

h(X) -> erlang:error({own, X}, [X], [{error_info, #{module => ?MODULE}}]).

k(X) -> erlang:error(badarg, [X], [{error_info, #{module => no_such_module}}]).

format_error(badarg, [{?MODULE, f, [_], _} | _]) -> #{1 => "not nice", general => <<"nothing is">>};
format_error({own, _}, [{?MODULE, h, [X], _} | _]) ->
    #{reason => io_lib:format("own trouble with ~p", [X]), 1 => <<"one">>}.

other(badarg, [{_, _, _, Location} | _]) ->
    {error_info, #{cause := {too, X}}} = lists:keyfind(error_info, 1, Location),
    #{2 => io_lib:format("goes not with ~p", [X])}.
