-module(several).
-behaviour(cb).
-behaviour(own_info).
-behaviour(gen_server).
-behaviour(supervisor).
-export([start/1]).
start(_) -> ok.
