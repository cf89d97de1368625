%% Several mistakes at once, as in a first program.
-module(chat_as_typed)
-export([start/0]).

start() ->
    spawn(fun() -> loop([]) end)

loop(Users) ->
    receive
        {join, Name} -> loop([Name | Users])
        {leave, Name} -> loop(lists:delete(Name, Users));
    end.
