-module(head_pattern_c9).
-export([main/1]).
main(#r{a = 1}#{b := 1}) -> ok.
