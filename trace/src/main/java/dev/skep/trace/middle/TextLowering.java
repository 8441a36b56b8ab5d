package dev.skep.trace.middle;

import dev.skep.engine.TracepointFormat.Field;
import dev.skep.engine.TracepointFormat.Shape;
import dev.skep.isa.Condition;
import dev.skep.isa.MemorySize;
import dev.skep.trace.middle.Value.Temp;
import dev.skep.trace.types.ScriptMap;
import dev.skep.trace.types.Type;
import dev.skep.trace.types.TypedExpression;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lowers strings: to memory, and comparisons of them. */
final class TextLowering {
  private final RoutineBuilder out;
  private final Variables variables;
  private final MapLowering maps;
  private @Nullable NumberLowering numbers;

  TextLowering(RoutineBuilder out, Variables variables, MapLowering maps) {
    this.out = out;
    this.variables = variables;
    this.maps = maps;
  }

  /** Numbers and strings may hold each other. */
  void connect(NumberLowering lowering) {
    this.numbers = lowering;
  }

  private NumberLowering numbers() {
    return Objects.requireNonNull(numbers);
  }

  /**
   * Writes a string and fills the rest with zeros.
   *
   * @param bytes the room, a multiple of 8 that is no less than the string's
   */
  void place(TypedExpression text, Address to, int bytes) {
    switch (text) {
      case TypedExpression.TextConstant(String value, Type _) -> constant(value, to, bytes);
      case TypedExpression.Comm _ -> {
        int size = Math.min(16, bytes);
        out.add(new Step.ReadComm(to, size));
        out.clear(to.plus(size), bytes - size);
      }
      case TypedExpression.FieldText(Field field, Type _) -> field(field, to, bytes);
      case TypedExpression.MemoryText(
              TypedExpression address,
              boolean user,
              Type.Text(int length)) -> {
        Value from = numbers().value(address);
        out.clear(to, bytes);
        out.add(new Step.ReadText(to, Math.min(bytes, length), from, user));
      }
      case TypedExpression.ReadVariable(var variable) ->
          padded(variables.place(variable), ScriptMap.partBytes(variable.type()), to, bytes);
      case TypedExpression.ReadMap read -> map(read, to, bytes);
      case TypedExpression.Conditional(var condition, var then, var otherwise, Type _) -> {
        int no = out.label();
        int end = out.label();
        numbers().jumpUnless(condition, no);
        place(then, to, bytes);
        out.jump(end);
        out.mark(no);
        place(otherwise, to, bytes);
        out.mark(end);
      }
      case TypedExpression.MemoryText _,
          TypedExpression.Constant _,
          TypedExpression.BuiltinNumber _,
          TypedExpression.FieldNumber _,
          TypedExpression.Unary _,
          TypedExpression.Arithmetic _,
          TypedExpression.Comparison _,
          TypedExpression.TextComparison _,
          TypedExpression.Logical _,
          TypedExpression.Convert _,
          TypedExpression.IncrementVariable _,
          TypedExpression.IncrementMap _ ->
          throw new IllegalArgumentException("not a string: " + text);
    }
  }

  private void constant(String value, Address to, int bytes) {
    byte[] padded = Arrays.copyOf(value.getBytes(StandardCharsets.UTF_8), bytes);
    ByteBuffer words = ByteBuffer.wrap(padded).order(ByteOrder.nativeOrder());
    for (int i = 0; i < bytes; i += 8) {
      out.store(to.plus(i), MemorySize.DW, out.constant(words.getLong(i)));
    }
  }

  private void padded(Address from, int length, Address to, int bytes) {
    int common = Math.min(length, bytes);
    out.copy(from, to, common);
    out.clear(to.plus(common), bytes - common);
  }

  /** What stands behind a string's final zero in the record is whatever was there before. */
  private void field(Field field, Address to, int bytes) {
    out.clear(to, bytes);
    Temp context = out.temp();
    out.add(new Step.ContextAddress(context));
    switch (field.shape()) {
      case Shape.Array(int count) -> {
        Temp from = out.operate(Operation.ADD, context, out.constant(field.offset()));
        out.add(new Step.ReadText(to, Math.min(bytes, count + 1), from, false));
      }
      case Shape.DataLocation() -> located(context, field, 0, to, bytes);
      case Shape.RelativeLocation() -> located(context, field, field.offset() + 4, to, bytes);
      case Shape.Scalar() -> throw new IllegalArgumentException("not a string: " + field);
    }
  }

