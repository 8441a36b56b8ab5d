package dev.skep.engine.typed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.engine.typed.Field.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  record Task(@Unsigned int pid, @Length(16) String comm) {}

  record Event(byte kind, @Unsigned long startNanos, Task task, boolean failed, double ratio) {}

  record Wrong(byte kind, long startNanos, Task task, boolean failed, double ratio) {}

  record Unfit(Object anything) {}

  record Texts(String endless) {}

  private static final RecordCodec<Event> EVENT = RecordCodec.of(LOOKUP, Event.class);

  /**
   * {@code struct event { char kind; u64 start_nanos; struct { u32 pid; char comm[16]; } task; bool
   * failed; double ratio; }}.
   */
  private static Btf types(int[] eventId) {
    BtfBuilder builder = new BtfBuilder(ByteOrder.nativeOrder());
    int character = builder.add(new BtfType.Int("char", 1, BtfType.Encoding.SIGNED, 8, 0));
    int u32 = builder.add(new BtfType.Int("u32", 4, BtfType.Encoding.UNSIGNED, 32, 0));
    int u64 = builder.add(new BtfType.Int("u64", 8, BtfType.Encoding.UNSIGNED, 64, 0));
    int truth = builder.add(new BtfType.Int("bool", 1, BtfType.Encoding.BOOL, 8, 0));
    int real = builder.add(new BtfType.FloatingPoint("double", 8));
    int comm = builder.add(new BtfType.Array(character, u32, 16));
    int task =
        builder.add(
            new BtfType.Struct(
                "task",
                20,
                List.of(
                    new BtfType.Member("pid", u32, 0, 0),
                    new BtfType.Member("comm", comm, 32, 0))));
    eventId[0] =
        builder.add(
            new BtfType.Struct(
                "event",
                48,
                List.of(
                    new BtfType.Member("kind", character, 0, 0),
                    new BtfType.Member("start_nanos", u64, 64, 0),
                    new BtfType.Member("task", task, 128, 0),
                    new BtfType.Member("failed", truth, 288, 0),
                    new BtfType.Member("ratio", real, 320, 0))));
    return builder.build();
  }

  @Test
  void componentsLieAsInC() {
    assertEquals(48, EVENT.size());
    assertEquals(
        List.of(
            new Field("kind", 0, 1, Kind.SIGNED),
            new Field("startNanos", 8, 8, Kind.UNSIGNED),
            new Field("task.pid", 16, 4, Kind.UNSIGNED),
            new Field("task.comm", 20, 16, Kind.TEXT),
            new Field("failed", 36, 1, Kind.UNSIGNED),
            new Field("ratio", 40, 8, Kind.FLOATING)),
        EVENT.fields());
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    MemorySegment memory = MemorySegment.ofArray(new byte[48]).fill((byte) 0x55);
    Event event = new Event((byte) -3, -1L, new Task(42, "dd"), true, 0.25);
    EVENT.write(event, memory);
    assertEquals(event, EVENT.read(memory));
    assertEquals(0, memory.get(ValueLayout.JAVA_INT_UNALIGNED, 1), "padding is zero");
    assertThrows(
        LayoutException.class,
        () -> EVENT.write(new Event((byte) 0, 0, new Task(1, "x".repeat(17)), true, 0), memory));
  }

  @Test
  void aFittingTypeIsAccepted() {
    int[] id = new int[1];
    Btf btf = types(id);
    EVENT.check("the value", btf, id[0]);
  }

  @Test
  void aMisfitShowsBothLayouts() {
    int[] id = new int[1];
    Btf btf = types(id);
    RecordCodec<Wrong> wrong = RecordCodec.of(LOOKUP, Wrong.class);
    LayoutException misfit =
        assertThrows(
            LayoutException.class, () -> wrong.check("the value of map events", btf, id[0]));
    String message = String.valueOf(misfit.getMessage());
    assertTrue(
        message.startsWith(
            "record Wrong (48 bytes) is not laid out as the value of map events (48 bytes)\n"),
        message);
    List<String> marked = message.lines().filter(line -> line.startsWith("! ")).toList();
    assertEquals(1, marked.size(), message);
    assertTrue(
        marked.getFirst().contains("8 startNanos signed 8")
            && marked.getFirst().contains("| 8 start_nanos unsigned 8"),
        message);
  }

  @Test
  void whatHasNoCounterpartIsNamed() {
    assertTrue(
        String.valueOf(
                assertThrows(LayoutException.class, () -> RecordCodec.of(LOOKUP, Unfit.class))
                    .getMessage())
            .contains("anything"));
    assertTrue(
        String.valueOf(
                assertThrows(LayoutException.class, () -> RecordCodec.of(LOOKUP, Texts.class))
                    .getMessage())
            .contains("@Length"));
  }
}
