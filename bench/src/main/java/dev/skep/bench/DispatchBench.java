package dev.skep.bench;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.skep.engine.Clock;
import dev.skep.vm.hook.Chain;
import dev.skep.vm.hook.ChainCompiler;
import dev.skep.vm.hook.ChainRule;
import dev.skep.vm.hook.LoopChain;
import dev.skep.vm.hook.ProgramEntry;
import dev.skep.vm.map.MapTable;
import dev.skep.vm.memory.AddressSpace;
import dev.skep.vm.run.Execution;
import dev.skep.vm.run.Machine;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The programs of one hook by generated code against one interface call for each, 1 to 48 of them:
 * the cost of getting from an event to its programs. A program is a class of its own, as compiled
 * ones are, and does next to nothing.
 */
final class DispatchBench {
  private static final int[] COUNTS = {1, 2, 4, 8, 16, 32, 48};
  private static final int PAIRS = 21;
  private static final int EVENTS = 200_000;
  private static final int PASS = 2;
  private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();

  private static final Execution EXECUTION =
      new Execution(
          new Machine(
              new AddressSpace(), new MapTable(), clock(), 1, line -> {}, OptionalLong.empty()),
          0);

  private DispatchBench() {}

  private static Clock clock() {
    return new Clock() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public String name() {
        return "monotonic";
      }
    };
  }

  static void run() throws ReflectiveOperationException {
    Report report = new Report("dispatch");
    for (int count : COUNTS) {
      measure(report, count);
    }
    report.fact("events", String.valueOf(EVENTS));
    report.fact("java", Runtime.version().toString());
    report.finish();
  }

  private static void measure(Report report, int count) throws ReflectiveOperationException {
    List<ProgramEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry(i + 1));
    }
    ChainRule rule = new ChainRule.While(PASS);
    Chain generated = ChainCompiler.chain(rule, entries);
    Chain calls = new LoopChain(rule, entries);
    EventLoop ours = new EventLoop(generated);
    EventLoop theirs = new EventLoop(calls);
    for (int i = 0; i < 20; i++) {
      ours.events();
      theirs.events();
    }
    double[][] nanos = new double[2][PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      if (i % 2 == 0) {
        nanos[0][i] = ours.events();
        nanos[1][i] = theirs.events();
      } else {
        nanos[1][i] = theirs.events();
        nanos[0][i] = ours.events();
      }
    }
    if (ours.sum() != theirs.sum()) {
      throw new IllegalStateException("sums differ: " + ours.sum() + " and " + theirs.sum());
    }
    report.row(count + " generated, ns an event", nanos[0]);
    report.row(count + " interface calls, ns an event", nanos[1]);
    report.ratio(String.valueOf(count), nanos[0], nanos[1]);
  }

  /**
   * A program: it counts what it saw in a field of its own, and returns a number that depends on
   * it, always the same although HotSpot cannot know.
   */
  private static ProgramEntry entry(int id) throws ReflectiveOperationException {
    ClassDesc self = ClassDesc.of(DispatchBench.class.getPackageName(), "Program");
    ClassDesc execution = Execution.class.describeConstable().orElseThrow();
    byte[] bytes =
        ClassFile.of()
            .build(
                self,
                type ->
                    type.withFlags(ClassFile.ACC_FINAL)
                        .withInterfaceSymbols(ProgramEntry.class.describeConstable().orElseThrow())
                        .withField("seen", CD_long, ClassFile.ACC_STATIC)
                        .withMethodBody(
                            ConstantDescs.INIT_NAME,
                            ConstantDescs.MTD_void,
                            0,
                            code ->
                                code.aload(0)
                                    .invokespecial(
                                        ConstantDescs.CD_Object,
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void)
                                    .return_())
                        .withMethodBody(
                            "programId",
                            MethodTypeDesc.of(CD_int),
                            ClassFile.ACC_PUBLIC,
                            code -> code.loadConstant(id).ireturn())
                        .withMethodBody(
                            "run",
                            MethodTypeDesc.of(CD_long, execution),
                            ClassFile.ACC_PUBLIC,
                            code ->
                                code.getstatic(self, "seen", CD_long)
                                    .loadConstant((long) id)
                                    .ladd()
                                    .dup2()
                                    .putstatic(self, "seen", CD_long)
                                    .loadConstant(62)
                                    .lushr()
                                    .loadConstant((long) PASS)
                                    .ladd()
                                    .lreturn()));
    MethodHandles.Lookup hidden = MethodHandles.lookup().defineHiddenClass(bytes, true);
    return (ProgramEntry) hidden.lookupClass().getDeclaredConstructors()[0].newInstance();
  }

  /** Events on a chain. */
  private static final class EventLoop {
    private final Chain chain;
    private long total;

    EventLoop(Chain chain) {
      this.chain = chain;
    }

    double events() {
      long sum = 0;
      long start = PROCESSOR.getCurrentThreadCpuTime();
      for (int i = 0; i < EVENTS; i++) {
        sum += chain.run(EXECUTION);
      }
      long nanos = PROCESSOR.getCurrentThreadCpuTime() - start;
      total += sum;
      return (double) nanos / EVENTS;
    }

    long sum() {
      return total;
    }
  }
}