  private void located(Temp context, Field field, int base, Address to, int bytes) {
    Temp word = out.load(Address.context(field.offset()), MemorySize.W, false);
    Temp offset = out.operate(Operation.AND, word, out.constant(0xffff));
    Temp start = out.operate(Operation.ADD, context, offset);
    Value from = base == 0 ? start : out.operate(Operation.ADD, start, out.constant(base));
    out.add(new Step.ReadText(to, bytes, from, false));
  }

  private void map(TypedExpression.ReadMap read, Address to, int bytes) {
    int missing = out.label();
    int end = out.label();
    Temp entry = maps.lookup(read.map(), read.keys());
    out.branchIfZero(entry, missing);
    padded(Address.behind(entry, 0), maps.map(read.map()).valueBytes(), to, bytes);
    out.jump(end);
    out.mark(missing);
    out.clear(to, bytes);
    out.mark(end);
  }

  /** Goes to a label unless two strings compare as wanted. */
  void jumpUnless(TypedExpression.TextComparison comparison, int label) {
    if (comparison.equal()) {
      jumpIfDifferent(comparison, label);
    } else {
      int different = out.label();
      jumpIfDifferent(comparison, different);
      out.jump(label);
      out.mark(different);
    }
  }

  private void jumpIfDifferent(TypedExpression.TextComparison comparison, int label) {
    int mark = out.mark();
    if (comparison.right() instanceof TypedExpression.TextConstant(String text, Type _)) {
      compareConstant(comparison.left(), text, comparison.limit(), label);
    } else {
      compareValues(comparison, label);
    }
    out.release(mark);
  }

  private void compareConstant(TypedExpression left, String text, int limit, int label) {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    int size = ((Type.Text) left.type()).bytes();
    byte[] compared = Arrays.copyOf(wanted, Math.min(limit, wanted.length + 1));
    if (compared.length > size) {
      boolean tooLong = Math.min(limit, wanted.length) > size;
      if (tooLong) {
        out.jump(label);
        return;
      }
      compared = Arrays.copyOf(compared, size);
    }
    compare(source(left), compared, label);
  }

  /** Where a string already is, or a copy of it. */
  private Address source(TypedExpression text) {
    if (text instanceof TypedExpression.FieldText(Field field, Type _)
        && field.shape() instanceof Shape.Array) {
      return Address.context(field.offset());
    }
    if (text instanceof TypedExpression.ReadVariable(var variable)) {
      return variables.place(variable);
    }
    int bytes = ScriptMap.partBytes(text.type());
    Address copy = Address.frame(out.room(bytes));
    place(text, copy, bytes);
    return copy;
  }

  private void compare(Address from, byte[] wanted, int label) {
    ByteBuffer bytes = ByteBuffer.wrap(wanted).order(ByteOrder.nativeOrder());
    for (int i = 0; i < wanted.length; ) {
      int chunk = chunk(from.offset() + i, wanted.length - i);
      long value =
          switch (chunk) {
            case 1 -> bytes.get(i) & 0xffL;
            case 2 -> bytes.getShort(i) & 0xffffL;
            case 4 -> bytes.getInt(i) & 0xffff_ffffL;
            default -> bytes.getLong(i);
          };
      Temp found = out.load(from.plus(i), NumberLowering.size(chunk), false);
      out.branch(Condition.NOT_EQUAL, found, out.constant(value), label);
      i += chunk;
    }
  }

  /** The largest power of two that is aligned and does not reach too far. */
  private static int chunk(int offset, int left) {
    int chunk = 8;
    while (offset % chunk != 0 || chunk > left) {
      chunk /= 2;
    }
    return chunk;
  }

  private void compareValues(TypedExpression.TextComparison comparison, int label) {
    int bytes =
        Math.max(
            ScriptMap.partBytes(comparison.left().type()),
            ScriptMap.partBytes(comparison.right().type()));
    Address left = Address.frame(out.room(bytes));
    Address right = Address.frame(out.room(bytes));
    place(comparison.left(), left, bytes);
    place(comparison.right(), right, bytes);
    int limit = Math.min(bytes, comparison.limit());
    for (int i = 0; i < limit; ) {
      int chunk = chunk(i, limit - i);
      Temp a = out.load(left.plus(i), NumberLowering.size(chunk), false);
      Temp b = out.load(right.plus(i), NumberLowering.size(chunk), false);
      out.branch(Condition.NOT_EQUAL, a, b, label);
      i += chunk;
    }
  }
}
