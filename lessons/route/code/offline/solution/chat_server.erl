-module(chat_server).
-behaviour(gen_server).
-include("chat_protocol.hrl").

-export([start_link/1, serve/2]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).

-record(state, {userid, socket}).

start_link(Socket) ->
    gen_server:start_link(?MODULE, Socket, []).

serve(Server, Socket) ->
    ok = gen_tcp:controlling_process(Socket, Server),
    gen_server:cast(Server, serve).

init(Socket) ->
    {ok, #state{socket = Socket}}.

handle_call(_Request, _From, State) ->
    {reply, {error, unknown_request}, State}.

handle_cast(serve, State = #state{socket = Socket}) ->
    ok = inet:setopts(Socket, [{active, once}]),
    {noreply, State};
handle_cast({send, #msg{from_userid = From, payload = Payload}}, State) ->
    send_to_client(State, [From, ": ", Payload]),
    {noreply, State};
handle_cast(_Request, State) ->
    {noreply, State}.

handle_info({tcp, Socket, Line}, State) ->
    NewState = handle_line(string:trim(Line), State),
    ok = inet:setopts(Socket, [{active, once}]),
    {noreply, NewState};
handle_info({tcp_closed, _Socket}, State) ->
    {stop, normal, State};
handle_info(_Info, State) ->
    {noreply, State}.

handle_line(UserID, State = #state{userid = undefined}) ->
    ok = route:register_server(UserID, self()),
    send_to_client(State, ["welcome, ", UserID]),
    State#state{userid = UserID};
handle_line(Line, State = #state{userid = UserID}) ->
    case string:split(Line, ": ") of
        [To, Payload] ->
            forward(#msg{from_userid = UserID, to_userid = To, payload = Payload}, State);
        _ ->
            send_to_client(State, "write NAME: TEXT")
    end,
    State.

forward(Msg = #msg{to_userid = To}, State) ->
    case route:lookup_server(To) of
        {ok, Server} -> gen_server:cast(Server, {send, Msg});
        {error, no_server} -> keep(Msg, State)
    end.

keep(Msg = #msg{to_userid = To}, State) ->
    case route:keep(To, Msg) of
        kept -> send_to_client(State, [To, " is not here and will get it later"]);
        delivered -> ok
    end.

send_to_client(#state{socket = Socket}, Text) ->
    gen_tcp:send(Socket, [Text, "\n"]).
