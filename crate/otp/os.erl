%% The operating system, of which a node has only a clock and environment variables of its own: there are no programs to run.
-module(os).
-export([cmd/1, cmd/2, env/0, find_executable/1, find_executable/2, getenv/0, getenv/1, getenv/2, getpid/0,
         perf_counter/0, perf_counter/1, putenv/2, set_signal/2, system_time/0, system_time/1, timestamp/0, type/0,
         unsetenv/1, version/0]).

-define(BADARG(Args), erlang:error(badarg, Args, [{error_info, #{module => erl_kernel_errors}}])).

type() -> {unix, linux}.

version() -> {6, 0, 0}.

getpid() -> "1".

%% --- time

timestamp() -> erlang:timestamp().

system_time() -> erlang:system_time().

system_time(Unit) ->
    try erlang:system_time(Unit) catch error:badarg -> ?BADARG([Unit]) end.

perf_counter() -> erlang:monotonic_time().

perf_counter(Unit) ->
    try erlang:monotonic_time(Unit) catch error:badarg -> ?BADARG([Unit]) end.

%% --- environment variables

env() -> console:environment().

getenv() -> [Name ++ "=" ++ Value || {Name, Value} <- env()].

getenv(Name) ->
    case is_name(Name) of
        true -> value(Name, false);
        false -> ?BADARG([Name])
    end.

getenv(Name, Default) ->
    case is_name(Name) of
        true -> value(Name, Default);
        false -> ?BADARG([Name, Default])
    end.

value(Name, Default) ->
    case lists:keyfind(Name, 1, env()) of
        {_, Value} -> Value;
        false -> Default
    end.

putenv(Name, Value) ->
    case is_name(Name) andalso is_string(Value) of
        true -> console:set_environment(Name, Value);
        false -> ?BADARG([Name, Value])
    end.

unsetenv(Name) ->
    case is_name(Name) of
        true -> console:set_environment(Name, false);
        false -> ?BADARG([Name])
    end.

is_name(Name) -> is_string(Name) andalso not lists:member($=, Name).

is_string(Text) -> is_list(Text) andalso io_lib:char_list(Text).

%% --- programs: none is found

find_executable(Name) -> find_executable(Name, "").

find_executable(_, _) -> false.

cmd(Command) ->
    case command_text(Command) of
        error -> ?BADARG([Command]);
        Text -> not_found(Text)
    end.

cmd(Command, Options) ->
    case command_text(Command) of
        Text when is_list(Text), is_map(Options) -> not_found(Text);
        _ -> ?BADARG([Command, Options])
    end.

command_text(Command) when is_atom(Command) -> atom_to_list(Command);
command_text(Command) ->
    try unicode:characters_to_list(Command) of
        Text when is_list(Text) -> Text;
        _ -> error
    catch
        error:badarg -> error
    end.

%% What a shell says that finds no programs.
not_found(Text) ->
    case string:lexemes(Text, " \t\n") of
        [Program | _] -> "/bin/sh: 1: " ++ Program ++ ": not found\n";
        [] -> ""
    end.

set_signal(Signal, Option) when is_atom(Signal), (Option =:= default orelse Option =:= handle orelse Option =:= ignore) -> ok;
set_signal(Signal, Option) -> ?BADARG([Signal, Option]).
