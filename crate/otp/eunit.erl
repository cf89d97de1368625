%% EUnit: runs the tests of modules, and other representations of tests, and says what came of them in OTP's words.
%%
%% A test is {Fun, Source}, with Source = {Module, Function, Line, Description}. Each runs in a process of its own, whose output
%% is shown if it fails. Tests run one after the other; `inparallel' is `inorder'.
-module(eunit).
-export([test/1, test/2, is_running/0, debug/3]).

-record(run, {
    verbose = false,
    %% How deep groups are nested, in verbose mode.
    depth = 0,
    passed = 0,
    failed = 0,
    skipped = 0,
    cancelled = false
}).

-define(TIMEOUT_MS, 5000).

test(Tests) -> test(Tests, []).

test(Tests, Options) ->
    Verbose = proplists:get_bool(verbose, options(Options)),
    Verbose andalso io:put_chars("======================== EUnit ========================\n"),
    Run = try run(Tests, {undefined, undefined, 0, ""}, #run{verbose = Verbose})
          catch throw:{?MODULE, Aborted} -> Aborted
          end,
    summary(Run),
    case Run of
        #run{failed = 0, cancelled = false} -> ok;
        _ -> error
    end.

options(Options) when is_list(Options) -> Options;
options(Option) -> [Option].

%% Whether the caller is a test.
is_running() -> get('$eunit_test') =:= true.

debug(File, Line, Text) ->
    io:format(user, "~ts:~w:~w: ~ts\n", [File, Line, self(), Text]).

%% --- representations of tests

run(Module, _Source, Run) when is_atom(Module) -> module(Module, Run);
run({module, Module}, _Source, Run) -> module(Module, Run);
run({application, _}, _Source, Run) -> Run;
run([], _Source, Run) -> Run;
run([First | _] = Text, Source, Run) when is_integer(First) -> not_a_test(Text, Source, Run);
run([Test | Tests], Source, Run) -> run(Tests, Source, run(Test, Source, Run));
run(Test, {Module, Name, Line, Description}, Run) when is_function(Test, 0) ->
    {Home, Own} = home(Test),
    Place = case Name of
        undefined -> {Home, Own, Line, Description};
        _ -> {Module, Name, Line, Description}
    end,
    one(Test, Place, Run);
run({Line, Test}, {Module, Name, _, Description}, Run) when is_integer(Line), Line >= 0 ->
    run(Test, {Module, Name, Line, Description}, Run);
run({[First | _] = Text, Test}, {Module, Name, Line, _} = Source, Run) when is_integer(First) ->
    case is_group(Test) of
        true -> group(Text, Run, fun(Inner) -> run(Test, Source, Inner) end);
        false -> run(Test, {Module, Name, Line, Text}, Run)
    end;
run({<<_, _/binary>> = Text, Test}, Source, Run) ->
    run({unicode:characters_to_list(Text), Test}, Source, Run);
run({Module, Function}, _Source, Run) when is_atom(Module), is_atom(Function) ->
    one(fun() -> Module:Function() end, {Module, Function, 0, ""}, Run);
run({test, Module, Function}, Source, Run) ->
    run({Module, Function}, Source, Run);
run({generator, Generator}, Source, Run) when is_function(Generator, 0) ->
    {Module, Name} = home(Generator),
    generate(Generator, {Module, Name, 0}, Source, Run);
run({generator, Module, Function}, Source, Run) ->
    generate(fun() -> Module:Function() end, {Module, Function, 0}, Source, Run);
run({timeout, Seconds, Test}, Source, Run) ->
    Before = put('$eunit_timeout', round(Seconds * 1000)),
    After = run(Test, Source, Run),
    put('$eunit_timeout', Before),
    After;
run({Order, Test}, Source, Run) when Order =:= inorder; Order =:= inparallel; Order =:= spawn -> run(Test, Source, Run);
run({inparallel, _, Test}, Source, Run) -> run(Test, Source, Run);
run({with, Value, Funs}, _Source, Run) ->
    Each = fun(Fun, Before) ->
        {Module, Name} = home(Fun),
        one(fun() -> Fun(Value) end, {Module, Name, 0, ""}, Before)
    end,
    lists:foldl(Each, Run, Funs);
run({setup, Setup, Test}, Source, Run) -> setup(Setup, fun(_) -> ok end, Test, Source, Run);
run({setup, Where, Setup, Test}, Source, Run) when is_atom(Where) -> setup(Setup, fun(_) -> ok end, Test, Source, Run);
run({setup, Setup, Cleanup, Test}, Source, Run) -> setup(Setup, Cleanup, Test, Source, Run);
run({setup, _Where, Setup, Cleanup, Test}, Source, Run) -> setup(Setup, Cleanup, Test, Source, Run);
run({foreach, Setup, Tests}, Source, Run) -> run({foreach, Setup, fun(_) -> ok end, Tests}, Source, Run);
run({foreach, Setup, Cleanup, Tests}, Source, Run) ->
    run([{setup, Setup, Cleanup, Test} || Test <- Tests], Source, Run);
run({foreach, _Where, Setup, Cleanup, Tests}, Source, Run) -> run({foreach, Setup, Cleanup, Tests}, Source, Run);
run({foreachx, Setup, Cleanup, Pairs}, Source, Run) ->
    run([{setup, fun() -> Setup(X) end, fun(Value) -> Cleanup(X, Value) end, fun(Value) -> Test(X, Value) end} ||
            {X, Test} <- Pairs], Source, Run);
run({node, _, _}, _Source, Run) -> Run#run{skipped = Run#run.skipped + 1};
run(Other, Source, Run) -> not_a_test(Other, Source, Run).

is_group(Test) when is_function(Test); is_atom(Test) -> false;
is_group({Line, Test}) when is_integer(Line) -> is_group(Test);
is_group({Module, Function}) when is_atom(Module), is_atom(Function) -> false;
is_group(_) -> true.

home(Fun) ->
    {module, Module} = erlang:fun_info(Fun, module),
    {name, Name} = erlang:fun_info(Fun, name),
    {Module, Name}.

%% A module's tests, and those of the module called as it with `_tests' behind.
module(Module, Run) ->
    case code:ensure_loaded(Module) of
        {module, Module} ->
            group("module '" ++ atom_to_list(Module) ++ "'", Run, fun(Inner) ->
                Own = functions(Module, Module, Inner),
                Companion = list_to_atom(atom_to_list(Module) ++ "_tests"),
                case code:ensure_loaded(Companion) of
                    {module, Companion} -> functions(Companion, Module, Own);
                    _ -> Own
                end
            end);
        _ ->
            abort("test module not found", [io_lib:format("~tp", [Module]), "\n\n"], Run)
    end.

functions(Module, Of, Run) ->
    Text = case Module of
        Of -> "";
        _ -> "module '" ++ atom_to_list(Module) ++ "'"
    end,
    Exports = [Name || {Name, 0} <- ordered(Module)],
    lists:foldl(fun(Name, Before) -> function(Module, Name, Text, Before) end, Run, Exports).

%% In the order of the source.
ordered(Module) -> Module:module_info(exports).

function(Module, Name, Text, Run) ->
    Spelled = atom_to_list(Name),
    case {lists:suffix("_test", Spelled), lists:suffix("_test_", Spelled)} of
        {true, _} -> one(fun() -> Module:Name() end, {Module, Name, 0, Text}, Run);
        {_, true} -> generate(fun() -> Module:Name() end, {Module, Name, 0}, {undefined, undefined, 0, ""}, Run);
        _ -> Run
    end.

generate(Generator, Origin, Source, Run) ->
    try Generator() of
        Tests -> run(Tests, Source, Run)
    catch
        Class:Reason:Stack ->
            {Module, Name, Arity} = Origin,
            What = io_lib:format("test generator ~w:~tw/~w failed", [Module, Name, Arity]),
            abort(What, failed(Class, Reason, Stack), Run)
    end.

setup(Setup, Cleanup, Test, Source, Run) ->
    try Setup() of
        Value ->
            Tests = if
                is_function(Test, 1) -> try Test(Value) catch Class:Reason:Stack -> {failed, Class, Reason, Stack} end;
                true -> Test
            end,
            After = case Tests of
                {failed, C, R, S} -> cancelled("instantiation of subtests failed", failed(C, R, S), Run);
                _ -> run(Tests, Source, Run)
            end,
            try
                cleaned(Cleanup, Value),
                After
            catch
                CleanClass:CleanReason:CleanStack ->
                    cancelled("context cleanup failed", failed(CleanClass, CleanReason, CleanStack), After)
            end
    catch
        Class:Reason:Stack ->
            cancelled("context setup failed", failed(Class, Reason, Stack), Run)
    end.

cleaned(Cleanup, Value) when is_function(Cleanup, 1) -> Cleanup(Value);
cleaned(_, _) -> ok.

group(Text, #run{verbose = Verbose, depth = Depth} = Run, Body) ->
    Verbose andalso io:put_chars([indent(Depth), Text, $\n]),
    Start = erlang:monotonic_time(millisecond),
    After = Body(Run#run{depth = Depth + 1}),
    Spent = erlang:monotonic_time(millisecond) - Start,
    Verbose andalso io:format("~s[done in ~.3f s]\n", [indent(Depth + 1), Spent / 1000]),
    After#run{depth = Depth}.

indent(Depth) -> lists:duplicate(2 * Depth, $\s).

%% --- one test

one(Fun, Source, Run) ->
    Run#run.verbose andalso io:put_chars([indent(Run#run.depth), title(Source), "..."]),
    case outcome(Fun) of
        {ok, _} ->
            Run#run.verbose andalso io:put_chars("ok\n"),
            Run#run{passed = Run#run.passed + 1};
        {timeout, _} ->
            Run#run.verbose orelse io:put_chars([title(Source), "..."]),
            io:put_chars("*timed out*\nundefined\n"),
            throw({?MODULE, Run#run{cancelled = true}});
        {Failure, Output} ->
            Run#run.verbose orelse io:put_chars([title(Source), "..."]),
            io:put_chars(["*failed*\n", failure(Failure), "\n  output:<<\"", Output, "\">>\n\n"]),
            Run#run{failed = Run#run.failed + 1}
    end.

title({Module, Name, 0, Text}) -> io_lib:format("~w: ~ts~ts", [Module, Name, described(Text)]);
title({Module, Name, Line, Text}) -> io_lib:format("~w:~w: ~ts~ts", [Module, Line, Name, described(Text)]).

described("") -> "";
described(Text) -> [" (", Text, ")"].

%% {ok | Failure, Output}
outcome(Fun) ->
    Limit = case get('$eunit_timeout') of
        undefined -> ?TIMEOUT_MS;
        Set -> Set
    end,
    Collector = spawn_link(fun() -> collect([]) end),
    {Pid, Monitor} = spawn_monitor(fun() ->
        group_leader(Collector, self()),
        put('$eunit_test', true),
        exit({'$eunit', try Fun() of _ -> ok catch Class:Reason:Stack -> {trace, Class, Reason, Stack} end})
    end),
    Result = receive
        {'DOWN', Monitor, process, Pid, {'$eunit', Found}} -> Found;
        {'DOWN', Monitor, process, Pid, Reason} -> {bad, Reason}
    after Limit ->
        demonitor(Monitor, [flush]),
        exit(Pid, kill),
        timeout
    end,
    Collector ! {output, self()},
    receive {Collector, Output} -> {Result, Output} end.

%% An io server that keeps what is written.
collect(Before) ->
    receive
        {io_request, From, Tag, Request} ->
            {Reply, Text} = request(Request),
            From ! {io_reply, Tag, Reply},
            collect([Before, Text]);
        {output, From} ->
            From ! {self(), Before}
    end.

request({put_chars, _, Text}) -> {ok, Text};
request({put_chars, _, Module, Function, Args}) -> {ok, apply(Module, Function, Args)};
request({put_chars, Text}) -> {ok, Text};
request({get_geometry, _}) -> {{error, enotsup}, ""};
request(getopts) -> {[{encoding, unicode}], ""};
request({setopts, _}) -> {ok, ""};
request({requests, Requests}) ->
    Both = fun(One, {_, Text}) -> {Reply, More} = request(One), {Reply, [Text, More]} end,
    lists:foldl(Both, {ok, ""}, Requests);
request(_) -> {eof, ""}.

failure({bad, Reason}) -> ["**", io_lib:format("~tP", [Reason, 15])];
failure({trace, Class, Reason, Stack}) ->
    [trace([Frame || Frame = {Module, _, _, _} <- Stack, Module =/= ?MODULE], "function"),
     ["**", atom_to_list(Class), ":", io_lib:format("~tP", [Reason, 15])]].

trace([], _) -> "";
trace([{Module, Name, Arity, Location} | Frames], Word) ->
    Args = if
        is_list(Arity) -> length(Arity);
        true -> Arity
    end,
    Place = case {proplists:get_value(file, Location), proplists:get_value(line, Location)} of
        {File, Line} when File =/= undefined, Line =/= undefined -> io_lib:format(" (~ts, line ~w)", [File, Line]);
        _ -> ""
    end,
    Called = case is_list(Arity) of
        true -> ["\n  called as ", called(Module, Name, [io_lib:format("~tP", [Arg, 15]) || Arg <- Arity])];
        false -> ""
    end,
    [io_lib:format("in ~s ~w:~tw/~w~ts~ts\n", [Word, Module, Name, Args, Place, Called]) | trace(Frames, "call from")].

called(erlang, Name, [Only]) ->
    case is_operator(Name) of
        true -> io_lib:format("~ts ~ts", [Name, Only]);
        false -> io_lib:format("~tw(~ts)", [Name, Only])
    end;
called(erlang, Name, [Left, Right]) ->
    case is_operator(Name) of
        true -> io_lib:format("~ts ~ts ~ts", [Left, Name, Right]);
        false -> io_lib:format("~tw(~ts,~ts)", [Name, Left, Right])
    end;
called(_, Name, Args) ->
    io_lib:format("~tw(~ts)", [Name, lists:join(",", Args)]).

is_operator(Name) ->
    lists:member(Name, ['+', '-', '*', '/', 'div', 'rem', 'band', 'bor', 'bxor', 'bnot', 'bsl', 'bsr', 'and', 'or', 'xor', 'not',
                        '++', '--', '!', '==', '/=', '=:=', '=/=', '<', '>', '=<', '>=']).

%% The tests of one fixture are left out.
cancelled(What, Text, Run) ->
    io:put_chars(["undefined\n*** ", What, " ***\n**", Text]),
    Run#run{cancelled = true}.

%% All that would follow is left out.
abort(What, Text, Run) ->
    throw({?MODULE, cancelled(What, Text, Run)}).

failed(Class, Reason, Stack) -> [failure({trace, Class, Reason, Stack}), "\n\n\n"].

not_a_test(Term, _Source, Run) ->
    abort("bad test descriptor", [io_lib:format("~tP", [Term, 15]), "\n\n"], Run).

%% --- the end

summary(#run{passed = 0, failed = 0, skipped = 0, cancelled = false}) ->
    io:put_chars("  There were no tests to run.\n");
summary(#run{passed = Passed, failed = 0, skipped = 0, cancelled = false, verbose = Verbose}) ->
    Verbose andalso io:put_chars("=======================================================\n"),
    case Passed of
        1 -> io:put_chars("  Test passed.\n");
        2 -> io:put_chars("  2 tests passed.\n");
        _ -> io:format("  All ~w tests passed.\n", [Passed])
    end;
summary(#run{passed = Passed, failed = Failed, skipped = Skipped, cancelled = Cancelled}) ->
    io:put_chars("=======================================================\n"),
    io:format("  Failed: ~w.  Skipped: ~w.  Passed: ~w.\n", [Failed, Skipped, Passed]),
    Cancelled andalso io:put_chars("One or more tests were cancelled.\n").
