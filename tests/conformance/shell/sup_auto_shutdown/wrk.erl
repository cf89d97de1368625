-module(wrk).
-behaviour(gen_server).
-export([start_link/1, start_link/2, init/1, handle_call/3, handle_cast/2]).

start_link(Name) -> gen_server:start_link({local, Name}, ?MODULE, Name, []).
start_link(Name, How) -> gen_server:start_link({local, Name}, ?MODULE, {Name, How}, []).

init({_, crash}) -> error(crash);
init({_, stop}) -> {stop, because};
init({_, ignore}) -> ignore;
init({Name, trap}) -> process_flag(trap_exit, true), {ok, Name};
init(Name) -> {ok, Name}.

handle_call(stop, _, Name) -> {stop, normal, ok, Name};
handle_call(shutdown, _, Name) -> {stop, shutdown, ok, Name};
handle_call(_, _, Name) -> {reply, Name, Name}.
handle_cast(crash, _) -> exit(crashed);
handle_cast(stop, Name) -> {stop, normal, Name}.
