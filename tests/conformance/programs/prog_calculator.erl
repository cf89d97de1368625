%% A calculator: tokens, a parser of its own, and the same by erl_scan and erl_eval.
-module(prog_calculator).
-export([main/0]).

main() ->
    Lines = ["1 + 2 * 3", "(1 + 2) * 3", "2 * (3 + 4) - 5 / 2", "-4 + 10", "2 + ", "10 / 0", "1 + x", "((7))"],
    [show(Line) || Line <- Lines],
    [both(Line) || Line <- lists:sublist(Lines, 4)],
    {value, V, Bindings} = erl("X = 3, Y = X * X, F = fun(A) -> A + Y end, F(10)"),
    io:format("~p with ~p~n", [V, lists:sort([N || {N, _} <- Bindings])]),
    erl("[N || N <- lists:seq(1, 20), N rem 3 =:= 0]").

show(Line) ->
    case catch evaluate(Line) of
        {'EXIT', {Reason, _}} -> io:format("~-22s error ~p~n", [Line, Reason]);
        Value -> io:format("~-22s = ~p~n", [Line, Value])
    end.

both(Line) ->
    {value, Value, _} = erl(Line),
    io:format("~w ", [Value == evaluate(Line)]).

erl(Line) ->
    {ok, Tokens, _} = erl_scan:string(Line ++ "."),
    {ok, Exprs} = erl_parse:parse_exprs(Tokens),
    erl_eval:exprs(Exprs, []).

evaluate(Line) ->
    {ok, Tokens, _} = erl_scan:string(Line),
    {Tree, []} = sum(Tokens),
    value(Tree).

sum(Tokens) ->
    {Left, Rest} = product(Tokens),
    sum(Left, Rest).

sum(Left, [{Op, _} | Tokens]) when Op =:= '+'; Op =:= '-' ->
    {Right, Rest} = product(Tokens),
    sum({Op, Left, Right}, Rest);
sum(Left, Rest) -> {Left, Rest}.

product(Tokens) ->
    {Left, Rest} = factor(Tokens),
    product(Left, Rest).

product(Left, [{Op, _} | Tokens]) when Op =:= '*'; Op =:= '/' ->
    {Right, Rest} = factor(Tokens),
    product({Op, Left, Right}, Rest);
product(Left, Rest) -> {Left, Rest}.

factor([{integer, _, N} | Rest]) -> {N, Rest};
factor([{float, _, N} | Rest]) -> {N, Rest};
factor([{'-', _} | Tokens]) ->
    {Value, Rest} = factor(Tokens),
    {{'-', 0, Value}, Rest};
factor([{'(', _} | Tokens]) ->
    {Tree, [{')', _} | Rest]} = sum(Tokens),
    {Tree, Rest};
factor([{atom, _, Name} | _]) -> error({unknown, Name});
factor([]) -> error(unexpected_end).

value(N) when is_number(N) -> N;
value({'+', A, B}) -> value(A) + value(B);
value({'-', A, B}) -> value(A) - value(B);
value({'*', A, B}) -> value(A) * value(B);
value({'/', A, B}) -> value(A) / value(B).
