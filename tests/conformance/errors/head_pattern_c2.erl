-module(head_pattern_c2).
-export([main/1]).
main(X#r{a = 1}) -> ok.
