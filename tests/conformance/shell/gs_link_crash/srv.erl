-module(srv).
-behaviour(gen_server).
-export([start/0,start_link/0,init/1,handle_call/3,handle_cast/2,handle_info/2,terminate/2]).
start() -> gen_server:start({local,srv}, ?MODULE, [], []).
start_link() -> gen_server:start_link(?MODULE, [], []).
init([]) -> {ok, #{count => 0}}.
handle_call(crash, _From, S) -> X = 1, Y = maps:get(count, S), X = Y, {reply, ok, S};
handle_call(stop, _From, S) -> {stop, normal, bye, S};
handle_call(badstop, _From, S) -> {stop, because, bye, S};
handle_call(bad, _From, _S) -> foo;
handle_call(throwit, _From, _S) -> throw(oops);
handle_call(exitit, _From, _S) -> exit(oops);
handle_call(get, _From, S) -> {reply, S, S}.
handle_cast(crash, _S) -> error(castcrash);
handle_cast(_, S) -> {noreply, S}.
handle_info(crash, _S) -> error(infocrash);
handle_info(_, S) -> {noreply, S}.
terminate(R, S) -> io:format("terminate ~p ~p~n", [R, S]).
