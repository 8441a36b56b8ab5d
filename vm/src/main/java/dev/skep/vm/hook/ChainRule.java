package dev.skep.vm.hook;

/** What the programs of a hook make together of what each returns, in its low half. */
public sealed interface ChainRule {
  /** What a hook without programs gives. */
  int withoutPrograms();

  /**
   * The next program runs while the one before returned a certain value; the last that ran decides.
   */
  record While(int value) implements ChainRule {
    @Override
    public int withoutPrograms() {
      return value;
    }
  }

  /** All programs run; the lowest value, unsigned, decides. */
  record Lowest() implements ChainRule {
    @Override
    public int withoutPrograms() {
      return -1;
    }
  }
}
