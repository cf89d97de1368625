-module(generators).
-include_lib("eunit/include/eunit.hrl").

first_test() -> ok.

crash_test_() -> error(zz).

not_reached_test() -> ok.
