%% The shell's own commands. A call without a module in the shell comes here; see `crate/src/shell/rewrite.rs'.
-module(shell_local).
-export([b/0, f/0, f/1, forget/1, h/0, e/1, v/1, history/1, results/1, catch_exception/1, prompt_func/1, strings/1,
         rd/2, rf/0, rf/1, rl/0, rl/1, rp/1, rr/1, rr/2, rr/3]).
%% For ets and dbg.
-export([match_spec/2]).

%% The shell answers; the learner's process may be any.
ask(Request) ->
    Shell = console:shell(),
    Ref = monitor(process, Shell),
    Shell ! {shell_request, self(), Ref, Request},
    receive
        {shell_reply, Ref, Reply} ->
            demonitor(Ref, [flush]),
            Reply;
        {'DOWN', Ref, _, _, Reason} ->
            exit(Reason)
    end.

%% --- variables

b() ->
    print_bindings(ask(bindings)).

print_bindings({Bindings, Records}) ->
    [io:put_chars([shell_native:binding(Name, Value, Records), $\n]) || {Name, Value} <- Bindings],
    ok.

f() ->
    ask({forget, all}).

%% f(Variable); anything else that stands in its place is wrong.
forget(Name) ->
    ask({forget, Name}).

f(_) -> no_clause(f, 1).

%% --- what was typed before

h() ->
    {History, Results, Records} = ask(history),
    [print_command(Entry, Results, Records) || Entry <- lists:reverse(History)],
    ok.

print_command({Number, Form}, Results, Records) ->
    io:put_chars(shell_native:command_text(Number, Form)),
    case lists:keyfind(Number, 1, Results) of
        {_, Value} -> io:put_chars(["-> ", shell_native:value(Value, Records, 4), $\n]);
        false -> ok
    end.

%% e(N) and v(N) with a number are replaced before evaluation.
e(What) -> erlang:error({shell_undef, e, 1, [What]}).
v(What) -> erlang:error({shell_undef, v, 1, [What]}).

history(N) when is_integer(N), N >= 0 -> ask({history, N});
history(_) -> no_clause(history, 1).

results(N) when is_integer(N), N >= 0 -> ask({results, N});
results(_) -> no_clause(results, 1).

prompt_func(Function) -> ask({prompt_func, Function}).
strings(Strings) -> ask({strings, Strings}).

catch_exception(Bool) when is_boolean(Bool) -> ask({catch_exception, Bool});
catch_exception(_) -> no_clause(catch_exception, 1).

no_clause(Name, Arity) ->
    erlang:raise(error, function_clause, [{shell, Name, Arity, []}]).

%% --- records

rd(Name, Text) when is_atom(Name), is_list(Text) ->
    ask({define_record, Name, Text}),
    Name;
rd(Name, {error, Problem}) when is_atom(Name) ->
    exit(Problem);
rd(_, _) ->
    no_clause(rd, 2).

rf() ->
    ask({forget_records, '_'}),
    [].
rf(Names) ->
    ask({forget_records, Names}).

rl() -> rl('_').
rl(Names) ->
    Texts = [Text || {Name, Text} <- lists:sort(ask(records)), wanted(Name, Names)],
    [io:put_chars([Text, $\n]) || Text <- Texts],
    ok.

wanted(_, '_') -> true;
wanted(Name, Names) when is_list(Names) -> lists:member(Name, Names);
wanted(Name, Name) -> true;
wanted(_, _) -> false.

rp(Term) ->
    io:put_chars([shell_native:full_value(Term, ask(records)), $\n]),
    ok.

rr(File) -> rr(File, '_').
rr(File, Names) -> rr(File, Names, []).
rr([], _, _) ->
    {error, invalid_filename};
rr(File, Names, _Options) ->
    Files = case is_list(File) andalso not io_lib:char_list(File) of
        true -> File;
        false -> [File]
    end,
    read_records(Files, Names, []).

read_records([], _, Found) ->
    ask({records_read, Found}),
    lists:usort([Name || {Name, _} <- Found]);
read_records([File | _], _, _) when not is_atom(File), not is_list(File) ->
    {error, invalid_filename};
read_records([File | Files], Names, Found) ->
    case shell_native:file_records(source_name(File)) of
        {ok, Records} ->
            read_records(Files, Names, Found ++ [Record || Record = {Name, _} <- Records, wanted(Name, Names)]);
        nofile when is_list(File) ->
            % No file matches the name.
            read_records(Files, Names, Found);
        nofile ->
            case code:ensure_loaded(File) of
                {module, _} -> read_records(Files, Names, Found);
                _ -> {error, nofile}
            end
    end.

source_name(Module) when is_atom(Module) -> atom_to_list(Module) ++ ".erl";
source_name(File) -> File.

%% --- match specifications

%% What ets:fun2ms/1 or dbg:fun2ms/1 makes of a fun that was typed into a shell; {exit, Reason} for any other.
match_spec(Module, Fun) ->
    case shell_native:fun2ms(Module, Fun) of
        {ok, Make, Captured} ->
            {MatchSpec} = apply(Make, Captured),
            MatchSpec;
        {error, Problem} ->
            io:put_chars(["Error: ", Problem, $\n]),
            {error, transform_error};
        real ->
            {exit, {badarg, {Module, fun2ms, [function, called, with, real, 'fun', should, be, transformed, with,
                                              parse_transform, 'or', called, with, a, 'fun', generated, in, the,
                                              shell]}}}
    end.
