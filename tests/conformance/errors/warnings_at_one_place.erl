-module(warnings_at_one_place).
%% Warnings that name one place stand in the order of their texts.
-behaviour(gen_server).
-behaviour(supervisor).
-export([f/1]).
f(A) ->
    fun A() -> A() end,
    fun Unused() -> ok end,
    A.

