-module(gs_via).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2, register_name/2, unregister_name/1, whereis_name/1, send/2]).

%% The module itself is the registry, kept in a process.
main() ->
    Registry = spawn(fun() -> registry(#{}) end),
    register(the_registry, Registry),
    Via = {via, ?MODULE, {some, "name"}},
    {ok, Pid} = gen_server:start(Via, ?MODULE, one, []),
    {error, {already_started, Pid}} = gen_server:start(Via, ?MODULE, two, []),
    A = gen_server:call(Via, get),
    ok = gen_server:cast(Via, {set, three}),
    B = gen_server:call(Via, get),
    C = gen_server:start({via, ?MODULE, failing}, ?MODULE, {stop, why}, []),
    timer:sleep(250),
    D = whereis_name(failing),
    ok = gen_server:stop(Via),
    {A, B, C, D, catch gen_server:call({via, ?MODULE, unknown}, get)}.

registry(Names) ->
    receive
        {From, {whereis, Name}} ->
            From ! {registry, maps:get(Name, Names, undefined)},
            registry(Names);
        {From, {register, Name, Pid}} when not is_map_key(Name, Names) ->
            From ! {registry, yes},
            registry(Names#{Name => Pid});
        {From, {register, _, _}} ->
            From ! {registry, no},
            registry(Names);
        {From, {unregister, Name}} ->
            From ! {registry, ok},
            registry(maps:remove(Name, Names))
    end.

ask(Request) ->
    the_registry ! {self(), Request},
    receive {registry, Answer} -> Answer end.

register_name(Name, Pid) -> ask({register, Name, Pid}).
unregister_name(Name) -> ask({unregister, Name}).
whereis_name(Name) -> ask({whereis, Name}).
send(Name, Message) -> whereis_name(Name) ! Message.

init({stop, Why}) -> {stop, Why};
init(State) -> {ok, State}.
handle_call(get, _, State) -> {reply, State, State}.
handle_cast({set, State}, _) -> {noreply, State}.
handle_info(_, State) -> {noreply, State}.
