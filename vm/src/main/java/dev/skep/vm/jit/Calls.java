package dev.skep.vm.jit;

import dev.skep.abi.ArgumentType;
import dev.skep.abi.Helper;
import dev.skep.abi.HelperSignature;
import dev.skep.abi.HelperSignatures;
import dev.skep.abi.HelperTrait;
import dev.skep.vm.map.VmMap;
import dev.skep.vm.run.Executable;
import dev.skep.vm.run.Op;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of the helpers that words call. */
final class Calls {
  /** {@code bpf_map_lookup_elem}. */
  static final int LOOKUP = 1;

  private static final int UPDATE = 2;
  private static final int DELETE = 3;

  /** {@code bpf_tail_call}. */
  private static final int TAIL_CALL = 12;

  private Calls() {}

  /** Whether a call of a helper can change to another program. */
  static boolean mayTailCall(Executable program, long word) {
    return program.helperId(Op.immediate(word)) == TAIL_CALL;
  }

  /** Whether a zero from the helper that a word calls ends the run. */
  static boolean mayUnwind(Executable program, long word) {
    return program.unwinds() && Op.offset(word) != 0;
  }

  /** How many arguments a helper takes; 5 when that is not known. */
  static int arguments(int id) {
    return signature(id).map(each -> each.arguments().size()).orElse(5);
  }

  /** Whether a helper may call the program's functions, which reach what they like of a frame. */
  static boolean callsBack(int id) {
    return signature(id)
        .map(each ->
            each.arguments().stream()
                .anyMatch(argument -> argument.type() == ArgumentType.PTR_TO_FUNC))
        .orElse(true);
  }

  /** Whether programs may rely on R1 to R5 after a call, as after those that JITs inline. */
  static boolean keepsArguments(int id) {
    return signature(id).map(each -> each.has(HelperTrait.FAST_CALL)).orElse(false);
  }

  /** How many bytes a helper reaches from an argument on, at most. */
  static long reach(int id, @Nullable VmMap map, int register) {
    if (map != null && register == 2 && id >= LOOKUP && id <= DELETE) {
      return map.spec().keySize();
    }
    if (map != null && register == 3 && id == UPDATE) {
      return map.spec().valueSize();
    }
    return Integer.MAX_VALUE;
  }

  /** Whether the helper that a word calls may exchange the packet. */
  static boolean mayMovePacket(Executable program, long word) {
    return signature(program.helperId(Op.immediate(word)))
        .map(each -> each.has(HelperTrait.CHANGES_PACKET))
        .orElse(true);
  }

  private static Optional<HelperSignature> signature(int id) {
    return Helper.of(id).map(HelperSignatures::of);
  }
}
