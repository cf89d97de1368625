%% Exceptions in words, as the shell and crash reports show them.
-module(erl_error).
-export([format_exception/3, format_exception/4, format_exception/6, format_exception/7, format_exception/8,
         explained/2, format_stacktrace/4, format_stacktrace/5, format_fun/1, format_fun/2, format_call/4, format_call/5]).

%% How deep terms are shown where the caller does not format them.
-define(DEPTH, 30).

format_exception(Class, Reason, Stack) -> format_exception(Class, Reason, Stack, #{}).

format_exception(Class, Reason, Stack, Options) when is_map(Options) ->
    Trim = maps:get(stack_trim_fun, Options, fun(_, _, _) -> false end),
    console:exception(Class, Reason, explained(Reason, trimmed(Stack, Trim)), maps:get(column, Options, 1), ?DEPTH).

format_exception(Column, Class, Reason, Stack, Trim, _Format) ->
    console:exception(Class, Reason, explained(Reason, trimmed(Stack, Trim)), Column).

format_exception(Column, Class, Reason, Stack, Trim, Format, _Encoding) ->
    format_exception(Column, Class, Reason, Stack, Trim, Format).

format_exception(Column, Class, Reason, Stack, Trim, Format, _Encoding, _Limit) ->
    format_exception(Column, Class, Reason, Stack, Trim, Format).

%% The stack with what the module that the first frame's error_info names has to say about the error.
explained(Reason, [{M, F, Args, Location} | Frames] = Stack) ->
    case lists:keyfind(error_info, 1, Location) of
        {error_info, #{cause := Cause}} when is_map(Cause) -> Stack;
        {error_info, #{module := erl_erts_errors} = Info} when is_list(Args) ->
            case array_errors:is_known(M) of
                true -> [{M, F, Args, with_cause(Location, Info, array_errors:causes(M, F, Args))} | Frames];
                false -> Stack
            end;
        {error_info, #{} = Info} ->
            Module = maps:get(module, Info, M),
            Function = maps:get(function, Info, format_error),
            try
                true = is_explaining(Module, Function),
                #{} = Said = Module:Function(Reason, Stack),
                [{M, F, Args, with_cause(Location, Info, Said)} | Frames]
            catch
                _:_ -> Stack
            end;
        _ -> Stack
    end;
explained(_, Stack) -> Stack.

with_cause(Location, Info, Cause) -> lists:keystore(error_info, 1, Location, {error_info, Info#{cause => Cause}}).

%% Errors of the library are explained by the runtime.
is_explaining(Module, _) when Module =:= erl_erts_errors; Module =:= erl_stdlib_errors; Module =:= erl_kernel_errors -> false;
is_explaining(Module, Function) ->
    code:ensure_loaded(Module),
    erlang:function_exported(Module, Function, 2).

%% The frames at the stack's foot that the caller does not want are left out.
trimmed(Stack, Trim) when is_list(Stack) -> lists:reverse(lists:dropwhile(unwanted(Trim), lists:reverse(Stack)));
trimmed(_, _) -> [].

unwanted(Trim) ->
    fun ({M, F, Args, _}) when is_list(Args) -> Trim(M, F, length(Args));
        ({M, F, Arity, _}) -> Trim(M, F, Arity);
        (_) -> false
    end.

%% Only the lines that name callers: those of an exception without a place of its own.
format_stacktrace(Column, Stack, Trim, Format) -> format_stacktrace(Column, Stack, Trim, Format, latin1).

format_stacktrace(Column, Stack, Trim, _Format, _Encoding) ->
    Text = console:exception(throw, ok, trimmed(Stack, Trim), Column),
    [_ | Lines] = string:split(Text, "\n"),
    case Lines of
        [] -> [];
        [Line] -> string:trim(Line, leading)
    end.

format_fun(Fun) -> format_fun(Fun, latin1).

format_fun(Fun, _Encoding) -> io_lib:format("~tp", [Fun]).

format_call(Column, Name, Args, Format) -> format_call(Column, Name, Args, Format, latin1).

format_call(Column, Name, Args, Format, _Encoding) ->
    Text = io_lib:format("~ts(~ts)", [Name, lists:join(",", [Format(Arg, Column) || Arg <- Args])]),
    unicode:characters_to_list(Text).
