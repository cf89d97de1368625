-module(guards_in_functions).
-export([main/0, kind/1]).

main() -> [kind(X) || X <- [1, -1, 0, 1.5, a, "s", [], {}, {1}, #{}, <<"b">>, fun() -> ok end, self(), make_ref(), true]].

kind(X) when is_boolean(X) -> boolean;
kind(X) when is_integer(X), X > 0 -> positive;
kind(X) when is_integer(X), X < 0; X == 0 -> not_positive;
kind(X) when is_float(X) -> float;
kind(X) when is_atom(X) -> atom;
kind([]) -> nil;
kind([H | _]) when H > 64 andalso H < 128 -> string;
kind(X) when is_tuple(X), tuple_size(X) > 0 -> tuple;
kind({}) -> empty_tuple;
kind(X) when map_size(X) == 0 -> empty_map;
kind(X) when is_binary(X) orelse is_function(X) -> binary_or_fun;
kind(X) when is_pid(X); is_reference(X) -> identifier.
