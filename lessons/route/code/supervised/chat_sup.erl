-module(chat_sup).
-behaviour(supervisor).

-export([start_link/1, start_users/0, start_user/1]).
-export([init/1]).

start_link(Port) ->
    supervisor:start_link({local, chat_sup}, ?MODULE, {chat, Port}).

start_users() ->
    supervisor:start_link({local, chat_users}, ?MODULE, users).

start_user(Socket) ->
    supervisor:start_child(chat_users, [Socket]).

init({chat, Port}) ->
    Flags = #{strategy => rest_for_one, intensity => 3, period => 10},
    Router = #{id => route, start => {route, start_link, []}},
    Users = #{id => users, start => {chat_sup, start_users, []}, type => supervisor},
    Listener = #{id => listener, start => {chat_listener, start_link, [chat_listener, Port]}},
    {ok, {Flags, [Router, Users, Listener]}};
init(users) ->
    Flags = #{strategy => simple_one_for_one},
    User = #{id => user, start => {chat_server, start_link, []}, restart => temporary},
    {ok, {Flags, [User]}}.
