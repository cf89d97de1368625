-define(XX, 17).
-record(xx, {a}).
inc() -> {?XX, ?LINE, ?FILE}.
-include("y.hrl").
bad bad.
