package dev.skep.vm.map;

/** What a program array holds: a loaded program. */
public interface TailTarget {
  /** The program's id in its engine. */
  int id();
}
