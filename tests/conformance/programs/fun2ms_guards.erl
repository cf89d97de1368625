-module(fun2ms_guards).
-export([main/0]).

-include_lib("stdlib/include/ms_transform.hrl").

main() ->
    X = 7,
    Y = {a, [b]},
    p(ets:fun2ms(fun({A}) when A > 1, A < 5 -> A end)),
    p(ets:fun2ms(fun({A}) when A > 1; A < 5, A =/= 3 -> A end)),
    p(ets:fun2ms(fun({A, B}) when A > 1 andalso B < 5 orelse not B -> A end)),
    p(ets:fun2ms(fun({A, B}) when (A > 1) and (B < 5) or A xor B -> A end)),
    p(ets:fun2ms(fun({A}) when is_atom(A); is_float(A); is_integer(A); is_list(A); is_number(A) -> A end)),
    p(ets:fun2ms(fun({A}) when is_pid(A); is_port(A); is_reference(A); is_tuple(A); is_map(A); is_binary(A); is_function(A) -> A end)),
    p(ets:fun2ms(fun({A}) when erlang:is_atom(A), erlang:abs(A) > 1 -> A end)),
    p(ets:fun2ms(fun({A}) when erlang:'+'(A, X) > 2 -> A end)),
    p(ets:fun2ms(fun({A}) when is_map_key(k, A), map_get(k, A) =:= X, map_size(A) >= 1 -> A end)),
    p(ets:fun2ms(fun({A}) when A =:= Y; A == {1, [x]}; [A] /= [] -> A end)),
    p(ets:fun2ms(fun({A}) when node() == node(A), self() =/= A -> A end)),
    p(ets:fun2ms(fun({A}) when object() =:= Y -> A end)),
    p(ets:fun2ms(fun({A}) when A + 1 - 2 * 3 / 4 > A div 2 rem 3 -> A end)),
    p(ets:fun2ms(fun({A}) when A band 1 bor 2 bxor 3 bsl 4 bsr 5 =< bnot A -> A end)),
    p(ets:fun2ms(fun({A}) when true, X, false -> A end)),
    p(ets:fun2ms(fun({A}) when binary_part(A, 1, 2) == <<1>>; binary_part(A, {1, 2}) == <<>> -> A end)),
    p(ets:fun2ms(fun({A}) when -A == +A -> A end)),
    {X, Y}.

p(MatchSpec) -> io:format("~p~n", [MatchSpec]).
