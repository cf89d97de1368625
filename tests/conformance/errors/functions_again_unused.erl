-module(functions_again_unused).
%% A function that nobody calls is unused at each of its definitions.
-export([main/0]).
main() -> ok.
helper() -> 1.
other() -> 2.
helper() -> 3.
helper() -> 4.
