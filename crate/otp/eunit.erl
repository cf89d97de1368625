%% Unit tests. A description of tests (a module, a fun, a list, {setup, ...} ...) is expanded step by step into tests and groups; a runner
%% process walks through them and tells the process that called test/1,2, which counts and prints. A third process is the
%% runner's group leader and keeps what tests print.
-module(eunit).
-export([start/0, stop/0, test/1, test/2]).

%% How deep terms are shown.
-define(DEPTH, 20).

-define(BAD_DESCRIPTOR, "bad test descriptor").

-record(test, {module, name, line = 0, description = none, run, limit = 5000}).
-record(group, {description = none, setup = none, how = inorder, limit = infinity, tests = []}).

start() -> ok.

stop() -> ok.

test(Tests) -> test(Tests, []).

test(Tests, Option) when not is_list(Option) -> test(Tests, [Option]);
test(Tests, Options) ->
    Verbose = proplists:get_bool(verbose, Options),
    Quiet = proplists:get_bool(no_tty, Options),
    Say = if Quiet -> fun(_) -> ok end; true -> fun(Text) -> io:put_chars(Text) end end,
    Verbose andalso Say("======================== EUnit ========================\n"),
    Ref = make_ref(),
    Boss = self(),
    Output = spawn_link(fun() -> output([]) end),
    {Runner, Monitor} =
        spawn_monitor(fun() ->
                              group_leader(Output, self()),
                              walk(Tests, 0, {Boss, Ref, Output})
                      end),
    Counts = collect(#{ref => Ref, runner => Runner, monitor => Monitor, verbose => Verbose, say => Say, passed => 0,
                       failed => 0, skipped => 0, cancelled => false, current => none}),
    unlink(Output),
    exit(Output, kill),
    conclude(Counts).

%% --- what tests print

output(Text) ->
    receive
        {io_request, From, ReplyAs, Request} ->
            {Reply, More} = io_answer(Request),
            From ! {io_reply, ReplyAs, Reply},
            output([Text | More]);
        {take, From} ->
            From ! {output, unicode:characters_to_binary(Text)},
            output([])
    end.

io_answer({put_chars, _, Chars}) -> {ok, Chars};
io_answer({put_chars, _, M, F, Args}) ->
    try {ok, apply(M, F, Args)} catch _:_ -> {{error, put_chars}, []} end;
io_answer({put_chars, Chars}) -> {ok, Chars};
io_answer({requests, Requests}) ->
    lists:foldl(fun(Request, {_, Text}) -> {Reply, More} = io_answer(Request), {Reply, [Text | More]} end, {ok, []},
                Requests);
io_answer(getopts) -> {[], []};
io_answer({setopts, _}) -> {ok, []};
io_answer({get_geometry, _}) -> {{error, enotsup}, []};
io_answer(Request) when element(1, Request) =:= get_until; element(1, Request) =:= get_chars;
                        element(1, Request) =:= get_line ->
    {eof, []};
io_answer(_) -> {{error, request}, []}.

%% --- from descriptions to tests and groups

