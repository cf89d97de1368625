-module(sup).
-behaviour(supervisor).
-export([start_link/1, init/1]).

start_link(Returned) -> supervisor:start_link({local, sup}, ?MODULE, Returned).
init(Returned) -> Returned.
