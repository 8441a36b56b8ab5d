package dev.skep.verifier.domain;

/** A {@link ScalarRange} that is being computed: its fields, open to the rules of this package. */
final class RangeBuilder {
  final ScalarDomain domain;
  Tnum bits;
  long unsignedMin;
  long unsignedMax;
  long signedMin;
  long signedMax;
  long lowUnsignedMin;
  long lowUnsignedMax;
  long lowSignedMin;
  long lowSignedMax;

  RangeBuilder(ScalarDomain domain, ScalarRange range) {
    this.domain = domain;
    bits = range.bits();
    unsignedMin = range.unsignedMin();
    unsignedMax = range.unsignedMax();
    signedMin = range.signedMin();
    signedMax = range.signedMax();
    lowUnsignedMin = range.lowUnsignedMin();
    lowUnsignedMax = range.lowUnsignedMax();
    lowSignedMin = range.lowSignedMin();
    lowSignedMax = range.lowSignedMax();
  }

  void forgetUnsigned() {
    unsignedMin = 0;
    unsignedMax = domain.maxUnsigned();
  }

  void forgetSigned() {
    signedMin = ScalarDomain.minSigned(domain.bits());
    signedMax = ScalarDomain.maxSigned(domain.bits());
  }

  void forgetLowUnsigned() {
    lowUnsignedMin = 0;
    lowUnsignedMax = domain.maxLowUnsigned();
  }

  void forgetLowSigned() {
    lowSignedMin = ScalarDomain.minSigned(domain.lowBits());
    lowSignedMax = ScalarDomain.maxSigned(domain.lowBits());
  }

  void forgetWhole() {
    forgetUnsigned();
    forgetSigned();
  }

  void forgetLow() {
    forgetLowUnsigned();
    forgetLowSigned();
  }

  void raiseUnsignedMin(long bound) {
    if (Long.compareUnsigned(bound, unsignedMin) > 0) {
      unsignedMin = bound;
    }
  }

  void lowerUnsignedMax(long bound) {
    if (Long.compareUnsigned(bound, unsignedMax) < 0) {
      unsignedMax = bound;
    }
  }

  void narrowSigned(long min, long max) {
    signedMin = Math.max(signedMin, min);
    signedMax = Math.min(signedMax, max);
  }

  void narrowUnsigned(long min, long max) {
    raiseUnsignedMin(min);
    lowerUnsignedMax(max);
  }

  void narrowLowUnsigned(long min, long max) {
    lowUnsignedMin = Math.max(lowUnsignedMin, min);
    lowUnsignedMax = Math.min(lowUnsignedMax, max);
  }

  void narrowLowSigned(long min, long max) {
    lowSignedMin = Math.max(lowSignedMin, min);
    lowSignedMax = Math.min(lowSignedMax, max);
  }

  Tnum lowBits() {
    return bits.truncate(domain.lowBits());
  }

  void lowBits(Tnum low) {
    bits = bits.withLow(domain.lowBits(), low);
  }

  /** Takes the whole from the low half, the upper half zero: how a 32-bit result is kept. */
  void zeroExtendLow() {
    bits = lowBits();
    unsignedMin = lowUnsignedMin;
    unsignedMax = lowUnsignedMax;
    if (lowSignedMin >= 0) {
      signedMin = lowSignedMin;
      signedMax = lowSignedMax;
    } else {
      signedMin = 0;
      signedMax = domain.maxLowUnsigned();
    }
  }

  ScalarRange frozen() {
    return new ScalarRange(
        bits,
        unsignedMin,
        unsignedMax,
        signedMin,
        signedMax,
        lowUnsignedMin,
        lowUnsignedMax,
        lowSignedMin,
        lowSignedMax);
  }

  ScalarRange synced() {
    BoundsSync.sync(this);
    return frozen();
  }

  /** The bounds of one of the two widths, so that a rule is written once for both. */
  interface Bounds {
    int width();

    long unsignedMin();

    long unsignedMax();

    long signedMin();

    long signedMax();

    void unsigned(long min, long max);

    void signed(long min, long max);

    default void forgetUnsigned() {
      unsigned(0, ScalarDomain.maxUnsigned(width()));
    }

    default void forgetSigned() {
      signed(ScalarDomain.minSigned(width()), ScalarDomain.maxSigned(width()));
    }
  }

  final class Whole implements Bounds {
    @Override
    public int width() {
      return domain.bits();
    }

    @Override
    public long unsignedMin() {
      return unsignedMin;
    }

    @Override
    public long unsignedMax() {
      return unsignedMax;
    }

    @Override
    public long signedMin() {
      return signedMin;
    }

    @Override
    public long signedMax() {
      return signedMax;
    }

    @Override
    public void unsigned(long min, long max) {
      unsignedMin = min;
      unsignedMax = max;
    }

    @Override
    public void signed(long min, long max) {
      signedMin = min;
      signedMax = max;
    }
  }

  final class Low implements Bounds {
    @Override
    public int width() {
      return domain.lowBits();
    }

    @Override
    public long unsignedMin() {
      return lowUnsignedMin;
    }

    @Override
    public long unsignedMax() {
      return lowUnsignedMax;
    }

    @Override
    public long signedMin() {
      return lowSignedMin;
    }

    @Override
    public long signedMax() {
      return lowSignedMax;
    }

    @Override
    public void unsigned(long min, long max) {
      lowUnsignedMin = min;
      lowUnsignedMax = max;
    }

    @Override
    public void signed(long min, long max) {
      lowSignedMin = min;
      lowSignedMax = max;
    }
  }
}
