-module(h).
-ifdef(a).
 x y. "