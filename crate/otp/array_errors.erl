%% What is wrong with the arguments of a call of atomics, counters or persistent_term that has failed. OTP's error terms do not
%% hold it, so it is found out when the error is shown.
-module(array_errors).
-export([is_known/1, causes/3]).

is_known(Module) -> lists:member(Module, [atomics, counters, persistent_term]).

%% Numbers of arguments, and what to say of them.
causes(persistent_term, get, [_]) ->
    #{1 => <<"no persistent term stored with this key">>};
causes(Module, new, [Size, Options]) ->
    maps:merge(cells(Size), options(Module, Options));
%% Of the arguments of counters only the first wrong one is named.
causes(counters, Function, [Counter | Args]) ->
    Array = case Counter of
        {_, Known} -> Known;
        _ -> Counter
    end,
    Causes = causes(atomics, Function, [Array | Args]),
    maps:with(lists:sublist(lists:sort(maps:keys(Causes)), 1), Causes);
causes(atomics, _, [Array | Args]) ->
    try atomics:info(Array) of
        Info -> index(Args, Info)
    catch
        error:_ -> #{1 => <<"invalid atomics reference">>}
    end.

cells(Size) -> of_number(1, Size, 1, infinity).

options(_, Options) when not is_list(Options) -> #{2 => <<"not a list">>};
options(Module, Options) ->
    case lists:all(fun(Option) -> is_option(Module, Option) end, Options) of
        true when Module =:= atomics; length(Options) < 2 -> #{};
        _ -> #{2 => <<"invalid option in list">>}
    end.

is_option(atomics, {signed, Signed}) -> is_boolean(Signed);
is_option(counters, Option) -> Option =:= atomics orelse Option =:= write_concurrency;
is_option(_, _) -> false.

index([], _) -> #{};
index([Index | Values], #{size := Size, min := Min, max := Max}) ->
    maps:merge(of_number(2, Index, 1, Size), values(3, Values, Min, Max)).

values(_, [], _, _) -> #{};
values(Number, [Value | Values], Min, Max) ->
    maps:merge(of_number(Number, Value, Min, Max), values(Number + 1, Values, Min, Max)).

%% Atoms are larger than integers: `infinity' is no limit.
of_number(_, Value, Min, Max) when is_integer(Value), Value >= Min, Value =< Max -> #{};
of_number(Number, Value, _, _) when is_integer(Value) -> #{Number => <<"out of range">>};
of_number(Number, _, _, _) -> #{Number => <<"not an integer">>}.
