-module(chat).
-behaviour(gen_server).

-export([start/1, join/2, users/1, tell/4]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).

-record(state, {users = #{}}).

start(Room) ->
    gen_server:start({local, Room}, chat, [], []).

join(Room, User) ->
    gen_server:call(Room, {join, User}).

users(Room) ->
    gen_server:call(Room, users).

tell(Room, From, To, Text) ->
    gen_server:call(Room, {tell, From, To, Text}).

init([]) ->
    {ok, #state{}}.

handle_call({join, User}, {Pid, _Tag}, State = #state{users = Users}) ->
    case Users of
        #{User := _} ->
            {reply, {error, name_taken}, State};
        #{} ->
            {reply, ok, State#state{users = Users#{User => Pid}}}
    end;
handle_call(users, _From, State = #state{users = Users}) ->
    {reply, lists:sort(maps:keys(Users)), State};
handle_call({tell, From, To, Text}, _From, State = #state{users = Users}) ->
    case Users of
        #{To := Pid} ->
            Pid ! {chat, From, Text},
            {reply, sent, State};
        #{} ->
            {reply, {error, no_such_user}, State}
    end.

handle_cast(_Msg, State) ->
    {noreply, State}.

handle_info(_Info, State) ->
    {noreply, State}.
