-module(removed_functions).
-export([calls/0]).

calls() ->
    [
        http_uri:parse("x"), http_uri:parse("x", []), http_uri:scheme_defaults(), http_uri:decode("x"), http_uri:encode("x"),
        filename:safe_relative_path("x"),
        zlib:adler32(z, "x"), zlib:adler32(z, 1, "x"), zlib:adler32_combine(z, 1, 2, 3),
        zlib:crc32(z), zlib:crc32(z, "x"), zlib:crc32(z, 1, "x"), zlib:crc32_combine(z, 1, 2, 3),
        zlib:getBufSize(z), zlib:setBufSize(z, 1), zlib:inflateChunk(z), zlib:inflateChunk(z, "x"),
        code:is_module_native(x), code:rehash(),
        auth:cookie(), auth:cookie(x), auth:node_cookie(x), auth:node_cookie(x, y), auth:is_auth(x),
        net:ping(x), net:sleep(1), net:broadcast(m, f, []), net:call(n, m, f, []),
        rpc:safe_multi_server_call(n, x), rpc:safe_multi_server_call(n, x, y),
        crypto:hmac(a, b, c), crypto:hmac(a, b, c, 1), ssl:ssl_accept(x), ssl:ssl_accept(x, y),
        erl_scan:token_info(x), erl_scan:token_info(x, y), erl_parse:set_line(x, 1), erl_parse:get_attribute(x, y),
        zlib:crc32(), http_uri:other(), net:node(x)
    ].
