%% A server for the cases with gen_server: counts.
-module(counter).
-behaviour(gen_server).
-export([start/1, start_link/1, start_there/2, init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

start(Name) -> gen_server:start(Name, ?MODULE, 0, []).
start_link(Name) -> gen_server:start_link(Name, ?MODULE, 0, []).

%% Starts one on another node; it lives on there.
start_there(Node, Name) -> erpc:call(Node, ?MODULE, start, [Name]).

init(refuse) -> {stop, refused};
init(N) -> {ok, N}.

handle_call(where, _, N) -> {reply, node(), N};
handle_call(get, _, N) -> {reply, N, N};
handle_call(next, _, N) -> {reply, N + 1, N + 1};
handle_call({sleep, Time}, _, N) -> timer:sleep(Time), {reply, slept, N};
handle_call(from, From, N) -> {reply, node(element(1, From)), N};
handle_call(crash, _, _) -> error(crashed);
handle_call(stop, _, N) -> {stop, normal, stopped, N};
handle_call({leave, Reason}, _, N) -> {stop, Reason, N}.

handle_cast({add, M}, N) -> {noreply, N + M};
handle_cast(stop, N) -> {stop, normal, N}.

handle_info({tell, To}, N) -> To ! {told, node(), N}, {noreply, N};
handle_info(_, N) -> {noreply, N}.

terminate(_, _) -> ok.
