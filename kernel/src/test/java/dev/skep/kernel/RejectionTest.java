package dev.skep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.AttachType;
import dev.skep.abi.MapType;
import dev.skep.abi.ProgramType;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.btf.Linkage;
import dev.skep.engine.BpfException;
import dev.skep.engine.BpfMap;
import dev.skep.engine.LoadOptions;
import dev.skep.engine.MapException;
import dev.skep.engine.NotPermittedException;
import dev.skep.engine.RunInput;
import dev.skep.engine.UnsupportedException;
import dev.skep.engine.VerifierException;
import dev.skep.isa.Code;
import dev.skep.isa.Instruction;
import dev.skep.isa.PseudoImmediate;
import dev.skep.isa.text.Assembler;
import dev.skep.spec.FunctionInfo;
import dev.skep.spec.LineInfo;
import dev.skep.spec.MapSpec;
import dev.skep.spec.ProgramSpec;
import dev.skep.spec.Reference;
import dev.skep.testkit.Requires;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that Linux rejects, each with the line that says why. */
class RejectionTest {

  enum Rejected {
    NO_EXIT("r0 = 0", "last insn is not an exit or jmp"),
    UNINITIALISED("r0 = r5\nexit", "R5 !read_ok, at instruction 0: r0 = r5"),
    FALLS_OFF_BY_A_BRANCH(
        "r0 = 0\nif r0 == 0 goto +1\nexit\nr0 = 1\nexit\nr0 = 2\n",
        "last insn is not an exit or jmp"),
    STACK_OVERFLOW(
        "*(u64 *)(r10 -520) = r1\nr0 = 0\nexit",
        "invalid write to stack R10 off=-520 size=8, at instruction 0: *(u64 *)(r10 -520) = r1"),
    NULL_VALUE(
        """
        *(u32 *)(r10 -4) = 0
        r2 = r10
        r2 += -4
        r1 = 0 ll
        call bpf_map_lookup_elem#1
        r0 = *(u64 *)(r0 +0)
        exit
        """,
        "R0 invalid mem access 'map_value_or_null', at instruction 6: r0 = *(u64 *)(r0 +0)"),
    BEYOND_THE_VALUE(
        """
        *(u32 *)(r10 -4) = 0
        r2 = r10
        r2 += -4
        r1 = 0 ll
        call bpf_map_lookup_elem#1
        if r0 == 0 goto +1
        r0 = *(u64 *)(r0 +8)
        r0 = 0
        exit
        """,
        "invalid access to map value, value_size=8 off=8 size=8; R0 min value is outside of the allowed memory range, at instruction 7: r0 = *(u64 *)(r0 +8)"),
    POINTER_ARITHMETIC(
        "r10 += 1\nr0 = 0\nexit", "frame pointer is read only, at instruction 0: r10 += 1"),
    INFINITE_LOOP(
        "r0 = 0\nl: r0 += 0\nif r0 == 0 goto l\nexit",
        "infinite loop detected at insn 1, at instruction 2: if r0 == 0x0 goto pc-2"),
    UNREACHABLE("r0 = 0\nexit\nr0 = 1\nexit", "unreachable insn 2"),
    UNKNOWN_HELPER(
        "call unknown#9999\nexit",
        "invalid func unknown#9999, at instruction 0: call unknown#9999"),
    FORBIDDEN_HELPER(
        "r1 = 1\nr2 = 1\ncall bpf_probe_read_user#112\nexit",
        "R1 type=scalar expected=fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_, at instruction 2: call bpf_probe_read_user#112"),
    WRONG_ARGUMENT(
        "r1 = 0\nr2 = 0\ncall bpf_map_lookup_elem#1\nexit",
        "R1 type=scalar expected=map_ptr, at instruction 2: call bpf_map_lookup_elem#1"),
    BAD_CONTEXT(
        "r0 = *(u64 *)(r1 +4096)\nexit",
        "invalid bpf_context access off=4096 size=8, at instruction 0: r0 = *(u64 *)(r1 +4096)"),
    LOST_REFERENCE(
        """
        r1 = 0 ll
        r2 = 8
        r3 = 0
        call bpf_ringbuf_reserve#131
        r0 = 0
        exit
        """,
        "Unreleased reference id=2 alloc_insn=4; BPF_EXIT instruction in main prog would lead to reference leak, at instruction 6: exit"),
    LOG_OF_MEGABYTES(
        "r6 = 0\nl: r6 += 1\nr0 = r6\nif r0 < 10000 goto l\nr0 = r5\nexit",
        "R5 !read_ok, at instruction 4: r0 = r5"),
    UNBOUNDED(
        """
        *(u32 *)(r10 -4) = 0
        r2 = r10
        r2 += -4
        r6 = *(u32 *)(r1 +0)
        r1 = 0 ll
        call bpf_map_lookup_elem#1
        if r0 == 0 goto +2
        r0 += r6
        r0 = *(u64 *)(r0 +0)
        r0 = 0
        exit
        """,
        "R0 unbounded memory access, make sure to bounds check any such access, at instruction 9: r0 = *(u64 *)(r0 +0)"),
    SHIFT_TOO_FAR("r0 = 1\nr0 <<= 64\nexit", "invalid shift 64, at instruction 1: r0 <<= 64");

