-module(fine_tests).
-include_lib("eunit/include/eunit.hrl").

companion_test() -> ok.
