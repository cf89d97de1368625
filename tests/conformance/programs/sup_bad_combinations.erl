%% Which of several mistakes in a child's specification is told.
-module(sup_bad_combinations).
-export([main/0]).

main() ->
    Good = #{id => a, start => {m, f, []}},
    [supervisor:check_childspecs([maps:merge(Good, Wrong)], Auto) ||
        Wrong <- [#{}, #{significant => true}, #{significant => true, restart => temporary}, #{restart => x, shutdown => y},
                  #{shutdown => y, modules => z}, #{type => t, shutdown => -1}, #{start => x, restart => y}, #{modules => [1]}],
        Auto <- [undefined, never, any_significant]].
