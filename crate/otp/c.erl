%% The commands that the shell offers besides its own: the functions of OTP's module c that mean something here.
-module(c).
-export([c/1, c/2, c/3, l/1, lc/1, nc/1, nc/2, nl/1, lm/0, mm/0, m/0, m/1,
         flush/0, pid/3, i/0, i/3, ni/0, regs/0, nregs/0, bt/1,
         help/0, h/1, h/2, h/3, q/0, ls/0, ls/1, cd/1, pwd/0, memory/0, memory/1, uptime/0]).

%% --- code

c(File) -> c(File, []).

c(File, Options) when is_list(Options) ->
    Name = source_name(File),
    case file:entry(Name) of
        none when is_atom(File) -> {error, non_existing};
        _ -> loaded(compile:file(Name, [report | Options]), filename:rootname(filename:basename(Name), ".erl"), Options)
    end;
c(File, Option) ->
    c(File, [Option]).

loaded(error, _, _) ->
    error;
loaded({error, _, _} = Errors, _, _) ->
    Errors;
loaded(_, Name, Options) ->
    case lists:member(binary, Options) of
        true ->
            io:put_chars("** Warning: No object file created - nothing loaded **\n"),
            ok;
        false ->
            Module = list_to_atom(Name),
            code:purge(Module),
            Object = case proplists:get_value(outdir, Options) of
                undefined -> Name;
                Folder -> filename:join(Folder, Name)
            end,
            case code:load_abs(Object, Module) of
                {error, _} = Error -> Error;
                {module, Module} -> {ok, Module}
            end
    end.

c(Module, Options, _Filter) -> c(Module, Options).

source_name(File) when is_atom(File) -> source_name(atom_to_list(File));
source_name(File) ->
    case lists:suffix(".erl", File) of
        true -> File;
        false -> File ++ ".erl"
    end.

l(Module) ->
    code:purge(Module),
    code:load_file(Module).

%% What cannot be compiled is told, not returned.
lc(Files) ->
    Names = case catch length(Files) of
        {'EXIT', _} -> lists:reverse('EXIT');
        _ -> Files
    end,
    lists:foreach(fun(File) -> compile:file(File, [report_errors, report_warnings]) end, Names).

%% On all nodes that are connected, this one too.
nc(File) -> nc(File, []).

nc(File, Options) when is_list(Options) ->
    case c(File, Options) of
        {ok, Module} ->
            nl(Module),
            {ok, Module};
        Error ->
            Error
    end;
nc(File, Option) ->
    nc(File, [Option]).

nl(Module) ->
    case code:get_object_code(Module) of
        {_, Binary, File} -> rpc:eval_everywhere(code, load_binary, [Module, File, Binary]);
        error ->
            % Where each node says that the module is none of the learner's.
            case code:is_sticky(Module) of
                true -> rpc:eval_everywhere(code, load_binary, [Module, atom_to_list(Module), <<>>]);
                false -> error
            end
    end.

lm() -> [l(Module) || Module <- mm()].
mm() -> code:modified_modules().

m() ->
    io:put_chars("Module               File\n"),
    [io:format("~-20s ~ts~n", [Name, place(File)]) || {Name, File} <- lists:sort(code:all_loaded())],
    ok.

place(File) when is_atom(File) -> atom_to_list(File);
place(File) -> File.

m(Module) ->
    Info = Module:module_info(),
    io:format("Module: ~w~n", [Module]),
    print_md5(proplists:get_value(md5, Info)),
    io:format("Object file: ~ts~nCompiler options:  []~nExports: ~n", [place(code:which(Module))]),
    [io:format("         ~tw/~w~n", [Name, Arity]) || {Name, Arity} <- lists:sort(proplists:get_value(exports, Info))],
    ok.

print_md5(<<Digest:128>>) -> io:format("MD5: ~32.16.0b~n", [Digest]);
print_md5(_) -> ok.

%% --- messages

flush() ->
    receive
        Message ->
            io:format("Shell got ~tp~n", [Message]),
            flush()
    after 0 ->
        ok
    end.

%% --- processes

pid(X, Y, Z) ->
    list_to_pid("<" ++ integer_to_list(X) ++ "." ++ integer_to_list(Y) ++ "." ++ integer_to_list(Z) ++ ">").

i(X, Y, Z) -> process_info(pid(X, Y, Z)).

ni() -> i().

i() ->
    process_lines("Pid", "Initial Call", "Heap", "Reds", "Msgs", "Registered", "Current Function", "Stack"),
    {Heap, Reds, Msgs, Stack} = lists:foldl(fun process_line/2, {0, 0, 0, 0}, processes()),
    process_lines("Total", "", integer_to_list(Heap), integer_to_list(Reds), integer_to_list(Msgs),
                  "", "", integer_to_list(Stack)).

