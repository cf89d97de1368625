%% Messages that look like requests.
-module(ge_strange_messages).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    Pid ! {self(), {self(), tag}, nonsense},
    Pid ! {notify, by_hand},
    Pid ! {self(), {self(), tag}, which_handlers},
    Pid ! {'$gen_call', {self(), tag}, x},
    Pid ! {'$gen_cast', x},
    timer:sleep(30),
    flush().
