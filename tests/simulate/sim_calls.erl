%% Calls to servers on other nodes: each is answered with its own answer, exits, or times out.
-module(sim_calls).
-behaviour(gen_server).
-export([workers/0, server/0, caller/1, remote/0]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).

workers() -> [{?MODULE, server, []}, {?MODULE, caller, [infinity]}, {?MODULE, caller, [400]}, {?MODULE, remote, []}].

%% Starts the server, and lasts as long as it does.
server() ->
    {ok, Pid} = gen_server:start({local, sim_server}, ?MODULE, [], []),
    last(monitor(process, Pid)).

last(Monitor) ->
    receive
        {'DOWN', Monitor, _, _, _} -> sim:rest(500)
    after 1000 ->
        % It goes on answering those who have not ended yet.
        sim:is_finishing() orelse last(Monitor)
    end.

caller(Timeout) ->
    sim:rest(400),
    Node = sim:pick(sim:node_names()),
    What = {self(), erlang:unique_integer()},
    Request = case rand:uniform(20) of
        1 -> {stop, What};
        2 -> {never, What};
        N when N < 8 -> {later, rand:uniform(500), What};
        _ -> {now, What}
    end,
    case catch gen_server:call({sim_server, Node}, patient(Request, Timeout), Timeout) of
        {answer, What} -> ok;
        {'EXIT', {Reason, {gen_server, call, _}}} -> reason(Reason, Timeout);
        Other -> sim:violation({wrong_answer, Request, Other})
    end,
    caller(Timeout).

%% Who waits for ever is not asked to.
patient({never, What}, infinity) -> {stop, What};
patient(Request, _) -> Request.

reason(timeout, Timeout) when is_integer(Timeout) -> ok;
reason(noproc, _) -> ok;
reason(normal, _) -> ok;
reason({nodedown, _}, _) -> ok;
reason(Reason, Timeout) -> sim:violation({call_ended_with, Reason, Timeout}).

remote() ->
    sim:rest(800),
    Node = sim:pick(sim:node_names()),
    case rand:uniform(2) of
        1 ->
            case rpc:call(Node, erlang, node, []) of
                Node -> ok;
                {badrpc, nodedown} -> ok;
                Other -> sim:violation({wrong_rpc, Node, Other})
            end;
        2 ->
            try erpc:call(Node, erlang, node, [], 2000) of
                Node -> ok;
                Other -> sim:violation({wrong_erpc, Node, Other})
            catch
                error:{erpc, noconnection} -> ok;
                error:{erpc, timeout} -> ok;
                Class:Reason -> sim:violation({wrong_erpc, Node, Class, Reason})
            end
    end,
    remote().

init([]) -> {ok, none}.

handle_call({now, What}, _From, State) -> {reply, {answer, What}, State};
handle_call({later, Time, What}, From, State) -> erlang:send_after(Time, self(), {answer, From, What}), {noreply, State};
handle_call({never, _}, _From, State) -> {noreply, State};
handle_call({stop, What}, From, State) ->
    % Half of them without an answer.
    rand:uniform(2) =:= 1 andalso gen_server:reply(From, {answer, What}),
    {stop, normal, State}.

handle_cast(_, State) -> {noreply, State}.

handle_info({answer, From, What}, State) -> gen_server:reply(From, {answer, What}), {noreply, State};
handle_info(_, State) -> {noreply, State}.
