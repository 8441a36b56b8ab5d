package dev.skep.vm.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The long-lived regions of an engine: the memory of its maps. Readers never wait. */
public final class AddressSpace {
  private static final Region[] NO_REGIONS = {};

  /** Sorted by address, replaced as a whole. */
  private volatile Region[] sorted = NO_REGIONS;

  /** Lets programs reach a region. */
  public synchronized void add(Region region) {
    List<Region> regions = new ArrayList<>(List.of(sorted));
    regions.add(region);
    publish(regions);
  }

  /** Takes a region away. */
  public synchronized void remove(Region region) {
    List<Region> regions = new ArrayList<>(List.of(sorted));
    regions.removeIf(each -> each == region);
    publish(regions);
  }

  private void publish(List<Region> regions) {
    regions.sort(Comparator.comparingLong(Region::base));
    sorted = regions.toArray(NO_REGIONS);
  }

  /** The region with the highest base at or below an address; {@link Region#NONE} without one. */
  public Region below(long address) {
    Region[] regions = sorted;
    int low = 0;
    int high = regions.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (regions[middle].base() <= address) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? Region.NONE : regions[high];
  }

  /** The region nearest to an address, for messages; {@link Region#NONE} when there is none. */
  Region nearest(long address) {
    Region nearest = Region.NONE;
    for (Region each : sorted) {
      if (nearest == Region.NONE || distance(each, address) < distance(nearest, address)) {
        nearest = each;
      }
    }
    return nearest;
  }

  static long distance(Region region, long address) {
    long before = region.base() - address;
    long after = address - (region.base() + region.size());
    return Math.max(0, Math.max(before, after));
  }
}
