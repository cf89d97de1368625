-module(tabs_and_columns).
-export([f/0]).

f() ->
	X = 1,
	Yy = Undefined,	ok.
