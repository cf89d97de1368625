%% The macros of logger.hrl: levels, formats, reports, and the place of the call as metadata.
-module(logger_macros).
-export([main/0]).
-include_lib("kernel/include/logger.hrl").

main() ->
    Template = [level, " ", mfa, " ", line, " ", mark, ": ", msg, "\n"],
    logger:set_handler_config(default, formatter, {logger_formatter, #{template => Template, single_line => true}}),
    ?LOG_INFO("not shown"),
    ?LOG_NOTICE("plain"),
    ?LOG_ERROR("format ~p ~s", [1, "two"]),
    ?LOG_WARNING("with metadata ~w", [x], #{mark => marked}),
    ?LOG_ALERT("text and metadata", #{mark => other}),
    ?LOG_CRITICAL(#{what => report, why => 1}),
    ?LOG_EMERGENCY([{a, 1}, {b, 2}], #{mark => list}),
    ?LOG(error, "level ~p", [given]),
    logger:set_primary_config(level, debug),
    ?LOG_DEBUG("debug ~p", [now]),
    ?LOG_INFO("info"),
    logger:set_module_level(?MODULE, error),
    ?LOG_WARNING("hidden by the module's level"),
    logger:unset_module_level(?MODULE),
    ?LOG_DEBUG(fun(Argument) -> {"lazy ~p", [Argument]} end, argument),
    logger:set_primary_config(level, none),
    ?LOG_EMERGENCY("nothing"),
    logger:set_primary_config(level, notice),
    timer:sleep(50),
    {is_map(?LOCATION), maps:get(mfa, ?LOCATION), maps:get(line, ?LOCATION)}.
