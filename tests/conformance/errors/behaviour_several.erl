-module(behaviour_several).
-behaviour(gen_statem).
-behavior(gen_event).
-behaviour(supervisor_bridge).
-behaviour(gen_statemachine).
-export([init/1, callback_mode/0, handle_event/4]).
init(_) -> {ok, a, b}.
callback_mode() -> handle_event_function.
handle_event(_, _, _, _) -> keep_state_and_data.
