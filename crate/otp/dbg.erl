%% Tracing in words: a server that knows the tracer and the saved match specifications, and a tracer that prints what happens.
-module(dbg).
-export([tracer/0, tracer/2, start/0, stop/0, stop_clear/0, get_tracer/0, get_tracer/1, p/1, p/2, c/3, c/4, i/0,
         tp/2, tp/3, tp/4, tpl/2, tpl/3, tpl/4, ctp/0, ctp/1, ctp/2, ctp/3, ctpl/0, ctpl/1, ctpl/2, ctpl/3,
         ctpg/0, ctpg/1, ctpg/2, ctpg/3, ltp/0, dtp/0, dtp/1, wtp/1, rtp/1, tpe/2, ctpe/1, h/0, h/1, n/1, cn/1, ln/0, fun2ms/1, dhandler/2,
         transform_flags/1, flush_trace_port/0]).

%% As ets:fun2ms/1, for the argument lists of traced calls.
fun2ms(Fun) when is_function(Fun) ->
    case shell_local:match_spec(?MODULE, Fun) of
        {exit, Reason} -> exit(Reason);
        Result -> Result
    end.

%% --- server and tracer

start() -> {ok, server()}.

tracer() -> request({tracer, fun() -> print_loop() end}).

tracer(process, {Handler, State}) when is_function(Handler, 2) ->
    request({tracer, fun() -> trace_loop(Handler, State) end}).

stop() -> stop([]).

stop_clear() -> stop([local, global]).

stop(Clear) ->
    [erlang:trace_pattern({'_', '_', '_'}, false, [Option]) || Option <- Clear],
    case whereis(dbg) of
        undefined ->
            ok;
        Server ->
            Monitor = monitor(process, Server),
            _ = request(stop),
            receive {'DOWN', Monitor, _, _, _} -> ok end
    end.

get_tracer() -> get_tracer(node()).

get_tracer(Node) when Node =:= node() ->
    case request(get_tracer) of
        none -> {error, {no_tracer_on_node, Node}};
        Tracer -> {ok, Tracer}
    end;
get_tracer(Node) ->
    {error, {no_tracer_on_node, Node}}.

server() ->
    case whereis(dbg) of
        undefined ->
            Starter = self(),
            {Server, Monitor} = spawn_monitor(fun() -> init(Starter) end),
            receive
                {Server, ready} -> demonitor(Monitor, [flush]), Server;
                {'DOWN', Monitor, _, _, _} -> server()
            end;
        Server ->
            Server
    end.

%% Who starts it waits in server/0; another that was faster has the name.
init(Starter) ->
    process_flag(trap_exit, true),
    try register(dbg, self()) of
        true -> Starter ! {self(), ready}, server_loop(none, saved())
    catch
        error:badarg -> ok
    end.

saved() ->
    #{x => [{'_', [], [{exception_trace}]}], c => [{'_', [], [{message, {caller}}]}],
      cx => [{'_', [], [{exception_trace}, {message, {caller}}]}],
      exception_trace => x, caller_trace => c, caller_exception_trace => cx}.

request(Request) ->
    Server = server(),
    Monitor = monitor(process, Server),
    Server ! {dbg, self(), Monitor, Request},
    receive
        {Monitor, Answer} -> demonitor(Monitor, [flush]), Answer;
        {'DOWN', Monitor, _, _, Reason} -> exit(Reason)
    end.

server_loop(Tracer, Saved) ->
    receive
        {dbg, From, Ref, {tracer, _}} when is_pid(Tracer) ->
            From ! {Ref, {error, already_started}},
            server_loop(Tracer, Saved);
        {dbg, From, Ref, {tracer, Loop}} ->
            New = spawn_link(Loop),
            From ! {Ref, {ok, self()}},
            server_loop(New, Saved);
        {dbg, From, Ref, get_tracer} ->
            From ! {Ref, Tracer},
            server_loop(Tracer, Saved);
        {dbg, From, Ref, saved} ->
            From ! {Ref, Saved},
            server_loop(Tracer, Saved);
        {dbg, From, Ref, {save, Spec}} ->
            {Name, After} = save(Spec, Saved),
            From ! {Ref, Name},
            server_loop(Tracer, After);
        {dbg, From, Ref, {forget, all}} ->
            From ! {Ref, ok},
            server_loop(Tracer, saved());
        {dbg, From, Ref, {forget, Name}} ->
            From ! {Ref, ok},
            server_loop(Tracer, maps:remove(Name, Saved));
        {dbg, From, Ref, stop} ->
            erlang:trace(all, false, [all]),
            is_pid(Tracer) andalso flush_tracer(Tracer),
            From ! {Ref, ok};
        {'EXIT', Tracer, _} ->
            server_loop(none, Saved);
        _ ->
            server_loop(Tracer, Saved)
    end.

