-module(generic_user).
-behaviour(own_info).
-behaviour(own_info).
-export([stop/0]).
stop() -> ok.
