%% A handler for the cases with gen_event: tells a process of what it hears.
-module(bell).
-behaviour(gen_event).
-export([start_there/1, init/1, handle_event/2, handle_call/2, handle_info/2, terminate/2]).

%% Starts a manager called bell on another node; it lives on there.
start_there(Node) -> erpc:call(Node, gen_event, start, [{local, bell}]).

init({To, {_, From}}) -> To ! {swapped, From}, {ok, To};
init({_, error}) -> {ok, nobody};
init(refuse) -> {error, refused};
init(To) -> {ok, To}.

handle_event(leave, _) -> remove_handler;
handle_event(crash, _) -> error(rung);
handle_event(Event, To) -> To ! {rung, node(), Event}, {ok, To}.

handle_call(where, To) -> {ok, node(), To};
handle_call({sleep, Ms}, To) -> timer:sleep(Ms), {ok, slept, To};
handle_call(crash, _) -> error(rung);
handle_call(leave, _) -> {remove_handler, bye}.

handle_info(Info, To) -> To ! {heard, node(), Info}, {ok, To}.

terminate({swap, _}, To) -> To;
terminate(Why, To) when is_pid(To) -> To ! {ended, Why}, ended;
terminate(_, _) -> ended.
