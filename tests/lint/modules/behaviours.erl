-module(behaviours).
-behaviour(gen_server).
-behaviour(gen_statem).
-behaviour(supervisor).
-behaviour(gen_event).
-export([init/1, handle_call/3, handle_cast/2]).
init(_) -> ok.
handle_call(_, _, _) -> ok.
handle_cast(_, _) -> ok.