    final String text;
    final String cause;

    Rejected(String text, String cause) {
      this.text = text;
      this.cause = cause;
    }
  }

  @BeforeEach
  void needsTheKernel() {
    Requires.kernel();
  }

  @ParameterizedTest
  @EnumSource
  void theMessageIsTheCauseInOneLine(Rejected rejected) {
    try (KernelEngine engine = KernelEngine.open()) {
      BpfMap map = engine.create(MapSpec.of("counts", MapType.HASH, 4, 8, 1));
      BpfMap ring = engine.create(MapSpec.of("ring", MapType.RINGBUF, 0, 0, 4096));
      ProgramSpec spec =
          spec(
              rejected == Rejected.LOST_REFERENCE ? "ring" : "counts",
              Assembler.assemble(rejected.text));
      VerifierException thrown =
          assertThrows(
              VerifierException.class,
              () -> engine.load(spec, Map.of("counts", map, "ring", ring)));
      assertEquals("program bad (socket_filter) rejected: " + rejected.cause, thrown.getMessage());
      assertTrue(thrown.log().contains("processed "), thrown.log());
    }
  }

  @Test
  void theSourceLineIsNamedWhereItIsKnown() {
    ProgramSpec bare = spec("counts", Assembler.assemble("r0 = 0\nr0 = r5\nexit"));
    ProgramSpec spec =
        bare.toBuilder()
            .lines(
                List.of(
                    new LineInfo(0, "prog.c", "int x = 0;", 11, 2),
                    new LineInfo(1, "prog.c", "  return y;", 12, 3)))
            .build();
    try (KernelEngine engine = KernelEngine.open()) {
      VerifierException thrown =
          assertThrows(VerifierException.class, () -> engine.load(spec, Map.of()));
      assertEquals(
          "program bad (socket_filter) rejected: R5 !read_ok, at instruction 1: r0 = r5 (prog.c:12:"
              + " return y;)",
          thrown.getMessage());
    }
  }

  @Test
  void theKernelKnowsFunctionsAndLines() {
    BtfBuilder types = new BtfBuilder(ByteOrder.nativeOrder());
    int number = types.add(new BtfType.Int("int", 4, BtfType.Encoding.SIGNED, 32, 0));
    int prototype = types.add(new BtfType.FunctionPrototype(number, List.of(), false));
    int function = types.add(new BtfType.Function("decide", prototype, Linkage.STATIC));
    ProgramSpec spec =
        ProgramSpec.builder("lined", ProgramType.SOCKET_FILTER)
            .code(Assembler.assemble("r0 = 0\nr0 = r5\nexit"))
            .types(types.build())
            .functions(List.of(new FunctionInfo(0, "decide", function)))
            .lines(List.of(new LineInfo(0, "prog.c", "int decide(void) {", 10, 1)))
            .build();
    try (KernelEngine engine = KernelEngine.open()) {
      VerifierException thrown =
          assertThrows(VerifierException.class, () -> engine.load(spec, Map.of()));
      assertTrue(thrown.log().contains("; int decide(void) { @ prog.c:10"), thrown.log());
    }
  }

  @Test
  void aProgramWithoutInstructionsIsRejected() {
    try (KernelEngine engine = KernelEngine.open()) {
      VerifierException thrown =
          assertThrows(
              VerifierException.class, () -> engine.load(spec("counts", Code.of()), Map.of()));
      assertTrue(thrown.toString().contains("instructions=0"), thrown.getMessage());
    }
  }

