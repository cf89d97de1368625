-module(c_on_load).
-export([loaded/0]).
-on_load(prepare/0).

prepare() -> persistent_term:put(?MODULE, yes), ok.

loaded() -> persistent_term:get(?MODULE, no).
