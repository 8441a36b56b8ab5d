package dev.skep.verifier.rules;

import dev.skep.verifier.finding.Rule;
import dev.skep.verifier.finding.Violation;
import dev.skep.verifier.state.Value;

/** The context of tracing programs: the arguments of the traced function, typed by BTF. */
record TypedContext(Machine machine, Access access, int offset) {

  Value perform() {
    if (access.write() || offset < 0 || offset % 8 != 0) {
      throw Violation.of(
          Rule.CONTEXT_ACCESS,
          "invalid bpf_context access off=" + offset + " size=" + access.size(),
          "The arguments of the traced function are 8 bytes each and may only be read");
    }
    return new TracedArguments(machine).read(offset / 8, access);
  }
}
