-module(include_missing).
-export([f/0]).
-include("no_such_file.hrl").
-include_lib("no_such_app/include/x.hrl").

f() -> #rec{}.
