%% Counters: arrays of atomics. One that may be written concurrently has the same form here.
-module(counters).
-export([new/2, get/2, put/3, add/3, sub/3, info/1]).

-define(BADARG(Args, Cause), erlang:error(badarg, Args, [{error_info, #{module => erl_erts_errors, cause => Cause}}])).

new(Size, Options) ->
    case Options of
        [] -> {atomics, array(Size, Options)};
        [Kind] when Kind =:= atomics; Kind =:= write_concurrency -> {Kind, array(Size, Options)};
        _ ->
            Wrong = if is_list(Options) -> <<"invalid option in list">>; true -> <<"not a list">> end,
            ?BADARG([Size, Options], maps:merge(wrong_size(Size), #{2 => Wrong}))
    end.

array(Size, Options) ->
    try atomics:new(Size, [])
    catch error:badarg -> ?BADARG([Size, Options], wrong_size(Size))
    end.

wrong_size(Size) when is_integer(Size), Size > 0 -> #{};
wrong_size(Size) when is_integer(Size) -> #{1 => <<"out of range">>};
wrong_size(_) -> #{1 => <<"not an integer">>}.

get(Counter, Index) ->
    try {_, Array} = Counter, atomics:get(Array, Index)
    catch error:_ -> ?BADARG([Counter, Index], wrong(Counter, Index))
    end.

put(Counter, Index, Value) ->
    try {_, Array} = Counter, atomics:put(Array, Index, Value)
    catch error:_ -> ?BADARG([Counter, Index, Value], wrong(Counter, Index, Value))
    end.

add(Counter, Index, Value) ->
    try {_, Array} = Counter, atomics:add(Array, Index, Value)
    catch error:_ -> ?BADARG([Counter, Index, Value], wrong(Counter, Index, Value))
    end.

sub(Counter, Index, Value) ->
    try {_, Array} = Counter, atomics:sub(Array, Index, Value)
    catch error:_ -> ?BADARG([Counter, Index, Value], wrong(Counter, Index, Value))
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
        error:_ -> ?BADARG([Counter], #{1 => <<"invalid atomics reference">>})
    end.

wrong(Counter, Index, Value) ->
    case wrong(Counter, Index) of
        Wrong when map_size(Wrong) > 0 -> Wrong;
        _ when is_integer(Value) -> #{3 => <<"out of range">>};
        _ -> #{3 => <<"not an integer">>}
    end.

wrong(Counter, Index) ->
    try {_, Array} = Counter, atomics:info(Array) of
        _ when is_integer(Index) -> #{2 => <<"out of range">>};
        _ -> #{2 => <<"not an integer">>}
    catch
        error:_ -> #{1 => <<"invalid atomics reference">>}
    end.
