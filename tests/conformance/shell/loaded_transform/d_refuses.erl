-module(d_refuses).
-export([loaded/0]).
-on_load(prepare/0).

prepare() -> not_today.

loaded() -> yes.
