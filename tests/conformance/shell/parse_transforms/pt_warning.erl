-module(pt_warning).
-export([parse_transform/2, format_error/1]).
parse_transform(F, _) -> {warning, F, [{"broken_pt_warning.erl", [{{3,1}, ?MODULE, hm}]}]}.
format_error(X) -> io_lib:format("pt says ~p", [X]).
