-module(pt_error).
-export([parse_transform/2, format_error/1]).
parse_transform(_, _) -> {error, [{"broken.erl", [{3, ?MODULE, bad_thing}, {{4,2}, ?MODULE, {worse, 1}}]}], [{"broken.erl", [{{3,1}, ?MODULE, hm}]}]}.
format_error(X) -> io_lib:format("pt says ~p", [X]).
