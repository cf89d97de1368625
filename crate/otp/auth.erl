%% Cookies, by the older names.
-module(auth).
-export([serve/0, is_auth/1, cookie/0, cookie/1, node_cookie/1, node_cookie/2, get_cookie/0, get_cookie/1,
         set_cookie/1, set_cookie/2]).

%% The process of this name is there on a node that knows others (net_kernel:start_servers/0). Here it has nothing to do.
serve() ->
    receive _ -> ?MODULE:serve() end.

%% Whether the two nodes know the same cookie.
is_auth(Node) ->
    case net_adm:ping(Node) of
        pong -> yes;
        pang -> no
    end.

cookie() -> get_cookie().
cookie([Cookie]) -> set_cookie(Cookie);
cookie(Cookie) -> set_cookie(Cookie).

node_cookie([Node, Cookie]) -> node_cookie(Node, Cookie).
node_cookie(Node, Cookie) ->
    set_cookie(Node, Cookie),
    is_auth(Node).

get_cookie() -> erlang:get_cookie().
get_cookie(Node) -> erlang:get_cookie(Node).
set_cookie(Cookie) -> erlang:set_cookie(Cookie).
set_cookie(Node, Cookie) -> erlang:set_cookie(Node, Cookie).
