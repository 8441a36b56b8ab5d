package dev.skep.trace.runtime;

import dev.skep.engine.BpfMap;
import dev.skep.trace.format.FormatRenderer;
import dev.skep.trace.output.Output;
import dev.skep.trace.output.PrintedValue;
import dev.skep.trace.types.Action;
import dev.skep.trace.types.ScriptMap;
import dev.skep.trace.types.Type;
import dev.skep.trace.types.TypedScript;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Does what programs ask user space for, in order. */
public final class Actions {
  private final TypedScript script;
  private final Output output;
  private final Map<String, MapView> views = new LinkedHashMap<>();

  /**
   * The actions of a script.
   *
   * @param live the live maps by the names of their specifications
   */
  public Actions(TypedScript script, Map<String, BpfMap> live, Output output) {
    this.script = script;
    this.output = output;
    for (ScriptMap map : script.maps().values()) {
      views.put(map.name(), new MapView(map, Objects.requireNonNull(live.get(map.specName()))));
    }
  }

  /**
   * Does what a record asks for.
   *
   * @return false when it asks to exit
   */
  public boolean perform(byte[] bytes) throws IOException {
    long number = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong(0);
    Action action = script.actions().get((int) number);
    switch (action) {
      case Action.Print print ->
          output.printf(FormatRenderer.render(print.format(), arguments(print.arguments(), bytes)));
      case Action.PrintValue(Type type) ->
          output.value(value(type, arguments(List.of(type), bytes).getFirst()));
      case Action.PrintMap(String map, int top, long divisor) -> {
        MapView view = view(map);
        output.map(MapPrinter.print(view.map(), view.read(), top, divisor));
      }
      case Action.Clear(String map, boolean printed) -> view(map).clear(printed);
      case Action.Zero(String map, boolean printed) -> view(map).zero(printed);
      case Action.Time(String format) -> output.time(TimeFormat.format(format));
      case Action.Exit() -> {
        return false;
      }
    }
    return true;
  }

  private MapView view(String name) {
    return Objects.requireNonNull(views.get(name));
  }

  /** Prints all maps that hold something. */
  public void printAll() throws IOException {
    for (MapView view : views.values()) {
      var printed = MapPrinter.print(view.map(), view.read(), 0, 1);
      if (!printed.rows().isEmpty()) {
        output.map(printed);
      }
    }
  }

  private static List<Object> arguments(List<Type> types, byte[] bytes) {
    ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    List<Object> arguments = new ArrayList<>();
    int at = 8;
    for (Type type : types) {
      int size = ScriptMap.partBytes(type);
      arguments.add(
          type instanceof Type.Text ? Texts.decode(bytes, at, size) : (Object) record.getLong(at));
      at += size;
    }
    return arguments;
  }

  private static PrintedValue value(Type type, Object argument) {
    return argument instanceof Long number
        ? new PrintedValue.Integral(
            number, !(type instanceof Type.Integral integral) || integral.signed())
        : new PrintedValue.Text(argument.toString());
  }
}
