%% What the measures of clusters run: a server on several nodes whose state is a list, and a flood of messages.
-module(counter).
-behaviour(gen_server).
-export([start/1, join/0, add/1, flood/2, sink/2]).
-export([init/1, handle_call/3, handle_cast/2]).

start(Entries) -> {ok, _} = gen_server_cluster:start(c, ?MODULE, Entries, []), ok.

join() -> {ok, _} = gen_server_cluster:start_local_server(c), ok.

%% An update by a new state, or by a function that makes it.
add(How) -> gen_server:call({global, c}, {add, How}, infinity).

%% N messages to a process on another node, and one back.
flood(Node, N) ->
    Sink = spawn(Node, ?MODULE, sink, [self(), N]),
    [Sink ! {message, I} || I <- lists:seq(1, N)],
    receive {Sink, Last} -> Last end.

sink(From, N) ->
    receive
        {message, N} -> From ! {self(), N};
        {message, _} -> sink(From, N)
    end.

init(Entries) -> {ok, lists:seq(1, Entries)}.

handle_call({add, state}, _From, List) -> {reply, ok, [added | List]};
handle_call({add, function}, _From, _List) -> {reply, ok, fun(List) -> [added | List] end}.

handle_cast(_, List) -> {noreply, List}.
