%% Nothing to say about this one.
-module(clean).
-export([f/1]).

f(_Unused) -> ok.
