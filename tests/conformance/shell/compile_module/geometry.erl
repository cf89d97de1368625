-module(geometry).
-export([area/1, double/1]).

area({rectangle, W, H}) -> W * H;
area({circle, R}) -> 3.14159 * R * R.

double(X) -> 2 * X.
