package dev.skep.object.core;

/** Why a relocation cannot be worked out; becomes a {@link CoreException} that says where. */
final class Unfit extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unfit(String why) {
    super(why, null, false, false);
  }
}
