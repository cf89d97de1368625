-module(chat_server).
-behaviour(gen_server).
-include("chat_protocol.hrl").

-export([start_link/2]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

-record(state, {userid, socket}).

start_link(UserID, Socket) ->
    gen_server:start_link(?MODULE, [UserID, Socket], []).

init([UserID, Socket]) ->
    process_flag(trap_exit, true),
    route:register_server(UserID, self()),
    {ok, #state{userid = UserID, socket = Socket}}.

handle_call({send, #msg{from_userid = From, payload = Payload}}, _From, State) ->
    send_to_client(State, [From, ": ", Payload]),
    {reply, ok, State}.

handle_cast(Request, State) ->
    log(State, "ignores ~0tp", [Request]),
    {noreply, State}.

handle_info({tcp, _Socket, Msg = #msg{to_userid = To}}, State) ->
    case route:lookup_server(To) of
        {ok, Server} ->
            log(State, "forwards to ~ts", [To]),
            ok = gen_server:call(Server, {send, Msg});
        {error, Reason} ->
            log(State, "cannot forward to ~ts: ~p", [To, Reason])
    end,
    {noreply, State};
handle_info(Info, State) ->
    log(State, "ignores ~0tp", [Info]),
    {noreply, State}.

terminate(_Reason, #state{userid = UserID}) ->
    route:unregister_server(UserID, self()).

send_to_client(State, Text) ->
    log(State, "to its client: ~ts", [Text]).

log(#state{userid = UserID}, Format, Arguments) ->
    io:format("[~ts] " ++ Format ++ "~n", [UserID | Arguments]).
