-record(in_header, {a}).
-record(unused_in_header, {a}).
-type unused_in_header() :: a.
unused_function_in_header() -> Z = 1.
x(_) -> Q.
bad bad.
