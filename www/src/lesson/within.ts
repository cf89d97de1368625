/** What a lesson's blocks hold, folded parts and exercises included. Pure. */
import type { Block, Module, Shell } from "./types.ts";

/** Nothing to run and nothing to solve: reading it is doing it. */
export function isReading(blocks: Block[]): boolean {
  return !blocks.some((b) => b.kind === "shell" || b.kind === "exercise");
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
