-module(system_info).
-export([main/0]).

main() ->
    {erlang:system_info(process_limit), erlang:system_info(wordsize), erlang:system_info(otp_release),
     is_integer(erlang:system_info(process_count)), erlang:system_info(process_count) =:= length(processes()),
     is_list(erlang:system_info(version)), erlang:system_info(machine), node(), nodes(), is_alive(),
     is_integer(erlang:memory(total)), erlang:memory(processes) > 0,
     try erlang:system_info(no_such_item) catch error:R -> R end}.
