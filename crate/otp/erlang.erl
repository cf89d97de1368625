%% The functions of module erlang that wait for another node or for the compiler, and those that are seldom called; all
%% others are built in.
-module(erlang).
-export([load_module/2]).
-export([spawn/2, spawn/4, spawn_link/2, spawn_link/4, spawn_monitor/2, spawn_monitor/4, spawn_opt/3, spawn_opt/5,
         localtime_to_universaltime/1, localtime_to_universaltime/2, universaltime_to_localtime/1,
         posixtime_to_universaltime/1, universaltime_to_posixtime/1, display/1,
         display_string/1, display_nl/0, iolist_to_iovec/1, nif_error/1, nif_error/2, system_monitor/0,
         system_profile/0, crasher/6, decode_packet/3,
         check_process_code/3]).
%% What a process runs that was made from a fun that takes arguments.
-export([badarity/1]).

-define(BADARG(Args), erlang:error(badarg, Args, [{error_info, #{module => erl_erts_errors}}])).

check_process_code(Pid, Module, Options) when is_list(Options) ->
    Known = fun({async, _}) -> true; ({allow_gc, Allowed}) -> is_boolean(Allowed); (_) -> false end,
    case {lists:all(Known, Options), lists:keyfind(async, 1, Options)} of
        {false, _} -> ?BADARG([Pid, Module, Options]);
        {true, false} -> erlang:check_process_code(Pid, Module);
        {true, {async, Id}} ->
            self() ! {check_process_code, Id, erlang:check_process_code(Pid, Module)},
            async
    end;
check_process_code(Pid, Module, Options) -> ?BADARG([Pid, Module, Options]).

badarity(Fun) -> erlang:raise(error, {badarity, {Fun, []}}, [{erlang, apply, 2, []}]).

%% What the fun takes is found out where it runs.
spawn(Node, Fun) when is_function(Fun) -> erlang:spawn(Node, erlang, apply, [Fun, []]);
spawn(Node, Fun) -> ?BADARG([Node, Fun]).

spawn_link(Node, Fun) when is_function(Fun) -> erlang:spawn_link(Node, erlang, apply, [Fun, []]);
spawn_link(Node, Fun) -> ?BADARG([Node, Fun]).

spawn_monitor(Node, Fun) when is_atom(Node), is_function(Fun, 0) ->
    on_node(Node, erlang, apply, [Fun, []], [monitor]);
spawn_monitor(Node, Fun) -> ?BADARG([Node, Fun]).

spawn_opt(Node, Fun, Options) when not is_list(Options) ->
    erlang:error(badarg, [Node, Fun, Options]);
spawn_opt(Node, Fun, Options) when is_atom(Node), is_function(Fun) ->
    try on_node(Node, erlang, apply, [Fun, []], Options)
    catch error:badarg -> ?BADARG([Node, Fun, Options])
    end;
spawn_opt(Node, Fun, Options) -> ?BADARG([Node, Fun, Options]).

spawn(Node, M, F, A) when is_atom(Node), is_atom(M), is_atom(F), length(A) >= 0 -> on_node(Node, M, F, A, []);
spawn(Node, M, F, A) -> ?BADARG([Node, M, F, A]).

spawn_link(Node, M, F, A) when is_atom(Node), is_atom(M), is_atom(F), length(A) >= 0 ->
    on_node(Node, M, F, A, [link]);
spawn_link(Node, M, F, A) -> ?BADARG([Node, M, F, A]).

spawn_monitor(Node, M, F, A) when is_atom(Node), is_atom(M), is_atom(F), length(A) >= 0 ->
    on_node(Node, M, F, A, [monitor]);
spawn_monitor(Node, M, F, A) -> ?BADARG([Node, M, F, A]).

spawn_opt(Node, M, F, A, Options) when not is_list(Options) ->
    erlang:error(badarg, [Node, M, F, A, Options]);
spawn_opt(Node, M, F, A, Options) when is_atom(Node), is_atom(M), is_atom(F), length(A) >= 0 ->
    try on_node(Node, M, F, A, Options)
    catch error:badarg -> ?BADARG([Node, M, F, A, Options])
    end;
spawn_opt(Node, M, F, A, Options) -> ?BADARG([Node, M, F, A, Options]).

%% A process that cannot be made where it was wanted is made here, and ends as one on a lost node does.
on_node(Node, M, F, A, Options) ->
    Ref = erlang:spawn_request(Node, M, F, A, Options),
    receive
        {spawn_reply, Ref, ok, Pid} -> with_monitor(Pid, Ref, Options);
        {spawn_reply, Ref, error, noconnection} ->
            erlang:spawn_opt(erlang, crasher, [Node, M, F, A, Options, noconnection], Options);
        {spawn_reply, Ref, error, badopt} -> erlang:error(badarg);
        {spawn_reply, Ref, error, Reason} -> erlang:error(Reason)
    end.

crasher(Node, M, F, A, Options, Reason) ->
    case Options of
        [] -> error_logger:warning_msg("** Can not start ~w:~w,~w on ~w **~n", [M, F, A, Node]);
        _ -> error_logger:warning_msg("** Can not start ~w:~w,~w (~w) on ~w **~n", [M, F, A, Options, Node])
    end,
    exit(Reason).

with_monitor(Pid, Ref, Options) ->
    case lists:any(fun({monitor, _}) -> true; (Option) -> Option =:= monitor end, Options) of
        true -> {Pid, Ref};
        false -> Pid
    end.

%% --- code

load_module(Module, Binary) when is_atom(Module), is_binary(Binary) -> code:load_module(Module, Binary);
load_module(Module, Binary) -> ?BADARG([Module, Binary]).

%% --- times of day: local time is universal time here

localtime_to_universaltime(DateTime) ->
    case is_datetime(DateTime) of
        true -> DateTime;
        false -> ?BADARG([DateTime])
    end.

localtime_to_universaltime(DateTime, IsSummerTime) when is_boolean(IsSummerTime); IsSummerTime =:= undefined ->
    case is_datetime(DateTime) of
        true -> DateTime;
        false -> ?BADARG([DateTime, IsSummerTime])
    end;
localtime_to_universaltime(DateTime, IsSummerTime) -> ?BADARG([DateTime, IsSummerTime]).

universaltime_to_localtime(DateTime) ->
    case is_datetime(DateTime) of
        true -> DateTime;
        false -> ?BADARG([DateTime])
    end.

is_datetime({{Year, Month, Day}, {Hour, Minute, Second}})
  when Year >= 1902, Year < 2147483647, is_integer(Hour), Hour >= 0, Hour < 24, is_integer(Minute), Minute >= 0, Minute < 60, is_integer(Second),
       Second >= 0, Second < 60 ->
    try calendar:valid_date(Year, Month, Day) catch error:function_clause -> false end;
is_datetime(_) -> false.

posixtime_to_universaltime(Seconds) when is_integer(Seconds) -> calendar:system_time_to_universal_time(Seconds, second);
posixtime_to_universaltime(Seconds) -> ?BADARG([Seconds]).

universaltime_to_posixtime(DateTime) ->
    case is_datetime(DateTime) of
        true -> calendar:datetime_to_gregorian_seconds(DateTime) - 62167219200;
        false -> ?BADARG([DateTime])
    end.

%% --- the digest of data that comes in parts: the context is what has come

%% --- for debugging

display(Term) -> display_string([displayed(Term), $\n]).

%% As the runtime itself writes terms: not quite as ~p.
displayed(Float) when is_float(Float) ->
    [Digits, Exponent] = string:split(io_lib:format("~.7e", [Float]), "e"),
    [Sign | Number] = case lists:flatten(Exponent) of
        [$- | _] = Negative -> Negative;
        Positive -> [$+ | string:trim(Positive, leading, "+")]
    end,
    [Digits, $e, Sign, string:pad(Number, 2, leading, $0)];
displayed([_ | _] = List) ->
    case catch lists:all(fun is_displayed/1, List) of
        true -> [$", [displayed_char(Char) || Char <- List], $"];
        _ -> [$[, displayed_elements(List), $]]
    end;
displayed(Tuple) when is_tuple(Tuple) ->
    [${, lists:join($,, [displayed(Element) || Element <- tuple_to_list(Tuple)]), $}];
displayed(Map) when is_map(Map) ->
    ["#{", lists:join($,, [[displayed(Key), "=>", displayed(Value)] || {Key, Value} <- maps:to_list(Map)]), $}];
displayed(Binary) when is_bitstring(Binary) ->
    case is_binary(Binary) andalso lists:all(fun is_displayed/1, binary_to_list(Binary)) of
        true -> io_lib:format("~0p", [Binary]);
        false -> io_lib:format("~w", [Binary])
    end;
displayed(Term) ->
    io_lib:format("~0tp", [Term]).

displayed_elements([Head | Tail]) when is_list(Tail), Tail =/= [] -> [displayed(Head), $, | displayed_elements(Tail)];
displayed_elements([Head]) -> displayed(Head);
displayed_elements([Head | Tail]) -> [displayed(Head), $|, displayed(Tail)].

is_displayed(Char) -> is_integer(Char) andalso (Char =:= $\n orelse Char >= 32 andalso Char < 127 orelse Char >= 160 andalso Char < 256).

displayed_char($\n) -> "\\n";
displayed_char($") -> "\\\"";
displayed_char(Char) -> Char.

display_string(Text) ->
    try console:put_chars(self(), Text) of
        _ -> true
    catch
        error:badarg -> ?BADARG([Text])
    end.

display_nl() -> display_string("\n").

nif_error(Reason) -> erlang:error(Reason, [Reason]).

nif_error(Reason, Args) -> erlang:error(Reason, [Reason, Args]).

system_monitor() -> undefined.

system_profile() -> undefined.

%% --- the rest

iolist_to_iovec(Data) ->
    try iolist_to_binary(Data) of
        <<>> -> [];
        Binary -> [Binary]
    catch
        error:badarg -> ?BADARG([Data])
    end.

decode_packet(Type, Bytes, Options) ->
    try packet_decoder:decode(Type, Bytes, Options)
    catch
        error:badopt ->
            erlang:error(badarg, [Type, Bytes, Options], [{error_info, #{module => erl_erts_errors, cause => badopt}}]);
        error:_ -> ?BADARG([Type, Bytes, Options])
    end.
