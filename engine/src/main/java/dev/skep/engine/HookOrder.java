package dev.skep.engine;

/** Where among the programs of a hook a new one runs. */
public sealed interface HookOrder {
  /** Behind all that are there, unless they were given a priority over 0. */
  HookOrder LAST = new Priority(0);

  /**
   * By number: lower ones run first; behind those of the same number that are there.
   *
   * @param value any number; 0 for programs that do not care
   */
  record Priority(int value) implements HookOrder {}

  /** Directly before another program of the hook, with the same priority. */
  record Before(Link link) implements HookOrder {}

  /** Directly behind another program of the hook, with the same priority. */
  record After(Link link) implements HookOrder {}
}
