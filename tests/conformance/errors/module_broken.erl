-module(module_broken)(
-behaviour(gen_server).
-compile([export_all, nowarn_export_all]).
start() -> gen_server:start(?MODULE, [], []).