  @Test
  void namesThatNobodyGaveAreErrors() {
    try (KernelEngine engine = KernelEngine.open();
        KernelEngine other = KernelEngine.open()) {
      ProgramSpec spec = Programs.counting(ProgramType.SOCKET_FILTER);
      MapException thrown = assertThrows(MapException.class, () -> engine.load(spec, Map.of()));
      assertEquals("program counting names map counts, which is not among []", thrown.getMessage());
      BpfMap foreign = other.create(MapSpec.of("counts", MapType.ARRAY, 4, 8, 1));
      thrown = assertThrows(MapException.class, () -> engine.load(spec, Map.of("counts", foreign)));
      assertEquals("program counting: map counts belongs to another engine", thrown.getMessage());
      ProgramSpec kfunc =
          ProgramSpec.builder("calling", ProgramType.SOCKET_FILTER)
              .code(Code.of(new Instruction.CallKfunc(0, (short) 0), new Instruction.Exit()))
              .reference(0, new Reference.ToKfunc("no_such_kfunc", false))
              .build();
      assertThrows(UnsupportedException.class, () -> engine.load(kfunc, Map.of()));
    }
  }

  @Test
  void aKernelFunctionIsCalled() {
    ProgramSpec spec =
        ProgramSpec.builder("calling", ProgramType.SCHED_CLS)
            .code(
                Assembler.assemble(
                    """
                    call +1
                    exit
                    r0 = 3
                    exit
                    """))
            .build();
    List<Instruction> code =
        List.of(
            new Instruction.CallKfunc(0, (short) 0),
            new Instruction.CallKfunc(0, (short) 0),
            new Instruction.Move(
                dev.skep.isa.Width.W64, dev.skep.isa.Register.R0, dev.skep.isa.Operand.of(3)),
            new Instruction.Exit());
    try (KernelEngine engine = KernelEngine.open()) {
      byte[] packet = new byte[64];
      assertEquals(3, engine.load(spec, Map.of()).run(RunInput.ofData(packet)).returnValue());
      var calling =
          engine.load(
              spec.toBuilder()
                  .code(Code.of(code))
                  .reference(0, new Reference.ToKfunc("bpf_rcu_read_lock", false))
                  .reference(1, new Reference.ToKfunc("bpf_rcu_read_unlock", false))
                  .build(),
              Map.of());
      assertEquals(3, calling.run(RunInput.ofData(packet)).returnValue());
    }
  }

  /** Where a kernel's policy forbids a type, that is no verdict on the program. */
  @Test
  void aPolicyIsNoVerdict() {
    ProgramSpec spec =
        ProgramSpec.builder("entry", ProgramType.TRACING)
            .expectedAttachType(AttachType.TRACE_FENTRY)
            .attachTarget("do_unlinkat")
            .code(Assembler.assemble("r0 = 0\nexit"))
            .build();
    try (KernelEngine engine = KernelEngine.open()) {
      try {
        assertEquals("entry", engine.load(spec, Map.of()).spec().name());
      } catch (BpfException refused) {
        assertInstanceOf(NotPermittedException.class, refused);
        assertFalse(refused.toString().contains("memlock"), refused.getMessage());
        assertTrue(refused.toString().contains("not permitted to load program entry (tracing): "));
      }
    }
  }

  @Test
  void theLogOfASuccessIsThereWhenItIsAskedFor() {
    try (KernelEngine engine = KernelEngine.open()) {
      ProgramSpec spec = Programs.returning(ProgramType.SOCKET_FILTER, 1);
      assertEquals("", engine.load(spec, Map.of()).verifierLog());
      String statistics =
          engine.load(spec, Map.of(), new LoadOptions(LoadOptions.Log.STATISTICS, 0)).verifierLog();
      assertTrue(statistics.contains("processed 2 insns"), statistics);
      String states =
          engine.load(spec, Map.of(), new LoadOptions(LoadOptions.Log.STATES, 0)).verifierLog();
      assertTrue(states.contains("(b7) r0 = 1"), states);
    }
  }

  private static ProgramSpec spec(String map, Code assembled) {
    List<Instruction> instructions = new ArrayList<>(assembled.instructions());
    instructions.replaceAll(each ->
        each instanceof Instruction.LoadImmediate64 load
            ? new Instruction.LoadImmediate64(load.dst(), PseudoImmediate.MAP_FD, 0, 0)
            : each);
    Code code = Code.of(instructions);
    ProgramSpec.Builder builder = ProgramSpec.builder("bad", ProgramType.SOCKET_FILTER).code(code);
    for (int i = 0; i < code.size(); i++) {
      if (code.get(i) instanceof Instruction.LoadImmediate64) {
        builder.reference(i, new Reference.ToMap(map));
      }
    }
    return builder.build();
  }
}