%% What has been traced is printed before the tracer goes.
flush_tracer(Tracer) ->
    unlink(Tracer),
    Monitor = monitor(process, Tracer),
    Tracer ! {dbg, stop},
    receive {'DOWN', Monitor, _, _, _} -> ok end.

save(Spec, Saved) ->
    case [Number || {Number, Same} <- maps:to_list(Saved), Same =:= Spec] of
        [Number | _] ->
            {Number, Saved};
        [] ->
            Number = lists:max([0 | [N || N <- maps:keys(Saved), is_integer(N)]]) + 1,
            {Number, Saved#{Number => Spec}}
    end.

-define(IS_EVENT(Event), (element(1, Event) =:= trace orelse element(1, Event) =:= trace_ts)).

trace_loop(Handler, State) ->
    receive
        {dbg, stop} -> ok;
        Event when ?IS_EVENT(Event) -> trace_loop(Handler, Handler(Event, State))
    end.

%% What has come is printed at once: before what the traced process does next, if that can be.
print_loop() ->
    process_flag(priority, max),
    receive
        {dbg, stop} ->
            ok;
        Event when ?IS_EVENT(Event) ->
            io:put_chars(user, [line(Event) | more_lines()]),
            print_loop()
    end.

more_lines() ->
    receive
        Event when ?IS_EVENT(Event) -> [line(Event) | more_lines()]
    after 0 -> []
    end.

flush_trace_port() -> {error, no_trace_driver}.

%% --- printing

dhandler(end_of_trace, Out) ->
    Out;
dhandler(Event, Out) when ?IS_EVENT(Event) ->
    io:put_chars(Out, line(Event)),
    Out;
dhandler(Event, Out) ->
    io:format(Out, "~p~n", [Event]),
    Out.

line(Event) ->
    [Kind, Who, What | Rest] = tuple_to_list(Event),
    {Parts, Stamp} = case Kind of
        trace -> {Rest, ""};
        trace_ts -> {lists:droplast(Rest), io_lib:format(" (Timestamp: ~p)", [lists:last(Rest)])}
    end,
    {Format, Arguments} = words(What, Parts),
    io_lib:format("(~p) " ++ Format ++ "~ts~n", [Who | Arguments] ++ [Stamp]).

words('receive', [Message]) -> {"<< ~tp", [Message]};
words(send, [Message, To]) -> {"~tp ! ~tp", [To, Message]};
words(call, [Call]) -> {"call ~ts", [called(Call)]};
words(call, [Call, Message]) -> {"call ~ts (~tp)", [called(Call), Message]};
words(return_from, [Function, Value]) -> {"returned from ~ts -> ~tp", [called(Function), Value]};
words(return_to, [Function]) -> {"returning to ~ts", [called(Function)]};
words(spawn, [Pid, Call]) -> {"spawn ~p as ~ts", [Pid, called(Call)]};
words(What, Parts) -> {"~ts", [lists:join($\s, [text(Part) || Part <- [What | Parts]])]}.

text(Term) -> io_lib:format("~tp", [Term]).

called({Module, Function, Arguments}) when is_list(Arguments) ->
    io_lib:format("~tp:~tp(~ts)", [Module, Function, lists:join($,, [text(Argument) || Argument <- Arguments])]);
called({Module, Function, Arity}) ->
    io_lib:format("~tp:~tp/~p", [Module, Function, Arity]);
called(Other) ->
    text(Other).

%% --- processes

p(Item) -> p(Item, [m]).

p(Item, Flag) when is_atom(Flag) -> p(Item, [Flag]);
p(Item, Flags) ->
    case {transform_flags(Flags), request(get_tracer)} of
        {{error, _} = Error, _} -> Error;
        {_, none} when Item =:= all; Item =:= new; Item =:= existing; Item =:= processes -> {error, no_tracers};
        {_, none} -> {error, {no_tracer_on_node, node()}};
        {Bits, Tracer} when is_pid(Item); is_atom(Item); is_integer(Item); is_list(Item); tuple_size(Item) =:= 3 ->
            {ok, [matched(Item, Bits, Tracer)]};
        _ -> {error, {badpid, Item}}
    end.

matched(Item, Bits, Tracer) ->
    Who = who(Item),
    try
        Count = case lists:member(clear, Bits) of
            true -> erlang:trace(Who, false, [all]);
            false -> erlang:trace(Who, true, [{tracer, Tracer} | Bits])
        end,
        {matched, node(), Count}
    catch
        error:badarg when is_pid(Who), Who =/= Tracer -> {matched, node(), 0, {no_proc, Who}};
        error:badarg -> {matched, node(), 0, {no_proc, Item}}
    end.

who(Pid) when is_pid(Pid) -> Pid;
who(All) when All =:= all; All =:= new; All =:= existing; All =:= processes; All =:= new_processes;
              All =:= existing_processes; All =:= ports; All =:= new_ports; All =:= existing_ports -> All;
who(Name) when is_atom(Name) -> whereis(Name);
who(Number) when is_integer(Number) -> who({0, Number, 0});
who({X, Y, Z}) -> c:pid(X, Y, Z);
who(Text) when is_list(Text) -> list_to_pid(Text);
who(Other) -> Other.

transform_flags(Flags) when is_list(Flags) ->
    case [Flag || Flag <- Flags, bits(Flag) =:= unknown] of
        [] -> lists:flatmap(fun bits/1, lists:reverse(Flags));
        Bad -> {error, {bad_flags, Bad}}
    end;
transform_flags(Flag) -> transform_flags([Flag]).

bits(s) -> [send];
bits(r) -> ['receive'];
bits(m) -> [send, 'receive'];
bits(c) -> [call];
bits(p) -> [procs];
bits(sos) -> [set_on_spawn];
bits(sol) -> [set_on_link];
bits(sofs) -> [set_on_first_spawn];
bits(sofl) -> [set_on_first_link];
bits(all) -> [all, timestamp];
bits(Flag) ->
    Known = [clear, send, 'receive', call, procs, ports, garbage_collection, running, running_procs, running_ports, exiting,
             set_on_spawn, set_on_first_spawn, set_on_link, set_on_first_link, timestamp, monotonic_timestamp,
             strict_monotonic_timestamp, cpu_timestamp, arity, return_to, silent],
    case lists:member(Flag, Known) of
        true -> [Flag];
        false -> unknown
    end.

c(Module, Function, Arguments) -> c(Module, Function, Arguments, all).

%% Calls with the flags set, in a process of its own.
c(Module, Function, Arguments, Flags) ->
    case {transform_flags(Flags), request(get_tracer)} of
        {{error, _} = Error, _} ->
            Error;
        {Bits, Tracer} ->
            {Pid, Monitor} = spawn_monitor(fun() -> run(Tracer, Bits, {Module, Function, Arguments}) end),
            receive {'DOWN', Monitor, process, Pid, Reason} -> result(Reason) end
    end.

run(Tracer, Bits, {Module, Function, Arguments}) ->
    is_pid(Tracer) andalso erlang:trace(self(), true, [{tracer, Tracer} | Bits]),
    Result = apply(Module, Function, Arguments),
    is_pid(Tracer) andalso erlang:trace(self(), false, [all]),
    exit({done, Result}).

result({done, Result}) -> Result;
result(Reason) -> {error, Reason}.

i() ->
    io:format("~nNode ~w:~n~-12s ~-21s ~s~n", [node(), "Pid", "Initial call", "Trace "]),
    lists:foreach(fun show_traced/1, processes()).

show_traced(Pid) ->
    case erlang:trace_info(Pid, flags) of
        {flags, [_ | _] = Flags} ->
            Letters = [letter(Flag) || Flag <- [call, procs, 'receive', send], lists:member(Flag, Flags)]
                ++ [atom_to_list(Flag) || Flag <- lists:sort(Flags), letter(Flag) =:= other],
            {initial_call, Initial} = process_info(Pid, initial_call),
            io:format("~-12s ~-21s ~s~n", [io_lib:format("~w", [Part]) || Part <- [Pid, Initial]]
                ++ [lists:join(" | ", Letters)]);
        _ ->
            ok
    end.

letter(call) -> "c";
letter(procs) -> "p";
letter('receive') -> "r";
letter(send) -> "s";
letter(_) -> other.

%% --- functions

tp(Event, Spec) when Event =:= send; Event =:= 'receive' -> pattern(Event, Spec, []);
tp({_, _, _} = Function, Spec) -> pattern(Function, Spec, []);
tp(Module, Spec) when is_atom(Module) -> pattern({Module, '_', '_'}, Spec, []).

tp(Module, Function, Spec) -> pattern({Module, Function, '_'}, Spec, []).
tp(Module, Function, Arity, Spec) -> pattern({Module, Function, Arity}, Spec, []).

tpl({_, _, _} = Function, Spec) -> pattern(Function, Spec, [local]);
tpl(Module, Spec) when is_atom(Module) -> pattern({Module, '_', '_'}, Spec, [local]).

tpl(Module, Function, Spec) -> pattern({Module, Function, '_'}, Spec, [local]).
tpl(Module, Function, Arity, Spec) -> pattern({Module, Function, Arity}, Spec, [local]).

pattern(Function, Name, Options) when is_atom(Name); is_integer(Name) ->
    case {request(saved), request(get_tracer)} of
        {#{Name := Spec}, _} when is_atom(Spec) -> pattern(Function, Spec, Options);
        {#{Name := Spec}, none} when is_list(Spec) -> {ok, [{saved, Name}]};
        {#{Name := Spec}, _} -> {ok, [set(Function, Spec, Options), {saved, Name}]};
        _ -> {error, unknown_pattern}
    end;
pattern(Function, Spec, Options) ->
    Tested = case Spec of
        [] -> {ok, none, [], []};
        _ -> erlang:match_spec_test([], Spec, trace)
    end,
    case {Tested, request(get_tracer)} of
        {{error, Problems}, _} -> {error, Problems};
        {_, Tracer} ->
            Saved = [{saved, request({save, Spec})} || Spec =/= []],
            {ok, [set(Function, Spec, Options) || Tracer =/= none] ++ Saved}
    end.

set(Function, Spec, Options) ->
    is_tuple(Function) andalso element(1, Function) =/= '_' andalso code:ensure_loaded(element(1, Function)),
    try {matched, node(), erlang:trace_pattern(Function, Spec, Options)}
    catch error:Reason:Stack -> {matched, node(), 0, {badrpc, {'EXIT', {Reason, [hd(Stack)]}}}}
    end.

ctp() -> clear({'_', '_', '_'}, [global, local]).
ctp({_, _, _} = Function) -> clear(Function, [global, local]);
ctp(Module) -> clear({Module, '_', '_'}, [global, local]).
ctp(Module, Function) -> clear({Module, Function, '_'}, [global, local]).
ctp(Module, Function, Arity) -> clear({Module, Function, Arity}, [global, local]).

ctpl() -> clear({'_', '_', '_'}, [local]).
ctpl({_, _, _} = Function) -> clear(Function, [local]);
ctpl(Module) -> clear({Module, '_', '_'}, [local]).
ctpl(Module, Function) -> clear({Module, Function, '_'}, [local]).
ctpl(Module, Function, Arity) -> clear({Module, Function, Arity}, [local]).

ctpg() -> clear({'_', '_', '_'}, [global]).
ctpg({_, _, _} = Function) -> clear(Function, [global]);
ctpg(Module) -> clear({Module, '_', '_'}, [global]).
ctpg(Module, Function) -> clear({Module, Function, '_'}, [global]).
ctpg(Module, Function, Arity) -> clear({Module, Function, Arity}, [global]).

clear(Function, Options) ->
    Counts = [erlang:trace_pattern(Function, false, [Option]) || Option <- Options],
    {ok, [{matched, node(), lists:last(Counts)}]}.

tpe(Event, Spec) when Event =:= send; Event =:= 'receive' -> pattern(Event, Spec, []).

ctpe(Event) when Event =:= send; Event =:= 'receive' ->
    {ok, [{matched, node(), erlang:trace_pattern(Event, true, [])}]}.

%% --- saved specifications

%% A file of terms: the specifications that were saved under numbers.
wtp(File) ->
    Numbered = [Spec || {Name, Spec} <- lists:sort(maps:to_list(request(saved))), is_integer(Name)],
    Text = [io_lib:format("~tp.~n", [Spec]) || Spec <- Numbered],
    case file:write_file(File, unicode:characters_to_binary(["%% coding: utf-8\n" | Text])) of
        ok -> ok;
        {error, Reason} -> {error, Reason}
    end.

rtp(File) ->
    case file:consult(File) of
        {ok, Specs} ->
            case [Spec || Spec <- Specs, element(1, erlang:match_spec_test([], Spec, trace)) =/= ok] of
                [] -> lists:foreach(fun(Spec) -> request({save, Spec}) end, Specs);
                [Bad | _] -> {error, {file_format_error, Bad}}
            end;
        {error, Reason} ->
            {error, {read_error, Reason}}
    end.

ltp() ->
    Saved = lists:sort(maps:to_list(request(saved))),
    lists:foreach(fun({Name, Spec}) -> io:format("~p: ~p~n", [Name, Spec]) end, Saved).

dtp() -> request({forget, all}).
dtp(Name) -> request({forget, Name}).

%% --- nodes: this one only

n(Node) when Node =:= node() -> {error, cant_add_local_node};
n(Node) -> {error, {nodedown, Node}}.

cn(_) -> ok.

ln() -> ok.

%% --- help

h() ->
    io:put_chars(
      "The following help items are available:\n"
      "   p, c\n       - Set trace flags for processes\n"
      "   tp, tpl, ctp, ctpl, ctpg, ltp, dtp, wtp, rtp\n       - Manipulate trace patterns for functions\n"
      "   n, cn, ln\n       - Add/remove traced nodes.\n"
      "   tracer, trace_port, trace_client, get_tracer, stop, stop_clear\n       - Manipulate tracer process/port\n"
      "   i\n       - Info\n\n"
      "call dbg:h(Item) for brief help a brief description\nof one of the items above.\n\n").

h(Item) -> io:put_chars([help(Item), $\n]).

help(p) ->
    "p(Item) -> {ok, MatchDesc} | {error, term()}\n - Traces messages to and from Item.\n"
    "p(Item, Flags) -> {ok, MatchDesc} | {error, term()}\n - Traces Item according to Flags.\n"
    "   Flags can be one of s,r,m,c,p,sos,sol,sofs,\n   sofl,all,clear or any flag accepted by erlang:trace/3\n";
help(c) ->
    "c(Mod, Fun, Args)\n - Evaluates apply(M,F,Args) with all trace flags set.\n"
    "c(Mod, Fun, Args, Flags)\n - Evaluates apply(M,F,Args) with Flags trace flags set.\n";
help(tp) -> [setting("tp"), " - Set pattern for traced global function calls.\n"];
help(tpl) -> [setting("tpl"), " - Set pattern for traced local (as well as global) function calls.\n"];
help(ctp) -> [clearing("ctp"), " - Clear call trace pattern for the specified functions\n"];
help(ctpl) -> [clearing("ctpl"), " - Clear local call trace pattern for the specified functions\n"];
help(ctpg) -> [clearing("ctpg"), " - Clear global call trace pattern for the specified functions\n"];
help(ltp) -> "ltp() -> ok\n - Lists saved and built-in match_spec's on the console.\n";
help(n) ->
    "n(Nodename) -> {ok, Nodename} | {error, Reason}\n - Starts a tracer server on the given node.\n"
    "n(Nodename,Type,Data) -> {ok, Nodename} | {error, Reason}\n"
    " - Starts a tracer server with additional args on the given node.\n";
help(cn) -> "cn(Nodename) -> ok\n - Clears a node from the list of traced nodes.\n";
help(tracer) ->
    "tracer() -> {ok, pid()} | {error, already_started}\n - Starts a tracer server that handles trace messages.\n"
    "tracer(Type, Data) -> {ok, pid()} | {error, Error}\n - Starts a tracer server with additional parameters\n";
help(i) -> "i() -> ok\n - Displays information about all traced processes.\n";
help(stop) ->
    "stop() -> ok\n - Stops the dbg server and the tracing of all processes.\n   Does not clear any trace patterns.\n".

setting(Name) ->
    [Name, "(Module,MatchSpec)\n - Same as ", Name, "({Module, '_', '_'}, MatchSpec)\n",
     Name, "(Module,Function,MatchSpec)\n - Same as ", Name, "({Module, Function, '_'}, MatchSpec)\n",
     Name, "(Module, Function, Arity, MatchSpec)\n - Same as ", Name, "({Module, Function, Arity}, MatchSpec)\n",
     Name, "({Module, Function, Arity}, MatchSpec) -> {ok, MatchDesc} | {error, term()}\n"].

clearing(Name) ->
    [Name, "()\n - Same as ", Name, "({'_', '_', '_'})\n",
     Name, "(Module)\n - Same as ", Name, "({Module, '_', '_'})\n",
     Name, "(Module, Function)\n - Same as ", Name, "({Module, Function, '_'})\n",
     Name, "(Module, Function, Arity)\n - Same as ", Name, "({Module, Function, Arity})\n",
     Name, "({Module, Function, Arity}) -> {ok, MatchDesc} | {error, term()}\n"].
