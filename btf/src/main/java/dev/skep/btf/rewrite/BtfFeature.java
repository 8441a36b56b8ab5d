package dev.skep.btf.rewrite;

import java.util.EnumSet;
import java.util.Set;

/** What of BTF a kernel may lack, with the version that accepts it. */
public enum BtfFeature {
  /** Functions and their prototypes. */
  FUNCTIONS(4, 20),
  /** Variables and data sections. */
  DATA_SECTIONS(5, 2),
  /** The linkage of functions; without it all are static. */
  GLOBAL_FUNCTIONS(5, 6),
  /** Floating-point numbers. */
  FLOATS(5, 13),
  /** Declaration tags. */
  DECLARATION_TAGS(5, 16),
  /** Type tags. */
  TYPE_TAGS(5, 17),
  /** 64-bit enumerations, and the sign of 32-bit ones. */
  ENUM64(6, 0),
  /** Data sections whose name has characters other than those of identifiers and dots. */
  QUESTION_MARK_SECTIONS(6, 9),
  /** Tags that hold a whole attribute. */
  ATTRIBUTE_TAGS(6, 15);

  private final int major;
  private final int minor;

  BtfFeature(int major, int minor) {
    this.major = major;
    this.minor = minor;
  }

  /** The features of a kernel of this version, if its distributor added none. */
  public static Set<BtfFeature> ofKernel(int major, int minor) {
    Set<BtfFeature> features = EnumSet.noneOf(BtfFeature.class);
    for (BtfFeature feature : values()) {
      if (major > feature.major || (major == feature.major && minor >= feature.minor)) {
        features.add(feature);
      }
    }
    return features;
  }
}
