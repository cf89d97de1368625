%% The shell of a node. The shell process prints the prompt, reads a form and prints the answer; an evaluator process
%% evaluates, so that a crash of the learner's code only costs the evaluator: a new one goes on with the same bindings.
-module(shell).
-export([start/0, evaluate/1, read/3, local/2, shell_undef/2, undefined_fun/2]).
-export([history/1, results/1, catch_exception/1, prompt_func/1, strings/1]).

-record(shell, {
    number = 1,
    evaluator,
    %% [{Name, Value}], sorted by name.
    bindings = [],
    %% The evaluator's process dictionary, handed on to the next one.
    dictionary = [],
    %% [{Name, Text of the -record attribute}].
    records = [],
    %% [{Number, Form}] and [{Number, Value}], newest first, and how many of them are kept.
    history = [],
    results = [],
    history_max = 20,
    results_max = 20,
    %% Names to be forgotten, or `all', since the evaluator got its bindings.
    forgotten = [],
    catches = false,
    %% Whether lists of characters are printed as strings.
    strings = true,
    %% {Module, Function} that makes the prompts, or `default'.
    prompt_func = default
}).

start() ->
    Shell = spawn(fun() -> server() end),
    console:shell(Shell),
    ok.

server() ->
    process_flag(trap_exit, true),
    io:put_chars(["Eshell V", erlang:system_info(version), "  (abort with ^G)\n"]),
    loop(start_evaluator(#shell{})).

%% --- one form after another

loop(Before) ->
    {Prompt, State} = prompt(Before),
    Reader = start_reader(Prompt),
    {Input, NewState} = wait_input(Reader, State),
    case Input of
        {form, Form} ->
            loop(command(Form, NewState));
        {wrong, Complaint} ->
            complain(Complaint),
            loop(NewState);
        eof ->
            io:put_chars(["*** Terminating erlang (", atom_to_list(node()), ")\n"]),
            halt(0)
    end.

prompt(State = #shell{prompt_func = default, number = Number}) ->
    {default_prompt(Number), State};
prompt(State = #shell{prompt_func = {Module, Function}, number = Number, evaluator = Evaluator})
  when is_atom(Module), is_atom(Function) ->
    Evaluator ! {shell_prompt, self(), Module, Function, [{history, Number}]},
    wait_prompt(State);
prompt(State) ->
    bad_prompt(State).

wait_prompt(State = #shell{evaluator = Evaluator}) ->
    receive
        {shell_prompt, Evaluator, {value, Prompt}} ->
            {Prompt, State};
        {shell_prompt, Evaluator, {failed, Class, Reason, Stack}} ->
            print_exception(Class, Reason, Stack, State),
            bad_prompt(State);
        {'EXIT', Evaluator, Reason} ->
            report_exit(exit, Reason, State),
            bad_prompt(start_evaluator(State));
        {shell_request, From, Ref, Request} ->
            {Reply, NewState} = request(Request, State),
            From ! {shell_reply, Ref, Reply},
            wait_prompt(NewState)
    end.

bad_prompt(State = #shell{prompt_func = Function, number = Number}) ->
    complain(io_lib:format("Bad prompt function: ~tp", [Function])),
    {default_prompt(Number), State}.

%% A node with a name shows it.
default_prompt(Number) ->
    case is_alive() of
        true -> {format, "(~s)~w> ", [node(), Number]};
        false -> {format, "~w> ", [Number]}
    end.

start_reader(Prompt) ->
    Reader = spawn_link(fun() -> exit({input, request(Prompt)}) end),
    console:system(Reader),
    Reader.

request(Prompt) ->
    case io:request({get_until, unicode, Prompt, ?MODULE, read, [1]}) of
        {error, _} -> eof;
        Input -> Input
    end.

%% Called by the io server with each line: what the text so far amounts to.
read(Before, eof, _) ->
    case Before of
        [] -> {done, eof, []};
        _ -> result(shell_native:scan(Before, true))
    end;
read(Before, Line, _) ->
    Text = Before ++ Line,
    result(shell_native:scan(Text, false), Text).

result(Scanned) -> result(Scanned, []).

result(more, Text) -> {more, Text};
result({done, Form, Rest}, _) -> {done, {form, Form}, Rest};
result({error, [], _}, _) -> {done, eof, []};
result({error, Complaint, Rest}, _) -> {done, {wrong, Complaint}, Rest}.

wait_input(Reader, State = #shell{evaluator = Evaluator}) ->
    receive
        {'EXIT', Reader, {input, Input}} ->
            {Input, State};
        {'EXIT', Reader, _} ->
            {eof, State};
        {'EXIT', Evaluator, Reason} ->
            report_exit(error, Reason, State),
            wait_input(Reader, start_evaluator(State));
        {shell_request, From, Ref, Request} ->
            {Reply, NewState} = request(Request, State),
            From ! {shell_reply, Ref, Reply},
            wait_input(Reader, NewState)
    end.

command(Typed, State = #shell{number = Number, history = History}) ->
    case shell_native:parse(Typed) of
        {error, Complaint} ->
            complain(Complaint),
            State;
        {ok, _} ->
            case shell_native:expand(Typed, Number, History) of
                {error, Complaint} ->
                    complain(Complaint),
                    State;
                {ok, Form, Values} ->
                    with_results(Form, Values, State)
            end
    end.

%% v(N) is a variable that the command gets in addition to its bindings.
with_results(Form, Values, State = #shell{history = History, results = Results}) ->
    Known = fun(Number) -> lists:keymember(Number, 1, History) andalso lists:keymember(Number, 1, Results) end,
    case [Typed || {Number, Typed} <- Values, not Known(Number)] of
        [Typed | _] ->
            complain([integer_to_list(Typed), ": command not found"]),
            State;
        [] ->
            Named = [{shell_native:value_name(Number), Value} || {Number, Value} <- Results, lists:keymember(Number, 1, Values)],
            run_command(Form, Named, State)
    end.

run_command(Form, Values, State = #shell{evaluator = Evaluator}) ->
    {ok, Count} = shell_native:parse(Form),
    Evaluator ! {shell_command, self(), Form, Count, State#shell.records, Values, State#shell.catches},
    {Value, NewState} = wait_result(State),
    next(Form, {Value, forget(NewState)}).

wait_result(State = #shell{evaluator = Evaluator}) ->
    receive
        {shell_result, Evaluator, {value, Value, Bindings, Dictionary}} ->
            NewState = State#shell{bindings = shown(Bindings), dictionary = Dictionary},
            print_value(Value, NewState),
            {Value, NewState};
        {shell_result, Evaluator, {refused, Complaint, Reason}} ->
            complain(Complaint),
            {{'EXIT', Reason}, State};
        {shell_result, Evaluator, {caught, Class, Reason, Stack}} ->
            print_exception(Class, Reason, Stack, State, true),
            {exit_value(Class, Reason, Stack), State};
        {shell_result, Evaluator, {ended, Class, Reason, Stack}} ->
            print_exception(Class, Reason, Stack, State),
            receive {'EXIT', Evaluator, normal} -> ok end,
            {exit_value(Class, Reason, Stack), start_evaluator(State)};
        {'EXIT', Evaluator, Reason} ->
            report_exit(exit, Reason, State),
            {{'EXIT', Reason}, start_evaluator(State)};
        {shell_request, From, Ref, Request} ->
            {Reply, NewState} = request(Request, State),
            From ! {shell_reply, Ref, Reply},
            wait_result(NewState)
    end.

exit_value(exit, Reason, _) -> {'EXIT', Reason};
exit_value(error, Reason, Stack) -> {'EXIT', {Reason, Stack}};
exit_value(throw, Reason, Stack) -> {'EXIT', {{nocatch, Reason}, Stack}}.

next(Form, {Value, State = #shell{number = Number, history = History, results = Results}}) ->
    State#shell{
        number = Number + 1,
        history = keep(State#shell.history_max, [{Number, Form} | History]),
        results = keep(State#shell.results_max, [{Number, Value} | Results])
    }.

keep(Max, List) -> lists:sublist(List, Max).

%% --- printing

print_value(Value, #shell{records = Records, strings = Strings}) ->
    Text = case Strings of
        false -> io_lib:format("~lp", [Value]);
        _ -> shell_native:value(Value, Records)
    end,
    io:put_chars([Text, $\n]),
    console:event(shell_result, Text).

print_exception(Class, Reason, Stack, State) ->
    print_exception(Class, Reason, Stack, State, false).

%% Caught: the evaluator goes on.
print_exception(Class, Reason, Stack, #shell{records = Records}, Caught) ->
    Text = shell_native:exception(Class, Reason, erl_error:explained(Reason, Stack), Records, Caught),
    %% In OTP this takes a while: reports of processes that have ended because of the same stand before it.
    [erlang:yield() || _ <- lists:seq(1, 4)],
    io:put_chars([Text, $\n]),
    console:event(shell_error, Text).

complain(Complaint) ->
    Text = ["* ", Complaint],
    io:put_chars([Text, $\n]),
    console:event(shell_error, Text).

%% The evaluator was ended from outside; OTP calls that an error when it had nothing to do.
report_exit(Class, {Reason, Stack}, State) when is_list(Stack) ->
    print_exception(Class, Reason, Stack, State);
report_exit(Class, Reason, State) ->
    print_exception(Class, Reason, [], State).

%% --- requests of the evaluator

%% What f() and f(X) asked for while a command ran: a fresh set of bindings goes to the evaluator.
forget(State = #shell{forgotten = []}) ->
    State;
forget(State = #shell{forgotten = Forgotten, bindings = Bindings, evaluator = Evaluator}) ->
    Left = [Binding || Binding = {Name, _} <- Bindings, not is_forgotten(Name, Forgotten)],
    Evaluator ! {shell_bindings, self(), Left},
    State#shell{bindings = shown(Left), forgotten = []}.

%% The page shows the bindings that the next line finds, and looks for them there.
shown(Bindings) ->
    put(bindings, Bindings),
    Bindings.

is_forgotten(Name, Forgotten) -> lists:member(all, Forgotten) orelse lists:member(Name, Forgotten).

request(bindings, State = #shell{bindings = Bindings, records = Records}) ->
    {{Bindings, Records}, State};
request({forget, What}, State = #shell{forgotten = Forgotten}) ->
    {ok, State#shell{forgotten = [What | Forgotten]}};
request(history, State = #shell{history = History, results = Results, records = Records}) ->
    {{History, Results, Records}, State};
request({history, Max}, State = #shell{history_max = Before, history = History}) ->
    {Before, State#shell{history_max = Max, history = keep(Max, History)}};
request({results, Max}, State = #shell{results_max = Before, results = Results}) ->
    {Before, State#shell{results_max = Max, results = keep(Max, Results)}};
request({catch_exception, Catches}, State = #shell{catches = Before}) ->
    {Before, State#shell{catches = Catches}};
request({prompt_func, Function}, State = #shell{prompt_func = Before}) ->
    {Before, State#shell{prompt_func = Function}};
request({strings, Strings}, State = #shell{strings = Before}) ->
    {Before, State#shell{strings = Strings}};
request(records, State = #shell{records = Records}) ->
    {Records, State};
request({define_record, Name, Text}, State = #shell{records = Records}) ->
    {ok, State#shell{records = lists:keystore(Name, 1, Records, {Name, Text})}};
request({records_read, Found}, State = #shell{records = Records}) ->
    Add = fun({Name, Text}, Known) -> lists:keystore(Name, 1, Known, {Name, Text}) end,
    {ok, State#shell{records = lists:foldl(Add, Records, Found)}};
request({forget_records, '_'}, State) ->
    {ok, State#shell{records = []}};
request({forget_records, Names}, State = #shell{records = Records}) ->
    Wanted = if is_list(Names) -> Names; true -> [Names] end,
    {ok, State#shell{records = [Record || Record = {Name, _} <- Records, not lists:member(Name, Wanted)]}}.

history(Count) when is_integer(Count), Count >= 0 -> shell_local:history(Count).
results(Count) when is_integer(Count), Count >= 0 -> shell_local:results(Count).
catch_exception(Catches) -> shell_local:catch_exception(Catches).
prompt_func(Function) -> shell_local:prompt_func(Function).
strings(Strings) -> shell_local:strings(Strings).

%% --- the evaluator

start_evaluator(State = #shell{bindings = Bindings, dictionary = Dictionary}) ->
    Shell = self(),
    Evaluator = spawn_link(fun() ->
        [put(Key, Value) || {Key, Value} <- Dictionary],
        eval_loop(Shell, Bindings, self())
    end),
    console:evaluator(Evaluator),
    State#shell{evaluator = Evaluator}.

%% The functions on the stack while a line runs have OTP's names and arities: values of `catch' show them.
eval_loop(Shell, Bindings, Evaluator) ->
    receive
        {shell_bindings, Shell, NewBindings} ->
            eval_loop(Shell, NewBindings, Evaluator);
        {shell_prompt, Shell, Module, Function, Arguments} ->
            Shell ! {shell_prompt, Evaluator, eval_prompt(Module, Function, Arguments)},
            eval_loop(Shell, Bindings, Evaluator);
        {shell_command, Shell, Form, Count, Records, Values, Catches} ->
            eval_loop(Shell, eval_exprs(Shell, Form, Count, Bindings, Records, Values, Catches), Evaluator)
    end.

eval_prompt(Module, Function, Arguments) ->
    try {value, Module:Function(Arguments)}
    catch Class:Reason:Stack -> {failed, Class, Reason, Stack}
    end.

%% The bindings that the next line finds.
eval_exprs(Shell, Form, Count, Bindings, Records, Values, Catches) ->
    try exprs(0, Count, Form, ok, Bindings, Records, Values) of
        {value, Value, NewBindings} ->
            let_others_run(),
            Shell ! {shell_result, self(), {value, Value, NewBindings, get()}},
            NewBindings;
        {refused, _, _} = Refused ->
            Shell ! {shell_result, self(), Refused},
            Bindings
    catch
        Class:Reason:Stack when Catches ->
            Shell ! {shell_result, self(), {caught, Class, Reason, Stack}},
            Bindings;
        Class:Reason:Stack ->
            end_evaluator(Class, Reason, Stack, Shell)
    end.

%% OTP asks the io server twice (encoding, width) before it prints a value: processes that the command has started or
%% ended get as many turns before the value stands there.
let_others_run() ->
    _ = io:getopts(user),
    _ = io:columns(user).

%% Processes linked to the evaluator get the reason; there is no crash report.
end_evaluator(Class, Reason, Stack, Shell) ->
    ExitReason = case {Class, Reason} of
        {exit, normal} -> normal;
        {exit, _} -> {Reason, Stack};
        _ -> element(2, exit_value(Class, Reason, Stack))
    end,
    {links, Links} = process_info(self(), links),
    [exit(Pid, ExitReason) || Pid <- Links, Pid =/= Shell],
    Shell ! {shell_result, self(), {ended, Class, Reason, Stack}},
    exit(normal).

exprs(Count, Count, _, Value, Bindings, _, _) ->
    {value, Value, Bindings};
exprs(Index, Count, Form, _, Bindings, Records, Values) ->
    Known = Values ++ Bindings,
    case shell_native:prepare(Form, Index, [Name || {Name, _} <- Known], Records) of
        {ok, Fun, Params, New} ->
            Result = apply(Fun, [value_of(Name, Known) || Name <- Params]),
            [Value | NewValues] = tuple_to_list(Result),
            exprs(Index + 1, Count, Form, Value, bind(New, NewValues, Bindings), Records, Values);
        {command, Forget} ->
            Left = [Binding || Binding = {Name, _} <- Bindings, not is_forgotten(Name, [Forget])],
            exprs(Index + 1, Count, Form, ok, Left, Records, Values);
        {error, Complaint, Reason} ->
            {refused, Complaint, Reason}
    end.

value_of(Name, Bindings) ->
    {_, Value} = lists:keyfind(Name, 1, Bindings),
    Value.

bind(Names, Values, Bindings) ->
    New = [Binding || Binding = {_, Value} <- lists:zip(Names, Values), shell_native:is_bound(Value)],
    lists:keysort(1, New ++ Bindings).

%% A call without a module that is neither auto-imported nor one of the shell's own commands.
local(Name, Args) ->
    Arity = length(Args),
    case find_module([user_default, c], Name, Arity) of
        undefined -> erl_eval:local_func(Name, Args, none, none, none, none, none, none);
        Module -> apply(Module, Name, Args)
    end.

shell_undef(Name, Args) ->
    erlang:error({shell_undef, Name, length(Args), []}).

find_module([], _, _) -> undefined;
find_module([Module | Modules], Name, Arity) ->
    case code:ensure_loaded(Module) =:= {module, Module} andalso erlang:function_exported(Module, Name, Arity) of
        true -> Module;
        false -> find_module(Modules, Name, Arity)
    end.

%% `fun Name/Arity' of a function that the shell does not have.
undefined_fun(Name, Arity) ->
    [_ | Below] = try throw(here) catch throw:here:Frames -> Frames end,
    Waiting = lists:dropwhile(fun(Frame) -> element(2, Frame) =:= do_apply end, Below),
    Failed = {erl_eval, expr, 6, [{file, "erl_eval.erl"}, {line, 338}]},
    erlang:raise(error, undef, lists:sublist([{erl_eval, Name, Arity, []}, Failed | Waiting], 8)).

%% --- one evaluation without a shell

%% Prints the value of the last expression, or the exception, and halts with status 0 or 1; 2 if nothing was evaluated.
evaluate(Form) ->
    Parent = self(),
    Server = spawn(fun() -> receive go -> evaluate(Form, Parent) end end),
    console:system(Server),
    Server ! go,
    ok.

evaluate(Form, _) ->
    process_flag(trap_exit, true),
    State = #shell{evaluator = Evaluator} = start_evaluator(#shell{}),
    {ok, Count} = shell_native:parse(Form),
    Evaluator ! {shell_command, self(), Form, Count, [], [], false},
    Status = receive
        {shell_result, Evaluator, {value, Value, _, _}} ->
            io:put_chars([shell_native:pretty(Value), $\n]),
            0;
        {shell_result, Evaluator, {ended, Class, Reason, Stack}} ->
            print_exception(Class, Reason, Stack, State),
            1;
        {shell_result, Evaluator, {refused, Complaint, _}} ->
            complain(Complaint),
            1;
        {'EXIT', Evaluator, Reason} ->
            report_exit(exit, Reason, State),
            1
    end,
    %% What other nodes still have to say about it comes first.
    is_alive() andalso timer:sleep(100),
    halt(Status).
