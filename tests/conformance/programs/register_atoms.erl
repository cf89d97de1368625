-module(register_atoms).
-export([main/0]).

main() ->
    [try register(Name, self()), unregister(Name) catch error:R -> {Name, R} end
     || Name <- [good, 'with space', undefined, true, "string", 1]].
