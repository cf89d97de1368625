-module(chat_listener).
-export([start_link/2, init/2]).

start_link(Name, Port) ->
    proc_lib:start_link(chat_listener, init, [Name, Port]).

init(Name, Port) ->
    Options = [binary, {packet, line}, {active, false}, {reuseaddr, true}],
    case gen_tcp:listen(Port, Options) of
        {ok, Listen} ->
            register(Name, self()),
            proc_lib:init_ack({ok, self()}),
            accept(Listen);
        {error, Reason} ->
            proc_lib:init_ack({error, Reason})
    end.

accept(Listen) ->
    {ok, Socket} = gen_tcp:accept(Listen),
    {ok, Server} = chat_sup:start_user(Socket),
    chat_server:serve(Server, Socket),
    accept(Listen).
