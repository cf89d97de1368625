%% Counters: arrays of atomics. One that may be written concurrently has the same form here.
-module(counters).
-export([new/2, get/2, put/3, add/3, sub/3, info/1]).

%% What is wrong is found out when it is shown; see array_errors.
-define(BADARG(Args), erlang:error(badarg, Args, [{error_info, #{module => erl_erts_errors}}])).

new(Size, Options) ->
    Kind = case Options of
        [] -> atomics;
        [Wanted] when Wanted =:= atomics; Wanted =:= write_concurrency -> Wanted;
        _ -> none
    end,
    try true = Kind =/= none, {Kind, atomics:new(Size, [])}
    catch error:_ -> ?BADARG([Size, Options])
    end.

get(Counter, Index) ->
    try {_, Array} = Counter, atomics:get(Array, Index)
    catch error:_ -> ?BADARG([Counter, Index])
    end.

put(Counter, Index, Value) ->
    try {_, Array} = Counter, atomics:put(Array, Index, Value)
    catch error:_ -> ?BADARG([Counter, Index, Value])
    end.

add(Counter, Index, Value) ->
    try {_, Array} = Counter, atomics:add(Array, Index, Value)
    catch error:_ -> ?BADARG([Counter, Index, Value])
    end.

sub(Counter, Index, Value) ->
    try {_, Array} = Counter, atomics:sub(Array, Index, Value)
    catch error:_ -> ?BADARG([Counter, Index, Value])
    end.

info(Counter) ->
    try
        {Kind, Array} = Counter,
        Info = atomics:info(Array),
        case Kind of
            atomics -> Info;
            write_concurrency -> maps:with([memory, size], Info)
        end
    catch
        error:_ -> ?BADARG([Counter])
    end.
