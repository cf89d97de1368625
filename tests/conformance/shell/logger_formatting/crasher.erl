-module(crasher).
-behaviour(gen_server).
-export([init/1, handle_call/3, handle_cast/2]).
-export([sup/1]).

init({sup, Children}) -> {ok, {#{intensity => 0}, Children}};
init(State) -> {ok, State}.
handle_call(Request, _, State) -> {reply, Request, State}.
handle_cast({stop, Reason}, State) -> {stop, Reason, State};
handle_cast(Request, State) -> error({unknown, Request, State}).

sup(Children) -> supervisor:start_link(?MODULE, {sup, Children}).
