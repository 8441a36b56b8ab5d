package dev.skep.vm.jit;

import dev.skep.vm.map.VmMap;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the emitters of one program share. */
final class Compilation {
  private final Executable program;
  private final Shape shape;
  private final Liveness liveness;
  private final AccessMode mode;
  private final List<VmMap> maps;
  private final @Nullable Facts facts;
  private final Map<Function, Inference> inferences = new HashMap<>();

  /**
   * A compilation.
   *
   * @param maps the maps that the program names
   * @param facts what is believed of accesses instead of what can be inferred; null for the latter
   */
  Compilation(
      Executable program,
      Shape shape,
      Liveness liveness,
      AccessMode mode,
      List<VmMap> maps,
      @Nullable Facts facts) {
    this.program = program;
    this.shape = shape;
    this.liveness = liveness;
    this.mode = mode;
    this.maps = maps;
    this.facts = facts;
  }

  Executable program() {
    return program;
  }

  Shape shape() {
    return shape;
  }

  Liveness liveness() {
    return liveness;
  }

  AccessMode mode() {
    return mode;
  }

  /** The function at which the program starts. */
  Function first() {
    return Objects.requireNonNull(shape.functions().get(0));
  }

  /** What the code of a function tells; not for the resolved mode. */
  Inference inference(Function function) {
    return inferences.computeIfAbsent(
        function, each -> Inference.of(program, shape, liveness, each, maps));
  }

  /** What is believed of a function's accesses. */
  Facts facts(Function function) {
    return facts != null ? facts : inference(function);
  }

  /** Whether emitted code counts instructions. */
  boolean counts() {
    return program.limited();
  }

  /** The function that a word calls. */
  Function callee(long word) {
    return Objects.requireNonNull(shape.functions().get(Op.immediate(word)));
  }

  long word(int index) {
    return shape.words[index];
  }

  /** Whether some caller reads R1 to R5 behind a call during which the program may change. */
  boolean readsWhatTailCallsLeave() {
    boolean reads = false;
    for (Function function : shape.functions().values()) {
      reads |= liveness.leaves(function) != 0;
    }
    return reads && changesProgram();
  }

  private boolean changesProgram() {
    for (long word : shape.words) {
      if (Op.operation(word) == Op.CALL_HELPER && Calls.mayTailCall(program, word)) {
        return true;
      }
    }
    return false;
  }
}
