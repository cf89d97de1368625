%% The other members of a cluster: asking them, sending them away, and what can be known of those who do not answer.
-module(gen_server_cluster_peers).
-export([ask/1, dismiss/2, is_connected/1, is_gone/2]).

%% How long a member may take to answer before the others go on without it.
-define(PATIENCE, 3000).

%% Asks several members at a time: [{Pid, Answer | dead | gone}]. Dead is who is unknown on a node that lives: it has been
%% started anew.
ask(Questions) ->
    Until = erlang:monotonic_time(millisecond) + ?PATIENCE,
    Sent = [{Pid, gen_server:send_request(Pid, {gen_server_cluster, Question})} || {Pid, Question} <- Questions],
    [{Pid, answer(gen_server:receive_response(Request, left(Until)))} || {Pid, Request} <- Sent].

answer({reply, Answer}) -> Answer;
answer({error, {noproc, _}}) -> dead;
answer(_) -> gone.

left(Until) -> max(0, Until - erlang:monotonic_time(millisecond)).

%% Sends members away and waits until they have ended.
dismiss(Pids, Reason) ->
    [gen_server:cast(Pid, {gen_server_cluster, {leave, Reason}}) || Pid <- Pids],
    wait_ended([monitor(process, Pid) || Pid <- Pids], erlang:monotonic_time(millisecond) + ?PATIENCE).

wait_ended([], _Until) -> ok;
wait_ended([Monitor | Rest], Until) ->
    receive {'DOWN', Monitor, process, _, _} -> ok after left(Until) -> ok end,
    wait_ended(Rest, Until).

is_connected(Pid) -> node(Pid) =:= node() orelse lists:member(node(Pid), nodes()).

%% A process whose connection is lost may be dead or cut off, and nobody can tell one from the other by waiting. What can
%% be known: if its node is no longer registered with the port mapper of its host, it is gone. The port mapper may hear of it a
%% moment later than we did, so it is asked up to `Tries' times.
is_gone(_Pid, 0) -> false;
is_gone(Pid, Tries) ->
    [Name, Host] = string:split(atom_to_list(node(Pid)), "@"),
    case net_adm:names(Host) of
        {ok, Names} ->
            case lists:keymember(Name, 1, Names) of
                false -> true;
                true -> timer:sleep(50), is_gone(Pid, Tries - 1)
            end;
        {error, _} ->
            false
    end.