expand(#test{} = Test) -> Test;
expand(#group{} = Group) -> Group;
expand(Fun) when is_function(Fun, 0) -> fun_test(Fun);
expand({Line, Fun}) when is_integer(Line), is_function(Fun, 0) -> (fun_test(Fun))#test{line = Line};
expand({module, M}) when is_atom(M) -> expand(M);
expand({application, Name}) when is_atom(Name) -> expand_application(Name);
expand({spawn, Tests}) -> ordered(spawn, expand(Tests));
expand({inorder, Tests}) -> ordered(inorder, expand(Tests));
expand({inparallel, Tests}) -> ordered(inparallel, expand(Tests));
expand({file, File}) -> expand_file(File);
expand({M, F}) when is_atom(M), is_atom(F) -> named_test(M, F);
expand({test, M, F}) when is_atom(M), is_atom(F) -> named_test(M, F);
expand({with, X, Funs}) when is_list(Funs) -> expand([with(X, Fun) || Fun <- Funs]);
expand({generator, Fun}) when is_function(Fun, 0) -> expand_generated(Fun);
expand({generator, M, F}) when is_atom(M), is_atom(F) -> expand_generated(fun M:F/0);
expand({application, Name, _}) when is_atom(Name) -> expand_application(Name);
expand({timeout, Seconds, Tests}) when is_number(Seconds) ->
    Limit = trunc(Seconds * 1000),
    case expand(Tests) of
        #test{} = Test -> Test#test{limit = Limit};
        #group{} = Group -> Group#group{limit = Limit}
    end;
expand({spawn, Node, Tests}) when is_atom(Node) -> ordered(spawn, expand(Tests));
expand({inparallel, N, Tests}) when is_integer(N) -> ordered(inparallel, expand(Tests));
expand({setup, Setup, Tests}) -> context(spawn, Setup, fun(_) -> ok end, Tests);
expand({setup, Where, Setup, Tests}) when Where =:= local; Where =:= spawn ->
    context(Where, Setup, fun(_) -> ok end, Tests);
expand({setup, Setup, Cleanup, Tests}) -> context(spawn, Setup, Cleanup, Tests);
expand({setup, Where, Setup, Cleanup, Tests}) when Where =:= local; Where =:= spawn ->
    context(Where, Setup, Cleanup, Tests);
expand({foreach, Setup, Tests}) -> expand([{setup, Setup, Test} || Test <- Tests]);
expand({foreach, Where, Setup, Tests}) when is_atom(Where) -> expand([{setup, Where, Setup, Test} || Test <- Tests]);
expand({foreach, Setup, Cleanup, Tests}) -> expand([{setup, Setup, Cleanup, Test} || Test <- Tests]);
expand({foreach, Where, Setup, Cleanup, Tests}) ->
    expand([{setup, Where, Setup, Cleanup, Test} || Test <- Tests]);
expand({foreachx, Setup, Pairs}) -> expand({foreachx, spawn, Setup, fun(_, _) -> ok end, Pairs});
expand({foreachx, Setup, Cleanup, Pairs}) -> expand({foreachx, spawn, Setup, Cleanup, Pairs});
expand({foreachx, Where, Setup, Cleanup, Pairs}) ->
    expand([{setup, Where, fun() -> Setup(X) end, fun(Y) -> Cleanup(X, Y) end, fun(Y) -> Make(X, Y) end}
            || {X, Make} <- Pairs]);
expand({Text, Line, Fun}) when is_integer(Line), is_function(Fun, 0) -> expand({Text, {Line, Fun}});
expand({Text, Tests} = Description) ->
    case is_text(Text) of
        true -> described(unicode:characters_to_list(Text), expand(Tests));
        false -> wrong(Description)
    end;
expand(M) when is_atom(M) -> described(io_lib:format("module '~ts'", [M]), expand(module_tests(M)));
expand([]) -> #group{};
expand([Single]) -> expand(Single);
expand(Tests) when is_list(Tests) ->
    case is_text(Tests) of
        true -> abort("error reading file", ["no such file or directory: ", Tests]);
        false -> #group{tests = Tests}
    end;
expand(Other) -> wrong(Other).

is_text(Text) -> is_binary(Text) orelse Text =:= [] orelse io_lib:printable_unicode_list(Text).

wrong(Description) -> abort(?BAD_DESCRIPTOR, io_lib:format("~tP", [Description, ?DEPTH])).

%% Ends the run.
abort(Title, Text) -> throw({abort, Title, Text}).

described(Text, #test{description = none} = Test) -> Test#test{description = Text};
described(Text, #group{description = none} = Group) -> Group#group{description = Text};
described(Text, Tests) -> #group{description = Text, tests = [Tests]}.

ordered(_, #test{} = Test) -> Test;
ordered(How, #group{} = Group) -> Group#group{how = How}.

context(Where, Setup, Cleanup, Tests) when is_function(Setup, 0), is_function(Cleanup, 1) ->
    #group{setup = {Where, Setup, Cleanup}, tests = Tests};
context(Where, Setup, Cleanup, Tests) when is_function(Setup, 0), is_function(Cleanup, 0) ->
    context(Where, Setup, fun(_) -> Cleanup() end, Tests);
context(spawn, Setup, Cleanup, Tests) -> wrong({setup, Setup, Cleanup, Tests});
context(Where, Setup, Cleanup, Tests) -> wrong({setup, Where, Setup, Cleanup, Tests}).

fun_test(Fun) ->
    {module, Module} = erlang:fun_info(Fun, module),
    {name, Name} = erlang:fun_info(Fun, name),
    #test{module = Module, name = Name, run = Fun}.

named_test(M, F) -> #test{module = M, name = F, run = {M, F}}.

with(X, {Line, Fun}) when is_function(Fun, 1) -> (with(X, Fun))#test{line = Line};
with(X, Fun) when is_function(Fun, 1) -> (fun_test(Fun))#test{run = fun() -> Fun(X) end};
with(_, Other) -> Other.

expand_generated(Fun) ->
    {module, M} = erlang:fun_info(Fun, module),
    {name, F} = erlang:fun_info(Fun, name),
    try Fun() of
        Tests ->
            try expand(Tests)
            catch
                throw:{abort, ?BAD_DESCRIPTOR, Text} ->
                    abort(io_lib:format("result from generator ~ts:~ts/0 is not a test", [M, F]), Text)
            end
    catch
        Class:Reason:Stack ->
            abort(io_lib:format("test generator ~ts:~ts/0 failed", [M, F]), exception(Class, Reason, Stack))
    end.

%% The functions of a module and of its companion, in the order in which they are exported.
module_tests(M) ->
    case code:ensure_loaded(M) of
        {module, M} ->
            Own = [Test || {F, 0} <- M:module_info(exports), Test <- function_tests(M, atom_to_list(F))],
            Own ++ companion(atom_to_list(M));
        _ -> abort("test module not found", io_lib:format("~tp", [M]))
    end.

companion(Name) ->
    Companion = list_to_atom(Name ++ "_tests"),
    case lists:suffix("_tests", Name) orelse code:ensure_loaded(Companion) of
        {module, Companion} -> [Companion];
        _ -> []
    end.

function_tests(M, Name) ->
    case {lists:suffix("_test", Name), lists:suffix("_test_", Name)} of
        {true, _} -> [{test, M, list_to_atom(Name)}];
        {_, true} -> [{generator, M, list_to_atom(Name)}];
        _ -> []
    end.

expand_file(File) ->
    Name = filename:rootname(filename:basename(File), ".beam"),
    case filelib:is_regular(File) of
        true -> expand(list_to_atom(Name));
        false -> abort("error reading file", ["extracting module name failed: ", File])
    end.

expand_application(Name) ->
    _ = application:load(Name),
    case application:get_key(Name, modules) of
        {ok, Modules} -> described(io_lib:format("application '~ts'", [Name]), expand(Modules));
        undefined -> abort("application not found", io_lib:format("~tp", [Name]))
    end.

%% --- the runner

walk(Tests, Level, Talk) ->
    try walk_item(expand(Tests), Level, Talk)
    catch throw:{abort, Title, Text} -> tell(Talk, {abort, Title, Text}), exit(aborted)
    end.

walk_item(#test{} = Test, Level, Talk) -> run(Test, Level, Talk);
walk_item(#group{description = Text, limit = Limit} = Group, Level, Talk) ->
    Timer = start_limit(Limit, Talk),
    Started = erlang:monotonic_time(millisecond),
    Text =:= none orelse tell(Talk, {enter, Level, Text}),
    walk_context(Group, if Text =:= none -> Level; true -> Level + 1 end, Talk),
    Text =:= none orelse tell(Talk, {leave, Level, erlang:monotonic_time(millisecond) - Started}),
    stop_limit(Timer).

walk_context(#group{setup = {Where, Setup, Cleanup}, tests = Tests} = Group, Level, Talk) ->
    try Setup() of
        Value ->
            Walk = fun() -> walk_tests(Group#group{tests = instantiated(Tests, Value)}, Level, Talk) end,
            case Where of
                local -> Walk();
                spawn -> aside(Walk, Talk)
            end,
            try Cleanup(Value)
            catch Class:Reason:Stack -> fail_group(Talk, "context cleanup failed", Class, Reason, Stack)
            end
    catch
        throw:{abort, _, _} = Abort -> throw(Abort);
        Class:Reason:Stack -> fail_group(Talk, "context setup failed", Class, Reason, Stack)
    end;
walk_context(#group{how = spawn} = Group, Level, Talk) ->
    aside(fun() -> walk_tests(Group, Level, Talk) end, Talk);
walk_context(Group, Level, Talk) -> walk_tests(Group, Level, Talk).

fail_group(Talk, Title, Class, Reason, Stack) -> tell(Talk, {cancel, Title, exception(Class, Reason, Stack)}).

%% Tests of a context may be a function of what its setup returned.
instantiated(Make, Value) when is_function(Make, 1) ->
    try Make(Value)
    catch
        Class:Reason:Stack -> abort("instantiation of subtests failed", exception(Class, Reason, Stack))
    end;
instantiated({with, Funs}, Value) -> {with, Value, Funs};
instantiated({Text, Tests}, Value) when is_list(Text); is_binary(Text) -> {Text, instantiated(Tests, Value)};
instantiated(Tests, _) -> Tests.

walk_tests(#group{tests = Tests}, Level, Talk) when is_list(Tests) ->
    case Tests =/= [] andalso is_text(Tests) of
        true -> walk_item(expand(Tests), Level, Talk);
        false -> walk_list(Tests, Level, Talk)
    end;
walk_tests(#group{tests = Tests}, Level, Talk) -> walk_item(expand(Tests), Level, Talk).

%% Whether there is a second test is found out before the first one runs.
walk_list([First, Second | Tests], Level, Talk) ->
    {Test, Next} = {expand(First), expand(Second)},
    walk_item(Test, Level, Talk),
    walk_item(Next, Level, Talk),
    lists:foreach(fun(Item) -> walk_item(expand(Item), Level, Talk) end, Tests);
walk_list(Tests, Level, Talk) -> lists:foreach(fun(Item) -> walk_item(expand(Item), Level, Talk) end, Tests).

%% In a process of its own, whose end is waited for.
aside(Work, Talk) ->
    {Pid, Monitor} =
        spawn_opt(fun() ->
                          try Work()
                          catch throw:{abort, Title, Text} -> tell(Talk, {abort, Title, Text}), exit(aborted)
                          end
                  end, [link, monitor]),
    receive {'DOWN', Monitor, process, Pid, _} -> ok end.

run(#test{run = {M, F}} = Test, Level, Talk) ->
    code:ensure_loaded(M),
    case erlang:function_exported(M, F, 0) of
        true -> run(Test#test{run = fun M:F/0}, Level, Talk);
        false ->
            tell(Talk, {start, Level, Test}),
            tell(Talk, {skip, io_lib:format("no such function: ~ts:~ts/0", [M, F])})
    end;
run(#test{run = Fun, limit = Limit} = Test, Level, Talk) ->
    tell(Talk, {start, Level, Test}),
    Timer = start_limit(Limit, Talk),
    Started = erlang:monotonic_time(millisecond),
    Result =
        try Fun() of
            _ -> {pass, erlang:monotonic_time(millisecond) - Started}
        catch
            Class:Reason:Stack -> {fail, exception(Class, Reason, Stack)}
        end,
    stop_limit(Timer),
    tell(Talk, {result, Result, printed(Talk)}).

printed({_, _, Output}) ->
    Output ! {take, self()},
    receive {output, Text} -> Text end.

start_limit(infinity, _) -> none;
start_limit(Limit, {Boss, Ref, _}) -> erlang:send_after(Limit, Boss, {Ref, late, self()}).

stop_limit(none) -> ok;
stop_limit(Timer) -> erlang:cancel_timer(Timer).

%% Tells the process that prints, and waits until it has: what tests print themselves comes after.
tell({Boss, Ref, _}, News) ->
    Boss ! {Ref, self(), News},
    receive {Ref, told} -> ok end.

%% --- counting and printing

collect(#{ref := Ref, monitor := Monitor} = Counts) ->
    receive
        {Ref, late, Pid} -> collect(late(Pid, Counts));
        {Ref, From, News} ->
            NewCounts = news(News, Counts),
            From ! {Ref, told},
            collect(NewCounts);
        {'DOWN', Monitor, process, _, normal} -> Counts;
        {'DOWN', Monitor, process, _, _} when map_get(cancelled, Counts) -> Counts;
        {'DOWN', Monitor, process, _, Reason} ->
            say(Counts, [case Counts of #{current := none} -> ""; _ -> "*skipped*\n" end,
                         "undefined\n*unexpected termination of test process*\n::", io_lib:format("~tP", [Reason, ?DEPTH]),
                         "\n\n"]),
            Counts#{cancelled := true}
    end.

late(Pid, #{runner := Runner, cancelled := false} = Counts) ->
    Stack = case process_info(Pid, current_stacktrace) of {_, Frames} -> Frames; undefined -> [] end,
    exit(Runner, kill),
    say_name(Counts),
    say(Counts, ["*timed out*\n", frames(Stack), "undefined\n"]),
    Counts#{cancelled := true, current := none};
late(_, Counts) -> Counts.

say(#{say := Say}, Text) -> Say(Text).

news({enter, Level, Text}, #{verbose := true} = Counts) ->
    say(Counts, [indent(Level), Text, "\n"]),
    Counts#{ran => false};
news({leave, Level, Time}, #{verbose := true, ran := true} = Counts) ->
    say(Counts, [indent(Level + 1), io_lib:format("[done in ~.3f s]~n", [Time / 1000])]),
    Counts;
news({start, Level, Test}, #{verbose := Verbose} = Counts) ->
    Verbose andalso say(Counts, [indent(Level), name(Test)]),
    Counts#{current := Test, ran => true};
news({result, {pass, Time}, _}, #{verbose := Verbose, passed := Passed} = Counts) ->
    Verbose andalso say(Counts, [if Time > 0 -> io_lib:format("[~.3f s] ", [Time / 1000]); true -> "" end, "ok\n"]),
    Counts#{passed := Passed + 1, current := none};
news({result, {fail, Text}, Printed}, #{failed := Failed} = Counts) ->
    say_name(Counts),
    say(Counts, ["*failed*\n", Text, "  output:<<\"", Printed, "\">>\n\n"]),
    Counts#{failed := Failed + 1, current := none};
news({skip, Why}, #{skipped := Skipped} = Counts) ->
    say_name(Counts),
    say(Counts, ["*did not run*\n::", Why, "\n"]),
    Counts#{skipped := Skipped + 1, current := none};
news({cancel, Title, Text}, Counts) ->
    say(Counts, ["undefined\n*** ", Title, " ***\n**", Text, "\n\n"]),
    Counts#{cancelled := true};
news({abort, Title, Text}, Counts) -> news({cancel, Title, Text}, Counts);
news(_, Counts) -> Counts.

%% The name of a test that went wrong; a verbose run has shown it.
say_name(#{verbose := false, current := #test{} = Test} = Counts) -> say(Counts, name(Test));
say_name(_) -> ok.

name(#test{module = M, name = F, line = Line, description = Text}) ->
    [io_lib:format("~ts:", [M]), if Line > 0 -> [integer_to_list(Line), ":"]; true -> "" end,
     io_lib:format(" ~ts", [F]), if Text =:= none -> ""; true -> [" (", Text, ")"] end, "..."].

indent(Level) -> lists:duplicate(2 * Level, $\s).

conclude(#{passed := Passed, failed := 0, skipped := 0, cancelled := false, verbose := Verbose} = Counts) ->
    Verbose andalso Passed > 0 andalso say(Counts, "=======================================================\n"),
    say(Counts, case Passed of
                    0 -> "  There were no tests to run.\n";
                    1 -> "  Test passed.\n";
                    2 -> "  2 tests passed.\n";
                    _ -> io_lib:format("  All ~w tests passed.~n", [Passed])
                end),
    ok;
conclude(#{passed := Passed, failed := Failed, skipped := Skipped, cancelled := Cancelled} = Counts) ->
    say(Counts, ["=======================================================\n",
                 io_lib:format("  Failed: ~w.  Skipped: ~w.  Passed: ~w.~n", [Failed, Skipped, Passed]),
                 if Cancelled -> "One or more tests were cancelled.\n"; true -> "" end]),
    error.

%% --- exceptions

exception(Class, Reason, Stack) ->
    %% The term's lines are indented as if nothing stood before it.
    [frames(Stack), io_lib:format("**~w:", [Class]), io_lib:format("~tP~n", [Reason, ?DEPTH])].

frames([]) -> [];
frames([First | Frames]) -> ["in function ", frame(First), [["in call from ", frame(Frame)] || Frame <- Frames]].

frame({M, F, Args, Location}) when is_list(Args) ->
    Shown = lists:join(",", [io_lib:format("~tP", [Arg, ?DEPTH]) || Arg <- Args]),
    [frame({M, F, length(Args), Location}), io_lib:format("  called as ~tw(~ts)~n", [F, Shown])];
frame({M, F, Arity, Location}) ->
    Where = case {proplists:get_value(file, Location), proplists:get_value(line, Location)} of
                {undefined, _} -> "";
                {File, Line} -> io_lib:format(" (~ts, line ~w)", [File, Line])
            end,
    io_lib:format("~tw:~tw/~w~ts~n", [M, F, Arity, Where]).
