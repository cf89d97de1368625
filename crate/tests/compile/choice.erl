%% Choosing among clauses: tags, jump tables, records, conditions.
-module(choice).
-export([tagged/1, atoms/1, arities/1, record/1, pair/2, condition/2]).
-record(r, {a, b}).

tagged({ok, Value}) -> Value;
tagged({error, Reason}) -> {failed, Reason};
tagged(_) -> other.

atoms(a) -> 1;
atoms(b) -> 2;
atoms(c) -> 3;
atoms(d) -> 4;
atoms(X) when X > 5 -> 5.

arities({A}) -> A;
arities({A, _}) -> A;
arities({A, _, _}) -> A.

record(#r{a = 1, b = B}) -> B;
record(R) -> R#r{a = 2}.

pair(X, Y) ->
    case {X, Y} of
        {1, 2} -> yes;
        {Z, Z} -> same
    end.

condition(X, Y) ->
    case X > 3 andalso is_atom(Y) of
        true -> Y;
        false -> X
    end.
