package dev.skep.btf.rewrite;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.btf.MalformedBtfException;
import dev.skep.btf.TypeReferences;
import java.util.HashMap;
import java.util.Map;

/**
 * Deduplication: of several types that say the same one remains, and forward declarations give way
 * to the struct or union that they declare, as libbpf's {@code btf__dedup} has it.
 *
 * <p>Types may refer to each other in circles, so that equality cannot be decided bottom up. The
 * passes, each of which relies on the ones before:
 *
 * <ol>
 *   <li>types that refer to none are compared as they are;
 *   <li>structs and unions of the same shape are equal when the graphs below them are, where a
 *       forward declaration agrees with what it may declare ({@link GraphEquivalence});
 *   <li>forward declarations left over are resolved when just one struct or union has their name;
 *   <li>pointers, typedefs, arrays, functions and so on are compared bottom up: every circle goes
 *       through a struct;
 *   <li>what remains is numbered anew.
 * </ol>
 *
 * Variables and data sections are never equal. Of split BTF the base stays as it is, and types that
 * it has already are left out.
 */
public final class BtfDedup {
  private final Btf btf;
  private final CanonicalIds canonical;

  /**
   * The types that refer to none, and those whose references are canonical: equal when their
   * records are.
   */
  private final Map<BtfType, Integer> settled = new HashMap<>();

  private BtfDedup(Btf btf) {
    this.btf = btf;
    this.canonical = new CanonicalIds(btf);
  }

  /**
   * What remains.
   *
   * @param builder the remaining types, to which more can be added
   * @param ids for each id of what was given the id that it has now
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Deduplicated(BtfBuilder builder, int[] ids) {
    /** The id that a type has now. */
    public int idOf(int id) {
      return ids[id];
    }
  }

  /**
   * Deduplicates the types of a section.
   *
   * @throws MalformedBtfException when types other than structs and unions go round in a circle
   */
  public static Deduplicated of(Btf btf) {
    BtfDedup dedup = new BtfDedup(btf);
    dedup.leaves();
    new CompositePass(btf, dedup.canonical).run();
    dedup.forwards();
    new ReferencePass(btf, dedup.canonical, dedup.settled).run();
    return dedup.compact();
  }

  private void leaves() {
    for (int id = 1; id < btf.typeCount(); id++) {
      boolean inBase = id < btf.firstId();
      switch (btf.type(id)) {
        case BtfType.Int _, BtfType.FloatingPoint _, BtfType.Forward _, BtfType.Enumeration _ -> {
          Integer known = settled.putIfAbsent(btf.type(id), id);
          canonical.set(id, known == null || inBase ? id : known);
        }
        case BtfType.Variable _, BtfType.DataSection _ -> canonical.set(id, id);
        case BtfType.VoidType _,
            BtfType.Pointer _,
            BtfType.Modifier _,
            BtfType.Array _,
            BtfType.Composite _,
            BtfType.Function _,
            BtfType.FunctionPrototype _,
            BtfType.DeclarationTag _ -> {
          if (inBase) {
            canonical.set(id, id);
          }
        }
      }
    }
    forwardEnumerations();
  }

  /**
   * An enumeration without enumerators is only declared; the first one of its name that has some
   * defines it.
   */
  private void forwardEnumerations() {
    Map<String, Integer> defined = new HashMap<>();
    for (int id = 1; id < btf.typeCount(); id++) {
      if (btf.type(id) instanceof BtfType.Enumeration type && !Shapes.isDeclaration(type)) {
        defined.putIfAbsent(type.name(), canonical.of(id));
      }
    }
    for (int id = btf.firstId(); id < btf.typeCount(); id++) {
      if (btf.type(id) instanceof BtfType.Enumeration type && Shapes.isDeclaration(type)) {
        Integer definition = defined.get(type.name());
        if (definition != null) {
          canonical.set(id, definition);
        }
      }
    }
  }

  /** A name that two structs or unions have resolves nothing. */
  private void forwards() {
    Map<String, Integer> unique = new HashMap<>();
    for (int id = 1; id < btf.typeCount(); id++) {
      if (btf.type(id) instanceof BtfType.Composite type && canonical.of(id) == id) {
        unique.merge(type.name(), id, (_, _) -> 0);
      }
    }
    for (int id = btf.firstId(); id < btf.typeCount(); id++) {
      if (btf.type(id) instanceof BtfType.Forward forward && canonical.of(id) == id) {
        int definition = unique.getOrDefault(forward.name(), 0);
        if (definition != 0 && Shapes.declares(forward, btf.type(definition))) {
          canonical.set(id, definition);
        }
      }
    }
  }

  private Deduplicated compact() {
    BtfBuilder builder =
        btf.base().map(BtfBuilder::new).orElseGet(() -> new BtfBuilder(btf.byteOrder()));
    int[] ids = new int[btf.typeCount()];
    int next = btf.firstId();
    for (int id = 0; id < ids.length; id++) {
      ids[id] = id < btf.firstId() ? id : canonical.of(id) == id ? next++ : 0;
    }
    for (int id = btf.firstId(); id < ids.length; id++) {
      ids[id] = ids[canonical.of(id)];
    }
    for (int id = btf.firstId(); id < ids.length; id++) {
      if (canonical.of(id) == id) {
        builder.add(TypeReferences.map(btf.type(id), old -> ids[old]));
      }
    }
    return new Deduplicated(builder, ids);
  }
}
