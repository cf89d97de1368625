-module(process_dictionary).
-export([main/0]).

main() ->
    erase(),
    A = put(color, red),
    B = put(color, blue),
    C = get(color),
    D = get(unknown),
    put(size, 3),
    E = lists:sort(get()),
    F = lists:sort(get_keys()),
    G = get_keys(3),
    H = erase(color),
    I = erase(color),
    J = erase(),
    K = get(),
    Self = self(),
    spawn(fun() -> Self ! {child, get(size)} end),
    L = receive {child, V} -> V end,
    [A, B, C, D, E, F, G, H, I, J, K, L].
