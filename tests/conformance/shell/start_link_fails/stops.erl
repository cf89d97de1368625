-module(stops).
-behaviour(gen_server).
-export([start_link/1, init/1, handle_call/3, handle_cast/2]).

start_link(Answer) -> gen_server:start_link(?MODULE, Answer, []).

init(Answer) -> Answer.

handle_call(_, _, State) -> {reply, State, State}.

handle_cast(_, State) -> {noreply, State}.
