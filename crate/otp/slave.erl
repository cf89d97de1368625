%% The older way to start nodes, deprecated in OTP 25; see `peer'.
-module(slave).
-export([start/1, start/2, start/3, start_link/1, start_link/2, start_link/3, stop/1]).
%% On the new node.
-export([supervise/1]).

start(Host) -> start(Host, own_name()).
start(Host, Name) -> start(Host, Name, []).
start(Host, Name, Args) -> start_it(Host, Name, Args, no_link).

start_link(Host) -> start_link(Host, own_name()).
start_link(Host, Name) -> start_link(Host, Name, []).
start_link(Host, Name, Args) -> start_it(Host, Name, Args, self()).

own_name() -> hd(string:split(atom_to_list(node()), "@")).

start_it(Host, Name, Args, LinkTo) ->
    is_alive() orelse exit(not_alive),
    Node = list_to_atom(lists:concat([Name, "@", Host])),
    case net_adm:ping(Node) of
        pong -> {error, {already_running, Node}};
        pang -> started(Node, string:lexemes(Args, " "), LinkTo)
    end.

started(Node, Args, LinkTo) ->
    case dist:start_node(Node, cookie(Args), lists:member("-hidden", Args)) of
        started ->
            case net_kernel:connect_node(Node) of
                true when LinkTo =:= no_link -> {ok, Node};
                true -> spawn_link(Node, ?MODULE, supervise, [LinkTo]), {ok, Node};
                _ -> {error, timeout}
            end;
        taken -> {error, timeout};
        refused -> {error, system_limit}
    end.

cookie(["-setcookie", Cookie | _]) -> list_to_atom(Cookie);
cookie([_ | Args]) -> cookie(Args);
cookie([]) -> erlang:get_cookie().

stop(Node) ->
    rpc:call(Node, erlang, halt, []),
    ok.

%% The node ends with whom it is linked to.
supervise(Master) ->
    process_flag(trap_exit, true),
    receive {'EXIT', Master, _} -> halt() end.
