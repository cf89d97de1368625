/**
 * The world of an exercise's check, to be looked at. `engine/check.ts` runs a check where nobody sees it; a session that
 * is given the same modules and the same expression is the same world, event by event, and its time line can be walked.
 */
import type { Engine } from "../engine/engine.ts";
import { CHECK_CLOCK_MS_MAX, isPassed } from "../engine/verdict.ts";
import type { Exercise, Lesson } from "../lesson/types.ts";
import type { WorldConfig, WorldEvent } from "../protocol.ts";
import { isAnswer, type Branch } from "./branch.ts";
import { Session, type Source } from "./session.ts";

export type Check = Exercise["checks"][number];

const PREFIX = "check:";

export const checkConfig = ({ nodes }: Check): WorldConfig => ({ seed: 1, ...(nodes.length > 0 ? { nodes } : {}) });

export function checkSession(exercise: string, check: Check, engine: Engine): Session {
  return new Session(`${PREFIX}${exercise}/${check.id}`, checkConfig(check), true, engine);
}

/** The check whose world a session of this key is. */
export function checkOf(lesson: Lesson, key: string): { exercise: Exercise; check: Check } | undefined {
  if (!key.startsWith(PREFIX)) return undefined;
  const exercises = lesson.steps.flatMap(({ blocks }) => blocks.flatMap((b) => (b.kind === "exercise" ? [b.exercise] : [])));
  for (const exercise of exercises) {
    const check = exercise.checks.find(({ id }) => key === `${PREFIX}${exercise.id}/${id}`);
    if (check) return { exercise, check };
  }
  return undefined;
}

/** Runs the check in its session, up to the event that decides it. */
export async function runIn(session: Session, check: Check, modules: Source[]): Promise<void> {
  const bounded = session.subscribe(() => {
    if (session.active && (session.current?.info.clockMs ?? 0) > CHECK_CLOCK_MS_MAX) void session.stop().catch(() => undefined);
  });
  try {
    session.setSpeed(Infinity);
    await session.typeLine(`${session.key}/0`, check.code, modules, check.nodes[0]);
    await session.stop();
  } finally {
    bounded();
  }
  const decided = session.current && verdictOf(session.current, check.nodes[0]);
  if (decided) session.seek(decided.event.seq);
}

/** What a branch of a check's world says of the check; nothing before it has answered. */
export function verdictOf({ landmarks }: Branch, node?: string): { event: WorldEvent; passed: boolean } | undefined {
  const event = landmarks.find((e) => isAnswer(e) && (node === undefined || e.node === node));
  return event && { event, passed: isPassed(event) };
}
