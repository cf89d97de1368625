/** What a lesson's blocks hold, folded parts and exercises included. Pure. */
import type { Block, Lesson, Module, Shell } from "./types.ts";

/** Nothing to run and nothing to solve: reading it is doing it. */
export function isReading(blocks: Block[]): boolean {
  return !blocks.some((b) => b.kind === "shell" || b.kind === "exercise");
}

/** A step is done when each line of its transcripts has run and its exercises are solved; what is folded is extra. */
export function isDone(blocks: Block[], ran: (shell: Shell, index: number) => boolean, solved: ReadonlySet<string>): boolean {
  const lines = blocks.every((b) => b.kind !== "shell" || b.shell.entries.every((_, index) => ran(b.shell, index)));
  const exercises = blocks.every((b) => b.kind !== "exercise" || b.exercise.checks.length === 0 || solved.has(b.exercise.id));
  return lines && exercises && !isReading(blocks);
}

export function lineId(shell: Shell, index: number): string {
  return `${shell.key}/${index}`;
}

/** All modules shown in these blocks, those of exercises included. */
export function modulesOf(blocks: Block[]): Module[] {
  return blocks.flatMap((b) => {
    if (b.kind === "module") return [b.module];
    if (b.kind === "try") return modulesOf(b.blocks);
    if (b.kind === "exercise") return modulesOf(b.exercise.blocks);
    return [];
  });
}

export function solutionsOf(blocks: Block[]): Module[] {
  return blocks.flatMap((b) => (b.kind === "exercise" ? b.exercise.solution.modules : []));
}

export function shellsOf(blocks: Block[]): Shell[] {
  return blocks.flatMap((b) => {
    if (b.kind === "shell") return [b.shell];
    if (b.kind === "try") return shellsOf(b.blocks);
    if (b.kind === "exercise") return shellsOf(b.exercise.blocks);
    return [];
  });
}

/** The lines of a session, from its first block among `blocks` to line `index` of `shell`. */
export function linesUpTo(blocks: Block[], shell: Shell, index: number): { shell: Shell; index: number; id: string }[] {
  const own = shellsOf(blocks).filter((s) => s.session === shell.session);
  return own.slice(0, own.indexOf(shell) + 1).flatMap((block) => {
    const count = block === shell ? index + 1 : block.entries.length;
    return Array.from({ length: count }, (_, i) => ({ shell: block, index: i, id: lineId(block, i) }));
  });
}

/** All that can be edited, by its id, with the lesson's own text. */
export function textsOf({ steps }: Lesson): [string, string][] {
  const modules = steps.flatMap(({ blocks }) => modulesOf(blocks).map(({ file, source }): [string, string] => [file, source]));
  const lines = steps.flatMap(({ blocks }) => shellsOf(blocks).flatMap((shell) => shell.entries.map(({ input }, i): [string, string] => [lineId(shell, i), input])));
  return [...modules, ...lines];
}