process_line(Pid, {Heap, Reds, Msgs, Stack} = Sums) ->
    Keys = [initial_call, current_function, registered_name, heap_size, reductions, message_queue_len, stack_size],
    case process_info(Pid, Keys) of
        undefined ->
            Sums;
        [{_, Initial}, {_, Current}, {_, Name}, {_, H}, {_, R}, {_, M}, {_, S}] ->
            process_lines(pid_to_list(Pid), function_text(Initial), integer_to_list(H), integer_to_list(R),
                          integer_to_list(M), name_text(Name), function_text(Current), integer_to_list(S)),
            {Heap + H, Reds + R, Msgs + M, Stack + S}
    end.

name_text([]) -> "";
name_text(Name) -> atom_to_list(Name).

function_text({M, F, A}) -> lists:flatten(io_lib:format("~w:~tw/~w", [M, F, A]));
function_text(_) -> "unknown".

process_lines(Pid, Initial, Heap, Reds, Msgs, Name, Current, Stack) ->
    io:format("~-21s ~-33s ~8s ~8s ~4s~n", [Pid, cut(Initial, 33), Heap, Reds, Msgs]),
    io:format("~-21s ~-33s ~8s              ~n", [cut(Name, 21), cut(Current, 33), Stack]).

cut(Text, Width) -> lists:sublist(Text, Width).

regs() ->
    io:format("~n** Registered procs on node ~w **~n", [node()]),
    io:format("~-21s ~-12s ~-28s ~8s ~4s~n", ["Name", "Pid", "Initial Call", "Reds", "Msgs"]),
    [registered_line(Name) || Name <- lists:sort(registered())],
    io:format("~n** Registered ports on node ~w **~n", [node()]),
    io:format("~-21s ~-15s ~-40s~n", ["Name", "Id", "Command"]),
    ok.

registered_line(Name) ->
    case whereis(Name) of
        undefined ->
            ok;
        Pid ->
            case process_info(Pid, [initial_call, reductions, message_queue_len]) of
                [{_, Initial}, {_, Reds}, {_, Msgs}] ->
                    io:format("~-21s ~-12s ~-28s ~8s ~4s~n",
                              [cut(atom_to_list(Name), 21), pid_to_list(Pid), cut(function_text(Initial), 28),
                               integer_to_list(Reds), integer_to_list(Msgs)]);
                undefined ->
                    ok
            end
    end.

nregs() -> regs().

bt(Pid) ->
    case process_info(Pid, current_stacktrace) of
        {_, Frames} ->
            [io:format("~w:~tw/~w~n", [M, F, A]) || {M, F, A, _} <- Frames],
            ok;
        undefined ->
            undefined
    end.

%% --- the node

q() -> init:stop().

memory() -> erlang:memory().
memory(Kind) -> erlang:memory(Kind).

uptime() ->
    {Milliseconds, _} = statistics(wall_clock),
    Seconds = Milliseconds div 1000,
    Parts = [{Seconds div 86400, "days"}, {Seconds div 3600 rem 24, "hours"}, {Seconds div 60 rem 60, "minutes"}],
    Texts = [[integer_to_list(N), " ", Unit, ", "] || {N, Unit} <- Parts, N > 0],
    io:put_chars([Texts, integer_to_list(Seconds rem 60), " seconds\n"]).

%% --- files: each node has a folder of its own

pwd() ->
    io:put_chars([shell_native:directory(), $\n]).

cd(_) ->
    pwd().

ls() ->
    {ok, Names} = file:list_dir("."),
    columns(lists:sort(Names)),
    ok.

ls(Name) ->
    case Name =:= "." orelse file:entry(Name) =/= none of
        true when Name =:= "." -> ls();
        true -> columns([Name]), ok;
        false -> io:put_chars("no such file or directory\n")
    end.

columns([]) ->
    ok;
columns(Names) ->
    Width = lists:max([length(Name) || Name <- Names]) + 5,
    PerLine = max(1, 80 div Width),
    rows(Names, Width, PerLine).

%% After a full row and no other there is an empty line, as in OTP.
rows(Names, Width, PerLine) ->
    Row = lists:sublist(Names, PerLine),
    io:put_chars([[string:pad(Name, Width) || Name <- Row], $\n]),
    case length(Row) of
        PerLine -> rows(lists:nthtail(PerLine, Names), Width, PerLine);
        _ -> ok
    end.

%% --- help

help() ->
    io:put_chars(shell_native:help()),
    true.

h(Module) ->
    Found = code:get_doc(Module),
    documentation(Found, fun() -> true end).

h(Module, Function) ->
    Found = code:get_doc(Module),
    documentation(Found, fun() -> lists:keymember(Function, 1, Module:module_info(exports)) end).

h(Module, Function, Arity) ->
    Found = code:get_doc(Module),
    documentation(Found, fun() -> erlang:function_exported(Module, Function, Arity) end).

documentation({error, missing}, Known) ->
    case Known() of
        true -> {error, missing};
        false -> {error, function_missing}
    end;
documentation(Error, _) ->
    Error.
