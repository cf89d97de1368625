%% The target of the soak test: hands out ids and remembers to which request it gave each one. Every second change is an
%% update function, the others are new states.
-module(soak_server).
-behaviour(gen_server).

-export([start/2, next_value/3, client/3]).
-export([init/1, handle_call/3, handle_cast/2]).

start(Name, Protocol) ->
    gen_server_cluster:start(Name, ?MODULE, [], [{protocol, Protocol}]).

next_value(Name, Request, Timeout) ->
    gen_server:call({global, Name}, {next_value, Request}, Timeout).

%% Asks for ids as long as the node lives and writes each answer to a file, which outlives the node.
client(Name, Number, Folder) ->
    Path = filename:join(Folder, io_lib:format("~s.~b.~b", [node(), Number, erlang:system_time()])),
    {ok, File} = file:open(Path, [write, raw]),
    loop(Name, {node(), Number, erlang:unique_integer([positive]), os:getpid()}, 1, File).

loop(Name, Client, Count, File) ->
    Request = {Client, Count},
    case catch next_value(Name, Request, 4000) of
        Id when is_integer(Id) -> ok = file:write(File, io_lib:format("~0p.~n", [{Id, Request}]));
        {error, no_majority} -> timer:sleep(100);
        {'EXIT', _} -> timer:sleep(50)
    end,
    timer:sleep(rand:uniform(20)),
    loop(Name, Client, Count + 1, File).

init([]) -> {ok, {0, #{}}}.

handle_call({next_value, Request}, _From, {Id, Given}) when Id rem 2 =:= 0 ->
    {reply, Id, {Id + 1, Given#{Request => Id}}};
handle_call({next_value, Request}, _From, {Id, _}) ->
    {reply, Id, fun({Old, Given}) -> {Old + 1, Given#{Request => Id}} end}.

handle_cast(_, State) -> {noreply, State}.
