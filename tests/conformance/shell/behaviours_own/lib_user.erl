-module(lib_user).
-behaviour(gen_statem).
-behaviour(gen_event).
-behaviour(application).
-behaviour(supervisor_bridge).
-behaviour(logger_formatter).
-behaviour(proc_lib).
-behaviour(logger).
-behaviour(erl_internal).

