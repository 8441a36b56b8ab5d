package dev.skep.engine;

import java.util.List;
import java.util.Optional;

/**
 * The record format of a tracepoint: what tracefs' {@code events/CATEGORY/NAME/format} says.
 *
 * @param category the category, as tracefs' folder is called
 * @param name the tracepoint
 * @param id the number that records carry as {@code common_type}
 * @param fields all fields in the order of the file, the {@code common_} ones first
 * @param printFormat the {@code print fmt} line, unparsed
 */
public record TracepointFormat(
    String category, String name, int id, List<Field> fields, String printFormat) {

  public TracepointFormat {
    fields = List.copyOf(fields);
  }

  /** The field with a name. */
  public Optional<Field> field(String fieldName) {
    return fields.stream().filter(each -> each.name().equals(fieldName)).findFirst();
  }

  /**
   * One field of a record.
   *
   * @param name its name
   * @param type its C type as the file spells it, without name and array bounds: {@code unsigned
   *     int}, {@code char}, {@code const char *}
   * @param shape what its bytes are
   * @param offset where it starts in the record, in bytes
   * @param size how many bytes it takes there
   * @param signed whether its number (or its elements' numbers) are signed
   */
  public record Field(
      String name, String type, Shape shape, int offset, int size, boolean signed) {}

  /** What a field's bytes are. */
  public sealed interface Shape {
    /** A number, or a pointer as a number. */
    record Scalar() implements Shape {}

    /** This many elements, one after the other. */
    record Array(int count) implements Shape {}

    /**
     * A 32-bit word: length in the high half, in the low half the data's offset from the record's
     * start ({@code __data_loc}).
     */
    record DataLocation() implements Shape {}

    /**
     * A 32-bit word: length in the high half, in the low half the data's offset from the word's end
     * ({@code __rel_loc}).
     */
    record RelativeLocation() implements Shape {}
  }
}
